"""Cue phrases as data: what a word pattern means, with examples that hit and that narrowly miss.

The files `rules/phrases/<book>.toml` are read once; a circular may add to a book (its
`Circular.phrases`). Matching is linear: one look-up a word, and a bounded walk where the first
word of a pattern stands. Letters' case, ё/е and Latin look-alikes in Cyrillic words do not matter.

A pattern is words in order; signs between them do not count. `слово` is a lemma (any form of it),
`=слово` that very form, `слов*` a beginning, `a|b` either, `слово?` may be absent, `..` a gap of up
to six words and `...` of up to fifteen, `<name>` any word of that set in the table `[words]` of the
book (name = "words in a row"; a circular's file may add words to a set). Among the words of a set
`<name>` stands for a set that all books share (`common.toml`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from rules.document import Sentence, whole
from rules.model import Evidence, Part, PhraseSource
from rules.morphology import WORDS, fold, lemmas, parses

_FOLDER = Path(__file__).parent / "phrases"
_COMMON = "common"
"""The file of word sets that every book may take in."""
_GAPS = {"..": 6, "...": 15}
_CLASS = re.compile(r"<(\w+)>")
_KEYS = {"name", "means", "pattern", "hits", "misses", "note"}


class PhraseError(ValueError):
    """A file of phrases that cannot be used; says the file, the phrase and what is wrong."""


@dataclass(frozen=True, slots=True)
class Word:
    """One place of a pattern: any of these lemmas, forms or beginnings."""

    lemmas: frozenset[str]
    forms: frozenset[str]
    starts: tuple[str, ...]
    optional: bool
    gap: int
    """How many words may stand before this one."""


class _Places:
    """Which of many places a folded word can take: looked up, not tried one by one."""

    def __init__(self, places: Iterable[Word]) -> None:
        self._by_form: dict[str, set[int]] = {}
        self._by_lemma: dict[str, set[int]] = {}
        self._by_start: dict[str, set[int]] = {}
        for number, place in enumerate(places):
            for index, keys in (
                (self._by_form, place.forms),
                (self._by_lemma, place.lemmas),
                (self._by_start, place.starts),
            ):
                for key in keys:
                    index.setdefault(key, set()).add(number)
        self._lengths = tuple({len(start) for start in self._by_start})

    def of(self, word: str) -> frozenset[int]:
        """The numbers of the places."""
        found = set(self._by_form.get(word, ()))
        for lemma in lemmas(word):
            found.update(self._by_lemma.get(lemma, ()))
        for length in self._lengths:
            found.update(self._by_start.get(word[:length], ()))
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A named cue: `means` is what it votes for; the module that reads the book knows the words."""

    name: str
    means: str
    patterns: tuple[tuple[Word, ...], ...]
    hits: tuple[str, ...]
    misses: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: `part.text[start:end]`, and the indexes of the matched words among the
    sentence's tokens."""

    phrase: Phrase
    start: int
    end: int
    tokens: tuple[int, ...]

    def evidence(self, sentence: Sentence, book: str) -> Evidence:
        """Evidence that names the rule `<book>.<phrase>`."""
        return sentence.evidence(f"{book}.{self.phrase.name}", self.start, self.end)


class PhraseBook:
    """The phrases of one book, indexed. Made by `load`."""

    def __init__(
        self, name: str, phrases: Iterable[Phrase], classes: Mapping[str, Word] | None = None
    ) -> None:
        self.name = name
        self.phrases = tuple(phrases)
        self._named = tuple(classes or {})
        self._named_places = _Places((classes or {}).values())
        ids: dict[Word, int] = {}
        self._patterns = [
            (phrase, tuple((ids.setdefault(word, len(ids)), word) for word in pattern))
            for phrase in self.phrases
            for pattern in phrase.patterns
        ]
        self._needed = [
            frozenset(number for number, word in pattern if not word.optional)
            for _, pattern in self._patterns
        ]
        self._places = _Places(ids)
        self._first: dict[int, list[int]] = {}
        for number, (_, pattern) in enumerate(self._patterns):
            self._first.setdefault(pattern[0][0], []).append(number)
        self._classes = lru_cache(maxsize=WORDS)(self._classify)
        self.classes = lru_cache(maxsize=WORDS)(self._classes_of)
        """The named classes (`[words]`) that a folded word belongs to."""

    def _classify(self, word: str) -> tuple[frozenset[int], tuple[int, ...]]:
        """Which places of patterns a word fits, and which patterns it can begin."""
        fits = self._places.of(word)
        return fits, tuple(sorted(p for n in fits for p in self._first.get(n, ())))

    def _classes_of(self, word: str) -> frozenset[str]:
        return frozenset(self._named[n] for n in self._named_places.of(word))

    def find(self, sentence: Sentence) -> tuple[Match, ...]:
        """All phrases in a sentence, in the order of the text."""
        classes = list(map(self._classes, sentence.words))
        if not any(starters for _, starters in classes):
            return ()
        tokens, places = sentence.tokens, sentence.places
        fits = [c[0] for c in classes]
        present = frozenset().union(*fits)
        found: list[Match] = []
        for position, (_, starters) in enumerate(classes):
            seen: set[str] = set()
            for number in starters:
                if not self._needed[number] <= present:
                    continue
                phrase, pattern = self._patterns[number]
                path = None if phrase.name in seen else _walk(pattern, fits, position)
                if path:
                    seen.add(phrase.name)
                    at = tuple(places[i] for i in path)
                    found.append(Match(phrase, tokens[at[0]].start, tokens[at[-1]].end, at))
        return tuple(found)


def _walk(
    pattern: tuple[tuple[int, Word], ...], fits: list[frozenset[int]], start: int
) -> tuple[int, ...] | None:
    """The word positions a pattern takes from `start` on, the nearest first, or None."""
    paths: dict[int, tuple[int, ...]] = {start: (start,)}
    for number, word in pattern[1:]:
        following: dict[int, tuple[int, ...]] = dict(paths) if word.optional else {}
        reach = word.gap + 1
        for at, path in paths.items():
            for position in range(at + 1, min(at + reach + 1, len(fits))):
                if number in fits[position]:
                    following.setdefault(position, (*path, position))
        if not following:
            return None
        paths = following
    return max(paths.values(), key=len)


@lru_cache(maxsize=64)
def load(name: str, extra: tuple[PhraseSource, ...] = ()) -> PhraseBook:
    """The book of this name, with what the circular adds under the same name.

    A phrase of the circular replaces the program's own of the same name. Raises PhraseError.
    """
    path = _FOLDER / f"{name}.toml"
    sources = [PhraseSource(f"{name}.toml", path.read_text(encoding="utf-8"))]
    sources += [source for source in extra if source.name.removesuffix(".toml") == name]
    return parse(name, sources)


def parse(name: str, sources: Iterable[PhraseSource]) -> PhraseBook:
    """A book from its sources, of which the later add to the earlier. Raises PhraseError."""
    words: dict[str, str] = {}
    phrases: dict[str, Phrase] = {}
    for source in sources:
        data = _toml(source)
        for key in data.get("words", {}):
            where = f"{source.name}, слова «{key}»"
            listed = _expanded("|".join(_strings(data["words"], key, where)), where, common())
            added = "|".join(listed.replace("|", " ").split())
            words[key] = f"{words[key]}|{added}" if key in words else added
        for phrase in _phrases(data, source, words):
            phrases[phrase.name] = phrase
    places = {key: _word(text, 0, f"{name}, слова «{key}»", {}) for key, text in words.items()}
    return PhraseBook(name, phrases.values(), places)


@lru_cache(maxsize=1)
def common() -> Mapping[str, str]:
    """The sets of words that all books share, each as its words with bars between them."""
    with (_FOLDER / f"{_COMMON}.toml").open("rb") as file:
        listed: dict[str, str] = tomllib.load(file)["words"]
    return {name: "|".join(words.split()) for name, words in listed.items()}


def names() -> tuple[str, ...]:
    """The books that come with the program."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml") if path.stem != _COMMON))


def failures(extra: tuple[PhraseSource, ...] = ()) -> tuple[str, ...]:
    """What is wrong with the phrases, in Russian, one line each; nothing if all examples hold."""
    wrong: list[str] = []
    for name in names():
        try:
            wrong += _failures(load(name, extra))
        except PhraseError as error:
            wrong.append(str(error))
    wrong += [
        f"{source.name}: такого набора фраз нет, есть {', '.join(names())}"
        for source in extra
        if source.name.removesuffix(".toml") not in names()
    ]
    return tuple(wrong)


def _failures(book: PhraseBook) -> Iterator[str]:
    for phrase in book.phrases:
        for text, wanted in [(t, True) for t in phrase.hits] + [(t, False) for t in phrase.misses]:
            found = any(m.phrase is phrase for m in book.find(sentence(text)))
            if found is not wanted:
                fault = "не узнаёт свой пример" if wanted else "узнаёт то, чего не должна"
                yield f"{phrase.source}, фраза «{phrase.name}»: {fault}: «{text}»"


def sentence(text: str) -> Sentence:
    """A text as one sentence of a body: for examples and tests."""
    return whole(Part("body", text))


def _toml(source: PhraseSource) -> dict[str, Any]:
    try:
        data = tomllib.loads(source.toml)
    except tomllib.TOMLDecodeError as error:
        raise PhraseError(f"{source.name}: это не TOML: {error}") from error
    if not isinstance(data.get("phrase", []), list) or set(data) - {"phrase", "words"}:
        raise PhraseError(f"{source.name}: ожидаются только разделы [[phrase]] и [words]")
    return data


def _phrases(
    data: Mapping[str, Any], source: PhraseSource, words: Mapping[str, str]
) -> Iterator[Phrase]:
    seen: set[str] = set()
    for number, row in enumerate(data.get("phrase", []), 1):
        where = f"{source.name}, фраза «{row.get('name', f'№ {number}')}»"
        if row.get("name") in seen:
            raise PhraseError(f"{where}: такое имя уже есть")
        seen.add(row.get("name"))
        yield _phrase(row, source.name, where, words)


def _phrase(row: Mapping[str, Any], source: str, where: str, words: Mapping[str, str]) -> Phrase:
    unknown = set(row) - _KEYS
    if unknown:
        raise PhraseError(f"{where}: неизвестный ключ {', '.join(sorted(unknown))}")
    for key in ("name", "means"):
        if not isinstance(row.get(key), str) or not row[key]:
            raise PhraseError(f"{where}: нужен ключ {key}, строка")
    hits, misses = _strings(row, "hits", where), _strings(row, "misses", where)
    patterns = tuple(_pattern(text, where, words) for text in _strings(row, "pattern", where))
    return Phrase(row["name"], row["means"], patterns, hits, misses, source)


def _strings(row: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = row.get(key)
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not values or not all(isinstance(v, str) for v in values):
        raise PhraseError(f"{where}: нужен ключ {key}, строка или непустой список строк")
    return tuple(values)


def _pattern(text: str, where: str, classes: Mapping[str, str]) -> tuple[Word, ...]:
    words: list[Word] = []
    gap = 0
    for item in text.split():
        if item in _GAPS:
            gap = _GAPS[item]
            continue
        words.append(_word(item, gap, f"{where}: «{text}»", classes))
        gap = 0
    if not words or gap or words[0].gap or words[0].optional:
        raise PhraseError(f"{where}: «{text}»: на краях нужны слова, не «..» и не «слово?»")
    return tuple(words)


def _expanded(item: str, where: str, sets: Mapping[str, str]) -> str:
    """The words with those of each set `<name>` in its place."""
    for name in _CLASS.findall(item):
        if name not in sets:
            raise PhraseError(f"{where}: нет набора слов <{name}> в [words]")
    return _CLASS.sub(lambda match: sets[match[1]], item)


def _word(item: str, gap: int, where: str, classes: Mapping[str, str]) -> Word:
    optional = item.endswith("?")
    item = _expanded(item, where, classes)
    choices = [fold(choice) for choice in item.removesuffix("?").split("|")]
    if not all(c.strip("=*") for c in choices):
        raise PhraseError(f"{where}: пустое место в «{item}»")
    starts = tuple(c.removesuffix("*") for c in choices if c.endswith("*"))
    forms = frozenset(c.removeprefix("=") for c in choices if c.startswith("="))
    plain = frozenset(c for c in choices if not c.startswith("=") and not c.endswith("*"))
    for lemma in plain:
        if lemma not in lemmas(lemma) and parses(lemma)[0].is_known:
            first = ", ".join(sorted(lemmas(lemma)))
            raise PhraseError(
                f"{where}: «{lemma}» — не начальная форма ({first}); точную форму пишут «={lemma}»"
            )
    return Word(plain, forms, starts, optional, gap)
