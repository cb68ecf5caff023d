"""TOML tables read into frozen dataclasses; what does not fit is gathered as faults.

A field of such a dataclass is declared with `key(…)`, which carries what a person must know of it:
the same words make the comments of the template, the messages and the documentation.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Literal, TypeVar

from intake.faults import Fault, shown, suggestion

T = TypeVar("T")


class Unfit(ValueError):  # noqa: N818 -- a verdict, not a failure
    """A value is not what the setting takes; the text says what was expected, in Russian."""


def not_blank(value: str) -> None:
    """A check: refuses a text that has nothing but blanks."""
    if not value.strip():
        raise Unfit("строка не должна быть пустой")


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of one setting beside its type and default. Russian, for people.

    `example` is the TOML literal of the template where there is no default; `check` takes the
    converted value and raises `Unfit`. A `hidden` key is no setting: code fills the field.
    """

    help: str = ""
    name: str = ""
    example: str = ""
    check: Callable[[Any], object] | None = None
    hidden: bool = False


def key(
    help: str,
    default: Any = dataclasses.MISSING,
    *,
    name: str = "",
    example: str = "",
    check: Callable[[Any], object] | None = None,
) -> Any:
    """Declare a setting. Without `default` it must stand in the file."""
    return dataclasses.field(
        default=default, metadata={"key": Key(help, name, example, check)}, kw_only=True
    )


def filled(default: Any = None) -> Any:
    """A field that code fills after reading: a secret, a resolved path."""
    return dataclasses.field(default=default, metadata={"key": Key(hidden=True)}, kw_only=True)


def settings_of(cls: type) -> dict[str, tuple[dataclasses.Field[Any], Key]]:
    """The settings of a dataclass by their TOML names, in order."""
    found = {}
    for field in dataclasses.fields(cls):
        spec: Key = field.metadata["key"]
        if not spec.hidden:
            found[spec.name or field.name] = (field, spec)
    return found


@dataclass(frozen=True)
class TomlSource:
    """A TOML file: its name for messages, its text to find lines, the folder of its paths."""

    path: Path
    text: str = ""

    @property
    def base(self) -> Path:
        """The folder that relative paths of the file start from."""
        return self.path.parent

    def where(self, table: str, name: str) -> str:
        """The place of a setting: the line if it stands there, else its table."""
        line = self._line(table, name) or (table and self._line(table, ""))
        if line:
            return f"{self.path}, строка {line}"
        return f"{self.path}, раздел [{table}]" if table else f"{self.path}, вне разделов"

    def _line(self, table: str, name: str) -> int:
        """The line of a setting, or of a heading where `name` is ""; 0 if it is not there. The
        second of several tables [[x]] is called "x[2]"."""
        current = ""
        arrays: Counter[str] = Counter()
        for number, line in enumerate(self.text.splitlines(), 1):
            if heading := re.match(r"\s*(\[{1,2})\s*([^\[\]]+?)\s*\]", line):
                current = heading[2]
                if heading[1] == "[[":
                    arrays[current] += 1
                    current = f"{current}[{arrays[current]}]"
                if not name and current == table:
                    return number
            elif name and current == table and re.match(rf"\s*{re.escape(name)}\s*=", line):
                return number
        return 0


def read_table(
    cls: type[T], table: Mapping[str, Any], name: str, source: TomlSource, faults: list[Fault]
) -> T | None:
    """The dataclass of a table, or None after adding to `faults` why not."""
    before = len(faults)
    known = settings_of(cls)
    hints = typing.get_type_hints(cls)
    values: dict[str, Any] = {}
    for unknown in sorted(table.keys() - known.keys()):
        expected = f"такой настройки нет{suggestion(unknown, known)}"
        faults.append(Fault(_dotted(name, unknown), "", expected, source.where(name, unknown)))
    for setting, (field, spec) in known.items():
        where = source.where(name, setting)
        if setting in table:
            try:
                value = convert(table[setting], hints[field.name], source.base)
                values[field.name] = value
                if spec.check:
                    spec.check(value)
            except Unfit as error:
                text = shown(table[setting])
                faults.append(Fault(_dotted(name, setting), text, str(error), where))
        elif field.default is dataclasses.MISSING:
            expected = f"не задано, а нужно: {spec.help.splitlines()[0].rstrip('.')}"
            faults.append(Fault(_dotted(name, setting), "", expected, where))
    return cls(**values) if len(faults) == before else None


def _dotted(table: str, name: str) -> str:
    return f"{table}.{name}" if table else name


def convert(value: Any, hint: Any, base: Path) -> Any:
    """A TOML value as the annotated type of a setting. Raises Unfit."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return _choice(value, args)
    if origin in (types.UnionType, typing.Union):
        return convert(value, next(a for a in args if a is not type(None)), base)
    if origin is tuple:
        if not isinstance(value, list):
            raise Unfit('нужен список в квадратных скобках, например ["…", "…"]')
        return tuple(convert(item, args[0], base) for item in value)
    if hint is Path:
        return base / Path(convert(value, str, base)).expanduser()
    if hint in (time, date):
        return _time(value) if hint is time else _date(value)
    return _plain(value, hint)


def _plain(value: Any, hint: type) -> Any:
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not hint:
        raise Unfit(_TYPES[hint])
    return value


_TYPES: dict[type, str] = {
    str: "нужна строка в кавычках",
    int: "нужно целое число без кавычек",
    float: "нужно число без кавычек",
    bool: "нужно true или false без кавычек",
}


def _choice(value: Any, args: tuple[Any, ...]) -> Any:
    if value not in args:
        listed = ", ".join(f'"{arg}"' for arg in args)
        raise Unfit(f"нужно одно из: {listed}{suggestion(str(value), args)}")
    return value


def _date(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise Unfit("нужна дата без кавычек вида ГГГГ-ММ-ДД, например 2011-08-25")


def _time(value: Any) -> time:
    if isinstance(value, time):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{1,2}:\d\d", value):
        hour, minute = map(int, value.split(":"))
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise Unfit('нужно время, например "17:00"')
