"""Predicates that readiness, or the connection, has of its own: «на нуле», «не составит труда»."""

from __future__ import annotations

from rules.readiness.clauses import Clause
from rules.readiness.votes import Says

Told = tuple[Says, bool]
"""What is said, and whether it leaves room for doubt."""

_TOLD: tuple[tuple[tuple[str, ...], Told, Told | None], ...] = (
    (
        ("затруднен", "осложнен", "ограничен", "омрачен", "осложня"),
        (Says.NOT_READY, True),
        (Says.READY, False),
    ),
    (
        ("отложен", "отклад", "приостанов", "заморож", "сорван", "сорвал", "застопор", "забукс"),
        (Says.NOT_READY, True),
        None,
    ),
    (("хрома", "сомнител"), (Says.NOT_READY, True), None),
    (("неполн", "половинчат"), (Says.CONDITIONAL, False), None),
    (("восстановл", "сохраня", "поддержив"), (Says.READY, False), (Says.NOT_READY, True)),
    (("произош",), (Says.READY, False), (Says.NOT_READY, False)),
    (("гарантиру",), (Says.READY, False), (Says.NOT_READY, True)),
    (("требует", "потребует", "нуждается"), (Says.CONDITIONAL, True), None),
    (("начинал", "началось", "начат"), (Says.UNCLEAR, True), (Says.NOT_READY, False)),
)
"""Stems of a predicate, what it says, and what it says denied (None: nothing that is sure)."""
_HANGING = frozenset({"если", "после", "при", "когда", "пока"})
_LABOUR = ("труд", "сложност", "затруднен", "проблем", "хлопот")
_GIVES = ("состав", "представ", "вызов", "вызыва", "достав", "созда")
_PHRASES: tuple[tuple[tuple[str, ...], Told], ...] = (
    (("под вопросом", "под большим вопросом", "в подвешенном"), (Says.DEFERRED, True)),
    (("на нуле", "на бумаге"), (Says.NOT_READY, False)),
    (("не по карману", "не по зубам", "не по плечу"), (Says.NOT_READY, False)),
    (("оставляет желать",), (Says.NOT_READY, True)),
    (("полным ходом", "в разгаре"), (Says.UNCLEAR, True)),
)


def predicated(clause: Clause, index: int) -> Told | None:
    """What the predicate of the noun at `index` says of it; None if none of these stands there."""
    subject = clause.words[index].form.endswith(("готовность", "ие", "ия"))
    if not subject or clause.has_a_day or _HANGING & clause.forms:
        return None
    behind = clause.words[index + 1 :]
    if _gives_no_labour(clause, index):
        return Says.READY, False
    text = clause.sentence.part.text[clause.start : clause.sentence.end].lower()
    said = next((told for phrases, told in _PHRASES if any(p in text for p in phrases)), None)
    if said is not None:
        return said
    for at, word in enumerate(behind, start=index + 1):
        for stems, told, denied in _TOLD:
            if word.form.startswith(stems) and {"finite", "short", "ADJF"} & word.grammar:
                no = clause.negated(at) or not {"ничем", "никак"}.isdisjoint(clause.forms)
                return denied if no else told
    return None


def _gives_no_labour(clause: Clause, index: int) -> bool:
    """«не составит труда», «трудностей не представляет»."""
    behind = clause.words[index + 1 :]
    labour = any(w.form.startswith(_LABOUR) and "noun" in w.grammar for w in behind)
    return labour and any(
        w.form.startswith(_GIVES) and "finite" in w.grammar and clause.negated(at)
        for at, w in enumerate(behind, start=index + 1)
    )
