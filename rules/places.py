"""Names of the recipients and of their settlements in Russian text, in any case.

A name is matched as declined words; case of letters, ё, й and Latin look-alikes do not matter.
Whose name it is says nothing yet of who speaks: `rules.recipients` weighs where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from rules.model import Circular, Recipient
from rules.morphology import parses


class Naming(Enum):
    """How a recipient is named."""

    NAME = auto()  # «администрация Лиманского района», «ЗАТО Знаменск»
    ADJECTIVE = auto()  # «наш Харабалинский»
    SETTLEMENT = auto()  # «с. Икряное», «Марфинский сельсовет»
    PLACE = auto()  # «Капустин Яр» without a word that says it is a settlement


@dataclass(frozen=True, slots=True)
class Mention:
    """`text[start:end]` names recipient `code`; equal stretches may name several."""

    code: str
    naming: Naming
    start: int
    end: int


_LATIN = str.maketrans("aceopxykmtbhёй", "асеорхукмтвнеи")


def fold(text: str) -> str:
    """The text as names are matched in it; of the same length."""
    low = text.lower()
    if len(low) != len(text):  # «İ» has two letters when small
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_LATIN)


def mentions(text: str, circular: Circular) -> tuple[Mention, ...]:
    """All namings of the circular's recipients in a text, in order."""
    return _gazetteer(circular).mentions(text)


def is_common(text: str, mention: Mention, circular: Circular) -> bool:
    """Whether the circular's own text names this place: then it need not mean the writer."""
    pattern = _gazetteer(circular).common(mention.code)
    return bool(pattern and pattern.fullmatch(fold(text[mention.start : mention.end])))


_SPACE = r"(?:[\s«»\"„“”'-]{1,4}|(?<=\.))"
_SETTLED = re.compile(
    r"(?:\b(?:сел[аоеу]м?|поселк[аеу]|поселок|город[аеу]?|станци[яию]"
    r"|рабоч\w{1,4} поселк?\w{0,3}|деревн[яию])"
    r"|\b(?:г|с|п|пос|пгт|р\.\s?п|рп|ст)(?:\.|(?=\s)))[\s«\"]{0,3}\Z"
)
_MARK_WIDTH = 24
_COUNCIL = re.compile(
    r"\b([а-я]{4,})(?:ск|цк)(?:ии|ого|ому|им|ом|ои|ая|ую)"
    + _SPACE
    + r"(?:сельсовет|сельск\w+"
    + _SPACE
    + r"совет|сельск\w+"
    + _SPACE
    + r"поселен)"
)
_CITY = {
    "город": r"(?:город\w{0,2}|гор\.?|г\.?)",
    "города": r"(?:города|гор\.?|г\.?)",
    "раион": r"(?:муниципальн\w{2,3}\s+)?(?:раион\w{0,3}|р-о?н\w{0,2}|р/н|мр)",
}
_SPOKEN_FOR = re.compile(
    r"(?:администраци\w*|глав[аыоу]\w?|мы|из|по|от|за|имени|это)[\s«\"]{1,3}\Z"
)
_REACH = 90
"""Characters around a name's telling word in which the whole name must stand."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name to look for. `marked` ones count as a settlement where a word like «село» precedes;
    `bare` tells whether they count without it."""

    code: str
    naming: Naming
    words: str
    marked: bool = False
    bare: bool = True

    @property
    def abbreviation(self) -> bool:
        """«ЗАТО», which in small letters is a common word."""
        return len(self.words) < 6 and self.words.isupper()


class Gazetteer:
    """The recipients' names, found by the first letters of their telling words; a name's pattern
    is made when a text first holds those letters."""

    def __init__(self, recipients: tuple[Recipient, ...], known: str) -> None:
        self._said = f" {' '.join(_FOLDED_WORD.findall(fold(known)))} "
        self._recipients = {recipient.code: recipient for recipient in recipients}
        self._index: dict[str, list[_Name]] = {}
        self._stems: list[tuple[str, str]] = []
        self.mentions = lru_cache(maxsize=256)(self._mentions)
        self.common = lru_cache(maxsize=256)(self._common)
        for recipient in recipients:
            for name in self._names(recipient):
                self._index.setdefault(_beginning(name.words), []).append(name)

    def _names(self, recipient: Recipient) -> Iterator[_Name]:
        code = recipient.code
        for name in (recipient.name, *recipient.aliases):
            yield _Name(code, Naming.NAME, name)
        for word in _adjectives(recipient.name):
            yield _Name(code, Naming.ADJECTIVE, word)
            yield _Name(code, Naming.PLACE, _people(word))
        for place in recipient.settlements:
            if f" {' '.join(_FOLDED_WORD.findall(fold(place)))} " not in self._said:
                bare = " " in place or place == _bare(recipient.centre)
                yield _Name(code, Naming.PLACE, place, marked=True, bare=bare)
                self._stems.append((fold(place), code))

    def _common(self, code: str) -> re.Pattern[str] | None:
        """The pattern of a recipient's own name, if the circular's text holds it."""
        pattern = _pattern(self._recipients[code].name)
        return pattern if pattern.search(self._said) else None

    def _mentions(self, text: str) -> tuple[Mention, ...]:
        return tuple(self._outermost(text))

    def _outermost(self, text: str) -> Iterator[Mention]:
        """Mentions in order; what lies within a longer name is left out."""
        last: Mention | None = None
        for mention in sorted(set(self._find(text)), key=_place):
            same = last and (mention.start, mention.end, mention.naming) == (
                last.start,
                last.end,
                last.naming,
            )
            if last is None or mention.end > last.end:
                last = mention
                yield mention
            elif same:
                yield mention

    def _find(self, text: str) -> Iterator[Mention]:
        folded = fold(text)
        index = self._index
        for word in _FOLDED_WORD.finditer(folded):
            start, letters = word.start(), word.group()
            for length in (4, 3, 2):
                for name in index.get(letters[:length], ()) if len(letters) >= length else ():
                    yield from self._at(name, text, folded, start)
        if "сельс" in folded or "сельск" in folded:
            yield from self._councils(folded)

    def _at(self, name: _Name, text: str, folded: str, start: int) -> Iterator[Mention]:
        """The name whose telling word may begin at `start`."""
        pattern = _pattern(name.words)
        if name.words.isalpha():
            match = pattern.match(folded, start)
        else:
            window = pattern.finditer(folded, max(0, start - _REACH), start + _REACH)
            match = next((m for m in window if m.start() <= start < m.end()), None)
        if match is None or (name.abbreviation and not _is_abbreviated(text, folded, match)):
            return
        settled = name.marked and _SETTLED.search(
            folded[max(0, match.start() - _MARK_WIDTH) : match.start()]
        )
        if settled:
            begin = match.start() - len(settled.group())
            yield Mention(name.code, Naming.SETTLEMENT, begin, match.end())
        elif name.bare:
            yield Mention(name.code, name.naming, match.start(), match.end())

    def _councils(self, folded: str) -> Iterator[Mention]:
        for match in _COUNCIL.finditer(folded):
            stem = match.group(1)
            codes = {code for name, code in self._stems if _same_place(stem, name)}
            for code in sorted(codes):
                yield Mention(code, Naming.SETTLEMENT, match.start(), match.end())


def _place(mention: Mention) -> tuple[int, int, str, int]:
    return mention.start, mention.start - mention.end, mention.code, mention.naming.value


def _is_abbreviated(text: str, folded: str, match: re.Match[str]) -> bool:
    """Whether an abbreviation stands here, and no common word that looks like it."""
    written = text[match.start() : match.end()]
    around = text[max(0, match.start() - 60) : match.end() + 60]
    if written.isupper() and not around.isupper():
        return True
    return _SPOKEN_FOR.search(folded[max(0, match.start() - 20) : match.start()]) is not None


_FOLDED_WORD = re.compile(r"[а-я]+")


def _beginning(name: str) -> str:
    """The first letters of a name's telling word, which all its forms share."""
    words = _FOLDED_WORD.findall(fold(name))
    telling: str = max((w for w in words if w not in _CITY), key=len, default=words[0])
    return telling[: min(4, max(2, len(telling) - 2))]


_GAZETTEERS: dict[int, tuple[Circular, Gazetteer]] = {}
_MOST_GAZETTEERS = 16


def _gazetteer(circular: Circular) -> Gazetteer:
    """The circular's gazetteer, by the circular's identity: its hash walks through all its text."""
    found = _GAZETTEERS.get(id(circular))
    if found is None or found[0] is not circular:
        if len(_GAZETTEERS) >= _MOST_GAZETTEERS:
            _GAZETTEERS.clear()
        found = (circular, Gazetteer(circular.recipients, circular.text))
        _GAZETTEERS[id(circular)] = found
    return found[1]


def _bare(centre: str) -> str:
    return re.sub(r"^(?:г|с|п|пгт)\.\s*", "", centre)


def _same_place(stem: str, settlement: str) -> bool:
    """«марфин» of «Марфинский» and «марфино»; «растопулов» and «растопуловка»."""
    body = settlement.rstrip("аоеиыьу")
    return stem.startswith(body) if len(body) < len(stem) else body.startswith(stem)


@lru_cache(maxsize=4_000)
def _pattern(name: str) -> re.Pattern[str]:
    """All forms of a name; a word begins before it and none goes on behind it."""
    words = _SPACE.join(_forms(word) for word in name.lower().split())
    return re.compile(rf"\b{words}(?![а-я])")


_ADJECTIVE = re.compile(r"(.+(?:ск|цк|н|ст|р))(?:ии|ыи|ои|ее|ое|ая|ие|ые)\Z")
_ADJECTIVE_ENDINGS = r"(?:ии|ыи|ои|ого|его|ому|ему|им|ым|ом|ем|ая|ую|ое|ее|ие|ые|их|ых|ими|ыми)"


@lru_cache(maxsize=2_000)
def _forms(word: str) -> str:
    """A pattern of all forms of a word in lower case, folded."""
    folded = fold(word)
    if folded in _CITY:
        return _CITY[folded]
    match = _ADJECTIVE.match(folded)
    if match:
        return re.escape(match.group(1)) + _ADJECTIVE_ENDINGS
    forms = {fold(form.word) for parse in parses(word) for form in parse.lexeme}
    forms |= {folded} | {stem + end for stem, ends in _endings(folded) for end in ends}
    return "(?:" + "|".join(sorted(map(re.escape, forms), key=len, reverse=True)) + ")"


def _endings(word: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Case endings of a place name, for names that the dictionary does not know."""
    if word.endswith("о"):
        yield word[:-1], ("о", "а", "у", "ом", "е")
    elif word.endswith("а"):
        yield word[:-1], ("а", "ы", "и", "е", "у", "ои")
    elif word.endswith("ь"):
        yield word[:-1], ("ь", "и", "ью", "я", "ю", "ем", "е")
    elif word.endswith("и"):
        yield word[:-1], ("и", "еи", "ям", "ями", "ях")
    elif not word.endswith(("и", "ы", "е", "у")):
        yield word, ("", "а", "у", "ом", "е")


def _people(adjective: str) -> str:
    """Those who live there: «лиманцы», «харабалинцы»."""
    return re.sub(r"(?:ск|цк)ий\Z", "цы", adjective)


def _adjectives(name: str) -> list[str]:
    return [word for word in name.split() if re.search(r"(?:ск|цк)ий\Z", word.lower())]
