"""Telephone numbers and e-mail addresses as people write them in Russian letters.

Pure shape: whose number it is, `rules.nominees` decides. All patterns are bounded, so the time is
linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class ContactKind(StrEnum):
    """What a contact is."""

    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Contact:
    """A number or address at `text[start:end]`.

    `value` is E.164 with ";ext=12" for an extension, or the bare digits of a local number; or the
    e-mail address as written, without blanks. `fax` tells a number for fax only.
    """

    kind: ContactKind
    value: str
    start: int
    end: int
    fax: bool = False


_S = r"[\s.()\-–—‑]{0,3}"
_LABEL = (
    r"(?:\b(?:тел|тлф|т|сот|моб|раб|сл|дом|телефон\w{0,3}|сотов\w{2,3}|мобильн\w{2,3}|рабоч\w{2,3}"
    r"|служебн\w{2,3}|контактн\w{2,3}|номер\w?|звон\w{2,4}(?:\s(?:ей|ему|мне|им|нам))?(?:\sпо)?"
    r"|для\sсвязи|трубк\w|tel|phone|факс|ф)\b[\s.:/№–—-]{0,4})"
)
_ENDS_IN_LABEL = re.compile(rf"{_LABEL}$", re.IGNORECASE)
_EXTENSION = re.compile(
    r"[\s,;(]{0,3}(?:доб(?:авочн\w{2,3}|\b)|вн(?:утр(?:енн\w{2,3})?)?\b|ext\b|[#*])[\s.:№]{0,3}"
    r"(\d{1,3}(?:-\d{1,3})?\d{0,3})(?![\d-])",
    re.IGNORECASE,
)
_PHONE = re.compile(
    rf"""
    (?<!\d)(?<!\d[.\-/])(?<![№+/])(?:
      (?P<full>(?:\+\s?7|[78])(?:{_S}\d){{10}})
    | (?P<area>\(\s?(?:
          (?:8[\s-])?(?:\d{{5}}|\d{{3}}[\s-]\d{{2}})\s?\)(?:{_S}\d){{5}}
          | \d{{4}}\s?\)(?:{_S}\d){{6}}
          | \d{{3}}\s?\)(?:{_S}\d){{7}}))
    | (?P<ten>[3489]\d\d(?:[\s.\-–—‑]{{0,3}}\d){{7}})
    | (?P<local>\d{{1,3}}(?:[-–—‑](?:[ \t]{{0,3}}\n[ \t]{{0,3}})?\d\d){{2}})
    )(?!\d|[-–—‑./]\d)""",
    re.VERBOSE,
)
_LABELLED = re.compile(
    rf"{_LABEL}{{1,3}}(?P<local>\d(?:[\s.\-–—]{{0,2}}\d){{3,6}})(?!\d|[-./]\d)", re.IGNORECASE
)
_INTERNAL = re.compile(
    r"\b(?:вн|внутр(?:енн\w{2,3})?|доб(?:авочн\w{2,3})?)\b[\s.:]{0,3}(?:(?:тел|телефон|номер)\b[\s.:]{0,3})?"
    r"(?P<local>\d{1,3}(?:-\d{2,3})?\d{0,3})(?![\d/-])",
    re.IGNORECASE,
)
_THROUGH = re.compile(
    r"[\s,(]{0,3}\b(?:через|по|от|на|к|у)\s(?:(?:номер\w{0,2}|тел\w{0,6}|коммутатор\w{0,2}|АТС"
    r"|при[её]мн\w{2,3}|городск\w{2,3}|общ\w{2,4}|многоканальн\w{2,4})[\s.:]{1,3}){0,2}",
    re.IGNORECASE,
)
"""«внутр. 214 через (8512) …», «доб. 31 по номеру …»: the extension stands first."""
_OCR = re.compile(r"(?<=[\d(\-])[OОoо](?=[\d)\- ])|(?<=\d)[OОoо](?=\b)|(?<=\d-)[Зз](?=[\d-])")
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_TO_NINETEEN = """
ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать
четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать
"""
_TENS = "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"
_HUNDREDS = "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот"
_SAID = {
    **{word: n for n, word in enumerate(_TO_NINETEEN.split())},
    **{word: 10 * n for n, word in enumerate(_TENS.split(), 2)},
    **{word: 100 * n for n, word in enumerate(_HUNDREDS.split(), 1)},
}
_NUMERAL = "|".join(sorted(_SAID, key=len, reverse=True))
_SPELLED = re.compile(
    rf"\b(?:восемь|плюс\sсемь)(?:[\s,–—-]{{1,3}}(?:{_NUMERAL})\b){{0,12}}"
    r"(?:[\s,–—-]{1,3}(?=\d)|(?=[\s,–—-]{0,2}\())?",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"/(\d{3,5})/(?=[\s-]{0,2}\d{1,3}[\s-])")
"""«8/85146/ 9-20-15»"""
_CODE = (
    r"\bкод\b(?:\s+(?:города|района|АТС|г\.))?[\s:–—-]{0,3}(?:8[\s-])?\(?(\d{3}[\s-]?\d{0,2})\)?"
)
_CODE_AFTER = re.compile(rf"[\s,;(]{{0,3}}{_CODE}(?!\d)", re.IGNORECASE)
_CODE_BEFORE = re.compile(rf"{_CODE}[^\d\n]{{1,16}}$", re.IGNORECASE)
_EMAIL = re.compile(
    r"(?<![\w.+-])(?P<local>[A-Za-z0-9][\w.+-]{0,63}?)\s{0,2}"
    r"(?:@|\((?:at|собака|sobaka)\)|\[at\]|\s(?:собака|sobaka)\s)\s{0,2}"
    r"(?P<domain>[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\s?(?:\.|\sточка\s)\s?[A-Za-z0-9][A-Za-z0-9-]{0,62}){1,5})",
    re.ASCII,
)
_NOT_A_PHONE = re.compile(
    r"(?:№|\bот|\bинн|\bкпп|\bокпо|\bогрн|\bисх\.?|\bвх\.?)\s{0,2}$", re.IGNORECASE
)
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])[-–—](?:0?[1-9]|1[0-2])[-–—](?:0\d|1[0-5])$")
_WHEN = re.compile(r"(?:\b(?:от|до|с|к|по|на|дата)|\()\s{0,2}$", re.IGNORECASE)
_FAX = re.compile(r"(?<!/)\bфакс\w{0,2}[\s.:]{0,3}$", re.IGNORECASE)
_NO_DIGITS = re.compile(r"\D+")


def digits(text: str) -> str:
    """The figures of a text, without all else."""
    return _NO_DIGITS.sub("", text)


def contacts(text: str) -> tuple[Contact, ...]:
    """All telephone numbers and e-mail addresses of a text, in its order."""
    found = [*emails(text), *phones(text)]
    return tuple(sorted(found, key=lambda c: c.start))


def emails(text: str) -> tuple[Contact, ...]:
    """E-mail addresses, also with blanks around the sign or the sign spelled out."""
    found = []
    for match in _EMAIL.finditer(text):
        domain = re.sub(r"\s?(?:\.|\sточка\s)\s?", ".", match["domain"])
        end = match.end()
        if " " in match["domain"] and "точка" not in match["domain"]:
            # «a@b.example. Тел.»: a blank after the dot ends the address.
            domain = re.split(r"\s", match["domain"], maxsplit=1)[0].rstrip(".")
            end = match.start("domain") + len(domain)
        if "." in domain:
            value = f"{match['local']}@{domain}"
            found.append(Contact(ContactKind.EMAIL, value, match.start(), end))
    return tuple(found)


def phones(text: str) -> tuple[Contact, ...]:
    """Telephone numbers; not dates, numbers of letters, postcodes or tax numbers."""
    if not (_DIGIT.search(text) or _SPELLED.search(text)):
        return ()
    clean = _OCR.sub(lambda m: "3" if m.group() in "Зз" else "0", text)
    clean = _SLASHED.sub(r"(\1)", clean) if "/" in clean else clean
    spelled = {m.end(): m.start() for m in _SPELLED.finditer(clean)}
    clean = _SPELLED.sub(_in_figures, clean) if spelled else clean
    taken = list(_through(clean))
    for contact in (*_shaped(clean), *_labelled(clean)):
        if not any(contact.start < t.end and t.start < contact.end for t in taken[-3:]):
            taken.append(contact)
    whole = [replace(c, start=_said_from(c, spelled)) for c in taken] if spelled else taken
    return tuple(_without_overlaps(whole))


def _said_from(contact: Contact, spelled: dict[int, int]) -> int:
    """Where a number begins, with the words that its first figures were told in."""
    runs = (start for end, start in spelled.items() if start <= contact.start < end)
    return next(runs, contact.start)


def _in_figures(match: re.Match[str]) -> str:
    """«восемь, девятьсот шестьдесят, » as «8960», as long as the words were."""
    said, floor = "", 0
    words = _LETTERS.findall(match.group().lower())
    for word in words:
        number = 0 if word == "плюс" else _SAID[word]
        if word == "плюс":
            said = "+"
        elif number and number < floor:
            width = len(str(number))
            said = said[:-width] + str(number)
        else:
            said += str(number)
        floor = 100 if number > 99 else 10 if number > 19 else 0
    if len(words) == 1:
        return re.sub(r"\w+", lambda m: said.rjust(len(m.group())), match.group())
    return said.rjust(len(match.group()))


def _through(text: str) -> Iterator[Contact]:
    """Numbers whose extension stands before them."""
    for match in _INTERNAL.finditer(text):
        by = _THROUGH.match(text, match.end())
        whole = _PHONE.match(text, by.end()) if by else None
        for contact in _contact(text, whole) if whole else ():
            value = f"{contact.value};ext={digits(match['local'])}"
            if "ext" not in contact.value:
                yield Contact(ContactKind.PHONE, value, match.start("local"), contact.end)


def _without_overlaps(found: list[Contact]) -> Iterator[Contact]:
    last = -1
    for contact in sorted(found, key=lambda c: (c.start, -c.end)):
        if contact.start >= last:
            yield contact
            last = contact.end


def _shaped(text: str) -> Iterator[Contact]:
    """Numbers that their shape alone gives away, also glued to a word («тел.89275556078»)."""
    for match in _PHONE.finditer(text):
        yield from _contact(text, match)


def _contact(text: str, match: re.Match[str]) -> Iterator[Contact]:
    start, end = match.span()
    before = text[max(0, start - 12) : start]
    figures, kind = digits(match.group()), match.lastgroup
    if _NOT_A_PHONE.search(before):
        return
    if kind == "local" and _DATE.match(match.group()) and _WHEN.search(before):
        return
    if kind == "ten" and match.group().isdigit() and figures[0] != "9" and not _labels(before):
        return
    local = kind == "local"
    value = _with_code(text, start, end, figures) if local else f"+7{figures[-10:]}"
    yield _extended(text, start, end, value)


def _with_code(text: str, start: int, end: int, local: str) -> str:
    """A local number with the area code that is told apart from it («5-72-30, код 85148»)."""
    told = _CODE_AFTER.match(text, end) or _CODE_BEFORE.search(text, max(0, start - 40), start)
    code = digits(told[1]) if told else ""
    return f"+7{code}{local}" if len(code + local) == 10 else local


def _labels(before: str) -> bool:
    return _ENDS_IN_LABEL.search(before) is not None


def _extended(text: str, start: int, end: int, value: str) -> Contact:
    """The contact with its extension, if one follows."""
    extension = _EXTENSION.match(text, end)
    if extension:
        value += ";ext=" + digits(extension[1])
        end = extension.end()
    line = text[max(0, start - 80) : start].rpartition("\n")[2]
    return Contact(ContactKind.PHONE, value, start, end, _FAX.search(line) is not None)


def _labelled(text: str) -> Iterator[Contact]:
    """Numbers that only the word before them makes telephone numbers."""
    for pattern in (_LABELLED, _INTERNAL):
        for match in pattern.finditer(text):
            local = digits(match["local"])
            if 2 <= len(local) <= 7:
                yield _extended(text, match.start("local"), match.end("local"), local)
