"""The second reading of days: which are to come and of the matter, and which are of nobody."""

from __future__ import annotations

from datetime import date

import pytest

from rules.model import Opinion, Readiness, ReadinessValue
from rules.residue import crosscheck
from tests.rules.said import CIRCULAR, document

READY, NOT_READY = ReadinessValue.READY, ReadinessValue.NOT_READY
DEFERRED, UNSTATED = ReadinessValue.DEFERRED, ReadinessValue.UNSTATED


def _doubted(value: ReadinessValue, text: str) -> bool:
    by = date(2011, 9, 14) if value is ReadinessValue.READY_BY else None
    answer = Opinion(Readiness(value, by))
    return bool(crosscheck.doubts(document(text), CIRCULAR, [answer]))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (READY, "Пишу в субботу с домашнего, сервер гудит."),
        (READY, "Всё в сети настроено и проверено ещё на той неделе."),
        (READY, "Вопрос с сетью решён, 1 сентября ждать не обязательно."),
        (READY, "Запускайте систему в любой день, только не в пятницу."),
        (READY, "Подключайте, только предупредите за день."),
        (READY, "Бумагу с печатью завезёт водитель во вторник."),
        (READY, "Бумажный экземпляр передаст Марина в понедельник."),
        (READY, "Компьютеры и сеть в порядке, осталось вам нажать кнопку."),
        (NOT_READY, "Подлинник повезёт секретарь во вторник."),
        (NOT_READY, "Ни канала, ни денег до конца года."),
        (NOT_READY, "Вами поставлена задача до 01.09.2011 решить вопрос подключения к системе."),
        (ReadinessValue.READY_BY, "Подключение переносим: было 1 сентября, стало 14 сентября."),
        (UNSTATED, "Ответьте, пожалуйста, до пятницы."),
        (DEFERRED, "Направляем промежуточный ответ."),
    ],
)
def test_a_day_of_papers_of_ours_or_gone_belies_nothing(value: ReadinessValue, text: str) -> None:
    assert not _doubted(value, text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (READY, "Пуск сервера в субботу."),
        (READY, "Сеть будет настроена и проверена на той неделе."),
        (READY, "Вопрос с сетью решат, 1 сентября ждать придётся."),
        (READY, "Запускаем систему в пятницу."),
        (READY, "Модем завезёт водитель во вторник."),
        (READY, "Сервер передаст область в понедельник."),
        (READY, "Компьютеры и сеть в порядке, осталось нам прописать адреса."),
        (READY, "Компьютеры и сеть в порядке, осталось вам выдать лицензии."),
        (NOT_READY, "Сервер повезёт водитель во вторник."),
        (NOT_READY, "Канал дадут до 20 сентября."),
        (NOT_READY, "Нам поставлена задача до 01.09.2011 подключить район к системе."),
        (UNSTATED, "Ответ дадим до пятницы."),
        (DEFERRED, "Подключиться не сможем, направляем на учёбу бухгалтера."),
    ],
)
def test_a_day_to_come_of_the_matter_belies_an_answer(value: ReadinessValue, text: str) -> None:
    assert _doubted(value, text)
