"""Which letter of ours a mail answers: by the Message-IDs and the addresses that it refers to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.model import Mail, Thread


def references(mail: Mail) -> Iterator[str]:
    """What ties a mail to a letter, the nearest first: the letter it answers, the address it was
    sent to (which may bear a token), the rest of its thread backwards."""
    yield from mail.in_reply_to
    yield from (to.address for to in mail.to)
    yield from reversed(mail.references)


def answered(mail: Mail, threads: Mapping[str, Thread]) -> Iterator[tuple[str, Thread]]:
    """The letters of ours that the mail refers to, with what ties it to each, the nearest first;
    without those that prove nothing."""
    for reference in references(mail):
        thread = threads.get(reference)
        if thread is not None and not thread.flaw:
            yield reference, thread


def nearest(mail: Mail, threads: Mapping[str, Thread]) -> Thread | None:
    """The letter of ours that the mail answers."""
    return next((thread for _, thread in answered(mail, threads)), None)


def flaws(mail: Mail, threads: Mapping[str, Thread]) -> tuple[str, ...]:
    """Why what the mail refers to proves nothing (Russian): an old token, a forged one."""
    found = (threads.get(reference) for reference in references(mail))
    return tuple(dict.fromkeys(thread.flaw for thread in found if thread and thread.flaw))
