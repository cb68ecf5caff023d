"""The same job where every round trip takes 20 ms, to the mailbox and to the submission server."""

from __future__ import annotations

from benchmarks.installation import Outgoing, install
from benchmarks.measured import Bench, markdown
from benchmarks.processes import Run, line, sink

MILLISECONDS = 20
_MAILS = 1000
"""More would only be more of the same, and each waits for the line."""
CONNECTIONS = 16


def table(bench: Bench) -> str:
    """Near and far, with one connection to the submission server and with several."""
    rows: list[tuple[object, ...]] = []
    with sink() as taker:
        for connections in (1, CONNECTIONS):
            near = _run(bench, taker.port, connections)
            with (
                line(bench.server.imaps, MILLISECONDS) as imap,
                line(taker.port, MILLISECONDS) as smtp,
            ):
                far = _run(bench, smtp, connections, imap)
            rates = [min(_MAILS, bench.mails) / run.work for run in (near, far)]
            rows.append(
                (connections, *(f"{rate:.0f}" for rate in rates), f"{rates[1] / rates[0]:.2f}")
            )
    head = ("SMTP connections", "mails/s near", f"mails/s at {MILLISECONDS} ms", "ratio")
    return markdown(head, rows)


def _run(bench: Bench, port: int, connections: int, imap_port: int = 0) -> Run:
    user = bench.server.filled(bench.corpus[:_MAILS])
    outgoing = Outgoing(port, connections=connections)
    return install(bench.folder("far"), bench.server, user, outgoing, imap_port=imap_port).job()
