"""What is put off: «решим на совещании», «справку составляют», «ответ задержится», «передано в …».

The question is weighed first, or the answer is a thing that is still to come: whatever the words,
a verb of weighing to come, or a noun for an answer with a verb to come or under way.
"""

from __future__ import annotations

import re

from rules.readiness.ballot import MONTHS, NAMED, has_figure, vote
from rules.readiness.clauses import Clause, Word
from rules.readiness.votes import Says, Vote

_ASIDE = frozenset({"candidate", "people", "office", "other_subject"})
_OURS = frozenset({"connect", "connection", "readiness", "system"})
_DETAILS = (
    *("должност", "фамил", "телефон", "отчеств", "имя", "имени", "адрес", "расписан"),
    *("проезд", "прожив", "договор", "смет", "сумм", "счет", "оплат", "цен"),
)
"""What may be found out beside the answer itself."""


_OUR_LETTER = frozenset({"его", "ее", "их", "обращение", "письмо", "запрос", "заявку", "заявление"})


def weighed_first(clause: Clause) -> Vote | None:
    """«18-го соберёмся, там и решим», «прикинем и напишем», «комиссия осмотрит 24-го»."""
    if "weigh" not in clause.classes or _is_aside(clause):
        return None
    ours = _is_ours(clause)
    if has_figure(clause) and any(_gets_done(w) for w in clause.words):
        return None
    if not ours and _OUR_LETTER & clause.forms:
        return None  # «Мы обязательно его рассмотрим», as robots say of whatever they get
    for at in clause.where("weigh"):
        word = clause.words[at]
        if "2per" in word.grammar:
            continue
        if {"futr", "perf"} <= word.grammar and not clause.negated(at):
            if word.form.startswith("реш") and not _decides(clause):
                continue
            return vote(clause, Says.DEFERRED, "weighed_first", implied=not ours)
        if _is_under_way(word) and not clause.negated(at) and not _is_a_skill(clause, at):
            return vote(clause, Says.DEFERRED, "weighed_first", implied=not ours)
    return None


def readiness_weighed(clause: Clause) -> Vote | None:
    """«готовность обсудим у главы в среду», «степень готовности определит комиссия», «готовность
    ещё не определена»: the day is of the talk."""
    if "readiness" not in clause.classes or _is_aside(clause):
        return None
    judged = any(_is_judged(clause, at) for at in range(len(clause.words)))
    return vote(clause, Says.DEFERRED, "weighed_first") if judged else None


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


def _is_aside(clause: Clause) -> bool:
    people = _ASIDE & clause.classes and not (NAMED & clause.classes or _looks_into_it(clause))
    unreal = {"если", "бы", "чтобы"} & clause.forms
    seasons = any(w.form.startswith(_SEASONS) and "noun" in w.grammar for w in clause.words)
    seasons = seasons and not _OURS & clause.classes
    return bool(people or unreal or seasons or any(f.startswith(_DETAILS) for f in clause.forms))


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


_BODIES = (
    *("глав", "дум", "комисс", "совет", "собран", "коллег", "руковод", "началь", "шеф", "депутат"),
    *("совещан", "планерк", "планёрк", "аппаратн", "заседан", "штаб", "групп", "мэр", "зам"),
)
_THERE = frozenset({"там", "тогда", "что", "как", "ли"})


def _decides(clause: Clause) -> bool:
    """«глава решит», «там и решим»; not «канал решим к 5-му», which is a promise."""
    if {"infra", "works"} & clause.classes:
        return False
    return bool(_THERE & clause.forms) or any(f.startswith(_BODIES) for f in clause.forms)


_TO_TELL = (
    *("ответить", "сказать", "сообщить", "доложить", "отчитаться", "оценить", "судить"),
    *("отвечать", "говорить", "рапортовать", "утверждать", "отрапортовать"),
)
_HARD = frozenset({"затрудняюсь", "затрудняемся", "затруднительно", "сложно", "трудно", "некому"})
_LOOKED = (
    *("определил", "решил", "разобрал", "смотрел", "проверял", "изучал", "обсуждал", "выяснил"),
    *("обследовал", "вникал", "думал", "прикидывал", "уточнил", "посмотрел", "проверил"),
)


def cannot_answer(clause: Clause) -> Vote | None:
    """«без него ответить не можем», «затрудняемся сказать», «ещё не определились»."""
    clause = _last_stretch(clause)
    if _is_aside(clause) or "что" in clause.forms:
        return None
    tells = any(w.form in _TO_TELL for w in clause.words)
    unable = any(clause.negated(at) for at in clause.where("possible", "able"))
    unsaid = tells and (unable or bool(_HARD & clause.forms))
    unseen = {"еще", "пока"} & clause.forms and any(
        w.form.startswith(_LOOKED) and "past" in w.grammar and clause.negated(at)
        for at, w in enumerate(clause.words)
    )
    if not (unsaid or unseen):
        return None
    return vote(clause, Says.DEFERRED, "cannot_answer", implied=not _is_ours(clause))


_COMMA = re.compile(r"[,;:(]")


def _last_stretch(clause: Clause) -> Clause:
    """What stands behind the last comma, if it is a clause: «…, без него ответить не можем»."""
    text = clause.sentence.part.text
    starts = [m.end() for m in _COMMA.finditer(text, clause.start, clause.end)]
    words = tuple(w for w in clause.words if starts and w.token.start >= starts[-1])
    return Clause(clause.sentence, words, ",") if len(words) > 2 else clause


_REPLIES = (
    *("ответ", "справк", "доклад", "информаци", "сведени", "заключени", "вывод", "отчет", "свод"),
    *("мнени", "данные", "резолюц", "вердикт", "сводк", "позици"),
)
_COMES = (
    *("послед", "поступ", "прид", "буд", "ждит", "ожидай", "прибуд", "готов", "состав", "сформир"),
    *(
        "формир",
        "согласов",
        "визир",
        "завизир",
        "пиш",
        "дорабат",
        "свод",
        "собир",
        "задерж",
        "зата",
    ),
    *(
        "запозд",
        "выйд",
        "появ",
        "дад",
        "предостав",
        "представ",
        "направ",
        "вышл",
        "пришл",
        "получит",
    ),
    *("оформл", "утвер", "подпи", "подготов", "дойд", "довед", "уйд", "отправ"),
)


def answer_to_come(clause: Clause) -> Vote | None:
    """«подробный доклад последует», «справку составляют», «ответ задержится»."""
    if any(form.startswith(_ON_PAPER) for form in clause.forms):
        return None
    if _is_studied(clause):
        return vote(clause, Says.DEFERRED, "studied", implied=not _is_ours(clause))
    at = next((n for n, w in enumerate(clause.words) if _is_reply(w)), None)
    if at is None or (at and clause.words[at - 1].form in _GOVERNS) or _about_another(clause, at):
        return None
    clause = _to_the_sign(clause, at)
    for n, word in enumerate(clause.words):
        marks = word.grammar
        if _is_not_there(clause, n):
            coming = True
            aside = _is_aside(_to_the_sign(clause, max(n, at)))
            return None if aside else vote(clause, Says.DEFERRED, "answer_to_come", implied=True)
        coming = "futr" in marks or ("pres" in marks and word.form.startswith(_MADE))
        coming = coming and "finite" in marks and "2per" not in marks
        awaited = word.form in {"ждите", "ожидайте"}
        if word.form.startswith(_COMES) and (coming or awaited) and not clause.negated(n):
            said = _to_the_sign(clause, max(n, at))
            aside = _is_aside(_without_the_maker(said, max(n, at)) if "pres" in marks else said)
            found = vote(clause, Says.DEFERRED, "answer_to_come", implied=not _is_ours(clause))
            return None if aside else found
    return _no_sooner(clause, at)


MATTERS = (
    *("положени", "состояни", "техн", "возможност", "ситуац", "срок", "перв", "эт", "ваш", "наш"),
    *("так", "люб", "кажд", "реальн", "степен", "результат", "итог", "ход", "всем"),
)


def _about_another(clause: Clause, at: int) -> bool:
    """«ответ о субвенции», «информация о бухгалтере»: not of what was asked."""
    after = clause.words[at + 1 : at + 5]
    if not after or after[0].form not in {"о", "об", "обо"} or not after[1:]:
        return False
    ours = _OURS | {"infra", "works", "matter", "request", "possible", "papers"}
    return not any(ours & w.classes or w.form.startswith(MATTERS) for w in after[1:])


_PUT_OFF = ("отсроч", "отлож", "отклад", "продл", "перенес", "перенос", "сдвин")


def answer_put_off(clause: Clause) -> Vote | None:
    """«просим отсрочить ответ по вопросу подключения до 29-го»: the answer, not the connection."""
    at = next((n for n, w in enumerate(clause.words) if w.form.startswith(_PUT_OFF)), None)
    if at is None or _is_aside(clause):
        return None
    if not any(_is_reply(w) or w.form in _HANDLING for w in clause.words[at + 1 : at + 4]):
        return None
    return vote(clause, Says.DEFERRED, "answer_put_off", implied=not _is_ours(clause))


_HANDLING = frozenset({"представления", "представление", "предоставления", "рассмотрение"})
_AFTERWARDS = frozenset({"после", "позже", "позднее", "через", "потом", "попозже", "завтра"})


def _no_sooner(clause: Clause, at: int) -> Vote | None:
    """«ответ на первый вопрос – после выхода начальника», «ждём ответа провайдера»."""
    said = any({"finite", "short"} & w.grammar for w in clause.words)
    later = not said and _AFTERWARDS & {w.form for w in clause.words[at + 1 :]}
    waits = "expects" in clause.classes and not any(
        f.startswith(("ваш", "вас")) for f in clause.forms
    )
    if not (later or waits) or _is_aside(clause):
        return None
    return vote(clause, Says.DEFERRED, "answer_to_come", implied=not _is_ours(clause))


def _without_the_maker(clause: Clause, at: int) -> Clause:
    """«сведения собирает наш специалист»: who makes the answer is no matter of it."""
    after = clause.words[at + 1 :]
    if after and after[0].form in {"о", "об", "по", "на", "про"}:
        return clause
    return Clause(clause.sentence, clause.words[: at + 1], clause.opener)


def will_tell(clause: Clause) -> Vote | None:
    """«по части техники доложу на будущей неделе»: nothing but when it will be told."""
    if _is_aside(clause) or any(f.startswith(_ON_PAPER) for f in clause.forms):
        return None
    tells = any(
        "report_later" in w.classes and {"futr", "1per"} <= w.grammar and not clause.negated(at)
        for at, w in enumerate(clause.words)
    )
    later = any(f.startswith(("недел", "месяц", "днях")) for f in clause.forms)
    named = any({"noun", "accs"} <= w.grammar and not _is_time(w) for w in clause.words)
    if not tells or named or not (later or has_figure(clause)):
        return None
    return vote(clause, Says.DEFERRED, "will_tell", implied=not _is_ours(clause))


def _is_time(word: Word) -> bool:
    return word.form.startswith(
        ("недел", "месяц", "дн", "числ", *MONTHS, "сред", "четверг", "пятниц")
    )


def _is_ours(clause: Clause) -> bool:
    return bool(_OURS & clause.classes)


_SIGN = re.compile(r"[:;(]")


def _to_the_sign(clause: Clause, at: int) -> Clause:
    """The clause up to a colon behind the word at `at`: «ответ задержится: специалист болен»."""
    text, end = clause.sentence.part.text, clause.words[at].token.end
    sign = _SIGN.search(text, end, clause.end)
    words = tuple(w for w in clause.words if sign is None or w.token.start < sign.start())
    return Clause(clause.sentence, words, clause.opener)


def _is_not_there(clause: Clause, at: int) -> bool:
    """«мнение ещё не поступило», «заключение пока не готово»."""
    word = clause.words[at]
    if any(form.startswith(("письм", "обращ", "запрос", "ваш", "вас")) for form in clause.forms):
        return False
    over = {"past", "short"} & word.grammar and word.form.startswith((*_COMES, "пришл", "получ"))
    return bool(over) and clause.negated(at)


_ON_PAPER = (
    *(
        "приложени",
        "бланк",
        "почт",
        "спецсвяз",
        "курьер",
        "нарочн",
        "факс",
        "оригинал",
        "подлинник",
    ),
    *("бумажн", "бумаг", "фельд", "скан", "вложени", "прилага", "электронк"),
)


_MADE = (
    *("послед", "готов", "состав", "формир", "согласов", "визир", "пиш", "дорабат", "собир"),
    *("задерж", "затяг", "запазд", "оформл", "подготавл", "обобща", "свод", "ждит"),
)


_STUDIED = (
    *("выясня", "уточня", "изуча", "анализир", "обследу", "рассматр", "прорабат", "обсужда"),
    *("оценива", "исследу", "проверя", "инвентариз", "обсчит", "просчит"),
)


def _is_studied(clause: Clause) -> bool:
    """«положение дел с каналами выясняется», «техника обследуется»."""
    return not _is_aside(clause) and any(
        w.form.startswith(_STUDIED) and w.form.endswith(("ется", "ются")) and not clause.negated(at)
        for at, w in enumerate(clause.words)
    )


_GOVERNS = frozenset({"в", "на", "без", "за", "до", "от", "для", "вместо", "кроме"})


def _is_reply(word: Word) -> bool:
    return (
        word.form.startswith(_REPLIES)
        and "noun" in word.grammar
        and bool({"nomn", "accs", "gent"} & word.grammar)
        and not word.form.startswith("ответствен")
        and "-" not in word.form  # «справка-допуск»: a paper of its bearer
    )
