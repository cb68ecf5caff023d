"""A circular's folder: read whole, or refused with every fault and its line."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from intake import circulars
from intake.circulars import CircularError
from rules.campaign import Reminders, Training

TOML = """\
number = "7-К"
date = 2011-08-03
subject = "О подключении"
deadline = 2011-08-25
timezone = "Europe/Astrakhan"

[[questions]]
key = "readiness"
kind = "readiness"
title = "Готовность"
missing = "сведения о готовности"

[[milestones]]
date = 2011-09-01
title = "подключение"
"""

CSV = """\
code,name,email,domain,aliases
yasny,Ясный район,yasny@mo.example;Glava@mo.example,yasny.example,
tikhy,Тихий район,tikhy@mo.example,,Тихое; Тишь
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "circular.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "recipients.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "letter.txt").write_text("Прошу сообщить.\n", encoding="utf-8")
    return tmp_path


def faults(folder: Path) -> list[str]:
    with pytest.raises(CircularError) as caught:
        circulars.load(folder)
    return [str(fault) for fault in caught.value.faults]


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


class TestGood:
    def test_everything_is_read(self, folder: Path) -> None:
        circular = circulars.load(folder)
        assert (circular.number, circular.deadline) == ("7-К", date(2011, 8, 25))
        assert circular.text == "Прошу сообщить.\n"
        assert circular.questions[0].missing == "сведения о готовности"
        assert circular.milestones[0].on == date(2011, 9, 1)

    def test_recipients_several_values_and_small_letters(self, folder: Path) -> None:
        yasny, tikhy = circulars.load(folder).recipients
        assert yasny.addresses == ("yasny@mo.example", "glava@mo.example")
        assert tikhy.aliases == ("Тихое", "Тишь")
        assert tikhy.domains == ()

    def test_a_table_saved_by_a_russian_spreadsheet(self, folder: Path) -> None:
        text = '\ufeffcode;name;email\r\nyasny;Ясный район;"yasny@mo.example;glava@mo.example"\r\n'
        (folder / "recipients.csv").write_text(text, encoding="utf-8", newline="")
        (yasny,) = circulars.load(folder).recipients
        assert yasny.addresses == ("yasny@mo.example", "glava@mo.example")

    def test_phrases_come_with_their_names(self, folder: Path) -> None:
        (folder / "phrases").mkdir()
        (folder / "phrases" / "readiness.toml").write_text("# пусто\n", encoding="utf-8")
        (source,) = circulars.load(folder).phrases
        assert (source.name, source.toml) == ("readiness", "# пусто\n")

    def test_the_first_circular(self) -> None:
        circular = circulars.load(Path("circulars/02-02-398"))
        assert len(circular.recipients) == 13
        assert [question.kind for question in circular.questions] == ["readiness", "nominee"]


class TestFaults:
    def test_all_are_told_at_once(self, folder: Path) -> None:
        edit(folder, "circular.toml", '"Europe/Astrakhan"', '"Europe/Astrahan"')
        edit(folder, "circular.toml", 'kind = "readiness"', 'kind = "readyness"')
        edit(folder, "recipients.csv", "tikhy@mo.example", "yasny@mo.example")
        (folder / "letter.txt").unlink()
        told = faults(folder)
        for part in (
            "возможно, имелось в виду «Europe/Astrakhan»",
            'questions[1].kind = "readyness": вид вопроса — один из: readiness, nominee',
            'email = "yasny@mo.example": уже есть в строке 2',
            "letter.txt: нет файла с текстом письма",
        ):
            assert any(part in fault for fault in told), part
        assert len(told) == 4

    def test_each_names_its_line(self, folder: Path) -> None:
        edit(folder, "circular.toml", 'title = "подключение"', 'title = " "')
        (fault,) = faults(folder)
        assert fault == (
            'milestones[1].title = " ": строка не должна быть пустой '
            f"({folder}/circular.toml, строка 15)"
        )

    def test_an_empty_folder(self, tmp_path: Path) -> None:
        told = faults(tmp_path)
        assert len(told) == 3

    def test_a_deadline_before_the_letter(self, folder: Path) -> None:
        edit(folder, "circular.toml", "deadline = 2011-08-25", "deadline = 2010-08-25")
        (fault,) = faults(folder)
        assert "deadline = 2010-08-25: срок раньше даты письма (2011-08-03)" in fault

    @pytest.mark.parametrize("value", ['"25.08.2011"', "2011-08-25T00:00:00", "2011"])
    def test_a_date_that_is_none(self, folder: Path, value: str) -> None:
        edit(folder, "circular.toml", "deadline = 2011-08-25", f"deadline = {value}")
        (fault,) = faults(folder)
        assert "нужна дата без кавычек вида ГГГГ-ММ-ДД" in fault

    def test_two_questions_of_one_name(self, folder: Path) -> None:
        more = TOML[TOML.index("[[questions]]") : TOML.index("[[milestones]]")]
        (folder / "circular.toml").write_text(TOML + more, encoding="utf-8")
        (fault,) = faults(folder)
        assert "два вопроса с одним именем «readiness»" in fault

    def test_no_question_at_all(self, folder: Path) -> None:
        start, end = TOML.index("[[questions]]"), TOML.index("[[milestones]]")
        (folder / "circular.toml").write_text(TOML[:start] + TOML[end:], encoding="utf-8")
        (fault,) = faults(folder)
        assert "нет ни одного вопроса" in fault

    @pytest.mark.parametrize(
        ("line", "part"),
        [
            ('message_ids = ["20110803@mo.example"]', "нужен в угловых скобках"),
            ('officers = ["Смолко"]', "«Смолко» — не адрес"),
            ('oficers = ["a@mo.example"]', "возможно, имелось в виду «officers»"),
        ],
    )
    def test_lists(self, folder: Path, line: str, part: str) -> None:
        edit(folder, "circular.toml", 'number = "7-К"', f'number = "7-К"\n{line}')
        (fault,) = faults(folder)
        assert part in fault

    def test_phrases_that_are_no_toml(self, folder: Path) -> None:
        (folder / "phrases").mkdir()
        (folder / "phrases" / "readiness.toml").write_text("[[", encoding="utf-8")
        (fault,) = faults(folder)
        assert "readiness.toml: это не TOML" in fault


class TestRecipientsFile:
    @pytest.mark.parametrize(
        ("old", "new", "part", "line"),
        [
            ("code,name", "code,nazvanie", "name: нет такого столбца", 1),
            (",domain", ",domian", "domian: такого столбца быть не может; возможно", 1),
            (",domain", ",email", "email: столбец повторяется", 1),
            ("tikhy,", "yasny,", 'code = "yasny": уже есть в строке 2', 3),
            ("tikhy,", "Тихий,", 'code = "Тихий": нужен код', 3),
            ("Тихий район", "", "name: нет названия адресата", 3),
            ("tikhy@mo.example", "tikhy@", 'email = "tikhy@": это не адрес', 3),
            ("tikhy@mo.example,", "t@mo.example,http://x", "это не домен", 3),
            ("tikhy@mo.example,", "t@mo.example,yasny.example", "уже есть в строке 2", 3),
            ("Тихое; Тишь", "Тихое,Тишь", "6 столбцов вместо 5", 3),
        ],
    )
    def test_a_fault_with_its_line(
        self, folder: Path, old: str, new: str, part: str, line: int
    ) -> None:
        edit(folder, "recipients.csv", old, new)
        assert any(part in f and f.endswith(f", строка {line})") for f in faults(folder))

    def test_another_encoding_says_how_to_save(self, folder: Path) -> None:
        (folder / "recipients.csv").write_bytes(CSV.encode("cp1251"))
        (fault,) = faults(folder)
        assert "CSV UTF-8" in fault

    def test_nobody_is_asked(self, folder: Path) -> None:
        (folder / "recipients.csv").write_text("code,name\n\n", encoding="utf-8")
        (fault,) = faults(folder)
        assert "нет ни одного адресата" in fault

    def test_blank_lines_do_not_count(self, folder: Path) -> None:
        (folder / "recipients.csv").write_text(CSV + "\n,,,,\n", encoding="utf-8")
        assert len(circulars.load(folder).recipients) == 2


def test_faults_of_several_folders_come_together(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CircularError) as caught:
        circulars.load_all([folder, folder, tmp_path / "absent"])
    assert "циркуляр с этим номером уже есть" in str(caught.value)
    assert "нет описания циркуляра" in str(caught.value)


def test_the_kinds_of_questions_are_those_of_the_rules() -> None:
    from rules import reading

    assert set(circulars.QUESTION_KINDS) == set(reading.QUESTION_KINDS)


class TestReminders:
    def test_without_the_section_nobody_is_reminded(self, folder: Path) -> None:
        assert circulars.load(folder).reminders is None

    def test_the_section_alone_turns_them_on_as_usual(self, folder: Path) -> None:
        edit(folder, "circular.toml", "[[milestones]]", "[reminders]\n\n[[milestones]]")
        assert circulars.load(folder).reminders == Reminders()

    def test_its_numbers_are_working_days(self, folder: Path) -> None:
        own = '[reminders]\nat = "9:30"\nbefore_deadline = []\nescalate_after = 0\n\n'
        edit(folder, "circular.toml", "[[milestones]]", f"{own}[[milestones]]")
        expected = Reminders(at=time(9, 30), before_deadline=(), escalate_after=0)
        assert circulars.load(folder).reminders == expected

    def test_a_number_that_is_none_is_told_with_its_line(self, folder: Path) -> None:
        own = "[reminders]\nafter_deadline = [0]\n\n"
        edit(folder, "circular.toml", "[[milestones]]", f"{own}[[milestones]]")
        (fault,) = faults(folder)
        assert "reminders.after_deadline" in fault and "строка 14" in fault

    def test_the_training_is_read(self, folder: Path) -> None:
        own = (
            '[training]\ntitle = "Курс"\ndays = [2011-09-06, 2011-09-05]\nstarts = "10:00"\n'
            'ends = "13:00"\nteachers = ["Teacher@adm.example"]\n\n'
        )
        edit(folder, "circular.toml", "[[milestones]]", f"{own}[[milestones]]")
        assert circulars.load(folder).training == Training(
            title="Курс",
            days=(date(2011, 9, 5), date(2011, 9, 6)),
            starts=time(10),
            ends=time(13),
            teachers=("teacher@adm.example",),
        )

    def test_a_training_without_days_is_a_fault(self, folder: Path) -> None:
        own = '[training]\ntitle = "Курс"\ndays = []\n\n'
        edit(folder, "circular.toml", "[[milestones]]", f"{own}[[milestones]]")
        (fault,) = faults(folder)
        assert "training.days" in fault
