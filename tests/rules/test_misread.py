"""Names on a scan: a letter that recognition confuses is suspected, never put right silently."""

from __future__ import annotations

import pytest

from rules.names.misread import likelier


@pytest.mark.parametrize(
    ("recognised", "written"),
    [
        ("Шербаков Кирилл Эдуардович", "Щербаков Кирилл Эдуардович"),
        ("Лысеико Олег Иванович", "Лысенко Олег Иванович"),
        ("Кузнецова Даоья Сергеевна", None),
        ("Кузнецова Мария Сергеевиа", "Кузнецова Мария Сергеевна"),
    ],
)
def test_one_confused_letter_that_would_make_a_listed_name(
    recognised: str, written: str | None
) -> None:
    assert likelier(recognised) == written


@pytest.mark.parametrize(
    "name",
    ["Щербаков Кирилл Эдуардович", "Жиенбаев Нурлан Маратович", "Манджиев Баатр Очирович",
     "Ким Л. В.", "Халилова Эльмира Гусейновна", "Яценко Вадим Юрьевич", "Ли Чан", ""],
)  # fmt: skip
def test_listed_names_and_names_like_no_other_are_left_alone(name: str) -> None:
    assert likelier(name) is None
