"""The answer is a thing that is still to come: «справку составляют», «ответ задержится».

Whatever the words, it is a noun for an answer with a verb to come or under way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rules.readiness.ballot import NAMED, has_figure, vote
from rules.readiness.clause import DAYS
from rules.readiness.clauses import Clause, Word
from rules.readiness.governed import is_rated
from rules.readiness.votes import Says, Vote
from rules.readiness.weighed import is_aside, is_ours

REPLIES = (
    *("ответ", "справк", "доклад", "информаци", "сведени", "заключени", "вывод", "отчет", "свод"),
    *("мнени", "данные", "резолюц", "вердикт", "сводк", "позици"),
)
_COMES = (
    *("послед", "поступ", "прид", "буд", "ждит", "ожидай", "прибуд", "готов", "состав", "сформир"),
    *("формир", "согласов", "визир", "завизир", "пиш", "дорабат", "свод", "собир", "задерж"),
    *("зата", "запозд", "выйд", "появ", "дад", "предостав", "представ", "направ", "вышл", "пришл"),
    *("получит", "оформл", "утвер", "подпи", "подготов", "дойд", "довед", "уйд", "отправ"),
)


def answer_to_come(clause: Clause) -> Vote | None:
    """«подробный доклад последует», «справку составляют», «ответ задержится»."""
    if any(form.startswith((*_ON_PAPER, *_GRATEFUL)) for form in clause.forms):
        return None
    if _is_studied(clause):
        return vote(clause, Says.DEFERRED, "studied", implied=not is_ours(clause))
    at = next((n for n, w in enumerate(clause.words) if _is_reply(w)), None)
    if (
        at is None
        or _is_concluded(clause, at)
        or (at and clause.words[at - 1].form in _GOVERNS)
        or _about_another(clause, at)
    ):
        return None
    if to_another_body(clause):
        return None
    clause = _to_the_sign(clause, at)
    for n, word in enumerate(clause.words):
        absent = _is_not_there(clause, n)
        if not absent and not _is_coming(clause, n):
            continue
        last = max(n, at)
        said = _to_the_sign(clause, last)
        if not absent and "pres" in word.grammar:
            said = _without_the_maker(said, last)
        implied = absent or not is_ours(clause)
        found = vote(clause, Says.DEFERRED, "answer_to_come", implied=implied)
        return None if is_aside(said) else found
    return _no_sooner(clause, at)


_GRATEFUL = ("признател", "благодар")
"""«Будем признательны за скорый ответ»: yours."""


def _is_coming(clause: Clause, at: int) -> bool:
    """«последует», «составляют», «ждите»: a verb of an answer to come, or now under way."""
    word = clause.words[at]
    if not word.form.startswith(_COMES) or clause.negated(at):
        return False
    if word.form in {"ждите", "ожидайте"}:
        return True
    made = "pres" in word.grammar and word.form.startswith(_MADE)
    ahead = made or "futr" in word.grammar
    return ahead and "finite" in word.grammar and "2per" not in word.grammar


MATTERS = (
    *("положени", "состояни", "техн", "возможност", "ситуац", "срок", "перв", "эт", "ваш", "наш"),
    *("так", "люб", "кажд", "реальн", "степен", "результат", "итог", "ход", "всем"),
)


TIMES = (
    *("возвращ", "окончан", "заверш", "получен", "приезд", "выход", "мер", "факт", "истечен"),
    *("существ", "электрон", "телефон", "почт", "поручен", "адрес", "прибыт", "поступлен", "част"),
    *("выяснен", "ознакомлен", "соглас", "рассмотрен", "провер", "обслед", "осмотр", "кажд"),
    *("все", "обо", "оба", "эт", "вопрос", "письм", "запрос", "пункт", "понед", "вторн", "сред"),
    *("четв", "пятн", "наш", "ваш", "дел"),
)


def _about_another(clause: Clause, at: int) -> bool:
    """«ответ о субвенции», «отчёт по исполнению бюджета»: not of what was asked."""
    after = clause.words[at + 1 : at + 5]
    if not after[1:]:
        return False
    if after[0].form == "по":
        return about_another(after[1:])
    if after[0].form not in {"о", "об", "обо"}:
        return False
    if _is_known(after):
        return True
    ours = NAMED | {"infra", "works", "matter", "request", "possible", "papers"}
    return not any(ours & w.classes or w.form.startswith(MATTERS) for w in after[1:])


_OURS = NAMED | {"infra", "works", "matter", "request", "possible", "papers", "weigh", "working"}


def about_another(words: Sequence[Word]) -> bool:
    """Whether a topic («по …», «о …») is none of ours: its head and what stands with it."""
    head = next((w for w in words if "noun" in w.grammar), None)
    if head is None or any(NAMED & w.classes for w in words):
        return False
    if _is_known(words):
        return True
    if any(_OURS & w.classes for w in words):
        return False
    return not any(w.form.startswith((*TIMES, *MATTERS)) for w in words)


def _is_known(words: Sequence[Word]) -> bool:
    """Whether a matter stands there that is never ours: the harvest, the budget's execution."""
    if any(NAMED & w.classes for w in words):
        return False
    return any("other_subject" in w.classes for w in words) or any(
        one.form.startswith(("исполнени", "проект", "доход", "расход"))
        and two.form.startswith(("бюджет", "смет"))
        for one, two in pairwise(words)
    )


_BODIES = (
    *("министерств", "минобр", "минфин", "минздрав", "минсельхоз", "минстро", "минжкх", "минсоц"),
    *("мчс", "росреестр", "прокуратур", "казначейств", "избирком", "инспекци", "ростехнадзор"),
    *("роспотребнадзор", "главк", "счетн", "соцзащит", "военкомат", "пенсион", "налогов", "гочс"),
)


def to_another_body(clause: Clause) -> bool:
    """«доложим в министерство отдельно», «сведения направим прокуратуре»: not to us."""
    if NAMED & clause.classes:
        return False
    return any(
        w.form.startswith(_BODIES)
        and (
            (at and clause.words[at - 1].form in {"в", "во"} and "accs" in w.grammar)
            or "datv" in w.grammar
        )
        for at, w in enumerate(clause.words)
    )


_PUT_OFF = ("отсроч", "отлож", "отклад", "продл", "перенес", "перенос", "сдвин")


def answer_put_off(clause: Clause) -> Vote | None:
    """«просим отсрочить ответ по вопросу подключения до 29-го»: the answer, not the connection."""
    at = next((n for n, w in enumerate(clause.words) if w.form.startswith(_PUT_OFF)), None)
    if at is None or is_aside(clause):
        return None
    if not any(_is_reply(w) or w.form in _HANDLING for w in clause.words[at + 1 : at + 4]):
        return None
    return vote(clause, Says.DEFERRED, "answer_put_off", implied=not is_ours(clause))


_HANDLING = frozenset({"представления", "представление", "предоставления", "рассмотрение"})
_AFTERWARDS = frozenset({"после", "позже", "позднее", "через", "потом", "попозже", "завтра"})


def _no_sooner(clause: Clause, at: int) -> Vote | None:
    """«ответ на первый вопрос – после выхода начальника», «ждём ответа провайдера»."""
    said = any({"finite", "short"} & w.grammar for w in clause.words)
    later = not said and _AFTERWARDS & {w.form for w in clause.words[at + 1 :]}
    waits = "expects" in clause.classes and _from_a_third(clause, at)
    if not (later or waits) or is_aside(clause):
        return None
    return vote(clause, Says.DEFERRED, "answer_to_come", implied=not is_ours(clause))


def _from_a_third(clause: Clause, at: int) -> bool:
    """«ждём ответа провайдера», «ответ от РТК»; «жду ответа» asks you for one."""
    if any(f.startswith(("ваш", "вас")) for f in clause.forms):
        return False
    after = clause.words[at + 1 : at + 3]
    named = any("gent" in w.grammar and not _is_time(w) for w in after)
    return named or not clause.words[at].form.startswith("ответ")


def _without_the_maker(clause: Clause, at: int) -> Clause:
    """«сведения собирает наш специалист»: who makes the answer is no matter of it."""
    after = clause.words[at + 1 :]
    if after and after[0].form in {"о", "об", "по", "на", "про"}:
        return clause
    return Clause(clause.sentence, clause.words[: at + 1], clause.opener)


def will_tell(clause: Clause) -> Vote | None:
    """«по части техники доложу на будущей неделе»: nothing but when it will be told."""
    if is_aside(clause) or any(f.startswith(_ON_PAPER) for f in clause.forms):
        return None
    tells = any(
        "report_later" in w.classes and {"futr", "1per"} <= w.grammar and not clause.negated(at)
        for at, w in enumerate(clause.words)
    )
    later = any(f.startswith(("недел", "месяц", "днях")) for f in clause.forms)
    named = any({"noun", "accs"} <= w.grammar and not _is_time(w) for w in clause.words)
    if not tells or named or not (later or has_figure(clause)):
        return None
    return vote(clause, Says.DEFERRED, "will_tell", implied=not is_ours(clause))


def _is_time(word: Word) -> bool:
    return word.form.startswith(("недел", "месяц", "дн", "числ", *DAYS))


_SIGN = re.compile(r"[:;(\t]")


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
        *("почта", "почте", "почто", "почту"),  # not «почти»
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
    term = {"срок", "сроки"} & clause.forms and not is_ours(clause)
    return not (term or is_aside(clause)) and any(
        w.form.startswith(_STUDIED)
        and w.form.endswith(("ется", "ются"))
        and not (clause.negated(at) or is_rated(clause, at))
        for at, w in enumerate(clause.words)
    )


_GOVERNS = frozenset({"в", "на", "без", "за", "до", "от", "для", "вместо", "кроме"})


_NEWS = ("сведени", "данны", "информаци", "ясност", "определенност")


def nothing_known(clause: Clause) -> Vote | None:
    """«данных о готовности пока нет», «о готовности сведений не имеем»."""
    news = any(w.form.startswith(_NEWS) and "gent" in w.grammar for w in clause.words)
    absent = {"нет", "нету"} & clause.forms or any(
        w.form.startswith(("име", "располаг", "поступ", "получ", "собран")) and clause.negated(at)
        for at, w in enumerate(clause.words)
    )
    of_it = any(
        one.form in {"о", "об", "по", "про"} and "readiness" in two.classes | last.classes
        for one, two, last in zip(
            clause.words, clause.words[1:], (*clause.words[2:], clause.words[-1]), strict=False
        )
    )
    return vote(clause, Says.DEFERRED, "nothing_known") if news and absent and of_it else None


def _is_concluded(clause: Clause, at: int) -> bool:
    """«после заключения соглашения с вами»: no finding."""
    return clause.words[at].form.startswith("заключени") and any(
        w.form.startswith(("соглашени", "договор", "контракт", "сделк"))
        for w in clause.words[at + 1 : at + 6]
    )


def _is_reply(word: Word) -> bool:
    return (
        word.form.startswith(REPLIES)
        and "noun" in word.grammar
        and bool({"nomn", "accs", "gent"} & word.grammar)
        and not word.form.startswith("ответствен")
        and "-" not in word.form  # «справка-допуск»: a paper of its bearer
    )
