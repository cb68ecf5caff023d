"""What must come first, by grammar: «при выделении средств», «как пришлёте», «без ключа никак».

A condition is found by its form, whatever its words: a preposition with a noun of action, a
conjunction with a verb to come, a verb to come that stands before what follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rules.readiness.ballot import EARLIER, OF_ANOTHER_READINESS, OF_THE_ANSWER, PEOPLE, has_figure
from rules.readiness.clause import DASHES
from rules.readiness.clauses import Clause, Statement, Word
from rules.readiness.said import UNKNOWING
from rules.readiness.votes import Says, Vote, of_sentence
from rules.readiness.wants import HUNG, UP_TO_YOU


def is_conditional(statement: Statement) -> bool:
    """Whether a clause names what must come first."""
    forms = statement.forms
    by_clause = any(
        not signs.isdisjoint(forms)
        and any(named(clause) for clause in statement.clauses if not of_people(clause))
        for signs, named in _OPENERS
    )
    if by_clause or ({"бы", "б"} & forms and _would(statement)):
        return True
    if not _YOU_GIVE.isdisjoint(forms) and _GIVEN.search(statement.sentence.text.lower()):
        return True
    if "без" not in forms or _WITHOUT.search(statement.sentence.text.lower()) is None:
        return False
    needed = _WHICH & forms
    there = needed and "all" in statement.classes and _THERE & statement.classes
    return not (there or (needed and _lacks_what_is_needed(statement)))


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
            return any({"INFN", "perf"} <= w.grammar for w in after)
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


def _would(statement: Statement) -> bool:
    """«дали бы нам канал - подключились бы», «хватило бы модема, и мы бы вошли»: twice unreal."""
    unreal = [c for c in statement.clauses if {"бы", "б"} & c.forms]
    if len(unreal) < 2 or not (OF_THE_ANSWER | {"start", "takeoff", "system"}) & unreal[-1].classes:
        return False
    return any({"past", "finite"} <= w.grammar for w in unreal[0].words)


_WITHOUT = re.compile(
    r"\bбез\s+(?:не(?:го|е|ё)|них|этого|того|\w+)[\s,–—-]{1,4}(?:\w+\s+)?(?:никак|никуда|нельзя|невозможно|не\s)"
)


_NO_ACTION = (
    *("подключени", "присоединени", "обучени", "рассмотрени", "обращени", "желани", "учреждени"),
    *("отделени", "управлени", "составлени", "изучени", "ознакомлени", "участи", "сравнени"),
    *("состояни", "положени", "внимани", "уважени", "администраци", "здани", "движени", "общени"),
    *("стечени", "старани", "поселени", "наличии свободн", "отправлени", "получении ваш"),
)
_ACTIONS = (
    *("помощи", "поддержке", "оплате", "закупке", "поставке", "выдаче", "отгрузке", "гарантии"),
    *("замене", "передаче", "покупке", "доставке", "установке", "прокладке", "настройке"),
    *("согласии", "содействии", "усл", "наличии", "участии"),
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
            verbal = noun.form.endswith(("нии", "тии")) and not noun.form.startswith(_NO_ACTION)
            if noun.form.startswith(_HELP) and _is_done(clause):
                break  # «проверен при участии Вашего инженера»
            if verbal or noun.form.startswith(_ACTIONS):
                return True
            if not {"ADJF", "PRTF"} & noun.grammar and noun.grammar:
                break
    return False


def _were_it(clause: Clause) -> bool:
    """«будь у нас выделенный адрес», «имей мы сервер»; not «будь готов»."""
    heads = {a.form for a in clause.words[:-1] if a.form in {"будь", "имей"}}
    return bool(heads) and bool({"у", "мы", "хоть"} & clause.forms or "infra" in clause.classes)


YOUR_WORD = (
    *("скаж", "назнач", "позвон", "вели", "прикаж", "разреш", "пожела", "захот", "позов", "сообщ"),
    *("освобод", "смож", "собер", "добер", "реши"),
)
"""«как назначите день»: it waits for the administration's word only."""
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
    (frozenset({"будь", "имей"}), _were_it),
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
    return any(not statement.words_of(m).startswith(HUNG) for m in told)


def is_unreal(statement: Statement) -> bool:
    """«Если бы не гроза, ответили бы раньше»: it was so, and nothing of ours hangs on it."""
    ours = (OF_THE_ANSWER | {"infra"}) & statement.classes
    return not ours and _BUT_FOR.match(statement.sentence.text) is not None


_BUT_FOR = re.compile(r"\W*если\s+бы?\s+не\b", re.IGNORECASE)


_ASKED = (
    *("скаж", "подскаж", "сообщ", "звон", "позвон", "напиш"),
    *("пиш", "уточн", "посовет", "подума"),
    *("поправ", "исправ", "замен", "уведом", "предупр", "перезвон", "обращайтесь", "обратитесь"),
    "дайте",
)


def asks_you(statement: Statement) -> bool:
    """«Если придумаете, как подключать, скажите»: a request, and nothing hangs on it."""
    return any(
        w.form.startswith(_ASKED) and w.form.endswith("те") and "impr" in w.grammar
        for clause in statement.clauses
        for w in clause.words
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
    if (
        OF_THE_ANSWER & statement.classes
        or {"бы", "б", "согласен", "согласна", "согласны"} & statement.forms
    ):
        return True
    words = [w for clause in statement.clauses for w in clause.words]
    return any({"futr", "1per"} <= w.grammar for w in words) and bool(_MEANS & statement.classes)
