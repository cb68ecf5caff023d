"""From the votes of all sentences to one answer, and what is doubtful about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.model import Doubt, ReadinessValue
from rules.readiness.asides import ANOTHER
from rules.readiness.ballot import EARLIER, WHETHER
from rules.readiness.decisions import YIELDS, decide, units
from rules.readiness.repairs import REPAIR
from rules.readiness.votes import TELLING, VERDICTS, Says, Vote, doubt
from rules.readiness.words import grammar


@dataclass(frozen=True, slots=True)
class Finding:
    """What one text (the body, or a letter on paper) says, and the doubts about it.

    `pending` are doubts only if no text of the mail states readiness («готовы ли мы», «ранее
    сообщали, что готовы»).
    """

    value: ReadinessValue
    votes: tuple[Vote, ...] = ()
    on: date | None = None
    doubts: tuple[Doubt, ...] = ()
    pending: tuple[Doubt, ...] = ()


def settle(votes: Sequence[Vote]) -> Finding:
    """The answer of one text. The order of the branches is the order of strength."""
    retracted = any(v.says is Says.RETRACT for v in votes)
    votes = _on_our_matter(_since_retraction(votes))
    votes = [
        v.but(says=Says.WILL_HAVE) if v.says is Says.WORKING and v.on and "жд" not in v.rule else v
        for v in votes
    ]
    by = {says: [v for v in votes if v.says is says] for says in Says}
    if any(v.on for v in by[Says.FUTURE] + by[Says.WILL_DO]):
        by[Says.READY] = [v for v in by[Says.READY] if not _of_the_promise(v)]
    joins_in = by[Says.READY] and all(v.repeats for v in by[Says.WILL_DO])
    by[Says.FUTURE] += [v for v in by[Says.WILL_DO] if not (by[Says.FUTURE] or joins_in)]
    unready = (Says.NOT_READY, Says.LACKS, Says.WILL_HAVE, Says.WORKING, Says.FUTURE)
    loose = by[Says.CONDITIONAL] and all(v.rule in YIELDS for v in by[Says.CONDITIONAL])
    if retracted or loose or any(by[says] for says in unready):
        dated = any(f.on and f.sure_date for f in by[Says.FUTURE])
        by[Says.FUTURE] += [v for v in by[Says.TERM] if not dated]
    elif not any(by[says] for says in VERDICTS | {Says.HAS}):
        by[Says.FUTURE] += [v.but(hedged=v.hedged or not v.early) for v in by[Says.TERM]]
    _set_aside_form_facts(by)
    earliest = [v for v in by[Says.TERM] if v.rule == "not_before" and v.on]
    if earliest and by[Says.READY] and not by[Says.FUTURE]:
        by[Says.FUTURE], by[Says.READY] = earliest, []
    value, used, on, doubts = units(by) or decide(by)
    if any(_plain(v) for v in used):
        used = [v for v in used if not (v.hedged and v.rule.endswith(_BESIDE))]
    if any(v.hedged for v in used):
        doubts.append(doubt("weak_readiness", [v for v in used if v.hedged]))
    unclear = [v for v in by[Says.UNCLEAR] if not (used and _only_names(v))]
    if value in _NOT_YET and any(_plain(v) for v in used):
        unclear = [v for v in unclear if not _says_not_yet(v)]
    if unclear:
        doubts.append(doubt("weak_readiness", unclear))
    taken_back = [v for v in by[Says.RETRACT] if v.rule == REPAIR]
    if used and taken_back:
        doubts.append(doubt("contradictory_readiness", taken_back))
    asks = [v for v in by[Says.NOTHING] if v.rule in {WHETHER, ANOTHER, EARLIER}]
    pending = (doubt("weak_readiness", asks),) if asks else ()
    return Finding(value, tuple(used), on, tuple(doubts), pending)


_KEPT = re.compile(
    r"\b(?:к|для)\s+(?:эт|т)(?:ому|ого)\b|\b(?:срок|график|план|обязательств|обещани)\w*",
    re.IGNORECASE,
)


def _of_the_promise(vote: Vote) -> bool:
    """«препятствий к этому нет», «… для соблюдения срока»: of the day that is promised beside."""
    return vote.rule.startswith("no_ob") and _KEPT.search(vote.evidence.text) is not None


_BESIDE = (
    *("_denied", "up_to_you", "our_stance", "cannot_cope", "alas", "told_by_another"),
    "rhetorical",
)
"""Endings of rules that are unsure by themselves, and need not be beside a plain answer."""


_NOT_YET = frozenset(
    {ReadinessValue.NOT_READY, ReadinessValue.CONDITIONAL, ReadinessValue.DEFERRED}
)
_NO = frozenset({"не", "нет", "ни", "без", "нужна", "нужно", "нужен", "нужны", "требуется"})


def _says_not_yet(vote: Vote) -> bool:
    """«сеть не обеспечивает подключения»: it bears out a no that is said elsewhere."""
    return vote.rule == "mentioned" and any(t.text.lower() in _NO for t in vote.sentence.tokens)


def _plain(vote: Vote) -> bool:
    return not vote.hedged and not vote.rule.endswith("_denied") and vote.says in VERDICTS


def _only_names(vote: Vote) -> bool:
    """«Сообщаем, что мероприятия по подключению …»: the matter is named and nothing said of it
    (a scan cut the sentence in two)."""
    words = [grammar(token.text.lower()) for token in vote.sentence.tokens]
    denies = any(token.text.lower() in {"не", "нет", "ни", "без"} for token in vote.sentence.tokens)
    told = any("short" in g or ("finite" in g and "1per" not in g) for g in words)
    return vote.rule == "mentioned" and not denies and not told


def _on_our_matter(votes: Sequence[Vote]) -> Sequence[Vote]:
    """Without what stands under another matter (the heating season), if ours is answered too."""
    ours = [v for v in votes if not v.elsewhere]
    if any(v.says in VERDICTS for v in ours):
        return ours
    return [
        v.but(says=Says.NOTHING, rule=WHETHER)
        if v.elsewhere and v.says is not Says.NOT_READY and (v.implied_topic or _is_of_things(v))
        else v
        for v in votes
    ]


_NAMES_OURS = re.compile(r"подключ|подсоед|присоед|систем|директум|directum|сэд\b|готовност", re.I)


def _is_of_things(vote: Vote) -> bool:
    """«Техника готова, комбайны вышли»: a yes of things, that names nothing of ours."""
    if vote.rule != "ready_word" or _NAMES_OURS.search(vote.sentence.text):
        return False
    words = vote.evidence.text.lower().split()
    return len(words) > 1 and words[0] not in {"мы", "все", "всё", "к", "район", "полностью", "уже"}


def _since_retraction(votes: Sequence[Vote]) -> Sequence[Vote]:
    """What stands after «Upd:» or «поправка», if that says anything of readiness."""
    for at in range(len(votes) - 1, -1, -1):
        after = votes[at + 1 :]
        if votes[at].says is Says.RETRACT and any(v.says in TELLING for v in after):
            return after
    return votes


def _set_aside_form_facts(by: dict[Says, list[Vote]]) -> None:
    """Where a form has a row for readiness, its other rows change nothing."""
    if any(v.rule == "form_cell" for says in VERDICTS for v in by[says]):
        for says in (Says.LACKS, Says.HAS):
            by[says] = [v for v in by[says] if "\t" not in v.sentence.text]
