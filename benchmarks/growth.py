"""What the hundredth thousand costs: a long past in the store, a full mailbox, a long backlog."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from benchmarks import history, letters
from benchmarks.installation import Outgoing, install
from benchmarks.measured import Bench, markdown
from benchmarks.processes import Run, sink

_BATCH = 1000
_IDLE = 15
_REPEATED = 5


def table(bench: Bench) -> str:
    """The cost of a mail and of an idle pass, small and large."""
    count = min(_BATCH, bench.mails)
    with sink() as taker:
        outgoing = Outgoing(taker.port)
        small = _grown(bench, outgoing, rows=0, lying=0, coming=count)
        large = _grown(bench, outgoing, rows=bench.rows, lying=bench.backlog, coming=count)
        backlog = _backlog(bench, outgoing, count)
    return "\n\n".join(
        (
            markdown(
                ("", f"{count} mails in all", f"{bench.rows} rows, {bench.backlog} mails lying "
                 "in the folder", "ratio"),
                [
                    _row("CPU ms a mail, of a pass that takes in " + str(count),
                         _cpu(small, 1) / count, _cpu(large, 1) / count),
                    _row(f"CPU ms of an idle pass, median of {_IDLE}",
                         _idle(small, "cpu", median), _idle(large, "cpu", median)),
                    _row("the dearest of them", _idle(small, "cpu", max),
                         _idle(large, "cpu", max)),
                    _row("ms of an idle pass by the clock, median",
                         _idle(small, "seconds", median), _idle(large, "seconds", median)),
                ],
            ),
            backlog,
        )
    )  # fmt: skip


def _row(name: str, small: float, large: float) -> tuple[object, ...]:
    return name, f"{small:.2f}", f"{large:.2f}", f"{large / small:.2f}"


def _cpu(run: Run, number: int) -> float:
    return float(run.told["passes"][number]["cpu"]) * 1000


def _idle(run: Run, what: str, chosen: Callable[[list[float]], float]) -> float:
    """Milliseconds of the chosen one of the idle passes."""
    return chosen([float(done[what]) for done in run.told["passes"][2:]]) * 1000


def _grown(bench: Bench, outgoing: Outgoing, *, rows: int, lying: int, coming: int) -> Run:
    """A first pass, one that takes mails in, and idle ones. `lying` mails are in the
    folder already and in the ledger, as where the program leaves mail where it is."""
    user = bench.server.filled(_small_letters(lying))
    given = install(
        bench.folder("grown"), bench.server, user, outgoing, more={"imap": {"after": "leave"}}
    )
    store = given.config.parent / "otklik.sqlite3"
    if rows:
        codes = [recipient.code for recipient in bench.circular.recipients]
        account = f"{user}@localhost"
        history.fill(store, rows, account=account, circular=bench.circular.number, recipients=codes)
    if lying:
        history.know(store, f"{user}@localhost", bench.server.uidvalidity(user), lying)
    arriving = bench.folder("arriving")
    arriving.mkdir()
    for number, letter in enumerate(letters.letters(bench.circular, coming, seed=5)):
        (arriving / f"{number:06d}.eml").write_bytes(letter)
    place = f"{bench.server.inbox(user)}:{lying}"
    return given.job("--passes", str(2 + _IDLE), "--arriving", str(arriving), "--inbox", place)


def _small_letters(count: int) -> list[bytes]:
    return [b"From: a@b.example\r\nSubject: %d\r\n\r\n.\r\n" % n for n in range(count)]


def _backlog(bench: Bench, outgoing: Outgoing, count: int) -> str:
    """A thousand that are all there is, several times over, and the next thousand of a long
    backlog as often."""
    coming = list(letters.letters(bench.circular, count * _REPEATED, seed=6))
    alone = _taken(bench, outgoing, count, coming, behind=0)
    first = _taken(bench, outgoing, count, coming, behind=bench.backlog)
    head = ("", f"{count} mails in all", f"the next {count} of {count + bench.backlog}", "ratio")
    name = f"CPU ms a mail, fetched and stored, median of {_REPEATED}"
    return markdown(head, [_row(name, alone, first)])


def _taken(
    bench: Bench, outgoing: Outgoing, count: int, coming: list[bytes], *, behind: int
) -> float:
    """CPU ms a mail in the median of passes that stop after `count` mails. All of `coming` lie
    there with so many behind them; where none is behind, `count` come before each pass."""
    user = bench.server.filled(coming if behind else ())
    if behind:
        bench.server.add(user, _small_letters(behind), since=len(coming))
    given = install(bench.folder("backlog"), bench.server, user, outgoing)
    arriving = bench.folder("arriving")
    arriving.mkdir()
    for number, letter in enumerate(() if behind else coming):
        (arriving / f"{number:06d}.eml").write_bytes(letter)
    place = f"{bench.server.inbox(user)}:0"
    options = ("--first", str(count), "--passes", str(_REPEATED))
    run = given.job(*options, "--arriving", str(arriving), "--inbox", place)
    return median(_cpu(run, number) for number in range(_REPEATED)) / count
