"""Rules of one clause: the answer is told later, or the question is still worked on."""

from __future__ import annotations

from itertools import pairwise

from rules.readiness.ballot import vote, will_be_told
from rules.readiness.clauses import Clause, Word
from rules.readiness.votes import Says, Vote


def undecided(clause: Clause) -> Vote | None:
    """«решение о подключении ещё не принято», «вопрос пока открытый»."""
    if not {"решение", "вопрос"} & clause.forms:
        return None
    ours = {"connection", "connect", "readiness", "system"} & clause.classes
    open_ = any(w.form.startswith("открыт") for w in clause.words)
    not_taken = any(
        w.form.startswith(("принят", "решен")) and clause.negated(at)
        for at, w in enumerate(clause.words)
    )
    will_be = any(
        w.form.startswith(("примет", "решит", "рассмотрит")) and "futr" in w.grammar
        for w in clause.words
    )
    will_be |= "will" in clause.classes and any(
        w.form.startswith(("принят", "рассмотрен", "решен")) for w in clause.words
    )
    will_be |= any(w.form.startswith(_SITTINGS) for w in clause.words) and any(
        w.form.startswith(("вынес", "внес", "постав", "включ")) for w in clause.words
    )
    if ours and (open_ or not_taken or will_be):
        return vote(clause, Says.DEFERRED, "undecided")
    return None


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
    here = later is not None and _MANNER & clause.forms and "later" not in clause.classes
    told = will_be_told(clause)
    if here or (later is None and not told and busy is None):
        return None
    if _BY_POST & clause.forms and not {"connect", "connection", "readiness"} & clause.classes:
        return vote(clause, Says.NOTHING, "deferral_elsewhere")
    on_topic = bool({"connect", "connection", "readiness"} & clause.classes) or _on_technics(clause)
    if not on_topic and _about_others(clause):
        return vote(clause, Says.NOTHING, "deferral_elsewhere")
    matter = "matter" in clause.classes
    if later is None and not told:
        found = vote(clause, Says.DEFERRED, "being_worked_on", implied=not on_topic)
        known = matter or on_topic or _is_busy(clause, busy or 0)
        # «вопросы подключения архив не решает»
        known = known and not (busy is not None and clause.negated(busy))
        return found.but(hedged=not on_topic and _question_of(clause)) if known else None
    told = matter or on_topic or _answers(clause, later) or "later" in clause.classes
    if told and not (later is not None and _is_leave(clause, later)):
        return vote(clause, Says.DEFERRED, "answer_later", implied=not on_topic)
    return None


def _under_way(clause: Clause) -> int | None:
    """The first word of work in hand; not «при изучении письма возникли вопросы», which is over."""
    busy = clause.first("working")
    if busy and clause.words[busy - 1].form in {"при", "после"}:
        return None
    return busy


_LEAVE = (
    "разрешени",
    "доступ",
    "допуск",
    "канал",
    "согласие",
    "лицензи",
    "ключ",
    "добро",
    "санкци",
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


def _answers(clause: Clause, later: int | None) -> bool:
    """«ответим», «напишем»; not «вышлем», which is of a paper."""
    sends = later is not None and clause.words[later].form.startswith(_SENDING)
    other = any(
        {"noun", "accs"} <= w.grammar
        and "gent" not in w.grammar
        and not {"matter", "later"} & w.classes
        and w.form not in {"его", "ее", "их", "вас", "вам", "все", "всё", "это"}
        for w in clause.words
    )
    answers = later is not None and (
        (len(clause.words) < 6 and not sends and not other)
        or clause.words[later].form.startswith(("ответ", "отпиш", "отве"))
    )
    return answers or _checks_first(clause) or bool({"все", "всё"} & clause.forms and not sends)


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
        {"candidate", "people"} & word.classes and not _is_asked(clause, at)
        for at, word in enumerate(clause.words)
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
