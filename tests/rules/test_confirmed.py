"""Doubts that a second reading dissolves: weak words, and nothing in the letter against them."""

from __future__ import annotations

from datetime import date

import pytest

from rules.model import Answer, Doubt, Nominee, Nominees, Opinion, Readiness
from rules.model import ReadinessValue as Value
from rules.residue import confirmed
from tests.rules.said import CIRCULAR, document, span


def _is_dissolved(answer: Answer, doubt: Doubt, *texts: str) -> bool:
    opinions = [("key", Opinion(answer, (doubt,)))]
    ((_, opinion),) = confirmed.opinions(document(*texts), CIRCULAR, opinions)
    return not opinion.doubts


def _weak(value: Value, *texts: str, by: date | None = None) -> bool:
    evidence = span(" ".join(texts), texts[0], "readiness.test")
    answer = Readiness(value, by=by, evidence=(evidence,))
    return _is_dissolved(answer, Doubt("weak_readiness", "", (evidence,)), *texts)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Value.READY, "Кабель проложен, сервер поставлен и проверен."),
        (Value.READY, "Технических препятствий нет, канал проверен."),
        (Value.NOT_READY, "Серверов у нас нет, сети тоже нет."),
        (Value.DEFERRED, "По готовности сообщим дополнительно."),
        (Value.CONDITIONAL, "Подключимся, когда дадите ключи."),
    ],
)
def test_weak_words_with_nothing_against_them_are_enough(value: Value, text: str) -> None:
    assert _weak(value, text)


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (Value.READY, ("Сервер поставлен.", "Канала нет.")),
        (Value.READY, ("Сервер поставлен.", "Сеть проложат завтра.")),
        (Value.READY, ("Сервер поставлен, только не спрашивайте куда :)",)),
        (Value.READY, ("Сервер поставлен?",)),
        (Value.NOT_READY, ("Серверов нет.", "Подключиться всё же можем.")),
        (Value.NOT_READY, ("Канала нет.", "Оплатят счёт - подключимся.")),
        (Value.DEFERRED, ("По готовности сообщим.", "Сервер сгорел.")),
        (Value.DEFERRED, ("Сеть тянут до 26 августа, о готовности сообщим позже.",)),
        (Value.CONDITIONAL, ("Подключимся, когда дадите ключи.", "Ключи привезут 25 августа.")),
        (Value.CONDITIONAL, ("Сеть своя, машины новые.",)),
    ],
)
def test_a_word_against_the_answer_leaves_the_doubt(value: Value, texts: tuple[str, ...]) -> None:
    assert not _weak(value, *texts)


@pytest.mark.parametrize(
    "texts",
    [
        ("Сервер поставлен и проверен.", "Сведения за подписью главы прилагаются."),
        ("Ответ на № 02-02-398: сервер поставлен и проверен.",),
        ("Сервер поставлен и проверен.", "Подключать второй раз сеть не нужно."),
        ("Сервер поставлен и проверен.", "Отсрочка не нужна, сеть есть."),
        ("Сервер поставлен и проверен.", "При проверке сети недостатков не выявлено."),
        ("Сервер поставлен, осталось вам щёлкнуть тумблером.",),
        ("Сервер поставлен, подключение проводите в любой день.",),
        ("Сервер поставлен и проверен.", "Подключение ждать нас не придётся."),
        ("Сервер поставлен и проверен.", "По сети замечаний не осталось."),
        ("Довожу до сведения: сервер поставлен и проверен.",),
    ],
)
def test_papers_and_what_is_not_wanted_are_nothing_against(texts: tuple[str, ...]) -> None:
    assert _weak(Value.READY, *texts)


@pytest.mark.parametrize(
    "texts",
    [
        ("Сервер поставлен и проверен.", "Выводы по сети прилагать рано."),
        ("Сервер поставлен и проверен.", "Для сети нужен ещё модем."),
        ("Сервер поставлен и проверен.", "Не только модем нужен для сети."),
        ("Сервер поставлен и проверен.", "Система нам не нужна."),
        ("Сервер поставлен и проверен.", "У сети недостаток один."),
        ("Сервер поставлен, осталось нам щёлкнуть тумблером.",),
        ("Сервер поставлен, осталось вам прислать ключи.",),
        ("Сервер поставлен, подключение проведём в любой день.",),
        ("Сервер поставлен и проверен.", "Канал ждать придётся."),
        ("Сервер поставлен и проверен.", "Денег на сеть не осталось."),
        ("Довожу до сведения: сервер поставлен, ключей не хватает.",),
    ],
)
def test_what_is_wanted_or_ours_to_do_leaves_the_doubt(texts: tuple[str, ...]) -> None:
    assert not _weak(Value.READY, *texts)


def test_a_term_in_due_time_is_no_order() -> None:
    day = date(2011, 8, 25)
    assert _weak(Value.READY_BY, "Подключимся в срок до 25 августа, ждём канала.", by=day)
    assert _weak(Value.READY_BY, "По Вашему запросу: к 25 августа подключимся.", by=day)
    assert not _weak(Value.READY_BY, "Глава поручил подключиться к 25 августа.", by=day)
    assert not _weak(Value.READY_BY, "Нам надлежит подключиться к 25 августа.", by=day)


def test_the_only_day_to_come_is_the_term() -> None:
    day = date(2011, 8, 25)
    assert _weak(Value.READY_BY, "Канал дадут 25 августа, тогда и подключимся.", by=day)
    assert not _weak(Value.READY_BY, "Канал - 25 августа, сервер - 1 сентября.", by=day)


def test_a_doubt_of_another_name_stays() -> None:
    text = "Сервер поставлен и проверен."
    evidence = span(text, text, "readiness.test")
    answer = Readiness(Value.READY, evidence=(evidence,))
    assert not _is_dissolved(answer, Doubt("contradictory_readiness", "", (evidence,)), text)


def _unexplained(nominee: Nominee, *texts: str) -> bool:
    doubt = Doubt("weak_nominee", nominee.name, (span(" ".join(texts), texts[-1], _RULE),))
    return _is_dissolved(Nominees(people=(nominee,)), doubt, *texts)


_RULE = "nominee.unexplained"


def _person(name: str, written: str, *texts: str, position: str | None = "техник") -> Nominee:
    evidence = (span(" ".join(texts), written, "nominee.test"),)
    return Nominee(name, position=position, evidence=evidence)


def _called(name: str, *texts: str) -> Nominee:
    evidence = (span(" ".join(texts), name, "nominee.test"),)
    return Nominee(name, position="техник", phone="21010", evidence=evidence)


def test_the_only_person_named_in_full_beside_the_training_is_meant() -> None:
    texts = ("Насчёт учёбы вот специалист.", "Рудин Иван Олегович, техник.", "Всего доброго.")
    assert _unexplained(_person("Рудин Иван Олегович", "Рудин Иван Олегович", *texts), *texts)


@pytest.mark.parametrize(
    "texts",
    [
        ("На 2 вопрос: Рудин Иван Олегович, техник, 2-10-10.",),
        ("п. 2 — Рудин Иван Олегович, техник, 2-10-10.",),
        ("Пункт 2 письма: Рудин Иван Олегович, техник, 2-10-10.",),
        ("2. Рудин Иван Олегович, техник, 2-10-10.",),
        ("По людям: Рудин Иван Олегович, техник, 2-10-10.",),
        ("Из людей: Рудин Иван Олегович, техник, 2-10-10.",),
        ("Чтобы не тянуть, человека даю сразу.", "Рудин Иван Олегович, техник, 2-10-10.", "Всё."),
        ("Специалисты отобраны.", "Рудин Иван Олегович, техник, 2-10-10.", "Всё."),
        ("Рудин Иван Олегович, техник, 2-10-10.", "В группу."),
        ("Рудин Иван Олегович, техник, 2-10-10.", "Прошу обучить."),
    ],
)
def test_the_place_of_a_name_may_tell_of_the_training(texts: tuple[str, ...]) -> None:
    assert _unexplained(_called("Рудин Иван Олегович", *texts), *texts)


@pytest.mark.parametrize(
    "texts",
    [
        ("На 1 вопрос: Рудин Иван Олегович, техник, 2-10-10.",),
        ("Пункт 1 письма: Рудин Иван Олегович, техник, 2-10-10.",),
        ("22.08 дежурит Рудин Иван Олегович, техник, 2-10-10.",),
        ("2-10-10, Рудин Иван Олегович, техник.",),
        ("По связи: Рудин Иван Олегович, техник, 2-10-10.",),
        ("Люди у нас хорошие работают.", "Рудин Иван Олегович, техник, 2-10-10.", "Всё."),
        ("Человека пока не даём.", "Рудин Иван Олегович, техник, 2-10-10.", "Всё."),
        ("Рудин Иван Олегович, техник, 2-10-10.", "Всего доброго."),
        ("Рудин Иван Олегович, техник, 2-10-10.", "Обучать некого."),
        ("Рудин Иван Олегович, техник, 2-10-10.", "Кого обучать?"),
        ("Готовы.", "Рудин Иван Олегович, техник, 2-10-10."),
    ],
)
def test_elsewhere_a_name_without_a_word_of_the_training_is_doubted(texts: tuple[str, ...]) -> None:
    assert not _unexplained(_called("Рудин Иван Олегович", *texts), *texts)


@pytest.mark.parametrize(
    ("name", "written", "texts"),
    [
        ("Рудин И. О.", "Рудин И. О.", ("На учёбу.", "Рудин И. О., техник.")),
        ("Рудин Иван", "Рудин Иван", ("На учёбу.", "Рудин Иван, техник, и Климова Анна.")),
        ("Рудин Иван", "Рудин Иван", ("На учёбу.", "Рудин Иван, техник, не едет.")),
        ("Рудин Иван", "Рудин Иван", ("На учёбу.", "Ранее: Рудин Иван, техник.")),
        ("Рудин Иван", "Рудин Иван", ("Сообщаем.", "Рудин Иван, техник.")),
        ("Рудин Иван", "Рудин Иван", ("Куда на учёбу?", "Рудин Иван, техник.")),
    ],
)
def test_whoever_is_less_plain_keeps_the_doubt(
    name: str, written: str, texts: tuple[str, ...]
) -> None:
    assert not _unexplained(_person(name, written, *texts), *texts)


def test_without_a_post_or_a_number_the_doubt_stays() -> None:
    texts = ("На учёбу.", "Рудин Иван.")
    assert not _unexplained(_person("Рудин Иван", "Рудин Иван", *texts, position=None), *texts)
