"""Readiness that is spoken of, «о готовности»: reported, studied or only named as a matter."""

from __future__ import annotations

from collections.abc import Sequence

from rules.readiness.ballot import vote
from rules.readiness.clauses import Clause, Word
from rules.readiness.votes import Says, Vote

_YOU_ASK = (
    *("просил", "просите", "просит", "спраш", "спрос", "интерес", "требуете", "предлага"),
    "прислал",
)


_TO_SPEAK = frozenset({"говорить", "утверждать", "заявлять", "рапортовать"})


_NOT_MINE = ("уполномоч", "вправ", "компетент", "мож", "мог", "буд", "хоч", "бер")
"""«говорить не уполномочен», «говорить не берусь»: no answer yet."""


def spoken_of(clause: Clause) -> Vote | None:
    """«говорить о готовности нельзя», «оснований заявлять о готовности нет»."""
    index = clause.first("readiness")
    if index is None or not _TO_SPEAK & clause.forms or "will" in clause.classes:
        return None
    if not (clause.denied or "impossible" in clause.classes) or is_studied(clause, index):
        return None
    told = governed_by(clause, index) != "none" and "report_later" not in clause.classes
    told = told and not any(w.form.startswith(_NOT_MINE) for w in clause.words)
    return vote(clause, Says.NOT_READY, "spoken_of") if told else None


def of_a_matter(clause: Clause, governed: str) -> Says:
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


_STUDIES = ("проверк", "оценк", "анализ", "изучен", "обследован", "определен", "выяснен", "уточнен")
_ALLOWED = (
    *("мож", "мог", "позвольт", "разреши", "рад", "вынужден", "уполномоч", "честь", "готов"),
    "след",
)


def _is_study(word: Word) -> bool:
    """«проверка готовности»: what is known of it, not what it is."""
    return word.form.startswith(_STUDIES) and "noun" in word.grammar


def is_studied(clause: Clause, index: int) -> bool:
    """Whether readiness is what is studied: «проверка технической готовности»."""
    for word in reversed(clause.words[max(0, index - 4) : index]):
        if _is_study(word):
            return True
        if "ADJF" not in word.grammar:
            return False
    return False


_RATES = ("оценива", "оценен")


def is_rated(clause: Clause, at: int) -> bool:
    """«оценивается как полная», «оцениваем в 70 процентов»: how it is judged, not that it is
    being judged."""
    if not clause.words[at].form.startswith(_RATES):
        return False
    after = [w.form for w in clause.words[at + 1 : at + 5]]
    counted = any(form[0].isdigit() or form.startswith("процент") for form in after[1:])
    return after[:1] in (["как"], ["следующим"]) or (after[:1] in (["в"], ["на"]) and counted)


def _reports(words: Sequence[Word]) -> bool:
    """«сообщаем», «спешу доложить»; not «отделу доложить»."""
    told = [w for w in words if "report_now" in w.classes]
    if all("INFN" in w.grammar for w in told):
        said = any("1per" in w.grammar or w.form.startswith(_ALLOWED) for w in words)
        return bool(told) and said
    return True


def governed_by(clause: Clause, index: int) -> str:
    """What stands before «о готовности»: "report" (сообщаем), "matter" (сведения), "request"."""
    joined = index > 1 and clause.words[index - 2].form == "и"  # «о наличии … и о готовности»
    before = clause.words[max(0, index - (_FAR if joined else _NEAR)) : index]
    prepositions = [n for n, w in enumerate(before) if w.form in _ABOUT]
    if not prepositions:
        return "none"
    head = before[: prepositions[-1]]
    if any("request" in w.classes for w in head):
        return "request"
    if any(w.form.startswith("свидетельству") and "finite" in w.grammar for w in head):
        return "report"  # «результаты испытаний свидетельствуют о готовности»
    alas = "увы" in clause.forms and any("report_now" in w.classes for w in head)
    if (alas or _reports(head)) and not _is_heading(clause, head):
        return "report"
    return "report" if _reported_behind(clause, index) else "matter"


_NEAR, _FAR = 7, 14
_ABOUT = frozenset({
    "о", "об", "по", "части", "про", "насчет", "относительно", "касательно", "касаемо",
})  # fmt: skip


def _is_heading(clause: Clause, head: Sequence[Word]) -> bool:
    """«сообщаем сведения о готовности», «сообщаем следующее»; not «по вопросу … сообщаем»."""
    verbs = [n for n, w in enumerate(head) if "report_now" in w.classes]
    told = head[verbs[-1] :] if verbs and head[0].form == "по" else head
    return any("matter" in w.classes for w in told) or "следующее" in clause.forms


def _reported_behind(clause: Clause, index: int) -> bool:
    """«О готовности начать работу сообщаем.»"""
    last = clause.words[-1]
    plain = not {"later", "matter", "request"} & clause.classes and "следующее" not in clause.forms
    return index < 3 and "report_now" in last.classes and "1per" in last.grammar and plain
