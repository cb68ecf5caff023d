"""Mails a second from the inbox to the confirmation, beside other programs; and by stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks import peers, stages
from benchmarks.installation import CIRCULAR, Outgoing, install
from benchmarks.measured import Bench, markdown
from benchmarks.peers import HELPDESK, MAILBOX, MBSYNC, Peer
from benchmarks.processes import FailedError, Run, sink
from tests.servers import postfix

__all__ = ["CIRCULAR", "ours", "stage_table", "table"]


def ours(bench: Bench, outgoing: Outgoing, *options: str, processes: int = 1) -> Run:
    """The whole job over a fresh mailbox with all the letters."""
    user = bench.server.filled(bench.corpus)
    folder = bench.folder("ours")
    return install(folder, bench.server, user, outgoing, processes=processes).job(*options)


def table(bench: Bench) -> str:
    """Ours with one process and two, to a sink and through Postfix, beside the peers."""
    with sink() as taker:
        rows = [
            _Row("mail-parser alone, parsing only", _parsing(bench), bench.mails),
            _Row("mbsync: download to a Maildir", _peer(bench, MBSYNC, taker.port), bench.mails),
            _Row("Otklik, one process", _ours(bench, Outgoing(taker.port)), bench.mails),
            _Row("Otklik, two processes", _ours(bench, Outgoing(taker.port), 2), bench.mails),
        ]
        if bench.with_django:
            few = min(bench.mails, _FEW)
            for peer in (MAILBOX, HELPDESK):
                done = _peer(bench, peer, taker.port, few)
                rows.append(_Row(f"{peer.name}: {peer.does}", done, few))
    name = "Otklik, one process, through Postfix by TLS and login"
    rows.append(_Row(name, _by_postfix(bench), bench.mails))
    bases = [row for row in rows if not row.name.startswith("Otklik")]
    heads = [f"× {row.name.partition(':')[0].partition(' alone')[0]}" for row in bases]
    return markdown(
        ("what", "mails/s", "CPU ms a mail", "MB", *heads), [row.cells(bases) for row in rows]
    )


_FEW = 1000
"""So many letters for those who take fifty milliseconds and more for one."""


@dataclass(frozen=True)
class _Row:
    """A program, what it did with so many mails or why it did nothing."""

    name: str
    run: Run | str
    mails: int

    @property
    def rate(self) -> float:
        """Mails a second; 0 for one that did nothing."""
        return 0.0 if isinstance(self.run, str) else self.mails / self.run.work

    def cells(self, bases: Sequence[_Row]) -> tuple[object, ...]:
        """The row of the table; its last cells are the ratios to these."""
        if isinstance(self.run, str):
            return self.name, self.run.replace("\n", " ")[-200:], *[""] * (2 + len(bases))
        cpu = f"{self.run.processors / self.mails * 1000:.2f}"
        memory = f"{self.run.memory:.0f}" if self.run.memory else ""
        ratios = [f"{self.rate / base.rate:.2f}" if base.rate else "—" for base in bases]
        return self.name, f"{self.rate:.0f}", cpu, memory, *ratios


def _ours(bench: Bench, outgoing: Outgoing, processes: int = 1) -> Run | str:
    try:
        return ours(bench, outgoing, processes=processes)
    except FailedError as error:
        return str(error)


def _parsing(bench: Bench) -> Run | str:
    folder = bench.folder("files")
    folder.mkdir()
    for number, letter in enumerate(bench.corpus):
        (folder / f"{number:06d}.eml").write_bytes(letter)
    return peers.mail_parser(folder)


def _peer(bench: Bench, peer: Peer, port: int, count: int | None = None) -> Run | str:
    corpus = bench.corpus[:count]
    if peer is HELPDESK:
        corpus = [peers.unthreaded(letter) for letter in corpus]
    user = bench.server.filled(corpus)
    return peers.tried(peer, bench.server, user, port, bench.folder(peer.name))


def _by_postfix(bench: Bench) -> Run | str:
    if reason := postfix.missing():
        return reason
    with postfix.running() as server:
        return _ours(bench, Outgoing(server.smtps, server.user, postfix.PASSWORD, server.ca))


def stage_table(bench: Bench) -> str:
    """Where the time of one process goes."""
    with sink() as taker:
        run = ours(bench, Outgoing(taker.port), "--stages")
    seconds: dict[str, float] = run.told["stages"]
    total = sum(seconds.values())
    return markdown(
        ("stage", "ms a mail", "share"),
        [
            (name, f"{seconds[name] / bench.mails * 1000:.2f}", f"{seconds[name] / total:.0%}")
            for name in stages.NAMES
        ],
    )
