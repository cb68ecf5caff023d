"""Our own letters, pasted back without quote marks, are never read as the sender's words."""

from __future__ import annotations

from datetime import date, time
from types import SimpleNamespace

import pytest

from intake.html import to_text
from outbound.writing import compose
from rules import segments
from rules.document import SegmentKind
from rules.model import Mail, Part, Readiness, ReadinessValue
from tests.messages import page_of, text_of
from tests.outbound import test_compose
from tests.outbound.campaign import CIRCULAR, NAMED, OFFICE, READY
from tests.outbound.test_compose import LATE, NOW

BY = Readiness(ReadinessValue.READY_BY, date(2011, 9, 1))
LATER = Readiness(ReadinessValue.DEFERRED)


def texts(purpose: str, answers=None, earlier=None, now=NOW) -> tuple[str, str]:
    """A letter as plain text, and as what a reader makes of its HTML."""
    message = test_compose.letter(purpose, answers, earlier, now)
    return text_of(message), to_text(page_of(message))


def rendered(name: str, **context: object) -> tuple[str, str]:
    """A template as plain text, and as what a reader makes of its HTML."""
    given = {**compose.base(OFFICE, "Тема"), "circular": CIRCULAR, **context}
    text, html = compose.render(name, None, given)
    return text, to_text(html)


def reminder(topic: str, *, nothing: bool, past: bool, conditional: bool = False):
    line = SimpleNamespace(on=date(2011, 9, 1), title="техническое подключение")
    questions = CIRCULAR.questions
    return rendered(
        "remind", topic=topic, occasion=line, conditional=conditional, past=past, blocks=(),
        nothing_came=nothing, readiness="" if nothing else "готовность ожидается к 1 сентября",
        missing=questions if nothing else questions[:1], promised=() if nothing else questions[1:],
    )  # fmt: skip


TRAINING = SimpleNamespace(
    title="Работа в системе «Директум»", days=(date(2011, 9, 5),), starts=time(10), ends=time(13),
    place="Советская ул., д. 15",
)  # fmt: skip

LETTERS = {
    "invitation": rendered("invite", called="Айгуль Маратовна", training=TRAINING),
    "reminder": reminder("deadline", nothing=True, past=False),
    "reminder, late": reminder("deadline", nothing=True, past=True),
    "reminder of a part": reminder("deadline", nothing=False, past=False),
    "reminder of a part, late": reminder("deadline", nothing=False, past=True),
    "milestone": reminder("milestone", nothing=False, past=False),
    "milestone, no answer": reminder("milestone", nothing=True, past=False),
    "promise due": reminder("promise", nothing=False, past=True),
    "condition due": reminder("promise", nothing=False, past=False, conditional=True),
    "confirmation": texts("confirm", {"readiness": READY, "nominee": NAMED}),
    "confirmation with a date": texts("confirm", {"readiness": BY}, {"nominee": NAMED}),
    "question": texts("clarify", {"readiness": READY}),
    "question, late": texts("clarify", {"nominee": NAMED}, now=LATE),
    "promise": texts("clarify", {"readiness": LATER, "nominee": NAMED}),
    "acknowledgement": texts("acknowledge"),
    "correction": texts("corrected", {"readiness": BY}, {"nominee": NAMED}),
    "correction, a part missing": texts("corrected", {"readiness": BY}),
}
PASTED = [
    pytest.param(text, id=f"{name}, {form}")
    for name, both in LETTERS.items()
    for form, text in zip(("text", "html"), both, strict=True)
]


def own(body: str) -> str:
    document = segments.document(Mail(parts=(Part("body", body),)), [CIRCULAR])
    kinds = (SegmentKind.OWN, SegmentKind.SIGNATURE, SegmentKind.LETTERHEAD)
    told = "\n".join(s.text for s in document.of(*kinds))
    return told.replace(f"{OFFICE.sender.name}\n", "").replace(f"\n{OFFICE.sender.name}", "")


@pytest.mark.parametrize("letter", PASTED)
def test_nothing_of_a_letter_of_ours_is_the_senders(letter: str) -> None:
    said = "Телефон у неё другой: 8-927-555-11-22."
    assert own(f"{said}\n\n{letter}") == said
    assert own(f"{letter}\n\n{said}") == said


def test_what_is_written_between_our_lines_is_the_senders() -> None:
    letter = LETTERS["question"][0]
    asked = CIRCULAR.questions[1].missing
    answer = "Ильина Вера Павловна, экономист"
    assert asked in letter
    assert own(letter.replace(f"— {asked}", f"— {asked}: {answer}")).strip(": ") == answer
    said = "Нет, здесь ошибка, мы будем готовы позже."
    assert own(letter.replace("\nПожалуйста, пришлите", f"\n{said}\nПожалуйста, пришлите")) == said


def test_one_sentence_like_ours_is_the_senders() -> None:
    said = "Если всё верно, отвечать не нужно. Письмо с ответом отправлено почтой."
    assert own(said).replace("\n", " ") == said
