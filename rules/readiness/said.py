"""Rules of one clause: what is said outright, by «готов» and «готовность»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.readiness.ballot import EARLIER, ON_TOPIC, WHETHER, state_of, vote, will_be_told
from rules.readiness.clauses import Clause, Word
from rules.readiness.subjects import complement, names_a_person, of_a_person, subject_of
from rules.readiness.votes import Says, Vote


def unready(clause: Clause) -> Vote | None:
    """«неготовность»."""
    if "unready" not in clause.classes:
        return None
    if "report_later" in clause.classes:
        return vote(clause, Says.DEFERRED, "unready")
    denied = clause.denied or "нельзя" in clause.forms
    grounds = denied and any(w.form.startswith(_SPEAKING) for w in clause.words)
    return vote(clause, Says.READY if grounds else Says.NOT_READY, "unready")


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
    *(
        "назыв",
        "наход",
        "вид",
        "явля",
        "оказ",
        "остал",
        "оста",
        "имен",
        "значит",
        "чувств",
        "объяв",
    ),
    *("заяв", "был", "стал"),
)


def _is_attribute(clause: Clause, index: int) -> bool:
    """«с готовым решением»: said of a thing; not «просим считать район готовым»."""
    if not clause.words[index].form.endswith(_DECLINED):
        return False
    return not any(w.form.startswith(_HOLDS) for w in clause.words)


_TO_ANSWER = frozenset(
    {
        "говорить",
        "судить",
        "утверждать",
        "рапортовать",
        "ответить",
        "сказать",
        "доложить",
        "дать",
        "отчитаться",
        "сообщить",
    }
)
_IN_SPIRIT = frozenset({"морально", "психологически", "душевно", "эмоционально"})
UNKNOWING = frozenset(
    {
        "никто",
        "неведомо",
        "весть",
        "богу",
        "обещают",
        "обещает",
        "гадаем",
        "неизвестно",
        "непонятно",
        "неясно",
        "знаю",
        "знаем",
        "знает",
        "скажу",
        "скажем",
    }
    | {"сказать", "известно", "ясно", "ведомо", "загадка"}
)
"""Beside «когда»: the time is asked or unknown, and nothing hangs on it."""


def _to_answer(clause: Clause) -> bool:
    """«не готовы ответить»: the answer is put off, nobody is unready."""
    aside = {"candidate", "people"} & clause.classes
    told = [at for at, w in enumerate(clause.words) if w.form in _TO_ANSWER]
    further = any(at and clause.words[at - 1].form == "и" for at in told)
    return bool(told) and not (aside or further)


_TO_NAME = frozenset({"назвать", "определить", "выбрать", "предложить", "выделить", "отпустить"})


def _to_name_somebody(clause: Clause) -> bool:
    """«назвать кандидатуру пока не готовы»."""
    named = {"connect", "connection", "system"} & clause.classes
    return bool(_TO_NAME & clause.forms and {"candidate", "people"} & clause.classes and not named)


def how_far(clause: Clause, index: int) -> bool:
    """«насколько мы готовы», «в какой мере готовы»: asked, not said."""
    before = {w.form for w in clause.words[:index]}
    if clause.words[0].form == "как" and before <= {
        "как",
        "мы",
        "вполне",
        "район",
        "администрация",
    }:
        return True
    return "насколько" in before or bool(
        {"какой", "мере"} <= before or {"какой", "степени"} <= before
    )


def _when_unknown(clause: Clause, index: int) -> bool:
    """«когда будем готовы, неизвестно»."""
    if "когда" not in {w.form for w in clause.words[:index]}:
        return False
    return bool(UNKNOWING & {token.text.lower() for token in clause.sentence.tokens})


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
    asked = "ли" in clause.forms or {"или", "нет"} <= clause.forms
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


def _sign_and_tense(clause: Clause, index: int) -> Says:
    if clause.partly(index):
        return Says.CONDITIONAL
    after = clause.words[index + 1 : index + 5]
    late = any(w.form in {"не", "ни"} for w in after) and any("will" in w.classes for w in after)
    coming = {"быть", "стать"} & clause.forms or "expected" in clause.classes
    if clause.words[index].form == "готовыми" and coming and not clause.denied:
        return Says.FUTURE
    declined = clause.words[index].form.endswith(_DECLINED) and _first_part(clause, index).denied
    if clause.negated(index) or late or declined:
        return Says.NOT_READY
    if clause.future(index):
        return Says.FUTURE
    near = clause.words[max(0, index - 3) : index + 3]
    unreal = "чтобы" in clause.forms or any(word.form in {"бы", "б"} for word in near)
    return Says.UNCLEAR if unreal else Says.READY


def readiness_noun(clause: Clause) -> Vote | None:
    """«готовность есть», «готовность: нет», «сообщаем о готовности», «о готовности сообщим»."""
    index = clause.first("readiness")
    if index is None:
        return None
    if clause.has_a_day and any(w.form.startswith(_ANNOUNCES) for w in clause.words):
        return vote(clause, Says.FUTURE, "readiness_noun")
    near = _until_a_time(clause.words[index : index + 5])
    later = "report_later" in clause.classes and not any("other_subject" in w.classes for w in near)
    if later and not _names_another(clause, index):
        return vote(clause, Says.DEFERRED, "readiness_noun")
    of_staff = index and clause.words[index - 1].form.startswith(_OF_STAFF)
    aside = of_staff or "other_subject" in clause.classes
    if aside or complement(clause, index, noun=True) == "other":
        return vote(clause, Says.NOTHING, "readiness_of_another_matter")
    says = (
        _fails(clause)
        or _reserved(clause, index)
        or _degree(clause)
        or _readiness_state(clause, index)
    )
    joined = any("past" in clause.words[at].grammar for at in clause.where("connect"))
    if (
        says is Says.NOT_READY
        and "term" in clause.classes
        and not {"сроков", "срока"} & clause.forms
    ):
        says = Says.FUTURE
    if says is None or (says is Says.NOTHING and joined):
        return None
    return vote(clause, says, "readiness_noun")


def _reserved(clause: Clause, index: int) -> Says | None:
    """«готовность наша условная», «информируем о частичной готовности»."""
    partial = index > 0 and clause.words[index - 1].form.startswith(
        ("частичн", "неполн", "огранич")
    )
    reserved = partial or any(w.form.startswith("условн") for w in clause.words)
    return Says.CONDITIONAL if reserved and not clause.denied else None


_OF_STAFF = ("кадров", "моральн", "психолог")


def _until_a_time(words: Sequence[Word]) -> Sequence[Word]:
    """«про готовность ответим после праздника»: when, not of what."""
    at = next((n for n, w in enumerate(words) if w.form in {"после", "до", "перед"}), len(words))
    return words[:at]


_ANNOUNCES = ("отчит", "рапорт", "отрапорт", "объяв")
"""«25 августа отчитаемся о полной готовности»: it is there by then."""


def _names_another(clause: Clause, index: int) -> bool:
    """«о готовности к зиме»: what stands right behind «к»."""
    after = clause.words[index + 1 : index + 4]
    return bool(after) and after[0].form in {"к", "ко"} and any("other" in w.classes for w in after)


_NUMBER_ONE = re.compile(r"отовност\w+\W{1,5}(?:№|номер)\s?(?:1\b|один)")
_PERCENT = re.compile(r"(\d{1,3}|\bсто)\s?(?:%|процент)")


def _degree(clause: Clause) -> Says | None:
    """«Готовность района - 90 %, не хватает маршрутизатора»."""
    found = _PERCENT.search(clause.sentence.part.text, clause.start, clause.end + 2)
    if _NUMBER_ONE.search(clause.sentence.part.text, clause.start, clause.end + 6):
        return Says.READY
    if not found:
        return None
    per = 100 if found[1] == "сто" else int(found[1])
    return Says.READY if per > 99 else Says.CONDITIONAL if per else Says.NOT_READY


_YOU_ASK = (
    "просил",
    "просите",
    "просит",
    "спраш",
    "спрос",
    "интерес",
    "требуете",
    "предлага",
    "прислал",
)


_FAIL = frozenset({"удастся", "сможем", "получится", "успеем", "выйдет", "сможет", "удается"})
_ATTAIN = ("обеспеч", "достич", "достиг", "гарантир")


def _fails(clause: Clause) -> Says | None:
    """«обеспечить готовность к 1 сентября не удастся», «… не представляется возможным»."""
    failed = any(w.form in _FAIL and clause.negated(at) for at, w in enumerate(clause.words))
    if any("INFN" in w.grammar and w.form.startswith(_ATTAIN) for w in clause.words):
        failed |= any(clause.negated(at) for at in clause.where("possible", "able"))
        failed |= any(not clause.negated(at) for at in clause.where("impossible"))
    return Says.NOT_READY if failed else None


def _readiness_state(clause: Clause, index: int) -> Says | None:
    if _is_studied(clause, index):
        over = any("done" in w.classes and "PRTS" in w.grammar for w in clause.words)
        return Says.NOTHING if over else Says.DEFERRED
    governed = (
        "none" if clause.words[index].form.endswith("готовность") else _governed(clause, index)
    )
    if governed == "none" and "report_now" in clause.classes:
        governed = "report"
    if "report_later" in clause.classes and governed != "request":
        return Says.DEFERRED
    if clause.first("working") is not None or will_be_told(clause):
        return Says.DEFERRED
    if governed != "none":
        return _of_a_matter(clause, governed)
    if clause.words[index].form.endswith("готовность"):
        return state_of(clause, index) or (Says.FUTURE if clause.has_a_day else None)
    return _oblique(clause, index)


_TO_SPEAK = frozenset({"говорить", "утверждать", "заявлять", "рапортовать"})


_NOT_MINE = ("уполномоч", "вправ", "компетент", "мож", "мог", "буд", "хоч", "бер")
"""«говорить не уполномочен», «говорить не берусь»: no answer yet."""


def spoken_of(clause: Clause) -> Vote | None:
    """«говорить о готовности нельзя», «оснований заявлять о готовности нет»."""
    index = clause.first("readiness")
    if index is None or not _TO_SPEAK & clause.forms or "will" in clause.classes:
        return None
    if not (clause.denied or "impossible" in clause.classes) or _is_studied(clause, index):
        return None
    told = _governed(clause, index) != "none" and "report_later" not in clause.classes
    told = told and not any(w.form.startswith(_NOT_MINE) for w in clause.words)
    return vote(clause, Says.NOT_READY, "spoken_of") if told else None


def _of_a_matter(clause: Clause, governed: str) -> Says:
    """«сообщаем о готовности», «сведения о готовности», «вы просили сообщить о готовности»."""
    if governed == "report":
        if any(w.form.startswith(_YOU_ASK) for w in clause.words):
            return Says.NOTHING
        return Says.NOT_READY if clause.denied else Says.READY
    if governed == "matter" and not clause.denied and _to_be_told(clause):
        return Says.DEFERRED
    done = any(
        w.form.startswith(("исполнен", "выполнен")) and "PRTS" in w.grammar for w in clause.words
    )
    if done and not clause.denied:
        return Says.READY
    hard = governed == "matter" and _is_hard(clause)
    none = _IT & clause.forms and "absent" in clause.classes
    if hard or none:
        return Says.NOT_READY if none else Says.DEFERRED
    plain = not {"absent", "low", "impossible"} & clause.classes
    return Says.NOTHING if plain else Says.UNCLEAR


_IT = frozenset({"таковой", "таковая", "ее", "этой"})
"""«сообщить о готовности не можем ввиду отсутствия таковой»."""


def _to_be_told(clause: Clause) -> bool:
    """«сведения о готовности прошу ожидать», «ответ о готовности будет в среду»."""
    awaits = {"ожидать", "ждать", "подождать"} & clause.forms
    ours = "за" in clause.forms and {"нами", "мной", "мною"} & clause.forms
    open_ = any(w.form.startswith("открыт") for w in clause.words)
    if awaits or ours or open_ or {"will", "matter"} <= clause.classes:
        return True
    return any(
        {"futr", "perf", "finite"} <= w.grammar and "2per" not in w.grammar for w in clause.words
    )


def _is_hard(clause: Clause) -> bool:
    """«дать заключение о готовности затруднительно», «… не можем»."""
    unable = any(clause.negated(at) for at in clause.where("possible", "able"))
    unable |= any(
        w.form.startswith("вправ") and clause.negated(at) for at, w in enumerate(clause.words)
    )
    return unable or "impossible" in clause.classes


def _oblique(clause: Clause, index: int) -> Says | None:
    """«готовности нет», «в полной готовности»; but «для определения готовности создана …»."""
    absent = clause.first("absent")
    if absent is not None:
        return Says.READY if clause.negated(absent) else Says.NOT_READY
    near = clause.words[max(0, index - 3) : index]
    if any("full" in w.classes or w.form in {"состоянии", "состояние"} for w in near):
        ahead = any({"futr", "finite"} <= w.grammar for w in clause.words)
        return Says.FUTURE if ahead else Says.READY
    gone = any(clause.negated(at) for at in clause.where("present", "will", "done"))
    return Says.NOT_READY if gone else None


_STUDIES = ("проверк", "оценк", "анализ", "изучен", "обследован", "определен", "выяснен", "уточнен")
_ALLOWED = (
    "мож",
    "мог",
    "позвольт",
    "разреши",
    "рад",
    "вынужден",
    "уполномоч",
    "честь",
    "готов",
    "след",
)


def _is_study(word: Word) -> bool:
    """«проверка готовности»: what is known of it, not what it is."""
    return word.form.startswith(_STUDIES) and "noun" in word.grammar


def _is_studied(clause: Clause, index: int) -> bool:
    """Whether readiness is what is studied: «проверка технической готовности»."""
    for word in reversed(clause.words[max(0, index - 4) : index]):
        if _is_study(word):
            return True
        if "ADJF" not in word.grammar:
            return False
    return False


def _reports(words: Sequence[Word]) -> bool:
    """«сообщаем», «спешу доложить»; not «отделу доложить»."""
    told = [w for w in words if "report_now" in w.classes]
    if all("INFN" in w.grammar for w in told):
        said = any("1per" in w.grammar or w.form.startswith(_ALLOWED) for w in words)
        return bool(told) and said
    return True


def _governed(clause: Clause, index: int) -> str:
    """What stands before «о готовности»: "report" (сообщаем), "matter" (сведения), "request"."""
    before = clause.words[max(0, index - 7) : index]
    prepositions = [
        n
        for n, w in enumerate(before)
        if w.form
        in {"о", "об", "по", "части", "про", "насчет", "относительно", "касательно", "касаемо"}
    ]
    if not prepositions:
        return "none"
    head = before[: prepositions[-1]]
    if any("request" in w.classes for w in head):
        return "request"
    heading = any("matter" in w.classes for w in head) or "следующее" in clause.forms
    alas = "увы" in clause.forms and any("report_now" in w.classes for w in head)
    if (alas or _reports(head)) and not heading:
        return "report"
    return "matter"
