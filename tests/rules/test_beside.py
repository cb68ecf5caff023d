"""Clauses nobody accounted for: which bear on the answer beside them, and which do not."""

from __future__ import annotations

import pytest

from rules import residue, segments
from rules.model import Mail, Nominees, Opinion, Part, Readiness, ReadinessValue
from tests.rules.said import CIRCULAR, span

READY, NOT_READY = ReadinessValue.READY, ReadinessValue.NOT_READY
DEFERRED, UNSTATED = ReadinessValue.DEFERRED, ReadinessValue.UNSTATED


def _doubted(text: str, value: ReadinessValue) -> bool:
    """Whether the letter goes before a person; what is read stands in its first sentence."""
    relied = () if value is UNSTATED else (span(text, text.partition(".")[0], "readiness.test"),)
    opinion = Opinion(Readiness(value, evidence=relied), accounted=relied)
    document = segments.document(Mail(parts=(Part("body", text),)), [CIRCULAR])
    return bool(residue.doubts(document, CIRCULAR, [opinion, Opinion(Nominees(declined=True))]))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("К подключению готовы. Больше ничего делать не надо.", READY),
        ("К подключению готовы. Ждать нас не нужно.", READY),
        ("К подключению готовы. 1 сентября ждать не обязательно.", READY),
        ("К подключению готовы. Система от нас больше ничего не требует.", READY),
        ("К подключению готовы. А вот от курсов не откажемся.", READY),
        ("К подключению готовы. Бухгалтер злится, но не возражает.", READY),
        ("К подключению готовы. Пишу с дачи, чтобы не опоздать к сроку.", READY),
        ("К подключению готовы. Сама я в компьютерах не разбираюсь.", READY),
        ("К подключению готовы. Модемы, отсутствовавшие в среду, сегодня установлены.", READY),
        ("К подключению готовы. К «Директуму» выборы отношения не имеют.", READY),
        ("Не готовы. Единственный связист уволился.", NOT_READY),
        ("Не готовы. Проверяли сами, однако при установке выяснилось, что зря.", NOT_READY),
        ("О готовности сообщим позже. Писать про подключение пока не велено.", DEFERRED),
        ("О готовности сообщим позже. Годимся мы для системы или нет, гадать рано.", DEFERRED),
        ("На № 02-02-398 сообщаем, что на курсы поедет Ежова.", UNSTATED),
        ("Переправляю от кадров.", UNSTATED),
        ("Про компьютеры меня не спрашивайте.", UNSTATED),
        ("По готовности ничего писать не уполномочен.", UNSTATED),
        ("Остальное без изменений.", UNSTATED),
        ("Остальным займётся другой отдел.", UNSTATED),
        ("Пришла повестка.", UNSTATED),
        ("Отдел кадров и муниципальной службы.", UNSTATED),
    ],
)
def test_what_bears_on_no_answer_raises_no_doubt(text: str, value: ReadinessValue) -> None:
    assert not _doubted(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("К подключению готовы. Надо только вышку починить.", READY),
        ("К подключению готовы. Ждать надо, пока не привезут.", READY),
        ("К подключению готовы. Пока не надо, провод не дотянули.", READY),
        ("К подключению готовы. Но пока не включается.", READY),
        ("К подключению готовы. Ещё не пашет.", READY),
        ("К подключению готовы. Не успеем.", READY),
        ("К подключению готовы. Ключей не дали.", READY),
        ("К подключению готовы. Однако сервер не понимает ваших ключей.", READY),
        ("К подключению готовы. Модемы, стоявшие в среду, сегодня не отвечают.", READY),
        ("К подключению готовы. Доверять не советую: не проверено.", READY),
        ("Не готовы. Но добили.", NOT_READY),
        ("Не готовы. Однако выяснилось, что сервер всё-таки привезли.", NOT_READY),
        ("Не готовы. Единственный сервер, но сегодня поставили.", NOT_READY),
        ("О готовности сообщим позже. Подключение не состоится.", DEFERRED),
        ("О готовности сообщим позже. К системе не готовы.", DEFERRED),
        ("Сообщаем: канал есть.", UNSTATED),
        ("Передали нам оборудование.", UNSTATED),
        ("Пока про готовность ничего не скажу.", UNSTATED),
        ("Остальное стоит и работает.", UNSTATED),
        ("Снимут арест, загружаем.", UNSTATED),
        ("Ничего не надо, уже есть.", UNSTATED),
    ],
)
def test_what_may_bear_on_the_answer_stays_a_doubt(text: str, value: ReadinessValue) -> None:
    assert _doubted(text, value)


def _misses_somebody(text: str) -> bool:
    """Whether it is doubted that the letter, in which nobody was found, names nobody."""
    document = segments.document(Mail(parts=(Part("body", text),)), [CIRCULAR])
    ready = span(text, text.partition(".")[0], "readiness.test")
    opinion = Opinion(Readiness(READY, evidence=(ready,)), accounted=(ready,))
    found = residue.doubts(document, CIRCULAR, [opinion, Opinion(Nominees())])
    return "weak_nominee" in [doubt.name for doubt in found]


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("К ПОДКЛЮЧЕНИЮ ГОТОВЫ. КОГО ОТПРАВИМ К ВАМ УЧИТЬСЯ, ЕЩЕ ДУМАЕМ.", False),
        ("К ПОДКЛЮЧЕНИЮ ГОТОВЫ. НАСЧЁТ ФАМИЛИИ НА КУРСЫ ПОЗЖЕ.", False),
        ("К ПОДКЛЮЧЕНИЮ ГОТОВЫ. УЧИТЬСЯ К ВАМ ПОЙДЕТ НАША БУХГАЛТЕРША ПОГРЕБНАЯ.", True),
        ("К ПОДКЛЮЧЕНИЮ ГОТОВЫ. НА КУРСЫ ЗАПИШИТЕ ПОГРЕБНУЮ.", True),
        ("К ПОДКЛЮЧЕНИЮ ГОТОВЫ. НА УЧЕБУ ПОЕДЕТ КОВАЛЬ.", True),
        ("К ПОДКЛЮЧЕНИЮ ГОТОВЫ. ОТ НАС НА УЧЕБУ ЗИНАИДА.", True),
    ],
)
def test_where_all_letters_are_capitals_a_word_must_be_able_to_name(
    text: str, doubted: bool
) -> None:
    assert _misses_somebody(text) is doubted
