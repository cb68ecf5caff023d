"""What must come first, by grammar: «при выделении средств», «как пришлёте», «без ключа никак».

A condition is found by its form, whatever its words: a preposition with a noun of action, a
conjunction with a verb to come, a verb to come that stands before what follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rules.readiness.ballot import has_figure
from rules.readiness.clauses import Clause, Statement, Word
from rules.readiness.said import UNKNOWING
from rules.readiness.votes import Says, Vote

UP_TO_YOU = "up_to_you"
UP_TO_OTHERS = "up_to_others"
NOT_WITHOUT = "not_without"


def is_conditional(statement: Statement) -> bool:
    """Whether a clause names what must come first."""
    forms = statement.forms
    by_clause = any(
        not signs.isdisjoint(forms) and any(map(named, statement.clauses))
        for signs, named in _OPENERS
    )
    if by_clause or ({"бы", "б"} & forms and _would(statement)):
        return True
    return "без" in forms and _WITHOUT.search(statement.sentence.text.lower()) is not None


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
    "вас",
    "ваш",
    "специалист",
    "команд",
    "сигнал",
    "отмашк",
    "установщик",
    "инженер",
    "когда",
)


def _waited_for(clause: Clause) -> bool:
    """«ждём ключи, чтобы подключиться»; not «ждём вас», which invites."""
    if "expects" not in clause.classes or "infra" not in clause.classes:
        return False
    return not any(form.startswith(_GUESTS) for form in clause.forms)


def _would(statement: Statement) -> bool:
    """«дали бы нам канал - подключились бы», «хватило бы модема, и мы бы вошли»: twice unreal."""
    unreal = [c for c in statement.clauses if {"бы", "б"} & c.forms]
    if len(unreal) < 2 or not (_OURS | {"start", "takeoff", "system"}) & unreal[-1].classes:
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
    *(
        "замене",
        "передаче",
        "покупке",
        "доставке",
        "установке",
        "прокладке",
        "настройке",
        "согласии",
    ),
    *("содействии", "усл", "наличии", "участии"),
)


def _given(clause: Clause) -> bool:
    """«при одновременном выполнении условий», «при положительном решении», «при вашей помощи»."""
    for at, word in enumerate(clause.words):
        if word.form != "при":
            continue
        for noun in clause.words[at + 1 : at + 5]:
            verbal = noun.form.endswith(("нии", "тии")) and not noun.form.startswith(_NO_ACTION)
            if verbal or noun.form.startswith(_ACTIONS):
                return True
            if not {"ADJF", "PRTF"} & noun.grammar and noun.grammar:
                break
    return False


def _were_it(clause: Clause) -> bool:
    """«будь у нас выделенный адрес», «имей мы сервер»; not «будь готов»."""
    heads = {a.form for a in clause.words[:-1] if a.form in {"будь", "имей"}}
    return bool(heads) and bool({"у", "мы", "хоть"} & clause.forms or "infra" in clause.classes)


_AT_ONCE = frozenset({"тотчас", "сразу", "тут", "немедленно", "же", "так"})


def _as_soon_as(clause: Clause) -> bool:
    """«как продлите лицензию», «едва утвердят»: a verb to come behind the conjunction."""
    for at, word in enumerate(clause.words):
        if word.form == "едва" and any({"futr", "finite"} <= w.grammar for w in clause.words[at:]):
            return True
        if word.form != "как" or (at and clause.words[at - 1].form not in _AT_ONCE):
            continue
        after = clause.words[at + 1 : at + 7]
        for n, verb in enumerate(after):
            told = "report_later" in verb.classes or verb.form in {"скажете", "скажешь"}
            if {"futr", "finite"} <= verb.grammar and not told and verb.form != "будет":
                return not {"ready"} & {c for w in after[:n] for c in w.classes}
    return False


_OPENERS = (
    (frozenset({"при"}), _given),
    (frozenset({"будь", "имей"}), _were_it),
    (frozenset({"лишь", "только", "стоит", "стоило"}), _no_sooner),
    (frozenset({"чтобы", "для"}), _waited_for),
    (frozenset({"как", "едва"}), _as_soon_as),
    (frozenset({"сначала", "сперва"}), _before_us),
)
"""By which word a condition opens, and what of a clause makes it one."""


def stand_or_fall(clause: Clause) -> Vote | None:
    """«без него никак», «без них сидим», «слово за оператором», «вопрос только в подписи»."""
    if {"candidate", "people"} & clause.classes:
        return None
    wanting = clause.opener in _ADVERSE and _is_wanting(clause)
    if wanting or _wished(clause) or _needs_only(clause):
        return _one_thing(clause)
    if {"other", "papers"} & clause.classes:
        return None
    if "без" in clause.forms and _is_stopped(clause):
        return _vote(clause, Says.CONDITIONAL, NOT_WITHOUT)
    return _up_to(clause)


def _wished(clause: Clause) -> bool:
    """«ключи бы нам, а так всё готово»: a thing, «бы», and no verb."""
    if not {"бы", "б"} & clause.forms or "infra" not in clause.classes or len(clause.words) > 6:
        return False
    verbs = any({"finite", "INFN", "short"} & w.grammar for w in clause.words)
    return not verbs and bool({"нам", "нас", "еще", "сюда", "мне", "только"} & clause.forms)


def _one_thing(clause: Clause) -> Vote:
    """What is still wanting; a signal to begin is all that one can wait for."""
    if any(form.startswith(_SIGNAL) for form in clause.forms):
        return _vote(clause, Says.READY, UP_TO_YOU).but(hedged=True)
    return _vote(clause, Says.LACKS, UP_TO_OTHERS).but(opposed=True)


_LATER = frozenset({"позже", "потом", "позднее", "нескоро", "попозже", "дольше"})


def unit_later(clause: Clause) -> Vote | None:
    """«сельсоветы смогут позже», «остальные отделы потом»: a part lags behind."""
    if not _LATER & clause.forms or has_figure(clause):
        return None
    if {"candidate", "people", "report_later", "tells", "matter", "papers"} & clause.classes:
        return None
    named = any("unit" in w.classes and "nomn" in w.grammar for w in clause.words[:4])
    return _vote(clause, Says.LACKS, "unit_later").but(unit=True) if named else None


def _up_to(clause: Clause) -> Vote | None:
    """«слово за оператором», «но нужен ключ»."""
    if {"за", "в", "во"} & clause.forms and _is_up_to(clause):
        if _YOU & clause.forms:
            whole = bool({"всё", "все"} & clause.forms)
            return _vote(clause, Says.READY, UP_TO_YOU).but(hedged=not whole)
        return _vote(clause, Says.LACKS, UP_TO_OTHERS).but(opposed=True)
    if clause.opener in _BUT and _NEED & clause.forms and not has_figure(clause):
        denied = any(a.form == "не" and b.form in _NEED for a, b in pairwise(clause.words))
        return None if denied else _vote(clause, Says.LACKS, UP_TO_OTHERS).but(opposed=True)
    return None


_ADVERSE = frozenset({"но", "однако", "хотя", "правда"})
_MUST = frozenset({"должна", "должен", "должны", "должно", "нужно", "надо", "пусть", "необходимо"})
_GIVE = ("дайте", "пришл", "выдел", "постав", "провед", "привез", "предостав", "подключ", "заплат")


def _is_wanting(clause: Clause) -> bool:
    """«однако договор не заключён», «но сначала дайте монитор»."""
    if {"obstacle", "objection", "other_subject"} & clause.classes:
        return False
    if any(not clause.negated(at) for at in clause.where("needs")):
        return True
    if {"сначала", "сперва", "прежде"} & clause.forms and _MUST & clause.forms:
        return True
    if any("impr" in w.grammar and w.form.startswith(_GIVE) for w in clause.words):
        return bool({"сначала", "сперва", "прежде"} & clause.forms or "infra" in clause.classes)
    return any("PRTS" in w.grammar and clause.negated(at) for at, w in enumerate(clause.words))


_SIGNAL = ("команд", "сигнал", "отмашк", "приказ", "добро", "звон", "гудк")
_ALONE = frozenset(
    {"только", "лишь", "одного", "одной", "одно", "разве"}
    | {"единственное", "единственного", "единственная", "единственный", "единственной"}
)
_WANTS = (
    *("нужн", "нужен", "требу", "недоста", "понадоб", "потреб", "необходим", "хвата", "остал"),
    *("осталось", "остан", "держит", "тормоз", "сдержива", "останавлива", "мешает"),
)


def _needs_only(clause: Clause) -> bool:
    """«нужна только ваша подпись», «держит лишь лицензия», «осталась одна печать»."""
    if not _ALONE & clause.forms or has_figure(clause) or "ready" in clause.classes:
        return False
    for at, word in enumerate(clause.words):
        if not word.form.startswith(_WANTS) or "INFN" in word.grammar:
            continue
        if word.form.startswith("остал") and any("INFN" in w.grammar for w in clause.words):
            continue
        lacking = word.form.startswith("хвата") == clause.negated(at)
        near = {w.form for w in clause.words[max(0, at - 2) : at + 3]}
        return lacking and bool(_ALONE & near)
    return False


_BUT = frozenset({"но", "однако", "только", "а", "хотя", "правда"})
_NEED = frozenset(
    {"нужен", "нужна", "нужно", "нужны", "надо", "требуется", "требуются", "необходим"}
    | {"необходима", "необходимо", "необходимы", "недостает", "понадобится", "потребуется"}
)


def _vote(clause: Clause, says: Says, rule: str) -> Vote:
    return Vote(says, rule, clause.sentence, clause.start, clause.end)


_IT = frozenset({"него", "нее", "них", "этого", "этой", "сего", "таковой", "таковых", "того"})
_STOPPED = frozenset(
    {"никак", "никуда", "сидим", "стоим", "ждем", "нельзя", "невозможно", "некуда", "шагу"}
    | {"бесполезно", "бессмысленно", "нереально", "мертвы", "нечего"}
)
_DO_WITHOUT = ("обой", "обход", "тронемся", "сдвин", "полет", "запуст", "работа", "получ", "выйд")


def _is_stopped(clause: Clause) -> bool:
    at = next(n for n, w in enumerate(clause.words) if w.form == "без")
    what = clause.words[at + 1 : at + 3]
    it = any(w.form in _IT for w in what)
    goes = {"connect", "connection", "start", "takeoff", "system"} & clause.classes
    if it and "не" in clause.forms and goes:
        return True
    denied = any(
        w.form.startswith(_DO_WITHOUT) and clause.negated(n) for n, w in enumerate(clause.words)
    )
    if denied and (it or any("infra" in w.classes for w in what)):
        return True
    return bool(_STOPPED & clause.forms) and (it or any("infra" in w.classes for w in what))


_TURN = frozenset(
    {"слово", "дело", "ход", "очередь", "остановка", "задержка", "загвоздка", "вопрос"}
)
_YOU = frozenset({"вами", "вас", "тобой", "вашей", "вашем"})


_STANDS_WITH = frozenset({"за", "в", "во", "только", "лишь", "стало", "встало", "осталось"})


def _is_up_to(clause: Clause) -> bool:
    """«слово за оператором»; «дело за вами» says that one waits for the administration only."""
    for turn, after in pairwise(
        [w for w in clause.words if "between" not in w.classes or w.form == "в"]
    ):
        if turn.form not in _TURN or after.form not in _STANDS_WITH:
            continue
        return not (turn.form in {"вопрос", "дело"} and after.form in {"в", "во"})
    return False


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
    verb = _to_come(before.words)
    return verb is not None and verb < 4


def _to_come(words: Sequence[Word]) -> int | None:
    """Where a verb stands that tells what is still to happen, and is not denied."""
    for at, word in enumerate(words):
        marks = word.grammar
        there = "will" in word.classes and any("infra" in w.classes for w in words)
        if (there or {"futr", "perf", "finite"} <= marks) and not {"past", "impr"} <= marks:
            denied = at > 0 and words[at - 1].form == "не"
            return None if denied or "ready" in word.classes else at
    return None


def in_one_breath(clause: Clause) -> bool:
    """«даст область модем подключимся сразу»: both without a sign between."""
    verb = _to_come(clause.words)
    if verb is None or verb > 1 or has_figure(clause) or len(clause.words) > 12:
        return False
    if "1per" in clause.words[verb].grammar:
        return False
    return any(
        {"futr", "1per"} <= w.grammar or "ready" in w.classes for w in clause.words[verb + 2 :]
    )


def hanging(statement: Statement, votes: Sequence[Vote]) -> list[Vote]:
    """A condition whose outcome no rule knows: «придёт винт - встанем в строй»."""
    aside = _ASIDE & statement.classes and not _OURS & statement.classes
    aside = aside or UNKNOWING & statement.forms
    aside = aside or any(form.startswith(_OF_TRAINING) for form in statement.forms)
    if (
        aside
        or statement.is_question
        or any(v.rule in _ELSEWHERE or v.rule.startswith(UP_TO_YOU) for v in votes)
    ):
        return []
    dashed = _first_with_means(statement)
    if not dashed and not _is_of_us(statement):
        return []
    conditional = bool(statement.meaning("explicit_condition")) or is_conditional(statement)
    if not dashed and (not conditional or statement.meaning("idle_if")):
        return []
    sentence = statement.sentence
    sure = bool((_OURS | _GOES) & statement.classes) and not dashed
    vote = Vote(Says.CONDITIONAL, HANGING, sentence, sentence.start, sentence.end)
    return [vote.but(hedged=not sure)]


HANGING = "hanging"
_OF_TRAINING = ("заняти", "курс", "обучени", "учеб", "семинар")
_ASIDE = frozenset({"candidate", "people", "papers", "report_later", "request", "matter"})
_OURS = frozenset({"connect", "connection", "ready", "readiness"})
_GOES = frozenset({"start", "takeoff", "stance"})
_ELSEWHERE = frozenset({"ready_for_another_matter", "readiness_of_another_matter"})
_MEANS = frozenset({"infra", "system", "outsiders", "works"})


def _first_with_means(statement: Statement) -> bool:
    """«пришлёте ключ - включим», «привезёт и мы в деле»."""
    for before, clause in pairwise(statement.clauses):
        dash = clause.opener in {"-", "–", "—"}
        if dash and comes_first(before) and _MEANS & (before.classes | clause.classes):
            return True
    return False


def _is_of_us(statement: Statement) -> bool:
    """Whether the sender tells what he will, would or agrees to do, or what will be connected."""
    if "possible" in statement.classes and "will" in statement.classes:
        return True
    if (
        _OURS & statement.classes
        or {"бы", "б", "согласен", "согласна", "согласны"} & statement.forms
    ):
        return True
    words = [w for clause in statement.clauses for w in clause.words]
    return any({"futr", "1per"} <= w.grammar for w in words) and bool(_MEANS & statement.classes)
