"""Roles shared out among several people: «X – на учёбу, Y – на связи», «учится X, внедряет Y».

Where one of several people is named for the training in words of his own, whoever has other words
of his own (a verb, a label, a purpose) is no nominee; a post alone tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rules.model import Evidence
from rules.nominees import own_words
from rules.nominees.cues import AWAY
from rules.nominees.items import is_verbless
from rules.nominees.lines import FULL, Letter, Line, Mention, Role
from rules.nominees.named import OF_TRAINING


@dataclass(frozen=True)
class Share:
    """What tells of one person: from `start` to `end` of the part's text.

    `joined`: he stands in a row with the one before, «X и бухгалтер Y».
    """

    mention: Mention
    start: int
    end: int
    joined: bool = False

    @property
    def lead(self) -> str:
        """The words before his name."""
        return self.mention.line.sentence.part.text[self.start : self.mention.person.start]

    @property
    def tail(self) -> str:
        """The words behind it."""
        return self.mention.line.sentence.part.text[self.mention.person.end : self.end]


def settle(letters: Sequence[Letter]) -> None:
    """Take whoever is named for something else out of the nominees beside him."""
    for letter in letters:
        for line in letter.lines:
            if line.own and len(line.mentions) > 1:
                _share_out(list(_shares(line)))
        for labels in _labels(letter):
            _share_out(labels)
    _set_apart_in_charge([m for x in letters for line in x.lines for m in line.nominated])


def _set_apart_in_charge(nominated: Sequence[Mention]) -> None:
    """«На обучение едет X. За обучение отвечает Y»: Y sees to it, where another goes."""
    in_charge = [m for m in nominated if m.cue is not None and "отвеча" in m.cue.text.lower()]
    goes = any(m not in in_charge and not m.doubted for m in nominated)
    for mention in in_charge if goes else ():
        mention.settle(Role.MENTIONED, "in_charge", mention.cue)


_OPEN = (Role.NOMINATED, Role.WEAK, Role.UNKNOWN)


def _share_out(shares: Sequence[Share]) -> None:
    if len(shares) < 2 or not any(s.mention.role in _OPEN for s in shares):
        return
    for share in shares:
        _withdraw(share)
    if any(s.mention.role is Role.WITHDRAWN for s in shares):
        _put_in_place(shares)
        return
    learns = [s for s in shares if _learns(s) and not _puts_forward(s, shares)]
    if not learns or _alike(shares[0]):
        return
    for share in shares:
        mention = share.mention
        told = _is_told(share)
        if share in learns or share.joined or not (told or mention.role in _OPEN):
            continue
        if told or _has_other(share):
            mention.settle(Role.MENTIONED, "split_role", _evidence(share))
            mention.share = share.start, share.end
        elif mention.role is Role.NOMINATED and own_words.strange(share.lead, mention):
            mention.doubted = True
    others = [s for s in shares if s.mention.rule == "split_role"]
    if others and len(learns) == 1:
        _promote(learns[0])


_NOT = re.compile(r"\bне\s+(?:[а-яё-]+\s+){0,3}\Z", re.IGNORECASE)
_BUT = re.compile(r"[^;:.]{0,60}?,\s+а\s")
_PLACE = re.compile(r"\bместо\s+(?:[а-яё-]+\s+){0,4}\Z", re.IGNORECASE)
_TAKES = re.compile(
    r"[^,;:.]{0,60}\b(?:займ[её]т|занимает|заняла?|достан|отда|перейд|переход|переда)"
)


_WAS_MEANT = re.compile(
    r"(?:\A|[\s,])(?:хотя\s+)?(?:сперва|сначала|раньше|ранее|прежде|изначально|первоначально|хотели|думали|планировали"
    r"|намечали|предлагали|называли)\s+(?:[а-яё-]+\s+){0,6}\Z",
    re.IGNORECASE,
)
_IN_PLACE_OF = re.compile(r"\b(?:замени|смени)(?:вш|л)\w*\s+(?:[а-яё-]+\s+){0,4}\Z")
_SETTLED_ON = re.compile(
    r"\b(?:решили|решено|остановились\s+на|выбрали|утвердил[аи]?|утвержд[её]н[аы]?|назначил[аи]?|назначен[аы]?"
    r"|выбор\s+(?:\w+\s+)?пал\s+на|в\s+итоге)\b",
    re.IGNORECASE,
)


def _withdraw(share: Share) -> None:
    """«Не X, а Y будет учиться», «место X в группе займёт Y», «Y, заменившая X», «сперва называли
    X»: X is named to be replaced, if another is put forward."""
    mention = share.mention
    line = mention.line
    others = [m for m in line.nominated if m is not mention]
    if mention.role not in (Role.NOMINATED, Role.WEAK) or not (
        others or _SETTLED_ON.search(line.text)
    ):
        return
    text, end = line.sentence.part.text, line.sentence.end
    if _NOT.search(share.lead) and _BUT.match(text, mention.person.end, end):
        mention.settle(Role.WITHDRAWN, "not_he", mention.cue)
    elif mention.case == "nomn" and not mention.may_be("accs"):
        return
    elif _PLACE.search(share.lead) and _TAKES.match(text, mention.person.end, end):
        mention.settle(Role.WITHDRAWN, "gives_place", mention.cue)
    elif _IN_PLACE_OF.search(share.lead) or _WAS_MEANT.search(share.lead):
        mention.settle(Role.WITHDRAWN, "intended", mention.cue)


def _put_in_place(shares: Sequence[Share]) -> None:
    """«Вместо X – Y» where the word of exchange may tell of a reserve; «думали про X, решили –
    Y»."""
    open_yet = [s for s in shares if s.mention.role is Role.WEAK]
    if len(open_yet) != 1 or any(s.mention.role is Role.NOMINATED for s in shares):
        return
    share = open_yet[0]
    mention = share.mention
    exchanged = mention.rule == "reserve" and any(
        s.mention.rule == "next_replaces" and s.end <= mention.person.start for s in shares
    )
    settled = _SETTLED_ON.search(share.lead) and any(s.mention.rule == "intended" for s in shares)
    if (exchanged or settled) and not mention.line.has("declined", "later", "undecided"):
        mention.settle(Role.NOMINATED, "put_in_place", _evidence(share))
        mention.cases = frozenset({mention.case})


def _is_told(share: Share) -> bool:
    """Whether a word of another part waits for him in his own share."""
    mention = share.mention
    told = mention.rule in _TOLD and mention.role is Role.MENTIONED
    return told and (mention.cue is None or mention.cue.start >= share.start)


_SEVERAL = re.compile(
    r"\b(?:двое|двух|двоих|двум|трое|троих|тр[её]х|оба|обе|обоих|слушатели|слушателей|кандидат(?:ы|ов|уры)"
    r"|(?:по|при)?едут|учатся|пройдут|прибудут)\b",
    re.IGNORECASE,
)


def _alike(first: Share) -> bool:
    """«На обучение направляем: по кадрам – X, по связи – Y», «едут двое: X, Y (сеть)»: what stands
    before the colon is said of all, and each has his own field."""
    said, colon, label = first.lead.rpartition(":")
    if not colon:
        return False
    field = own_words.labels(label) or own_words.is_purpose(first.tail)
    of_all = field and _FOR_TRAINING.search(said) is not None
    return of_all or _SEVERAL.search(said) is not None


def _puts_forward(share: Share, shares: Sequence[Share]) -> bool:
    """«Кандидатуру X предложил архивист Y»: who stands behind an active verb whose object is
    named before it."""
    at = shares.index(share)
    if at == 0 or share.mention.case != "nomn" or shares[at - 1].mention.case == "nomn":
        return False
    return own_words.is_done_by(share.lead)


_TOLD = frozenset({
    "next_responsible_for", "next_contact_person", "answers_for", "subject_of_other_verb",
})  # fmt: skip
"""Parts of others that may be his too: «ответственный за технику и обучение»."""
_LIKELY = frozenset({"weighed", "left_over", "reserve", "for_training", "in_brackets"})
_PUT_OFF = ("declined", "later", "undecided", "alternative", "stays_prev", "absent_prev")


def _promote(share: Share) -> None:
    """Nominate the one person who is named for the training, where the others have other roles."""
    mention, line = share.mention, share.mention.line
    words = f"{share.lead}|{share.tail}"
    told = _FOR_TRAINING.search(words) or mention.rule == "reserve"
    put_off = line.has(*_PUT_OFF) or _DENIED.search(words)
    if mention.role is Role.WEAK and mention.rule in _LIKELY and told and not put_off:
        mention.settle(Role.NOMINATED, "split_role", _evidence(share))
        mention.cases = frozenset({mention.case})


_FOR_TRAINING = re.compile(
    r"\b(?:на|для|в|за)\s+(?:обучени[ея]|уч[её]б[уы]|курс(?:ы|ов)|групп[уы]|заняти(?:я|ях|й))\b"
    r"|(?:обучение|уч[её]ба|курсы|слушател\w+)\s*(?:[-–—:]|\Z)|[-–—(]\s*(?:обучение|уч[её]ба|курсы|слушател)",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:не|нет|был\w?|раньше|ранее|прежде|если|кто)\b|\?", re.IGNORECASE)


def _evidence(share: Share) -> Evidence:
    return share.mention.line.sentence.evidence("nominee.split_role", share.start, share.end)


_LETTER = re.compile(r"[^\W\d_]")
_ROW = re.compile(r"\s*(?:и|а\s+также|плюс)\s+(.*)", re.DOTALL)
_PARTING = re.compile(r"[,;:.\n]\s*|\s+(?=а\s)|\)\s+(?=и\s)")


def _shares(line: Line) -> Iterator[Share]:
    """The people of a line, each with the words from the last sign before him."""
    text = line.sentence.part.text
    people = sorted(
        (m for m in line.mentions if m.person.kind in FULL), key=lambda m: m.person.start
    )
    starts, joined = [line.sentence.start], [False]
    for one, two in pairwise(people):
        between = text[one.person.end : two.person.start]
        signs = [m.end() for m in _PARTING.finditer(between)]
        starts.append(one.person.end + (signs[-1] if signs else 0))
        row = _ROW.fullmatch(text, starts[-1], two.person.start)
        joined.append(row is not None and not own_words.tells(row[1], two))
    ends = [*starts[1:], line.sentence.end]
    for mention, start, end, goes_on in zip(people, starts, ends, joined, strict=bool(people)):
        yield Share(mention, start, end, goes_on)


_LABEL = re.compile(r"\W*(?:\d{1,2}\s?[.)]\s*)?[^\W\d][^:\t\n]{2,60}(?:[:–—]|\s-)\s*")


def _labels(letter: Letter) -> Iterator[list[Share]]:
    """Adjacent lines «Слушатель: X», «Техника – Y», «X – обучение», one person in each."""
    group: list[Share] = []
    for line in letter.lines:
        share = _labelled(line) if line.own and line.mentions else None
        if share:
            group.append(share)
        elif group and not line.text.isspace():
            yield group
            group = []
    yield group


def _labelled(line: Line) -> Share | None:
    full = [m for m in line.mentions if m.person.kind in FULL]
    if len(full) != 1 or not is_verbless(line):
        return None
    share = Share(full[0], line.sentence.start, line.sentence.end)
    told = _LABEL.fullmatch(share.lead) or (
        not _LETTER.search(share.lead) and own_words.PURPOSE.match(share.tail)
    )
    return share if told else None


_MEANS = ("training", "send", "send_training", "nominate", "along")


def _learns(share: Share) -> bool:
    """Whether his own words speak of sending or of the training."""
    if own_words.is_taught_by(share.lead):
        return False
    line = share.mention.line
    cued = any(c.phrase.means in _MEANS and share.start <= c.start < share.end for c in line.cues)
    return cued or OF_TRAINING.search(f"{share.lead}|{share.tail}") is not None


_OF_OTHERS = re.compile(r"[;.]|\b(?:остальн|други|прочи|все\b|никто)", re.IGNORECASE)


def _is_away(share: Share) -> bool:
    """«X в отпуске, учиться поедет Y»; not «X, техник; остальные отказались»."""
    end = share.mention.person.end
    cues = (c for c in share.mention.line.cues if c.phrase.means in AWAY)
    return any(
        end <= c.start < share.end and not _OF_OTHERS.search(share.tail[: c.start - end])
        for c in cues
    )


def _has_other(share: Share) -> bool:
    """Whether his own words tell of something else."""
    mention = share.mention
    if mention.line.has(*AWAY) and _is_away(share):
        return True
    if own_words.is_taught_by(share.lead):
        return mention.may_be("accs", "gent")
    if mention.case == "nomn" and own_words.is_done_by(share.lead):
        return True
    if own_words.labels(share.lead) or own_words.is_purpose(share.tail):
        return True
    return mention.case == "nomn" and own_words.acts(share.lead, share.tail)
