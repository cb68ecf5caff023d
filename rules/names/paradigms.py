"""Inverse paradigms: which nominatives a form of a Russian surname, first name or patronymic
can come from. Endings only; what is likely is for `rules.names.lexicon` to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rules.morphology import NAMES

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
"""Grammatical cases under the names the dictionary gives them."""

VOWELS = "аеёиоуыэюяәіүұөїє"
HARD = "бвгджзклмнпрстфхцчшщґғқңһ"
_VELAR = "кгхґ"
_SIBILANT = "жшчщ"
_PLAIN = "".join(c for c in HARD if c not in _VELAR + _SIBILANT + "ц")


@dataclass(frozen=True, slots=True)
class Paradigm:
    """How one class of names declines.

    `forms` holds the ending of each case in the order of CASES, variants parted by "/".
    A stem must end in one of `stems` and in none of `never`. `cost` makes rare classes dear.
    """

    name: str
    gender: str
    roles: str
    forms: tuple[str, ...]
    stems: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    cost: float = 0.0

    def fits(self, stem: str) -> bool:
        """Whether a stem belongs to this class."""
        if len(stem) < 1 or (self.stems and not stem.endswith(self.stems)):
            return False
        return not (self.never and stem.endswith(self.never))


@dataclass(frozen=True, slots=True)
class Guess:
    """A nominative that a form can come from. Gender "m" or "f"; letters are lower case."""

    nominative: str
    gender: str
    case: str
    cost: float


def _p(  # noqa: PLR0917 - the columns of the table below
    name: str,
    gender: str,
    roles: str,
    forms: str,
    stems: str | tuple[str, ...] = (),
    never: tuple[str, ...] = (),
    cost: float = 0.0,
) -> Paradigm:
    endings = tuple("" if f == "0" else f for f in forms.split())
    return Paradigm(name, gender, roles, endings, tuple(stems), never, cost)


_POSSESSIVE = ("ов", "ев", "ёв", "ин", "ын")
_CLUSTERS = tuple(HARD)

PARADIGMS: tuple[Paradigm, ...] = (
    # Иванов, Пушкина: the commonest surnames
    _p("possessive", "m", "S", "0 а у а ым е", _POSSESSIVE),
    _p("possessive", "f", "S", "а ой ой у ой/ою ой", _POSSESSIVE),
    # Дарвином, Чаплином, Левином: foreign names in -ин, -ов; also misspellings
    _p("foreign", "m", "S", "0 а у а ом е", _POSSESSIVE, cost=1.5),
    # Достоевский, Белый, Толстой, Рыжий
    _p("adjective", "m", "S", "ый ого ому ого ым ом", _PLAIN),
    _p("adjective", "m", "S", "ий ого ому ого им ом", _VELAR),
    _p("adjective", "m", "S", "ий его ему его им ем", _SIBILANT + "н"),
    _p("adjective", "m", "S", "ой ого ому ого ым ом", _PLAIN, cost=0.1),
    _p("adjective", "m", "S", "ой ого ому ого им ом", _VELAR + _SIBILANT, cost=0.1),
    _p("adjective", "f", "S", "ая ой ой ую ой/ою ой", _PLAIN + _VELAR + _SIBILANT),
    _p("adjective", "f", "S", "ая ей ей ую ей/ею ей", _SIBILANT),
    _p("adjective", "f", "S", "яя ей ей юю ей/ею ей", "н"),
    # Ковальчук, Шмидт, Ким; Магомед, Рустам
    _p("consonant", "m", "SF", "0 а у а ом е", _PLAIN + _VELAR),
    _p("consonant", "m", "SFP", "0 а у а ем/ом е", _SIBILANT + "ц"),
    _p("soft", "m", "SF", "ь я ю я ем/ём е", _CLUSTERS),
    _p("yot", "m", "SF", "й я ю я ем/ём е", tuple(VOWELS), ("и", "і")),
    _p("yot", "m", "F", "ий ия ию ия ием ии/ие"),
    _p("yot", "m", "S", "ий ия ию ия ием ии/ие", cost=1.0),
    # Заяц, Кравец, Волчок, Орёл, Пень, Локоть, Воробей, Лев, Пётр
    _p("fleeting", "m", "S", "ец ца цу ца цом/цем це", _PLAIN + _VELAR, ("т", "ц", "ян"), cost=0.3),
    _p("fleeting", "m", "S", "ец ьца ьцу ьца ьцом/ьцем ьце", "л", cost=0.8),
    _p("fleeting", "m", "S", "ец йца йцу йца йцом/йцем йце", "еиоу", cost=0.3),
    _p("fleeting", "m", "S", "яц йца йцу йца йцом/йцем йце", "а", cost=0.2),
    _p("fleeting", "m", "S", "ок ка ку ка ком ке", _CLUSTERS, ("к",), cost=0.5),
    _p("fleeting", "m", "S", "ек ька ьку ька ьком ьке", "лн", cost=0.6),
    _p("fleeting", "m", "S", "ек йка йку йка йком йке", tuple(VOWELS), cost=0.6),
    _p("fleeting", "m", "SF", "ел ла лу ла лом ле", _CLUSTERS, ("л",), cost=1.0),
    _p("fleeting", "m", "F", "ел ла лу ла лом ле", "в", cost=0.0),
    _p("fleeting", "m", "S", "ёл ла лу ла лом ле", _CLUSTERS, ("л",), cost=0.95),
    _p("fleeting", "m", "S", "ол ла лу ла лом ле", _CLUSTERS, ("л",), cost=1.0),
    _p("fleeting", "m", "S", "ень ня ню ня нем/нём не", _CLUSTERS, ("н",), cost=1.0),
    _p("fleeting", "m", "S", "оть тя тю тя тем/тём те", _CLUSTERS, ("т",), cost=1.0),
    _p("fleeting", "m", "S", "ей ья ью ья ьем/ьём ье", _CLUSTERS, cost=0.5),
    _p("fleeting", "m", "SF", "ев ьва ьву ьва ьвом ьве", "л", cost=0.0),
    _p("fleeting", "m", "F", "ётр етра етру етра етром етре", "п", cost=-0.1),
    # Глинка, Дзюба, Никита; Анна, Мустафа
    _p("vowel", "m", "S", "а ы е у ой/ою е", _PLAIN, _POSSESSIVE),
    _p("vowel", "f", "S", "а ы е у ой/ою е", _PLAIN, _POSSESSIVE),
    _p("vowel", "m", "F", "а ы е у ой/ою е", _PLAIN),
    _p("vowel", "f", "FP", "а ы е у ой/ою е", _PLAIN),
    # Голова, Сова, Калина: nouns that look like Иванова
    _p("noun", "m", "S", "а ы е у ой/ою е", _POSSESSIVE, cost=1.5),
    _p("noun", "f", "S", "а ы е у ой/ою е", _POSSESSIVE, cost=1.5),
    _p("vowel", "m", "SF", "а и е у ой/ою е", _VELAR),
    _p("vowel", "f", "SF", "а и е у ой/ою е", _VELAR),
    _p("vowel", "m", "SF", "а и е у ей/ею/ой е", _SIBILANT),
    _p("vowel", "f", "SF", "а и е у ей/ею/ой е", _SIBILANT),
    _p("vowel", "m", "SF", "а ы е у ей/ею/ой е", "ц"),
    _p("vowel", "f", "SF", "а ы е у ей/ею/ой е", "ц"),
    _p("vowel", "m", "SF", "а ы е у ой/ою е", tuple(VOWELS), cost=1.0),
    _p("vowel", "f", "SF", "а ы е у ой/ою е", tuple(VOWELS), cost=1.0),
    _p("vowel", "m", "SF", "я и е ю ей/ёй/ею е", _CLUSTERS + tuple(VOWELS) + ("ь", "й"), ("и",)),
    _p("vowel", "f", "S", "я и е ю ей/ёй/ею е", _CLUSTERS + tuple(VOWELS) + ("ь", "й"), ("и",)),
    _p("vowel", "f", "F", "я и е ю ей/ёй/ею е", "лсьйаеёоуыэюяәіүұө"),
    _p("vowel", "f", "F", "я и е ю ей/ёй/ею е", "н", cost=1.0),
    # Нюдля, but hardly Фаимя: where «Фаиме» is met, it is Фаима's
    _p("vowel", "f", "F", "я и е ю ей/ёй/ею е", "бвгджзкмпртфхцчшщғқңһ", cost=2.1),
    # Ия
    _p("iya", "f", "F", "я и и ю ей и", "и"),
    _p("iya", "m", "SF", "ия ии ии/ие ию ией/иею/иёй ии/ие"),
    _p("iya", "f", "SF", "ия ии ии/ие ию ией/иею/иёй ии/ие"),
    # Любовь, Айгуль
    _p("soft", "f", "F", "ь и и ь ью и", _CLUSTERS),
    # Данило, Павло: Ukrainian names declined
    _p("ukrainian", "m", "F", "о а/ы у/е а/у ом/ой е", _CLUSTERS, cost=2.5),
    # Пономаренку: Ukrainian habit
    _p("ukrainian", "m", "S", "ко ка/ки ку/ке ка/ку ком/кой ке", ("ен",), cost=2.0),
)


@cache
def _by_ending() -> dict[str, tuple[tuple[Paradigm, str], ...]]:
    table: dict[str, list[tuple[Paradigm, str]]] = {}
    for paradigm in PARADIGMS:
        for case, variants in zip(CASES, paradigm.forms, strict=True):
            for ending in variants.split("/"):
                table.setdefault(ending, []).append((paradigm, case))
    return {ending: tuple(rows) for ending, rows in table.items()}


_LONGEST = 5


@lru_cache(maxsize=NAMES)
def guesses(word: str, role: str) -> tuple[Guess, ...]:
    """Every declined reading of a lower-case word in the role "S", "F" or "P"."""
    return tuple(_guesses(word, role))


def _guesses(word: str, role: str) -> Iterator[Guess]:
    table = _by_ending()
    for length in range(min(_LONGEST, len(word) - 1) + 1):
        stem = word[: len(word) - length]
        for paradigm, case in table.get(word[len(stem) :], ()):
            if role in paradigm.roles and paradigm.fits(stem):
                nominative = stem + paradigm.forms[0]
                yield Guess(nominative, paradigm.gender, case, paradigm.cost)
