"""`python -m tests.hostile 10000 [--seed 1]`: prints what came of so many hostile mails."""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from tests.hostile.mutations import hostile
from tests.hostile.run import AT_ONCE, fresh, run


def main() -> int:
    """1 if a mail was lost or left unread."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=398)
    arguments = parser.parse_args()
    logging.disable(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        found = run(hostile(arguments.count, arguments.seed), fresh(Path(folder)))
    states = ", ".join(f"{state} {number}" for state, number in sorted(found.states.items()))
    print(f"mails {found.mails}: {states}; lost {found.lost}, left on the server {found.left}, "
          f"letters {found.letters}; slowest pass of {AT_ONCE} {found.slowest:.1f} s, whole "
          f"{found.seconds:.0f} s; memory grew by {found.grown:.0f} MB")  # fmt: skip
    return int(bool(found.lost or found.left or found.states["stored"]))


if __name__ == "__main__":
    sys.exit(main())
