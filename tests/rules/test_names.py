"""A full name in any case → the nominative; and what its parts are."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.names import choices, decode, nominative
from tests.rules.names_sample import UNSEEN, FullName, full_names

# Each line: as the letter has it → as it must be recorded.
TRAPS = """
Жумагалиеву Динару Сериковну → Жумагалиева Динара Сериковна
Утегеновой Айгули Маратовне → Утегенова Айгуль Маратовна
Утегеновой Айгуль Маратовне → Утегенова Айгуль Маратовна
Сафиной Рамиле Ильдаровне → Сафина Рамиля Ильдаровна
Наиле Камильевне Юсуповой → Наиля Камильевна Юсупова
Аюповой Жанслу Равильевны → Аюпова Жанслу Равильевна
Ермековой Айару → Ермекова Айару
Сейтказы Нурлана Бериковича → Сейтказы Нурлан Берикович
Ахметову Мустафе Рашидовичу → Ахметов Мустафа Рашидович
Алиевым Абдуллой Магомедовичем → Алиев Абдулла Магомедович
Дзюбе Ивану Петровичу → Дзюба Иван Петрович
Савве Морозову → Савва Морозов
Журавля Ивана Сергеевича → Журавль Иван Сергеевич
Щусю Алексею Викторовичу → Щусь Алексей Викторович
Вячеслава Володина → Вячеслав Володин
Мамедову Руслану Гасан оглы → Мамедов Руслан Гасан оглы
Абрамовой Саре Абрам кызы → Абрамова Сара Абрам кызы
Алиеву Эльчину Гейдар-оглы → Алиев Эльчин Гейдар-оглы
Манджиевой Булгун Церен-Дорджиевне → Манджиева Булгун Церен-Дорджиевна
Магомед-Расула Ахмедовича Гаджиева → Магомед-Расул Ахмедович Гаджиев
Марину Владимировну Штепо → Марина Владимировна Штепо
Черненко Любови Степановне → Черненко Любовь Степановна
Бадмаевой Кермен Саналовной → Бадмаева Кермен Саналовна
Лиджи-Горяевой Булгун Николаевны → Лиджи-Горяева Булгун Николаевна
Иванову-Лебедеву Анну Юрьевну → Иванова-Лебедева Анна Юрьевна
Таджи-Муратовой Лейлой Рустемовной → Таджи-Муратова Лейла Рустемовна
Ким Анне Сергеевне → Ким Анна Сергеевна
Киму Виктору Ченеровичу → Ким Виктор Ченерович
Ким Виктору Ченеровичу → Ким Виктор Ченерович
Цоя Эдуарда → Цой Эдуард
Шмидт Марине Карловне → Шмидт Марина Карловна
Шмидта Артура Карловича → Шмидт Артур Карлович
Шульца Карла Генриховича → Шульц Карл Генрихович
Чаплином Александром Ивановичем → Чаплин Александр Иванович
Саркисяна Сурена Ашотовича → Саркисян Сурен Ашотович
Аветисян Нарине Суреновной → Аветисян Нарине Суреновна
Кобахидзе Нино Отаровну → Кобахидзе Нино Отаровна
Берию Лаврентия Павловича → Берия Лаврентий Павлович
Седых Ольгу Ивановну → Седых Ольга Ивановна
Живаго Юрию Андреевичу → Живаго Юрий Андреевич
Дурново Алексеем Павловичем → Дурново Алексей Павлович
Заяц Ксении Аркадьевны → Заяц Ксения Аркадьевна
Зайца Ивана Аркадьевича → Заяц Иван Аркадьевич
Кравца Богдана Тарасовича → Кравец Богдан Тарасович
Льва Николаевича Толстого → Лев Николаевич Толстой
Толстой Анне Львовне → Толстая Анна Львовна
Павла Кузьмича Лебедя → Павел Кузьмич Лебедь
Прониной Тамарой Кузьминичной → Пронина Тамара Кузьминична
Ильи Никитича Горбаня → Илья Никитич Горбань
Никитой Лукичом Белым → Никита Лукич Белый
Алёшиной Фёклы Семёновны → Алёшина Фёкла Семёновна
ИВАНОВУ ИВАНУ ИВАНОВИЧУ → ИВАНОВ ИВАН ИВАНОВИЧ
ЖУМАГАЛИЕВУ Динару Сериковну → ЖУМАГАЛИЕВА Динара Сериковна
Петровым А.А. → Петров А.А.
Егоровым-Ваньковым Н. Н. → Егоров-Ваньков Н. Н.
О.П. Гречишкиной → О.П. Гречишкина
Шмидтом К.3. → Шмидт К.З.
Ким Чен Ына → Ким Чен Ын
Отто фон Бисмарка → Отто фон Бисмарк
Мукановой Торғын Ержановны → Муканова Торғын Ержановна
Кошевого Олега Васильевича → Кошевой Олег Васильевич
Сосновой Веры Ильиничны → Соснова Вера Ильинична
Ивановой (Петровой) Анны Сергеевны → Иванова (Петрова) Анна Сергеевна
Ли Светланой → Ли Светлана
Тодуа Тамаза Рамазовича → Тодуа Тамаз Рамазович
Скляренко Павла → Скляренко Павел
Бородиным Петром Семёновичем → Бородин Пётр Семёнович
Ivanov → Ivanov
"""

UNCHANGED = """
Наиле Мамедова Расим кызы
Сулейменулы Ерлан
Дурдыева Огулнабат
Мамедов Руслан Гасан оглы
Сангаджи-Горяева Айса
Магомед-Расул Ахмедович
Пономаренко Руслана Тарасовна
Александра Иванова
Ярослава Гашек
Вера Холодная
Ким Чен Ын
Ю Вероника
Цой Виктор
Голова Сергей Петрович
Мазепа Богдана
Нестан-Дареджан Орбели
О.П. Гречишкина
"""


def _pairs(table: str) -> list[tuple[str, str]]:
    return [tuple(line.split(" → ")) for line in table.strip().splitlines()]  # type: ignore[misc]


@pytest.mark.parametrize(("written", "recorded"), _pairs(TRAPS))
def test_a_name_in_any_case_comes_in_the_nominative(written: str, recorded: str) -> None:
    assert nominative(written) == recorded


@pytest.mark.parametrize("name", UNCHANGED.strip().splitlines())
def test_a_nominative_comes_back_unchanged(name: str) -> None:
    assert nominative(name) == name


@pytest.mark.parametrize("written", [line.split(" → ")[1] for line in TRAPS.strip().splitlines()])
def test_what_has_been_recorded_stays(written: str) -> None:
    assert nominative(written) == written


def _right(names: list[FullName]) -> tuple[Counter[str], Counter[str]]:
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for name in names:
        kind = "full" if "P" in name.order else "short"
        for case, form in enumerate(name.forms):
            asked[kind if case else "nominative"] += 1
            right[kind if case else "nominative"] += nominative(form) == name.forms[0]
    return right, asked


def test_names_never_tuned_on_come_out_right() -> None:
    right, asked = _right(list(full_names(UNSEEN, each=25, seed=7)))
    assert right["nominative"] == asked["nominative"]
    assert right["full"] >= 0.99 * asked["full"]
    assert right["short"] >= 0.96 * asked["short"]


_WHOLE_NAMES = (Path(__file__).parent / "data" / "full_names.txt").read_text("utf-8")


@pytest.mark.parametrize("line", [x for x in _WHOLE_NAMES.splitlines() if not x.startswith("#")])
def test_names_from_many_peoples(line: str) -> None:
    name, *oblique = line.split("|")
    assert nominative(name) == name
    assert [nominative(form) for form in oblique] == [name] * len(oblique)


def test_parts_are_named_and_put_in_the_formal_order() -> None:
    reading = decode("Марину Владимировну Штепо")
    assert reading is not None
    assert (reading.surname, reading.first_name, reading.patronymic) == (
        "Штепо",
        "Марина",
        "Владимировна",
    )
    assert (reading.formal, reading.gender, reading.case) == (
        "Штепо Марина Владимировна",
        "femn",
        "accs",
    )
    assert reading.certain


@pytest.mark.parametrize(
    ("written", "formal"),
    [
        ("О.П. Гречишкина", "Гречишкина О. П."),
        ("Полишко Т.В.", "Полишко Т. В."),
        ("Руслан Гасан оглы Мамедов", "Мамедов Руслан Гасан оглы"),
        ("Вера Холодная", "Холодная Вера"),
        ("Тамара Кузьминична", "Тамара Кузьминична"),
    ],
)
def test_formal_order(written: str, formal: str) -> None:
    reading = decode(written)
    assert reading is not None
    assert reading.formal == formal


def test_a_surname_with_initials_may_be_a_mans_or_a_womans() -> None:
    reading = decode("Петрову А.А.")
    assert reading is not None
    assert not reading.certain
    assert {reading.nominative, *reading.alternatives} >= {"Петров А.А.", "Петрова А.А."}
    assert reading.gender is None


@pytest.mark.parametrize(
    ("cases", "gender", "name"),
    [
        (("accs",), None, "Петрова А.А."),
        (("datv",), None, "Петров А.А."),
        (("datv", "accs"), "femn", "Петрова А.А."),
        (("datv", "accs"), "masc", "Петров А.А."),
    ],
)
def test_the_context_settles_it(cases: tuple[str, ...], gender: str | None, name: str) -> None:
    reading = decode("Петрову А.А.", cases=cases, gender=gender)
    assert reading is not None
    assert (reading.nominative, reading.certain) == (name, True)


def test_the_case_tells_a_woman_from_a_man_of_the_same_letters() -> None:
    assert nominative("Валентина Петрова") == "Валентина Петрова"
    assert nominative("Валентина Петрова", cases=("accs", "gent")) == "Валентин Петров"


@pytest.mark.parametrize("cases", [("accs",), ("datv",), ("ablt",)])
def test_a_nominative_withstands_a_wrong_hint(cases: tuple[str, ...]) -> None:
    assert nominative("Бадмаева Кермен Саналовна", cases=cases) == "Бадмаева Кермен Саналовна"


@pytest.mark.parametrize(
    "text", ["", " ", "3", "…", "ivanov@mail.example", "+7 851 57 41-2", "а" * 300, "Иванов 5 шт."]
)
def test_what_is_no_name_comes_back_unchanged(text: str) -> None:
    assert nominative(text) == text
    assert decode(text) is None or text.strip()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Иванова Мария Петровна", "Ведущего специалиста отдела"),
        ("Бадмаевой Кермен Саналовной", "Технических препятствий нет"),
        ("Абишева Г.Н.", "Красноярского района"),
    ],
)
def test_names_score_above_other_words(name: str, words: str) -> None:
    person, other = decode(name), decode(words)
    assert person is not None
    assert person.score > 0.6
    assert other is None or other.score < 0.6


@pytest.mark.parametrize("words", ["Чёрный Яр", "Наримановский Район", "Мороз", "Волга"])
def test_endings_alone_score_below_one_half(words: str) -> None:
    reading = decode(words)
    assert reading is None or reading.score < 0.5


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Петрова Ивану Сергеевичу", "Петров Иван Сергеевич"),
        ("Утегенову Айгуль Маратовна", "Утегенова Айгуль Маратовна"),
        ("Саркисяну Гаянэ Арменовне", "Саркисян Гаянэ Арменовна"),
        ("Шевчука Елену Сергеевну", "Шевчук Елена Сергеевна"),
    ],
)
def test_a_slip_of_agreement_is_understood_and_doubted(written: str, meant: str) -> None:
    reading = decode(written)
    assert reading is not None
    assert (reading.nominative, reading.certain) == (meant, False)


def test_twins_of_one_case_are_told() -> None:
    reading = decode("Абдулкадыровой Камиле Исмаиловне")
    assert reading is not None
    assert not reading.certain
    names = {reading.first_name, *(a.split()[1] for a in reading.alternatives)}
    assert names >= {"Камила", "Камиля"}


def test_latin_lookalikes_and_odd_blanks_are_put_right() -> None:
    assert nominative("Пeтpовoй  Aнне\u00a0Ивановне") == "Петрова Анна Ивановна"


_LETTERS = st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВИК .-'’,()3Aaё\n\t", max_size=60)


@given(st.one_of(st.text(max_size=60), _LETTERS))
@settings(max_examples=300, deadline=None)
def test_any_text_is_borne(text: str) -> None:
    assert isinstance(nominative(text), str)
    reading = decode(text)
    assert reading is None or 0.0 <= reading.score <= 1.0


# Surnames that nobody bears, declined as all of their kind are.
_MAN = {
    "ов": ("ов", "ова", "ову", "ова", "овым", "ове"),
    "ин": ("ин", "ина", "ину", "ина", "иным", "ине"),
    "ский": ("ский", "ского", "скому", "ского", "ским", "ском"),
    "чук": ("чук", "чука", "чуку", "чука", "чуком", "чуке"),
    "енко": ("енко",) * 6,
    "дзе": ("дзе",) * 6,
    "ян": ("ян", "яна", "яну", "яна", "яном", "яне"),
}
_WOMAN = {
    "ов": ("ова", "овой", "овой", "ову", "овой", "овой"),
    "ин": ("ина", "иной", "иной", "ину", "иной", "иной"),
    "ский": ("ская", "ской", "ской", "скую", "ской", "ской"),
    **{ending: (ending,) * 6 for ending in ("чук", "енко", "дзе", "ян")},
}
_GIVEN = {
    "m": "Тимур Ринатович,Тимура Ринатовича,Тимуру Ринатовичу,"
    "Тимура Ринатовича,Тимуром Ринатовичем,Тимуре Ринатовиче",
    "f": "Алсу Ринатовна,Алсу Ринатовны,Алсу Ринатовне,"
    "Алсу Ринатовну,Алсу Ринатовной,Алсу Ринатовне",
}
_STEMS = st.text(alphabet="бвгдклмнрст", min_size=3, max_size=4).map(
    lambda letters: "а".join(letters).capitalize()
)


@given(_STEMS, st.sampled_from(sorted(_MAN)), st.sampled_from("mf"), st.integers(0, 5))
@settings(max_examples=300, deadline=None)
def test_what_was_inflected_returns(stem: str, ending: str, gender: str, case: int) -> None:
    forms = (_MAN if gender == "m" else _WOMAN)[ending]
    given_names = _GIVEN[gender].split(",")
    want = f"{stem}{forms[0]} {given_names[0]}"
    assert nominative(f"{stem}{forms[case]} {given_names[case]}") == want


def test_what_is_called_certain_is_right() -> None:
    wrong = asked = 0
    for name in full_names(UNSEEN, each=25, seed=11):
        for form in name.forms:
            reading = decode(form)
            assert reading is not None
            asked += 1
            wrong += reading.certain and reading.nominative != name.forms[0]
    assert wrong <= 0.012 * asked


@given(st.sampled_from(list(full_names(UNSEEN, each=40, seed=3))), st.integers(0, 5))
@settings(max_examples=100, deadline=None)
def test_capitals_change_nothing(name: FullName, case: int) -> None:
    assert nominative(name.forms[case].upper()) == nominative(name.forms[case]).upper()


def test_a_megabyte_is_answered_at_once() -> None:
    began = time.process_time()
    for text in ("Иванову " * 125_000, "а-" * 500_000, "И." * 500_000):
        assert nominative(text) == text
        assert not choices(text, "S")
    assert time.process_time() - began < 0.5


def test_a_korean_name_that_ends_in_a_vowel_is_the_same_in_every_case() -> None:
    reading = decode("Ли Чен Су", cases=("accs",))
    assert reading is not None
    assert reading.nominative == "Ли Чен Су"
