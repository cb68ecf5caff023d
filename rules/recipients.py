"""Which recipient speaks: a ladder of proof.

Our own thread, then the address book, then the domain prove it. A sender whom nothing proves may
say it: a plain statement, a letterhead or a signature settles; a faint or contradictory saying is
put before a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules import clues
from rules.clues import Clue, Weight
from rules.document import Document
from rules.model import Address, Circular, Doubt, Evidence, Mail, Thread
from rules.threads import answered, flaws


@dataclass(frozen=True, slots=True)
class Identity:
    """Codes of the recipients this mail answers for, the writer's own first."""

    codes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """All that points to one recipient."""

    code: str
    clues: tuple[Clue, ...]

    @property
    def weight(self) -> Weight:
        return max(clue.weight for clue in self.clues)

    @property
    def total(self) -> int:
        """The weights of independent sources together."""
        best: dict[str, int] = {}
        for clue in self.clues:
            best[clue.source] = max(best.get(clue.source, 0), clue.weight)
        return sum(best.values())

    @property
    def best(self) -> Clue:
        return max(self.clues, key=lambda clue: clue.weight)

    @property
    def states(self) -> bool:
        """Whether the writer says that he speaks for this recipient."""
        return self.weight is Weight.STATED

    @property
    def speaks(self) -> bool:
        """Whether this recipient speaks here by name."""
        return self.states or any(
            clue.weight is Weight.NAMED and not clue.source.endswith("/own") for clue in self.clues
        )


def identify(
    document: Document,
    circular: Circular,
    threads: Mapping[str, Thread],
    found: Sequence[Clue] | None = None,
) -> Identity:
    """Who answers, by the strongest proof there is. `found` are the mail's clues if known."""
    cases = _cases(clues.gather(document, circular) if found is None else found)
    proof = _proof(document, circular, threads)
    if proof:
        others = _threaded(document.mail, circular, threads)
        return _against_thread(_proven(proof, cases, circular), others, circular)
    likeness = _likeness(document.mail.sender, circular)
    told = _told(cases, circular)
    told = _warned(told, likeness, circular) if likeness else told
    if not set(document.mail.in_reply_to).intersection(circular.message_ids):
        told = _unsupported(told, cases)
    return _flawed(told, flaws(document.mail, threads))


def _unsupported(told: Identity, cases: Sequence[_Case]) -> Identity:
    """A stranger's mail outside our thread, whose display name alone tells a recipient, or is his
    office's while the address is not: anybody can give himself such a name."""
    if told.doubts or not told.codes:
        return told
    said = [c for case in cases if case.code == told.codes[0] for c in case.clues]
    posing = [clue for clue in said if clue.evidence.rule == clues.OFFICE_NAME]
    if posing:
        detail = "имя отправителя — учреждения, а адреса этого в справочнике нет"
    elif all(c.source in _UNPROVABLE for c in said if c.weight >= Weight.HINTED):
        detail = "адресат назван только в имени отправителя"
    else:
        return told
    evidence = tuple(c.evidence for c in posing or said[:1])
    return Identity(told.codes, (Doubt("unproven_sender", detail, evidence),), told.evidence)


_UNPROVABLE = frozenset({"display", "mailbox"})


def _against_thread(
    told: Identity, thread: tuple[str, Evidence] | None, circular: Circular
) -> Identity:
    """A known sender who answers what was sent to another recipient: forwarded, or forged."""
    if thread is None or thread[0] in told.codes or told.doubts:
        return told
    named = _names((*told.codes, thread[0]), circular)
    detail = f"адрес — {named[0]}, а письмо, на которое отвечают, было послано: {named[1]}"
    doubt = Doubt("ambiguous_recipient", detail, (*told.evidence, thread[1]))
    return Identity(told.codes, (doubt,), told.evidence)


def _flawed(told: Identity, why: Sequence[str]) -> Identity:
    """A token that proves nothing makes even a plain saying doubtful."""
    if not why:
        return told
    doubts = tuple(d for d in told.doubts if d.name != "unproven_sender")
    return Identity(told.codes, (*doubts, Doubt("unproven_sender", why[0])), told.evidence)


def _cases(found: Sequence[Clue]) -> list[_Case]:
    codes = dict.fromkeys(clue.code for clue in found)
    cases = [_Case(code, tuple(c for c in found if c.code == code)) for code in codes]
    return sorted(cases, key=lambda case: (case.weight, case.total), reverse=True)


def _proof(
    document: Document, circular: Circular, threads: Mapping[str, Thread]
) -> tuple[str, Evidence] | None:
    """The recipient that thread or sender's address prove; the address outranks the thread."""
    mail = document.mail
    if mail.sender and (code := clues.by_address(mail.sender.address, circular)):
        address = mail.sender.address
        start = len(mail.sender.name) + 2
        return code, Evidence("from", start, start + len(address), address, "recipient.address")
    return _threaded(mail, circular, threads)


def _threaded(
    mail: Mail, circular: Circular, threads: Mapping[str, Thread]
) -> tuple[str, Evidence] | None:
    """The recipient whose letter the mail answers."""
    for reference, thread in answered(mail, threads):
        if thread.circular == circular.number and circular.recipient(thread.recipient):
            evidence = Evidence("in-reply-to", 0, len(reference), reference, "recipient.thread")
            return str(thread.recipient), evidence
    return None


def _proven(proof: tuple[str, Evidence], cases: Sequence[_Case], circular: Circular) -> Identity:
    code, evidence = proof
    rivals = [case for case in cases if case.code != code and case.speaks]
    if not rivals:
        return Identity((code,), (), (evidence,))
    shown = (evidence, *(case.best.evidence for case in rivals))
    if any(case.code == code and case.states for case in cases):
        return _several((code, *(case.code for case in rivals)), shown, circular)
    named = _names((code, *(case.code for case in rivals)), circular)
    doubt = Doubt("ambiguous_recipient", f"адрес — {named[0]}, в тексте — {named[1]}", shown)
    return Identity((code,), (doubt,), shown)


def _several(codes: tuple[str, ...], shown: tuple[Evidence, ...], circular: Circular) -> Identity:
    doubt = Doubt("several_recipients", ", ".join(_names(codes, circular)), shown)
    return Identity(codes, (doubt,), shown)


def _names(codes: Sequence[str], circular: Circular) -> list[str]:
    found = (circular.recipient(code) for code in codes)
    return [recipient.name for recipient in found if recipient]


def _told(cases: Sequence[_Case], circular: Circular) -> Identity:
    """What a sender whom nothing proves says of himself."""
    if not cases:
        return Identity(doubts=(Doubt("unknown_recipient"),))
    best, shown = cases[0], (cases[0].best.evidence,)
    stated = [case for case in cases if case.states]
    if len(stated) > 1:
        evidence = tuple(case.best.evidence for case in stated)
        return _several(tuple(case.code for case in stated), evidence, circular)
    rivals = [case for case in cases[1:] if _rivals(case, best)]
    if rivals:
        codes = [best.code, *(case.code for case in rivals)]
        evidence = (*shown, *(case.best.evidence for case in rivals))
        doubt = Doubt("ambiguous_recipient", ", ".join(_names(codes, circular)), evidence)
        return Identity((best.code,), (doubt,), evidence)
    if best.weight >= Weight.HINTED or best.total >= Weight.NAMED:
        return Identity((best.code,), (), shown)
    doubt = Doubt("unproven_sender", f"возможно, {_names([best.code], circular)[0]}", shown)
    return Identity((best.code,), (doubt,), shown)


def _rivals(case: _Case, best: _Case) -> bool:
    if best.states:
        return case.speaks
    if best.weight is Weight.NAMED:
        return case.weight >= Weight.HINTED
    return case.weight == best.weight or case.total >= best.total


def _likeness(sender: Address | None, circular: Circular) -> tuple[str, str] | None:
    """A known address or domain that the sender's resembles, as forgers and typing slips do."""
    if sender is None:
        return None
    domain = sender.address.rpartition("@")[2]
    official = {a.partition("@")[2] for r in circular.recipients for a in r.addresses}
    if domain in official:
        return None
    for recipient in circular.recipients:
        for known in (*recipient.addresses, *recipient.domains):
            mine = sender.address if "@" in known else domain
            if _nearly(mine, known):
                return recipient.code, known
    return None


def _nearly(one: str, two: str) -> bool:
    """Whether two addresses differ in one letter put in, left out, changed or two swapped."""
    if one == two or abs(len(one) - len(two)) > 1 or len(two) < 8:
        return False
    head = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), None)
    head = min(len(one), len(two)) if head is None else head
    rests = ((head + 1, head + 1), (head, head + 1), (head + 1, head))
    swapped = (
        one[head : head + 2] == two[head : head + 2][::-1] and one[head + 2 :] == two[head + 2 :]
    )
    return swapped or any(one[i:] == two[j:] for i, j in rests)


def _warned(told: Identity, likeness: tuple[str, str], circular: Circular) -> Identity:
    code, known = likeness
    doubt = Doubt("unproven_sender", f"адрес похож на {known}, но не совпадает с ним")
    codes = told.codes or ((code,) if circular.recipient(code) else ())
    doubts = tuple(d for d in told.doubts if d.name not in ("unknown_recipient", "unproven_sender"))
    return Identity(codes, (*doubts, doubt), told.evidence)
