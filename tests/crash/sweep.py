"""The kills: which system calls there are, one run killed at each, and what must hold afterwards.

What must hold: every mail of the mailbox is one row with equal bytes; none is left in the inbox and
none is lost from the server; the letters are those of an undisturbed run, each with one key; each
was accepted once, except one that the server had accepted and of which we had not yet committed
that it did (`window`): it goes again with the same Message-ID, or is held for a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.scene import BETWEEN_RUNS, CORPUS, Case, Scene

CALLS = (
    *("write", "writev", "pwrite64", "sendto", "sendmsg", "recvfrom", "connect"),
    *("fsync", "fdatasync", "ftruncate", "unlink", "rename", "fchmod", "mkdir"),
)
"""Between any two of these calls the process does nothing that lasts, and learns nothing."""

_RUNS = 6
_KILLED = -9
_LINE = re.compile(r"^(\d+)\s+(\w+)\((.*)")


@dataclass(frozen=True)
class Point:
    """The `number`-th call of this name, by the main thread."""

    call: str
    number: int
    line: str = ""

    @property
    def tracing(self) -> list[str]:
        """Options of strace that kill the process when it makes this call."""
        kill = f"inject={self.call}:signal=SIGKILL:when={self.number}"
        return ["-o", "/dev/null", "-e", f"trace={self.call}", "-e", kill]


@dataclass(frozen=True)
class Job:
    """What is killed: a command, on a mailbox with these mails."""

    name: str
    command: str
    mails: tuple[str, ...] = ()
    sent: bool = True
    uncertain: str = "repeat"


@dataclass
class Tally:
    """What came of many kills. `faults` maps what went wrong to the points where it did."""

    kills: int = 0
    missed: int = 0
    windows: int = 0
    twice: int = 0
    held: int = 0
    copies: int = 0
    faults: dict[str, list[Point]] = field(default_factory=dict)

    def fault(self, what: str, point: Point) -> None:
        """Something that must not be."""
        self.faults.setdefault(what, []).append(point)


@dataclass(frozen=True)
class Expected:
    """What an undisturbed run leaves: the keys of its letters, and how its mails were read."""

    letters: frozenset[str]
    mails: Counter[tuple[str, str]]
    points: tuple[Point, ...]


def undisturbed(scene: Scene, job: Job) -> Expected:
    """Run it whole, watched, and see which calls it makes and what it leaves."""
    case = scene.case(job.mails, uncertain=job.uncertain, sent=job.sent)
    trace = case.folder / "trace"
    watching = ["-o", str(trace), "-e", f"trace={','.join(CALLS)}"]
    status = scene.victim.run(case.config, case.now, job.command, watching)
    if status not in (0, 1):
        raise AssertionError(f"the undisturbed run ended with {status}")
    points = _points(trace)
    quiet(scene, case, job)
    return Expected(frozenset(_letters(case)), _mails(case), tuple(points))


def _points(trace: Path) -> list[Point]:
    """The calls of the main thread; of a run of page writes to the database only the first, the
    second and the last: the others leave the same, a transaction that never was."""
    lines = [m for m in map(_LINE.match, trace.read_text(errors="replace").splitlines()) if m]
    counts: Counter[str] = Counter()
    runs: list[list[Point]] = []
    for line in lines:
        if line[1] != lines[0][1] or "resumed" in line[3]:
            continue
        counts[line[2]] += 1
        point = Point(line[2], counts[line[2]], line[3][:80])
        if runs and runs[-1][0].call == point.call == "pwrite64":
            runs[-1].append(point)
        else:
            runs.append([point])
    return [p for run in runs for p in (run if len(run) < 4 else (*run[:2], run[-1]))]


def spread(points: Sequence[Point], count: int) -> list[Point]:
    """So many of the points, evenly over the run; all of them if there are no more."""
    if count >= len(points):
        return list(points)
    return [points[int((n + 0.5) * len(points) / count)] for n in range(count)]


def sweep(scene: Scene, job: Job, points: Sequence[Point], expected: Expected) -> Tally:
    """Kill one run at each point; the tally."""
    tally = Tally()
    for point in points:
        _one(scene, job, point, expected, tally)
    return tally


def _one(scene: Scene, job: Job, point: Point, expected: Expected, tally: Tally) -> None:
    case = scene.case(job.mails, uncertain=job.uncertain, sent=job.sent)
    status = scene.victim.run(case.config, case.now, job.command, point.tracing)
    if status != _KILLED:
        tally.missed += 1  # this run made fewer such calls: read-ahead and timing differ
    else:
        tally.kills += 1
    window = _in_window(scene, case)
    tally.windows += len(window)
    if not quiet(scene, case, job):
        tally.fault("does not come to rest", point)
    for what in _faults(scene, case, expected, window, job, tally):
        tally.fault(what, point)


def _in_window(scene: Scene, case: Case) -> set[str]:
    """Letters that the server has accepted and that we do not know of."""
    query = "select message_id from letter where state = 'sending'"
    return {name for (name,) in case.peek(query) if scene.sink.accepted[name]}


def quiet(scene: Scene, case: Case, job: Job) -> bool:
    """Run again until nothing is left to do; whether that came."""
    for _ in range(_RUNS):
        case.now += BETWEEN_RUNS
        status = scene.victim.run(case.config, case.now, job.command)
        ((waiting,),) = case.rows("select count(*) from letter where state in ('due', 'sending')")
        ((unread,),) = case.rows("select count(*) from mail where state = 'stored'")
        if status in (0, 1) and not waiting and not unread and not case.folder_mails():
            return True
    return False


def _letters(case: Case) -> list[str]:
    return [key for (key,) in case.rows("select key from letter")]


def _mails(case: Case) -> Counter[tuple[str, str]]:
    query = "select m.sha256, r.kind from mail m left join reading r on r.mail_id = m.id"
    return Counter((sha, kind) for sha, kind in case.rows(query))


def _faults(
    scene: Scene, case: Case, expected: Expected, window: set[str], job: Job, tally: Tally
) -> Iterator[str]:
    if _mails(case) != expected.mails:
        yield "mails or readings differ"
    if not _bytes_equal(case, job):
        yield "bytes differ"
    if case.folder_mails():
        yield "mail left in the inbox"
    if len(case.folder_mails(_DONE)) != len(job.mails):
        yield "the server lost or doubled a mail"
    if frozenset(_letters(case)) != expected.letters:
        yield "letters differ"
    yield from _sending_faults(scene, case, window, job, tally)
    copies = len(case.folder_mails(".Sent"))
    sent = len(_sent(case))
    tally.copies += max(0, copies - sent)
    if copies < sent:
        yield "no copy of a letter sent"


_DONE = ".&BB8EQAQ4BD0ETwRCBD4-"
"""«Принято» as Dovecot names the folder on disk (modified UTF-7, RFC 3501 §5.1.3)."""


def _sent(case: Case) -> list[str]:
    query = "select message_id from letter where state = 'sent' and sent_at >= '2011-08-22'"
    everything = "select message_id from letter where state = 'sent'"
    return [name for (name,) in case.rows(query if case.now.day >= 22 else everything)]


def _sending_faults(
    scene: Scene, case: Case, window: set[str], job: Job, tally: Tally
) -> Iterator[str]:
    accepted = scene.sink.accepted
    known = {name for (name,) in case.rows("select message_id from letter")}
    if set(accepted) - known:
        yield "a letter without a row was sent"
    for name in _sent(case):
        if not accepted[name]:
            yield "a letter recorded as sent never went"
    for name, times in accepted.items():
        if times > 1 and name in window and job.uncertain == "repeat" and times == 2:
            tally.twice += 1
        elif times > 1:
            yield "a letter went twice"
    failed = {n for (n,) in case.rows("select message_id from letter where state = 'failed'")}
    if job.uncertain == "hold":
        tally.held += len(failed)
    elif failed:
        yield "a letter was given up"


def _bytes_equal(case: Case, job: Job) -> bool:
    stored = {bytes(content).replace(b"\r\n", b"\n") for (content,) in case.rows(
        "select content from raw_mail")}  # fmt: skip
    given = {(CORPUS / f"{name}.eml").read_bytes().replace(b"\r\n", b"\n") for name in job.mails}
    return stored == given
