"""Which of the cue words found in a sentence mean what they usually mean: not those whose denial is
denied, that belong to a person's post, or that stand in two clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.document import Sentence
from rules.morphology import parses
from rules.nominees import brackets
from rules.nominees.cues_in_posts import is_degree
from rules.nominees.grounds import is_not_before, lacks_grounds
from rules.phrases import Match

_DETAIL = r"(?:числ[оа]|дат[уы]|сроки?|день|сумм[уы]|цен[уы]|причин[уы])\b"
"""«число назвать не могу»: what cannot be told is no person."""
_ASSENT = re.compile(
    r"не\s+отказ\w+|не\s+отказыв\w+|не\s+(?:буд\w+\s+)?возраж\w+|не\s+против\b|не\s+име\w+\s+возражений"
    r"|возражений\b[^.;]{0,30}\bне\s+име\w+|(?:ничто|ничего)\s+не\s+(?:мешает|препятствует)|нет\s+возражений"
    r"|не\s+(?:мож\w+|смож\w+)\s+не\s+\w+"
    rf"|\b{_DETAIL}\s[^.;,]{{0,20}}\bназвать\b[^.;,]{{0,30}}|\bназвать\s+(?:\w+\s+){{0,2}}{_DETAIL}",
    re.IGNORECASE,
)
SENDS = ("send", "send_training", "nominate")
"""Meanings of words that put somebody forward."""
AWAY = ("absent_prev", "stays_prev", "recall_prev")
"""Meanings of words that tell of who is named before them: he does not go."""
_DENIALS = frozenset({"stays_prev", "declined", "withdraw_next", "absent_prev"})
_LACKS = frozenset({"нет", "нету", "отсутствует"})
_NOBODY = frozenset({"некому", "некем", "никто", "никем", "нечем"})
_OF_ONE_CLAUSE = frozenset({"absent_prev", "later", "undecided"})
COMPANION = re.compile(
    r"\bкомпани[юя]\b.{0,30}\bсостав|\bсостав\w+.{0,30}\bкомпани[юя]\b"
    r"|\bс\s+(?:ней|ним|нею)\s+(?:\w+\s+)?(?:по|у|при|от)?(?:ед|вяж|прав|буд)\w+",
    re.I,
)


def meant(cues: tuple[Match, ...], sentence: Sentence) -> tuple[Match, ...]:
    """The cues without denials that are themselves denied, and other words of two meanings."""
    if not cues:
        return cues
    spans: list[tuple[int, int]] = []
    if any(c.phrase.means in _DENIALS for c in cues):
        text, start = sentence.part.text, sentence.start
        spans = [m.span() for m in _ASSENT.finditer(text, start, sentence.end)]
    named = COMPANION.search(sentence.text) if _has(cues, "signed_by") else None
    return tuple(
        c
        for c in cues
        if not (c.phrase.means in _DENIALS and any(a < c.end and c.start < b for a, b in spans))
        and not (named and c.phrase.name == "signed_by")
        and not (c.phrase.means in _TAKES_BACK and _is_denied(c, sentence))
        and not any(other(c, sentence) for other in _OTHERWISE.get(c.phrase.name, ()))
        and not (c.phrase.means in _OF_ONE_CLAUSE and _spans_two(c, sentence))
    )


def _has(cues: Sequence[Match], name: str) -> bool:
    return any(c.phrase.name == name for c in cues)


def _word(sentence: Sentence, index: int) -> str:
    """The folded word at this place, or nothing."""
    tokens = sentence.tokens
    return tokens[index].text.lower() if 0 <= index < len(tokens) else ""


_TAKES_BACK = frozenset({"withdraw_next", "recall_prev", "void_prev"})


def _is_denied(cue: Match, sentence: Sentence) -> bool:
    """«просим не исключать», «заявку не отзываем»: he stays."""
    return _word(sentence, cue.tokens[0] - 1) == "не"


def _lacks_other(cue: Match, sentence: Sentence) -> bool:
    """«специалист 2 категории, телефона нет»: what is lacking is named right before «нет»."""
    last = cue.tokens[-1]
    lacking = _word(sentence, last - 1)
    if _word(sentence, last) not in _LACKS or last - 1 <= cue.tokens[0] or not lacking.isalpha():
        return False
    parsed = parses(lacking)[0]
    return (
        "NOUN" in parsed.tag.grammemes
        and "gent" in parsed.tag.grammemes
        and "inan" in parsed.tag.grammemes
    )


def _is_approved(cue: Match, sentence: Sentence) -> bool:
    """«слушателем утверждена Есина»: approved, not the one who approves."""
    return re.match(r"утвержд[её]н[аы]?$", _word(sentence, cue.tokens[0])) is not None


def _holds_post(cue: Match, sentence: Sentence) -> bool:
    """«замещающая должность инспектора»: replaces nobody."""
    first = cue.tokens[0]
    post = {_word(sentence, first + 1), _word(sentence, first + 2)}
    return bool(post & {"должность", "должности", "должностью"})


def _is_pupil(cue: Match, sentence: Sentence) -> bool:
    """«ученицей просим считать Мавлетову»: nobody's pupil, but who is to be one."""
    return "ablt" in parses(_word(sentence, cue.tokens[0]))[0].tag


def _is_noted(cue: Match, sentence: Sentence) -> bool:
    """«не подведёт, так и запишите»: what was said, not whom."""
    first = cue.tokens[0]
    so = (_word(sentence, first - 2), _word(sentence, first - 1)) == ("так", "и")
    return so and _word(sentence, first).startswith(("запиш", "пиш", "отмет"))


def _is_praise(cue: Match, sentence: Sentence) -> bool:
    """«человек ответственный», «она ответственная и старательная»: for nothing by name."""
    first = cue.tokens[0]
    word = _word(sentence, first)
    plain = word.startswith("ответственн") and len(cue.tokens) == 1
    follows = _word(sentence, first + 1)
    ends = not follows or follows in {",", ".", ")", "!", ";", "и"}
    named = _word(sentence, first - 1) in {"человек", "она", "он", "очень", "сотрудник", "работник"}
    return plain and ends and named


def _replaces_now(cue: Match, sentence: Sentence) -> bool:
    """«заменяет выбывшую Рюмину», «заменил Петрова»: he goes in her place, not if she cannot."""
    tag = parses(_word(sentence, cue.tokens[0]))[0].tag
    return len(cue.tokens) == 1 and "VERB" in tag and "futr" not in tag and "impr" not in tag


def _is_of_sending(cue: Match, sentence: Sentence) -> bool:
    """«согласовано направление Петровой»: what was agreed on, not with whom."""
    first = cue.tokens[0]
    behind = [_word(sentence, i) for i in range(first + 1, first + 4)]
    return any(
        w.startswith(("направлени", "участи", "кандидатур", "обучени", "командир")) for w in behind
    )


def _is_pool(cue: Match, sentence: Sentence) -> bool:
    """«из двух ответственных лиц», «из трёх кандидатов»: of whom one is told of next."""
    first = cue.tokens[0]
    return any(_word(sentence, i) in {"из", "среди"} for i in range(first - 3, first)) and any(
        "gent" in p.tag.grammemes and "plur" in p.tag.grammemes
        for p in parses(_word(sentence, first))
    )


def _is_called_back(cue: Match, sentence: Sentence) -> bool:
    """«снимаем с отпуска», «отзываем из командировки»: called to go, not taken back."""
    last = cue.tokens[-1]
    behind = [_word(sentence, i) for i in range(last + 1, last + 4)]
    return behind[:1] in (["с"], ["из"], ["со"]) and any(w.startswith(_AWAY) for w in behind)


def _is_twice_denied(cue: Match, sentence: Sentence) -> bool:
    """«не усматриваем оснований не включать X»: he is put forward."""
    return _word(sentence, cue.tokens[0]) == "не" and lacks_grounds(sentence, cue.start)


_AWAY = ("отпуск", "больничн", "дежурств", "командировк", "декрет", "объект", "дач", "смен")


def _is_of_thing(cue: Match, sentence: Sentence) -> bool:
    """«кроме энтузиазма: …»: the exception is named at once, and is nobody."""
    last = cue.tokens[-1]
    thing = _word(sentence, last + 1)
    if not thing.isalpha() or _word(sentence, last + 2) not in {":", ",", ".", ";"}:
        return False
    tag = parses(thing)[0].tag
    return "NOUN" in tag and "inan" in tag


def _nobody_does(cue: Match, sentence: Sentence) -> bool:
    """«заменить его некем»: no substitute is named."""
    return any(_word(sentence, i) in _NOBODY for i in range(cue.tokens[0] - 3, cue.tokens[-1] + 4))


def _spans_two(cue: Match, sentence: Sentence) -> bool:
    """«возможен уже сегодня: обучается …»: its words stand on both sides of a colon."""
    return (
        len(cue.tokens) > 1
        and re.search(r"[:;]", sentence.part.text[cue.start : cue.end]) is not None
    )


def _is_return(cue: Match, sentence: Sentence) -> bool:
    """«по возвращении из отпуска», «по окончании отпуска»: whoever was away is back."""
    first, last = cue.tokens[0], cue.tokens[-1]
    return any(_word(sentence, i).startswith(_BACK) for i in range(first + 1, last))


_BACK = ("возвращени", "выход", "приезд", "прибыти", "окончани", "завершени")


def _is_of_role(cue: Match, sentence: Sentence) -> bool:
    """«на место слушателя»: in nobody's place, but to be one."""
    last = cue.tokens[-1]
    roles = ("слушател", "учени", "участни", "стаж")
    return _word(sentence, last) == "место" and _word(sentence, last + 1).startswith(roles)


def _is_supposed(cue: Match, sentence: Sentence) -> bool:
    """«а если заболеет, пришлём замену»: what has not happened."""
    first = cue.tokens[0]
    before = [_word(sentence, i) for i in range(first - 4, first)]
    return bool({"если", "вдруг", "коли"} & set(before))


def _is_of_others(cue: Match, sentence: Sentence) -> bool:
    """«из желающих учиться», «других желающих нет»: many, and none of them by name."""
    if _word(sentence, cue.tokens[0]) != "желающих":
        return False
    return len(cue.tokens) == 1


def _holds_name(cue: Match, sentence: Sentence) -> bool:
    """«ехать Самойлову П. Ю., больше учиться некому»: a person goes, and then nobody else;
    «некому, поэтому он и поедет»."""
    first, last = cue.tokens[0], cue.tokens[-1]
    between = [t.text for t in sentence.tokens[first + 1 : last]]
    if "," not in between:
        return False
    at = between.index(",")
    return any(w.istitle() for w in between[:at]) or bool(_HE & set(between[at:]))


def _is_nobody_else(cue: Match, sentence: Sentence) -> bool:
    """«предлагаю себя, больше всё равно некому»: the writer has named himself."""
    around = [t.text.lower() for t in sentence.tokens[: cue.tokens[-1] + 4]]
    last = next((i for i in range(cue.tokens[-1], len(around)) if around[i] in {":", "."}), None)
    said = frozenset(around[:last])
    return bool(_BUT & said) and bool(_ME & said)


_BUT = frozenset({"больше", "кроме", "другого", "других", "иного"})
_ME = frozenset({"я", "себя", "меня", "мной", "мне", "сам", "сама"})
_HE = frozenset({"он", "она", "они", "его", "её", "ее", "ему", "ей", "им", "их"})


def _is_decided(cue: Match, sentence: Sentence) -> bool:
    """«решение принято: …», «выбор сделан»: somebody has been chosen."""
    words = [_word(sentence, i) for i in cue.tokens]
    done = any({"PRTS", "past"} & parses(w)[0].tag.grammemes for w in words)
    first = cue.tokens[0]
    denied = any(_word(sentence, i) == "не" for i in range(first, cue.tokens[-1]))
    return words[0] in {"решение", "выбор"} and done and not denied


def _is_begged(cue: Match, sentence: Sentence) -> bool:
    """«просим рассматривать в качестве слушателя»: he is put forward."""
    first = cue.tokens[0]
    lead = [_word(sentence, i) for i in range(first - 3, first)]
    if any(word.startswith("прос") for word in lead):
        return True
    if _word(sentence, first) == "решать":
        return False  # «намечаем Зуеву, решать будет глава»
    ordered = "INFN" in parses(_word(sentence, first))[0].tag  # «слушателем рассматривать Зуеву»
    return ordered and not any(word.startswith(_ONLY_LOOKS) for word in lead)


_ONLY_LOOKS = ("буд", "продолж", "начал", "нача", "планир", "предсто")


def _is_of_body(cue: Match, sentence: Sentence) -> bool:
    """«избрана в состав комиссии и от учёбы освобождена»: the list is another's."""
    within = sentence.part.text[cue.start : cue.end].lower()
    return any(body in within for body in ("комисси", "совет", "штаб"))


def _is_spoken_of(cue: Match, sentence: Sentence) -> bool:
    """«ни о человеке на курсы решить нельзя»: nobody is named by that."""
    return _word(sentence, cue.tokens[0] - 1) in {"о", "об"} and ":" not in sentence.text


def _is_over(cue: Match, sentence: Sentence) -> bool:
    """«находившаяся до августа в декретном отпуске», «вышедшая из отпуска»: she is back."""
    first = cue.tokens[0]
    before = [_word(sentence, i) for i in range(first - 6, first)]
    return any(
        {"PRTF", "past", "actv"} <= parses(w)[0].tag.grammemes for w in before if w.isalpha()
    )


def _is_of_bracket(cue: Match, sentence: Sentence) -> bool:
    """«исполняющая обязанности (основной сотрудник в отпуске)»: another is away."""
    opened = brackets.opened(cue.start, sentence)
    if opened is None:
        return False
    within = [t.text.lower() for t in sentence.tokens if opened < t.start < cue.start]
    return any({"NOUN", "anim", "nomn"} <= parses(w)[0].tag.grammemes for w in within)


def _is_errand(cue: Match, sentence: Sentence) -> bool:
    """«по возвращении из командировки главы»: where somebody is, and nobody is sent."""
    first = cue.tokens[0]
    before = {_word(sentence, first - 1), _word(sentence, first - 2)}
    return _word(sentence, first).startswith("командировк") and bool(before & _WHERE)


_WHERE = frozenset({"из", "в", "до", "после", "с", "на"})


def _is_of_work(cue: Match, sentence: Sentence) -> bool:
    """«рабочее место оформлено»: where one sits, not who is sent."""
    return any(_word(sentence, i - 1).startswith("рабоч") for i in cue.tokens)


def _calls_us_ready(cue: Match, sentence: Sentence) -> bool:
    """«назвать себя готовыми не можем»: it is no person who is not named."""
    words = sentence.part.text[sentence.start : cue.end].lower()
    return "назвать" in words and ("готовым" in words or "подготовленным" in words)


_OTHERWISE = {
    "send": (_is_errand, _is_noted),
    "enlist": (_is_noted,),
    "specialist_for_training": (_is_spoken_of,),
    "undecided": (_is_decided, _is_begged),
    "place_for": (_is_of_work,),
    "nobody": (_lacks_other, _holds_name, _is_nobody_else, _calls_us_ready),
    "absent": (_is_supposed, _is_over, _is_of_bracket),
    "send_to_training": (_is_of_others,),
    "signed_by": (_is_approved,),
    "replaces": (_holds_post, _is_of_role, _is_return),
    "responsible_for": (_is_praise, _is_pool),
    "candidate": (_is_pool, is_degree),
    "listener": (_is_pool, _is_of_body),
    "reserve": (_nobody_does, _replaces_now),
    "relative_of": (_is_pupil,),
    "by_request_of": (_is_of_sending,),
    "withdraw": (_is_called_back, _is_twice_denied),
    "recalled": (_is_called_back, _is_twice_denied, is_not_before),
    "except": (_is_of_thing,),
}
