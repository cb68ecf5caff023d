"""Names in all their writings, and what only looks like a name."""

from __future__ import annotations

import pytest

from rules.persons import PersonKind, find


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("просим включить Жумагалиеву Динару Сериковну, ведущего", "Жумагалиеву Динару Сериковну"),
        ("зачислить Марию Петровну Иванову", "Марию Петровну Иванову"),
        ("кандидатуру\nТырнова Олега Вадимовича, инженера", "Тырнова Олега Вадимовича"),
        ("Саркисян\u2028Гаянэ Арменовна", "Саркисян Гаянэ Арменовна"),
        ("Аветисян\tНарине\tСуреновна\tконсультант", "Аветисян Нарине Суреновна"),
        ("КРАВЦОВ Денис Олегович", "Кравцов Денис Олегович"),
        ("Cидopeнкo Ольга Пeтpовна", "Сидоренко Ольга Петровна"),
        ("ИвановаМария Петровна", "Иванова Мария Петровна"),
        ("программистИванов Иван Иванович", "Иванов Иван Иванович"),
        ("Жума-\nбекова Айнагуль Сериковна", "Жумабекова Айнагуль Сериковна"),
        ("Иванова-\nЛебедева Анна Юрьевна", "Иванова-Лебедева Анна Юрьевна"),
        ("Мамедова Руслана Гасан оглы (", "Мамедова Руслана Гасан оглы"),
        ("Гасанова Севиндж Аслан-кызы", "Гасанова Севиндж Аслан-кызы"),
        ("едет иванова мария петровна, программист", "Иванова Мария Петровна"),
        ("едет Иванова мария петровна, программист", "Иванова Мария Петровна"),
        ("Смоляк Василий Прокофьевич - механик", "Смоляк Василий Прокофьевич"),
        ("Направляем Иванову Марию Петровну", "Иванову Марию Петровну"),
        ("Заяц Ксения Аркадьевна", "Заяц Ксения Аркадьевна"),
        ("Пак Людмилу Сергеевну", "Пак Людмилу Сергеевну"),
        ("НАПРАВЛЯЕМ ИВАНОВУ МАРИЮ ПЕТРОВНУ ЗПТ", "Иванову Марию Петровну"),
    ],
)
def test_full_name(text: str, wanted: str) -> None:
    assert [(p.words, p.kind) for p in find(text)] == [(wanted, PersonKind.FULL)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Иванов К. З.", ["Иванов К. З."]),
        ("К.З.Иванов", ["К. З. Иванов"]),
        ("К.3. Шантимиров", ["К. З. Шантимиров"]),
        ("3убкова К.3., инженера", ["Зубкова К. З."]),
        ("Умаров Р., инженер", ["Умаров Р."]),
        ("прокопенко л.д., тел", ["Прокопенко Л. Д."]),
        ("Р.А. Умеров и документовед Т.В. Полишко", ["Р. А. Умеров", "Т. В. Полишко"]),
        ("Иванов И.И. Петров П.П.", ["Иванов И. И.", "Петров П. П."]),
    ],
)
def test_initials(text: str, wanted: list[str]) -> None:
    assert [p.words for p in find(text)] == wanted
    assert {p.kind for p in find(text)} == {PersonKind.INITIALS}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Нигметуллин Ильдар, техник", PersonKind.SHORT),
        ("нашему админу Сергею Бурыкину", PersonKind.SHORT),
        ("спасибо Наталье Викторовне", PersonKind.GIVEN),
        ("вместо Журавлева", PersonKind.SURNAME),
        ("Светлана из IT", PersonKind.FIRST),
    ],
)
def test_less_than_a_full_name(text: str, kind: PersonKind) -> None:
    assert [p.kind for p in find(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "ул. Ленина, пл. Карла Маркса",
        "школа имени Кирова",
        "ООО «Рындин»",
        "В Наримановский район",
        "Администрация Астраханской области",
        "Добрый День Понедельник",
    ],
)
def test_no_person(text: str) -> None:
    assert find(text) == ()


def test_transliteration_is_told() -> None:
    (person,) = find("edet Ivanova Maria Petrovna")
    assert person.words == "Иванова Мария Петровна"
    assert person.latin


def test_offsets_lead_back_to_the_text() -> None:
    text = "на учёбу едет Иванова-\nЛебедева Анна Юрьевна, техник"
    (person,) = find(text)
    assert text[person.start : person.end] == "Иванова-\nЛебедева Анна Юрьевна"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("от нас будет эрдниева кермен, кадры", "Эрдниева Кермен"),
        ("учится будет миша фогель программист", "Фогель Миша"),
        ("Айбатыров казбек, электрик", "Айбатыров Казбек"),
        ("Настя Полторак, дизайнер", "Настя Полторак"),
        ("юрисконсульт Мария Ван", "Мария Ван"),
        ("специалист Зайцева Карина Д.", "Зайцева Карина Д."),
    ],
)
def test_surname_and_first_name_however_written(text: str, wanted: str) -> None:
    assert [(p.words, p.kind) for p in find(text)] == [(wanted, PersonKind.SHORT)]


@pytest.mark.parametrize(
    "text",
    ["поедит миша", "здраствуйте миша", "инжинер марат", "колеги миша поедет", "роза ветров"],
)
def test_a_misspelt_word_is_no_surname(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Галаев Дж. М., сметчик", "Галаев Дж. М."), ("edet Temirov A.B.", "Темиров А. Б.")],
)
def test_initials_in_other_writings(text: str, wanted: str) -> None:
    assert [(p.words, p.kind) for p in find(text)] == [(wanted, PersonKind.INITIALS)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Техник-связист Мазур Егор Данилович поедет.", "Мазур Егор Данилович"),
        ("Юриста-консультанта Козлову Анну Львовну", "Козлову Анну Львовну"),
        ("ИНЖЕНЕР-ЭЛЕКТРОНИК СОМОВ ПЁТР ИЛЬИЧ", "Сомов Пётр Ильич"),
        ("Салтыков-Щедрин Михаил Евграфович", "Салтыков-Щедрин Михаил Евграфович"),
        ("Бондарь-Гончар Пётр Ильич", "Бондарь-Гончар Пётр Ильич"),
    ],
)
def test_a_double_post_with_a_capital_is_no_part_of_the_name(text: str, wanted: str) -> None:
    assert [p.words for p in find(text)] == [wanted]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("От района Рябокляч Светлана, методист.", ["Рябокляч Светлана"]),
        ("От нашего села Исаева Алия.", ["Исаева Алия"]),
        ("Живёт в городе Александров Гай.", []),
        ("Наш посёлок Карла Маркса.", []),
    ],
)
def test_who_comes_from_a_place_is_not_called_after_it(text: str, names: list[str]) -> None:
    assert [text[p.start : p.end] for p in find(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("В группу запишите: 1) Загорный Степан Ильич, инженер.", ["Загорный Степан Ильич"]),
        ("Слушатель: Дикая Оксана Петровна, бухгалтер.", ["Дикая Оксана Петровна"]),
        ("Исполнительный Сергей Иванович Попов всё сделал.", ["Сергей Иванович Попов"]),
        ("Дорогой Степан Ильич!", ["Степан Ильич"]),
    ],
)
def test_a_surname_may_be_an_adjective(text: str, names: list[str]) -> None:
    assert [text[p.start : p.end] for p in find(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "Едет Тер-Авакян Ашот Гагикович",
        "Направлен Тер-Авакян Ашот Гагикович",
        "Поедет Кара-Мурат Ашот Гагикович, техник.",
    ],
)
def test_a_verb_before_a_double_surname_is_none_of_it(text: str) -> None:
    (found,) = find(text)
    assert found.words == text.split(" ", 1)[1].partition(",")[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Поедет фон Рихтер Карл Адольфович", "фон Рихтер Карл Адольфович"),
        ("Направим Де Росси Марину", "де Росси Марину"),
        ("Поедет О'Коннор Патрик Джонович", "О'Коннор Патрик Джонович"),
        ("Едет Пак Мин Хо.", "Пак Мин Хо"),
        ("Едет Ага-Заде Рустам Алиевич.", "Ага-Заде Рустам Алиевич"),
    ],
)
def test_particles_and_short_words_are_of_the_name(text: str, words: str) -> None:
    assert [p.words for p in find(text)] == [words]
