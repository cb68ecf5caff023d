"""Whether one may call us ready: «назвать район готовым нельзя», «готовыми нас не назовёшь»."""

from __future__ import annotations

from rules.readiness.ballot import vote
from rules.readiness.clauses import Clause, Word
from rules.readiness.votes import Says, Vote

_NAMES = (
    *("назва", "назов", "называ", "счита", "счесть", "сочт", "призна", "отнес", "относ", "объяв"),
    *("провозгла", "числи", "запис", "причисл", "зачисл", "имено", "представ", "выдава"),
)
_DECLINED = ("ыми", "ым", "ой", "ую", "ых", "ые")
BARRED = (
    *("нельзя", "невозможн", "преждеврем", "исключ", "нереальн", "сложно", "трудно", "затрудни"),
    *("смешно", "наивно", "самонадеян", "опрометчив", "неправ", "неверн", "нечестн", "некоррект"),
    *("преувелич", "натяжк", "ошибк", "ошибочн", "ложь", "обман", "вранье"),
    *("лукав", "странно", "глупо", "рискованн", "безосновательн", "необоснован", "поспешн"),
)
_MAY = (
    *("представля", "приход", "получ", "выйд", "выход", "уда", "могу", "може", "смо"),
    *("беру", "бере", "возьм", "риск", "реш", "осмел", "повора", "поверн", "подним", "стан", "буд"),
    *("хоч", "спеш", "стоит", "след", "вправ", "имею", "имеет", "намер", "готов"),
)


def called_ready(clause: Clause) -> Vote | None:
    """«назвать район подготовленным невозможно», «объявить себя готовыми язык не повернётся»."""
    index = next((at for at, w in enumerate(clause.words) if _is_predicate(w)), None)
    if index is None or clause.words[max(0, index - 1)].form == "не":
        return None  # «оснований считать не готовыми нет»: two negations, told elsewhere
    at = next((n for n, w in enumerate(clause.words) if w.form.startswith(_NAMES)), None)
    if at is None or at == index:
        return None
    named = clause.words[at]
    loose = "noun" in named.grammar or "INFN" in named.grammar
    if not (loose or _by_anybody(clause, at)):
        return None
    no = _is_barred(clause, at)
    negated = at > 0 and clause.words[at - 1].form == "не"
    if not (no or negated):
        return None
    if no and negated:
        # Two negations: read, and looked at.
        return vote(clause, Says.READY, "called_ready").but(hedged=True)
    return vote(clause, Says.NOT_READY, "called_ready")


def _is_predicate(word: Word) -> bool:
    """«готовыми», «(к) подготовленным», «(в) готовые»."""
    stems = word.form.startswith(("готов", "подготовленн"))
    return stems and word.form.endswith(_DECLINED) and "finite" not in word.grammar


def _by_anybody(clause: Clause, at: int) -> bool:
    """«не назовёшь»: nobody could."""
    word = clause.words[at]
    return {"2per", "sing"} <= word.grammar or word.form.endswith(("ешь", "ишь"))


_GROUNDS = ("основани", "причин", "повод", "прав", "смысл")
_NONE = frozenset({"нет", "нету", "отсутствуют", "никаких"})


def _without_grounds(clause: Clause) -> bool:
    """«оснований считать район готовым нет»."""
    grounds = any(
        w.form.startswith(_GROUNDS) and not (at and clause.words[at - 1].form in {"по", "на"})
        for at, w in enumerate(clause.words)
    )
    if not grounds:
        return False
    seen = any(clause.negated(at) for at in clause.where("see", "present"))
    return seen or not _NONE.isdisjoint(clause.forms)


def absence_barred(clause: Clause) -> bool:
    """«утверждать об отсутствии препятствий оснований не имеем»: there may be some, then."""
    forms = [w.form for w in clause.words]
    if "отсутствии" not in forms or forms.index("отсутствии") < 2:
        return False
    at = forms.index("отсутствии")
    of = any("obstacle" in w.classes for w in clause.words[at + 1 : at + 4])
    say = at - 2
    told = forms[at - 1] in {"об", "о"} and forms[say].startswith(_SAYS)
    if not (of and told and "INFN" in clause.words[say].grammar):
        return False
    return "не" not in forms[max(0, say - 1) : say] and _is_barred(clause, say)


_SAYS = (
    *("утвержд", "говор", "сказ", "заяв", "сообщ", "доклад", "долож", "констат", "рапорт", "увер"),
)


def _barred_behind(clause: Clause) -> bool:
    """«назвать округ готовым, к сожалению, невозможно»: behind words set off by commas."""
    tail = (t for t in clause.sentence.tokens if t.start >= clause.end)
    after = [t.text.lower() for t in tail if t.text.isalpha()]
    return len(after) == 1 and (after[0] == "рано" or after[0].startswith(BARRED))


def _is_barred(clause: Clause, at: int) -> bool:
    """«нельзя», «было бы преувеличением», «язык не повернётся»."""
    if _without_grounds(clause) or _barred_behind(clause):
        return True
    for n, word in enumerate(clause.words):
        if n == at:
            continue
        if word.form == "рано" or word.form.startswith(BARRED):
            return not clause.negated(n)
        if word.form.startswith(("отказал", "отказыва")) and "finite" in word.grammar:
            return True
        if word.form.startswith(_MAY) and n and clause.words[n - 1].form == "не":
            return "INFN" not in word.grammar
    return False
