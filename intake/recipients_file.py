"""`recipients.csv`: the bodies that a circular asks. Officers edit it in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from intake.faults import Fault, shown, suggestion
from intake.settings import EMAIL
from rules.model import Recipient

COLUMNS = (
    "code",
    "name",
    "kind",
    "centre",
    "email",
    "domain",
    "phone_code",
    "aliases",
    "settlements",
    "district",
    "region",
)
_REQUIRED = ("code", "name")
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]*")
_DOMAIN = re.compile(r"[^\s@.,;]+(\.[^\s@.,;]+)+")


def read(path: Path, faults: list[Fault]) -> tuple[Recipient, ...]:
    """The recipients of a file; what is wrong is added to `faults`, with its line.

    Between columns stands "," or ";", between several values of one cell ";" (quoted by the
    spreadsheet where it must be)."""
    file = _RecipientsFile(path, faults)
    return tuple(file.recipients())


class _RecipientsFile:
    def __init__(self, path: Path, faults: list[Fault]) -> None:
        self.path, self.faults = path, faults
        self._seen: dict[tuple[str, str], int] = {}

    def recipients(self) -> Iterator[Recipient]:
        text = self._text()
        if text is None:
            return
        found = 0
        for line, row in self._rows(text):
            found += 1
            self._check(line, row)
            yield _recipient(row)
        if not found and not self.faults:
            self._fault(1, "recipients.csv", "нет ни одного адресата")

    def _fault(self, line: int, key: str, expected: str, value: str = "") -> None:
        where = f"{self.path}, строка {line}"
        self.faults.append(Fault(key, shown(value) if value else "", expected, where))

    def _text(self) -> str | None:
        try:
            return self.path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            expected = "нет файла со списком адресатов"
        except OSError as error:
            expected = f"файл не читается: {error.strerror}"
        except UnicodeDecodeError:
            expected = "файл не в кодировке UTF-8; в Excel: «Сохранить как» → «CSV UTF-8»"
        self.faults.append(Fault(self.path.name, "", expected, str(self.path)))
        return None

    def _rows(self, text: str) -> Iterator[tuple[int, dict[str, str]]]:
        head = text.partition("\n")[0]
        delimiter = ";" if head.count(";") > head.count(",") else ","
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            columns = [column.strip().lower() for column in next(reader, [])]
            if not self._check_columns(columns):
                return
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield reader.line_num, self._row(reader.line_num, columns, cells)
        except csv.Error as error:
            self._fault(reader.line_num, "recipients.csv", f"строка не разбирается: {error}")

    def _check_columns(self, columns: list[str]) -> bool:
        missing = [name for name in _REQUIRED if name not in columns]
        for name in missing:
            self._fault(1, name, "нет такого столбца")
        for name in columns:
            if name not in COLUMNS:
                expected = f"такого столбца быть не может{suggestion(name, COLUMNS)}"
                self._fault(1, name or "(пусто)", expected)
            elif columns.count(name) > 1 and ("column", name) not in self._seen:
                self._seen["column", name] = 1
                self._fault(1, name, "столбец повторяется")
        return not missing

    def _row(self, line: int, columns: list[str], cells: list[str]) -> dict[str, str]:
        if len(cells) > len(columns):
            expected = (
                f"в строке {len(cells)} столбцов вместо {len(columns)}: "
                "возьмите в кавычки значение с разделителем"
            )
            self._fault(line, "recipients.csv", expected, cells[-1])
        return dict(zip(columns, (cell.strip() for cell in cells), strict=False))

    def _check(self, line: int, row: dict[str, str]) -> None:
        code = row.get("code", "")
        if not _CODE.fullmatch(code):
            self._fault(line, "code", "нужен код из строчных латинских букв и цифр", code)
        if not row.get("name"):
            self._fault(line, "name", "нет названия адресата")
        self._unique(line, "code", code)
        for address in _listed(row, "email"):
            if not EMAIL.fullmatch(address):
                self._fault(line, "email", "это не адрес электронной почты", address)
            self._unique(line, "email", address.lower())
        for domain in _listed(row, "domain"):
            if not _DOMAIN.fullmatch(domain):
                self._fault(line, "domain", "это не домен; нужен вида example.ru", domain)
            self._unique(line, "domain", domain.lower())

    def _unique(self, line: int, column: str, value: str) -> None:
        first = self._seen.setdefault((column, value), line)
        if value and first != line:
            self._fault(line, column, f"уже есть в строке {first}", value)


def _listed(row: dict[str, str], column: str) -> tuple[str, ...]:
    return tuple(x.strip() for x in row.get(column, "").split(";") if x.strip())


def _recipient(row: dict[str, str]) -> Recipient:
    return Recipient(
        code=row.get("code", ""),
        name=row.get("name", ""),
        kind=row.get("kind", ""),
        centre=row.get("centre", ""),
        addresses=tuple(a.lower() for a in _listed(row, "email")),
        domains=tuple(d.lower() for d in _listed(row, "domain")),
        phone_code=row.get("phone_code", ""),
        aliases=_listed(row, "aliases"),
        settlements=_listed(row, "settlements"),
        district=row.get("district", ""),
        region=row.get("region", ""),
    )
