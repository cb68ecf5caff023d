"""Tokens that prove the thread of a letter to a recipient: an HMAC in its Message-ID and, where the
server has plus-addresses, in its reply address.

A token is "c.0.1333000000.<26 letters>": its kind, the letter's number among those that carried the
circular to this recipient, the end of its time (Unix), and HMAC-SHA256 over these and the
circular's number and the recipient's code, cut to 128 bits (RFC 2104 §5). Whose it is, is not said
but tried: the token tells a stranger nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from intake.secrets import Secret
from rules.model import Circular, Mail, Thread
from rules.threads import references

KIND: Final = "c"
_TOKEN = re.compile(r"(?<![a-z0-9])c\.(\d{1,4})\.(\d{1,12})\.([a-z2-7]{26})@")
_MOST: Final = 20
"""So many references of one mail are looked at: the nearest."""

OVER: Final = "срок действия адреса для ответа истёк"
FORGED: Final = "адрес для ответа, на который пришло письмо, выдан не нами"


@dataclass(frozen=True, slots=True)
class ThreadToken:
    """A token as made or found."""

    serial: int
    expires: int
    mark: str

    @property
    def text(self) -> str:
        """As it stands in a letter."""
        return f"{KIND}.{self.serial}.{self.expires}.{self.mark}"

    def is_for(self, key: Secret, circular: str, recipient: str) -> bool:
        """Whether this key made it for this recipient; in constant time."""
        made = issue(key, circular, recipient, self.serial, self.expires)
        return hmac.compare_digest(made.mark, self.mark)


def issue(key: Secret, circular: str, recipient: str, serial: int, expires: int) -> ThreadToken:
    """The token of a recipient's letter."""
    said = f"{KIND}\0{circular}\0{recipient}\0{serial}\0{expires}"
    digest = hmac.new(key.reveal().encode(), said.encode(), hashlib.sha256).digest()
    mark = base64.b32encode(digest[:16]).decode("ascii").rstrip("=").lower()
    return ThreadToken(serial, expires, mark)


def find(text: str) -> ThreadToken | None:
    """The token in a Message-ID or an address (where "@" follows it)."""
    match = _TOKEN.search(text.lower()[:1_000])
    return ThreadToken(int(match[1]), int(match[2]), match[3]) if match else None


def threads(
    mail: Mail, key: Secret, circulars: Sequence[Circular], at: datetime | None
) -> dict[str, Thread]:
    """What the tokens prove that a mail refers to, by the reference that bears each; one that is
    over at `at`, or not ours, has a flaw and proves nothing."""
    return dict(_threads(mail, key, circulars, at))


def joined(known: Mapping[str, Thread], proven: Mapping[str, Thread]) -> dict[str, Thread]:
    """The letters that the store knows, and what tokens prove: a letter that is known is ours
    whatever key is in use now, but its time may be over."""
    return {
        **known,
        **{r: thread for r, thread in proven.items() if r not in known or thread.flaw == OVER},
    }


def _threads(
    mail: Mail, key: Secret, circulars: Sequence[Circular], at: datetime | None
) -> Iterator[tuple[str, Thread]]:
    for reference in list(references(mail))[:_MOST]:
        token = find(reference)
        if token is not None:
            yield reference, _thread(token, key, circulars, at)


def _thread(
    token: ThreadToken, key: Secret, circulars: Sequence[Circular], at: datetime | None
) -> Thread:
    for circular in circulars:
        for recipient in circular.recipients:
            if token.is_for(key, circular.number, recipient.code):
                flaw = OVER if at and at.timestamp() > token.expires else ""
                return Thread(circular.number, recipient.code, "circular", flaw)
    return Thread("", None, flaw=FORGED)
