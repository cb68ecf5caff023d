"""Tables and forms: the cell that answers, by its column's or its row's heading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rules import dates
from rules.document import Sentence
from rules.readiness.ballot import WHETHER
from rules.readiness.brief import in_brief
from rules.readiness.days import Setting
from rules.readiness.votes import VERDICTS, Says, Vote

Hear = Callable[[Sentence], list[Vote]]
"""How a cell that holds a sentence is read."""

_ASKED = re.compile(
    r"готовн|готово?ы? ли|состояни\w+ подключ|подключен\w* к систем"
    r"|(?:можно|возможн\w+)(?: ли)? (?:подключ|включ)|подключ\w+ (?:возможн|можно)",
    re.IGNORECASE,
)
_TERM = re.compile(r"\bсрок|\bдата\b|когда буд", re.IGNORECASE)
_NOT_OURS = re.compile(
    r"фио|ф\.\s?и\.\s?о|слушател|специалист|кандидат|должност|обучен", re.IGNORECASE
)
_OBJECT = re.compile(
    r"объект|подразделени|учреждени|организаци|наименовани|поселени|сельсовет|отдел|место|где\b",
    re.IGNORECASE,
)
"""What the rows of a table of two columns are."""
_CHOICES = re.compile(r"\([^()]*[/;][^()]*\)")
_DIGITS = re.compile(r"\d{2}")
_NUMBER = re.compile(r"\W*\d{1,2}\W*")


@dataclass(frozen=True, slots=True)
class Heading:
    """Which columns of a table ask of readiness, and of its date."""

    state: int | None
    term: int | None


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def heading(sentence: Sentence) -> Heading | None:
    """The heading that a table row is, or None."""
    if not is_row(sentence):
        return None
    cells = _cells(sentence)
    labels = [_CHOICES.sub("", cell.text) for cell in cells]
    if len(cells) < 3 and not _OBJECT.match(cells[0].text.strip()):
        return None
    if any(in_brief(label) or _DIGITS.search(label) for label in labels):
        return None
    if _NUMBER.fullmatch(cells[0].text):
        return None
    state = [n for n, c in enumerate(cells) if _asks(c.text) and not _TERM.search(c.text)]
    term = [n for n, c in enumerate(cells) if _TERM.search(c.text)]
    if not state and not any(_asks(cells[n].text) for n in term):
        return None
    return Heading(state[0] if state else None, term[0] if term else None)


def row(
    sentence: Sentence, under: Heading | None, setting: Setting, hear: Hear
) -> list[Vote] | None:
    """The votes of a table row; None if it is none of a table or form that asks of readiness."""
    if not is_row(sentence):
        return None
    cells = _cells(sentence)
    if under is None:
        return _form_row(sentence, cells, setting, hear)
    votes = list(_answers(sentence, cells, under, setting, hear))
    return votes or None


def _answers(
    sentence: Sentence, cells: list[_Cell], under: Heading, setting: Setting, hear: Hear
) -> Iterator[Vote]:
    cell = cells[under.state] if under.state is not None and under.state < len(cells) else None
    term = cells[under.term] if under.term is not None and under.term < len(cells) else None
    promised = _promise(sentence, term, setting) if term else None
    says = in_brief(cell.text) if cell else None
    if promised and says is not Says.READY:
        yield promised
    elif cell:
        yield from _said_in(sentence, cell, setting, hear)


def _said_in(sentence: Sentence, cell: _Cell, setting: Setting, hear: Hear) -> Iterator[Vote]:
    """What a cell says in a sentence, or in few words; what is not understood is looked at."""
    told = [v for v in _told_at_length(sentence, cell, hear) if v.says in VERDICTS]
    if told:
        yield from (v.but(rule="table_date" if v.on else "table_cell") for v in told)
        return
    says = in_brief(cell.text)
    promised = _promise(sentence, cell, setting) if says is not Says.READY else None
    if promised:
        yield promised
    elif says or _WORD.search(cell.text):
        rule = WHETHER if says is Says.NOTHING else "table_cell"
        yield Vote(says or Says.UNCLEAR, rule, sentence, cell.start, cell.end)


def _form_row(
    sentence: Sentence, cells: list[_Cell], setting: Setting, hear: Hear
) -> list[Vote] | None:
    """«4 | Техническая готовность (готовы / не готовы) | готовы»."""
    at = next((n for n, c in enumerate(cells[:2]) if re.search(r"[^\W\d_]{3}", c.text)), None)
    if at is None or at + 1 >= len(cells) or not _asks(cells[at].text):
        return None
    label = cells[at].text
    if in_brief(_CHOICES.sub("", label)) and "ли" not in label:
        return None
    value = next((c for c in cells[at + 1 :] if c.text.strip()), None)
    if value is None:
        return []
    return _told_at_length(sentence, value, hear) or _form_answer(sentence, label, value, setting)


_WORD = re.compile(r"[^\W\d_]{2}")
_WORD_OR_NUMBER = re.compile(r"\w+")


def _told_at_length(sentence: Sentence, value: _Cell, hear: Hear) -> list[Vote]:
    """The verdicts of a cell that holds a sentence («нет причин, по которым нельзя …»)."""
    if len(_WORD_OR_NUMBER.findall(value.text)) < 2:
        return []
    votes = hear(Sentence(sentence.segment, value.start, value.end))
    return votes if any(v.says in VERDICTS and not v.hedged for v in votes) else []


def _form_answer(
    sentence: Sentence, label: str, value: _Cell, setting: Setting
) -> list[Vote] | None:
    says = in_brief(value.text)
    promised = _promise(sentence, value, setting) if says is not Says.DEFERRED else None
    if promised:
        return [promised]
    if _TERM.search(label):
        return []
    if says:
        rule = WHETHER if says is Says.NOTHING else "form_cell"
        return [Vote(says, rule, sentence, value.start, value.end)]
    return None if any(ch.isalpha() for ch in value.text) else []


def _promise(sentence: Sentence, cell: _Cell, setting: Setting) -> Vote | None:
    found = dates.find(cell.text, setting.today, setting.circular.on.year)
    ahead = [m for m in found if m.last and setting.today and m.last > setting.today]
    if not ahead:
        return None
    last = ahead[-1]
    return Vote(Says.FUTURE, "table_date", sentence, cell.start, cell.end, last.last, last.certain)


def _asks(text: str) -> bool:
    return bool(_ASKED.search(text)) and not _NOT_OURS.search(text)


_BETWEEN = re.compile(r"[\t|│]")


def is_row(sentence: Sentence) -> bool:
    """Whether it is a row of a table: cells parted by tabs, or by bars that somebody drew."""
    return _BETWEEN.search(sentence.text) is not None


def _cells(sentence: Sentence) -> list[_Cell]:
    """The cells of a row; of one between bars without what is outside them."""
    text = sentence.text
    drawn = "\t" not in text
    found, start = [], sentence.start
    for piece in _BETWEEN.split(text):
        left = len(piece) - len(piece.lstrip()) if drawn else 0
        found.append(_Cell(piece.strip() if drawn else piece, start + left))
        start += len(piece) + 1
    if drawn and len(found) > 2:
        found = found[not found[0].text :]
        found = found[: -1 if not found[-1].text else None]
    return found
