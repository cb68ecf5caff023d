"""A post («ведущего специалиста отдела информатизации») found beside a name, put into the nominative.

The head of a post is an animate common noun, or a participle that serves as one (заведующая,
управляющий). Words before the head agree with it and are inflected; what follows it stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.morphology import Parse, parses
from rules.names.words import fold


@dataclass(frozen=True, slots=True)
class Position:
    """A post at `text[start:end]`; `value` is its nominative singular, lower-case first letter."""

    value: str
    start: int
    end: int


_ABBREVIATED_HEADS = ("зам.", "нач.", "спец.", "пом.", "дир.", "зав.", "завед.", "бух.", "инж.",
                      "сек.", "секр.", "и.о.", "и. о.", "ио", "врио", "врид", "зам", "зав", "гл.спец.", "вед.спец.")  # fmt: skip
_ABBREVIATED_ADJECTIVES = ("гл.", "вед.", "ст.", "мл.", "сист.", "техн.", "науч.", "общ.", "главн.")
_INDECLINABLE = re.compile(
    r"(?:и\.?\s?о\.?|врио|врид|замглавы|замначальника|управделами|завотделом|завсектором"
    r"|завканцелярией|зампред|помглавы)$"
)
_SUBSTANTIVES = frozenset({"заведовать", "управлять", "исполнять", "заведующий", "управляющий",
                           "исполняющий", "дежурный", "управляющая", "заведующая"})  # fmt: skip
_OWN_HEADS = ("системотехник", "электроник", "схемотехник", "электротехник", "радиотехник",
              "механик", "техник", "электрик", "связник", "айтишник", "эникейщик", "админ",
              "программер", "комп-ник", "опер")  # fmt: skip
_MASCULINE = {"": "nomn", "а": "gent", "у": "datv", "ом": "ablt", "е": "loct",
              "и": "nomn", "ы": "nomn", "ов": "gent", "ам": "datv", "ами": "ablt"}  # fmt: skip
# People by what they are to the writer, not by their post.
_NOT_POSTS = frozenset(
    ["человек", "люди", "коллега", "господин", "госпожа", "товарищ", "гражданин", "гражданка", "мужчина", "женщина", "девушка", "парень", "мать", "отец", "муж", "жена", "дочь", "сын", "брат", "сестра", "ребёнок", "ребенок", "дети", "кандидат", "кандидатка", "слушатель", "слушательница", "участник", "участница", "претендент", "доброволец", "представитель", "представительница", "исполнитель", "лицо", "адресат", "преподаватель", "ученик", "обучаемый", "обучающийся", "друг", "подруга", "новичок", "молодец", "знаток", "сам", "отпускник", "больной", "автор", "отправитель", "получатель", "нижеподписавшийся", "народ", "кто", "никто", "президент", "губернатор", "провайдер", "поставщик", "подрядчик", "оператор-провайдер"]
)
_BARE_NOT_POSTS = frozenset(["сотрудник", "сотрудница", "работник", "работница", "служащий"])
_OURS = frozenset({"наш", "наша", "нашего", "нашу", "нашей", "нашему", "нашим"})
_FILLER = re.compile(
    r"(?:\s*(?:(?:у\s+нас|она|он)\s+и|она|он|это|наш|наша|нашего|нашу|нашему|нашей|нашим|у\s+нас|сейчас|ныне|теперь|тоже|также"
    r"|котор\w{2,3}|являющ\w{4,6}|явля\w{2,4}|работа\w{2,6}|работающ\w{2,4}|занимающ\w{2,4}|занимает|замещающ\w{2,4}|исполняющ\w{2,4}\s+обязанности(?=\s+должност)"
    r"|назначенн\w{2,3}|состоящ\w{2,4}|в\s+должности|на\s+должности|должность|должности|по\s+должности|в\s+качестве|числ\w{2,4})\b\s*[:–—-]?)+",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"«[^»\n]{0,80}»|\"[^\"\n]{0,80}\"|[^\s,;:()«»\"]+|[,;:()\n\t\u2028]")
_STOP = re.compile(
    r"(?:тел|т|сот|моб|факс|e-?mail|эл|email|почта|адрес|контактн\w*|телефон\w*|конт|сотов\w*|мобильн\w*|раб|рабоч\w*"
    r"|внутр|доб|стаж|образование|г\.р|род|род\.|паспорт|исп|тчк|зпт|р\.?т)\.?$",
    re.IGNORECASE,
)
_TRAINING_AFTER = re.compile(r"(?:обуч|уч[её]б|курс|групп|заняти|семинар|слушател)", re.IGNORECASE)
_CASES = ("nomn", "gent", "gen2", "datv", "accs", "ablt", "loct", "loc2")


def nominative(phrase: str, case: str | None = None) -> str | None:
    """A post in any case or number → nominative singular; None if the phrase is no post.

    `case` (a pymorphy case name) is that of the person's name beside it and settles ambiguity.
    """
    plain = phrase.replace("\u00a0", " ").strip(" \t\n\u2028.,;:–—-")
    words = [fold(word) for word in plain.split()]
    while words and words[-1].lower() in _OURS:
        words.pop()
    if not words:
        return None
    found = _inflected(tuple(_lower(" ".join(words)).split()), case)
    if found is None:
        return None
    return without_body(found)


@lru_cache(maxsize=2_000)
def _inflected(words: tuple[str, ...], case: str | None) -> str | None:
    """The phrase with its head and the words that agree with it in the nominative."""
    at = _head_at(words)
    if at is None:
        return None
    head = head_forms(words[at])
    chosen = _choose(head, words[:at], case)
    if chosen is None:
        return None
    form, parse_case, plural = chosen
    before = [_adjective(w, parse_case, plural) for w in words[:at]]
    return " ".join([*before, form, *words[at + 1 :]])


def cases_of(phrase: str) -> frozenset[str]:
    """The cases in which a post can stand as written; empty if it is none, or does not decline."""
    words = tuple(_lower(" ".join(phrase.split())).split())
    at = _head_at(words) if words else None
    if at is None:
        return frozenset()
    return frozenset(
        f.case
        for f in head_forms(words[at])
        if f.case and all(_agrees(w, f.case, f.plural) for w in words[:at])
    )


def _head_at(words: Sequence[str]) -> int | None:
    """Index of the head: the first word that can be one, after at most four that describe it."""
    for index, word in enumerate(words[:5]):
        if head_forms(word) and not _is_modifier(word, words[index + 1 :]):
            return index
        if not (_is_adjective(word) or word.lower() in _ABBREVIATED_ADJECTIVES):
            return None
    return None


def _is_modifier(word: str, rest: Sequence[str]) -> bool:
    """Whether a word that could be a head describes the next one («старший инженер»)."""
    if word.lower() in ("зам.", "зам", "зав.", "и.о.", "ио", "врио"):
        return False
    if not rest or not _is_adjective(word):
        return False
    nouns = [p for p in parses(_bare(word)) if "NOUN" in p.tag and "Subx" not in p.tag]
    return bool(head_forms(rest[0])) and (
        not nouns or any("ADJF" in p.tag for p in parses(_bare(word)))
    )


def _bare(word: str) -> str:
    return word.strip(".,;:()«»\"'").lower()


@lru_cache(maxsize=20_000)
def _is_adjective(word: str) -> bool:
    return any(
        {"ADJF"} & p.tag.grammemes or {"PRTF"} & p.tag.grammemes for p in parses(_bare(word))
    )


@dataclass(frozen=True, slots=True)
class _Form:
    """What a head can be: its nominative singular, and the case and number it stands in."""

    nominative: str
    case: str
    plural: bool
    score: float


@lru_cache(maxsize=20_000)
def head_forms(word: str) -> tuple[_Form, ...]:
    """What a word is as the head of a post; nothing if it cannot be one."""
    low = word.lower().strip(',;:()«»"')
    if low in _ABBREVIATED_HEADS or _INDECLINABLE.match(low):
        return (_Form(word, "", False, 1.0),)
    low = _bare(low)
    if not low or not low[0].isalpha():
        return ()
    parts = low.split("-")
    if len(parts) > 1:
        return _hyphenated(parts)
    return _single(low)


def _hyphenated(parts: Sequence[str]) -> tuple[_Form, ...]:
    """«секретаря-машинистку» → секретарь-машинистка; «пресс-секретарю» → пресс-секретарь."""
    last = _single(parts[-1])
    firsts = [_single(p) for p in parts[:-1]]
    found = []
    for form in last:
        words = []
        for part, forms in zip(parts[:-1], firsts, strict=True):
            same = [f for f in forms if f.case == form.case and f.plural == form.plural]
            words.append(same[0].nominative if same else part)
        found.append(_Form("-".join([*words, form.nominative]), form.case, form.plural, form.score))
    return tuple(found)


@lru_cache(maxsize=20_000)
def _single(low: str) -> tuple[_Form, ...]:
    found: list[_Form] = []
    own = _own_head(low)
    if own or len(low) < 3 or {"PREP", "CONJ", "PRCL"} & parses(low)[0].tag.grammemes:
        return own
    for parse in parses(low):
        if not _can_be_head(parse):
            continue
        case = next((c for c in _CASES if c in parse.tag), "")
        plural = "plur" in parse.tag
        form = (
            low if (case == "nomn" and not plural) or "Fixd" in parse.tag else _to_nominative(parse)
        )
        if form:
            found.append(
                _Form(_yo(form, low), "" if "Fixd" in parse.tag else case, plural, parse.score)
            )
    return tuple(found)


def _own_head(low: str) -> tuple[_Form, ...]:
    """Words for technicians that the dictionary takes for their trades («электроника»)."""
    for stem in _OWN_HEADS:
        at = low.rfind(stem)
        if at >= 0 and (ending := low[at + len(stem) :]) in _MASCULINE:
            base = low[: at + len(stem)]
            plural = ending in ("и", "ы", "ов", "ам", "ами")
            forms = [_Form(base, _MASCULINE[ending], plural, 1.0)]
            if ending in ("а", "ов"):
                forms.append(_Form(base, "accs", plural, 0.9))
            return tuple(forms)
    return ()


def _can_be_head(parse: Parse) -> bool:
    tag = parse.tag
    if parse.normal_form in _NOT_POSTS or {"Name", "Surn", "Patr", "Geox"} & tag.grammemes:
        return False
    if "NOUN" in tag and "anim" in tag:
        return True
    return bool({"PRTF", "ADJF"} & tag.grammemes) and parse.normal_form in _SUBSTANTIVES


def _to_nominative(parse: Parse) -> str | None:
    wanted = {"nomn", "sing"}
    if {"PRTF", "ADJF"} & parse.tag.grammemes:
        if "neut" in parse.tag:
            return None
        wanted.add("femn" if "femn" in parse.tag else "masc")
    found = parse.inflect(wanted)
    return found.word if found else None


def _yo(word: str, source: str) -> str:
    """ё only where the mail has it."""
    return word if "ё" in source else word.replace("ё", "е")


def _choose(
    forms: Sequence[_Form], adjectives: Sequence[str], case: str | None
) -> tuple[str, str, bool] | None:
    """The likeliest reading of the head: nominative, then the name's case, then the likeliest."""

    def rank(form: _Form) -> tuple[bool, bool, bool, bool, float]:
        agrees = all(_agrees(a, form.case, form.plural) for a in adjectives)
        return (
            agrees,
            form.case in ("nomn", "") and not form.plural,
            form.case == case,
            not form.plural,
            form.score,
        )

    if not forms:
        return None
    best = max(forms, key=rank)
    return best.nominative, best.case, best.plural


def _agrees(word: str, case: str, plural: bool) -> bool:
    if not case or word.lower() in _ABBREVIATED_ADJECTIVES:
        return True
    return any(
        case in p.tag and ("plur" in p.tag) == plural
        for p in parses(_bare(word))
        if {"ADJF", "PRTF"} & p.tag.grammemes
    )


def _adjective(word: str, case: str, plural: bool) -> str:
    """A word before the head, in the nominative singular of its own gender."""
    if not case or word.endswith(".") or (case == "nomn" and not plural):
        return word
    fitting = [
        p
        for p in parses(_bare(word))
        if {"ADJF", "PRTF"} & p.tag.grammemes and case in p.tag and ("plur" in p.tag) == plural
    ]
    if not fitting:
        return word
    feminine = not plural and not any("masc" in p.tag for p in fitting)
    found = fitting[0].inflect({"nomn", "sing", "femn" if feminine else "masc"})
    return _yo(found.word, word.lower()) if found else word


def _lower(phrase: str) -> str:
    """Lower-case first letter, unless it begins with an acronym; a phrase in capitals, all of it."""
    letters = [c for c in phrase if c.isalpha()]
    if len(letters) > 6 and all(c.isupper() for c in letters):
        phrase = " ".join(w if _acronym(w) else w.lower() for w in phrase.split())
    first = phrase.split(maxsplit=1)[0].split("-")[0]
    if _acronym(first) or not re.match("[А-Яа-яЁё]", first):
        return phrase
    return phrase[:1].lower() + phrase[1:]


def _acronym(word: str) -> bool:
    bare = _bare(word)
    return (
        2 <= len(bare) <= 5
        and word.strip(".,").isupper()
        and not any(p.is_known and "Abbr" not in p.tag for p in parses(bare))
    )


_NAME_OF_BODY = (
    r"(?:\s+(?:МО|МР|МКУ|ГО|муниципального\s+(?:образования|района|округа)|ЗАТО|города|г\.|села|с\."
    r"|пос[её]лка|п\.|станицы|хутора)\s*[«\"]?[А-ЯЁ][^,;]*"
    r"|\s+(?!(?:Совета|Думы|Собрания)\b)[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)?(?:ского|цкого|ой|ого)\s+(?:муниципального\s+|городского\s+|сельского\s+)?"
    r"(?:района|р-на|округа|сельсовета|поселения|области)\b[^,;]*"
    r"|\s+[«\"][А-ЯЁ][^»\"]*(?:район|сельсовет|округ|село|город)[^»\"]*[»\"]?[^,;]*)"
)
_BODY_AFTER_TITLE = re.compile(
    rf"(?<=\bглавы)(\s+администрации)?{_NAME_OF_BODY}$|(?<=\bаппарата)(\s+администрации)?{_NAME_OF_BODY}$|(?<=\bглава)(\s+администрации)?{_NAME_OF_BODY}$"
)
_BODY = re.compile(rf"(?:\s+администрации)?{_NAME_OF_BODY}$")


_OWN_OFFICE = re.compile(r"(?<=администрации)\s+(?:города|г\.)\s*[А-ЯЁ][а-яё]+$")


def without_body(phrase: str) -> str:
    """A post without the name of the municipality that is appended to it."""
    titled = _BODY_AFTER_TITLE.search(phrase)
    if titled:
        office = next((g for g in titled.groups() if g), "")
        return phrase[: titled.start()] + office
    if _OWN_OFFICE.search(phrase) and re.search(r"[а-яё]+ой администрации\b", phrase):
        # An office that has a name of its own: «инспектор Трусовской районной администрации».
        return _OWN_OFFICE.sub("", phrase)
    cut = _BODY.sub("", phrase)
    return cut if cut.strip() else phrase


_SPELLED_COMMA = re.compile(r"\s*ЗПТ\s+", re.IGNORECASE)


def after(text: str, start: int, limit: int, case: str | None = None) -> Position | None:
    """A post that follows a name: `text[start:limit]` is what stands between it and the next one."""
    begin = start
    opened = re.compile(r"[\s,;:.–—(\t\u2028/|-]*").match(text, begin, limit)
    begin = opened.end() if opened else begin
    comma = _SPELLED_COMMA.match(text, begin, limit)
    begin = comma.end() if comma else begin
    filler = _FILLER.match(text, begin, limit)
    if filler and not head_forms(filler.group().strip()):
        begin = filler.end()
    end = _extent(text, begin, limit)
    return _position(text, begin, end, case)


_BROKEN_WORD = re.compile(r"(?<=[а-яё])[-‐]\n\s*(?=[а-яё])")
_LOOSE_END = re.compile(r"[\s,;]+(?:и|а|но|а\s+также|также)[\s,;]*$")


def _position(text: str, begin: int, end: int, case: str | None) -> Position | None:
    whole = _BROKEN_WORD.sub("", text[begin:end])
    phrase = _LOOSE_END.sub("", whole).strip(" \t\n\u2028.,;:–—-(")
    value = nominative(" ".join(phrase.split()), case) if phrase else None
    if value is None or value in _BARE_NOT_POSTS:
        return None
    shown = _LOOSE_END.sub("", text[begin:end]).rstrip(" \t\n\u2028.,;:–—-(")
    return Position(value, begin, begin + len(shown))


def _extent(text: str, begin: int, limit: int) -> int:
    """Where the phrase that begins here ends."""
    end, words = begin, 0
    for match in _TOKEN.finditer(text, begin, limit):
        token = match.group()
        if token in ",":
            if not _continues(text, match.end(), limit):
                return end
            continue
        if token in (";", ":", "(", ")", "\n", "\t"):
            if token == "\n" and _wraps(text, match.start(), match.end(), limit):
                continue
            return end
        if token == "\u2028":
            continue
        if _stops(token, words, text[match.end() : match.end() + 60]):
            return end
        words += 1
        end = match.end()
        if token.endswith(".") and _sentence_ends(token, text, match.end(), limit):
            return end - 1
        if words > 18:
            return end
    return end


def _wraps(text: str, at: int, after_break: int, limit: int) -> bool:
    """Whether a line break stands in the middle of a phrase: the next line begins in lower case."""
    following = text[after_break : min(after_break + 40, limit)].lstrip(" ")
    return (
        bool(following)
        and _continues_line(following)
        and not _STOP.match(following.split()[0].strip(",.:;"))
        and text[at - 1] not in ".;:"
    )


def _begins_post(phrase: str) -> bool:
    """Whether a phrase begins, in lower case, with a post: «заместитель – системный администратор»."""
    return phrase[:1].islower() and _head_at(phrase.split()) is not None


def _continues_line(following: str) -> bool:
    """Lower case, a grade («1 категории»), or an acronym («ЗАГС»)."""
    return following[0].islower() or bool(_GRADE.match(following))


_GRADE = re.compile(
    r"(?:\d{1,2}|[IVХX]{1,3})(?:-?[а-я]{1,3})?\s+(?:категор|разряд|класс|кат\.)|[А-ЯЁ]{2,6}\b"
)


def _stops(token: str, words: int, rest: str) -> bool:
    if "@" in token or re.match(r"[+]?\d[\d().-]{4,}$|\(\d|\+7|[+]?\d-\d", token):
        return True
    if re.match(r"\d{5,}", token) or _STOP.match(token.strip(",:")) or token in ("|", "/"):
        return True
    if token in ("–", "—", "-"):
        follower = re.match(r"\s*([^,;:()\n]+)", rest)
        return not (words and follower and _begins_post(follower[1]))
    low = token.lower()
    if low in ("с", "со") and re.match(r"\s*\d{4}\b", rest):
        return True
    if low in ("на", "в", "для", "к") and words and _TRAINING_AFTER.match(rest.strip()):
        return True
    return _verbal(low) if words else False


@lru_cache(maxsize=20_000)
def _verbal(low: str) -> bool:
    """Whether a word can only be a predicate or a pronoun, never a part of a post."""
    if low in (
        "а",
        "но",
        "который",
        "которая",
        "которые",
        "чтобы",
        "если",
        "вместо",
        "взамен",
        "вместе",
        "также",
    ):
        return True
    found = parses(_bare(low)) if _bare(low) else ()
    nominal = {"NOUN", "ADJF", "PRTF", "NUMR", "PREP", "CONJ", "PRCL"}
    return (
        bool(found)
        and not any(nominal & p.tag.grammemes for p in found)
        and any(
            {"VERB", "INFN", "GRND", "PRTS", "NPRO", "PRED", "ADJS"} & p.tag.grammemes
            for p in found
        )
    )


def _continues(text: str, at: int, limit: int) -> bool:
    """Whether after a comma the list of a department's matters goes on («связи и информации»)."""
    fragment = re.compile(r"\s*([^,;:()\n]{3,80})").match(text, at, limit)
    if not fragment or not re.search(r"\sи\s", fragment[1]):
        return False
    first = fragment[1].split()[0]
    found = [p for p in parses(_bare(first)) if {"NOUN", "ADJF"} & p.tag.grammemes]
    if first[0].isupper() or head_forms(first) or not found:
        return False
    return (
        (bool(re.search(r"\d", fragment[1])) is False
        and any(c in found[0].tag for c in ("gent", "datv", "loct", "ablt")))
        or (any("gent" in p.tag for p in found)
        and not re.search(r"\d", fragment[1]))
    )


def _sentence_ends(token: str, text: str, at: int, limit: int) -> bool:
    bare = token.rstrip(".").lower()
    if len(bare) <= 4 and (
        bare + "." in _ABBREVIATED_ADJECTIVES or bare + "." in _ABBREVIATED_HEADS
    ):
        return False
    following = text[at : min(at + 3, limit)].strip()
    return not following or not following[0].islower()


_WORD_BEFORE = re.compile(r"[^\s]+")


def before(text: str, end: int, limit: int, case: str | None = None) -> Position | None:
    """A post that stands directly before a name that begins at `end`; not before `limit`."""
    window = text[limit:end]
    words = [(m.group(), limit + m.start()) for m in _WORD_BEFORE.finditer(window)][-18:]
    while words and re.fullmatch(r"[–—-]", words[-1][0]):
        words.pop()
    first = len(words)
    heads: list[int] = []
    for index in range(len(words) - 1, -1, -1):
        word = words[index][0]
        inner = word.endswith(",") and not heads and any(w == "и" for w, _ in words[index + 1 :])
        if not inner and _breaks(word, last=index == len(words) - 1):
            break
        first = index
        if (head_forms(word) and not word[:1].isupper() | (index > 0 and False)) or (head_forms(word) and _begins(text, words[index][1])):
            heads.append(index)
    start = _leftmost(
        [words[i][0] for i in range(first, len(words))], [h - first for h in heads], case
    )
    if start is None:
        return None
    begin = words[first + start][1]
    return _position(text, begin, end, case)


def _begins(text: str, at: int) -> bool:
    """Whether a capital here is only that of the beginning of a sentence, line or cell."""
    return (
        at == 0
        or text[:at].rstrip(' «"*•–—-').endswith(("\n", "\t", ".", ":", "!", "?", "\u2028"))
        or not text[max(0, at - 40) : at].strip(' \n«"*•–—-1234567890).')
        or text[at : at + 12].isupper()
    )


def _breaks(word: str, *, last: bool) -> bool:
    if word[-1] in ",;:()!?" or word[0] in "(" or "@" in word:
        return True
    if word.endswith(".") and word.lower() not in (*_ABBREVIATED_HEADS, *_ABBREVIATED_ADJECTIVES):
        return not last or len(word) > 5
    low = _bare(word)
    if re.match(r"кандидатур|кандидат\b|слушател|лице$|качестве$", low):
        return True
    return _verbal(low)


def _leftmost(words: Sequence[str], heads: Sequence[int], case: str | None) -> int | None:
    """Where the post begins among the words before the name: at its leftmost head that agrees
    with the name, and the adjectives before that."""
    fitting = [
        h for h in heads if case is None or any(f.case in (case, "") for f in head_forms(words[h]))
    ]
    for head in sorted(fitting):
        if _chain(words[head:]):
            begin = head
            while begin and (
                words[begin - 1].lower() in _ABBREVIATED_ADJECTIVES
                or (
                    _is_adjective(words[begin - 1])
                    and any(
                        _agrees(words[begin - 1], f.case, f.plural) for f in head_forms(words[head])
                    )
                    and _bare(words[begin - 1])
                    not in (
                        "наш",
                        "нашего",
                        "нашу",
                        "нашей",
                        "нашему",
                        "нашим",
                        "наша",
                        "наши",
                        "наших",
                        "свой",
                        "своего",
                        "свою",
                        "этот",
                        "один",
                        "одного",
                        "одну",
                        "данный",
                    )
                )
            ):
                begin -= 1
            return begin
    return None


def _chain(words: Sequence[str]) -> bool:
    """Whether what follows the head hangs together with it up to the name."""
    return not any(
        _TRAINING_AFTER.match(w.lower()) and i and words[i - 1].lower() in ("на", "в", "для")
        for i, w in enumerate(words)
    )
