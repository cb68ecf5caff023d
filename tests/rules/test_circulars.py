"""Which of several open circulars a mail is about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules import segments
from rules.circulars import Choice, choose, number_pattern
from rules.model import Mail, Thread
from tests.rules.campaign import CIRCULAR, STRANGER, mail

OTHER = replace(
    CIRCULAR,
    number="04-11/77",
    subject="О подготовке к переписи",
    text="Прошу сообщить о подготовке помещений для переписных участков.",
    questions=(replace(CIRCULAR.questions[0], topic=("перепись", "участок")),),
    message_ids=("<census@oblast.example>",),
)
OPEN = (CIRCULAR, OTHER)


def choice(letter: Mail, threads: dict[str, Thread] | None = None) -> Choice:
    return choose(segments.document(letter, OPEN), OPEN, threads or {})


def number(found: Choice) -> str | None:
    return found.circular.number if found.circular else None


def test_thread_first() -> None:
    letter = mail("На № 04-11/77: готовы.")
    assert (number(choice(letter)), choice(letter).thread) == ("02-02-398", True)


def test_a_letter_of_ours_in_the_thread() -> None:
    letter = Mail(references=("<reminder@oblast.example>",))
    threads = {"<reminder@oblast.example>": Thread("04-11/77", "ozersky")}
    assert number(choice(letter, threads)) == "04-11/77"


@pytest.mark.parametrize(
    "letter",
    [
        mail("Готовы.", subject="Ответ на № 04-11/77", thread=False),
        mail("На исх. 04-11-77 сообщаем.", subject="", thread=False),
        mail("См. вложение", subject="", thread=False, attached="На №04-11/77 от 01.08.2011"),
        mail("> № 04-11/77\n\nГотовы.", subject="", thread=False),
    ],
    ids=["subject", "own words", "letterhead", "quote"],
)
def test_then_the_number(letter: Mail) -> None:
    assert number(choice(letter)) == "04-11/77"


def test_own_words_outrank_the_quote() -> None:
    letter = mail("На № 02-02-398: готовы.\n> № 04-11/77", subject="", thread=False)
    assert number(choice(letter)) == "02-02-398"


def test_then_what_it_speaks_of() -> None:
    letter = mail("Участки для переписи подготовлены.", subject="перепись", thread=False)
    assert (number(choice(letter)), choice(letter).doubts) == ("04-11/77", ())


def test_neither_is_a_doubt() -> None:
    letter = mail("О подключении и о переписи.", subject="", thread=False)
    assert [d.name for d in choice(letter).doubts] == ["unknown_circular"]


def test_a_recipient_whose_words_fit_none_is_not_lost() -> None:
    found = choice(mail("Добрый день!", subject="", thread=False))
    assert [d.name for d in found.doubts] == ["unknown_circular"]


def test_nothing_fits() -> None:
    letter = mail("Добрый день!", subject="", thread=False, sender=STRANGER)
    assert choice(letter) == Choice(None)


def test_the_only_one_open_is_meant() -> None:
    document = segments.document(mail("Готовы", subject="", thread=False), [CIRCULAR])
    assert choose(document, [CIRCULAR], {}).circular is CIRCULAR
    assert choose(document, [], {}) == Choice(None)


@pytest.mark.parametrize(
    "text", ["№02-02-398", "исх. 02-02/398", "02 - 02 - 398 от 03.08", "02–02–398."]
)
def test_spellings_of_a_number(text: str) -> None:
    assert number_pattern("02-02-398").search(text)


@pytest.mark.parametrize("text", ["02-02-3981", "102-02-398", "02-02-398-5", "8-02-02-398"])
def test_other_numbers(text: str) -> None:
    assert not number_pattern("02-02-398").search(text)
