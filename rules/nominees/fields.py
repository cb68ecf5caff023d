"""Post, telephone and e-mail of each nominee: what stands beside his name, and only his."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rules import positions
from rules.contacts import Contact
from rules.document import SegmentKind
from rules.nominees import broken_numbers, first_person, settle, shared_contacts, told_below
from rules.nominees.cues import SENDS
from rules.nominees.lines import Letter, Line, Mention, PersonKind, Role, contacts_within
from rules.nominees.post_beside import LEFT_OPEN, post, tells_of_several, windows
from rules.nominees.shared_posts import shared_post
from rules.nominees.told_below import IT_IS_ME, NOT_HIS

_AFTER_NOT_HIS = re.compile(
    r"\s*[(,–—-]?\s*(?:при[её]мн\w+|факс\w*|мой\b(?!\s+(?:не|в|ниже)\b)|это\s+(?:при[её]мн|мой)|канцеляри\w+"
    r"|общий\b|дежурн\w+)",
    re.IGNORECASE,
)
_DENIED = re.compile(r"(?:\bне|вместо|(?:указан|был)\w*(?:\s+как)?)\s*[«\"]?$", re.IGNORECASE)
_MINE = re.compile(r"\bмо[йяё]\b", re.IGNORECASE)
_SURE = (Role.NOMINATED, Role.WEAK)


def describe(letters: Sequence[Letter]) -> None:
    """Fill in post and contacts of all nominated mentions."""
    for mention in [m for x in letters for line in x.lines for m in line.mentions if m.echo]:
        _add_echo(mention)
    for letter in letters:
        broken_numbers.join(letter.lines)
        for index, line in enumerate(letter.lines):
            above = letter.lines[index - 1] if index else None
            nominated = [m for m in line.mentions if m.role in _SURE and m.rule != "table_row"]
            if nominated:
                _join_broken(line, letter.lines[index + 1 : index + 6])
                _join_above(line, above)
            for mention in nominated:
                post(mention, line)
            if len(nominated) == 1 and nominated[0].position is None:
                _post_above(nominated[0], above)
            if nominated:
                shared_post(nominated, line, letter.lines[index + 1 : index + 2])
                _own_contacts(nominated, line)
                told_below.describe(nominated, letter.lines[index + 1 : index + 10])
        shared_contacts.give(letter)
    _by_surname(letters)


def _add_echo(mention: Mention) -> None:
    """Let what stands behind the rest of a name be looked at too."""
    echo = mention.echo
    if echo is None or mention.role not in _SURE:
        return
    if echo.line is mention.line:
        mention.person = replace(mention.person, end=echo.person.end)
    else:
        echo.settle(mention.role, mention.rule, mention.cue)
        echo.line.mentions.append(echo)
        echo.line.mentions.sort(key=lambda m: m.person.start)


def _join_broken(line: Line, below: Sequence[Line]) -> None:
    """Take in the lines below while the sentence has not ended: the letter was wrapped."""
    text = line.sentence.part.text
    end = line.sentence.end
    for other in below:
        gap = text[end : other.sentence.start]
        open_ended = text[end - 1] not in ".;:!?" or _OPEN_END.search(text, max(0, end - 12), end)
        strange = other.kind is not line.kind and not _goes_on_below(other)
        if other.mentions or strange or gap.count("\n") != 1 or not open_ended:
            break
        if not _wraps(text, end, other):
            break
        end = other.sentence.end
    if end > line.sentence.end:
        line.joined = end
        line.contacts = contacts_within(text, line.sentence.start, end)


_OPEN_END = re.compile(r"(?:[-–]\s*|\b(?:тел|моб|сот|т|e-?mail|mail|почта)\.?:)\Z", re.IGNORECASE)


def _goes_on_below(other: Line) -> bool:
    """A line taken for a signature that only goes on with a sentence in capitals."""
    return other.kind is SegmentKind.SIGNATURE and bool(other.contacts) and other.text.isupper()


def _wraps(text: str, end: int, other: Line) -> bool:
    first = text[other.sentence.start]
    capitals = text[end - 12 : end].isupper() and other.text.isupper() and text[end - 1].isalpha()
    last = text[end - 1]
    number = last in ":)" or (last.isdigit() and first.isdigit())
    return last in ",-" or first.islower() or last.islower() or number or first == "(" or capitals


def _join_above(line: Line, above: Line | None) -> None:
    """«… просим принять главного специалиста⏎Карабаева …»: his post ends the line above."""
    if above is None or not above.own:
        return
    text = line.sentence.part.text
    if above.mentions:
        found = LEFT_OPEN.search(text, above.mentions[-1].person.end, above.sentence.end)
        if found and not text[line.sentence.start : line.mentions[0].person.start].strip():
            line.begins = found.start(1)
        return
    gap = text[above.sentence.end : line.sentence.start]
    first = min(m.person.start for m in line.mentions)
    starts = not text[line.sentence.start : first].strip()
    if starts and gap.strip(" ") == "\n" and text[above.sentence.end - 1].isalpha():
        line.begins = above.sentence.start


_ANY = frozenset({"специалист", "человек", "работник", "сотрудник"})


def _post_above(mention: Mention, above: Line | None) -> None:
    """«Участие примет главный специалист по связи. ФИО - Буйнов Ч.А.»: the post was told first."""
    if above is None or not above.own or above.mentions or above.has("declined", "later"):
        return
    wanted = SENDS if above.training else ("send", "nominate")
    if not above.has(*wanted):
        return
    end = max(c.end for c in above.cues if c.phrase.means in ("training", *wanted))
    found = positions.after(above.sentence.part.text, end, above.sentence.end)
    if found and found.value not in _ANY and not tells_of_several(above.text[-80:]):
        mention.take_post(found, above)


def _own_contacts(nominated: list[Mention], line: Line) -> None:
    shared = _is_shared(nominated, line)
    for mention in nominated:
        _, end = windows(mention, line)
        for contact in line.contacts:
            if mention.person.end <= contact.start < end and not shared:
                _give(mention, contact, line)
    if len(nominated) == 1 and nominated[0].phone is None:
        for contact in line.contacts:
            if contact.end <= nominated[0].person.start and len(line.mentions) == 1:
                _give(nominated[0], contact, line)


def _is_shared(nominated: list[Mention], line: Line) -> bool:
    """«X и Y, тел. …»: the number might be anybody's."""
    if len(nominated) < 2:
        return False
    first, last = nominated[0], nominated[-1]
    early = [c for c in line.contacts if first.person.end <= c.start < last.person.start]
    return not (early or last.position)


def _give(mention: Mention, contact: Contact, line: Line) -> None:
    text = line.sentence.part.text
    before = text[max(line.sentence.start, mention.person.end, contact.start - 40) : contact.start]
    if contact.end <= mention.person.start:
        before = text[max(line.sentence.start, contact.start - 40) : contact.start]
    for told in (e for e in mention.evidence if e.rule == "nominee.position"):
        # «секретарь приёмной 8-927…»: the words of his post label no number.
        if (
            told.end <= contact.start
            and contact.start - told.end < 40
            and told.start > mention.person.end
        ):
            before = text[told.end : contact.start]
    before = re.split(r"[;,(]|\d{2,}[,\s]", before)[-1]
    following = text[contact.end : contact.end + 40]
    if _DENIED.search(before) or _reaches_another(mention, contact, text, line):
        return
    next_one = min([c.start for c in line.contacts if c.start > contact.end], default=None)
    if next_one is not None:
        # «…, факс для вызова 5-10-00»: a label with a number of its own.
        following = re.split(r"[,;]", text[contact.end : next_one])[0]
    others = contact.fax or NOT_HIS.search(before) or _AFTER_NOT_HIS.match(following)
    mine = mention.rule == "myself" or first_person.speaks(line)
    myself = mine and _MINE.search(before) is not None
    if not others or myself or IT_IS_ME.search(following):
        mention.take_contact(contact, line)


_CALL = re.compile(
    r"\b(?:по)?(?:звон|обращ|спраш|набира)\w+\s+(?:к\s+|лучше\s+|только\s+)?([А-ЯЁ][а-яё]{3,})[^;.]*\Z"
)


def _reaches_another(mention: Mention, contact: Contact, text: str, line: Line) -> bool:
    """«учиться будет X; звонить Ситникову 112 или 5-01-12»: whom the number reaches is named."""
    called = _CALL.search(text, max(line.sentence.start, mention.person.end), contact.start)
    return called is not None and called[1][:4].lower() not in mention.person.words.lower()


def _by_surname(letters: Sequence[Letter]) -> None:
    """«Контактный телефон Штепо М.В.: …» elsewhere in the mail."""
    nominees = [m for x in letters for line in x.lines for m in line.nominated]
    for mention, line, contact in _named_contacts(letters):
        same = [n for n in nominees if settle.same_person(n, mention) and n.line is not line]
        distinct = {n.reading.formal for n in same}
        if len(distinct) == 1:
            mention.settle(Role.MENTIONED, "contact_of_nominee")
            if not contact.fax:
                same[0].take_contact(contact, line)


def _named_contacts(letters: Sequence[Letter]) -> Iterator[tuple[Mention, Line, Contact]]:
    """A person with a contact directly behind, in a line about contacts."""
    for letter in letters:
        for line in letter.lines:
            if line.kind is not SegmentKind.OWN or not line.contacts:
                continue
            text = line.sentence.part.text
            for mention in line.mentions:
                if mention.role is Role.NOMINATED:
                    continue
                _, end = windows(mention, line)
                lead = line.lead(mention)
                for contact in line.contacts:
                    told = lead + text[mention.person.end : contact.start]
                    called = mention.person.kind is PersonKind.FIRST
                    if mention.person.end <= contact.start < end and (
                        called or _LABELLED.search(told.lower())
                    ):
                        yield mention, line, contact


_LABELLED = re.compile(r"тел|номер|сот|моб|конт|почт|mail|адрес|координат|т\.")
