"""People who are left over when all roles are given: who needs a person's look, and who not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.document import SegmentKind
from rules.morphology import parses
from rules.nominees import asides, brackets, counterweights, denied, grammar, signers, weights
from rules.nominees.contrasts import CONSENTS
from rules.nominees.items import TRAINS, is_sentence
from rules.nominees.lines import FULL, Letter, Line, Mention, PersonKind, Role
from rules.phrases import Match

OPEN_RULES = frozenset({
    "subject_of_other_verb", "subject_of_clause", "case_disagrees",
    "named_after_colon", "answer_to_question", "bare_reply", "bare_point", "sent_earlier",
})  # fmt: skip
"""Roles that a sentence alone suggested: the whole letter may tell otherwise."""
_CERTAIN = frozenset({
    "person_of_circular", "table_cell", "table_row", "form_filled", "row_refused", "plan",
    "nobody_because", "was_trained", "contact_of_nominee", "later", "consents",
    "in_brackets_of_thing", "member_of_body", "next_on_return", "held_post",
})  # fmt: skip


_BY_GRAMMAR = frozenset({
    "stands_by", "in_clause_of_thing", "goes_elsewhere", "does_otherwise", "addressed",
    "of_a_document", "beside", "gets_a_thing",
})  # fmt: skip
"""Certain too, where the sentence says nothing of the training."""
_SURELY_OTHER = 8.0
"""Two reasons against somebody leave no doubt."""


def mark(letter: Letter, *, nobody: bool) -> None:
    """Doubt whoever has no part, or one that only a cue told while nobody is nominated."""
    for line in letter.lines:
        if line.kind is not SegmentKind.OWN:
            continue
        if nobody:
            _surnames(line)
        for mention in line.mentions:
            if mention.person.kind not in FULL or len(mention.reading.surname) < 3 > len(
                mention.person.words.split()
            ):
                continue
            if (
                mention.role is Role.UNKNOWN
                and counterweights.against(mention, line) >= _SURELY_OTHER
            ):
                mention.settle(Role.MENTIONED, "other_business")
            elif _is_left_over(mention, line, letter, nobody=nobody):
                mention.settle(Role.WEAK, "left_over", line.sentence.evidence("nominee.left_over"))


_ANNOUNCES = re.compile(r"[:–—]\s*\Z|\s-\s*\Z")


def _surnames(line: Line) -> None:
    """«Список: Абрамов, Борисова»: surnames alone, announced and described by nothing, while
    nobody is nominated."""
    people = [
        m for m in line.mentions if m.person.kind is PersonKind.SURNAME and m.role is Role.UNKNOWN
    ]
    if not people or is_sentence(line) or line.has("other_next", "other_list", "signed_by"):
        return
    lead = line.lead(people[0])
    if not _ANNOUNCES.search(lead) or counterweights.against(people[0], line) >= 3.0:
        return
    for mention in people:
        mention.settle(Role.WEAK, "left_over", line.sentence.evidence("nominee.left_over"))


_EXCUSED = frozenset({
    "", "left_over", "weighed", "named_after_colon", "case_disagrees", "reserve", "bare_reply",
    "bare_point", "sent_earlier", "reached",
})  # fmt: skip


def excuse(letters: Sequence[Letter]) -> None:
    """Where somebody is nominated for certain, people on other business need no person's look."""
    for letter in letters:
        firm = [line for line in letter.lines if not all(m.doubted for m in line.nominated)]
        for line in letter.lines if firm else ():
            for mention in line.mentions:
                if _is_told_gone(mention, line):
                    mention.settle(Role.WITHDRAWN, mention.rule, mention.cue)
                open_yet = mention.role in (Role.UNKNOWN, Role.WEAK) and mention.rule in _EXCUSED
                if open_yet and line.own and _on_other_business(mention, line, firm):
                    mention.settle(Role.MENTIONED, "other_business")


def _is_told_gone(mention: Mention, line: Line) -> bool:
    """«прежний кандидат Зуев уволился», «Зуев, обучавшийся ранее, уволился»: said of him in so
    many words."""
    cue = mention.cue
    if mention.role is not Role.WEAK or mention.rule not in ("stays", "absent") or cue is None:
        return False
    between = line.sentence.part.text[mention.person.end : cue.start]
    return _TELLS.fullmatch(between) is not None


_TELLS = re.compile(
    r"\)?\.?\s*(?:\([^()]{0,80}\)\s*|,\s*[а-яё]+(?:вш|нн|т)(?:ий|ый|ая)(?:ся)?\s[^,;:()]{0,80},\s*)?"
    r"(?:[а-яё]+\s+){0,3}"
)
"""Nothing but a bracket, or what he did before, stands between him and what is told."""


def _on_other_business(mention: Mention, line: Line, firm: Sequence[Line]) -> bool:
    """Whether he stands in a sentence that sends nobody, or does something else in it."""
    if line.has("addition", "along", "alternative", "correction", "other_list"):
        return False
    if _OFFERS.search(line.text) and counterweights.against(mention, line) < 3.0:
        return False
    if mention.rule == "reserve":
        instead = any(c.phrase.means == "reserve" and asides.is_besides(c, line) for c in line.cues)
        return instead or line not in firm  # «подменит её Орехова»
    if mention.rule == "reached" or _is_away(mention, line):
        return line not in firm
    left, right = weights.clause(mention, line)
    if line.training or line.has("nominate"):
        subject = counterweights.acts_otherwise(mention, line, left, right)
        return subject and line not in firm and not weights.governed(mention, line)[0]
    sent = weights.governed(mention, line)[0] >= 2.0
    below = any(0 < line.number - x.number <= 2 for x in firm)
    listed = below and not line.apart and counterweights.against(mention, line) < 3.0
    tail = line.text[mention.person.end - line.sentence.start :]
    return not sent and (_says(line) or CONSENTS.match(tail) is not None or not listed)


_OFFERS = re.compile(r"\b(?:предлага(?:ем|ю|ет)|выдвига|рекоменду)", re.IGNORECASE)
"""«Предлагаем X и Y»: who is offered is no one's other business."""


def _says(line: Line) -> bool:
    """Whether a verb stands here: «бухгалтерии оплатить расходы», «скажите Зуевой», «Довезёт …»."""
    first = next((t.text for t in line.tokens if t.text[0].isalpha()), "я")
    return (
        is_sentence(line)
        or grammar.is_finite(first.lower())
        or any({"INFN", "impr"} & parses(t.text)[0].tag.grammemes for t in line.tokens)
    )


_LEANS = frozenset({
    "weighed", "left_over", "case_disagrees", "named_after_colon", "answer_to_question",
    "told_about", "in_brackets", "bare_reply", "bare_point", "place_for", "place_kept", "he_too",
    "for_training",
})  # fmt: skip


def lean(letters: Sequence[Letter]) -> None:
    """Nominate, with a doubt, the one person of whom it is not sure, where nobody else is named
    and a candidate or the training is spoken of right there."""
    lines = [line for x in letters for line in x.lines]
    if any(line.nominated for line in lines):
        return
    if any(line.own and line.has("declined", "later", "undecided") for line in lines):
        return
    for letter in letters:
        _leave_signers(letter)
    open_yet = [(m, line) for line in lines for m in line.mentions if m.role is Role.WEAK]
    likely = [(m, line) for m, line in open_yet if m.rule in _LEANS and _speaks_of_him(m, line)]
    alone = len({m.reading.nominative for m, _ in likely}) == 1
    together = len({line.number for _, line in likely}) == 1 or not any(
        is_sentence(line) for _, line in likely
    )
    if len(open_yet) == len(likely) and (alone or together):
        for mention, _ in likely:
            mention.settle(Role.NOMINATED, mention.rule, mention.cue)
            mention.doubted = not (
                mention.rule == "for_training" and alone and weights.has_post(mention, mention.line)
            )


def _leave_signers(letter: Letter) -> None:
    for line in letter.lines:
        for mention in line.mentions:
            open_yet = mention.role is Role.WEAK and mention.rule in ("left_over", "weighed")
            if open_yet and signers.is_signer(mention, line, letter):
                mention.settle(Role.MENTIONED, "signs")


_CHIEF_HERE = re.compile(r"\bглав[аыеу]й?\b[^,;:.]*$|\bруководител\w+[^,;:.]*$")


_DENIED = re.compile(
    r"\bне\s+(?!только|просто)[а-яё]+(?:[уеёиаюя]т|[еёи]м|ся|[аяыеё]н[аоы]?|л[аои]?)\b[^.;:)]*$"
)
_PAST = re.compile(r"\b(?:прошл\w+|когда-то|тогда)\b(?!\s+раз)", re.IGNORECASE)


def _speaks_of_him(mention: Mention, line: Line) -> bool:
    asks = line.asks or line.has("absent_prev") or _PAST.search(line.text)
    lead = line.lead(mention)[-40:].lower()
    if asks or _CHIEF_HERE.search(lead) or _DENIED.search(lead) or denied.is_refused(mention, line):
        return False
    if mention.rule == "for_training":
        return True
    if line.has("along") and not (line.training or line.has("send", "nominate")):
        return False  # «бухгалтер у нас X, с ней можно говорить напрямую»
    if _stands_by(mention, line):
        return False
    against = counterweights.against(mention, line)
    return against < 3.0 or (against <= 4.0 and _acts_for_training(mention, line))


_BY = re.compile(
    r"\b(?:у|от|к|ко|с|со|против|благодаря|спасибо|согласно|через|при|вопреки)\s+"
    r"((?:[\w-]+\s+){0,4})$",
    re.IGNORECASE,
)


def _stands_by(mention: Mention, line: Line) -> bool:
    """«ключи у Минина», «узнали от Бочарова», «письмо вручено Дорониной»: in an oblique case that
    nothing of sending or learning governs."""
    case = mention.case
    if case == "nomn" or weights.governed(mention, line)[0] or line.has("nominate"):
        return False
    lead = line.lead(mention)
    by = _BY.search(lead[-80:])
    if by:
        first = parses(by[1].split()[0])[0].tag.grammemes if by[1] else frozenset()
        return not {"NOUN", "inan"} <= first  # «снимаем с отпуска Шапиро»
    told = line.training or line.contacts or re.search(r"[:–—]|-\s*$", lead)
    return case == "datv" and not told


def _acts_for_training(mention: Mention, line: Line) -> bool:
    """«Инспектор X, 5-12-12, просит место в группе»: what he does is no other business for certain,
    where the training, his post or a number is told with it."""
    if not counterweights.acts_harmlessly(mention, line):
        return False
    number = any(0 <= c.start - mention.person.end < 160 for c in line.contacts)
    return line.training + number + weights.has_post(mention, line) >= 2


def _is_away(mention: Mention, line: Line) -> bool:
    """«Дегтярёва, которую Вы называли, в декрете»: why he is named is told."""
    away = [c for c in line.cues if c.phrase.means == "absent_prev"]
    return len(line.mentions) == 1 and any(c.start > mention.person.end for c in away)


def _is_left_over(mention: Mention, line: Line, letter: Letter, *, nobody: bool) -> bool:
    """Whether no part explains why a person is named, or nobody is nominated and he may be."""
    if mention.role is Role.UNKNOWN and not nobody and not _goes_along(mention, line):
        return _is_left_beside(mention, line, letter)
    against = counterweights.against(mention, line) if mention.role is Role.UNKNOWN else 0.0
    if mention.role is Role.UNKNOWN and against < 3.0:
        return True
    asked = nobody and mention.rule == "reached"
    if _goes_along(mention, line) or (asked and any(x.own and x.training for x in letter.lines)):
        return True
    if not nobody or line.has("absent_prev", "withdraw_next", "former_next", "other_list"):
        return False
    excepted = mention.rule == "next_except" or line.has("except")
    certain = _CERTAIN if line.training else _CERTAIN | _BY_GRAMMAR
    by_cue = mention.role is Role.MENTIONED and mention.rule not in certain and not excepted
    told = line.training or (line.contacts and weights.has_post(mention, line))
    told = told or weights.governed(mention, line)[0] >= 1.5
    return bool(told) and (by_cue or mention.role is Role.UNKNOWN)


def _is_left_beside(mention: Mention, line: Line, letter: Letter) -> bool:
    """Whether no part explains why a person is named beside a nominee."""
    lead = line.lead(mention)
    if (
        _under_another_label(line, letter)
        or brackets.opened(mention.person.start, line.sentence) is not None
        or weights.CHIEF.search(lead[-60:].lower())
        or _is_away(mention, line)
        or _tells_otherwise(mention, line)
    ):
        return False
    return not ends_letter(mention, line, letter) and counterweights.against(mention, line) < 3.0


_LABEL = re.compile(r"\W*(?:\d{1,2}[.)]\s*)?([^\W\d][^:\t\n]{2,60}):\s")
_OF_OTHERS_TOO = re.compile(
    r"резерв|запас|дополн|втор|ещ[её]|также|замен|дубл|груп|сотрудник", re.IGNORECASE
)


def _under_another_label(line: Line, letter: Letter) -> bool:
    """«Технические специалисты: X, Y. Слушатель: Z»: each label tells of whom it is."""
    label = _LABEL.match(line.text)
    if label is None or TRAINS.search(label[1]) or _OF_OTHERS_TOO.search(label[1]):
        return False
    return any(
        (pupils := _LABEL.match(x.text)) is not None
        and TRAINS.search(pupils[1])
        and not all(m.doubted for m in x.nominated)
        for x in letter.lines
        if x.own and x is not line
    )


def _tells_otherwise(mention: Mention, line: Line) -> bool:
    """Whether a sentence with a verb of its own speaks neither of sending nor of training."""
    if line.training or line.has("send", "send_training", "nominate", "list", "addition"):
        return False
    return is_sentence(line) and weights.governed(mention, line)[0] < 1.5


def ends_letter(mention: Mention, line: Line, letter: Letter) -> bool:
    """«Досалиев А.К., 9-10-04» as the last line: who wrote it; not an item of a list."""
    own = [x for x in letter.lines if x.kind is SegmentKind.OWN]
    at = own.index(line)
    more = any(x.mentions or is_sentence(x) for x in own[at + 1 :])  # than where to reach him
    if more or not at or is_sentence(line) or weights.governed(mention, line)[0]:
        return False  # «Пишите Нагаева, техника»
    above = own[at - 1]
    lead = line.lead(mention)
    if above.mentions and (_OF_OTHERS_TOO.search(lead) or not signers.names_one(above, mention)):
        return False
    announced = above.text.rstrip().endswith((":", "-", "–", "—", ","))
    return not announced and not line.training and not re.search(r"[:–—-]\s*$", lead)


def _goes_along(mention: Mention, line: Line) -> bool:
    """«с ней увяжется и Петров»: he comes too, unless as one who drives or accompanies."""
    if mention.role is not Role.UNKNOWN and mention.rule not in OPEN_RULES:
        return False
    cue = next((c for c in line.cues if _leads_along(c, mention, line)), None)
    if cue is None:
        return False
    others = [m for m in line.mentions if m.person.end <= mention.person.start]
    told = line.training or line.has("send") or any(m.role is Role.NOMINATED for m in others)
    return told or cue.phrase.name == "tags_along"


def _leads_along(cue: Match, mention: Mention, line: Line) -> bool:
    """Whether a word of company stands shortly before the name, and no attendant between."""
    between = line.sentence.part.text[cue.end : mention.person.start]
    if cue.phrase.means != "along" or cue.end > mention.person.start or len(between) > 60:
        return False
    attends = any(
        c.phrase.means == "attends" and cue.start <= c.start < mention.person.start
        for c in line.cues
    )
    return not attends and not any(sign in between for sign in ".;:")
