"""Moving mails where the server has no MOVE (RFC 6851): COPY, then `\\Deleted` and UID EXPUNGE.

Three commands can be cut off in between. A move that may have been begun before is therefore
finished and not begun anew: what the other folder already holds is not copied again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from intake.imap_connection import Connection

_COMPARED_OCTETS = 1 << 20
"""Enough to tell mails of one size apart: their headers are in it."""


def move_by_copy(
    connection: Connection, uids: Sequence[int], source: str, target: str, tried: Iterable[int]
) -> None:
    """Move these mails of the selected folder `source`; both names are the server's.

    `tried` are UIDs of which an earlier move may have got as far as the copy. Raises MailboxError.
    """
    with connection.exchange():
        client = connection.client
        doubtful = sorted(set(tried) & set(uids))
        copied = _copied(client, doubtful, source, target) if doubtful else set()
        if missing := [uid for uid in uids if uid not in copied]:
            client.copy(missing, target)
        client.add_flags(uids, [b"\\Seen", b"\\Deleted"], silent=True)
        # A plain EXPUNGE would also remove what other people have marked.
        if client.has_capability("UIDPLUS"):
            client.uid_expunge(uids)


def _copied(client: Any, uids: Sequence[int], source: str, target: str) -> set[int]:
    """Those of the UIDs whose mail the target holds too: one of the same size and bytes."""
    sizes = {uid: data[b"RFC822.SIZE"] for uid, data in client.fetch(uids, ["RFC822.SIZE"]).items()}
    digests = {uid: digest for uid in sizes if (digest := _digest(client, uid))}
    held = defaultdict(set)
    client.select_folder(target, readonly=True)
    try:
        for size in {sizes[uid] for uid in digests}:
            for uid in client.search(["LARGER", size - 1, "SMALLER", size + 1]):
                held[size].add(_digest(client, uid))
    finally:
        client.select_folder(source)
    return {uid for uid, digest in digests.items() if digest in held[sizes[uid]]}


def _digest(client: Any, uid: int) -> bytes | None:
    """SHA-256 of the mail's beginning, or nothing if it is gone."""
    item = f"BODY.PEEK[]<0.{_COMPARED_OCTETS}>"
    content = client.fetch([uid], [item]).get(uid, {}).get(b"BODY[]<0>")
    return sha256(content).digest() if isinstance(content, bytes) else None
