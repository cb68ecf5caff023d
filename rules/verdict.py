"""The verdict on a person's mail: whether it is a reply, and whether that is sure."""

from __future__ import annotations

from rules import clues
from rules.relevance import Relevance

_SHORT = 25
_CURT = 4
_NOTE = 60


def decide(found: Relevance) -> tuple[bool, bool]:
    """Whether the mail is a reply, and whether that is sure."""
    if found.strange and not found.numbered:
        return _decide_strange(found)
    if found.tied:
        reply, sure = _decide_tied(found)
        # What a recipient writes below our letter is never put aside unseen.
        return reply, sure and (reply or found.misplaced or not found.proven)
    if found.proven:
        reply, sure = _decide_proven(found)
        asks = found.asks or (found.named and found.journey)
        return reply, sure and (reply or found.misplaced or not asks)
    return _decide_stranger(found)


def _decide_strange(found: Relevance) -> tuple[bool, bool]:
    """Words of advertising, complaint, congratulation: a reply only if it also answers."""
    known = found.proven or found.told >= clues.Weight.HINTED
    says = found.substance.answered or found.substance.promised
    if found.proven and says and len(found.strange) == 1 and not _tells_other(found):
        # «прошу разобраться» alone is no complaint
        return True, found.substance.firm > 1 and found.topic > 0
    if not (found.proven or found.tied) and len({e.text for e in found.strange}) > 1:
        return False, found.told < clues.Weight.NAMED or not found.substance.firm
    if known and found.substance.firm and found.topic:
        return True, found.proven
    if found.proven and found.thread and (found.substance.firm or found.topic):
        return True, found.substance.firm > 0
    complains = all(e.rule.endswith("complaint") for e in found.strange)
    if complains and found.named and found.substance.firm:
        return True, False  # «район к Директуму не готов, когда дадут сервер, неизвестно»
    answers = found.proven and found.thread and says  # «Отвечу позже. С праздником!»
    return False, (found.topic < 2 or not found.tied) and not answers


def _decide_tied(found: Relevance) -> tuple[bool, bool]:
    """In our thread, or with our number: a reply, unless it speaks of something else only."""
    if found.numbered or _answers_both(found):
        return True, True
    if other := _decide_other_business(found):
        return other
    if found.substance.firm:
        return True, True
    if (found.elsewhere and found.topic < 2) or (found.topic == 0 and _is_of_other_things(found)):
        ours = found.named and (found.asks or found.journey)
        told = found.substance.answered and found.apart
        return ours, found.elsewhere and not (ours or told)
    said = found.substance.answered or found.substance.promised or found.received
    if said or found.topic or found.attached or found.acknowledges:
        return True, True
    return True, found.words <= _CURT


def _decide_other_business(found: Relevance) -> tuple[bool, bool] | None:
    """In our thread, yet of schools, harvest or feasts, or sent to us by mistake."""
    if found.topic < 2 and found.misplaced and (found.foreign or not found.substance.firm):
        plain = found.foreign > 0 or not found.proven
        return False, plain and not found.topic and not found.substance.people
    if found.topic == 0 and found.foreign > 1 and not found.received:
        reply = found.substance.people or found.apart
        said = found.substance.answered or found.touches or found.attached
        return reply, not reply and (not said or found.elsewhere)
    return None


def _is_of_other_things(found: Relevance) -> bool:
    """Whether what does not name the matter reports or heads something else."""
    if found.substance.promised and found.matter > 1:
        return False  # «сведения о готовности представим после обследования»
    reports = found.report and not (found.received or found.technical)
    headed = found.renamed and not (found.substance.answered or found.pledges)
    return reports or headed


def _answers_both(found: Relevance) -> bool:
    """Whether both questions are answered beyond doubt, apart from a word of other business; or
    one in the matter's own words."""
    if found.misplaced or found.purpose:
        return False
    named = found.topic or found.titled or found.learner or found.matter > 1
    alone = found.apart or not found.foreign
    if found.substance.firm > 1 and alone:
        return found.foreign < 2 + (found.matter > 1) and bool(named or not found.elsewhere)
    single = found.substance.firm and found.apart and found.foreign == 1
    return bool(single and found.named and not found.elsewhere)


def _decide_proven(found: Relevance) -> tuple[bool, bool]:
    """A recipient writes anew: of what was asked, or of the many other things between us."""
    if found.titled and found.topic > 1:
        return _decide_tied(found)
    if _answers_both(found):
        return True, True
    if _tells_other(found):
        return _decide_mixed(found)
    if not (found.topic or _is_ours(found)):
        return _decide_wordless(found)
    return True, _is_plain(found)


def _is_plain(found: Relevance) -> bool:
    """Whether what a recipient says is said to us; a person's name without a word of the matter
    may be put forward for anything."""
    named = found.topic or found.titled or found.matter > 1 or found.cited
    readiness = found.substance.words or found.substance.promised or found.substance.answered > 1
    return bool(named or readiness or found.learner)


def _tells_other(found: Relevance) -> bool:
    """Whether some word is of other business."""
    return bool(found.foreign or found.purpose or found.elsewhere or found.misplaced)


def _is_ours(found: Relevance) -> bool:
    """Whether something is said that answers us, though not by the matter's own name."""
    said = found.substance.firm or found.substance.words or found.substance.promised
    named = found.learner or found.titled or found.matter > 1
    return bool(said or named or found.received)


def _decide_mixed(found: Relevance) -> tuple[bool, bool]:
    """A recipient writes anew, with words of other business."""
    answers = found.apart and found.substance.answered > 0
    if found.topic >= 3 or (found.topic == 2 and not found.elsewhere):
        return True, not found.elsewhere or found.substance.firm > 0
    said = found.substance.firm or found.substance.promised
    if found.titled and said and not (found.elsewhere or found.misplaced):
        return True, found.foreign <= 1 and (found.apart or found.cited or found.learner)
    if found.topic == 2 or (found.topic == 1 and found.substance.answered):
        return not found.elsewhere or answers, False
    if _heads_other(found) or found.elsewhere or found.misplaced:
        other = found.foreign > 1 or found.purpose or found.report or found.elsewhere
        sole = other and (not answers or _is_wholly_other(found))
        if not (found.elsewhere or found.purpose) and (found.topic or found.learner):
            return True, False
        ours = found.topic > 0 or (found.titled and found.substance.firm > 1)
        ours_too = found.titled and found.matter > 1
        plain = found.substance.firm and found.apart and not found.foreign
        sole = sole and not plain
        return answers and ours, sole or not (found.substance.answered or ours_too)
    promised = found.substance.promised and not found.report
    weak = found.matter < 2 and not (found.learner or promised or found.received)
    asks = _is_ours(found) and not (weak and (found.purpose or not found.substance.firm))
    return asks, not asks and not found.substance.answered


def _is_wholly_other(found: Relevance) -> bool:
    """Whether another matter is told by more than one sign, and ours by none: «готовы» is then
    said of boilers or of a feast."""
    ours = found.topic or found.matter > 1 or found.learner
    return not ours and (found.elsewhere or found.purpose or found.foreign > 1)


def _heads_other(found: Relevance) -> bool:
    """Whether subject and text name another matter."""
    return found.renamed and (found.foreign > 0 or found.purpose)


def _decide_wordless(found: Relevance) -> tuple[bool, bool]:
    """A recipient writes anew and says nothing by which what was asked is known: as it is of no
    other business either, a person looks."""
    if found.unreadable or (found.attached and found.words <= _SHORT):
        return not found.report, found.unreadable and not found.report
    if found.cited and found.words <= _NOTE:
        return True, True
    short = found.words <= _NOTE
    return short and not found.report, not short


def _decide_stranger(found: Relevance) -> tuple[bool, bool]:
    """Nobody we know: a reply if it plainly answers for a recipient."""
    if found.elsewhere:
        return False, found.topic < 2 and not (found.apart and found.substance.answered)
    if found.listed or (found.misplaced and not found.substance.answered and not found.told):
        return False, not found.substance.firm
    return _decide_unknown(found)


def _decide_unknown(found: Relevance) -> tuple[bool, bool]:
    """Somebody's mail that may be ours."""
    named, plain = found.told >= clues.Weight.HINTED, found.told >= clues.Weight.NAMED
    ours = found.topic or (found.titled and found.matter > 1 and not _tells_other(found))
    if (found.topic >= 2 and named) or (ours and plain and found.substance.firm):
        return True, True
    both = found.substance.answered > 1 and (found.topic or not found.foreign)
    if named and (both or (found.topic and found.substance.firm)):
        return True, found.substance.firm > 0 and (bool(found.topic) or found.words <= _NOTE)
    silent = found.unreadable or (found.attached and found.words <= 5)
    if silent and (found.topic or found.told):
        return True, False
    told = named and (found.substance.firm or found.substance.words)
    answers = found.substance.answered and (found.topic or told or found.substance.answered > 1)
    if _is_elsewhere(found, plain=plain):
        return False, not answers
    asks = found.topic and found.touches and found.words <= _NOTE
    sure = found.topic == 0 or (found.topic == 1 and found.words > _SHORT)
    return bool(answers or asks), not (answers or asks) and sure


def _is_elsewhere(found: Relevance, *, plain: bool) -> bool:
    """A weak answer without the matter counts only where nothing else is the matter."""
    other = found.topic == 0 and (found.misplaced or found.renamed or found.foreign > 0)
    if other and found.foreign:
        return found.substance.firm < 2
    return other and not found.substance.firm and not (plain and found.substance.answered)
