"""The ladder of a sender's proof: what our mail server found of him weakens what his address says.

A letter of ours that he answers proves him by itself: its Message-ID or token is known to nobody
else. A failed check is put before a person in any case, and refuses nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rules.model import Doubt, Mail, Proof, Thread
from rules.recipients import Identity
from rules.threads import nearest

_UNSIGNED = "домен отправителя ничем не подтверждает своих писем, и письмо не отвечает на наше"


def heeded(who: Identity, mail: Mail, threads: Mapping[str, Thread]) -> Identity:
    """Who answers, with a doubt where the server's checks speak against the sender."""
    found = mail.authenticity
    if found.proof is Proof.FAILED:
        doubt = Doubt("failed_authentication", found.detail)
    elif found.proof is Proof.ABSENT and nearest(mail, threads) is None:
        doubt = Doubt("unproven_sender", _UNSIGNED)
    else:
        return who
    if any(d.name == doubt.name for d in who.doubts):
        return who
    return replace(who, doubts=(*who.doubts, doubt))
