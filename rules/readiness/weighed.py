"""The question is weighed first: «решим на совещании», «комиссия осмотрит 24-го», «сказать трудно»;
and what it is that a clause puts off."""

from __future__ import annotations

import re
from itertools import pairwise

from rules.readiness.ballot import NAMED, OTHERS, TO_TELL, has_figure, vote
from rules.readiness.clauses import Clause, Word
from rules.readiness.votes import Says, Vote

DETAILS = (
    *("должност", "фамил", "телефон", "отчеств", "имя", "имени", "адрес", "расписан"),
    *("проезд", "прожив", "договор", "смет", "сумм", "счет", "оплат", "цен"),
)
"""What may be found out beside the answer itself."""


_OUR_LETTER = frozenset({"его", "ее", "их", "обращение", "письмо", "запрос", "заявку", "заявление"})


def weighed_first(clause: Clause) -> Vote | None:
    """«18-го соберёмся, там и решим», «прикинем и напишем», «комиссия осмотрит 24-го»."""
    if "weigh" not in clause.classes or is_aside(clause):
        return None
    ours = is_ours(clause)
    if has_figure(clause) and any(_gets_done(w) for w in clause.words):
        return None
    if not ours and _OUR_LETTER & clause.forms:
        return None  # «Мы обязательно его рассмотрим», as robots say of whatever they get
    for at in clause.where("weigh"):
        word = clause.words[at]
        if "2per" in word.grammar or _asks_you(clause, word) or _looks_at(clause, at):
            continue
        if {"futr", "perf"} <= word.grammar and not clause.negated(at):
            if word.form.startswith("реш") and not _decides(clause):
                continue
            return vote(clause, Says.DEFERRED, "weighed_first", implied=not ours)
        if _is_under_way(word) and not clause.negated(at) and not _is_a_skill(clause, at):
            return vote(clause, Says.DEFERRED, "weighed_first", implied=not ours)
    return None


def _looks_at(clause: Clause, at: int) -> bool:
    """«смотрит на нас с укором»: a look, and no examination."""
    after = [w.form for w in clause.words[at + 1 : at + 2]]
    return clause.words[at].form.startswith("смотр") and after == ["на"]


def _asks_you(clause: Clause, word: Word) -> bool:
    """«прежде чем отвечать, спрошу: …», what comes are the questions; not «спрошу у главы»."""
    if not (word.form.startswith(_ASK) and "1per" in word.grammar) or "у" in clause.forms:
        return False
    return clause.sentence.text.rstrip().endswith((":", "?"))


_ASK = ("спрош", "спрос", "уточн", "узна", "поинтерес")


def readiness_weighed(clause: Clause) -> Vote | None:
    """«готовность обсудим у главы в среду», «степень готовности определит комиссия», «готовность
    ещё не определена»: the day is of the talk."""
    if "readiness" not in clause.classes:
        return None
    if _dares_not_tell(clause):
        return vote(clause, Says.DEFERRED, "weighed_first")
    if is_aside(clause):
        return None
    judged = any(_is_judged(clause, at) for at in range(len(clause.words)))
    judged = judged or (will_be_clear(clause.forms) and not clause.denied)
    return vote(clause, Says.DEFERRED, "weighed_first") if judged else None


_DARES = ("бер", "возьм", "риск", "реш", "торопл", "торопи", "спеш")


def _dares_not_tell(clause: Clause) -> bool:
    """«без осмотра судить о готовности не берёмся»."""
    tells = any(w.form in TO_TELL or w.form in {"оценить", "оценивать"} for w in clause.words)
    return tells and any(
        w.form.startswith(_DARES) and "1per" in w.grammar and clause.negated(at)
        for at, w in enumerate(clause.words)
    )


def _is_judged(clause: Clause, at: int) -> bool:
    word = clause.words[at]
    again = word.form.startswith(("верн", "возврат")) and "вопросу" in clause.forms
    if not (word.form.startswith(_JUDGE) or again):
        return False
    if {"futr", "perf"} <= word.grammar and "2per" not in word.grammar:
        return not clause.denied
    if "INFN" in word.grammar:
        return clause.denied or not _TO_COME.isdisjoint(clause.forms)
    return "PRTS" in word.grammar and clause.negated(at)


_CLEAR = frozenset({"ясна", "ясно", "понятна", "понятно", "известна", "известно", "видна", "видно"})


def will_be_clear(forms: frozenset[str]) -> bool:
    """«степень готовности станет ясна после осмотра»."""
    return bool(_CLEAR & forms and {"станет", "будет"} & forms)


_TO_COME = frozenset(
    {"сможем", "смогу", "сможет", "предстоит", "надо", "нужно", "необходимо", "трудно"}
    | {"сложно", "затруднительно", "рано", "преждевременно", "невозможно", "нельзя"}
)
_JUDGE = (
    *("обсуд", "рассмотр", "провер", "оцен", "определ", "изуч", "проанализ", "установ", "выясн"),
    *("обслед", "посмотр", "уточн", "реш", "прикин", "выяв", "покаж", "засвидет"),
)


def _gets_done(word: Word) -> bool:
    """«проверим и 5-го включим»: a promise."""
    done = {"done", "connect", "takeoff", "start"} & word.classes and "weigh" not in word.classes
    return bool(done) and {"futr", "1per"} <= word.grammar


def is_ours(clause: Clause) -> bool:
    """Whether the clause names the matter itself: the connection, the readiness, the system."""
    return bool(NAMED & clause.classes)


def is_aside(clause: Clause) -> bool:
    """Whether what is put off in the clause is no answer on readiness: a person's name, another
    report, a detail; or nothing is, for it is unreal."""
    unreal = {"если", "бы", "чтобы"} & clause.forms
    if unreal or any(form.startswith(DETAILS) for form in clause.forms):
        return True
    if NAMED & clause.classes:
        return False
    people = OTHERS & clause.classes and OTHERS & clause.classes - _of_experts(clause)
    if people and not _looks_into_it(clause):
        return True
    return any(w.form.startswith(_SEASONS) and "noun" in w.grammar for w in clause.words)


_WORKING_GROUP = ("рабоч", "эксперт", "техническ", "межведомств", "комисси")


def _of_experts(clause: Clause) -> frozenset[str]:
    """«заключение экспертной группы»: the one that studies, not the one that learns."""
    for before, word in pairwise(clause.words):
        if word.form.startswith("групп") and before.form.startswith(_WORKING_GROUP):
            return frozenset({"candidate"})
    return frozenset()


def _looks_into_it(clause: Clause) -> bool:
    """«наш специалист смотрит требования к серверу»: who studies it, no matter of it."""
    maker = any("people" in w.classes and "nomn" in w.grammar for w in clause.words[:3])
    return maker and "weigh" in clause.classes and not {"infra", "works"}.isdisjoint(clause.classes)


_SEASONS = ("зим", "отопит", "уборк", "уборочн", "выбор", "перепис", "паводк", "сезон", "призыв")
"""Of what else one reports."""


def _is_under_way(word: Word) -> bool:
    """«смотрят», «разбирается»: studied now, by whomever."""
    return {"pres", "finite"} <= word.grammar and not {"2per", "impr"} & word.grammar


def _is_a_skill(clause: Clause, at: int) -> bool:
    """«в компьютерах разбирается»: what somebody can, no study."""
    return clause.words[at].form.startswith("разбира") and bool({"в", "во"} & clause.forms)


BODIES = (
    *("глав", "дум", "комисс", "совет", "собран", "коллег", "руковод", "началь", "шеф", "депутат"),
    *("совещан", "планерк", "аппаратн", "заседан", "штаб", "групп", "мэр", "зам"),
)
_THERE = frozenset({"там", "тогда", "что", "как", "ли"})


def _decides(clause: Clause) -> bool:
    """«глава решит», «там и решим»; not «канал решим к 5-му», which is a promise."""
    if {"infra", "works"} & clause.classes:
        return False
    return bool(_THERE & clause.forms) or any(f.startswith(BODIES) for f in clause.forms)


_TO_ASSESS = TO_TELL | {"оценить"}
_HARD = frozenset(
    {"затрудняюсь", "затрудняемся", "затруднительно", "сложно", "трудно", "некому", "рано"}
    | {"преждевременно", "невозможно", "нельзя", "поспешно", "опрометчиво", "неправильно", "боюсь"}
)
_JUDGEMENTS = ("оцен", "вывод", "ответ", "сужден", "комментар", "прогноз", "заявлен")
_LOOKED = (
    *("определил", "решил", "разобрал", "смотрел", "проверял", "изучал", "обсуждал", "выяснил"),
    *("обследовал", "вникал", "думал", "прикидывал", "уточнил", "посмотрел", "проверил"),
)


_ABOUT = frozenset({"о", "об", "про", "насчет", "по", "касательно", "относительно"})
_UNWILLING = frozenset({"берусь", "беремся", "берется", "возьмусь", "рискну", "решаюсь"})
_ENTITLED = _UNWILLING | {"права", "вправе", "уполномочен", "уполномочена", "уполномочены"}
_WRITES = TO_TELL | {"писать", "написать", "докладывать", "решать"}


def not_mine_to_tell(clause: Clause) -> Vote | None:
    """«о технике ничего утверждать не берусь»; whoever has no right to tell leaves
    it open, unless he waits for somebody («без него не вправе»)."""
    at = next((n for n, w in enumerate(clause.words) if w.form in _ABOUT), None)
    if at is None or is_aside(clause) or not _WRITES & clause.forms:
        return None
    ours = any(
        NAMED & w.classes or "infra" in w.classes or w.form.startswith("техн")
        for w in clause.words[at + 1 : at + 4]
    )
    barred = "не" in clause.forms and not _ENTITLED.isdisjoint(clause.forms)
    if not (ours and barred):
        return None
    leaves = not (_UNWILLING | {"без", "пока", "до"}).isdisjoint(clause.forms)
    return vote(clause, Says.DEFERRED if leaves else Says.NOTHING, "cannot_answer")


def cannot_answer(clause: Clause) -> Vote | None:
    """«без него ответить не можем», «затрудняемся сказать», «ещё не определились»."""
    clause = _last_stretch(clause)
    if is_aside(clause) or "что" in clause.forms:
        return None
    tells = any(  # «не можем не сообщить» tells
        w.form in _TO_ASSESS and not (at and clause.words[at - 1].form == "не")
        for at, w in enumerate(clause.words)
    )
    unable = any(clause.negated(at) for at in clause.where("possible", "able"))
    unsaid = tells and (unable or bool(_HARD & clause.forms))
    unseen = {"еще", "пока"} & clause.forms and any(
        w.form.startswith(_LOOKED) and "past" in w.grammar and clause.negated(at)
        for at, w in enumerate(clause.words)
    )
    if not (unsaid or unseen or _abstains(clause)):
        return None
    return vote(clause, Says.DEFERRED, "cannot_answer", implied=not is_ours(clause))


def _abstains(clause: Clause) -> bool:
    """«от оценок воздержимся», «с выводами не спешим»."""
    holds = any(
        w.form.startswith("воздерж")
        or (w.form.startswith(("спеш", "торопи", "торопл")) and clause.negated(at))
        for at, w in enumerate(clause.words)
    )
    return holds and any(w.form.startswith(_JUDGEMENTS) for w in clause.words)


_COMMA = re.compile(r"[,;:(]")


def _last_stretch(clause: Clause) -> Clause:
    """What stands behind the last comma, if it is a clause: «…, без него ответить не можем»."""
    text = clause.sentence.part.text
    starts = [m.end() for m in _COMMA.finditer(text, clause.start, clause.end)]
    words = tuple(w for w in clause.words if starts and w.token.start >= starts[-1])
    return Clause(clause.sentence, words, ",") if len(words) > 2 else clause
