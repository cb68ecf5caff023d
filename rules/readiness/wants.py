"""What is still wanting, and of whom: «слово за оператором», «нужна только подпись», «без него …».

One thing that is missing, told beside the rest, or a part that lags behind, or on which all hangs.
"""

from __future__ import annotations

import re
from itertools import pairwise

from rules.readiness.ballot import NEED, PEOPLE, has_figure, plain_vote, vote
from rules.readiness.clause import ADVERSE, BUT
from rules.readiness.clauses import Clause
from rules.readiness.votes import Says, Vote

UP_TO_YOU = "up_to_you"
UP_TO_OTHERS = "up_to_others"
NOT_WITHOUT = "not_without"


def stand_or_fall(clause: Clause) -> Vote | None:
    """«без него никак», «без них сидим», «слово за оператором», «вопрос только в подписи»."""
    if PEOPLE & clause.classes or _of_learning(clause):
        return None
    wanting = clause.opener in ADVERSE and _is_wanting(clause)
    if wanting or _wished(clause) or _needs_only(clause):
        return _one_thing(clause)
    if {"other", "papers"} & clause.classes:
        return None
    if "без" in clause.forms and _does_without(clause):
        return plain_vote(clause, Says.LACKS, "does_without")
    if "без" in clause.forms and "ни" not in clause.forms and _is_stopped(clause):
        return _stopped(clause)
    return _up_to(clause)


def _stopped(clause: Clause) -> Vote:
    """«без них сидим»; «без него не скажу» is of the answer."""
    if any(clause.negated(at) for at in clause.where("report_later")):
        return vote(clause, Says.DEFERRED, "cannot_answer", implied=True)
    return plain_vote(clause, Says.CONDITIONAL, NOT_WITHOUT)


def _of_learning(clause: Clause) -> bool:
    """«недостаёт только выучки»: of people, and the equipment stands."""
    learning = ("выучк", "обучен", "учеб", "знани", "навык", "умени", "сноровк", "опыт")
    return any(w.form.startswith(learning) for w in clause.words)


def _wished(clause: Clause) -> bool:
    """«ключи бы нам, а так всё готово»: a thing, «бы», and no verb."""
    if not {"бы", "б"} & clause.forms or "infra" not in clause.classes or len(clause.words) > 6:
        return False
    verbs = any({"finite", "INFN", "short"} & w.grammar for w in clause.words)
    return not verbs and bool({"нам", "нас", "еще", "сюда", "мне", "только"} & clause.forms)


def _one_thing(clause: Clause) -> Vote:
    """What is still wanting; a signal to begin, or the reader, is all that one can wait for."""
    you = {"вас", "вашего", "ваш"} & clause.forms and "infra" not in clause.classes
    if you or any(form.startswith(_SIGNAL) for form in clause.forms):
        return plain_vote(clause, Says.READY, UP_TO_YOU).but(hedged=True)
    return plain_vote(clause, Says.LACKS, UP_TO_OTHERS).but(opposed=True)


_LATER = frozenset({"позже", "потом", "позднее", "нескоро", "попозже", "дольше"})


def unit_later(clause: Clause) -> Vote | None:
    """«сельсоветы смогут позже», «филиал пока не трогайте»: a part lags behind."""
    if "unit" not in clause.classes or has_figure(clause):
        return None
    if {"candidate", "people", "report_later", "tells", "matter", "papers"} & clause.classes:
        return None
    named = [w for w in clause.words[:4] if "unit" in w.classes]
    if not (_left_alone(clause) or _has_it_not(clause)):
        named = [w for w in named if _LATER & clause.forms and "nomn" in w.grammar]
    return plain_vote(clause, Says.LACKS, "unit_later").but(unit=True) if named else None


def _left_alone(clause: Clause) -> bool:
    """«финансовое управление пока не трогайте»."""
    return any(
        "impr" in w.grammar and w.form.endswith("те") and clause.negated(at)
        for at, w in enumerate(clause.words)
    )


def _has_it_not(clause: Clause) -> bool:
    """«в филиале её нет»: what the others have."""
    return "нет" in clause.forms and bool({"ее", "его", "их", "такого"} & clause.forms)


def _up_to(clause: Clause) -> Vote | None:
    """«слово за оператором», «но нужен ключ»."""
    if {"за", "в", "во"} & clause.forms and _is_up_to(clause):
        if _YOU & clause.forms:
            whole = "все" in clause.forms
            return plain_vote(clause, Says.READY, UP_TO_YOU).but(hedged=not whole)
        return plain_vote(clause, Says.LACKS, UP_TO_OTHERS).but(opposed=True)
    if _is_stuck(clause):
        return plain_vote(clause, Says.LACKS, UP_TO_OTHERS).but(opposed=True)
    if clause.opener in BUT and NEED & clause.forms and not has_figure(clause):
        denied = any(a.form == "не" and b.form in NEED for a, b in pairwise(clause.words))
        denied |= "если" in clause.forms
        return None if denied else plain_vote(clause, Says.LACKS, UP_TO_OTHERS).but(opposed=True)
    return None


_STUCK = ("встал", "стал", "застопор", "застря", "забукс", "буксу", "тормоз", "останов", "стоит")


def _is_stuck(clause: Clause) -> bool:
    """«дело встало из-за сертификатов», «всё застопорилось на договоре»."""
    if "из-за" not in clause.forms and "на" not in clause.forms:
        return False
    return any(
        one.form in {"дело", "все", "процесс", "подключение", "вопрос"}
        and two.form.startswith(_STUCK)
        for one, two in pairwise(clause.words)
        if not clause.denied
    )


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
    return {"readiness", "connection"}.isdisjoint(clause.classes) and any(
        "PRTS" in w.grammar and clause.negated(at) and not w.form.startswith(_SAID)
        for at, w in enumerate(clause.words)
    )


_SAID = ("сказан", "указан", "написан", "сообщен", "приведен", "разъяснен", "уточнен", "названы")
"""«но в письме не сказано, где …»: what somebody left unsaid is not wanting here."""
_SIGNAL = ("команд", "сигнал", "отмашк", "приказ", "добро", "звон", "гудк")
_ALONE = frozenset(
    {"только", "лишь", "одного", "одной", "одно", "разве"}
    | {"единственное", "единственного", "единственная", "единственный", "единственной"}
)
_WANTS = (
    *("нужн", "нужен", "требу", "недоста", "понадоб", "потреб", "необходим", "хвата", "остал"),
    *("остан", "держит", "тормоз", "сдержива", "мешает"),
)


def _needs_only(clause: Clause) -> bool:
    """«нужна только ваша подпись», «держит лишь лицензия», «осталась одна печать»."""
    if not _ALONE & clause.forms or has_figure(clause):
        return False
    if "если" in clause.forms or "ready" in clause.classes:
        return False
    for at, word in enumerate(clause.words):
        if "PRTS" in word.grammar and clause.negated(at):
            return bool(_ALONE & {w.form for w in clause.words[max(0, at - 2) : at + 3]})
        if not word.form.startswith(_WANTS) or "INFN" in word.grammar:
            continue
        if word.form.startswith("остал") and any("INFN" in w.grammar for w in clause.words):
            continue
        lacking = word.form.startswith("хвата") == clause.negated(at)
        near = {w.form for w in clause.words[max(0, at - 2) : at + 3]}
        return lacking and bool(_ALONE & near)
    return False


_IT = frozenset({"него", "нее", "них", "этого", "этой", "сего", "таковой", "таковых", "того"})
_STOPPED = frozenset(
    {"никак", "никуда", "сидим", "стоим", "ждем", "нельзя", "невозможно", "некуда", "шагу"}
    | {"мечтой", "мечтами", "мечта", "фантазия", "фантастика", "утопия"}
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
    needed = it or any({"infra", "consent"} & w.classes for w in what)
    return bool(_STOPPED & clause.forms) and needed


_DOING = frozenset(
    {"сидим", "сидит", "живем", "живет", "остались", "остался", "осталась", "существуем"}
    | {"обходимся", "маемся", "мыкаемся", "кукуем", "стоит", "стоят", "пустует"}
)


def _does_without(clause: Clause) -> bool:
    """«сидим без сети», «остались без сервера»: a thing that is missing, and no more."""
    at = next(n for n, w in enumerate(clause.words) if w.form == "без")
    if _OF_ANSWER & clause.classes or not (_DOING & clause.forms or _is_left(clause, at)):
        return False
    return any("infra" in w.classes for w in clause.words[at + 1 : at + 4])


def _is_left(clause: Clause, at: int) -> bool:
    """«село без электричества», «третью неделю мы без связи»: whoever it is, and no verb."""
    if any({"finite", "INFN", "short", "GRND"} & w.grammar for w in clause.words):
        return False
    return any("nomn" in w.grammar and "infra" not in w.classes for w in clause.words[:at])


_OF_ANSWER = frozenset({"ready", "connect", "connection"})
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


_BY_WHAT = ("ой", "ом", "ем", "ами", "ями", "ью")


HUNG = ("зависел", "упирал")
"""«раньше всё упиралось в канал»: so once, or told of something settled since."""


_DEPENDING = frozenset({"зависящим", "независящим"})
"""«по причинам, от нас не зависящим»"""


ON_US = re.compile(
    r"\bзависящ\w*\s+от\s+(?:нас|себя|нашей|район|администрац|город|округ|муниципал)", re.IGNORECASE
)
"""«в части, зависящей от района»: it hangs on nobody else."""


def hangs(clause: Clause) -> Vote | None:
    """«подключение зависит от лицензий»."""
    if any(w.form.startswith(HUNG) for w in clause.words):
        return None
    if ("причинам" in clause.forms and _DEPENDING & clause.forms) or "ли" in clause.forms:
        return None
    if ON_US.search(clause.sentence.text) or any(
        w.form.startswith("задержк") for w in clause.words
    ):
        return None
    depends = any(word.form.startswith(("завис", "увяза", "обусловл")) for word in clause.words)
    depends |= any(
        word.form in {"определяется", "определяются"} and after.form.endswith(_BY_WHAT)
        for word, after in pairwise(clause.words)
    )
    depends |= "hinge" in clause.classes and bool({"all", "infra"} & clause.classes)
    ours = {"connection", "readiness", "all", "infra", "outsiders", "works"} & clause.classes
    if depends and ours and not clause.denied:
        ends = any(w.form.startswith(_ENDS) for w in clause.words[:3])
        of_work = ends and not {"connection", "readiness", "all"} & clause.classes
        return vote(clause, Says.CONDITIONAL, HANGS_ON_WORK if of_work else "hangs")
    return None


_ENDS = ("окончани", "завершени", "продолжит")
HANGS_ON_WORK = "works_hang"
"""«ремонт, окончание которого зависит от средств»: when the works end, not the connection."""
