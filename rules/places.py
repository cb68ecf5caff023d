"""Names of the recipients and of their settlements in Russian text, in any case.

A name is matched as declined words; case of letters, ё, й and Latin look-alikes do not matter.
Whose name it is says nothing yet of who speaks: `rules.recipients` weighs where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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


_LATIN = str.maketrans("aceopxykmtbhABCEHKMOPTXYёйЁЙ", "асеорхукмтвнавсенкмортхуеиеи")


def fold(text: str) -> str:
    """The text as names are matched in it; of the same length."""
    return text.translate(_LATIN).lower().translate(_LATIN)


def mentions(text: str, circular: Circular) -> tuple[Mention, ...]:
    """All namings of the circular's recipients in a text, in order."""
    return _gazetteer(circular.recipients, circular.text).mentions(text)


def is_common(text: str, mention: Mention, circular: Circular) -> bool:
    """Whether the circular's own text names this place: then it need not mean the writer."""
    book = _gazetteer(circular.recipients, circular.text)
    pattern = book.common.get(mention.code)
    return bool(pattern and pattern.fullmatch(fold(text[mention.start : mention.end])))


_SPACE = r"(?:[\s«»\"„“”'-]{1,4}|(?<=\.))"
_SETTLED = (
    r"(?:\b(?:сел[аоеу]м?|поселк[аеу]|поселок|город[аеу]?|станци[яию]"
    r"|рабоч\w+ поселк?\w*|деревн[яию])"
    r"|\b(?:г|с|п|пос|пгт|р\.\s?п|рп|ст)(?:\.|(?=\s)))"
)
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


class Gazetteer:
    """The recipients' names, compiled."""

    def __init__(self, recipients: tuple[Recipient, ...], known: str) -> None:
        said = fold(known)
        self.mentions = lru_cache(maxsize=256)(self._mentions)
        self._named: list[tuple[str, Naming, frozenset[str], re.Pattern[str]]] = []
        self._stems: list[tuple[str, str]] = []
        self.common: dict[str, re.Pattern[str]] = {}
        for recipient in recipients:
            code, names = recipient.code, (recipient.name, *recipient.aliases)
            own = re.compile(rf"\b{_declined(recipient.name)}(?![а-я])")
            if own.search(said):
                self.common[code] = own
            places = [s for s in recipient.settlements if not re.search(rf"\b{fold(s)}\b", said)]
            bare = [s for s in places if " " in s or s == _bare(recipient.centre)]
            marked = [_SETTLED + r"[\s«\"]{0,3}" + _declined(s) for s in places]
            self._add(code, Naming.NAME, names, map(_declined, names))
            self._add(code, Naming.ADJECTIVE, names[:1], _adjectives(names[0]))
            self._add(code, Naming.SETTLEMENT, places, marked)
            self._add(code, Naming.PLACE, bare, map(_declined, bare))
            self._stems += [(fold(s), code) for s in places]

    def _add(
        self, code: str, naming: Naming, names: Iterable[str], patterns: Iterable[str]
    ) -> None:
        joined = "|".join(patterns)
        if joined:
            found = re.compile(rf"\b(?:{joined})(?![а-я])")
            self._named.append((code, naming, frozenset(map(_beginning, names)), found))

    def _mentions(self, text: str) -> tuple[Mention, ...]:
        return tuple(self.find(fold(text)))

    def find(self, folded: str) -> Iterator[Mention]:
        """Mentions in a folded text, in order; what lies within a longer name is left out."""
        beginnings = {m.group()[:n] for m in _FOLDED_WORD.finditer(folded) for n in (2, 3, 4)}
        found = [
            Mention(code, naming, m.start(), m.end())
            for code, naming, wanted, pattern in self._named
            if not wanted.isdisjoint(beginnings)
            for m in pattern.finditer(folded)
        ]
        found += self._councils(folded)
        found.sort(key=lambda m: (m.start, m.start - m.end))
        last: Mention | None = None
        for mention in found:
            if last is None or mention.end > last.end:
                last = mention
                yield mention
            elif (mention.start, mention.end, mention.naming) == (
                last.start,
                last.end,
                last.naming,
            ):
                yield mention

    def _councils(self, folded: str) -> Iterator[Mention]:
        for match in _COUNCIL.finditer(folded):
            stem = match.group(1)
            codes = {code for name, code in self._stems if _same_place(stem, name)}
            for code in sorted(codes):
                yield Mention(code, Naming.SETTLEMENT, match.start(), match.end())


_FOLDED_WORD = re.compile(r"[а-я]+")


def _beginning(name: str) -> str:
    """The first letters of a name's telling word, which all its forms share."""
    words = re.findall(r"[а-я]+", fold(name))
    telling: str = max((w for w in words if w not in _CITY), key=len, default=words[0])
    return telling[: min(4, max(2, len(telling) - 2))]


@lru_cache(maxsize=16)
def _gazetteer(recipients: tuple[Recipient, ...], known: str) -> Gazetteer:
    return Gazetteer(recipients, known)


def _bare(centre: str) -> str:
    return re.sub(r"^(?:г|с|п|пгт)\.\s*", "", centre)


def _same_place(stem: str, settlement: str) -> bool:
    """«марфин» of «Марфинский» and «марфино»; «растопулов» and «растопуловка»."""
    body = settlement.rstrip("аоеиыьу")
    return stem.startswith(body) if len(body) < len(stem) else body.startswith(stem)


def _declined(name: str) -> str:
    return _SPACE.join(_forms(word) for word in name.lower().split())


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


def _adjectives(name: str) -> list[str]:
    return [_forms(w) for w in name.lower().split() if re.search(r"(?:ск|цк)ий\Z", w)]
