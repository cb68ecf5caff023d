"""What a whole sentence tells of its nominees once all its words are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rules.morphology import parses
from rules.nominees import brackets
from rules.nominees.cues import AWAY
from rules.nominees.lines import NOMINATIVE, Line, Mention, PersonKind, Role, evidence_of
from rules.nominees.weights import CHIEF
from rules.phrases import Match


def settle(line: Line, others: Sequence[Mention], *, reserve: bool) -> None:
    """Look again at the roles in a sentence; `others` are subjects of other verbs in it."""
    if reserve and not line.training:
        spare = [c for c in line.cues if c.phrase.means == "reserve"]
        for mention in line.mentions:
            if spare and all(is_apart(mention, c, line) for c in spare):
                continue
            if mention.role is Role.UNKNOWN and mention.person.kind is not PersonKind.FIRST:
                mention.settle(Role.WEAK, "reserve")
    if line.nominated:
        for mention in others:
            if mention.role is Role.UNKNOWN:
                mention.settle(Role.MENTIONED, "subject_of_other_verb")
        for mention in line.mentions:
            if mention.rule == "sent_earlier":
                mention.role = Role.MENTIONED
    set_apart_brackets(line)
    together(line)
    away(line)
    agree(line.nominated)
    for look in (
        refused,
        trained_already,
        unable,
        corrected,
        misprinted,
        question,
        decided_later,
        elsewhere,
        undecided,
        nobody_because,
    ):
        look(line)


def is_apart(mention: Mention, cue: Match, line: Line) -> bool:
    """«2) X, инспектор; запасной вариант — Y»: a semicolon stands before the word."""
    return ";" in line.sentence.part.text[mention.person.end : cue.start]


_WITH = re.compile(r"(?:\A|[.,;:]\s+)\W*(?:вместе|совместно|наряду)\s+со?\s+([^,;:()]*)\Z", re.I)
_PUTS = frozenset({"send", "enlist", "send_to_training"})


def together(line: Line) -> None:
    """«Вместе с X просим включить Y»: both go; but «вместе с водителем X приедет Y»."""
    nominated = [m for m in line.nominated if m.rule in _PUTS]
    for mention in line.mentions if nominated else ():
        if mention.role is not Role.UNKNOWN or not mention.may_be("ablt"):
            continue
        found = _WITH.search(line.lead(mention))
        other = nominated[0]
        put = "accs" in other.cases and "nomn" not in other.cases
        if found and put and not CHIEF.search(found[1].lower()) and "водител" not in found[1]:
            mention.settle(Role.NOMINATED, "together", other.cue)
            mention.cases = frozenset({"ablt"})


def away(line: Line) -> None:
    """«X в отпуске, поэтому поедет Y»: told away, where somebody else is sent."""
    told = [c for c in line.cues if c.phrase.means != "training"]
    nominated = [m.person.start for m in line.nominated]
    for mention in line.mentions if nominated else ():
        cue = next((c for c in told if c.start >= mention.person.end), None)
        if cue is None or cue.phrase.means not in AWAY or line.until_next(mention) < cue.start:
            continue
        after_all = mention.doubted and max(nominated) > cue.start
        if mention.role is Role.UNKNOWN or after_all:
            mention.settle(Role.MENTIONED, cue.phrase.name, evidence_of(cue, line))


_NO = re.compile(r"\s*[-–—:]\s*нет\b", re.IGNORECASE)
_SPARE = re.compile(
    r"\.?\s*(?:,[^,;:()]{0,60})?[(–—-]\s*(?:в\s+)?(?:резерв|запасн|дубл[её]р)", re.I
)


def refused(line: Line) -> None:
    """«Мухина - да, Зверев - нет», «Мухина, Зверев (резерв)»."""
    for mention in line.nominated:
        end = mention.person.end - line.sentence.start
        if _SPARE.match(line.text, end):
            mention.settle(Role.WEAK, "reserve", mention.cue)
        elif _NO.match(line.text, end):
            mention.settle(Role.WEAK, "refused", mention.cue)


def trained_already(line: Line) -> None:
    """«обучение проходила, но на курсы просит её взять»: the training is spoken of twice."""
    twice = len([c for c in line.cues if c.phrase.means == "training"]) > 1
    nominated = line.nominated
    for mention in line.mentions:
        told = [c.start for c in line.cues if c.phrase.means in ("later", "declined")]
        another = any(start > mention.person.end for start in told)
        if mention.rule not in ("was_trained", "next_was_trained") or another:
            continue
        if twice and not nominated:
            mention.settle(Role.WEAK, "trained_already")


_UNABLE = re.compile(
    r"\s*(?:\([^()\n]{0,80}\)\s*)?(?:мы\s+)?не\s+(?:име(?:ем|ется)|(?:с?)можем|представляется|в\s+состоянии"
    r"|планируем|намерены|будем)\b",
    re.IGNORECASE,
)


def unable(line: Line) -> None:
    """«Направить X не имеем возможности»: the infinitive before him is denied behind him."""
    for mention in line.nominated:
        if _UNABLE.match(line.text, mention.person.end - line.sentence.start):
            mention.settle(Role.MENTIONED, "stays", mention.cue)


def undecided(line: Line) -> None:
    """«Рассматриваются кандидатуры X и Y»: nobody has been chosen yet."""
    cues = [c for c in line.cues if c.phrase.means == "undecided"]
    for mention in line.nominated if cues else ():
        if not _is_chosen_after(mention, cues[-1], line):
            passed = _is_passed_over(mention, line)
            role, rule = (Role.WITHDRAWN, "intended") if passed else (Role.WEAK, "undecided")
            mention.settle(role, rule, mention.cue)


def _is_passed_over(mention: Mention, line: Line) -> bool:
    """«обсуждалась кандидатура X, но утвердили Y»: another was chosen in the end."""
    text, end = line.sentence.part.text, mention.person.end
    return any(
        _BUT.search(text[end : m.person.start]) is not None
        for m in line.nominated
        if m.person.start > end
    )


_BUT = re.compile(r"[,;]\s*(?:но|однако|а|затем|потом|теперь)\b", re.IGNORECASE)


def _is_chosen_after(mention: Mention, cue: Match, line: Line) -> bool:
    """«из троих, которых обсуждали, выбор пал на X»: another verb chooses him after all."""
    chosen = line.has_phrase("chosen") and cue.end < mention.person.start
    return chosen and "," in line.sentence.part.text[cue.end : mention.person.start]


def decided_later(line: Line) -> None:
    """«Кого направить, решит глава Калинин»: he decides; else what comes later is not sure."""
    later = [c for c in line.cues if c.phrase.means == "later"]
    for mention in line.nominated if later else ():
        gaps = [line.sentence.part.text[c.end : mention.person.start] for c in later]
        if all(_only_if(c, mention, line) for c in later):
            continue
        if any(re.search(r"(?:[:–—-]\s*(?:это\s+)?|,\s+это\s+)$", gap) for gap in gaps):
            continue
        if any(_names_him(c, mention, line) or _sends_at_once(c, mention, line) for c in later):
            continue
        ours = any(_OURS.search(line.sentence.part.text, c.start, c.end) for c in later)
        lead = line.lead(mention)[-30:].lower()
        named = mention.case in ("nomn", "accs") and not CHIEF.search(lead)
        decides = not (ours and named) and any(0 < len(gap) <= 40 for gap in gaps)
        mention.settle(Role.MENTIONED if decides else Role.WEAK, "later", mention.cue)


def _sends_at_once(cue: Match, mention: Mention, line: Line) -> bool:
    """«человека мы дадим: учиться будет Сулейменова»: another verb names him after all."""
    return any(
        cue.end <= c.start < mention.person.start and c.phrase.means in ("send", "nominate")
        for c in line.cues
    )


def _only_if(cue: Match, mention: Mention, line: Line) -> bool:
    """«едет Храмова, а если заболеет – замену пришлём»: what comes later is another."""
    between = line.sentence.part.text[mention.person.end : cue.start]
    return _IF.search(between) is not None


_IF = re.compile(r"[,;(]\s*(?:а\s+|но\s+)?(?:если|в\s+случае|при\s+необходимости)\b", re.IGNORECASE)
_OURS = re.compile(
    r"(?:на|сооб|назов|пришл|представ|реш|дад|подбер|определ)\w*[её]?м(?:ся)?\b", re.I
)


def _names_him(cue: Match, mention: Mention, line: Line) -> bool:
    """«будет представлен специалистом Умаровым»: what is to be named is named at once."""
    between = line.sentence.part.text[cue.start : mention.person.start]
    told = re.match(r"буд[еу]т?\w*\s+представлен\w?\b", between, re.I)
    return told is not None and mention.may_be("ablt")


def elsewhere(line: Line) -> None:
    """«…, а у нас пока никого нет»: who was named goes from elsewhere."""
    if line.has("declined") and re.search(
        r"\bу\s+нас\b.{0,30}\b(?:нет|никого|некого)\b", line.text
    ):
        for mention in line.nominated:
            mention.settle(Role.WEAK, "elsewhere", mention.cue)


def nobody_because(line: Line) -> None:
    """«Учить некого: программист Бойко ушёл в армию», «направить не имеем возможности: Бойко болен,
    Зуева уволена»: named as the reason, not as nominees."""
    if not line.mentions:
        return
    found, declined = _NOBODY.search(line.text), line.find("declined")
    if not (found or declined) or _BUT_ME.search(line.text):
        return
    ends = [found.end() + line.sentence.start] if found else []
    end = min([*ends, declined.end] if declined else ends, default=line.sentence.end)
    for mention in line.mentions:
        between = line.sentence.part.text[end : mention.person.start]
        sends = any(
            end <= c.start < mention.person.start and c.phrase.means in ("send", "send_training")
            for c in line.cues
        )
        if sends or not _REASON.search(between):
            continue
        sure = found is not None and mention.role is Role.NOMINATED
        gone = mention.role is Role.WEAK and mention.rule in _GONE
        open_yet = gone or mention.role in (Role.NOMINATED, Role.UNKNOWN)
        open_yet = open_yet and not line.has("except")
        if sure or (open_yet and _is_told_of(mention, line)):
            mention.settle(Role.MENTIONED, "nobody_because", mention.cue)


_BUT_ME = re.compile(
    r"\bкроме\s+меня\b|\b(?:я|сам|сама)\b[^.;:]*\b(?:больше|некого\s+больше|некому\s+больше)\b",
    re.IGNORECASE,
)
_GONE = frozenset({"stays", "absent"})


def _is_told_of(mention: Mention, line: Line) -> bool:
    """«Бойко болен», «Зуева в отпуске»: whether a predicate stands behind his name."""
    start, end = mention.person.end, line.until_next(mention)
    away = any(start <= c.start < end and c.phrase.means in AWAY for c in line.cues)
    words = (parses(t.text)[0].tag.grammemes for t in line.tokens if start <= t.start < end)
    return away or any({"VERB", "PRTS", "ADJS"} & grammemes for grammemes in words)


_NOBODY = re.compile(r"\b(?:некому|некого|никого|никто)\b", re.IGNORECASE)
_REASON = re.compile(r"[:–—-]|\b(?:так\s+как|потому|поскольку|ибо)\b")


def set_apart_brackets(line: Line) -> None:
    """«техник отдела (начальник Гусев Н.Н.) Лопатин Ю.Ю.»: the one in brackets explains."""
    text = line.sentence.part.text
    nominated = line.nominated
    for one, two in pairwise(nominated):
        between = text[one.person.end : two.person.start]
        enclosed = brackets.opened(one.person.start, line.sentence) is not None
        if enclosed and re.fullmatch(r"\)[\s\w-]*", between):
            one.settle(Role.MENTIONED, "in_brackets")


_CASES = ("accs", "gent", "datv", "ablt", "nomn")


def agree(nominees: Sequence[Mention]) -> None:
    """All nominees of a sentence or list stand in one case: what one tells settles the others."""
    nominated = [m for m in nominees if len(m.cases) > 1]
    if len(nominated) < 2:
        return
    shared = [c for c in _CASES if all(c in m.cases and m.may_be(c) for m in nominated)]
    if len(shared) == 1:
        for mention in nominated:
            mention.cases = frozenset(shared)


_RIGHT = re.compile(
    r"[»\"\s,.;–—-]*\b(?:верно|правильно|следует|нужно|надо|должно\s+быть|читать)\b[^.;]{0,20}[:–—-]?\s*[«\"]?$",
    re.IGNORECASE,
)


def misprinted(line: Line) -> None:
    """«Напечатано «X», верно: Y»; «читать не «X», а «Y»»: the first is not meant."""
    people = sorted(line.mentions, key=lambda m: m.person.start)
    text = line.sentence.part.text
    for one, two in pairwise(people):
        lead = line.lead(one)
        between = text[one.person.end : two.person.start]
        denied = re.search(r"\bне\s*[«\"]?$", lead) and re.match(r"[»\"]?,\s*а\s*[«\"]?$", between)
        if denied or (_WRITTEN.search(lead) and len(between) < 40 and _RIGHT.fullmatch(between)):
            one.settle(Role.WITHDRAWN, "misprinted", one.cue)


_WRITTEN = re.compile(
    r"\b(?:напечатан|указан|записан|назван|значи|было|ошибоч|неверн|стоит)\w*[\s:]*[«\"]?$", re.I
)


def corrected(line: Line) -> None:
    """«Вместо «Петрова» следует читать: Петренко …»."""
    read = [c for c in line.cues if c.phrase.name == "read_as"]
    cue = next((c for c in read if line.tokens[c.tokens[0]].lemmas & {"читать"}), None)
    if cue is None:
        return
    for mention in line.mentions:
        if mention.person.start > cue.start and mention.person.kind is not PersonKind.SURNAME:
            mention.settle(Role.NOMINATED, "read_as", evidence_of(cue, line))
            mention.cases = NOMINATIVE


def question(line: Line) -> None:
    """A question nominates nobody."""
    for mention in line.nominated if line.asks else ():
        rest = line.text[mention.person.end - 1 - line.sentence.start :]
        if re.search(r"\.\s+[А-ЯЁ][а-яё]", rest):
            continue
        if _ASKS_TO_ENTER.search(line.lead(mention)):
            mention.doubted = True  # «зачисляйте Петрову, или нужен программист?»
        else:
            mention.settle(Role.WEAK, "question", mention.cue)


_ASKS_TO_ENTER = re.compile(
    r"\b(?:зачисл|запиш|записыва|впи[шс]|вноси|внеси|включа|включи|прими|направля)\w*(?:те|ем|ю)\b",
    re.I,
)
