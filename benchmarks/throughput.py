"""Mails a second from the inbox to the confirmation, beside other programs; and by stages."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

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
        found: list[tuple[str, Run | str]] = [
            ("mail-parser alone, parsing only", _parsing(bench)),
            ("mbsync: download to a Maildir", _peer(bench, MBSYNC, taker.port)),
            ("Otklik, one process", ours(bench, Outgoing(taker.port))),
            ("Otklik, two processes", ours(bench, Outgoing(taker.port), processes=2)),
        ]
        if bench.with_django:
            found.append(("django-mailbox: fetch, store", _peer(bench, MAILBOX, taker.port)))
            found.append(("django-helpdesk: tickets, notify", _peer(bench, HELPDESK, taker.port)))
    found += [(name, run) for name, run in _by_postfix(bench)]
    return markdown(
        ("what", "mails/s", "CPU ms a mail", "of mbsync's rate", "of parsing alone"),
        [_row(bench, name, run, dict(found)) for name, run in found],
    )


def _row(bench: Bench, name: str, run: Run | str, all_: dict[str, Run | str]) -> tuple[object, ...]:
    if isinstance(run, str):
        return name, run, "", "", ""
    rate = bench.mails / run.work
    parsing, mbsync, *_ = all_.values()
    ratios = [
        f"{base.work / run.work:.2f}" if isinstance(base, Run) else "—"
        for base in (mbsync, parsing)
    ]
    return name, f"{rate:.0f}", f"{run.processors / bench.mails * 1000:.2f}", *ratios


def _parsing(bench: Bench) -> Run | str:
    folder = bench.folder("files")
    folder.mkdir()
    for number, letter in enumerate(bench.corpus):
        (folder / f"{number:06d}.eml").write_bytes(letter)
    return peers.mail_parser(folder)


def _peer(bench: Bench, peer: Peer, port: int) -> Run | str:
    corpus = bench.corpus
    if peer is HELPDESK:
        corpus = [peers.unthreaded(letter) for letter in corpus]
    user = bench.server.filled(corpus)
    return peers.tried(peer, bench.server, user, port, bench.folder(peer.name))


def _by_postfix(bench: Bench) -> Iterator[tuple[str, Run | str]]:
    name = "Otklik, one process, through Postfix by TLS and login"
    if reason := postfix.missing():
        yield name, reason
        return
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(postfix.running())
        outgoing = Outgoing(server.smtps, server.user, postfix.PASSWORD, server.ca)
        try:
            yield name, ours(bench, outgoing)
        except FailedError as error:
            yield name, str(error)


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
