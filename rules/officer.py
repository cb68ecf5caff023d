"""What an officer says of a mail, in plain words: «верно», «готовы с 01.09», «не наше».

One statement a line (or several, parted by full stops or semicolons). Nothing is guessed: a line
that is not understood whole makes the correction unclear, and an unclear correction is asked back,
never applied in part.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from rules import places
from rules.model import Answer, Circular, Nominees
from rules.officer_words import (
    ACCEPTS,
    CONTRADICTS,
    COURTESY,
    LEADS_TO_RECIPIENT,
    NOT_OURS,
    RECIPIENT_WORDS,
    Detail,
    Said,
    Unclear,
    detail,
    is_signature,
    nominee,
    readiness,
    words_of,
)

LONGEST: Final = 8_000
"""A longer text is no answer to a notice."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was said. `accept`: the reading is right as it stands, but for what is said besides;
    `not_ours`: the mail is no answer to the circular; `answers` by question's key; `details` of
    the one nominee who is known already. `unclear` is what was not understood: then nothing else
    of it counts."""

    accept: bool = False
    not_ours: bool = False
    recipient: str | None = None
    answers: tuple[tuple[str, Answer], ...] = ()
    details: tuple[Detail, ...] = ()
    unclear: tuple[Unclear, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether anything was understood."""
        return bool(self.accept or self.not_ours or self.recipient or self.answers or self.details)


@dataclass
class _Draft:
    """A correction while its lines are read."""

    circular: Circular
    today: date
    accept: bool = False
    not_ours: bool = False
    recipients: list[str] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    details: list[Detail] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)

    def copy(self) -> _Draft:
        """The same, to be tried on."""
        return dataclasses.replace(
            self,
            recipients=list(self.recipients),
            answers=dict(self.answers),
            details=list(self.details),
            unclear=list(self.unclear),
        )


def parse(text: str, circular: Circular, today: date) -> Correction:
    """Read an officer's own words (without quotations). `today` anchors relative dates."""
    draft = _Draft(circular, today)
    if len(text) > LONGEST:
        return Correction(unclear=(Unclear(text[:100] + "…", "слишком длинно"),))
    for n, block in enumerate(_blocks(text)):
        if n and is_signature(block) and not _statement(block[0], draft.copy()):
            continue
        for line in block:
            if _CLOSING.match(line):
                return _finished(draft)
            draft = _with_line(line, draft)
    return _finished(draft)


def _blocks(text: str) -> list[list[str]]:
    """Lines, parted by empty lines; empty blocks left out."""
    found: list[list[str]] = [[]]
    for raw in text.replace("\u2028", "\n").replace("\t", " ").splitlines():
        line = raw.replace("\u00a0", " ").strip(" >*•·")
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


_CLOSING = re.compile(
    r"(?:--|с\s+уважением|с\s+наилучшими|отправлено\s+(?:с|из)\b|sent from)", re.I
)
_NEXT = re.compile(r"(?<=[а-яё0-9)])[.;!]\s+(?=[А-ЯЁа-яё])|\s*;\s*")


def _with_line(line: str, draft: _Draft) -> _Draft:
    """The draft with all of a line's statements, or with the line as unclear."""
    if _statement(line, draft):
        return draft
    parts = [part for part in _NEXT.split(line) if part.strip()]
    trial = draft.copy()
    if len(parts) > 1 and all(_statement(part, trial) for part in parts):
        return trial
    draft.unclear.append(Unclear(line, "это вопрос" if "?" in line else ""))
    return draft


def _statement(text: str, draft: _Draft) -> bool:
    """Whether one of the rules took the whole of a statement."""
    greeting = _GREETING.match(text)
    text = text[greeting.end() :] if greeting else text
    words = words_of(text)
    if "?" in text:
        return False
    if {*words} <= COURTESY:
        return True
    if any(rule(text, words, draft) for rule in RULES):
        return True
    rest = _after_yes_or_no(text)
    if rest is not None and _with_prefix(rest, draft):
        return True
    return bool(greeting and _ADDRESSED.fullmatch(text))


_GREETING = re.compile(r"(?:здравствуйте|доброе\s+утро|добрый\s+(?:день|вечер))[\s,.!]*", re.I)
_ADDRESSED = re.compile(r"[А-ЯЁ][а-яё]{2,15}(?:\s+[А-ЯЁ][а-яё]{2,15})?\s*[.!,]?")
_YES = re.compile(
    r"\s*(?:(?:да|вс[её]|верно|правильно|подтверждаю|согласен|согласна)[\s,]*)+"
    r"[\s,.;:–—-]*(?:(?:только|лишь|кроме\s+того|но|а|и)\s+)*(?=\S)",
    re.I,
)
_NO = re.compile(r"\s*(?:нет|неверно|не\s+верно|неправильно|не\s+так)\s*[,.;:–—-]\s*(?=\S)", re.I)


def _after_yes_or_no(text: str) -> tuple[bool, str] | None:
    """What follows «верно, только …» (accepted but for that) or «нет, …»."""
    if (match := _YES.match(text)) and match.end() < len(text):
        return True, text[match.end() :]
    if match := _NO.match(text):
        return False, text[match.end() :]
    return None


def _with_prefix(rest: tuple[bool, str], draft: _Draft) -> bool:
    accepts, text = rest
    words = words_of(text)
    if not words or not any(rule(text, words, draft) for rule in RULES):
        return False
    draft.accept = draft.accept or accepts
    return True


Rule = Callable[[str, Sequence[str], _Draft], bool]


def _accepts(text: str, words: Sequence[str], draft: _Draft) -> bool:  # noqa: ARG001
    core, filler = ACCEPTS
    if not core | filler >= {*words} or not (core & {*words} or list(words) == ["да"]):
        return False
    draft.accept = True
    return True


def _not_ours(text: str, words: Sequence[str], draft: _Draft) -> bool:  # noqa: ARG001
    if not NOT_OURS.fullmatch(" ".join(words)):
        return False
    draft.not_ours = True
    return True


def _recipient(text: str, words: Sequence[str], draft: _Draft) -> bool:
    found = places.mentions(text, draft.circular)
    codes = list(dict.fromkeys(mention.code for mention in found))
    codes = codes or _by_code(words, draft.circular)
    if not codes or not (_by_name(found) or LEADS_TO_RECIPIENT & {*words}):
        return False
    rest = text
    for mention in sorted(found, key=lambda m: m.start, reverse=True):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    own = {word for code in codes for word in words_of(code)}
    if any(word not in RECIPIENT_WORDS and word not in own for word in words_of(rest)):
        return False
    if len(codes) > 1:
        names = [r.name for code in codes if (r := draft.circular.recipient(code))]
        draft.unclear.append(Unclear(text, f"подходит несколько адресатов: {', '.join(names)}"))
    else:
        draft.recipients.append(codes[0])
    return True


def _by_name(found: Sequence[places.Mention]) -> bool:
    """Whether the body itself is named, not only a settlement of it (as in an address)."""
    return any(m.naming in (places.Naming.NAME, places.Naming.ADJECTIVE) for m in found)


def _by_code(words: Sequence[str], circular: Circular) -> list[str]:
    """A recipient named by its code («limansky»), after «адресат»."""
    known = {recipient.code.lower(): recipient.code for recipient in circular.recipients}
    return [known[word] for word in words if word in known]


def _readiness(text: str, words: Sequence[str], draft: _Draft) -> bool:
    said = readiness(text, words, draft.today, draft.circular.on.year)
    return said is not None and _answer("readiness", text, said, draft)


def _nominee(text: str, words: Sequence[str], draft: _Draft) -> bool:  # noqa: ARG001
    said = nominee(text)
    return said is not None and _answer("nominee", text, said, draft)


def _answer(kind: str, text: str, said: Said, draft: _Draft) -> bool:
    if said.unclear:
        draft.unclear.append(Unclear(text, said.unclear))
        return True
    keys = [question.key for question in draft.circular.questions if question.kind == kind]
    if len(keys) != 1 or said.answer is None:
        why = "таких вопросов в циркуляре несколько" if keys else "об этом циркуляр не спрашивает"
        draft.unclear.append(Unclear(text, why))
        return True
    before = draft.answers.get(keys[0])
    if before is None:
        draft.answers[keys[0]] = said.answer
    elif isinstance(before, Nominees) and isinstance(said.answer, Nominees):
        draft.answers[keys[0]] = Nominees((*before.people, *said.answer.people))
        if not (before.people and said.answer.people):
            draft.unclear.append(Unclear(text, CONTRADICTS))
    elif before != said.answer:
        draft.unclear.append(Unclear(text, CONTRADICTS))
    return True


def _detail(text: str, words: Sequence[str], draft: _Draft) -> bool:  # noqa: ARG001
    found = detail(text)
    if found is None:
        return False
    for key, answer in draft.answers.items():
        if isinstance(answer, Nominees) and answer.people:
            *others, last = answer.people
            draft.answers[key] = Nominees((*others, found.applied(last)))
            return True
    draft.details.append(found)
    return True


RULES: Final[tuple[Rule, ...]] = (
    _accepts,
    _not_ours,
    _readiness,
    _detail,
    _nominee,
    _recipient,
)
"""Asked in this order; the first that takes the whole statement has it."""


def _finished(draft: _Draft) -> Correction:
    unclear = [*draft.unclear, *_contradictions(draft)]
    recipients = list(dict.fromkeys(draft.recipients))
    return Correction(
        accept=draft.accept,
        not_ours=draft.not_ours,
        recipient=recipients[0] if len(recipients) == 1 else None,
        answers=tuple(draft.answers.items()),
        details=tuple(draft.details),
        unclear=tuple(unclear),
    )


def _contradictions(draft: _Draft) -> Iterator[Unclear]:
    if len(set(draft.recipients)) > 1:
        yield Unclear("", "названы разные адресаты")
    if draft.not_ours and (draft.accept or draft.recipients or draft.answers or draft.details):
        yield Unclear("", "сказано и «не наше», и как записать ответ")


def merged(
    given: Sequence[tuple[str, Answer]], correction: Correction
) -> tuple[tuple[str, Answer], ...] | None:
    """The answers of a reading with the correction put in. None if details are given and it is not
    clear of whom."""
    answers = {**dict(given), **dict(correction.answers)}
    if not correction.details:
        return tuple(answers.items())
    key = next((key for key, answer in answers.items() if isinstance(answer, Nominees)), "")
    named = answers.get(key)
    if not isinstance(named, Nominees) or len(named.people) != 1:
        return None
    person = named.people[0]
    for one in correction.details:
        person = one.applied(person)
    answers[key] = dataclasses.replace(named, people=(person,))
    return tuple(answers.items())
