"""Letters to people: what they say, in good Russian, as text and as HTML."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError

from outbound.writing import compose
from outbound.writing.compose import Theirs, Understanding, blocks
from rules.model import Address, Nominee, Nominees, Readiness, ReadinessValue
from tests.messages import page_of, parsed, text_of
from tests.outbound.campaign import CIRCULAR, NAMED, OFFICE, READY

NOW = datetime(2011, 8, 22, 9, 0, tzinfo=UTC)
LATE = datetime(2011, 8, 29, 9, 0, tzinfo=UTC)
THEIRS = Theirs(
    Address("Глава", "lug@mo.example"), "О готовности", NOW, "<2@mo.example>", "<1@adm.example>", ""
)


def letter(purpose: str, answers=None, earlier=None, now=NOW, office=OFFICE, **theirs: object):
    about = None
    if answers is not None:
        about = Understanding(CIRCULAR, CIRCULAR.recipients[0], answers, earlier or {})
    made = compose.reply(purpose, office, dataclasses.replace(THEIRS, **theirs), about, now)
    return parsed(made.content)


def both(message) -> tuple[str, str]:
    return text_of(message), page_of(message)


FULL = {"readiness": READY, "nominee": NAMED}


@pytest.mark.parametrize(
    ("readiness", "words"),
    [
        (Readiness(ReadinessValue.READY), "готовность подтверждена"),
        (
            Readiness(ReadinessValue.READY_BY, date(2011, 9, 1)),
            "готовность ожидается к 1 сентября 2011 года",
        ),
        (
            Readiness(ReadinessValue.CONDITIONAL, date(2011, 9, 1)),
            "готовность частичная или при условии, срок — 1 сентября 2011 года",
        ),
        (Readiness(ReadinessValue.NOT_READY), "готовность отсутствует"),
        (Readiness(ReadinessValue.DEFERRED), "ответ о готовности обещан позже"),
    ],
)
def test_a_confirmation_says_readiness_in_words(readiness, words):
    for text in both(letter("confirm", {"readiness": readiness, "nominee": NAMED})):
        assert words in text


def test_a_confirmation_repeats_who_and_whom_and_how_to_reach_them():
    for text in both(letter("confirm", FULL)):
        assert "Луговской район" in text
        assert "Ковыльная Айгуль Маратовна" in text
        assert "ведущий специалист" in text
        assert "+7\u00a0(85147)\u00a05-74-12" in text
        assert "Если что-то понято неверно, просто ответьте на это письмо" in text


def test_who_is_replaced_and_who_comes_later_is_said():
    replaced = dataclasses.replace(NAMED, withdrawn=("Полынный Олег Ильич",))
    for text in both(letter("confirm", {"nominee": replaced})):
        assert "вместо ранее названного: Полынный Олег Ильич" in text
    for text in both(letter("confirm", {"readiness": READY, "nominee": Nominees(declined=True)})):
        assert "кандидатура не выдвигается" in text


def test_a_confirmation_is_threaded_to_their_mail():
    message = letter("confirm", FULL)
    assert message["Subject"] == "Re: О готовности"
    assert message["In-Reply-To"] == "<2@mo.example>"
    assert message["References"] == "<1@adm.example> <2@mo.example>"
    assert message["Date"].datetime.utcoffset().total_seconds() == 4 * 3600


def test_a_request_names_what_is_missing_and_the_date():
    for text in both(letter("clarify", {"readiness": READY, "nominee": Nominees()})):
        assert "— кандидатура специалиста" in text
        assert "сведения о готовности" not in text
        assert "до 25 августа 2011 года" in text
        assert "готовность подтверждена" in text


def test_what_was_promised_for_later_is_waited_for_and_not_called_missing():
    deferred = Readiness(ReadinessValue.DEFERRED)
    for text in both(letter("clarify", {"readiness": deferred, "nominee": NAMED})):
        assert "Вы обещали сообщить позже:" in text
        assert "— сведения о готовности" in text
        assert "пришлите обещанное" in text
        assert "Пока нет ответа" not in text


def test_after_the_deadline_a_request_says_that_it_has_passed():
    for text in both(letter("clarify", {"readiness": READY, "nominee": Nominees()}, now=LATE)):
        assert "Срок истёк 25 августа 2011 года" in text


def test_a_request_with_nothing_understood_claims_nothing():
    answers = {"readiness": Readiness(ReadinessValue.UNSTATED), "nominee": Nominees()}
    for text in both(letter("clarify", answers)):
        assert "Пока нет ответа на вопросы:" in text
        assert "Уже учтено" not in text


def test_an_acknowledgement_promises_a_person_and_tells_nothing_of_the_reading():
    for text in both(letter("acknowledge", FULL)):
        assert "22 августа 2011 года" in text
        assert "Его посмотрит сотрудник" in text
        assert "Ковыльная" not in text


def test_an_acknowledgement_needs_neither_circular_nor_date():
    for text in both(letter("acknowledge", date=None, subject="")):
        assert "Ваше письмо получено" in text


def test_names_from_a_mail_cannot_write_html():
    evil = Nominees((Nominee("<script>alert(1)</script>", '"><img src=x>', None, None),))
    _, html = both(letter("confirm", {"nominee": evil}))
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


class _Structure(HTMLParser):
    """Open elements, and everything that old Outlook or a phone would stumble over."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.headings: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        style = given.get("style") or ""
        for word in ("flex", "grid", "position:", "float:"):
            if word in style:
                self.faults.append(f"{tag}: {style}")
        if given.get("src") or (given.get("href") or "").startswith("http"):
            self.faults.append(f"{tag} loads {given}")
        if tag in ("h1", "h2"):
            self.headings.append(tag)
        if tag not in ("br", "meta", "img", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


def structure(html: str) -> _Structure:
    parsed = _Structure()
    parsed.feed(html)
    parsed.close()
    return parsed


@pytest.mark.parametrize("purpose", ["confirm", "clarify", "acknowledge"])
def test_html_is_whole_and_loads_nothing(purpose):
    answers = {"readiness": READY, "nominee": Nominees() if purpose == "clarify" else NAMED}
    _, html = both(letter(purpose, answers, {}))
    parsed = structure(html)
    assert (parsed.faults, parsed.open) == ([], [])
    assert parsed.headings[0] == "h1"
    assert '<html lang="ru"' in html


def test_the_circular_is_a_persons_letter_with_its_own_message_id():
    to = Address("Луговской район", "lug@mo.example")
    made = [compose.circular_letter(OFFICE, CIRCULAR, to, NOW) for _ in range(2)]
    assert made[0].message_id != made[1].message_id
    message = parsed(made[0].content)
    assert message["Auto-Submitted"] is None
    assert message["X-Auto-Response-Suppress"] == "DR, RN, NRN, OOF, AutoReply"
    assert message["Subject"] == "О подключении к системе «Заря» (№ 07-11 от 03.08.2011)"
    for text in both(message):
        assert "Просим до 25.08.2011 сообщить о готовности." in text
    assert structure(both(message)[1]).faults == []


def test_the_signed_letter_goes_along(tmp_path):
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4")
    to = Address("", "lug@mo.example")
    files = compose.letter_files(tmp_path)
    made = compose.circular_letter(OFFICE, CIRCULAR, to, NOW, files)
    message = parsed(made.content)
    assert message.get_content_type() == "multipart/mixed"
    assert [part.get_filename() for part in message.iter_attachments()] == ["letter.pdf"]
    assert both(message)[0]


def test_a_letters_text_becomes_paragraphs_headings_and_lists():
    made = blocks("**ШАПКА\nДВЕ СТРОКИ**\n\nАбзац\nдальше\n\n- один;\n- два.\n\n\n")
    assert [(b.lines, b.items, b.bold) for b in made] == [
        (("ШАПКА", "ДВЕ СТРОКИ"), (), True),
        (("Абзац", "дальше"), (), False),
        ((), ("один;", "два."), False),
    ]


def test_a_circulars_folder_overrides_a_template(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "acknowledge.txt").write_text("Свой текст: {{ their_subject }}\n")
    office = dataclasses.replace(OFFICE, folders={CIRCULAR.number: tmp_path})
    text, html = both(letter("acknowledge", FULL, office=office))
    assert text.strip() == "Свой текст: О готовности"
    assert "Ваше письмо получено" in html


def test_a_template_that_names_what_does_not_exist_fails(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "acknowledge.txt").write_text("{{ recipeint.name }}")
    office = dataclasses.replace(OFFICE, folders={CIRCULAR.number: tmp_path})
    with pytest.raises(UndefinedError, match="recipeint"):
        letter("acknowledge", FULL, office=office)


def test_an_answer_may_be_asked_for_at_another_address():
    office = dataclasses.replace(OFFICE, reply_to="otvety@adm.example")
    assert letter("confirm", FULL, office=office)["Reply-To"] == "otvety@adm.example"
