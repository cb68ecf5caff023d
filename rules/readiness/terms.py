"""Rules of one clause: a day and no more, from which the letter tells what is meant."""

from __future__ import annotations

from itertools import pairwise

from rules.readiness.ballot import has_figure, vote
from rules.readiness.clause import DAYS
from rules.readiness.clauses import SPOKEN_DAY, Clause, Word
from rules.readiness.predicates import ASKING, is_foreign
from rules.readiness.votes import Says, Vote

_STAMPS = frozenset(
    {"го", "истекает", "наступает", "приходится", "он", "она", "завершается", "установлен"}
    | {"пожалуйста", "запишите", "пишите", "ставьте", "отметьте", "считайте", "точно", "вот"}
    | {"день", "дня", "наш", "наша", "нашего", "последний", "крайний", "eta", "ета", "это", "уже"}
    | {"дата", "срок", "новый", "новая", "правильная", "верная", "только", "а", "с", "к"}
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


_LAUNCHES = (
    *("запуск", "пуск", "старт", "ввод", "включени", "финиш", "сдач", "готовност", "гот-т"),
    *("начал", "приемк", "наладк", "переход", "внедрени", "соединени", "стыковк"),
)
_AHEAD = (
    *("назнач", "намеч", "заплан", "планир", "ожида"),
    *("предпола", "предусмотр", "приход", "состо"),
)


def launch(clause: Clause) -> Vote | None:
    """«запуск у нас 8 сентября», «приёмка узла назначена на 26-е», «пуск – в пятницу»."""
    if is_foreign(clause) or "report_later" in clause.classes:
        return None
    at = next((n for n, w in enumerate(clause.words) if _is_launch(w)), None)
    if at is None or not (has_figure(clause) or clause.has_a_day or _ordinal(clause)):
        return None
    verbs = [
        w
        for w in clause.words
        if {"finite", "short", "INFN"} & w.grammar and not w.form.startswith(_AHEAD)
    ]
    if any("will" not in w.classes and "futr" not in w.grammar for w in verbs) or clause.denied:
        return None
    return vote(clause, Says.WILL_DO, "launch")


def _is_launch(word: Word) -> bool:
    return (
        word.form.startswith(_LAUNCHES)
        and not word.form.startswith("начальн")  # «начало», but no «начальник»
        and "noun" in word.grammar
        and "INFN" not in word.grammar
    )


def _ordinal(clause: Clause) -> bool:
    return any(SPOKEN_DAY.fullmatch(w.form) for w in clause.words)


_MEETS = (
    *("отмеча", "празд", "отпразд"),
    *("привез", "привед", "вышл", "пришл", "присл", "отправ", "поед", "приед", "прибуд", "встре"),
    *("пошл", "направ", "выдел", "назов", "сообщ", "предлож", "представ", "подбер", "выбер"),
    *("назнач", "прове", "созв", "позв", "перезв", "проголос", "отпуст", "обуч", "науч", "поуч"),
    *("дадим", "дам"),
)


_NOT_OURS = frozenset({"report_later", "tells", "thought", "weigh", "papers", "will", "expects"})


_ABSENCE = (
    *("болею", "болеет", "больниц", "отпуск", "командиров", "больничн", "отсутств", "отгул"),
    *("декрет", "стажиров"),
)


def _is_absence(clause: Clause) -> bool:
    """«С 1 по 26 августа нахожусь в отпуске»: days of being away are no promise."""
    return any(word.form.startswith(_ABSENCE) for word in clause.words)


def we_shall(clause: Clause) -> Vote | None:
    """«нагоним к 22-му», «выйдем на связь 23 сентября»: what we do by a day."""
    if is_foreign(clause) or _NOT_OURS & clause.classes or len(clause.words) > 12:
        return None
    if not (has_figure(clause) or _ordinal(clause)) or _is_absence(clause):
        return None
    done = any(_is_promise(w) and not clause.negated(at) for at, w in enumerate(clause.words))
    if not done:
        return None
    if not _does_something_else(clause):
        return vote(clause, Says.TERM, "we_shall")
    return vote(clause, Says.UNCLEAR, "we_shall") if clause.has_a_day else None


_DONE = frozenset({"infra", "works", "matter", "connect", "connection", "system", "readiness"})
_AT_IT = (
    *("дел", "работ", "хвост", "отстав", "долг", "вопрос", "порядок", "рук", "точк", "срок"),
    *("тендер", "аукцион", "котиров", "конкурс", "закуп", "контракт", "договор", "заказ", "заявк"),
)


def _does_something_else(clause: Clause) -> bool:
    """«24-го подводим итоги конкурса»: what is done has an object, and none of ours."""
    if _DONE & clause.classes:
        return False
    return any(
        {"noun", "accs"} <= word.grammar
        and not _is_stamp(word)
        and not word.form.startswith(_AT_IT)
        and (not at or clause.words[at - 1].grammar)
        for at, word in enumerate(clause.words)
    )


def _is_promise(word: Word) -> bool:
    marks = word.grammar
    if "1per" not in marks or word.form.startswith(_MEETS):
        return False
    if "pres" in marks and {"present", "able", "possible"} & word.classes:
        return word.form.startswith(("успева", "уклад"))
    return "pres" in marks or {"futr", "perf"} <= marks


_YOU = frozenset({"вас", "вашего", "ваших", "вашу", "специалиста", "специалистов", "гостей"})


def awaits_you(clause: Clause) -> Vote | None:
    """«так что 24-го ждём вас»: a day from which the administration may come."""
    if "expects" not in clause.classes or not _YOU & clause.forms:
        return None
    if {"candidate", "report_later", "matter"} & clause.classes or "ответа" in clause.forms:
        return None
    dated = has_figure(clause) or _ordinal(clause)
    return vote(clause, Says.TERM, "awaits_you") if dated else None


_WANTS = frozenset(
    {"нужно", "надо", "потребуется", "понадобится", "необходимо", "дайте", "подождите", "потерпите"}
    | {"ждать", "ждите", "ориентируйтесь", "рассчитывайте"}
)


def needs_until(clause: Clause) -> Vote | None:
    """«нам нужно до 12 сентября», «дайте время до 31 августа»: a day and no more."""
    refused = any(one.form == "не" and two.form in _WANTS for one, two in pairwise(clause.words))
    if refused or not _WANTS & clause.forms or not has_figure(clause) or is_foreign(clause):
        return None
    if not {"до", "к", "на"} & clause.forms or {"infra", "matter", "report_later"} & clause.classes:
        return None
    return vote(clause, Says.TERM, "needs_until")


def asks_for_delay(clause: Clause) -> Vote | None:
    """«просим отсрочки», «перенос срока подключения»; not «отсрочка ответа», «… не просим»."""
    at = clause.first("delay")
    foreign = {"people", "candidate", "other_subject", "report_later"} & clause.classes
    if at is None or {"не", "без", "нет"} & clause.forms or foreign:
        return None
    of = [w.form for w in clause.words[at + 1 : at + 3]]
    ours = not any(form.startswith(_OF_THE_ANSWER) for form in of)
    if not clause.words[at].form.startswith("отсрочк"):
        ours &= any(form.startswith(("срок", "дат", "подключ")) for form in of[:1])
    return vote(clause, Says.FUTURE, "delay") if ours else None


_OF_THE_ANSWER = ("ответ", "плат", "представл", "предоставл", "обучен", "отчет")


BARE_TERM = "bare_term"
"""The rule that hears a day and no more."""


def bare_term(clause: Clause) -> Vote | None:
    """«eta 29.08», «а с 10-го — пожалуйста», «пишите за районом 8 сентября»: a day and no more."""
    if ASKING & clause.forms or len(clause.words) > 10 or not has_figure(clause):
        return None
    if {"readiness", "ready"} & clause.classes or _is_absence(clause):
        return None
    free = [w for w in clause.words if not _is_stamp(w)]
    return vote(clause, Says.TERM, BARE_TERM) if not free else None


_STEMS = (*DAYS, "год", "числ", "недел", "район", "город")


def _is_stamp(word: Word) -> bool:
    return (
        word.form[0].isdigit()
        or word.form in _STAMPS
        or word.form.startswith(_STEMS)
        or bool({"between", "will", "term"} & word.classes)
        or not word.grammar
        or "ADJF" in word.grammar
    )
