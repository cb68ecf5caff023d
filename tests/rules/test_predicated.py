"""What a predicate says of readiness, or of the connection, that is its subject."""

from __future__ import annotations

import pytest

from tests.rules.test_sweeps import reading, told

SAID = {
    "Подключение не составит труда.": "ready",
    "Подключение ничем не осложнено.": "ready",
    "Готовность сохраняется.": "ready",
    "Готовность на нуле.": "not_ready",
    "Готовность есть, но на бумаге.": "not_ready",
    "Готовность существует только на бумаге.": "not_ready",
    "Готовность неполная.": "conditional",
    "Присоединение к системе сорвано.": "not_ready",
    "Готовность под большим вопросом.": "deferred",
}
SAID |= {
    "Замечания проверяющих не устранены.": "not_ready",
    "Помехи имеются: нет канала.": "not_ready",
    "Просим исключить нас из графика подключения ввиду отсутствия машин.": "not_ready",
    "Признать район готовым комиссия отказалась.": "not_ready",
}
UNSURE = (
    "Торги на поставку сервера признаны несостоявшимися.",
    "Просим рассмотреть вопрос переноса срока подключения.",
    "Подключение района затруднено.",
    "Подключение идёт полным ходом.",
    "Готовность оставляет желать лучшего.",
    "Подключение требует замены модема.",
)


@pytest.mark.parametrize("sentence", SAID)
def test_a_predicate_tells_the_value(sentence: str) -> None:
    assert told(reading(sentence))[0] == SAID[sentence]


@pytest.mark.parametrize("sentence", UNSURE)
def test_what_leaves_room_for_doubt_is_looked_at(sentence: str) -> None:
    assert reading(sentence).doubts


def test_who_finds_it_hard_to_answer_says_no_such_thing_of_readiness() -> None:
    found = reading("Ответить о готовности затрудняемся до совещания.")
    assert told(found)[0] != "not_ready"
