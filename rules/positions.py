"""A post found beside a name: behind it, before it, on the line below.

What a post is and how it declines, `rules.posts` knows; here is where one begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.morphology import WORDS, parses
from rules.post_heads import (
    ABBREVIATED,
    ABBREVIATED_ADJECTIVES,
    bare,
    head_forms,
    is_adjective,
)
from rules.post_starts import MARK, begins
from rules.posts import agrees, cases_of, head_at, nominative


@dataclass(frozen=True, slots=True)
class Position:
    """A post at `text[start:end]`; `value` is its nominative singular, lower-case first letter."""

    value: str
    start: int
    end: int


_BARE_NOT_POSTS = frozenset({"сотрудник", "сотрудница", "работник", "работница", "служащий"})


_FILLER = re.compile(
    r"(?:\s*(?:на\s+полставки|вообще-то|по\s+(?:штату|трудовой|документам|должности)|принят\w{2,3}\s+на\s+должность"
    r"|(?:у\s+нас|она|он)\s+и|(?:она|он)\s+же|она|он|это|наш(?:а|его|у|ему|ей|им)?|у\s+(?:нас|меня)"
    r"|сейчас|ныне|теперь|тоже|также|котор\w{2,3}|явля\w{2,8}|работа\w{2,6}|заним(?:ающ\w{2,4}|ает)"
    r"|замещающ\w{2,4}|исполняющ\w{2,4}\s+обязанности(?=\s+должност)|назначенн\w{2,3}|состоящ\w{2,4}"
    r"|(?:(?:в|на)\s+)?должност[ьи]|в\s+качестве|числ\w{2,4})\b\s*[:–—-]?)+",
    re.IGNORECASE,
)


_TOKEN = re.compile(r"«[^»\n]{0,80}»|\"[^\"\n]{0,80}\"|[^\s,;:()«»\"]+|[,;:()\n\t\u2028]")


_STOP = re.compile(
    r"(?:тел|т|сот|моб|факс|e-?mail|эл|email|почта|адрес|контактн\w*|телефон(?!ист)\w*|конт|сотов\w*|мобильн\w*|раб|рабоч\w*"
    r"|номер\w{0,2}|сотик|трубк\w|координат(?!ор)\w+|внутр|доб|стаж|образование|г\.р|род|род\.|паспорт|исп|тчк|зпт|р\.?т)\.?$",
    re.IGNORECASE,
)


_TRAINING_AFTER = re.compile(r"(?:обуч|уч[её]б|курс|групп|заняти|семинар|слушател)", re.IGNORECASE)


_OPENING = re.compile(r"[\s,;:.–—(\t\u2028/|=-]*")
_SPELLED_COMMA = re.compile(r"\s*ЗПТ\s+", re.IGNORECASE)


def after(text: str, start: int, limit: int, case: str | None = None) -> Position | None:
    """A post that follows a name; `text[start:limit]` stands between it and the next one."""
    opened = _OPENING.match(text, start, limit)
    begin = opened.end() if opened else start
    comma = _SPELLED_COMMA.match(text, begin, limit)
    begin = comma.end() if comma else begin
    filler = _FILLER.match(text, begin, limit)
    if filler and not head_forms(filler.group().strip()):
        begin = filler.end()
    return _position(text, begin, _extent(text, begin, limit), case)


_BROKEN_WORD = re.compile(r"([а-яё]+)([-‐])\n\s*([а-яё]+)", re.IGNORECASE)


def _mended(match: re.Match[str]) -> str:
    """«про-⏎граммист» in one; «техник-⏎программист» keeps the hyphen of two posts."""
    two = head_forms(match[1]) and head_forms(match[3])
    return f"{match[1]}{'-' if two else ''}{match[3]}"


_LOOSE_END = re.compile(r"[\s,;]+(?:и|а|но|а\s+также|также|у|при|от|с)[\s,;]*$")


def _position(text: str, begin: int, end: int, case: str | None) -> Position | None:
    whole = _BROKEN_WORD.sub(_mended, text[begin:end])
    phrase = _LOOSE_END.sub("", whole).strip(" \t\n\u2028.,;:–—=-(")
    denied = phrase.lower().endswith((" нет", " нету"))  # «иного грамотного человека нет»
    value = nominative(" ".join(phrase.split()), case) if phrase and not denied else None
    if value is None or value.rsplit(maxsplit=1)[-1] in _BARE_NOT_POSTS:
        return None
    shown = _LOOSE_END.sub("", text[begin:end]).rstrip(" \t\n\u2028.,;:–—=-(")
    if text[begin + len(shown) :].startswith(".") and _is_short(value.rsplit(maxsplit=1)[-1]):
        value += "."  # «вед. спец.»: the stop is the word's own
    return Position(value, begin, begin + len(shown))


_SHORT_END_WORDS = "спец отд кат инф инж бух адм упр обр прогр сист хоз орг"
_SHORT_ENDS = frozenset(_SHORT_END_WORDS.split())


def _is_short(word: str) -> bool:
    """Whether a post ends in a word that is cut off."""
    return word.lower().rpartition(".")[2] in _SHORT_ENDS


def _extent(text: str, begin: int, limit: int) -> int:
    """Where the phrase that begins here ends."""
    end, words = begin, 0
    for match in _TOKEN.finditer(text, begin, limit):
        piece = match.group()
        if piece in ",":
            if not _continues(text, match.end(), limit):
                return end
            continue
        if piece in (";", ":", "(", ")", "\n", "\t"):
            if piece == "\n" and _wraps(text, match.start(), match.end(), limit):
                continue
            return end
        if piece == "\u2028":
            continue
        if _stops(piece, words, text[match.end() : match.end() + 60]):
            return _without_next_clause(text, begin, end) if _verbal(piece.lower()) else end
        words += 1
        end = match.end()
        if _ends_there(piece, text, end, limit):
            return match.start() + len(piece.rstrip("!?.")) if piece[-1] in "!?" else end - 1
        if words > 18:
            return end
    return end


def _ends_there(piece: str, text: str, end: int, limit: int) -> bool:
    """Whether the phrase ends with this word's own sign."""
    if piece.endswith("."):
        return _sentence_ends(piece, text, end, limit)
    return piece.endswith(("!", "?"))


_AND = re.compile(r"\s+(?:и|но|а)\s+(\S+)[^,;]*$")


def _without_next_clause(text: str, begin: int, end: int) -> int:
    """«инженер и всё равно |сидит»: what stands behind the last «и» belongs to the verb."""
    found = _AND.search(text[begin:end])
    if found is None:
        return end
    first = parses(bare(found[1].lower()))[0].tag.grammemes
    goes_on = {"ADVB", "NPRO", "PRCL", "PREP", "ADJF"} & first and "Subx" not in first
    return begin + found.start() if goes_on else end


def _wraps(text: str, at: int, after_break: int, limit: int) -> bool:
    """Whether a line break stands in the middle of a phrase: the next line begins in lower case."""
    following = text[after_break : min(after_break + 40, limit)].lstrip(" ")
    return (
        bool(following)
        and not re.match(r"(?:администрация|управление|комитет)\s", following)
        and _continues_line(following)
        and not _STOP.match(following.split()[0].strip(",.:;"))
        and (text[at - 1] not in ".;:" or _is_cut_short(text, at))
    )


def _is_cut_short(text: str, end: int) -> bool:
    """«вед.⏎специалист»: the stop is the short word's own."""
    words = text[max(0, end - 12) : end].split()
    return bool(words) and words[-1].strip("(,;").lower() in ABBREVIATED


def _begins_post(phrase: str) -> bool:
    """Whether a phrase begins, in lower case, with a post: «… – системный администратор»."""
    return phrase[:1].islower() and head_at(phrase.split()) is not None


def _continues_line(following: str) -> bool:
    """Lower case, a grade («1 категории»), or an acronym («ЗАГС»)."""
    return following[0].islower() or bool(_GRADE.match(following))


_GRADE = re.compile(
    r"(?:\d{1,2}|[IVХX]{1,3})(?:-?[а-я]{1,3})?\s+(?:категор|разряд|класс|кат\.)|[А-ЯЁ]{2,6}\b"
)


def _stops(piece: str, words: int, rest: str) -> bool:
    if "@" in piece or re.match(r"[+]?\d[\d().-]{4,}$|\(\d|\+7|[+]?\d-\d", piece):
        return True
    if re.match(r"\d{5,}", piece) or _STOP.match(piece.strip(",:")) or piece in ("|", "/"):
        return True
    if piece in ("–", "—", "-"):
        follower = re.match(r"\s*([^,;:()\n]+)", rest)
        return not (words and follower and _begins_post(follower[1]))
    low = piece.lower()
    if low in ("с", "со") and re.match(r"\s*\d{4}\b", rest):
        return True
    if low in ("на", "в", "для", "к") and words and _TRAINING_AFTER.match(rest.strip()):
        return True
    return _verbal(low) if words else False


_NO_PART_WORDS = """
а но который которая которые чтобы если вместо взамен вместе также её ее его их ему ей им он она
"""
_NO_PART = frozenset(_NO_PART_WORDS.split())


@lru_cache(maxsize=WORDS)
def _verbal(low: str) -> bool:
    """Whether a word can only be a predicate or a pronoun, never a part of a post."""
    if low in _NO_PART:
        return True
    found = parses(bare(low)) if bare(low) else ()
    nominal = {"NOUN", "ADJF", "PRTF", "NUMR", "PREP", "CONJ", "PRCL"}
    return (
        bool(found)
        and not any(nominal & p.tag.grammemes for p in found)
        and any(
            {"VERB", "INFN", "GRND", "PRTS", "NPRO", "PRED", "ADJS"} & p.tag.grammemes
            for p in found
        )
    )


_FRAGMENT = re.compile(r"\s*([^,;:()\n]{3,80})")


def _continues(text: str, at: int, limit: int) -> bool:
    """Whether after a comma the list of a department's matters goes on («связи и информации»)."""
    fragment = _FRAGMENT.match(text, at, limit)
    if not fragment or not re.search(r"\sи\s", fragment[1]) or re.search(r"\d", fragment[1]):
        return False
    first = fragment[1].split()[0]
    if first[0].isupper() or head_forms(first):
        return False
    found = [p.tag for p in parses(bare(first)) if {"NOUN", "ADJF"} & p.tag.grammemes]
    oblique = found and found[0].case in ("gent", "datv", "loct", "ablt")
    return bool(oblique) or any("gent" in tag for tag in found)


def _sentence_ends(piece: str, text: str, at: int, limit: int) -> bool:
    short = piece.rstrip(".").lower()
    if len(short) <= 4 and short + "." in ABBREVIATED:
        return False
    following = text[at : min(at + 3, limit)].strip()
    return not following or not following[0].islower()


_OBLIQUE = ("gent", "datv", "accs", "ablt")


def before(text: str, end: int, limit: int, case: str | None = None) -> Position | None:
    """A post that stands directly before a name that begins at `end`; not before `limit`."""
    window = text[limit:end]
    words = [(m.group(), limit + m.start()) for m in re.finditer(r"\S+", window)][-18:]
    while words and re.fullmatch(r"[–—-]", words[-1][0]):
        words.pop()
    first = len(words)
    heads: list[int] = []
    for index in range(len(words) - 1, -1, -1):
        word, at = words[index]
        mark = MARK.match(word)
        opens = mark is not None
        if mark:
            word = word[mark.end() :]
            words[index] = word, at + mark.end()
        inner = word.endswith(",") and not heads and any(w == "и" for w, _ in words[index + 1 :])
        last = index == len(words) - 1
        apposed = last and case in _OBLIQUE and word.endswith(",") and len(word) > 4
        if not (inner or apposed) and _breaks(word, last=last):
            break
        first = index
        if head_forms(word) and (not word[0].isupper() or begins(text, words[index][1])):
            heads.append(index)
        if opens:
            break
    start = _leftmost(
        [words[i][0] for i in range(first, len(words))], [h - first for h in heads], case
    )
    if start is None:
        return None
    begin = words[first + start][1]
    return _position(text, begin, end, case)


def _breaks(word: str, *, last: bool) -> bool:
    if word[-1] in ",;:()!?" or word[0] in "(" or "@" in word:
        return True
    if word.endswith(".") and word.lower() not in ABBREVIATED:
        return not last or len(word) > 5
    low = bare(word)
    if re.match(r"кандидатур|кандидат\b|слушател|лице$|качестве$", low):
        return True
    return _verbal(low)


_OWN_WORDS = """
наш нашего нашу нашей нашему нашим наша наши наших свой своего свою этот один одного одну данный
"""
_OWN = frozenset(_OWN_WORDS.split())
"""Words before a post that are none of it."""


def _leftmost(words: Sequence[str], heads: Sequence[int], case: str | None) -> int | None:
    """Where the post begins among the words before the name: at its leftmost head that agrees
    with the name, and the adjectives before that."""
    fitting = [
        h for h in heads if case is None or any(f.case in (case, "") for f in head_forms(words[h]))
    ]
    alone = [h for h in fitting if any(not f.plural for f in head_forms(words[h]))]
    for head in sorted(alone or fitting):  # «двух сотрудников главного специалиста Зуеву»
        if _chain(words[head:]):
            begin = head
            while begin and _describes(words[begin - 1], words[head]):
                begin -= 1
            return begin
    return None


def _describes(word: str, head: str) -> bool:
    """Whether a word before the head of a post is its adjective."""
    if _is_done(word):
        return False
    agreed = is_adjective(word) and any(agrees(word, f.case, f.plural) for f in head_forms(head))
    return word.lower() in ABBREVIATED_ADJECTIVES or (agreed and bare(word) not in _OWN)


def _is_done(word: str) -> bool:
    """«вновь принятого программиста», «направляемую техника»: what was or is done with him."""
    marks = parses(bare(word))[0].tag.grammemes
    return "PRTF" in marks and not marks.isdisjoint({"past", "pssv"})


def _chain(words: Sequence[str]) -> bool:
    """Whether what follows the head hangs together with it up to the name."""
    return not any(
        _TRAINING_AFTER.match(w.lower()) and i and words[i - 1].lower() in ("на", "в", "для")
        for i, w in enumerate(words)
    )


__all__ = ["Position", "after", "before", "cases_of", "head_forms", "nominative"]
