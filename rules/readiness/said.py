"""Rules of one clause: what is said outright, by «готов», «неготовность», yes or no."""

from __future__ import annotations

from rules.readiness.ballot import EARLIER, ON_TOPIC, OURS, PEOPLE, TO_TELL, WHETHER, vote
from rules.readiness.clauses import Clause
from rules.readiness.subjects import complement, names_a_person, of_a_person, subject_of
from rules.readiness.votes import Says, Vote


def unready(clause: Clause) -> Vote | None:
    """«неготовность»."""
    if "unready" not in clause.classes:
        return None
    if "report_later" in clause.classes:
        return vote(clause, Says.DEFERRED, "unready")
    if _not_called_so(clause):
        return vote(clause, Says.READY, "unready_unfounded")
    denied = clause.denied or "нельзя" in clause.forms
    if denied and (_gives_no_grounds(clause) or _is_absent(clause)):
        # Two negations: read, and looked at.
        return vote(clause, Says.READY, "unready_unfounded").but(hedged=True)
    return vote(clause, Says.NOT_READY, "unready")


_CALL = ("назов", "называ", "счита", "сочт", "сочл", "призна", "числ", "относ", "чувств", "явля")


def _not_called_so(clause: Clause) -> bool:
    """«неготовыми себя не считаем», «неподготовленными нас не назовёшь»."""
    if not any(
        w.form.endswith(("ыми", "ым", "ой")) for w in clause.words if "unready" in w.classes
    ):
        return False
    return any(
        w.form.startswith(_CALL) and "finite" in w.grammar and clause.negated(at)
        for at, w in enumerate(clause.words)
    )


def _is_absent(clause: Clause) -> bool:
    """«неготовности нет»; not «причина неготовности — отсутствие сервера»."""
    absent = clause.first("absent")
    if absent is None or clause.words[absent].form.startswith("отсутстви"):
        return False
    return any(
        abs(absent - at) < 5 and not (at and clause.words[at - 1].form in {"о", "об"})
        for at in clause.where("unready")
        if clause.words[at].form == "неготовности"
    )


def _gives_no_grounds(clause: Clause) -> bool:
    """Not «по причине отсутствия оборудования», «причина неготовности — отсутствие сервера»."""
    words = clause.words
    absence = next((w.form for w in words if w.form.startswith("отсутстви")), "")
    return any(
        word.form.startswith(_SPEAKING)
        and not (at and words[at - 1].form == "по")
        and not (absence and not (at and words[at - 1].form == absence))
        for at, word in enumerate(words)
    )


_SPEAKING = ("говор", "основани", "повод", "причин", "утвержд", "упрек", "обвин")
"""«говорить о неготовности оснований нет»."""


_UNCHANGED = frozenset(
    {"перемен", "изменений", "прежнему", "по-прежнему", "прежнее", "прежним", "неизменно"}
)
"""«Остальное без перемен: готовы»: what is left is what was told before, not what is done."""


def ready_word(clause: Clause) -> Vote | None:
    """«готовы», «не готовы», «будем готовы», «сервер готов», «готовы к отопительному сезону»."""
    index = clause.first("ready")
    if index is None or _is_attribute(clause, index):
        return None
    if clause.negated(index) and _to_answer(clause):
        named = bool(ON_TOPIC & clause.classes)
        return vote(clause, Says.DEFERRED, "not_ready_to_answer", implied=not named)
    head, subject = complement(clause, index), subject_of(clause, index)
    if subject == "other" and clause.words[index].form.startswith("подг"):
        return None
    aside = _beside_the_point(clause, index, head, subject)
    if aside:
        return aside
    says = _sign_and_tense(clause, index)
    if says is Says.READY and "rest" in clause.classes and not _UNCHANGED & clause.forms:
        return vote(clause, Says.CONDITIONAL, "the_rest_is_ready")
    if subject == "equipment":
        says = _AS_FACT.get(says, says)
    return vote(clause, says, "ready_word", implied=head == "none")


def label_answer(clause: Clause) -> Vote | None:
    """«к подключению - нет», «по подключению да»: a matter, and yes or no."""
    named = clause.first("connection", "readiness", "system")
    answer = clause.first("yes")
    if named is not None and {"тоже", "также"} & clause.forms and not clause.has_predicate:
        return vote(clause, Says.UNCLEAR, "and_this_too")
    if named is None or answer is None:
        return None
    rest = [
        w
        for n, w in enumerate(clause.words)
        if n not in {named, answer}
        and w.grammar
        and not {"between", "system"} & w.classes
        and not w.form.startswith(("ваш", "наш"))
    ]
    if rest:
        return None
    no = "absent" in clause.words[answer].classes or {"никак", "не"} & clause.forms
    says = Says.NOT_READY if no else Says.READY
    beside = any(t.text.lower().startswith("готов") for t in clause.sentence.tokens)
    firm = {"connection", "readiness"} & clause.classes or beside
    return vote(clause, says, "label_answer" if firm else "name_answer").but(hedged=not firm)


def _first_part(clause: Clause, index: int) -> Clause:
    """The clause up to «и» with another verb: «считаем себя готовыми и сроков не просим»."""
    for at in range(index + 1, len(clause.words) - 1):
        verb = any("finite" in w.grammar for w in clause.words[at:])
        if clause.words[at].form == "и" and verb:
            return Clause(clause.sentence, clause.words[:at], clause.opener)
    return clause


_DECLINED = ("ыми", "ым", "ой", "ую")
_HOLDS = (
    *("счита", "счес", "сочт", "полага", "призна", "числ", "быть", "буд", "стать", "стан", "назв"),
    *("назыв", "наход", "вид", "явля", "оказ", "оста", "имен", "значит", "чувств", "объяв"),
    *("заяв", "был", "стал"),
)


def _is_attribute(clause: Clause, index: int) -> bool:
    """«с готовым решением»: said of a thing; not «просим считать район готовым»."""
    if not clause.words[index].form.endswith(_DECLINED):
        return False
    return not any(w.form.startswith(_HOLDS) for w in clause.words)


_TO_ANSWER = TO_TELL | {"дать"}
_IN_SPIRIT = frozenset({"морально", "психологически", "душевно", "эмоционально"})
UNKNOWING = frozenset(
    {"никто", "неведомо", "весть", "богу", "обещают", "обещает", "гадаем", "неизвестно"}
    | {"непонятно", "неясно", "знаю", "знаем", "знает", "скажу", "скажем", "сказать", "известно"}
    | {"ясно", "ведомо", "загадка"}
)
"""Beside «когда»: the time is asked or unknown, and nothing hangs on it."""


def _to_answer(clause: Clause) -> bool:
    """«не готовы ответить»: the answer is put off, nobody is unready."""
    aside = PEOPLE & clause.classes
    told = [at for at, w in enumerate(clause.words) if w.form in _TO_ANSWER]
    further = any(at and clause.words[at - 1].form == "и" for at in told)
    return bool(told) and not (aside or further)


_TO_NAME = frozenset({"назвать", "определить", "выбрать", "предложить", "выделить", "отпустить"})


def _to_name_somebody(clause: Clause) -> bool:
    """«назвать кандидатуру пока не готовы»."""
    named = OURS & clause.classes
    return bool(_TO_NAME & clause.forms and PEOPLE & clause.classes and not named)


_WE_WHOLLY = frozenset({"как", "мы", "вполне", "район", "администрация"})


def how_far(clause: Clause, index: int) -> bool:
    """«насколько мы готовы», «в какой мере готовы»: asked, not said."""
    before = {w.form for w in clause.words[:index]}
    if clause.words[0].form == "как" and before <= _WE_WHOLLY:
        return True
    return "насколько" in before or bool("какой" in before and {"мере", "степени"} & before)


def _when_unknown(clause: Clause, index: int) -> bool:
    """«когда будем готовы, неизвестно»."""
    if "когда" not in {w.form for w in clause.words[:index]}:
        return False
    return bool(UNKNOWING & {token.text.lower() for token in clause.sentence.tokens})


_HARDLY = frozenset({"вряд", "едва", "навряд"})


def asks_whether(clause: Clause) -> bool:
    """«готовы ли»; not «вряд ли», nor «не готовы и непонятно, будем ли»."""
    forms = [w.form for w in clause.words]
    at = forms.index("ли") if "ли" in forms else 0
    if not at or forms[at - 1] in _HARDLY:
        return False
    told = next((i for i in range(at - 2) if forms[i] == "не"), 0)
    unready = forms[told] == "не" and forms[told + 1].startswith("готов")
    return not (unready and "и" in forms[told + 2 : at])


def _beside_the_point(clause: Clause, index: int, head: str, subject: str) -> Vote | None:
    """Readiness for something else, of somebody else, asked for, or past."""
    if {"вы", "ты"} & {w.form for w in clause.words[max(0, index - 3) : index]}:
        return vote(clause, Says.NOTHING, WHETHER)
    alone = clause.words[index].form in {"готов", "готова"}
    hers = alone and (of_a_person(clause) or names_a_person(clause, index))
    if (
        hers
        or _to_name_somebody(clause)
        or head == "other"
        or (subject == "other" and head != "topic")
    ):
        return vote(clause, Says.NOTHING, "ready_for_another_matter")
    asked = asks_whether(clause) or {"или", "нет"} <= clause.forms
    asked |= (
        how_far(clause, index)
        or _when_unknown(clause, index)
        or bool(_IN_SPIRIT & clause.forms and clause.negated(index))
    )
    unknown = head == "unknown" and not ON_TOPIC & clause.classes
    if asked or unknown or (head == "none" and subject == "person"):
        return vote(clause, Says.NOTHING, WHETHER)
    if any("was" in w.classes for w in clause.words[max(0, index - 3) : index + 3]):
        return vote(clause, Says.NOTHING, EARLIER)
    return None


_AS_FACT = {
    Says.READY: Says.HAS,
    Says.NOT_READY: Says.LACKS,
    Says.FUTURE: Says.WILL_HAVE,
}


_SOON = (
    *(("на", "днях"), ("вскоре",), ("скоро",), ("в", "скором", "времени")),
    *(("со", "дня", "на", "день"), ("в", "ближайшее", "время"), ("в", "ближайшие", "дни")),
)


def _soon(clause: Clause, index: int) -> bool:
    """«готовы на днях», «вскоре готовы»: not yet; «готовы в ближайшее время подключиться» is."""
    if any("INFN" in w.grammar for w in clause.words[index:]):
        return False
    forms = tuple(w.form for w in clause.words)
    return any(
        forms[index + 1 : index + 1 + len(soon)] == soon
        or (index >= len(soon) and forms[index - len(soon) : index] == soon)
        for soon in _SOON
    )


def _will_not_be(clause: Clause, index: int) -> bool:
    """«готовы к 1 сентября не будем»; not «готовы и спорить не будем», «готовы будем не скоро»."""
    ahead = (at for at in clause.where("will") if index < at < index + 9 and clause.negated(at))
    return any(
        not any("INFN" in w.grammar for w in clause.words[index + 1 : at + 2]) for at in ahead
    )


def _sign_and_tense(clause: Clause, index: int) -> Says:
    if clause.partly(index):
        return Says.CONDITIONAL
    coming = {"быть", "стать"} & clause.forms or "expected" in clause.classes
    if clause.words[index].form == "готовыми" and coming and not clause.denied:
        return Says.FUTURE
    declined = clause.words[index].form.endswith(_DECLINED) and _first_part(clause, index).denied
    if clause.negated(index) or _will_not_be(clause, index) or declined:
        return Says.NOT_READY
    if clause.future(index) or _soon(clause, index):
        return Says.FUTURE
    near = clause.words[max(0, index - 3) : index + 3]
    unreal = "чтобы" in clause.forms or any(word.form in {"бы", "б"} for word in near)
    return Says.UNCLEAR if unreal else Says.READY
