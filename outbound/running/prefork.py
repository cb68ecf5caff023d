"""Processes that share what is slow to load: one that loads it and never works, and its children.

Whatever kills a child, another is forked from the loaded parent in a few milliseconds. The parent
opens no connection and starts no thread, so that nothing of that kind is shared.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import Final

from outbound.running.service import Stop

log = logging.getLogger(__name__)

_SET_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG
_STEADY: Final = 5.0
"""A child that ends of itself before so many seconds is not replaced at once."""


def keep_running(child: Callable[[], None], count: int, stop: Stop) -> int:
    """Run `child` in so many processes until asked to stop; those that end are replaced. The exit
    status: that of a child that could not even begin, else 0."""
    gc.collect()
    gc.freeze()  # so that a child's collector does not touch, and thereby copy, what is shared
    running: dict[int, float] = {}
    while not stop():
        while len(running) < count and not stop():
            running[_forked(child)] = time.monotonic()
        pid, status = _ended(running)
        if pid and os.WIFEXITED(status) and time.monotonic() - running.pop(pid) < _STEADY:
            if code := os.WEXITSTATUS(status):
                return _end(running, code)
        elif pid:
            running.pop(pid, None)
            log.warning("worker %s ended with status %s; another takes its place", pid, status)
        else:
            stop.sleep(0.1)
    return _end(running, 0)


def _forked(child: Callable[[], None]) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    if pid := os.fork():
        return pid
    status = 1
    try:
        _end_with_parent()
        child()
        status = 0
    except SystemExit as asked:
        status = asked.code if isinstance(asked.code, int) else 1
    except BaseException:  # noqa: BLE001 -- told, then the process ends
        traceback.print_exc()
    finally:
        os._exit(status)


def _end_with_parent() -> None:
    """Where the system can (Linux, prctl(2)): a parent that is killed takes its children along."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0)


def _ended(running: dict[int, float]) -> tuple[int, int]:
    """A child that ended, with how; (0, 0) if all run."""
    for pid in running:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return pid, status
    return 0, 0


def _end(running: dict[int, float], status: int) -> int:
    """Ask all to finish what they have in hand, and wait for them."""
    for pid in running:
        os.kill(pid, signal.SIGTERM)
    for pid in running:
        os.waitpid(pid, 0)
    return status
