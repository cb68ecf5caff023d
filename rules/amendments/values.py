"""Remarks that give a value: telephone, e-mail, post, a name or its part, a date."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from rules import posts
from rules.amendments.words import NAME_PARTS, field_of, is_filler
from rules.contacts import Contact, ContactKind, contacts
from rules.dates.words import MONTHS
from rules.folded import Word, words
from rules.model import Remark, RemarkKind

_LONGEST: Final = 240
_MOST_NAMES: Final = 3


def value(text: str) -> tuple[Remark, ...]:
    """What a whole statement gives, () if it is not understood whole. No evidence is set."""
    if len(text) > _LONGEST or "?" in text:
        return ()
    text = _OUR.sub("", text)
    pieces = [piece for piece in re.split(r"[,;]\s", text) if piece.strip()]
    if 1 < len(pieces) <= 4:
        found = [value(piece) for piece in pieces]
        if all(found):
            return tuple(remark for remarks in found for remark in remarks)
    for rule in (_contact, _date, _position, _renamed, _name):
        if remark := rule(text):
            return (remark,)
    return ()


_OUR: Final = re.compile(r"\bнаш\w{0,3}\s+(?=специалист|сотрудни|кандидат|участни|слушател)", re.I)


def _whom(rest: Sequence[Word], text: str) -> str | None:
    """The person named beside a value; None if other words stand there that are not understood."""
    names: list[Word] = []
    for word in rest:
        if word.capital and not is_filler(word) and not field_of(word):
            names.append(word)
        elif not is_filler(word):
            return None
    if len(names) > _MOST_NAMES:
        return None
    return text[names[0].start : names[-1].end] if names else ""


def _contact(text: str) -> Remark | None:
    found = contacts(text)
    if not found or len(found) > 2 or len({c.kind for c in found}) > 1 or any(c.fax for c in found):
        return None
    outside = [w for w in words(text) if not any(c.start <= w.start < c.end for c in found)]
    fields = {field for w in outside if (field := field_of(w))}
    kind = RemarkKind.PHONE if found[0].kind is ContactKind.PHONE else RemarkKind.EMAIL
    if "электрон" in text.lower():
        fields.discard(RemarkKind.EMAIL)
    if fields - {kind}:
        return None
    whom = _whom([w for w in outside if not field_of(w)], text)
    new, old = _new_and_old(found, outside)
    if whom is None or new is None:
        return None
    return Remark(kind, new.value, old.value if old else "", whom)


def _new_and_old(
    found: Sequence[Contact], outside: Sequence[Word]
) -> tuple[Contact | None, Contact | None]:
    """Which of the numbers is right: «5-71-58, а не 5-71-00»."""
    denied = [c for c in found if _before(c, outside) in _DENIES | {"был", "было"}]
    given = [c for c in found if c not in denied]
    if len(given) != 1 or len(denied) > 1:
        return None, None
    return given[0], denied[0] if denied else None


def _before(contact: Contact, outside: Sequence[Word]) -> str:
    before = [w.folded for w in outside if w.end <= contact.start and not field_of(w)]
    return before[-1] if before else ""


_LABEL = r"должност(?:ь|и|ью)|долж\."
_POST_AFTER_LABEL: Final = re.compile(
    rf"(?P<before>.*?)\b(?:{_LABEL})(?P<middle>[^:–—]{{0,60}}?)\s*(?::|\s[-–—]|–|—)\s*(?P<post>\S.*)",
    re.I | re.S,
)
_POST_PLAIN: Final = re.compile(
    rf"(?P<before>.*?)\b(?:{_LABEL})(?P<middle>)\s+(?P<post>\S.*)", re.I | re.S
)
_POST_IS: Final = re.compile(
    r"(?P<before>)(?P<middle>)(?:теперь\s+|сейчас\s+)?(?:он|она)\s+(?:у\s+нас\s+)?"
    r"(?:теперь|уже|сейчас|является|работает|[–—-])?\s*(?P<post>\S.*)",
    re.I | re.S,
)
_POST_OF: Final = re.compile(
    r"(?P<before>(?-i:[А-ЯЁ][а-яё]+)(?:\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.|(?:\s+(?-i:[А-ЯЁ][а-яё]+)){1,2})?)"
    r"(?P<middle>)(?:\s+[-–—]|–|—)\s*(?P<post>\S.*)",
    re.I | re.S,
)
_POST_LEAD: Final = re.compile(r"(?:(?:теперь|сейчас|уже|это|она|он|правильно|является)\s+)+", re.I)
_NOT_BUT: Final = re.compile(r"не\s+(?P<old>.+?)\s*,?\s+а\s+(?P<new>.+)", re.I | re.S)
_BUT_NOT: Final = re.compile(r"(?P<new>.+?)\s*,?\s+(?:а\s+не|вместо)\s+(?P<old>.+)", re.I | re.S)


def _position(text: str) -> Remark | None:
    for pattern in (_POST_AFTER_LABEL, _POST_PLAIN, _POST_IS, _POST_OF):
        if match := pattern.fullmatch(text.strip(" .!")):
            beside = [*words(match["before"]), *words(match["middle"])]
            whom = _whom([w for w in beside if not field_of(w)], "")
            named = _whom_text(match["before"], match["middle"])
            if whom is not None and (found := _posts(_POST_LEAD.sub("", match["post"], 1))):
                return Remark(RemarkKind.POSITION, *found, whom=named)
    found = _posts(text) if _NOT_BUT.fullmatch(text) or _BUT_NOT.fullmatch(text) else None
    return Remark(RemarkKind.POSITION, *found) if found else None


def _whom_text(before: str, middle: str) -> str:
    for part in (middle, before):
        if named := _whom([w for w in words(part) if not field_of(w)], part):
            return named
    return ""


def _posts(text: str) -> tuple[str, str] | None:
    """The post given, and the one that it replaces: «не ведущий, а главный специалист»."""
    new, old = new_and_old(text.strip(" .,!–—-"))
    head = _post(new)
    if head is None:
        return None
    if not old:
        return head, ""
    # «не ведущий, а главный специалист»: of two posts one may do without its noun.
    return (head, old) if all(w.folded.isalpha() for w in words(old)) else None


def _post(text: str) -> str | None:
    bare = [w for w in words(text) if w.folded in ("это", "теперь", "уже", "указана", "не", "нет")]
    if bare or any(c.isdigit() for c in text) or len(text) > 160:
        return None
    return posts.nominative(text)


def new_and_old(text: str) -> tuple[str, str]:
    """«не X, а Y» and «Y, а не X» as (Y, X); what denies nothing as (text, "")."""
    if match := _NOT_BUT.fullmatch(text):
        return match["new"], match["old"]
    if match := _BUT_NOT.fullmatch(text):
        return match["new"], match["old"]
    return text, ""


_NAME_WORD: Final = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*|[А-ЯЁ]\.?|[А-ЯЁ]{3,}")
_DENIES: Final = frozenset({"не", "вместо"})
_PATRONYMIC: Final = re.compile(r"(?:вич|вна|ьич|ична|оглы|кызы|улы|гызы)$", re.I)


def _name(text: str) -> Remark | None:
    """A part of a name, or a whole one: «отчество Маратовна, а не Марсовна»."""
    every = list(words(text))
    fields = {field for w in every if (field := field_of(w))}
    stated = [w for w in every if not field_of(w)]
    names = [w for w in stated if w.capital and not is_filler(w)]
    others = [w for w in stated if w not in names]
    if not fields <= NAME_PARTS or not names or not all(map(is_filler, others)):
        return None
    groups = [group for group in _groups(names, every) if not _follows(group, every, _OF)]
    denied = [group for group in groups if _is_denied(group, every)]
    given = [group for group in groups if group not in denied]
    if len(given) != 1 or len(denied) > 1:
        return None
    new, old = (_text(text, group) for group in (given[0], denied[0] if denied else []))
    part = fields.pop() if len(fields) == 1 else ""
    return Remark(RemarkKind.NAME, new, old, part=_part(part)) if _is_name(new, old, part) else None


def _part(field: str) -> str:
    return "" if field == "name" else field


def _is_name(new: str, old: str, part: str) -> bool:
    """Whether these may be a name or its part: a lone word only where it is said which part."""
    if not all(_NAME_WORD.fullmatch(word) for word in f"{new} {old}".split()):
        return False
    whole = len(new.split()) in (2, 3) and _PATRONYMIC.search(new) is not None
    if part == "patronymic":
        return _PATRONYMIC.search(new) is not None
    return bool(part or old or whole)


_RENAMED: Final = re.compile(
    r"(?P<whom>[^:]*?)(?:сменил|поменял|изменил)\w*\s+фамили\w+(?:\s+на|\s*[:–—-])?\s+"
    r"(?P<name>(?-i:[А-ЯЁ])[а-яё-]+)",
    re.I,
)


def _renamed(text: str) -> Remark | None:
    """«Петрова сменила фамилию на …»: the same person, and nobody taken back."""
    match = _RENAMED.fullmatch(text.strip(" .!"))
    if match is None:
        return None
    # An oblique case («на Сидорову») gives no nominative without knowing him or her.
    if match["name"].lower().endswith(("у", "ю", "ой", "ого", "ым", "ом")):
        return Remark(RemarkKind.WRONG)
    whom = match["whom"].strip(" ,–—-")
    return Remark(RemarkKind.NAME, match["name"], whom=whom, part="surname")


def _groups(names: Sequence[Word], every: Sequence[Word]) -> list[list[Word]]:
    """Names that stand side by side."""
    found: list[list[Word]] = []
    for word in names:
        if found and every.index(word) - every.index(found[-1][-1]) == 1:
            found[-1].append(word)
        else:
            found.append([word])
    return found


_OF: Final = frozenset({"у", "для"})
"""«У Петровой фамилия теперь …»: whose name it is."""


def _is_denied(group: Sequence[Word], every: Sequence[Word]) -> bool:
    return _follows(group, every, _DENIES)


def _follows(group: Sequence[Word], every: Sequence[Word], what: Collection[str]) -> bool:
    place = every.index(group[0])
    return place > 0 and every[place - 1].folded in what


def _text(text: str, group: Sequence[Word]) -> str:
    return " ".join(text[group[0].start : group[-1].end].split()) if group else ""


_MONTH = r"янв\w*|фев\w*|март\w*|апр\w*|ма[йяюе]|июн\w*|июл\w*|авг\w*|сен\w*|окт\w*|ноя\w*|дек\w*"
_DAY: Final = re.compile(
    r"(?<![\d.,:№-])(?P<day>\d{1,2})(?:\s?-?\s?(?:го|ого|му|ому|е|ое))?(?:\.(?P<number>\d{1,2})"
    rf"(?:\.(?P<year>20\d\d|\d\d))?(?:\s?г(?:ода|\.)?)?|\s+(?P<month>{_MONTH})(?:\s+(?P<full>20\d\d)"
    r"(?:\s?г(?:ода|\.)?)?)?)?(?![\d:-])(?!\.\d)",
    re.I,
)
_DATE_FILLER: Final = re.compile(
    r"(?:срок|дат[ауые]|готовност|подключени|перенес|перенос|сдвин|смест|продл|передвин|отложи|будем"
    r"|готов|числ)\w*"
)
_TERM: Final = re.compile(r"(?:срок|дат[ауые]|перенес|перенос|сдвин|смест|продл|отложи)\w*")


def _date(text: str) -> Remark | None:
    """«срок не 5-го, а 12-го», «срок переносится на 12 сентября»."""
    found = [m for m in _DAY.finditer(text) if 0 < int(m["day"]) < 32]
    if not 0 < len(found) <= 2 or contacts(text):
        return None
    outside = [w for w in words(text) if not any(m.start() <= w.start < m.end() for m in found)]
    if any(not (is_filler(w) or _DATE_FILLER.fullmatch(w.folded)) for w in outside):
        return None
    denied = [m for m in found if _is_old(m, outside, text)]
    given = [m for m in found if m not in denied]
    if len(given) != 1 or not (denied or _names_term(outside)):
        return None
    old = _said(denied[0]) if denied else ""
    return Remark(RemarkKind.DATE, _said(given[0]), old)


def _names_term(outside: Sequence[Word]) -> bool:
    """«Срок – 12 сентября», a date alone; «готовы 12 сентября» is an answer like any other."""
    if not outside:
        return True
    return any(_TERM.fullmatch(word.folded) for word in outside)


def _is_old(match: re.Match[str], outside: Sequence[Word], text: str) -> bool:
    before = [w for w in outside if w.end <= match.start()]
    for word in reversed(before):
        if word.folded in ("к", "с", "со", "на", "до", "срок", "числа"):
            continue
        near = match.start() - word.end < 12 and "," not in text[word.end : match.start()]
        return near and word.folded in _DENIES
    return False


def _said(match: re.Match[str]) -> str:
    month = match["number"] or _month(match["month"] or "")
    year = match["year"] or match["full"] or ""
    parts = [match["day"], month, f"20{year}" if len(year) == 2 else year]
    return ".".join(part.zfill(2) for part in parts if part)


def _month(word: str) -> str:
    low = word.lower()
    return next((str(n) for n, stem in enumerate(MONTHS, 1) if low.startswith(stem)), "")
