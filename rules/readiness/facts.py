"""Rules of one clause: what is there, missing or done; what is put off."""

from __future__ import annotations

import re
from itertools import pairwise

from rules.readiness.ballot import (
    EARLIER,
    MONTHS,
    NAMED,
    ON_TOPIC,
    is_fetched,
    is_stored,
    names_another,
    vote,
    will_be_told,
)
from rules.readiness.clauses import SPOKEN_DAY, Clause, Word
from rules.readiness.votes import Says, Vote

_CONDITIONS = ("услови", "предпосыл")


def no_conditions(clause: Clause) -> Vote | None:
    """«технических условий для подключения администрация не имеет», «об отсутствии … условий»."""
    if {"candidate", "people", "other_subject"} & clause.classes or "без" in clause.forms:
        return None
    for at, word in enumerate(clause.words):
        if not word.form.startswith(_CONDITIONS):
            continue
        technical = at > 0 and clause.words[at - 1].form.startswith("техн")
        needed = technical or {"connection", "connect"} & clause.classes
        lacking = any(not clause.negated(n) for n in clause.where("absent"))
        lacking |= any(w.form in _HAVE and clause.negated(n) for n, w in enumerate(clause.words))
        return vote(clause, Says.NOT_READY, "no_conditions") if needed and lacking else None
    return None


_HAVE = frozenset({"имеет", "имеем", "имеется", "имеются", "созданы", "обеспечены", "располагает"})


def cannot_meet(clause: Clause) -> Vote | None:
    """«выполнить требования не имеем возможности», «обеспечить условия не можем»."""
    if "works" not in clause.classes or {"candidate", "people", "other_subject"} & clause.classes:
        return None
    to_do = any({"INFN", "perf"} <= w.grammar and "done" in w.classes for w in clause.words)
    unable = any(clause.negated(at) for at in clause.where("possible", "able"))
    unable |= any(w.form in _HAVE and clause.negated(at) for at, w in enumerate(clause.words))
    able = {"possible", "able"} & clause.classes
    return vote(clause, Says.NOT_READY, "cannot_meet") if to_do and able and unable else None


def obstacle(clause: Clause) -> Vote | None:
    """«проблем нет», «замечания устранены», «есть сложности»."""
    index = clause.first("obstacle")
    if index is None or _is_an_apology(clause):
        return None
    if clause.words[index].form.startswith(_PETTY):
        return _no_trouble(clause, index)
    aside = "office" in clause.classes or any(map(names_another, clause.words))
    aside = aside or ("candidate" in clause.classes and "infra" not in clause.classes)
    if aside and not ON_TOPIC & clause.classes:
        return vote(clause, Says.NOTHING, "obstacle_elsewhere")
    if _none(clause, index):
        return vote(clause, Says.READY if _firm(clause, index) else Says.HAS, "no_obstacle")
    if clause.where("done") or any(w.form.startswith(_OVER) for w in clause.words):
        return vote(clause, Says.HAS, "obstacle_removed")
    return None if clause.words[index].form.startswith("замечани") else _in_the_way(clause)


def _is_an_apology(clause: Clause) -> bool:
    """«Извините за задержку»."""
    return any(w.form.startswith(("извин", "прост", "прощ")) for w in clause.words)


def _in_the_way(clause: Clause) -> Vote:
    if "was" in clause.classes and not clause.denied:
        return vote(clause, Says.NOTHING, EARLIER)
    only = bool(_ONLY & clause.forms)
    return vote(
        clause,
        Says.CONDITIONAL if only else Says.LACKS,
        "only_obstacle" if only else "obstacle",
    )


_PETTY = (
    *("претенз", "нарекан", "вмешательств", "потер", "ошиб", "дефект", "изъян", "авари", "поломк"),
    *("неисправн", "сбо", "обрыв", "перебо", "затык", "косяк", "глюк", "огрех", "недочет"),
    *("недодел", "недостат"),
)
"""Troubles that say something only where they are denied."""


_OVER = ("кончил", "исчез", "отпал", "ушл", "вышл", "вышел", "пропал", "позади", "преодол")


def _no_trouble(clause: Clause, index: int) -> Vote | None:
    """«сбоев не было», «недостатков не числится»."""
    aside = {"candidate", "people", "office", "other_subject"} & clause.classes
    said = not aside and _none(clause, index) and not _is_governed(clause, index)
    return vote(clause, Says.HAS, "no_trouble") if said else None


def _is_governed(clause: Clause, index: int) -> bool:
    """«срок устранения недостатков»: what is denied is another noun."""
    for word in reversed(clause.words[:index]):
        if not {"ADJF", "PRTF"} & word.grammar:
            return word.form.endswith(("ния", "ние", "нию", "нием", "тия"))
    return False


_ONLY = frozenset(
    {"вся", "весь", "единственная", "единственное", "единственный", "одна", "одно", "лишь"}
)


def _none(clause: Clause, index: int) -> bool:
    """Whether the obstacle is denied; «препятствием является отсутствие ключей» is not that."""
    absent = clause.first("absent")
    if _MANY & clause.forms or (absent and _is_of_a_thing(clause, index, absent)):
        return False
    if absent == index:
        return bool({"не", "нет", "нету", "без"} & clause.forms)
    names = absent is not None and absent > index and "noun" in clause.words[absent].grammar
    names = names and clause.words[absent or 0].form not in {"ноль", "нуль", "0"}
    return "без" in clause.forms or (clause.denied and not names)


_MANY = frozenset({"много", "масса", "куча", "полно", "хватает", "море", "вагон", "тьма"})


def _is_of_a_thing(clause: Clause, index: int, absent: int) -> bool:
    """«проблема одна: нет сервера»: the trouble is there."""
    after = clause.words[absent + 1 : absent + 2]
    thing = bool(after) and "infra" in after[0].classes and "gent" in after[0].grammar
    return thing and index < absent - 1


def _firm(clause: Clause, index: int) -> bool:
    """Whether the lack of an obstacle is an answer by itself: it is said of the connection."""
    named = {"infra", *NAMED} & clause.classes or "никаких" in clause.forms
    return bool(named) or clause.words[index].form.startswith("препятств")


_ENDING = ("завершается", "завершаются", "заканчива", "оканчива")
_ENDS = frozenset({"завершение", "окончание"})


def works_end(clause: Clause) -> Vote | None:
    """«завершение работ намечено на 05.09», «подготовка не начата»: a promise if a day is told."""
    index = clause.first("works")
    if index is None or {"other", "other_subject", "candidate", "people"} & clause.classes:
        return None
    for at in clause.where("start", "done"):
        word = clause.words[at]
        begun = word.form.startswith(("нач", "провод", "вед", "приступ"))
        if begun and {"finite", "PRTS"} & word.grammar and clause.negated(at):
            return vote(clause, Says.NOT_READY, "not_begun").but(
                hedged=not {"connection", "readiness"} & clause.classes
                and not clause.words[index].form.startswith("подготовк")
            )
    ends = any(w.form.startswith(_ENDING) and "pres" in w.grammar for w in clause.words)
    ahead = {"expected", "will"} & clause.classes or clause.has_a_day
    if (_ENDS & clause.forms and ahead) or (ends and clause.has_a_day):
        return vote(clause, Says.WILL_DO, "works_end")
    return None


def undecided(clause: Clause) -> Vote | None:
    """«решение о подключении ещё не принято», «вопрос пока открытый»."""
    if not {"решение", "вопрос"} & clause.forms:
        return None
    ours = {"connection", "connect", "readiness", "system"} & clause.classes
    open_ = any(w.form.startswith("открыт") for w in clause.words)
    not_taken = any(
        w.form.startswith(("принят", "решен")) and clause.negated(at)
        for at, w in enumerate(clause.words)
    )
    will_be = any(
        w.form.startswith(("примет", "решит", "рассмотрит")) and "futr" in w.grammar
        for w in clause.words
    )
    will_be |= "will" in clause.classes and any(
        w.form.startswith(("принят", "рассмотрен", "решен")) for w in clause.words
    )
    will_be |= any(w.form.startswith(_SITTINGS) for w in clause.words) and any(
        w.form.startswith(("вынес", "внес", "постав", "включ")) for w in clause.words
    )
    if ours and (open_ or not_taken or will_be):
        return vote(clause, Says.DEFERRED, "undecided")
    return None


_SITTINGS = ("заседани", "рассмотрени", "обсуждени", "совещани", "повестк", "комисси", "сесси")


def works(clause: Clause) -> Vote | None:
    """«работы завершены», «требования выполнены», «условия отсутствуют», «закончим 5 сентября»."""
    index = next((at for at in clause.where("works") if not _is_ground(clause, at)), None)
    done = [
        at
        for at in clause.where("done")
        if "INFN" not in clause.words[at].grammar
        and not ("PRTF" in clause.words[at].grammar and "PRTS" not in clause.words[at].grammar)
    ]
    other = any("other" in w.classes and "done" not in w.classes for w in clause.words)
    told = any(
        w.form.startswith(("получил", "прочита", "изучил", "прочл", "увидел")) for w in clause.words
    )
    told |= index is not None and bool(_SET & clause.forms) and not clause.denied
    heard = index is not None and clause.words[index].form.startswith(_TASKS) and told
    if heard or index is None or (other and not ON_TOPIC & clause.classes - {"works"}):
        return None
    if clause.first("absent") is not None:
        return _works_absent(clause)
    for at in done:
        if clause.negated(at):
            goes_on = "комиссия" in clause.forms
            return vote(clause, Says.WORKING if goes_on else Says.LACKS, "works_undone")
        future = clause.future(at)
        whole = {"полном", "поручение", "указание", "задание"} & clause.forms
        if whole or {"connection", "readiness"} & clause.classes:
            return vote(clause, Says.FUTURE if future else Says.READY, "works_done")
        return vote(clause, Says.WILL_HAVE if future else Says.HAS, "works_done")
    return None


_TASKS = ("требовани", "задач", "задани", "поручени")
_SET = frozenset({"поставлена", "поставлены", "поставил", "поставили", "дано", "дана", "поручена"})
"""«Вами поставлена задача»: set, not done."""


def _is_ground(clause: Clause, at: int) -> bool:
    """«по поручению главы»: why or by whom, not what is done."""
    return at > 0 and clause.words[at - 1].form in {"по", "во", "о", "об"}


def _works_absent(clause: Clause) -> Vote:
    """«условия отсутствуют»; «никакой подготовки не нужно»."""
    needed = {"connection", "connect"} & clause.classes and _NEEDED & clause.forms
    if {"нужно", "надо", "требуется", "нужна", "нужны", "требуют"} & clause.forms:
        return vote(clause, Says.HAS, "nothing_needed")
    return vote(clause, Says.NOT_READY if needed else Says.LACKS, "works_absent")


_TROUBLES = (
    "потер",
    "сбо",
    "обрыв",
    "перебо",
    "ошиб",
    "отказ",
    "просто",
    "задерж",
    "изъян",
    "помех",
)
_WISHES = frozenset(
    {
        "вопросов",
        "проблем",
        "претензий",
        "замечаний",
        "жалоб",
        "трудностей",
        "сложностей",
        "нареканий",
    }
)
_NEEDED = frozenset({"необходимые", "нужные", "требуемые", "необходимое", "необходимых", "нужных"})
_ASKING = frozenset({"где", "куда", "ли", "кто", "когда", "сколько", "какие", "какой"})


def _has_means(clause: Clause) -> bool:
    """A thing that is needed is named; not only the adjective in «компьютерный класс»."""
    for at in clause.where("infra"):
        word = clause.words[at]
        if "ADJF" not in word.grammar or "noun" in word.grammar:
            return True
        after = clause.words[at + 1 : at + 2]
        if any("infra" in w.classes or "noun" not in w.grammar for w in after):
            return True
    return False


def equipment(clause: Clause) -> Vote | None:
    """«сервер установлен», «нет канала», «лицензии не получены», «сервер будет к пятнице»."""
    aside = {
        "office",
        "candidate",
        "people",
        "other_subject",
    } & clause.classes or (_ASKING & clause.forms and "absent" not in clause.classes)
    if any(a.form == "за" and "infra" in b.classes for a, b in pairwise(clause.words)):
        return None
    if not _has_means(clause) or is_fetched(clause) or (aside and "ни" not in clause.forms):
        return None
    return _absent(clause) or _there(clause)


_MADE_UP = (
    "устран",
    "восполн",
    "ликвид",
    "снят",
    "закры",
    "преодол",
    "покры",
    "компенс",
    "исправл",
)
"""«нехватка портов устранена»."""


def _absent(clause: Clause) -> Vote | None:
    """«нет канала», «ни сервера, ни сети»; «со стороны железа вопросов нет»."""
    found = [at for at in clause.where("absent") if "PRTF" not in clause.words[at].grammar]
    gone = bool(found) and not clause.negated(found[0])
    if gone and any("PRTS" in w.grammar and w.form.startswith(_MADE_UP) for w in clause.words):
        return vote(clause, Says.HAS, "made_up_for")
    if gone and any(w.form.startswith(_TROUBLES) for w in clause.words):
        return vote(clause, Says.HAS, "no_trouble")
    if gone and _WISHES & clause.forms:
        return vote(clause, Says.READY, "no_questions")
    listed = any(
        word.form == "ни" and any("infra" in w.classes for w in clause.words[at + 1 : at + 4])
        for at, word in enumerate(clause.words)
    )
    if listed or gone:
        needed = {"connection", "connect"} & clause.classes and _NEEDED & clause.forms
        return vote(clause, Says.NOT_READY if needed else Says.LACKS, "equipment_absent")
    return None


def _there(clause: Clause) -> Vote | None:
    """«сервер установлен», «сервер будет к пятнице», «роутер сломан»."""
    for at in clause.where("done", "present", "able"):
        word = clause.words[at]
        if at and clause.words[at - 1].form == "ни":
            continue
        if (word.form == "да" and at == 0 and len(clause.words) > 2) or _is_ordered(word):
            continue
        if {"INFN", "noun", "PRTF"} & word.grammar and not {"finite", "short"} & word.grammar:
            continue
        if clause.negated(at) and word.form.startswith("подве"):
            return vote(clause, Says.HAS, "equipment_there")
        theirs = "outsiders" in clause.classes or {"комиссия", "бригада", "фирма"} & clause.forms
        if theirs and {"pres", "finite"} <= word.grammar:
            return vote(clause, Says.WORKING, "worked_at")
        if clause.negated(at):
            over = word.form in {"хватало", "доставало"}
            return None if over else vote(clause, Says.LACKS, "equipment_lacking")
        future = clause.future(at)
        return vote(clause, Says.WILL_HAVE if future else Says.HAS, "equipment_there")
    broken = next((at for at in clause.where("broken") if not is_stored(clause, at)), None)
    linked = {"на", "связи"} <= clause.forms
    if broken is not None and not linked and not clause.negated(broken):
        return vote(clause, Says.LACKS, "equipment_broken")
    return None


def _is_ordered(word: Word) -> bool:
    """«Обеспечьте нас лицензиями»: asked for, not there."""
    return "impr" in word.grammar and word.form.endswith("те")


def later_then(clause: Clause) -> Vote | None:
    """«…, будем 15.09»: the word «готовы» is left out."""
    rest = [w for w in clause.words if "will" not in w.classes]
    bare = all(
        w.form[0].isdigit()
        or w.form in {"к", "до", "с", "мы", "только", "уже", "точно"}
        or SPOKEN_DAY.fullmatch(w.form)
        or w.form.startswith(MONTHS)
        for w in rest
    )
    if "will" not in clause.classes or not bare or len(rest) == 0:
        return None
    return vote(clause, Says.WILL_DO, "later_then")


_TURNS = re.compile(r"оказал|оказыва|выяснил|на\s+деле|фактически|обнаружил", re.IGNORECASE)


def turned_out(clause: Clause) -> Vote | None:
    """«думали, что готовы, а оказалось, что нет»."""
    if clause.words[-1].form != "нет" or len(clause.words) > 6:
        return None
    ours = any(t.text.lower().startswith(_OURS) for t in clause.sentence.tokens)
    before = clause.sentence.part.text[clause.sentence.start : clause.end]
    light = all(
        not w.grammar or "absent" in w.classes or _TURNS.match(w.form) for w in clause.words
    )
    if ours and light and _TURNS.search(before):
        return vote(clause, Says.NOT_READY, "turned_out")
    return None


_OURS = ("готов", "подключ", "систем", "директум", "сэд")
_CAME_OFF = frozenset({"possible", "takeoff", "broken"})


def fell_through(clause: Clause) -> Vote | None:
    """«но не смогли», «не успели», «не получается»; «но справились»."""
    light = all(not w.grammar or _CAME_OFF & w.classes or w.form == "мы" for w in clause.words)
    if not light or not any(t.text.lower().startswith(_OURS) for t in clause.sentence.tokens):
        return None
    for at in clause.where(*_CAME_OFF):
        marks = clause.words[at].grammar
        if "finite" in marks and clause.negated(at):
            failed = (
                "past" in marks
                or clause.opener in {"но", "однако"}
                or clause.words[at].form
                in {
                    "получается",
                    "удается",
                    "выходит",
                }
            )
            return vote(clause, Says.NOT_READY, "fell_through") if failed else None
        if {"finite", "past"} <= marks:
            return vote(clause, Says.HAS, "came_off")
    return None


def set_up(clause: Clause) -> Vote | None:
    """«до 20.08 подниму и настрою», «5 сентября закончим»: a promise to get it done."""
    if {"кого", "кто", "кому", "кем"} & {t.text.lower() for t in clause.sentence.tokens}:
        return None
    for at in clause.where("done"):
        told = "report_later" in clause.words[at].classes and "infra" not in clause.classes
        if {"futr", "1per"} <= clause.words[at].grammar and not (told or clause.negated(at)):
            return vote(clause, Says.WILL_DO, "will_set_up")
    return None


_MANNER = frozenset(
    {"как", "просто", "прямо", "честно", "коротко", "кратко", "откровенно", "главное"}
)
"""«скажу как есть», «доложу коротко»: here and now."""
_SENDING = ("вышл", "направ", "пришл", "пред", "дадим", "дам", "даст")
_BY_POST = frozenset({"почтой", "курьером", "нарочным", "факсом", "фельдъегерем", "фельдсвязью"})


def deferral(clause: Clause) -> Vote | None:
    """«сообщим дополнительно», «вопрос прорабатывается», «ответ будет направлен позже»."""
    later, busy = clause.first("report_later"), clause.first("working")
    here = later is not None and _MANNER & clause.forms and "later" not in clause.classes
    told = will_be_told(clause)
    if here or (later is None and not told and busy is None):
        return None
    if _BY_POST & clause.forms and not {"connect", "connection", "readiness"} & clause.classes:
        return vote(clause, Says.NOTHING, "deferral_elsewhere")
    on_topic = bool({"connect", "connection", "readiness"} & clause.classes) or _on_technics(clause)
    if not on_topic and _about_others(clause):
        return vote(clause, Says.NOTHING, "deferral_elsewhere")
    matter = "matter" in clause.classes
    if later is None and not told:
        found = vote(clause, Says.DEFERRED, "being_worked_on", implied=not on_topic)
        known = matter or on_topic or _is_busy(clause, busy or 0)
        # «вопросы подключения архив не решает»
        known = known and not (busy is not None and clause.negated(busy))
        return found.but(hedged=not on_topic and _question_of(clause)) if known else None
    told = matter or on_topic or _answers(clause, later) or "later" in clause.classes
    if told and not (later is not None and _is_leave(clause, later)):
        return vote(clause, Says.DEFERRED, "answer_later", implied=not on_topic)
    return None


_LEAVE = (
    "разрешени",
    "доступ",
    "допуск",
    "канал",
    "согласие",
    "лицензи",
    "ключ",
    "добро",
    "санкци",
)


def _is_leave(clause: Clause, later: int) -> bool:
    """«разрешение на подключение даст ФСТЭК»: a thing is given, nothing is told."""
    given = clause.words[later].form.startswith(("дад", "даст", "выда", "предостав", "пришл"))
    return given and any(w.form.startswith(_LEAVE) for w in clause.words)


def _is_busy(clause: Clause, busy: int) -> bool:
    """«изучаем», «пока думаем»: and no word of what."""
    if len(clause.words) > 3 or not {"finite", "1per"} <= clause.words[busy].grammar:
        return False
    return not any("noun" in w.grammar or w.form == "думаю" for w in clause.words)


def _answers(clause: Clause, later: int | None) -> bool:
    """«ответим», «напишем»; not «вышлем», which is of a paper."""
    sends = later is not None and clause.words[later].form.startswith(_SENDING)
    other = any(
        {"noun", "accs"} <= w.grammar
        and "gent" not in w.grammar
        and not {"matter", "later"} & w.classes
        and w.form not in {"его", "ее", "их", "вас", "вам", "все", "всё", "это"}
        for w in clause.words
    )
    answers = later is not None and (
        (len(clause.words) < 6 and not sends and not other)
        or clause.words[later].form.startswith(("ответ", "отпиш", "отве"))
    )
    return answers or _checks_first(clause) or bool({"все", "всё"} & clause.forms and not sends)


def _on_technics(clause: Clause) -> bool:
    """«по технике ответим отдельно», «про железо напишу»."""
    return any(
        word.form in {"по", "про", "насчет", "о", "об"}
        and (after.form.startswith("техник") or "infra" in after.classes or _is_side(after, third))
        for word, after, third in zip(
            clause.words, clause.words[1:], (*clause.words[2:], None), strict=False
        )
    )


def _is_side(word: Word, after: Word | None) -> bool:
    """«о технической стороне»; not «по техническим вопросам»."""
    side = after is not None and after.form.startswith(("сторон", "част", "готовн", "оснащ"))
    return side and word.form.startswith("техническ")


def _checks_first(clause: Clause) -> bool:
    """«проверим оборудование и напишем»: first one thing, then the answer."""
    ahead = [at for at, w in enumerate(clause.words) if {"futr", "1per"} <= w.grammar]
    return len(ahead) > 1 and "report_later" in clause.words[ahead[-1]].classes


def _about_others(clause: Clause) -> bool:
    """Whether what is put off is a person's name, or only the paper of the letter."""
    paper = {"письмо", "оригинал", "подлинник"} & clause.forms
    only_paper = paper and not {"ответ", "информация", "сведения"} & clause.forms
    if {"выводах", "результатах", "решении", "итогах", "тоже", "также"} & clause.forms:
        return False
    return bool(only_paper) or any(
        {"candidate", "people"} & word.classes and not _is_asked(clause, at)
        for at, word in enumerate(clause.words)
    )


_OF_WHOM = frozenset({"у", "с", "со", "от"})


def _is_asked(clause: Clause, at: int) -> bool:
    """«уточню у программиста», «по возвращении специалиста»: of whom one learns it, no matter."""
    before = [w for w in clause.words[max(0, at - 3) : at] if "ADJF" not in w.grammar]
    if before and before[-1].form.startswith(_BACK):
        return True
    if "candidate" in clause.words[at].classes:
        return False
    return bool(before) and before[-1].form in _OF_WHOM


_BACK = ("возвращ", "приезд", "прибыт", "выход")


def _question_of(clause: Clause) -> bool:
    """«вопрос оплаты решается»: which question, the clause says, and it is not ours."""
    for word, after in pairwise(clause.words):
        if word.form.startswith("вопрос"):
            return after.form in {"о", "об", "по", "с"} or "gent" in after.grammar
    return False
