"""Rules of one clause: a day and no more, from which the letter tells what is meant."""

from __future__ import annotations

from rules.readiness.ballot import MONTHS, has_figure, vote
from rules.readiness.clauses import Clause, Word
from rules.readiness.frames import ASKING, is_foreign
from rules.readiness.votes import Says, Vote

_STAMPS = frozenset(
    {
        "истекает",
        "наступает",
        "приходится",
        "он",
        "она",
        "завершается",
        "установлен",
        "пожалуйста",
        "запишите",
        "пишите",
        "ставьте",
        "отметьте",
        "считайте",
        "точно",
        "eta",
        "ета",
    }
    | {
        "это",
        "уже",
        "дата",
        "срок",
        "новый",
        "новая",
        "правильная",
        "верная",
        "только",
        "а",
        "с",
        "к",
    }
)


def system_will_be(clause: Clause) -> Vote | None:
    """«будет и Директум»: promised, when a day or a condition is told."""
    if not {"will", "system"} <= clause.classes or len(clause.words) > 4 or is_foreign(clause):
        return None
    return vote(clause, Says.WILL_DO, "system_will_be")


def not_before(clause: Clause) -> Vote | None:
    """«раньше 12-го не получится»: whatever the verb, the day stands."""
    early = {"раньше", "ранее"} & clause.forms and {"не", "никак"} & clause.forms
    if not early or not has_figure(clause) or is_foreign(clause):
        return None
    return vote(clause, Says.TERM, "not_before")


def needs_until(clause: Clause) -> Vote | None:
    """«нам нужно до 12 сентября», «дайте время до 31 августа»: a day and no more."""
    wants = {
        "нужно",
        "надо",
        "потребуется",
        "понадобится",
        "необходимо",
        "дайте",
        "подождите",
        "потерпите",
        "ждать",
        "ждите",
        "ориентируйтесь",
        "рассчитывайте",
    }
    refused = any(
        one.form == "не" and two.form in wants
        for one, two in zip(clause.words, clause.words[1:], strict=False)
    )
    if refused or not wants & clause.forms or not has_figure(clause) or is_foreign(clause):
        return None
    if not {"до", "к", "на"} & clause.forms or {"infra", "matter", "report_later"} & clause.classes:
        return None
    return vote(clause, Says.TERM, "needs_until")


def bare_term(clause: Clause) -> Vote | None:
    """«eta 29.08», «а с 10-го — пожалуйста», «пишите за районом 8 сентября»: a day and no more."""
    if ASKING & clause.forms or len(clause.words) > 10 or not has_figure(clause):
        return None
    if {"readiness", "ready"} & clause.classes:
        return None
    free = [w for w in clause.words if not _is_stamp(w)]
    return vote(clause, Says.TERM, "bare_term") if not free else None


_STEMS = (
    *MONTHS,
    "го",
    "числ",
    "недел",
    "понедельник",
    "вторник",
    "сред",
    *("четверг", "пятниц", "завтра", "послезавтра", "район", "город"),
)


def _is_stamp(word: Word) -> bool:
    return (
        word.form[0].isdigit()
        or word.form in _STAMPS
        or word.form.startswith(_STEMS)
        or bool({"between", "will", "term"} & word.classes)
        or not word.grammar
        or "ADJF" in word.grammar
    )
