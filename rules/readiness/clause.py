"""A clause: the words that belong to one predicate, and what they deny."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rules.document import Sentence
from rules.readiness.words import Word

_NOT = frozenset({"не", "ни"})

SPOKEN_DAY = re.compile(
    r"(?:перв|втор|четв|пят|шест|седьм|восьм|девят|десят|[а-я]+дцат)[ое][гм][оу]"
)
WEEKDAYS = (
    *("понедельн", "вторн", "четверг", "пятниц", "суббот", "воскресен"),
    *("среда", "среду", "среды", "среде"),  # not «средства», «средний»
)
MONTHS = (
    *("январ", "феврал", "апрел", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"),
    *("марта", "марте", "марту", "мая", "мае", "маю"),  # not «Мартынов»
)
DAYS = (*MONTHS, *WEEKDAYS, "завтра", "послезавтра")


_AS_OF = frozenset({"состоянию", "состояние", "состояния"})
"""«по состоянию на 15 августа»: no predicate."""
_MAY = frozenset({"возможно", "осуществимо", "можно", "реально", "выполнимо"})


DASHES = frozenset({"-", "–", "—"})
ADVERSE = frozenset({"но", "однако", "хотя"})
BUT = ADVERSE | {"а", "зато", "только"}
"""What a clause may open with, by which it is set against what stands before."""


@dataclass(frozen=True)
class Clause:
    """Words that belong to one predicate. `opener` is the sign or conjunction before it."""

    sentence: Sentence
    words: tuple[Word, ...]
    opener: str

    @property
    def start(self) -> int:
        """Offset of the first word in the part."""
        return self.words[0].token.start

    @property
    def end(self) -> int:
        """Offset behind the last word in the part."""
        return self.words[-1].token.end

    @cached_property
    def classes(self) -> frozenset[str]:
        """All classes of its words."""
        return frozenset().union(*(word.classes for word in self.words))

    @cached_property
    def forms(self) -> frozenset[str]:
        """All its words, folded."""
        return frozenset(word.form for word in self.words)

    def where(self, *classes: str) -> list[int]:
        """Indexes of the words of any of these classes."""
        wanted = self.classes.intersection(classes)
        if not wanted:
            return []
        return [i for i, word in enumerate(self.words) if not wanted.isdisjoint(word.classes)]

    def first(self, *classes: str) -> int | None:
        """Index of the first word of any of these classes."""
        found = self.where(*classes)
        return found[0] if found else None

    def negation(self, index: int) -> int | None:
        """Index of the «не» or «ни» that negates this word, or None.

        Between may stand adverbs and the like (class `between`), and the auxiliary «быть».
        """
        for back in range(index - 1, max(-1, index - 6), -1):
            word = self.words[back]
            if word.form in _NOT:
                between = self.sentence.part.text[word.token.end : self.words[index].token.start]
                if ":" in between or ";" in between:
                    return None
                idiom = word.form == "ни" and back and self.words[back - 1].form in {"то", "бы"}
                return None if idiom else back
            if not {"between", "will", "was"} & word.classes:
                return None
        return None

    def negated(self, index: int) -> bool:
        """Whether the word is negated. «не … не» is an assertion; «ни … не» denies once."""
        found = self.negation(index)
        if found is None or self.words[found + 1].form in {"просто", "только"}:
            return False
        outer = self.negation(found)
        return outer is None or outer == found - 1 or self.words[outer].form == "ни"

    def partly(self, index: int) -> bool:
        """Whether it is «не вполне», «не полностью» rather than flatly not."""
        found = self.negation(index)
        return found is not None and any(
            "degree" in word.classes for word in self.words[found + 1 : index]
        )

    def future(self, index: int) -> bool:
        """Whether an auxiliary («будем», «станет») or the word itself puts it in the future."""
        near = self.words[max(0, index - 5) : index + 4]
        ahead = "futr" in self.words[index].grammar and not self._is_done(index)
        return ahead or any("will" in w.classes for w in near)

    def _is_done(self, index: int) -> bool:
        """«узел развёрнут», «узел развернут»: a participle, of the same letters as «они
        развернут»."""
        word = self.words[index]
        if "PRTS" not in word.grammar:
            return False
        return "ё" in word.token.text.lower() or any(
            {"nomn", "masc"} <= w.grammar for w in self.words[:index]
        )

    @cached_property
    def denied(self) -> bool:
        """Whether the clause denies what it names: «нет …», «не имеется», «не вызывает …»."""
        absent = self.first("absent")
        if absent is not None and not self.negated(absent):
            return True
        if "не" not in self.forms:
            return False
        cannot_but = {
            at + 2
            for at, (word, after) in enumerate(pairwise(self.words))
            if word.form in {"не", "нельзя"} and "possible" in after.classes | word.classes
        }
        if any(self.words[at].form == "не" for at in cannot_but if at < len(self.words)):
            return False
        return any(
            word.form == "не"
            and {"finite", "PRTS"} & after.grammar
            and "ready" not in after.classes
            for word, after in pairwise(self.words)
        )

    @cached_property
    def has_a_day(self) -> bool:
        """Whether a day is told: «8 сентября», «05.09.2011»."""
        return any(
            word.form.startswith(DAYS) or (word.form[0].isdigit() and "." in word.form)
            for word in self.words
        )

    @property
    def has_predicate(self) -> bool:
        """Whether something is said here, or only named."""
        return any(
            {"finite", "short"} & word.grammar
            or {"ready", "absent", "yes", "impossible"} & word.classes
            or ("able" in word.classes and word.form not in _AS_OF)
            or word.form in _MAY
            or (word.form.endswith("готовность") and self.has_a_day)
            for word in self.words
        )
