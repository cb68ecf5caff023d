"""Lines that hold for the lines below them: «На обучение направляем:», «СПИСОК слушателей»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.document import Token
from rules.model import Evidence
from rules.morphology import parses
from rules.nominees import signers, verbs
from rules.nominees.governed import Scope
from rules.nominees.grammar import has_modal_lemma, is_finite
from rules.nominees.items import TRAINS, is_sentence
from rules.nominees.lines import NOMINATIVE, Line, Mention, Role, evidence_of
from rules.phrases import Match

_LISTS = re.compile(r"список|перечень|состав|слушател|направляем|кандидат|обучаем", re.IGNORECASE)


def heading_of_letterhead(line: Line) -> Heading | None:
    """An appendix begins with «СПИСОК специалистов, направляемых на обучение»."""
    if _LISTS.search(line.text) and TRAINS.search(line.text):
        return Heading(line.sentence.evidence("nominee.heading"))
    return None


@dataclass(frozen=True)
class Heading:
    """What holds for the lines below: its words, and the cases of the people who follow."""

    evidence: Evidence
    cases: frozenset[str] = NOMINATIVE


def heading_for(line: Line, opened: Scope, before: Heading | None, context: bool) -> Heading | None:
    """The heading that holds for the lines below: «На обучение направляем:»; where the letter
    speaks of the training, also «Определены двое:»."""
    if line.has("declined", "withdraw_next", "void_prev") or _tells_of_before(line, opened):
        return None
    put_off = line.has("later") or _will_name(line) or signers.is_put_off(line)
    if (
        (put_off and not line.text.rstrip().endswith(":"))
        or _asks_otherwise(line)
        or _tells_of_another(line, opened)
    ):
        return None
    open_yet = all(m.role in (Role.WITHDRAWN, Role.MENTIONED) for m in line.mentions)
    behind = opened.cue and all(m.person.end < opened.cue.start for m in line.mentions)
    if opened.cue and open_yet and behind and _breaks_off(line):
        return Heading(opened.cue.evidence(line.sentence, "nominee"), opened.cases)
    found = _plain_heading(line, opened, before.evidence if before else None)
    if found is None and context and _announces(line):
        found = line.sentence.evidence("nominee.heading")
    if found is None:
        return None
    if before and found == before.evidence:
        return before
    return Heading(found, opened.cases | {"nomn"})


def _tells_of_before(line: Line, opened: Scope) -> bool:
    """«Ранее в группу подавали»: who stands below was put forward then."""
    at = opened.cue.start if opened.cue else -1
    return any(c.phrase.means == "former_next" and c.start <= at < c.end for c in line.cues)


_WHO = re.compile(r"\bк(?:то|ого|ому)\b", re.IGNORECASE)


_NAMES = re.compile(
    r"\b(?:назов|скаж|сообщ|определ|реш|выдел|подбер|подыщ|найд|выбер|отпиш|напиш|предлож)"
    r"(?:у|ю|им|ем|[её]м|ит|ет|ят|ут)(?:ся)?\b",
    re.IGNORECASE,
)


def _will_name(line: Line) -> bool:
    """«Тогда же и специалиста назовём.»: whoever stands below signs."""
    return _NAMES.search(line.text) is not None


def _asks_otherwise(line: Line) -> bool:
    """«Дают ли слушателям общежитие?»; not «Кого пошлём?», which the line below answers."""
    return line.asks and _WHO.search(line.text) is None


def _breaks_off(line: Line) -> bool:
    """Whether a line ends in the middle of its sentence."""
    return line.text.rstrip()[-1:].isalpha()


def _tells_of_another(line: Line, opened: Scope) -> bool:
    """«Выезд слушателя обеспечит»: a line that breaks off behind a verb of other business; not
    «Обучение пройдут»."""
    last = line.tokens[-1].text if line.tokens else ""
    if opened.cue and line.training and opened.cue.end == line.tokens[-1].end:
        return False
    return last[-1:].isalpha() and is_finite(last) and verbs.is_other(last)


def _plain_heading(line: Line, opened: Scope, before: Evidence | None) -> Evidence | None:
    nominated = line.nominated
    gone = (Role.MENTIONED, Role.WITHDRAWN)
    people = [m for m in line.mentions if m.role not in gone and not _names_place(m, line)]
    text = line.text.rstrip()
    cue = opened.cue
    if nominated:
        goes_on = text.endswith((";", ",", ":")) or before is not None
        last = nominated[-1].cue
        return last if goes_on else None
    if people:
        return before if before and not is_sentence(line) else None
    listing = line.find("nominate", "list") or cue
    if listing and (text.endswith(_MARKS) or line.has("nominate") or len(text) < 90):
        return _of_listing(listing, line, before)
    if line.training and text.endswith(":"):
        return line.sentence.evidence("nominee.heading")
    if before and (line.contacts or not is_sentence(line)):
        return before
    return None


_PLACE = re.compile(r"\s+(?:р-н|район|мо|обл)\b", re.IGNORECASE)


def _names_place(mention: Mention, line: Line) -> bool:
    """«Черноярский р-н, список слушателей:»."""
    return _PLACE.match(line.sentence.part.text, mention.person.end) is not None


_POINTS = re.compile(
    r"(?<!у )(?<!от )(?<!к )(?<!с )(?<!за )"
    r"\b(?:дво(?:е|их)|тро(?:е|их)|двух|тр[её]х|одного|одну|такого|такую|таких)\b"
    r"|\bфамили[яиюей]+\s*(?:[,:]|(?:на|для|от|к|вам|такая|такие)\b)",
    re.IGNORECASE,
)
_OTHERS = ("other_next", "other_list", "later", "declined", "reserve", "along", "attends")


def _announces(line: Line) -> bool:
    """«Определены двое:», «Фамилия для класса:», «К вам направляются:»: people are counted or
    sent, and no verb tells of other business."""
    if not line.own or line.mentions or not line.text.rstrip().endswith(":") or line.has(*_OTHERS):
        return False
    done = [t.text for t in line.tokens if _is_done(t)]
    if not all(map(verbs.cases, done)):
        return False
    sends = any(not verbs.needs_training(word) for word in done)
    return sends or _POINTS.search(line.text) is not None


def _is_done(token: Token) -> bool:
    """Whether a word tells what somebody does: «обслуживают», «подключать»; not «будут»."""
    tag = parses(token.text.lower())[0].tag.grammemes
    return bool({"VERB", "INFN", "PRTS"} & tag) and not has_modal_lemma(token.text)


_COLUMNS = re.compile(r"должност|тел(?:ефон)?\b|e-?mail", re.IGNORECASE)


_MARKS = (":", "-", "–", "—")


def _of_listing(listing: Match, line: Line, before: Evidence | None) -> Evidence | None:
    """A line that speaks of candidates is a heading only with a colon, or as names of columns."""
    found = evidence_of(listing, line)
    if listing.phrase.name == "name_label" and _COLUMNS.search(line.text):
        return before or found
    text = line.text.rstrip()
    title = line.training and len(text) < 60 and text[-1:].isalpha() and not is_sentence(line)
    heads = text.endswith(_MARKS) or title
    return found if heads or listing.phrase.name not in ("candidate", "name_label") else None
