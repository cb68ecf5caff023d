"""What a mail says of who wrote it, each saying with its weight.

STATED: the writer says whom he speaks for («Лиманский район сообщает», «по Лиманскому району»).
NAMED: letterhead, signature, or «администрация Лиманского района» amid a sentence.
HINTED: display name, subject, a settlement, an address of the district in the text.
FAINT: a mention as a place, a telephone code, a piece of the sender's mailbox name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

from rules import latin
from rules.document import Document, Segment, SegmentKind, Sentence
from rules.model import Address, Circular, Evidence, PartRole
from rules.places import Mention, Naming, fold, is_common, mentions


class Weight(IntEnum):
    """How much a clue proves."""

    NOTHING = 0
    FAINT = 1
    HINTED = 2
    NAMED = 3
    STATED = 4


@dataclass(frozen=True, slots=True)
class Clue:
    """Something that points to a recipient; `source` tells clues of one origin from others."""

    code: str
    weight: Weight
    source: str
    evidence: Evidence


_READ = {SegmentKind.OWN, SegmentKind.LETTERHEAD, SegmentKind.SIGNATURE}
_SEGMENT_LIMIT = 12_000
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}")
_MAILBOX_WORD = re.compile(r"[a-z]+")
_TO_FIELD = re.compile(r"(?:кому|to)[*_ \t]*:[^\n]{0,300}", re.IGNORECASE)

_FROM_FIELD = re.compile(
    r"^[*_ \t]*(?:от|from)[*_ \t]*:[^\n]{0,200}?([\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6})",
    re.IGNORECASE | re.MULTILINE,
)
_HEAD_WIDTH = 600

_NEIGHBOUR = re.compile(
    r"сосед|в отличие|по примеру|по опыту|как и в|как в|аналогично|вместе с|совместно|у коллег"
    r"|коллег\w* из"
)
_BODY = (
    r"(?:администраци\w*|мо|муниципальн\w+\s+\w+|глав[аыо]\w?|совет\w*|аппарат\w*|зато"
    r"|городск\w+\s+округ\w*|мэри\w+|исполком\w*)"
)
_BODY_BEFORE = re.compile(rf"{_BODY}[\s«\"]{{1,3}}\Z")
_OFFICE_BEFORE = re.compile(
    r"(?:отдел\w*|управлени\w*|сектор\w*|приемн\w*|служб\w*)[^.!?\n]{0,60}\Z"
)
_AT_BODY = re.compile(rf"\b(?:в|во|из|у|к|через|с)\s+{_BODY}[\s«\"]{{1,3}}\Z")
_FOR = re.compile(
    r"\b(?:по|за|от|для|имени|это|(?:мы|я|пишу|пишем|пишет|звоним|день|утро|вечер|ответ) из"
    r"|(?:привет\w*|здравствуйте|здрасьте) из|наш\w{0,3},?|у нас,?(?: в)?)"
    r"[\s«\"]{1,3}\Z"
)
_FROM_HERE = re.compile(r"(?:\A|[.!?\n,])\s*(?:из|с)\s[\s«\"]{0,2}\Z")
_WE_WRITE = re.compile(r"\s*(?::|вам |снова )?(?::|пиш|сообща|доклад|беспоко|привет|ответ)")
_PLACED = re.compile(r"\b(?:в|во|из|с|со|к|ко|через|под|около|до|при|на)\s[\s«\"]{0,2}\Z")
_ADDRESSED = re.compile(r"\b(?:главе|главам|руководителю|в\s+администрацию)[^\n]{0,40}\Z")
_OPENING = re.compile(
    r"(?:\A|[.!?\n:;(–—-]|(?:сообща|информиру|докладыва|уведомля)\w+,? что\s)"
    r"[\s«\"]*(?:уважаем[^.!?\n]{0,40}[.!?\n]\s*)?\Z"
)
_STATEMENT = re.compile(
    r"[»\"]?\s*(?::|[–—-]\s|(?:к подключ|техническ\w+ )?готов|сообща|информир|направля)"
)
_NOUN_BEFORE = re.compile(r"\bраион\w{0,2}\s*[(,«\"]\s*\Z")
_NOMINATIVE = re.compile(r"[а-я-]+ии\s+(?:раионы?|р-н)\Z|зато\b|город\s")


OFFICE_NAME = "recipient.office_display_name"
"""The rule whose evidence is a display name that is a recipient's office: «Администрация …»."""
_OFFICIAL = re.compile(r"администр|\bадм\b|\bглав[аы]\b|приемн|мэри[яи]|канцеляри|\bмо\b")


def gather(document: Document, circular: Circular) -> tuple[Clue, ...]:
    """All clues in the texts and headers of the mail."""
    return (*of_text(document, circular), *of_headers(document, circular))


def of_text(document: Document, circular: Circular) -> Iterator[Clue]:
    """Clues in the texts of the mail."""
    for segment, below in pairwise((*document.segments, None)):
        assert segment is not None
        if segment.kind in _READ:
            yield from _of_segment(segment, circular)
        elif segment.kind is SegmentKind.QUOTED:
            yield from _of_quote(segment, circular)
        if below and below.kind in _READ and below.part is segment.part:
            yield from _of_forward(segment, circular)


def _of_segment(segment: Segment, circular: Circular) -> Iterator[Clue]:
    text = segment.text[:_SEGMENT_LIMIT]
    if latin.is_latin(segment.part.text):
        yield from _of_latin(segment, text, circular)
    folded = fold(text)
    found = mentions(text, circular)
    for number, mention in enumerate(found):
        after = found[number + 1] if number + 1 < len(found) else None
        weight = _weigh(folded, mention, after, segment.kind, circular)
        if weight:
            yield _clue(segment, mention, weight)
    yield from _of_addresses(segment, text, circular, Weight.HINTED)
    yield from _of_phones(segment, text, circular)


def _of_latin(segment: Segment, text: str, circular: Circular) -> Iterator[Clue]:
    """Names in a text typed in Latin letters; the whole stretch is the evidence."""
    whole = Sentence(segment, segment.start, segment.start + len(text))
    read = latin.in_cyrillic(whole).text
    folded, found = fold(read), mentions(read, circular)
    for mention in found:
        weight = _weigh(folded, mention, None, segment.kind, circular)
        if weight:
            source = f"{mention.naming.name}/{segment.kind.value}"
            yield Clue(mention.code, weight, source, whole.evidence("recipient.in_latin_letters"))


def _clue(segment: Segment, mention: Mention, weight: Weight) -> Clue:
    rule = f"recipient.{mention.naming.name.lower()}_in_{segment.kind.value}"
    evidence = segment.evidence(rule, mention.start, mention.end)
    return Clue(mention.code, weight, f"{mention.naming.name}/{segment.kind.value}", evidence)


def _weigh(
    text: str, mention: Mention, after: Mention | None, kind: SegmentKind, circular: Circular
) -> Weight:
    before = text[max(0, mention.start - 80) : mention.start]
    if is_common(text, mention, circular) and not _by_body(before):
        return Weight.STATED if _heads_statement(text, before, mention) else Weight.NOTHING
    if _NEIGHBOUR.search(re.split(r"[.!?\n]", before)[-1]):
        return Weight.NOTHING
    if kind is SegmentKind.LETTERHEAD:
        return _weigh_heading(before, mention)
    if kind is SegmentKind.SIGNATURE:
        return Weight.NAMED if mention.naming is Naming.NAME else Weight.HINTED
    if mention.naming is Naming.NAME or _shares_noun(text, mention, after):
        return _weigh_name(text[mention.start : mention.end], before)
    return _weigh_other(text, before, mention)


def _heads_statement(text: str, before: str, mention: Mention) -> bool:
    """«Город Приморск: к подключению готовы»."""
    behind = text[mention.end : mention.end + 20]
    return _OPENING.search(before) is not None and _STATEMENT.match(behind) is not None


def _by_body(before: str) -> bool:
    return _BODY_BEFORE.search(before) is not None or _OFFICE_BEFORE.search(before) is not None


def _shares_noun(text: str, mention: Mention, after: Mention | None) -> bool:
    """«за Лиманский и Икрянинский районы»."""
    if mention.naming is not Naming.ADJECTIVE or after is None or after.code == mention.code:
        return False
    between = text[mention.end : after.start]
    return re.fullmatch(r"\s*(?:,|и|,\s*и)\s*", between) is not None


def _weigh_heading(before: str, mention: Mention) -> Weight:
    if _ADDRESSED.search(before):
        return Weight.FAINT
    if mention.naming is Naming.NAME:
        return Weight.NAMED
    return Weight.FAINT if mention.naming is Naming.ADJECTIVE else Weight.HINTED


def _weigh_name(name: str, before: str) -> Weight:
    opening = before
    body = _BODY_BEFORE.search(before)
    if body:
        opening = before[: body.start()]
    if _AT_BODY.search(before):
        return Weight.HINTED
    if _OPENING.search(opening) or _FOR.search(opening) or _FOR.search(before):
        return Weight.STATED
    if body:
        return Weight.NAMED
    if _PLACED.search(before):
        return Weight.HINTED if _OPENING.search(_PLACED.sub("", before)) else Weight.FAINT
    return Weight.STATED if _NOMINATIVE.match(name) else Weight.HINTED


def _weigh_other(text: str, before: str, mention: Mention) -> Weight:
    """A settlement, or the district's adjective by itself."""
    behind = text[mention.end : mention.end + 20]
    if mention.naming is Naming.ADJECTIVE:
        if (
            _FOR.search(before)
            or _NOUN_BEFORE.search(before)
            or (_FROM_HERE.search(before) and _WE_WRITE.match(behind))
            or re.match(r"\s+(?:раионн\w+\s+)?администраци", behind)
        ):
            return Weight.NAMED
        return Weight.FAINT
    if _BODY_BEFORE.search(before):
        return Weight.HINTED if _AT_BODY.search(before) else Weight.NAMED
    if _FOR.search(before) or _OPENING.search(before):
        return Weight.HINTED
    if _FROM_HERE.search(before) and _WE_WRITE.match(behind):
        return Weight.HINTED
    settled = mention.naming is Naming.SETTLEMENT and not _PLACED.search(before)
    return Weight.HINTED if settled else Weight.FAINT


def _of_addresses(
    segment: Segment, text: str, circular: Circular, weight: Weight
) -> Iterator[Clue]:
    for match in _ADDRESS.finditer(text):
        code = by_address(match.group().lower(), circular)
        if code:
            evidence = segment.evidence("recipient.address_in_text", *match.span())
            yield Clue(code, weight, "address", evidence)


def _of_phones(segment: Segment, text: str, circular: Circular) -> Iterator[Clue]:
    codes = {r.phone_code: r.code for r in circular.recipients if len(r.phone_code) >= 5}
    if not codes:
        return
    found = {m.group(1): m for m in reversed(list(_phone_codes(tuple(codes)).finditer(text)))}
    for digits, match in sorted(found.items(), key=lambda item: item[1].start()):
        evidence = segment.evidence("recipient.phone_code", *match.span(1))
        yield Clue(codes[digits], Weight.FAINT, "phone", evidence)


@lru_cache(maxsize=16)
def _phone_codes(codes: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d)(?:8|\+?7)?[\s(-]{{0,3}}({'|'.join(codes)})\)?[\s-]?\d")


def _of_quote(segment: Segment, circular: Circular) -> Iterator[Clue]:
    """«Кому: …» above the quoted circular tells whose copy is answered."""
    text = segment.text[:_SEGMENT_LIMIT]
    for field in _TO_FIELD.finditer(text):
        found = {by_address(m.group().lower(), circular) for m in _ADDRESS.finditer(field.group())}
        codes = {code for code in found if code}
        if len(codes) == 1:
            evidence = segment.evidence("recipient.quoted_to", *field.span())
            yield Clue(codes.pop(), Weight.HINTED, "quoted", evidence)


def _of_forward(segment: Segment, circular: Circular) -> Iterator[Clue]:
    """«От: …» right above words that are taken for an answer: whose words are handed on."""
    nested = segment.kind is SegmentKind.LETTERHEAD and segment.part.role is PartRole.FORWARDED
    if not nested and segment.kind is not SegmentKind.QUOTED:
        return
    head = segment.text[-_HEAD_WIDTH:]
    fields = list(_FROM_FIELD.finditer(head))
    code = by_address(fields[-1].group(1).lower(), circular) if fields else None
    if code:
        before = len(segment.text) - len(head)
        start, end = (before + at for at in fields[-1].span(1))
        evidence = segment.evidence("recipient.handed_on", start, end)
        yield Clue(code, Weight.NAMED, "forwarded", evidence)


def by_address(address: str, circular: Circular) -> str | None:
    """The recipient that an address belongs to, by the address book or its own domain."""
    domain = address.rpartition("@")[2]
    for recipient in circular.recipients:
        if address in recipient.addresses:
            return recipient.code
    for recipient in circular.recipients:
        if any(domain == d or domain.endswith("." + d) for d in recipient.domains):
            return recipient.code
    return None


def of_headers(document: Document, circular: Circular) -> Iterator[Clue]:
    """Clues in subject, display name, Reply-To and the name of the mailbox."""
    mail = document.mail
    for mention in mentions(mail.subject[:500], circular):
        if not is_common(mail.subject, mention, circular):
            words = mail.subject[mention.start : mention.end]
            evidence = Evidence("subject", mention.start, mention.end, words, "recipient.subject")
            yield Clue(mention.code, Weight.HINTED, "subject", evidence)
    if mail.reply_to and (code := by_address(mail.reply_to.address, circular)):
        address = mail.reply_to.address
        evidence = Evidence("reply-to", 0, len(address), address, "recipient.reply_to")
        yield Clue(code, Weight.HINTED, "reply-to", evidence)
    if mail.sender:
        yield from _of_sender(mail.sender, circular)


def _of_sender(sender: Address, circular: Circular) -> Iterator[Clue]:
    name = sender.name[:200]
    for mention in mentions(name, circular):
        if is_common(name, mention, circular) and not _by_body(fold(name[: mention.start])):
            continue
        words = name[mention.start : mention.end]
        office = mention.naming is Naming.NAME and _OFFICIAL.search(fold(name)) is not None
        rule = OFFICE_NAME if office else "recipient.display_name"
        evidence = Evidence("from", mention.start, mention.end, words, rule)
        yield Clue(mention.code, Weight.HINTED, "display", evidence)
    yield from _of_mailbox(sender, circular)


def _of_mailbox(sender: Address, circular: Circular) -> Iterator[Clue]:
    """«adm-harabali@…» resembles harabali@…; within an official domain that is nearly proof."""
    local, _, domain = sender.address.partition("@")
    words = set(_MAILBOX_WORD.findall(local))
    official = {a.partition("@")[2] for r in circular.recipients for a in r.addresses}
    for recipient in circular.recipients:
        known = {a.partition("@")[0] for a in recipient.addresses}
        known |= {d.partition(".")[0] for d in recipient.domains}
        for word in sorted(known):
            if word in words:
                at = len(sender.name) + 2 + local.index(word)
                evidence = Evidence("from", at, at + len(word), word, "recipient.mailbox")
                weight = Weight.HINTED if domain in official else Weight.FAINT
                yield Clue(recipient.code, weight, "mailbox", evidence)
