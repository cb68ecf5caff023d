"""Rules of one clause: the answer is told later, or the question is still worked on."""

from __future__ import annotations

import re
from itertools import pairwise

from rules.document import Sentence
from rules.readiness.ballot import ASIDE, NAMED, PEOPLE, vote, will_be_told
from rules.readiness.clauses import Clause, Word
from rules.readiness.votes import Says, Vote


def undecided(clause: Clause) -> Vote | None:
    """«решение о подключении ещё не принято», «вопрос пока открытый»."""
    if not {"решение", "решения", "вопрос"} & clause.forms or _settles_it(clause):
        return None
    if not (_is_open(clause) or _is_to_be_decided(clause)):
        return None
    if NAMED & clause.classes:
        return vote(clause, Says.DEFERRED, "undecided")
    bare = len(clause.words) < 9 and _ASIDE.isdisjoint(clause.classes)
    return vote(clause, Says.DEFERRED, "undecided", implied=True) if bare else None


_ASIDE = ASIDE | {"infra"}


def _settles_it(clause: Clause) -> bool:
    """«прокладка кабеля решит вопрос подключения»: a thing does it, nobody decides."""
    for at, word in enumerate(clause.words):
        if word.form.startswith(("решит", "сним", "закро")) and "3per" in word.grammar:
            return any(
                "nomn" in w.grammar and {"gain", "infra"} & w.classes for w in clause.words[:at]
            )
    return False


def _is_open(clause: Clause) -> bool:
    """«вопрос открытый», «решение не принято»."""
    return any(
        w.form.startswith("открыт")
        or (w.form.startswith(("принят", "принял", "вынес", "решен")) and clause.negated(at))
        for at, w in enumerate(clause.words)
    )


def _is_to_be_decided(clause: Clause) -> bool:
    """«вопрос рассмотрит комиссия», «решение будет принято», «вопрос вынесен на заседание»."""
    if any(
        w.form.startswith(("примет", "решит", "рассмотрит")) and "futr" in w.grammar
        for w in clause.words
    ):
        return True
    if "will" in clause.classes and _has(clause, "принят", "рассмотрен", "решен"):
        return True
    return _has(clause, *_SITTINGS) and _has(clause, "вынес", "внес", "постав", "включ")


def _has(clause: Clause, *stems: str) -> bool:
    return any(w.form.startswith(stems) for w in clause.words)


_SITTINGS = ("заседани", "рассмотрени", "обсуждени", "совещани", "повестк", "комисси", "сесси")


_MANNER = frozenset(
    {"как", "просто", "прямо", "честно", "коротко", "кратко", "откровенно", "главное"}
)
"""«скажу как есть», «доложу коротко»: here and now."""
_SENDING = ("вышл", "направ", "пришл", "пред", "дадим", "дам", "даст")
_BY_POST = frozenset({"почтой", "курьером", "нарочным", "факсом", "фельдъегерем", "фельдсвязью"})


def deferral(clause: Clause) -> Vote | None:
    """«сообщим дополнительно», «вопрос прорабатывается», «ответ будет направлен позже»."""
    later, busy = clause.first("report_later"), _under_way(clause)
    if later is not None and (
        (clause.negated(later) and _gives_a_thing(clause, later)) or _gives_a_person(clause, later)
    ):
        later = None
    promised = later is not None or will_be_told(clause)
    if not promised and busy is None:
        return None
    if later is not None and _is_told_now(clause, later):
        return None
    named = bool(_OF_READINESS & clause.classes)
    on_topic = named or _on_technics(clause)
    by_post = _BY_POST & clause.forms and not named
    if by_post or (not on_topic and _about_others(clause)):
        return vote(clause, Says.NOTHING, "deferral_elsewhere")
    if promised:
        return _told_later(clause, later, on_topic=on_topic)
    return None if busy is None else _worked_on(clause, busy, on_topic=on_topic)


_SEPARATELY = ("отдельн", "дополнительн", "следующ", "позже", "позднее", "потом", "попозже")
_FINDINGS = ("результат", "итог", "решени", "готовност", "вывод", "остальн")


def told_apart(clause: Clause) -> Vote | None:
    """«о результате - отдельным письмом», «об остальном позже»: no verb is needed."""
    first = clause.words[:3]
    if len(clause.words) > 6 or len(first) < 3 or first[0].form not in {"о", "об", "по"}:
        return None
    if not any(w.form.startswith(_FINDINGS) for w in first[1:]):
        return None
    plain = not any({"finite", "short"} & w.grammar for w in clause.words)
    if plain and any(w.form.startswith(_SEPARATELY) for w in clause.words):
        return vote(clause, Says.DEFERRED, "answer_later", implied=True)
    return None


def _is_told_now(clause: Clause, later: int) -> bool:
    """«скажу как есть», «доложу так: …»."""
    text, end = clause.sentence.part.text, clause.words[later].token.end
    if text[end : end + 5].lower() == " так:":
        return True
    return bool(_MANNER & clause.forms) and "later" not in clause.classes


def _gives_a_thing(clause: Clause, later: int) -> bool:
    """«денег больше не дадут»; not «раньше пятницы ответа не дадим»."""
    gives = clause.words[later].form.startswith(("дад", "даст", "дам", "предостав", "пришл"))
    return gives and not {"matter", "readiness", "connection"} & clause.classes


def _gives_a_person(clause: Clause, later: int) -> bool:
    """«человека дадим: Иванов, техник по связи»."""
    gives = clause.words[later].form.startswith(("дад", "даст", "дам"))
    return gives and not _PERSON.isdisjoint(clause.forms)


_PERSON = frozenset({"человека", "людей", "специалиста", "сотрудника", "сотрудницу", "работника"})
_OF_READINESS = frozenset({"connect", "connection", "readiness"})


def _told_later(clause: Clause, later: int | None, *, on_topic: bool) -> Vote | None:
    """«сообщим дополнительно»; `later` is the verb of telling, if it is one."""
    matter = on_topic or bool({"matter", "later"} & clause.classes)
    if "никто" in clause.forms and _asks_when(clause):
        return None  # «Когда его подпишут, никто не скажет»
    if not (matter or _answers(clause, later)):
        return None
    if later is not None and _is_leave(clause, later):
        return None
    if _THEM & clause.forms and not on_topic:
        return vote(clause, Says.NOTHING, "deferral_elsewhere")
    return vote(clause, Says.DEFERRED, "answer_later", implied=not on_topic)


_THEM = frozenset({"им", "ему", "ей", "туда"})
"""«министерство тоже спрашивает, им ответим отдельно»."""


def _asks_when(clause: Clause) -> bool:
    """Whether the sentence before the clause tells of a day that nobody knows."""
    before = clause.sentence.part.text[clause.sentence.start : clause.start].lower()
    return before.lstrip(" –—-").startswith("когда ")


_PUTS_RIGHT = re.compile(
    r"\bуточня(?:ю|ем)\s+(?:(?:наш|прежн|ранее|направленн|данн|сво)\w*\s+){0,2}(?:ответ|письмо|сведения|информацию)"
    r"\b[^.;:]{0,40}\bот\s+\d",
    re.IGNORECASE,
)
"""«уточняем ответ района от 17 августа»: what was told is put right, not put off."""


def _worked_on(clause: Clause, busy: int, *, on_topic: bool) -> Vote | None:
    """«вопрос прорабатывается»; not «вопросы подключения архив не решает», «решаю сама»."""
    if _BY_MYSELF & clause.forms:
        return None
    matter = on_topic or "matter" in clause.classes
    if clause.negated(busy) or not (matter or _is_busy(clause, busy)):
        return None
    if introduces(clause.sentence, clause.words[busy]) or _asks_to_be_told(clause):
        return None
    if _PUTS_RIGHT.search(clause.sentence.part.text, clause.start, clause.sentence.end):
        return None
    found = vote(clause, Says.DEFERRED, "being_worked_on", implied=not on_topic)
    return found.but(hedged=not on_topic and _question_of(clause))


_BY_MYSELF = frozenset({"сам", "сама"})
_SHOWN = (
    "убеди",
    "показа",
    "выяви",
    "приве",
    "подтверди",
    "позволи",
    "дал",
    "обнаружи",
    "установи",
)


def _has_shown(clause: Clause, busy: int) -> bool:
    """«изучение документации убедило нас»: it is over."""
    if "noun" not in clause.words[busy].grammar:
        return False
    return any(
        w.form.startswith(_SHOWN) and {"past", "finite"} <= w.grammar
        for w in clause.words[busy + 1 :]
    )


def _under_way(clause: Clause) -> int | None:
    """The first word of work in hand; not «при изучении письма возникли вопросы» nor «по
    итогам рассмотрения сообщаем», where it is over."""
    busy = clause.first("working")
    before = clause.words[busy - 1].form if busy else ""
    if before in {"при", "после"} or (busy is not None and _has_shown(clause, busy)):
        return None
    if before in {"результатам", "итогам"} and "report_now" in clause.classes:
        return None
    return busy


_LEAVE = (
    *("разрешени", "доступ", "допуск", "канал", "согласие"),
    *("лицензи", "ключ", "добро", "санкци"),
)


def _is_leave(clause: Clause, later: int) -> bool:
    """«разрешение на подключение даст ФСТЭК»: a thing is given, nothing is told."""
    given = clause.words[later].form.startswith(("дад", "даст", "выда", "предостав", "пришл"))
    return given and any(w.form.startswith(_LEAVE) for w in clause.words)


def _is_busy(clause: Clause, busy: int) -> bool:
    """«изучаем», «пока думаем»: and no word of what."""
    if len(clause.words) > 3 or not {"finite", "1per"} <= clause.words[busy].grammar:
        return False
    return not any("noun" in w.grammar or w.form == "думаю" for w in clause.words)


_ASK = frozenset({"просим", "прошу", "просит", "просьба", "необходимо", "надлежит"})
_TELL = ("уведом", "извест", "сообщ", "информ", "проинформ", "ответ", "доложить", "поставить")


def _asks_to_be_told(clause: Clause) -> bool:
    """«О результатах рассмотрения просим уведомить заявителя»: others shall tell."""
    return not _ASK.isdisjoint(clause.forms) and any(
        "INFN" in w.grammar and w.form.startswith(_TELL) for w in clause.words
    )


def introduces(sentence: Sentence, verb: Word) -> bool:
    """«Уточняем: район готов», «Уточняем, что …», «Проверяем: канал есть»: what follows is said."""
    if "1per" not in verb.grammar or not verb.form.startswith(("уточня", "проверя", "свер")):
        return False
    return _SAYS.match(sentence.part.text, verb.token.end, sentence.end) is not None


_SAYS = re.compile(r"\s?:\s*\w|,\s+что\s(?!именно|конкретно|нужно|надо|делать)", re.IGNORECASE)


def _answers(clause: Clause, later: int | None) -> bool:
    """«ответим», «напишем»; not «вышлем», which is of a paper."""
    sends = later is not None and clause.words[later].form.startswith(_SENDING)
    other = any(
        {"noun", "accs"} <= w.grammar
        and "gent" not in w.grammar
        and not {"matter", "later"} & w.classes
        and w.form not in {"его", "ее", "их", "вас", "вам", "все", "это"}
        for w in clause.words
    )
    answers = later is not None and (
        (len(clause.words) < 6 and not sends and not other)
        or clause.words[later].form.startswith(("ответ", "отпиш", "отве"))
    )
    return answers or _checks_first(clause) or ("все" in clause.forms and not sends)


def _on_technics(clause: Clause) -> bool:
    """«по технике ответим отдельно», «про железо напишу»."""
    return any(
        word.form in {"по", "про", "насчет", "о", "об"}
        and (after.form.startswith("техник") or "infra" in after.classes or _is_side(after, third))
        for word, after, third in zip(
            clause.words, clause.words[1:], (*clause.words[2:], None), strict=False
        )
    )


def _is_side(word: Word, after: Word | None) -> bool:
    """«о технической стороне»; not «по техническим вопросам»."""
    side = after is not None and after.form.startswith(("сторон", "част", "готовн", "оснащ"))
    return side and word.form.startswith("техническ")


def _checks_first(clause: Clause) -> bool:
    """«проверим оборудование и напишем»: first one thing, then the answer."""
    ahead = [at for at, w in enumerate(clause.words) if {"futr", "1per"} <= w.grammar]
    return len(ahead) > 1 and "report_later" in clause.words[ahead[-1]].classes


def _about_others(clause: Clause) -> bool:
    """Whether what is put off is a person's name, or only the paper of the letter."""
    paper = {"письмо", "оригинал", "подлинник"} & clause.forms
    only_paper = paper and not {"ответ", "информация", "сведения"} & clause.forms
    if {"выводах", "результатах", "решении", "итогах", "тоже", "также"} & clause.forms:
        return False
    return bool(only_paper) or any(
        PEOPLE & word.classes and not _is_asked(clause, at) for at, word in enumerate(clause.words)
    )


_OF_WHOM = frozenset({"у", "с", "со", "от"})


def _is_asked(clause: Clause, at: int) -> bool:
    """«уточню у программиста», «по возвращении специалиста»: of whom one learns it, no matter."""
    before = [w for w in clause.words[max(0, at - 3) : at] if "ADJF" not in w.grammar]
    if before and before[-1].form.startswith(_BACK):
        return True
    if "candidate" in clause.words[at].classes:
        return False
    return bool(before) and before[-1].form in _OF_WHOM


_BACK = ("возвращ", "приезд", "прибыт", "выход")


def _question_of(clause: Clause) -> bool:
    """«вопрос оплаты решается»: which question, the clause says, and it is not ours."""
    for word, after in pairwise(clause.words):
        if word.form.startswith("вопрос"):
            return after.form in {"о", "об", "по", "с"} or "gent" in after.grammar
    return False
