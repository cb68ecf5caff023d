"""Papers of readiness: «акт готовности направлен почтой» tells where the paper is, no more."""

from __future__ import annotations

from rules.readiness.ballot import vote
from rules.readiness.clauses import Clause
from rules.readiness.votes import Says, Vote

_PAPERS = ("акт", "паспорт", "протокол", "лист", "справк", "бланк", "таблиц", "анкет", "график")
_ISSUED = frozenset(
    {"подписан", "утвержден", "составлен", "оформлен", "имеется", "есть", "получен"},
)


def readiness_paper(clause: Clause) -> Vote | None:
    """«акт готовности прилагаем» says nothing, «… не подписан» that something is missing; one
    that is signed is left to the rule of the noun."""
    index = clause.first("readiness")
    if index is None or not clause.words[index].form.endswith("ости"):
        return None
    before = [w for w in clause.words[max(0, index - 3) : index] if "ADJF" not in w.grammar]
    if not before or not before[-1].form.startswith(_PAPERS) or "report_later" in clause.classes:
        return None
    if "other_subject" in clause.classes:
        return vote(clause, Says.NOTHING, "readiness_of_another_matter")
    if clause.denied:
        return vote(clause, Says.LACKS, "readiness_paper")
    return None if _ISSUED & clause.forms else vote(clause, Says.NOTHING, "readiness_paper")
