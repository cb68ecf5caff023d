"""What must come first, by grammar: «при выделении средств», «как пришлёте», «без ключа никак».

A condition is found by its form, whatever its words: a preposition with a noun of action, a
conjunction with a verb to come, a verb to come that stands before what follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rules.readiness.ballot import (
    EARLIER,
    OF_ANOTHER_READINESS,
    OF_THE_ANSWER,
    PEOPLE,
    WHETHER,
    has_figure,
)
from rules.readiness.clause import DASHES
from rules.readiness.clauses import Clause, Statement, Word
from rules.readiness.idle import YOUR_WORD, hangs_on_nothing, is_met, up_to_you
from rules.readiness.said import UNKNOWING
from rules.readiness.votes import Says, Vote, of_sentence
from rules.readiness.waiting import asks_you
from rules.readiness.wants import HUNG, UP_TO_YOU
from rules.readiness.would import UNREAL, is_unreal, were_it, would


def is_conditional(statement: Statement) -> bool:
    """Whether a clause names what must come first."""
    forms = statement.forms
    by_clause = any(
        not signs.isdisjoint(forms)
        and any(named(clause) for clause in statement.clauses if not of_people(clause))
        for signs, named in _OPENERS
    )
    if by_clause and not is_met(statement):
        return True
    if _given_that(statement) or (would(statement) and not is_unreal(statement)):
        return True
    if not _YOU_GIVE.isdisjoint(forms) and _GIVEN.search(statement.sentence.text.lower()):
        return True
    if "без" not in forms or not _not_without(statement):
        return False
    needed = _WHICH & forms
    there = needed and "all" in statement.classes and _THERE & statement.classes
    return not (there or (needed and _lacks_what_is_needed(statement)))


_GROUNDS = frozenset(
    {"учетом", "исходя", "расчете", "предположении", "обещание", "обещания", "надежде", "гарантию"}
    | {"понимании", "оговоркой", "поправкой", "уверенности", "ожидании", "посылки", "расчетом"}
)


def _given_that(statement: Statement) -> bool:
    """«с учётом того, что канал дадут», «под обещание, что привезут»: of what is to come."""
    if _GROUNDS.isdisjoint(statement.forms):
        return False
    return any(
        after.words[0].form == "что"
        and not _GROUNDS.isdisjoint(w.form for w in before.words[-4:])
        and any({"futr", "finite"} <= w.grammar and "1per" not in w.grammar for w in after.words)
        for before, after in pairwise(statement.clauses)
    )


def _lacks_what_is_needed(statement: Statement) -> bool:
    """«не располагаем средствами, без которых подключение невозможно»: a plain lack."""
    if {"но", "однако", "зато"} & statement.forms:
        return False  # «готовы, но нет адреса, без которого …»
    forms = [w.form for c in statement.clauses for w in c.words]
    before = forms[: next((at for at, form in enumerate(forms) if form in _WHICH), 0)]
    return bool({"не", "нет", "нету"} & set(before))


_WHICH = frozenset({"которого", "которой", "которых"})
_THERE = frozenset({"present", "done"})
"""«есть все средства, без которых подключение невозможно»: nothing is open."""


_YOU_GIVE = frozenset(
    {"поможете", "подсобите", "дадите", "выдадите", "пришлете", "вышлете", "выделите", "поставите"}
    | {"привезете", "купите", "оплатите", "проведете", "профинансируете", "обеспечите", "наладите"}
    | {"отгрузите", "настроите", "подкинете", "найдете", "подбросите", "протянете"}
)
_GIVEN = re.compile(
    r"(?:\A|[.,;:!?]\s|[–—-]\s)\s*(?:вы\s+)?[а-яё]+(?:[её]те|ите)\s[^.!?–—-]{0,60}(?:,|\s[–—-])\s"
)
"""«Поможете с каналом – никаких проблем»: a condition without «если»."""


_JOURNEYS = (
    *("поед", "приед", "пришл", "направ", "команд", "выед"),
    *("отправ", "обуч", "учит", "прибуд"),
)


def of_people(clause: Clause) -> bool:
    """«специалист поедет при условии оплаты»: what hangs there is who comes."""
    if (OF_THE_ANSWER | {"infra"}) & clause.classes or not PEOPLE & clause.classes:
        return False
    return clause.words[0].form != "если" and any(
        w.form.startswith(_JOURNEYS) and "finite" in w.grammar for w in clause.words
    )


def _no_sooner(clause: Clause) -> bool:
    """«лишь получив ключи», «стоит вам прислать дистрибутив, и …»."""
    for at, word in enumerate(clause.words):
        after = clause.words[at + 1 : at + 5]
        if word.form in {"лишь", "только"} and any("GRND" in w.grammar for w in after[:2]):
            return True
        opens = at == 0 and word.form in {"лишь", "только"}
        if opens and any(
            {"futr", "finite"} <= w.grammar and "2per" not in w.grammar for w in after
        ):
            return True
        if word.form in {"стоит", "стоило"} and not clause.negated(at):
            done = [w for w in after if {"INFN", "perf"} <= w.grammar]
            over = word.form == "стоило" and UNREAL.isdisjoint(clause.forms)
            return not over and any(not w.form.startswith(YOUR_WORD) for w in done)
    return False


def _before_us(clause: Clause) -> bool:
    """«сначала пусть дадут вторую фазу, потом и подключимся»: of others, or asked for."""
    if not {"сначала", "сперва"} & clause.forms:
        return False
    return any(
        ("futr" in w.grammar and "1per" not in w.grammar)
        or ("impr" in w.grammar and w.form.endswith("те"))
        for w in clause.words
    )


_GUESTS = (
    *("вас", "ваш", "специалист", "команд", "сигнал", "отмашк"),
    *("установщик", "инженер", "когда"),
)


def _waited_for(clause: Clause) -> bool:
    """«ждём ключи, чтобы подключиться»; not «ждём вас», which invites."""
    if "expects" not in clause.classes or "infra" not in clause.classes:
        return False
    return not any(form.startswith(_GUESTS) for form in clause.forms)


def _not_without(statement: Statement) -> bool:
    """«без ключа никак»; not «без чая не отпустим»."""
    if _WITHOUT.search(statement.sentence.text.lower()) is None:
        return False
    clause = next(c for c in statement.clauses if "без" in c.forms)
    said = any({"finite", "1per"} <= w.grammar for w in clause.words)
    return not said or bool((OF_THE_ANSWER | _MEANS | _GOES | _NEEDED) & clause.classes)


_NEEDED = frozenset({"consent", "pending", "gain", "possible", "all"})
_WITHOUT = re.compile(
    r"\bбез\s+(?:не(?:го|е|ё)|них|этого|того|\w+)[\s,–—-]{1,4}(?:\w+\s+)?(?:никак|никуда|нельзя|невозможно|не\s)"
)


NO_ACTION = (
    *("подключени", "присоединени", "обучени", "рассмотрени", "обращени", "желани", "учреждени"),
    *("отделени", "управлени", "составлени", "изучени", "ознакомлени", "участи", "сравнени"),
    *("состояни", "положени", "внимани", "уважени", "администраци", "здани", "движени", "общени"),
    *("стечени", "старани", "поселени", "наличии свободн", "отправлени", "получении ваш"),
)
_ACTIONS = (
    *("помощи", "поддержке", "оплате", "закупке", "поставке", "выдаче", "отгрузке", "гарантии"),
    *("замене", "передаче", "покупке", "доставке", "установке", "прокладке", "настройке", "усл"),
    *("согласии", "содействии", "наличии", "участии", "выпуске", "постройке", "ремонте"),
)
_HELP = ("помощи", "поддержке", "содействии", "участии", "посредничестве", "присутствии")


def _is_done(clause: Clause) -> bool:
    """Whether the clause tells what was done: «настроен», «проверили»."""
    if {"бы", "б"} & clause.forms:
        return False
    return any(
        ("PRTS" in w.grammar or {"past", "finite"} <= w.grammar) and "ready" not in w.classes
        for w in clause.words
    )


def _given(clause: Clause) -> bool:
    """«при одновременном выполнении условий», «при положительном решении», «при вашей помощи»."""
    for at, word in enumerate(clause.words):
        if word.form != "при":
            continue
        for noun in clause.words[at + 1 : at + 5]:
            verbal = noun.form.endswith(("нии", "тии")) and not noun.form.startswith(NO_ACTION)
            if noun.form.startswith(_HELP) and _is_done(clause):
                break  # «проверен при участии Вашего инженера»
            if verbal or noun.form.startswith(_ACTIONS):
                return True
            if not {"ADJF", "PRTF"} & noun.grammar and noun.grammar:
                break
    return False


_AT_ONCE = frozenset({"тотчас", "сразу", "тут", "немедленно", "же", "так"})


def _as_soon_as(clause: Clause) -> bool:
    """«как продлите лицензию», «едва утвердят»: a verb to come behind the conjunction."""
    if clause.words[0].form in {"пусть", "когда"}:
        gives = {"infra", "pending", "gain", "consent"} & clause.classes
        return bool(gives) and to_come(clause.words) is not None
    for at, word in enumerate(clause.words):
        if word.form == "едва" and any({"futr", "finite"} <= w.grammar for w in clause.words[at:]):
            return True
        if word.form != "как" or (at and clause.words[at - 1].form not in _AT_ONCE):
            continue
        after = clause.words[at + 1 : at + 7]
        for n, verb in enumerate(after):
            told = "report_later" in verb.classes or verb.form == "скажешь"
            told |= verb.form.endswith(("те", "тесь")) and verb.form.startswith(YOUR_WORD)
            if {"futr", "finite"} <= verb.grammar and not told and verb.form != "будет":
                return not {"ready"} & {c for w in after[:n] for c in w.classes}
    return False


_OPENERS = (
    (frozenset({"при"}), _given),
    (frozenset({"будь", "имей"}), were_it),
    (frozenset({"лишь", "только", "стоит", "стоило"}), _no_sooner),
    (frozenset({"чтобы", "для"}), _waited_for),
    (frozenset({"как", "едва", "когда", "пусть"}), _as_soon_as),
    (frozenset({"сначала", "сперва"}), _before_us),
)
"""By which word a condition opens, and what of a clause makes it one."""


def comes_first(before: Clause) -> bool:
    """«Найдём инженера - установим», «выпустят - и мы с вами»: a verb to come, then what follows.

    The first needs no subject; a day told there is a promise, no condition.
    """
    if has_figure(before) or len(before.words) > 9 or "other" in before.classes:
        return False
    if up_to_you(before):
        return False
    if any(form.startswith(("обуч", "научи", "выуч")) for form in before.forms):
        return False
    if before.words[0].form in {"что", "когда"} or {"report_later", "working"} & before.classes:
        return False
    verb = to_come(before.words)
    return verb is not None and verb < 4


def to_come(words: Sequence[Word]) -> int | None:
    """Where a verb stands that tells what is still to happen, and is not denied."""
    for at, word in enumerate(words):
        marks = word.grammar
        there = "will" in word.classes and any("infra" in w.classes for w in words)
        if (there or {"futr", "perf", "finite"} <= marks) and not {"past", "impr"} <= marks:
            denied = at > 0 and words[at - 1].form == "не"
            return None if denied or "ready" in word.classes else at
    return None


def hanging(statement: Statement, votes: Sequence[Vote]) -> list[Vote]:
    """A condition whose outcome no rule knows: «придёт винт - встанем в строй»."""
    aside = _ASIDE & statement.classes and not OF_THE_ANSWER & statement.classes
    aside = aside or UNKNOWING & statement.forms
    aside = aside or ("other_subject" in statement.classes and not _NAMES & statement.classes)
    aside = aside or any(form.startswith(_OF_TRAINING) for form in statement.forms)
    if (
        aside
        or statement.is_question
        or asks_you(statement)
        or any(v.rule in OF_ANOTHER_READINESS or v.rule.startswith(UP_TO_YOU) for v in votes)
    ):
        return []
    if any(v.rule == EARLIER and _is_reported(statement, v) for v in votes):
        return []
    if any(v.rule == WHETHER for v in votes) and "report_later" in statement.classes:
        return []  # «готовы ли мы, напишем, когда …»: the answer hangs on it
    dashed = _first_with_means(statement)
    if not dashed and not _is_of_us(statement):
        return []
    conditional = names_a_condition(statement) or is_conditional(statement)
    if not dashed and (not conditional or statement.meaning("idle_if") or is_unreal(statement)):
        return []
    sure = bool((OF_THE_ANSWER | _GOES) & statement.classes) and not dashed
    vote = of_sentence(statement.sentence, Says.CONDITIONAL, HANGING)
    return [vote.but(hedged=not sure)]


def names_a_condition(statement: Statement) -> bool:
    """Whether the words of a condition stand there, and of none that was once."""
    told = statement.meaning("explicit_condition")
    return any(
        not (statement.words_of(m).startswith(HUNG) or hangs_on_nothing(statement, m.start))
        for m in told
    )


def _is_reported(statement: Statement, vote: Vote) -> bool:
    """«думали, что без коммутатора не подключимся»."""
    return statement.clause_of(vote.start).words[0].form in {"что", "будто"}


HANGING = "hanging"
_NAMES = frozenset({"connect", "connection", "system"})
_OF_TRAINING = ("заняти", "курс", "обучени", "учеб", "семинар")
_ASIDE = frozenset({"candidate", "people", "papers", "report_later", "request", "matter"})
_GOES = frozenset({"start", "takeoff", "stance"})
_MEANS = frozenset({"infra", "system", "outsiders", "works"})


def _first_with_means(statement: Statement) -> bool:
    """«пришлёте ключ - включим», «привезёт и мы в деле»."""
    for before, clause in pairwise(statement.clauses):
        dash = clause.opener in DASHES
        if dash and comes_first(before) and _MEANS & (before.classes | clause.classes):
            return True
    return False


_SAID = frozenset({"утверждение", "сказанное", "изложенное", "вышесказанное", "вышеизложенное"})
"""«сказанное верно лишь после прокладки линии»: of what stands above."""


def _is_of_us(statement: Statement) -> bool:
    """Whether the sender tells what he will, would or agrees to do, or what will be connected."""
    if "possible" in statement.classes and "will" in statement.classes:
        return True
    if _SAID & statement.forms:
        return True
    told = (_MEANS | _GOES) & statement.classes and {"бы", "б"} & statement.forms
    if OF_THE_ANSWER & statement.classes or told:
        return True
    if {"согласен", "согласна", "согласны"} & statement.forms:
        return True
    words = [w for clause in statement.clauses for w in clause.words]
    return any({"futr", "1per"} <= w.grammar for w in words) and bool(_MEANS & statement.classes)
