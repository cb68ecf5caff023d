"""The server's checks of a sender weaken what his address says; they never refuse him."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.authenticity import heeded
from rules.model import Address, Authenticity, Mail, Proof, Thread
from rules.recipients import Identity

WHO = Identity(("limansky",))
OURS = {"<1@astrobl.example>": Thread("02-02-398", "limansky")}
MAIL = Mail(sender=Address("", "info@liman.example"))
ANSWER = replace(MAIL, in_reply_to=("<1@astrobl.example>",))


def doubts(mail: Mail, proof: Proof) -> list[str]:
    checked = replace(mail, authenticity=Authenticity(proof, "проверка DMARC не пройдена"))
    return [doubt.name for doubt in heeded(WHO, checked, OURS).doubts]


@pytest.mark.parametrize("mail", [MAIL, ANSWER])
@pytest.mark.parametrize("proof", [Proof.UNCHECKED, Proof.PASSED])
def test_a_sender_whom_the_server_vouches_for_raises_no_doubt(mail, proof):
    assert doubts(mail, proof) == []


@pytest.mark.parametrize("mail", [MAIL, ANSWER])
def test_a_failed_check_is_put_before_a_person_even_in_our_thread(mail):
    assert doubts(mail, Proof.FAILED) == ["failed_authentication"]


def test_a_domain_that_proves_nothing_is_believed_only_in_an_answer_to_our_letter():
    assert doubts(MAIL, Proof.ABSENT) == ["unproven_sender"]
    assert doubts(ANSWER, Proof.ABSENT) == []


def test_the_recipient_stays_named():
    checked = replace(MAIL, authenticity=Authenticity(Proof.FAILED))
    assert heeded(WHO, checked, OURS).codes == ("limansky",)
