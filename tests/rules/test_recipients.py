"""Which recipient speaks: each letter, whom it must give, and whether a person must look."""

from __future__ import annotations

import pytest

from rules import recipients, segments
from rules.model import Address, Mail, Thread
from rules.places import mentions
from rules.recipients import Identity
from tests.rules.campaign import CIRCULAR, STRANGER, mail


def identify(letter: Mail, threads: dict[str, Thread] | None = None) -> Identity:
    return recipients.identify(segments.document(letter, [CIRCULAR]), CIRCULAR, threads or {})


def stranger(body: str, **rest: object) -> Mail:
    return mail(body, sender=STRANGER, **rest)  # type: ignore[arg-type]


PROVEN = [
    pytest.param(mail("Готовы.", sender="stepnoe@mo.oblast.example"), "stepnovsky", id="address"),
    pytest.param(mail("Готовы.", sender="it@stepnoe.example"), "stepnovsky", id="domain"),
    pytest.param(mail("Готовы.", sender="it@mail.stepnoe.example"), "stepnovsky", id="subdomain"),
    pytest.param(
        mail("Готовы. У Озёрского района взяли сервер.", sender="stepnoe@mo.oblast.example"),
        "stepnovsky",
        id="address outranks a neighbour named as a place",
    ),
]


@pytest.mark.parametrize(("letter", "code"), PROVEN)
def test_the_sender_s_address_proves(letter: Mail, code: str) -> None:
    assert identify(letter) == Identity((code,), (), identify(letter).evidence)
    assert identify(letter).evidence


def test_our_thread_proves_a_sender_whom_nobody_knows() -> None:
    letter = Mail(sender=Address("", STRANGER), in_reply_to=("<letter-7@oblast.example>",))
    threads = {"<letter-7@oblast.example>": Thread(CIRCULAR.number, "zvezdny")}
    assert identify(letter, threads).codes == ("zvezdny",)
    assert not identify(letter, threads).doubts


def test_the_address_outranks_the_thread() -> None:
    letter = Mail(
        sender=Address("", "ozerki@mo.oblast.example"), in_reply_to=("<letter-7@oblast.example>",)
    )
    threads = {"<letter-7@oblast.example>": Thread(CIRCULAR.number, "zvezdny")}
    assert identify(letter, threads).codes == ("ozersky",)


TOLD = [
    ("Администрация Степновского района сообщает: готовы.", "stepnovsky"),
    ("Степновский р-н. Готовы.", "stepnovsky"),
    ("СТЕПНОВСКИЙ РАЙОН К ПОДКЛЮЧЕНИЮ ГОТОВ", "stepnovsky"),
    ("степновский район готов", "stepnovsky"),
    ("Степновский район.На обучение едут двое", "stepnovsky"),
    ("По Степновскому району: готовы.", "stepnovsky"),
    ("Наш Степновский район готов.", "stepnovsky"),
    ("По Степновскому: готовы.", "stepnovsky"),
    ("От имени Степновского района сообщаю: готовы.", "stepnovsky"),
    ("Администрацией Степновского района определена Петрова А.И.", "stepnovsky"),
    ("У нас в Степновском районе всё готово.", "stepnovsky"),
    ("Готовы.\n\nГлава МО «Степновский район»          И.И. Иванов", "stepnovsky"),
    ("Готовы.\n\nАдминистрация МО «Камышинский сельсовет»\nОзёрского района", "ozersky"),
    ("Администрация МО «Село Камышино» готова.", "ozersky"),
    ("Готовы.\n\nКанцелярия, г. Заречинск", "zarechinsky"),
    ("Заречинск на связи. Готовы!", "zarechinsky"),
    ("Это Белый Яр. Готовы.", "stepnovsky"),
    ("ЗАТО готово к подключению.", "zvezdny"),
    ("Администрация города Приморска готова.", "primorsk"),
    ("МО «Город Приморск» готово.", "primorsk"),
    ("Готовы, отвечайте на stepnoe@mo.oblast.example", "stepnovsky"),
    (
        "Степновский район: готовы. Соседи из Озёрского района обещали помочь.",
        "stepnovsky",
    ),
    ("Озёрский район готов. Провайдер один, в Заречинске.", "ozersky"),
    ("Озёpcкий pайoн готов.", "ozersky"),  # Latin look-alikes
]


@pytest.mark.parametrize(("text", "code"), TOLD)
def test_a_stranger_who_says_plainly_whom_he_speaks_for_is_settled(text: str, code: str) -> None:
    found = identify(stranger(text))
    assert (found.codes, [d.name for d in found.doubts]) == ((code,), [])


@pytest.mark.parametrize(
    "letter",
    [
        pytest.param(stranger("Готовы.", name="Администрация Степновского района"), id="name"),
        pytest.param(stranger("Готовы.", subject="Степновский район о готовности"), id="subject"),
        pytest.param(
            stranger("Готовы.", reply_to=Address("", "stepnoe@mo.oblast.example")), id="reply-to"
        ),
        pytest.param(mail("Готовы.", sender="stepnoe-it@mo.oblast.example"), id="official mailbox"),
        pytest.param(
            stranger(
                "См. письмо.",
                attached="АДМИНИСТРАЦИЯ\nМУНИЦИПАЛЬНОГО\nОБРАЗОВАНИЯ\n«СТЕПНОВСКИЙ\nРАЙОН»\n"
                "12.08.2011 № 5\n\nСообщаем о готовности.",
            ),
            id="letterhead over several lines",
        ),
        pytest.param(
            stranger("> Кому: Степное <stepnoe@mo.oblast.example>\n> Тема: О подключении\nГотовы."),
            id="whose copy is quoted",
        ),
    ],
)
def test_what_surrounds_the_text_tells_too(letter: Mail) -> None:
    found = identify(letter)
    assert (found.codes, found.doubts) == (("stepnovsky",), ())


DOUBTFUL = [
    pytest.param(stranger("Готовы. Администрация района"), (), "unknown_recipient", id="nowhere"),
    pytest.param(
        stranger("Приедем в Приморск 7 числа. Из г. Приморска выслали лицензии."),
        (),
        "unknown_recipient",
        id="the administration's own town",
    ),
    pytest.param(
        stranger("Мы готовы, только в Заречинске нет света."),
        ("zarechinsky",),
        "unproven_sender",
        id="a place only",
    ),
    pytest.param(
        stranger("Готовы, мой номер 8 (85142) 2-10-08"),
        ("stepnovsky",),
        "unproven_sender",
        id="a telephone code only",
    ),
    pytest.param(
        mail("Готовы.", sender="ozerki@mo.ob1ast.example"),
        ("ozersky",),
        "unproven_sender",
        id="a look-alike of a known address",
    ),
    pytest.param(
        mail("Администрация Озёрского района готова.", sender="it@ozerkii.example"),
        ("ozersky",),
        "unproven_sender",
        id="a look-alike of a known domain",
    ),
    pytest.param(
        mail("Администрация Степновского района сообщает, что готова."),
        ("ozersky",),
        "ambiguous_recipient",
        id="another's statement from a known address",
    ),
    pytest.param(
        mail("См. письмо.", attached="АДМИНИСТРАЦИЯ\n«СТЕПНОВСКИЙ РАЙОН»\n\nСообщаем: готовы."),
        ("ozersky",),
        "ambiguous_recipient",
        id="another's letterhead from a known address",
    ),
    pytest.param(
        stranger("Отвечаем за Озёрский и Степновский районы: готовы оба."),
        ("ozersky", "stepnovsky"),
        "several_recipients",
        id="two in one sentence",
    ),
    pytest.param(
        mail("Озёрский район готов, за Степновский район тоже отвечаем: готов."),
        ("ozersky", "stepnovsky"),
        "several_recipients",
        id="for a neighbour too",
    ),
]


@pytest.mark.parametrize(("letter", "codes", "doubt"), DOUBTFUL)
def test_what_is_weak_or_contradictory_goes_to_a_person(
    letter: Mail, codes: tuple[str, ...], doubt: str
) -> None:
    found = identify(letter)
    assert (found.codes, [d.name for d in found.doubts]) == (codes, [doubt])


def test_a_settlement_of_two_districts_is_ambiguous() -> None:
    found = identify(stranger("Администрация села Михайловка готова."))
    assert [d.name for d in found.doubts] == ["ambiguous_recipient"]


def test_evidence_points_to_the_words() -> None:
    text = "Добрый день! По Степновскому району готовы."
    (evidence,) = identify(stranger(text)).evidence
    assert text[evidence.start : evidence.end] == evidence.text == "Степновскому району"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("в Озёрском районе", ["Озёрском районе"]),
        ("Озерского р-на", ["Озерского р-на"]),
        ("МО «Озёрский муниципальный район»", ["Озёрский муниципальный район"]),
        ("озеро и районы области", []),
        ("ЗАТО Звёздный", ["ЗАТО Звёздный"]),
        ("из Белого Яра", ["Белого Яра"]),
        ("белый свет, крутой яр", []),
    ],
)
def test_names_are_found_in_any_case(text: str, named: list[str]) -> None:
    assert [text[m.start : m.end] for m in mentions(text, CIRCULAR)] == named


def test_a_conjunction_is_no_town() -> None:
    letter = mail(
        "Связи нет, зато всё настроено, Степновский район.", sender=STRANGER, thread=False
    )
    document = segments.document(letter, [CIRCULAR])
    assert recipients.identify(document, CIRCULAR, {}).codes == ("stepnovsky",)


def test_an_abbreviation_speaks_where_it_is_written_as_one() -> None:
    for body in ("ЗАТО к подключению готово.", "от зато: готовы"):
        document = segments.document(mail(body, sender=STRANGER, thread=False), [CIRCULAR])
        assert recipients.identify(document, CIRCULAR, {}).codes == ("zvezdny",)


def test_the_display_name_alone_proves_nothing() -> None:
    told = identify(mail("Готовы.", sender=STRANGER, name="Озёрский район", thread=False))
    assert told.codes == ("ozersky",)
    assert [doubt.name for doubt in told.doubts] == ["unproven_sender"]


def test_an_offices_name_on_a_strange_address_is_doubted_whatever_the_letter_says() -> None:
    letter = mail(
        "Администрация Озёрского района сообщает: готовы.",
        sender="x@evil.example",
        name="Администрация Озёрского района",
        thread=False,
    )
    assert [doubt.name for doubt in identify(letter).doubts] == ["unproven_sender"]
    answered = mail("Готовы.", sender=STRANGER, name="Администрация Озёрского района")
    assert not identify(answered).doubts


def test_an_answer_handed_on_speaks_for_whom_it_comes_from() -> None:
    forwarded = (
        "-------- Пересылаемое сообщение --------\nОт: Ли <li@stepnoe.example>\n\nМы готовы."
    )
    told = identify(mail(forwarded, sender=STRANGER, subject="Fwd: СЭД", thread=False))
    assert told.codes == ("stepnovsky",)
    rival = identify(mail(forwarded, subject="Fwd: СЭД", thread=False))
    assert [doubt.name for doubt in rival.doubts] == ["ambiguous_recipient"]


@pytest.mark.parametrize("words", ["Озёрцы на связи: готовы.", "Из Озёрок пишем: готовы."])
def test_who_lives_there_speaks_for_it(words: str) -> None:
    assert identify(mail(words, sender=STRANGER, thread=False)).codes == ("ozersky",)
