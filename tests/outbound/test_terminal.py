"""What the terminal shows: evidence in its place, and nothing that could steer the terminal."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from rich.console import Console, RenderableType

from intake.store import queries
from intake.store.schema import Letter
from outbound.overview import summary
from outbound.overview.matrix import matrix
from outbound.shown import plain, terminal
from outbound.shown.screen import EVIDENCE_STYLE, highlighted, in_context, line, safe
from rules.model import Address, Doubt, Evidence, Mail, Part, Readiness, ReadinessValue, Reply
from tests.outbound.campaign import CIRCULAR, NAMED, reading

NOW = datetime(2011, 8, 29, 9, 0, tzinfo=UTC)
BODY = "Добрый день!\nК подключению готовы полностью.\nС уважением"
WORDS = Evidence("body", 13, 44, BODY[13:44], "readiness.ready")
ESC = "\x1b]0;захват\x07\x1b[31m"


def shown(what: RenderableType, width: int = 160) -> str:
    console = Console(width=width, highlight=False, force_terminal=False)
    with console.capture() as captured:
        console.print(what)
    return captured.get()


@pytest.mark.parametrize(
    ("evil", "seen"),
    [
        ("\x1b[2J", "␛[2J"),
        ("a\rb", "a␍b"),
        ("a\x9bb", "a·b"),
        ("\u202eabc", "·abc"),
        ("a\u200bb", "a·b"),
        ("ячейка\tячейка", "ячейка│ячейка"),
        ("обычный текст № 5 — «да»", "обычный текст № 5 — «да»"),
        ("a\nb", "a\nb"),
        ("a\u00a0b", "a b"),
    ],
)
def test_characters_that_steer_a_terminal_are_made_visible(evil, seen):
    assert safe(evil) == seen
    assert len(safe(evil)) == len(evil), "offsets of evidence must hold"


def test_a_line_is_one_line():
    assert line("a\n\n b\r\nc") == "a b␍ c"


def test_evidence_is_marked_at_its_offsets():
    text = highlighted(BODY, [WORDS])
    (span,) = text.spans
    assert (text.plain[span.start : span.end], span.style) == (WORDS.text, EVIDENCE_STYLE)


def test_evidence_is_shown_in_its_line():
    ((shown_line, relied_on),) = in_context(BODY, [WORDS])
    assert shown_line.plain == "К подключению готовы полностью."
    assert relied_on == (WORDS,)


def test_a_line_with_several_pieces_of_evidence_is_shown_once():
    ready = Evidence("body", 27, 33, BODY[27:33], "readiness.b")
    ((shown_line, relied_on),) = in_context(BODY, [WORDS, ready])
    assert len(shown_line.spans) == 2
    assert relied_on == (WORDS, ready)


def test_a_line_without_end_is_cut_around_the_evidence():
    text = "а" * 1000 + "готовы" + "б" * 1000
    ((shown_line, _),) = in_context(text, [Evidence("body", 1000, 1006, "готовы", "x")])
    assert len(shown_line.plain) == 248
    assert shown_line.plain.startswith("…") and shown_line.plain.endswith("…")


def test_of_a_quotation_only_the_beginning_is_shown():
    quote = "22.08.2011 12:15, Администрация пишет:\n" + "> строка письма\n" * 30
    text = shown(terminal.read("a", mail(BODY + "\n\n" + quote), read(), CIRCULAR))
    assert text.count("строка письма") < 3
    assert "цитата, ещё" in text
    assert "К подключению готовы полностью." in text


def test_evidence_whose_text_is_not_at_hand_is_shown_alone():
    assert in_context("", [WORDS])[0][0].plain == WORDS.text


def test_markup_in_a_mail_is_text():
    assert "[bold red]x[/]" in shown(highlighted("[bold red]x[/]", []))


def mail(body: str = BODY, subject: str = "О готовности") -> Mail:
    return Mail(subject, Address("Глава", "lug@mo.example"), parts=(Part("body", body),))


def read(**fields: object):
    ready = Readiness(ReadinessValue.READY, evidence=(WORDS,))
    return reading(answers=(("readiness", ready), ("nominee", NAMED)), **fields)


def test_read_shows_kind_recipient_answers_doubts_and_the_words():
    doubt = Doubt("weak_nominee", "Ковыльная")
    text = shown(terminal.read("d001.eml", mail(), read(doubts=(doubt,)), CIRCULAR))
    for words in (
        "d001.eml", "ответ", "Луговской район", "готовность подтверждена",
        "Ковыльная Айгуль Маратовна, ведущий специалист", "Неясно, предложен ли этот человек",
        "К подключению готовы полностью.", "readiness.ready", "подтверждение",
    ):  # fmt: skip
        assert words in text


def test_no_view_lets_a_mail_steer_the_terminal(session, arrive):
    evil = mail(ESC + BODY, ESC + "тема")
    row = arrive(
        read(doubts=(Doubt("weak_nominee", ESC),)), subject=ESC, sender=f"a{ESC}@b.example"
    )
    session.add(
        Letter(
            key="k", purpose="confirm", circular=CIRCULAR.number, recipient="lug", state="failed",
            to_address=f"{ESC}@b.example", subject=ESC, message_id="<q@q>", content=b"",
            created_at=NOW, next_try_at=NOW, error=ESC,
        )
    )  # fmt: skip
    session.flush()
    m = matrix(session, CIRCULAR, NOW)
    events = queries.history(session, CIRCULAR.number, "lug")
    views = [
        terminal.read(ESC, evil, read(), CIRCULAR),
        terminal.status(m),
        terminal.show(CIRCULAR, CIRCULAR.recipients[0], events, {row.id: evil}),
        terminal.outbox([e.letter for e in events if e.letter], NOW.tzinfo),
    ]
    for view in views:
        assert "\x1b" not in shown(view)
        assert "\x07" not in shown(view)


def test_status_shows_every_recipient_and_what_to_do(session, arrive):
    arrive(read())
    text = shown(terminal.status(matrix(session, CIRCULAR, NOW)))
    assert "ответили 1 из 3, готовы 1, просрочено 2, проверить 0" in text
    assert "Позвонить: ответа нет, срок истёк 25.08.2011" in text


def test_show_tells_the_history_with_evidence_in_its_line(session, arrive):
    row = arrive(read())
    events = queries.history(session, CIRCULAR.number, "lug")
    text = shown(terminal.show(CIRCULAR, CIRCULAR.recipients[0], events, {row.id: mail()}))
    assert f"письмо № {row.id} (ответ) от lug@mo.example: О готовности" in text
    assert "К подключению готовы полностью.  текст письма: readiness.ready" in text


def test_a_long_text_is_shown_around_its_evidence():
    body = "строка\n" * 5000
    words = Evidence("body", 7, 13, "строка", "x")
    ready = Readiness(ReadinessValue.READY, evidence=(words,))
    text = shown(terminal.read("a", mail(body), reading(answers=(("readiness", ready),)), CIRCULAR))
    assert len(text.splitlines()) < 40


def test_everything_is_plain_json_too(session, arrive):
    arrive(read())
    arrive(read(recipient="bor", doubts=(Doubt("weak_nominee"),)))
    one = summary.summarise(session, CIRCULAR, NOW)
    told = json.loads(json.dumps(plain.summary(one)))
    assert told["status"]["recipients"][0]["nominees"][0]["name"] == "Ковыльная Айгуль Маратовна"
    assert told["status"]["to_check"] == 1
    events = json.loads(json.dumps(plain.show(queries.history(session, CIRCULAR.number, "lug"))))
    assert events[0]["what"] == "mail"
    assert events[0]["reading"]["reply"] == Reply.CONFIRM.value
