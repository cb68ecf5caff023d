"""What sort of mail this is: a reply, or something a machine or a stranger wrote.

The order of the tests matters: a report by its structure, then by its words; an answering machine;
what a person wrote about other things; else a reply. A header that says "automatic" forbids
answering, it does not forbid reading: gateways of document systems set it on real answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rules import bounces, machines, matter, relevance, verdict
from rules.clues import Clue, Weight, gather
from rules.document import Document, SegmentKind
from rules.machines import Cues
from rules.model import Bounced, Circular, Doubt, Evidence, Kind, Mail
from rules.receipts_by_hand import is_receipt_by_hand
from rules.relevance import Relevance, Substance


@dataclass(frozen=True, slots=True)
class Classified:
    """The kind with its reasons. `answerable` is False where no letter may ever be sent."""

    kind: Kind
    bounced: tuple[Bounced, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    answerable: bool = True
    small_talk: bool = False
    """Thanks and courtesies only: nothing to answer, nothing to ask."""


@dataclass(frozen=True)
class _Look:
    """What the tests look at. `substance` is asked only where the mail's form does not decide."""

    document: Document
    circular: Circular | None
    thread: bool
    substance: Callable[[], Substance]
    clues: Callable[[], Sequence[Clue]]

    @property
    def mail(self) -> Mail:
        """The mail itself."""
        return self.document.mail

    @cached_property
    def cues(self) -> Cues:
        """What the mail's words say of its kind."""
        return machines.cues(self.document, self.circular)

    @cached_property
    def relevance(self) -> Relevance | None:
        """What ties the mail to the circular it may answer."""
        if self.circular is None:
            return None
        told = max((clue.weight for clue in self.clues()), default=Weight.NOTHING)
        return relevance.weigh(
            self.document,
            self.circular,
            self.cues,
            thread=self.thread,
            substance=self.substance(),
            told=told,
        )

    @property
    def answers(self) -> bool:
        """Whether the mail, machine or not, answers what was asked beyond doubt."""
        return self.relevance is not None and self.relevance.substance.firm > 0

    @property
    def speaks(self) -> bool:
        """Whether a word of the matter or of who will learn stands in it."""
        return self.relevance is not None and (self.relevance.speaks or self.relevance.learner)

    @property
    def answers_plainly(self) -> bool:
        """Whether readiness is stated in words of the matter, or it is said who will learn: a note
        names people and days too."""
        found = self.relevance
        return found is not None and (
            found.learner or any(map(self._is_plain, found.substance.words))
        )

    def _is_plain(self, word: Evidence) -> bool:
        """Whether «готов» or the matter is spoken of in the sentence of this word."""
        own = (s for s in self.document.of(SegmentKind.OWN) if s.part.name == word.part)
        sentence = next((s for s in own if s.start <= word.start < s.end), None)
        return "готов" in word.text.lower() or (
            sentence is not None
            and self.circular is not None
            and matter.speaks(sentence, self.circular)
        )

    @property
    def answered(self) -> int:
        """How many questions it seems to answer."""
        return self.relevance.substance.answered if self.relevance else 0

    @property
    def answers_all(self) -> bool:
        """Whether it answers every required question beyond doubt."""
        if self.circular is None or self.relevance is None:
            return False
        return self.relevance.substance.firm >= sum(q.required for q in self.circular.questions) > 0


def classify(
    document: Document,
    circular: Circular | None,
    *,
    thread: bool = False,
    substance: Callable[[], Substance] = Substance,
    clues: Callable[[], Sequence[Clue]] | None = None,
) -> Classified:
    """The kind of this mail. `thread` tells that it answers a letter of ours, `substance` what
    the questions' modules find in it, `clues` what it says of who wrote it."""
    told = clues or (lambda: gather(document, circular) if circular else ())
    look = _Look(document, circular, thread, substance, told)
    return next(opinion for test in TESTS if (opinion := test(look)) is not None)


def ourselves(look: _Look) -> Classified | None:
    """A copy of our own letter, come back into the inbox: never an answer."""
    own = look.circular.own_addresses if look.circular else ()
    if machines.sender(look.document.mail) in own:
        return Classified(Kind.UNRELATED, answerable=False)
    return None


def report(look: _Look) -> Classified | None:
    """A disposition notification (RFC 8098): read, or deleted unread. A feedback report (RFC 5965):
    somebody marked mail of ours as spam."""
    kind = _REPORTS.get(look.document.mail.report_type)
    return Classified(kind, answerable=False) if kind else None


_REPORTS = {"disposition-notification": Kind.RECEIPT, "feedback-report": Kind.UNRELATED}


def delivery_report(look: _Look) -> Classified | None:
    """A delivery status notification (RFC 3464): failed, delayed, or delivered."""
    mail = look.document.mail
    if mail.report_type != "delivery-status" and not mail.delivery_status:
        return None
    if machines.is_delivered(mail):
        return Classified(Kind.RECEIPT, answerable=False)
    return _bounce(look)


def challenge(look: _Look) -> Classified | None:
    """A filter that holds our letter back until somebody proves to be human."""
    signs = look.cues.get("challenge", ())
    held = len({sign.text for sign in signs}) > 1 or (signs and machines.has_auto_header(look.mail))
    if not held or look.answers:
        return None
    return Classified(Kind.AUTO_REPLY, evidence=signs, answerable=False)


def bounce_by_words(look: _Look) -> Classified | None:
    """A refusal without the standard's structure; whoever answers only tells of one."""
    if not machines.is_bounce(look.document, look.cues):
        return None
    if look.answers and not machines.from_daemon(look.mail):
        return None
    return _bounce(look)


def receipt_by_words(look: _Look) -> Classified | None:
    """A receipt without the standard's structure."""
    if machines.is_receipt(look.document):
        return Classified(Kind.RECEIPT, answerable=False)
    return None


def receipt_by_hand(look: _Look) -> Classified | None:
    """A secretary's word that our letter has come, and nothing more."""
    if is_receipt_by_hand(look.document):
        return Classified(Kind.RECEIPT, answerable=False)
    return None


def answering_machine(look: _Look) -> Classified | None:
    """Out of office, registering robots, changed addresses; but not a real answer beside it."""
    signs, mail = _machine_signs(look), look.document.mail
    program = machines.has_auto_header(mail) or machines.is_robot_address(mail)
    if away := _away(look):
        return Classified(Kind.AUTO_REPLY, evidence=(*signs, *away), answerable=False)
    sure = any(sign.rule.startswith(_SURE) for sign in signs)
    heard = look.answers and (look.speaks or not program)
    if not (signs or program) or (heard and not sure):
        return None
    if heard and look.answers_all and (look.answers_plainly or not (sure and program)):
        return None
    # Without a header a person may have written this, who is away and yet answers.
    told = 0 if sure or program else look.answered
    if told > 1 or (not program and _is_personal(look, signs)):
        return None
    doubts = (Doubt("unsure_kind"),) if told else ()
    return Classified(Kind.AUTO_REPLY, doubts=doubts, evidence=signs, answerable=False)


_SURE = (
    "kind.signed_by_machine",
    "kind.moderated",
    "kind.written_by_machine",
    "kind.auto_subject",
    "kind.not_at_desk",
    "kind.out_of_office",
    "kind.request_registered",
)
"""Signs that a person's real answer carries only if it answers everything."""
_BY_MACHINE = (
    "kind.signed_by_machine",
    "kind.written_by_machine",
    "kind.moderated",
    "kind.auto_subject",
)
"""Signs that no person's letter carries."""
_NO_PERSON = tuple(name for name in _SURE if name != "kind.not_at_desk")


def _is_personal(look: _Look, signs: Sequence[Evidence]) -> bool:
    """Whether the training or the matter is spoken of: what a machine's note never does."""
    found = look.relevance
    if "learner" in look.cues and not any(s.rule.startswith(_NO_PERSON) for s in signs):
        return True
    away_to_learn = any("обучени" in sign.text.lower() for sign in signs)
    speaks = found is not None and found.matter > away_to_learn
    return speaks and not any(s.rule.startswith(_BY_MACHINE) for s in signs)


_WHOLE_NOTE = 14
"""Words of an absence note that says nothing else."""


def _away(look: _Look) -> tuple[Evidence, ...]:
    """Somebody is away or has left, and tells whom to ask instead, or nothing at all: a note that
    answering machines write. One word of the matter makes it a person's."""
    away, instead = look.cues.get("away", ()), look.cues.get("instead", ())
    found = look.relevance
    if not away or found is None or found.learner or found.asks:
        return ()
    answers = found.speaks and (found.substance.answered or not _only_redirects(look, instead))
    if answers or (found.substance.promised and not instead and _is_of_the_chief(look, away)):
        return ()
    tells = _tells_apart(look, (*away, *instead))
    if tells and (look.answers or not instead):
        return ()
    if (found.numbered or all(map(_is_of_another, instead))) and found.substance.people:
        return ()  # «Зуева уволилась, вместо неё – Ким»: whom else to teach
    if not instead and (found.words > _WHOLE_NOTE or matter.will_learn(look.document)):
        return ()
    return (*away, *instead)


_CHIEF = re.compile(
    r"\b(?:глава|начальник|руководитель|директор|шеф|замглавы|председатель)\b", re.I
)


def _is_of_the_chief(look: _Look, away: Sequence[Evidence]) -> bool:
    """«Ответ подпишет глава, когда вернётся»: told of the chief, and not by him."""
    told = (s for s in look.document.of(SegmentKind.OWN) if any(s.holds(e) for e in away))
    return any(_CHIEF.search(sentence.text) for sentence in told)


def _is_of_another(instead: Evidence) -> bool:
    """«вместо неё»; but «вместо меня», «обращайтесь»."""
    words = instead.text.lower().split()
    return words[0] in {"вместо", "взамен"} and not {"меня", "нас"} & set(words)


def _only_redirects(look: _Look, instead: Sequence[Evidence]) -> bool:
    """Whether the matter is named only where it is told whom to ask about it."""
    found, circular = look.relevance, look.circular
    if not instead or found is None or circular is None or found.technical or found.pledges:
        return False
    named = (s for s in look.document.of(SegmentKind.OWN) if matter.speaks(s, circular))
    return all(any(s.start <= e.start < s.end for e in instead) for s in named)


def _tells_apart(look: _Look, note: Sequence[Evidence]) -> bool:
    """Whether readiness is told in words that are not those of the absence itself («Буду 1-го»)."""
    words = look.relevance.substance.words if look.relevance else ()
    return any("готов" in word.text.lower() or not any(map(word.overlaps, note)) for word in words)


def _machine_signs(look: _Look) -> tuple[Evidence, ...]:
    document, subject = look.document, look.document.mail.subject
    signs = [
        cue
        for means in ("machine", "absent", "registered", "moved")
        for cue in look.cues.get(means, ())
    ]
    signs += machines.signature(document)
    if machines.says_auto(document) or machines.is_ticket(document):
        signs.append(Evidence("subject", 0, len(subject), subject, "kind.auto_subject"))
    return tuple(signs)


def person(look: _Look) -> Classified:
    """A person's mail: a reply, or about something else."""
    mail = look.document.mail
    answerable = machines.may_answer(mail, look.circular)
    if look.relevance is None:
        return Classified(Kind.UNRELATED, answerable=answerable)
    reply, sure = verdict.decide(look.relevance)
    if reply and machines.is_list(mail):
        reply, sure = _of_list(look.relevance, named=machines.has_list_header(mail))
    civil = reply and not look.relevance.attached and relevance.is_small_talk(look.document)
    doubts = [] if sure or civil else [Doubt("unsure_kind")]
    firm = look.relevance.proven and look.answers
    if reply and machines.has_auto_header(mail) and not firm:
        doubts.append(Doubt("automatic_header"))
    kind = Kind.REPLY if reply else Kind.UNRELATED
    return Classified(kind, (), tuple(doubts), look.relevance.strange, answerable, civil)


def _of_list(found: Relevance, *, named: bool) -> tuple[bool, bool]:
    """What came over a list speaks to everybody: an answer only if it is tied to the circular,
    or, under a mere «Precedence», comes from a recipient; and really answers."""
    known = found.tied or (found.proven and not named)
    if known and found.substance.firm:
        return True, True
    return False, not (found.proven and found.substance.firm)


def _bounce(look: _Look) -> Classified:
    own = look.circular.own_addresses if look.circular else ()
    failed = bounces.bounced(look.document, own)
    return Classified(Kind.BOUNCE, failed, answerable=False)


TESTS: tuple[Callable[[_Look], Classified | None], ...] = (
    ourselves,
    report,
    delivery_report,
    challenge,
    bounce_by_words,
    receipt_by_words,
    answering_machine,
    receipt_by_hand,
    person,
)
"""The first that has an opinion decides; the last always has one."""
