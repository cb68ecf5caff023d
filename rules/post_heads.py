"""What a word is as the head of a post: an animate common noun, or a participle that serves as one
(заведующая, управляющий), in which case and number, and its nominative."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.morphology import WORDS, Parse, parses

_ABBREVIATED_HEADS_WORDS = """
рук. замнач замнач. замглав зам. нач. спец. пом. дир. зав. завед. бух. инж. сек. секр. и.о. ио врио
врид зам зав гл.спец. вед.спец.
"""
_ABBREVIATED_HEADS = frozenset(_ABBREVIATED_HEADS_WORDS.split())
_ABBREVIATED_ADJECTIVES_WORDS = """
гл вед ст мл гл. вед. ст. мл. сист. сис. техн. науч. общ. главн.
"""
ABBREVIATED_ADJECTIVES = frozenset(_ABBREVIATED_ADJECTIVES_WORDS.split())
ABBREVIATED = _ABBREVIATED_HEADS | ABBREVIATED_ADJECTIVES


_INDECLINABLE = re.compile(
    r"(?:(?:зав|зам|нач|рук|пом|дир|гл|вед|ст|и\.о|вр)\.[а-яё][а-яё.-]{3,}|[а-яё]{3,9}-(?:ль|вед|ст|т|тор|ник|тель)"
    r"|и\.?\s?о\.?|врио|врид|замглавы|замначальника|управделами|завотделом|завсектором|завархивом|начотдела|замначотдела"
    r"|завканцелярией|зампред|помглавы)$"
)


_SUBSTANTIVES = frozenset({"заведовать", "управлять", "исполнять", "заведующий", "управляющий",
                           "исполняющий", "дежурный", "управляющая", "заведующая"})  # fmt: skip


_OWN_HEADS = ("системотехник", "электроник", "схемотехник", "электротехник", "радиотехник",
              "механик", "техник", "электрик", "связник", "айтишник", "эникейщик", "админ",
              "программер", "комп-ник", "опер", "информатик", "статистик", "кадровик",
              "кадастровик", "телефонист", "модератор", "координатор",
              "завгар", "завлаб")  # fmt: skip


_MASCULINE = {"": "nomn", "а": "gent", "у": "datv", "ом": "ablt", "е": "loct",
              "и": "nomn", "ы": "nomn", "ов": "gent", "ам": "datv", "ами": "ablt"}  # fmt: skip
"""The cases of an own head by its ending."""
_PLURAL = frozenset({"и", "ы", "ов", "ам", "ами"})


_NOT_POST_WORDS = """
человек люди коллега господин госпожа товарищ гражданин гражданка мужчина женщина девушка парень
мать отец муж жена тёща тесть дочь сын брат сестра ребёнок дети кандидат кандидатка молодая молодой
новенький новенькая сосед соседка сменщик сменщица преемник преемница
выпускник выпускница ученица напарник напарница приятель приятельница земляк землячка
однофамилец тёзка слушатель слушательница участник участница претендент доброволец
представитель представительница исполнитель лицо адресат преподаватель ученик обучаемый
обучающийся друг подруга новичок молодец знаток сам отпускник больной автор отправитель получатель
нижеподписавшийся народ кто никто президент губернатор провайдер поставщик подрядчик
"""
_NOT_POSTS = frozenset(_NOT_POST_WORDS.split())
"""People by what they are to the writer or to the matter, not by their post."""


def bare(word: str) -> str:
    """The word in lower case, without the signs around it."""
    return word.strip(".,;:()«»\"'").lower()


@lru_cache(maxsize=WORDS)
def is_adjective(word: str) -> bool:
    """Whether a word may be an adjective or a participle."""
    return any({"ADJF", "PRTF"} & p.tag.grammemes for p in parses(bare(word)))


@dataclass(frozen=True, slots=True)
class Form:
    """What a head can be: its nominative singular, and the case and number it stands in."""

    nominative: str
    case: str
    plural: bool
    score: float


@lru_cache(maxsize=WORDS)
def head_forms(word: str) -> tuple[Form, ...]:
    """What a word is as the head of a post; nothing if it cannot be one."""
    low = word.lower().strip(',;:()«»"')
    if low in _ABBREVIATED_HEADS or _INDECLINABLE.match(low):
        return (Form(word, "", False, 1.0),)
    low = bare(low)
    if not low or not low[0].isalpha():
        return ()
    parts = low.split("-")
    if len(parts) > 1:
        return _hyphenated(parts)
    return _single(low)


def _hyphenated(parts: Sequence[str]) -> tuple[Form, ...]:
    """«секретаря-машинистку» → секретарь-машинистка; «пресс-секретарю» → пресс-секретарь."""
    last = _single(parts[-1])
    firsts = [_single(p) for p in parts[:-1]]
    found = []
    for form in last:
        words = []
        for part, forms in zip(parts[:-1], firsts, strict=True):
            same = [f for f in forms if f.case == form.case and f.plural == form.plural]
            words.append(same[0].nominative if same else part)
        found.append(Form("-".join([*words, form.nominative]), form.case, form.plural, form.score))
    return tuple(found)


_JOINS = frozenset({"PREP", "CONJ", "PRCL", "ADVB"})


@lru_cache(maxsize=WORDS)
def _single(low: str) -> tuple[Form, ...]:
    found: list[Form] = []
    own = _own_head(low)
    if own or len(low) < 3 or _JOINS & parses(low)[0].tag.grammemes:
        return own
    for parse in parses(low):
        if not _can_be_head(parse):
            continue
        fixed, plural = "Fixd" in parse.tag, "plur" in parse.tag
        case = "" if fixed else str(parse.tag.case or "")
        form = low if fixed or (case == "nomn" and not plural) else _to_nominative(parse)
        if form:
            found.append(Form(yo(form, low), case, plural, parse.score))
    return tuple(found)


def _own_head(low: str) -> tuple[Form, ...]:
    """Words for technicians that the dictionary takes for their trades («электроника»)."""
    for stem in _OWN_HEADS:
        at = low.rfind(stem)
        if at >= 0 and (ending := low[at + len(stem) :]) in _MASCULINE:
            base = low[: at + len(stem)]
            plural = ending in _PLURAL
            forms = [Form(base, _MASCULINE[ending], plural, 1.0)]
            if ending in ("а", "ов"):
                forms.append(Form(base, "accs", plural, 0.9))
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
        if "neut" in parse.tag.grammemes:
            return None
        wanted.add("femn" if "femn" in parse.tag.grammemes else "masc")
    found = parse.inflect(wanted)
    return found.word if found else None


def yo(word: str, source: str) -> str:
    """ё only where the mail has it."""
    return word if "ё" in source else word.replace("ё", "е")
