"""Post, telephone and e-mail of each nominee: what stands beside his name, and only his."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rules import positions
from rules.contacts import Contact, ContactKind, contacts
from rules.document import SegmentKind
from rules.nominees import settle, shared_contacts
from rules.nominees.grammar import is_finite
from rules.nominees.lines import Letter, Line, Mention, PersonKind, Role
from rules.nominees.post_beside import PRONOUN, post, shared_post, tells_of_several, windows

_NOT_HIS = re.compile(
    r"(?:при[её]мн\w+|(?<!/)факс\w*|(?<!\w)(?<!не )мо[йяё]\b|(?<!не )\bмне\b|\bотдел\s*:?\s*$"
    r"|дежурн\w+"
    r"|канцеляри\w+|справк\w*|исполнител\w*|исп\.|бухгалтери\w*|общий\s+телефон)",
    re.IGNORECASE,
)
_AFTER_NOT_HIS = re.compile(
    r"\s*[(,–—-]?\s*(?:при[её]мн\w+|факс\w*|мой\b|это\s+(?:при[её]мн|мой)|канцеляри\w+"
    r"|общий\b|дежурн\w+)",
    re.IGNORECASE,
)
_DENIED = re.compile(r"(?:\bне|вместо|(?:указан|был)\w*(?:\s+как)?)\s*[«\"]?$", re.IGNORECASE)
_MINE = re.compile(r"\bмо[йяё]\b", re.IGNORECASE)
_IT_IS_ME = re.compile(r"^\W*(?:это\s+)?я\b", re.IGNORECASE)
_ITEM = r"^\W*(?:(?:\d{1,2}(?:\.\d{1,2})*|[а-яa-z])[.)]{1,2}\s*)?"
_HIS = re.compile(
    _ITEM + r"(?:(?:факс|средства\s+связи|координаты|личн\w+|прям\w+|дозвон\w+|пишите|писать"
    r"|доступ\w+|на|по|телефон\s+(?:специалиста|слушателя|кандидата)|контактн\w+|правильн\w+|верн\w+|рабоч\w+|служебн\w+"
    r"|сотов\w+|мобильн\w+|е[её]|его|их|для\s+связи|куда\s+звонить|дозвониться|тел\w*|тлф|т|сот|моб|раб|e-?mail|эл\w*"
    r"|почт\w+|адрес\w*|номер\w*|связь|звонить|связаться|контакт\w*|конт)\b[\s.:/()]*)+",
    re.IGNORECASE,
)
_POSITION_LABEL = re.compile(
    _ITEM + r"(?:(?:занимаем\w+|замещаем\w+|занимает|замещает|е[её]|его)\s+)?"
    r"(?:(?:(?:должност\w+|долж-ть|долж[н.]+|место)(?:(?:\s+[а-яё]+){0,2}\s*(?:\([^()\n]{1,30}\)\s*)?[:–—\t,-]+)?|кто\s*[:–—-]|чин\s*[:–—-])"
    r"|кто\s+(?:он|она)\s*[:–—-]|(?:по\s+(?:штату|должности)\s+)(?:он|она)\b"
    r"|(?:он\w?\s+)?(?:работает|трудится|служит)(?:\s+у\s+нас)?\b)\s*",
    re.IGNORECASE,
)
_SURE = (Role.NOMINATED, Role.WEAK)


def describe(letters: Sequence[Letter]) -> None:
    """Fill in post and contacts of all nominated mentions."""
    for mention in [m for x in letters for line in x.lines for m in line.mentions if m.echo]:
        _add_echo(mention)
    for letter in letters:
        for index, line in enumerate(letter.lines):
            nominated = [m for m in line.mentions if m.role in _SURE and m.rule != "table_row"]
            if nominated:
                _join_broken(line, letter.lines[index + 1 : index + 6])
                _join_above(line, letter.lines[max(0, index - 1) : index])
            for mention in nominated:
                post(mention, line)
            if len(nominated) == 1 and nominated[0].position is None:
                _post_above(nominated[0], letter.lines[max(0, index - 1) : index])
            if nominated:
                shared_post(nominated, line, letter.lines[index + 1 : index + 2])
                _own_contacts(nominated, line)
                _following(nominated, letter.lines[index + 1 : index + 10])
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
        open_ended = text[end - 1] not in ".;:!?" or re.search(r"[-–]\s*$", text[:end][-3:])
        strange = other.kind is not line.kind and not _goes_on_below(other)
        if other.mentions or strange or gap.count("\n") != 1 or not open_ended:
            break
        if not _wraps(text, end, other):
            break
        end = other.sentence.end
    if end > line.sentence.end:
        line.joined = end
        start = line.sentence.start
        line.contacts = tuple(
            replace(c, start=c.start + start, end=c.end + start) for c in contacts(text[start:end])
        )


def _goes_on_below(other: Line) -> bool:
    """A line taken for a signature that only goes on with a sentence in capitals."""
    return other.kind is SegmentKind.SIGNATURE and bool(other.contacts) and other.text.isupper()


def _wraps(text: str, end: int, other: Line) -> bool:
    first = text[other.sentence.start]
    capitals = text[end - 12 : end].isupper() and other.text.isupper() and text[end - 1].isalpha()
    return text[end - 1] in ",-" or first.islower() or text[end - 1].islower() or capitals


def _join_above(line: Line, above: Sequence[Line]) -> None:
    """«… просим принять главного специалиста⏎Карабаева …»: his post ends the line above."""
    text = line.sentence.part.text
    for other in above:
        gap = text[other.sentence.end : line.sentence.start]
        first = min(m.person.start for m in line.mentions)
        starts = not text[line.sentence.start : first].strip()
        adjacent = gap.strip(" ") == "\n" and text[other.sentence.end - 1].isalpha()
        if other.own and not other.mentions and adjacent and starts:
            line.begins = other.sentence.start


_ANY = frozenset({"специалист", "человек", "работник", "сотрудник"})


def _post_above(mention: Mention, above: Sequence[Line]) -> None:
    """«Участие примет главный специалист по связи. ФИО - Буйнов Ч.А.»: the post was told first."""
    for line in above:
        wanted = ("send", "send_training", "nominate") if line.training else ("send", "nominate")
        cue = line.find(*wanted)
        if cue is None or not line.own or line.mentions or line.has("declined", "later"):
            return
        ends = [c.end for c in line.cues if c.phrase.means in ("training", cue.phrase.means)]
        found = positions.after(line.sentence.part.text, max(ends), line.sentence.end)
        if found and found.value not in _ANY and not tells_of_several(line.text[-80:]):
            mention.position = found.value
            mention.evidence.append(
                line.sentence.evidence("nominee.position", found.start, found.end)
            )


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
    if _DENIED.search(before):
        return
    next_one = min([c.start for c in line.contacts if c.start > contact.end], default=None)
    if next_one is not None:
        # «…, факс для вызова 5-10-00»: a label with a number of its own.
        following = re.split(r"[,;]", text[contact.end : next_one])[0]
    others = contact.fax or _NOT_HIS.search(before) or _AFTER_NOT_HIS.match(following)
    myself = _MINE.search(before) is not None and line.has("self")
    if others and not myself and not _IT_IS_ME.search(following):
        return
    if contact.kind is ContactKind.PHONE and mention.phone is None:
        mention.phone = contact.value
    elif contact.kind is ContactKind.EMAIL and mention.email is None:
        mention.email = contact.value
    else:
        return
    mention.evidence.append(line.sentence.evidence("nominee.contact", contact.start, contact.end))


def _following(nominated: list[Mention], below: Sequence[Line]) -> None:
    """Lines below that go on about him: «Её телефон …», «Должность: …», a line that is a number."""
    if len(nominated) != 1:
        return
    mention = nominated[0]
    previous = nominated[0].line
    skipped = 0
    for line in below:
        if line.sentence.end <= mention.person.end:
            continue
        if _ONLY_LABEL.fullmatch(line.text) or _ASKS_OF_HIM.match(line.text):
            continue
        told = bool(line.contacts) and _tells_of_him(line)
        another = _names_another(line, mention) or _calls_another(line)
        if not another and line.kind is SegmentKind.OWN and not (told or _goes_on(line)):
            skipped += 1
            if skipped > 2 or line.contacts:
                return
            continue
        if another or (skipped and not told) or not (told or _goes_on(line)):
            return
        if line.kind is SegmentKind.SIGNATURE and not _touches(previous, line):
            return
        if line.kind in (SegmentKind.QUOTED, SegmentKind.CIRCULAR, SegmentKind.LETTERHEAD):
            return
        previous = line
        label = _POSITION_LABEL.match(line.text)
        if mention.position is None:
            _post_below(mention, line, label)
        for contact in line.contacts:
            following = line.sentence.part.text[contact.end : line.sentence.end]
            if not _NOT_HIS.search(line.text) or _IT_IS_ME.search(following):
                _give_below(mention, contact, line)


def _tells_of_him(line: Line) -> bool:
    """«Звонить ей: …», «Координаты: …»: whoever is not said to be another is he."""
    if _CALL_HIM.search(line.text) or _WITH_HIM.search(line.text):
        return True
    low = line.text.lower()
    of_him = _SPOKEN_OF.search(low) is not None
    own = line.kind is SegmentKind.OWN and not line.text.rstrip().endswith("?")
    return own and (of_him or _OF_OTHERS.search(low) is None) and _OF_WRITER.search(low) is None


_SPOKEN_OF = re.compile(r"\b(?:она|он|ей|ему|е[её]|его|ней|ним|нею|специалист\w*|слушател\w*)\b")
_OF_WRITER = re.compile(
    r"\b(?:мой|моя|мо[её]|мне|меня|мною|мной|я|нам|нас|наш\w*)\b|^здравствуйте|^добр\w+\s+(?:день|утро|вечер)|\bписал"
)
_OF_OTHERS = re.compile(
    r"при[её]мн|факс|дежурн|секретар|председател|глав[аыеу]\b|директор|комисси|исполнител|техник|технич"
    r"|вопрос|уточн|подробн|если|справк|администрац|управлени|отдел|бухгалтер|канцеляр|поддержк|руководител"
    r"|начальник|провайдер|сервер|директум|общий|диспетчер"
)


_REACHED = re.compile(r"^[^,;:]{3,60}\b(?:доступ[ен]\w*|отвечает|дежурит|на\s+связи)\b")


def _calls_another(line: Line) -> bool:
    """«Председатель комиссии доступен по телефону …»: who is reached there is told."""
    low = line.text.lower()
    return _REACHED.search(low) is not None and _SPOKEN_OF.search(low) is None


def _names_another(line: Line, nominee: Mention) -> bool:
    """Whether somebody else is spoken of; «администрация Володарского района» names nobody."""
    others = [m for m in line.mentions if not _same_person(nominee, m)]
    place = others and re.search(r"\b(?:район|област|администрац)", line.text, re.IGNORECASE)
    return any(m.person.kind is not PersonKind.SURNAME or not place for m in others)


_ONLY_LABEL = re.compile(
    r"\W*(?:(?:контактн|рабоч|сотов|мобильн|служебн)\w+\s+)?(?:тел|телефон|сотовый|почта|e-?mail)\W*",
    re.IGNORECASE,
)
_ASKS_OF_HIM = re.compile(
    r"\W*(?:кем\s+(?:он\w?\s+)?работает|(?:куда|как|по\s+какому)\b.{0,30}\bзвонить|как\s+связаться"
    r"|(?:какой|какая)\s+(?:телефон|почта|должность)|должность|телефон)\b[^.!?]{0,30}\?\W*$",
    re.IGNORECASE,
)
"""«Кем работает?»: the writer asks himself, and the next line answers."""
_WITH_HIM = re.compile(
    r"\b(?:с\s+(?:ней|ним|нею)|ей|ему|у\s+(?:неё|нее|него))\s*(?:лично|напрямую)?\s*[:,–—-]?\s*(?:по\s+)?"
    r"(?:тел\w*\.?\s*)?[+(\d]",
    re.IGNORECASE,
)
_CALL_HIM = re.compile(
    r"\b(?:звон\w+|позвон\w+|связ\w+|телефон\w*|номер\w*|сотов\w+|тел|почт\w+"
    r"|писать)\b[^.]{0,30}\b(?:ей|ему|её|ее|его|нею|ней"
    r"|ним|нему|неё|нее|него)\b|\b(?:её|ее|его)\s+(?:\w+\s+)?(?:тел|ном|сот|моб|адрес|почт)",
    re.IGNORECASE,
)


def _touches(above: Line, line: Line) -> bool:
    """Whether no blank line and nothing else stands between two lines."""
    between = line.sentence.part.text[above.sentence.end : line.sentence.start]
    breaks = 2 if above.text.rstrip().endswith(",") else 1  # a paragraph broken in mid-sentence
    return len(between) < 40 and between.count("\n") <= breaks and not between.strip(" \n.,;")


def _goes_on(line: Line) -> bool:
    text = line.text
    if _POSITION_LABEL.match(text):
        return True
    if PRONOUN.match(text) and positions.after(text, 0, len(text), "nomn"):
        return True
    his = _HIS.match(text)
    near = his and line.contacts and line.contacts[0].start - line.sentence.start - his.end() < 20
    if line.contacts and (near or text.lstrip(" (+").startswith(tuple("0123456789"))):
        return True
    if line.contacts and line.contacts[0].start - line.sentence.start < 3:
        return True
    words = text.split()
    return (
        len(words) <= 12
        and positions.nominative(text.split(",")[0]) is not None
        and not any(is_finite(w) for w in words)
    )


def _post_below(mention: Mention, line: Line, label: re.Match[str] | None) -> None:
    start = line.sentence.start + (label.end() if label else 0)
    contact = min([c.start for c in line.contacts], default=line.sentence.end)
    found = positions.after(line.sentence.part.text, start, contact, "nomn")
    if found:
        mention.position = found.value
        mention.evidence.append(line.sentence.evidence("nominee.position", found.start, found.end))


def _give_below(mention: Mention, contact: Contact, line: Line) -> None:
    if contact.fax:
        return
    if contact.kind is ContactKind.PHONE and mention.phone is None:
        mention.phone = contact.value
    elif contact.kind is ContactKind.EMAIL and mention.email is None:
        mention.email = contact.value
    else:
        return
    mention.evidence.append(line.sentence.evidence("nominee.contact", contact.start, contact.end))


def _by_surname(letters: Sequence[Letter]) -> None:
    """«Контактный телефон Штепо М.В.: …» elsewhere in the mail."""
    nominees = [
        m for x in letters for line in x.lines for m in line.mentions if m.role is Role.NOMINATED
    ]
    for mention, line, contact in _named_contacts(letters):
        same = [n for n in nominees if _same_person(n, mention) and n.line is not line]
        distinct = {n.reading.formal for n in same}
        if same and len(distinct) == 1:
            mention.settle(Role.MENTIONED, "contact_of_nominee")
            _give_below(same[0], contact, line)


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
                lead = line.text[: max(0, mention.person.start - line.sentence.start)]
                for contact in line.contacts:
                    told = lead + text[mention.person.end : contact.start]
                    called = mention.person.kind is PersonKind.FIRST
                    if mention.person.end <= contact.start < end and (
                        called or _LABELLED.search(told.lower())
                    ):
                        yield mention, line, contact


_LABELLED = re.compile(r"тел|номер|сот|моб|конт|почт|mail|адрес|координат|т\.")


def _same_person(nominee: Mention, mention: Mention) -> bool:
    """«Телефон Ларисы Васильевны»: by the surname, or by first name and patronymic alone."""
    if mention.person.kind in (PersonKind.GIVEN, PersonKind.FIRST):
        known = mention.reading.first_name and nominee.reading.first_name
        return bool(known) and settle.given_alike(nominee.reading, mention.reading)
    return same_surname(nominee, mention)


def same_surname(one: Mention, two: Mention) -> bool:
    """Whether two mentions can be of one surname, in whatever case the shorter one stands."""
    first, second = one.reading.surname, two.reading.surname
    fold = str.maketrans("ё", "е")
    if first.lower().translate(fold) == second.lower().translate(fold):
        return bool(first)
    if two.person.kind in (PersonKind.SURNAME, PersonKind.INITIALS):
        others = (two.reading.nominative, *two.reading.alternatives)
        return any(first.lower() in o.lower().split() for o in others) if first else False
    return False
