"""Votes of sentences that speak of another matter, of people, or only ask whether."""

from __future__ import annotations

import re
from itertools import pairwise

from rules.readiness.ballot import NAMED, OF_ANOTHER_READINESS, OURS, WHETHER
from rules.readiness.clauses import Clause, Statement
from rules.readiness.days import Setting
from rules.readiness.deferrals import about_another, to_another_body
from rules.readiness.votes import VERDICTS, Says, Vote
from rules.readiness.wants import NOT_WITHOUT
from rules.readiness.weighed import will_be_clear

_WILL = frozenset({Says.WILL_DO, Says.WILL_HAVE, Says.TERM, Says.WORKING})
_OF_IT = _WILL | {Says.HAS, Says.LACKS}


def of_another_matter(
    statement: Statement,
    votes: list[Vote],
    setting: Setting,  # noqa: ARG001
) -> list[Vote]:
    """«Котельные не готовы, паспорта получим до 15.09»: the promise is of the boilers too."""
    if not any(v.rule in OF_ANOTHER_READINESS for v in votes) or OURS & statement.classes:
        return votes
    kinds = _OF_IT if "other_subject" in statement.classes else _WILL
    return [
        v.but(says=Says.NOTHING)
        if (v.says in kinds or (v.rule == "readiness_noun" and kinds is _OF_IT))
        and not {"мы", "нас", "нам", "наш"} & statement.clause_of(v.start).forms
        else v
        for v in votes
    ]


_PEOPLE = (
    *("кадр", "отчеств", "инициал", "должност", "телефон", "паспорт", "кандидат", "человек"),
    *("людей", "людях", "обучен", "учеб", "учить", "слушател", "фамили", "замен"),
)
_BOTH = frozenset({"тоже", "также", "выводах", "обоим", "обоих", "оба", "результатах", "итогах"})


def named_deferral(
    statement: Statement,
    votes: list[Vote],
    setting: Setting,  # noqa: ARG001
) -> list[Vote]:
    """«СЭД «Директум»: изучаем, доложим»: the sentence names the matter that is put off."""
    if not OURS & statement.classes:
        return votes
    return [
        v.but(implied_topic=False) if v.says is Says.DEFERRED and v.implied_topic else v
        for v in votes
    ]


def of_people(
    statement: Statement,
    votes: list[Vote],
    setting: Setting,  # noqa: ARG001
) -> list[Vote]:
    """«Кого направить, решит глава, тогда и напишем»: what is put off is the name."""
    people = {"кого", "кто", "кем", "куда", "где"} & statement.forms or any(
        form.startswith(_PEOPLE) for form in statement.forms
    )
    if (
        not people
        or _BOTH & statement.forms
        or NAMED & statement.classes
        or leaves_open(statement)
        or _THE_REST & statement.forms
    ):
        return votes
    return [
        v.but(says=Says.NOTHING, rule="deferral_elsewhere")
        if (v.says is Says.DEFERRED and v.implied_topic) or v.rule == NOT_WITHOUT
        else v
        for v in votes
    ]


_THE_REST = frozenset({"остальное", "прочее", "остальном", "прочем"})
"""«поедет Иванова, остальное доложит сама»: beside the name."""
_SHOWS = ("выясн", "покаж", "определ", "реш", "узна", "проясн", "устан", "подскаж", "провер")


def _will_show(clause: Clause) -> bool:
    """«выяснится после осмотра», «покажет проверка», «решит комиссия»."""
    return any(
        {"futr", "perf"} <= w.grammar and "2per" not in w.grammar and w.form.startswith(_SHOWS)
        for w in clause.words
    )


_ASKING = frozenset({"как", "насколько", "когда", "чем", "что", "сколько", "почему", "куда", "где"})
_AS = frozenset({"и", "раз", "всегда", "никогда", "только", "известно", "видно", "видите"})


def asked_within(
    statement: Statement,
    votes: list[Vote],
    setting: Setting,  # noqa: ARG001
) -> list[Vote]:
    """«Расскажем завтра, как мы готовы», «когда будем готовы, сообщим»: what will be told is no
    statement of it."""
    if _ASKING.isdisjoint(statement.forms) or not any(v.says is Says.DEFERRED for v in votes):
        return votes
    return [
        v.but(says=Says.NOTHING, rule=WHETHER, on=None)
        if v.says in {Says.READY, Says.FUTURE, Says.HAS} and _asks(statement.clause_of(v.start))
        else v
        for v in votes
    ]


def _asks(clause: Clause) -> bool:
    """Whether the clause is an indirect question: «и как готовы», «что у нас готово»."""
    forms = [w.form for w in clause.words[:2] if w.form != "и"]
    if not forms or forms[0] not in _ASKING:
        return False
    if forms[0] == "что":  # «отрапортуем, что готовы» tells it
        return not {"у", "из", "именно"}.isdisjoint(forms[1:])
    return _AS.isdisjoint(forms[1:])


_TOPIC = frozenset({"по", "про", "насчет", "о", "об", "касательно"})


def of_another_topic(
    statement: Statement,
    votes: list[Vote],
    setting: Setting,  # noqa: ARG001
) -> list[Vote]:
    """«По видеонаблюдению ответит Хамзат»: what is put off is another matter."""
    names_ours = bool((NAMED | {"infra"}) & statement.classes)
    return [
        _put_off(statement, v)
        if v.says is Says.DEFERRED and (v.implied_topic or not names_ours)
        else v
        for v in votes
    ]


_BECAUSE = frozenset(
    {"из-за", "после", "связи", "до", "пока", "ввиду", "причине", "занят", "заняты"}
)


def _put_off(statement: Statement, told: Vote) -> Vote:
    """A deferral that names nothing of ours, beside another matter."""
    clause = statement.clause_of(told.start)
    if _is_another_topic(clause) or to_another_body(clause):
        return told.but(says=Says.NOTHING, rule="deferral_elsewhere")
    beside = "other_subject" in statement.classes and not _BECAUSE & statement.forms
    return told.but(hedged=told.hedged or beside)


def _is_another_topic(clause: Clause) -> bool:
    words = clause.words
    if words[0].form not in _TOPIC or len(words) < 3:
        return any(
            one.form in _TOPIC and any("other_subject" in w.classes for w in words[at + 1 : at + 4])
            for at, one in enumerate(words)
        )
    return about_another(words[1:4])


_EITHER = re.compile(
    r"\b[а-яё]+(?:[её]м|им|[её]т|ит|[ую]т|[ая]т)(?:ся)?\b[^,.;:]{0,40}\s(?:или|либо)\s+нет\b"
    r"|\bготов\w*\s+(?:ли\s+)?(?:мы\s+|там\s+|у\s+нас\s+)?или\s+(?:мы\s+|еще\s+|ещё\s+)?не"
    r"|\bготов(\w*)(?:\s+мы)?\s*[,-]?\s*не\s+готов\1\b(?=\s*(?:[-–—,.…?]|\Z))"
)


def leaves_open(statement: Statement) -> bool:
    """«готовы мы или нет ещё», «готовы не готовы – узнаем завтра»: one of the two."""
    return _EITHER.search(statement.sentence.text.lower()) is not None


def will_tell_whether(
    statement: Statement,
    votes: list[Vote],
    setting: Setting,  # noqa: ARG001
) -> list[Vote]:
    """«Готовы или нет – скажем завтра», «выясняем, можем ли подключиться»."""
    votes = [_of_two(statement, v) for v in votes]
    if not votes or any(v.says in VERDICTS for v in votes):
        return votes
    asked = next((v for v in votes if v.rule in {WHETHER, "asks_whether"}), None)
    if asked is None or (_OPEN.isdisjoint(statement.forms) and not leaves_open(statement)):
        return votes
    people = "candidate" in statement.clause_of(asked.start).classes
    if people or not _is_telling(statement):
        return votes
    return [v.but(says=Says.DEFERRED, rule="will_tell_whether") if v is asked else v for v in votes]


def _of_two(statement: Statement, told: Vote) -> Vote:
    """«потянем или нет»: the verb says neither."""
    clause = statement.clause_of(told.start)
    if told.says is Says.DEFERRED or not {"или", "либо"} & clause.forms:
        return told
    forms = [w.form for w in clause.words]
    either = any(a in {"или", "либо"} and b in {"нет", "не"} for a, b in pairwise(forms))
    return told.but(says=Says.NOTHING, rule=WHETHER, on=None) if either else told


_OPEN = frozenset({"ли", "или", "насколько", "какой", "как"})


def _is_telling(statement: Statement) -> bool:
    """Whether it is said that the answer is to come, or that nobody knows it yet."""
    forms = statement.forms
    for word in (w for c in statement.clauses for w in c.words):
        ours = "working" in word.classes and {"finite", "1per"} <= word.grammar
        if ours or "report_later" in word.classes:
            return True
    if "will" in statement.classes and any(f.startswith(_TOLD) for f in forms):
        return True
    if will_be_clear(forms):
        return True
    later = not {"ранее", "раньше", "после"}.isdisjoint(forms)
    if (later and "report_now" in statement.classes) or any(map(_will_show, statement.clauses)):
        return True
    unknown = not _UNKNOWN.isdisjoint(forms)
    unsaid = unknown or ("не" in forms and not _KNOW.isdisjoint(forms))
    if unknown and not statement.meaning("explicit_condition"):
        return True
    return unsaid and not {"пока", "ждем", "жду", "еще", "сейчас"}.isdisjoint(forms)


_TOLD = (
    *("уведомлен", "извещен", "проинформирован", "направлен", "сообщен", "представлен"),
    *("предоставлен", "доведен", "доложен", "изложен", "отправлен", "передан"),
)
_UNKNOWN = frozenset({"неизвестно", "непонятно"})
_KNOW = frozenset({"знаем", "знаю", "могу", "можем", "скажу", "скажем"})


_ORDERED = ("поруч", "предписан", "предписал", "обяза", "указание", "задание", "задача")
_TO_REPORT = frozenset(
    {"представить", "доложить", "подготовить", "дать", "внести", "направить", "сообщить", "изучить"}
    | {
        "проработать",
        "оценить",
        "обследовать",
        "проверить",
        "определить",
        "рассмотреть",
        "выработать",
    }
)
_FINDINGS = (
    "предложени",
    "заключени",
    "информаци",
    "доклад",
    "сведени",
    "справк",
    "оценк",
    "анализ",
)


def ordered_to_tell(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«отделу поручено до 19-го представить предложения по подключению»: what comes of it is told
    later; its day is of the telling."""
    if _TO_REPORT.isdisjoint(statement.forms):
        return votes
    if not any(form.startswith(_ORDERED) for form in statement.forms):
        return votes
    told = any(form.startswith(_FINDINGS) for form in statement.forms) or _OF_IT_ALL.search(
        statement.sentence.text.lower()
    )
    if not told:
        return votes
    return [
        v.but(says=Says.DEFERRED, rule="ordered_to_tell", on=None)
        if v.says in {Says.READY, Says.FUTURE, Says.NOT_READY, Says.TERM, Says.WILL_DO}
        else v
        for v in votes
    ]


_OF_IT_ALL = re.compile(r"\b(?:о|об|вопрос\w*)\s+(?:\w+\s+)?(?:возможност|готовност|подключени)")


_UNKNOWN_WHEN = re.compile(
    r"\bкогда\b[^.;]{0,80}?(?:,|\s[–—-])\s*(?:пока\s+|нам\s+|тоже\s+|и\s+сам\w\s+){0,2}"
    r"(?:неизвестно|непонятно|неясно|не\s+зна\w+|не\s+извест\w+|(?:бог|богу)\s+вест\w|загадка)"
    r"|(?:неизвестно|непонятно|неясно|не\s+зна\w+|не\s+извест\w+),?\s+когда\b",
    re.IGNORECASE,
)


def unknown_when(statement: Statement, votes: list[Vote], setting: Setting) -> list[Vote]:  # noqa: ARG001
    """«когда подключимся, неизвестно»: not now, and no condition either."""
    if "когда" not in statement.forms or not _UNKNOWN_WHEN.search(statement.sentence.text):
        return votes
    return [
        vote.but(says=Says.NOT_READY, rule="unknown_when", hedged=True)
        if vote.says in {Says.FUTURE, Says.CONDITIONAL}
        and vote.on is None
        and statement.clause_of(vote.start).words[0].form in {"когда", "и"}
        else vote
        for vote in votes
    ]
