# ruff: noqa: RUF009 -- `setting()` is dataclasses.field() with metadata
"""The folders of the circulars: `circular.toml`, `recipients.csv`, the letter's text, phrases.

A folder is either read whole or refused with all its faults.
"""

from __future__ import annotations

import re
import tomllib
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from intake import recipients_file
from intake.campaign_tables import RemindersTable, TrainingTable, addresses
from intake.faults import Fault, FaultsError, suggestion
from intake.toml_tables import TomlSource, Unfit, not_blank, read_table
from intake.toml_tables import key as setting
from rules.model import Circular, Milestone, PhraseSource, Question, Recipient

T = TypeVar("T")
QUESTION_KINDS = ("readiness", "nominee")
"""The kinds that `rules` can read (a test holds this against `rules.reading`)."""


class CircularError(FaultsError):
    """A circular's folder cannot be used: all faults at once."""

    title = "Циркуляр описан неверно"


def _timezone(value: str) -> None:
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        near = suggestion(value, zoneinfo.available_timezones())
        raise Unfit(f'нужен часовой пояс, например "Europe/Astrakhan"{near}') from error


def _message_ids(values: tuple[str, ...]) -> None:
    for value in values:
        if not re.fullmatch(r"<[^<>\s]+>", value):
            raise Unfit(f"«{value}» — не Message-ID; нужен в угловых скобках: <…@…>")


def _kind(value: str) -> None:
    if value not in QUESTION_KINDS:
        listed = ", ".join(QUESTION_KINDS)
        raise Unfit(f"вид вопроса — один из: {listed}{suggestion(value, QUESTION_KINDS)}")


def _key(value: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", value):
        raise Unfit("нужно имя из строчных латинских букв, цифр и подчёркиваний")


@dataclass(frozen=True, slots=True)
class _CircularTable:
    number: str = setting("Номер.", check=not_blank)
    on: date = setting("Дата письма.", name="date")
    subject: str = setting("Тема.", check=not_blank)
    deadline: date = setting("Срок ответа.")
    timezone: str = setting("Часовой пояс.", check=_timezone)
    message_ids: tuple[str, ...] = setting(
        "Message-ID разосланного письма.", (), check=_message_ids
    )
    own_addresses: tuple[str, ...] = setting("Адреса администрации.", (), check=addresses)
    officers: tuple[str, ...] = setting("Кому идёт сводка.", (), check=addresses)
    persons: tuple[str, ...] = setting("Люди, которых называет циркуляр.", ())
    other_matters: tuple[str, ...] = setting("Другие дела.", ())
    keep_until: date | None = setting("До какого дня хранить письма и персональные данные.", None)


@dataclass(frozen=True, slots=True)
class _QuestionTable:
    key: str = setting("Имя вопроса.", check=_key)
    kind: str = setting("Вид вопроса.", check=_kind)
    title: str = setting("Название вопроса.", check=not_blank)
    missing: str = setting("Как назвать ответ, которого не хватает.", check=not_blank)
    topic: tuple[str, ...] = setting("Слова предмета.", ())
    required: bool = setting("Обязателен ли ответ.", True)


@dataclass(frozen=True, slots=True)
class _MilestoneTable:
    on: date = setting("Дата.", name="date")
    title: str = setting("Что должно быть сделано.", check=not_blank)


@dataclass(frozen=True, slots=True)
class _CircularFile:
    """All of a `circular.toml`."""

    table: _CircularTable
    questions: list[_QuestionTable]
    milestones: list[_MilestoneTable]
    reminders: RemindersTable | None
    training: TrainingTable | None


def load(folder: Path) -> Circular:
    """The circular of a folder such as `circulars/02-02-398`. Raises CircularError."""
    return _Folder(folder).circular()


def folders_in(folder: Path) -> list[Path]:
    """The circulars' folders in a folder, by name."""
    return sorted(path.parent for path in folder.glob("*/circular.toml"))


def load_all(folders: Iterable[Path]) -> list[Circular]:
    """The circulars of several folders. Raises CircularError with the faults of all of them."""
    found: list[Circular] = []
    faults: list[Fault] = []
    for folder in folders:
        try:
            circular = load(folder)
        except CircularError as error:
            faults.extend(error.faults)
            continue
        if any(circular.number == other.number for other in found):
            where = str(folder / "circular.toml")
            faults.append(
                Fault("number", circular.number, "циркуляр с этим номером уже есть", where)
            )
        found.append(circular)
    if faults:
        raise CircularError(faults)
    return found


class _Folder:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []

    def circular(self) -> Circular:
        file = self._toml_file()
        recipients = recipients_file.read(self.path / "recipients.csv", self.faults)
        text = self._read(self.path / "letter.txt", "нет файла с текстом письма")
        if text is not None and not text.strip():
            self._fault("letter.txt", "файл пуст: нужен текст письма", self.path / "letter.txt")
        phrases = tuple(self._phrases())
        if self.faults or file is None or text is None:
            raise CircularError(self.faults)
        return _assembled(file, recipients, text, phrases)

    def _fault(self, name: str, expected: str, path: Path) -> None:
        self.faults.append(Fault(name, "", expected, str(path)))

    def _read(self, path: Path, absent: str) -> str | None:
        try:
            return path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            expected = absent
        except OSError as error:
            expected = f"файл не читается: {error.strerror}"
        except UnicodeDecodeError:
            expected = "файл должен быть в кодировке UTF-8"
        self._fault(path.name, expected, path)
        return None

    @cached_property
    def _source(self) -> TomlSource:
        path = self.path / "circular.toml"
        return TomlSource(path, self._read(path, "нет описания циркуляра") or "")

    def _toml(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self._source.text)
        except tomllib.TOMLDecodeError as error:
            self._fault("circular.toml", f"это не TOML: {error}", self._source.path)
            return {}

    def _toml_file(self) -> _CircularFile | None:
        data = self._toml()
        if self.faults:  # absent or no TOML: that is said already
            return None
        listed = {name: data.pop(name, []) for name in ("questions", "milestones")}
        reminders = self._table(RemindersTable, data.pop("reminders", None), "reminders")
        training = self._table(TrainingTable, data.pop("training", None), "training")
        questions = self._tables(_QuestionTable, listed["questions"], "questions")
        milestones = self._tables(_MilestoneTable, listed["milestones"], "milestones")
        self._check_questions(questions, listed["questions"])
        table = read_table(_CircularTable, data, "", self._source, self.faults)
        if table and table.deadline < table.on:
            where = self._source.where("", "deadline")
            expected = f"срок раньше даты письма ({table.on})"
            self.faults.append(Fault("deadline", str(table.deadline), expected, where))
        if not table:
            return None
        return _CircularFile(table, questions, milestones, reminders, training)

    def _table(self, cls: type[T], found: Any, name: str) -> T | None:
        """A section that may be absent."""
        if found is None:
            return None
        if not isinstance(found, dict):
            self._fault(name, f"нужен раздел [{name}]", self._source.path)
            return None
        return read_table(cls, found, name, self._source, self.faults)

    def _tables(self, cls: type[T], listed: Any, name: str) -> list[T]:
        if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
            self._fault(name, f"нужны разделы [[{name}]]", self._source.path)
            return []
        read = (
            read_table(cls, item, f"{name}[{n}]", self._source, self.faults)
            for n, item in enumerate(listed, 1)
        )
        return [item for item in read if item is not None]

    def _check_questions(self, questions: list[_QuestionTable], listed: Any) -> None:
        if not listed:
            self._fault("questions", "нет ни одного вопроса [[questions]]", self._source.path)
        keys = [question.key for question in questions]
        for repeated in sorted({k for k in keys if keys.count(k) > 1}):
            expected = f"два вопроса с одним именем «{repeated}»"
            self._fault("questions.key", expected, self._source.path)

    def _phrases(self) -> Iterable[PhraseSource]:
        for path in sorted((self.path / "phrases").glob("*.toml")):
            text = self._read(path, "нет файла")
            if text is None:
                continue
            try:
                tomllib.loads(text)
            except tomllib.TOMLDecodeError as error:
                self._fault(path.name, f"это не TOML: {error}", path)
            yield PhraseSource(path.stem, text)


def _assembled(
    file: _CircularFile,
    recipients: tuple[Recipient, ...],
    text: str,
    phrases: tuple[PhraseSource, ...],
) -> Circular:
    table = file.table
    return Circular(
        number=table.number,
        on=table.on,
        subject=table.subject,
        deadline=table.deadline,
        text=text,
        timezone=table.timezone,
        recipients=recipients,
        questions=tuple(
            Question(q.key, q.kind, q.title, q.missing, q.topic, q.required) for q in file.questions
        ),
        milestones=tuple(Milestone(m.on, m.title) for m in file.milestones),
        message_ids=table.message_ids,
        own_addresses=tuple(address.lower() for address in table.own_addresses),
        officers=table.officers,
        persons=table.persons,
        other_matters=table.other_matters,
        phrases=phrases,
        reminders=file.reminders.value if file.reminders else None,
        training=file.training.value if file.training else None,
        keep_until=table.keep_until,
    )
