"""Lines below a nominee that go on about him: «Её телефон …», «Должность: …», a line that is a
number; unless they speak of somebody else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules import positions
from rules.contacts import Contact
from rules.document import SegmentKind
from rules.nominees.grammar import is_finite
from rules.nominees.lines import Line, Mention, PersonKind
from rules.nominees.post_beside import PRONOUN
from rules.nominees.settle import same_person

NOT_HIS = re.compile(
    r"(?:при[её]мн\w+|(?<!/)факс\w*|(?<!\w)(?<!не )мо[йяё]\b(?!\s+(?:не|в|ниже)\b)|(?<!не )\bмне\b"
    r"|\bотдел\s*:?\s*$|\bчерез\s+(?!коммутатор|доб|атс)"
    r"|дежурн\w+"
    r"|канцеляри\w+|справк\w*|исполнител\w*|исп\.|бухгалтери\w*|общий\s+телефон)",
    re.IGNORECASE,
)
IT_IS_ME = re.compile(r"^\W*(?:это\s+)?я\b", re.IGNORECASE)
_ITEM = r"^\W*(?:(?:\d{1,2}(?:\.\d{1,2})*|[а-яa-z])[.)]{1,2}\s*)?"
_HIS = re.compile(
    _ITEM + r"(?:(?:факс|средства\s+связи|координаты|личн\w+|прям\w+|дозвон\w+|пишите|писать"
    r"|доступ\w+|на|по|телефон\s+(?:специалиста|слушателя|кандидата)|контактн\w+|правильн\w+|верн\w+|рабоч\w+|служебн\w+"
    r"|сотов\w+|мобильн\w+|е[её]|его|их|для\s+связи|куда\s+звонить|дозвониться|тел\w*|тлф|т|сот|моб|раб|e-?mail|эл\w*"
    r"|почт\w+|адрес\w*|номер\w*|связь|звонить|связаться|контакт\w*|конт)\b[\s.:/()]*)+",
    re.IGNORECASE,
)
_POSITION_LABEL = re.compile(
    _ITEM + r"(?:(?:он|она)\s+)?(?:у\s+нас\s+)?"
    r"(?:(?:отдел|подразделение|управление|организация|год|возраст|стаж|образование)[^.;:!?\n]{1,60}[,;]\s*)?"
    r"(?:(?:занимаем\w+|замещаем\w+|занимает|замещает|состоит|числится|е[её]|его|в|на|у\s+нас)\s+){0,3}"
    r"(?:(?:(?:должност\w+(?:\s+у\s+(?:него|не[её]))?|долж-ть|долж[н.]+|место)(?:(?:\s+[а-яё]+){0,2}\s*(?:\([^()\n]{1,30}\)\s*)?[:–—\t,-]+)?|кто\s*[:–—-]|чин\s*[:–—-])"
    r"|кто\s+(?:он|она)\s*[:–—-]|(?:(?:по|в)\s+(?:штату|штате|должности)\s+)(?:он|она)\b"
    r"|(?:он\w?\s+)?(?:работает|трудится|служит|числится)(?:\s+у\s+нас)?\b)\s*",
    re.IGNORECASE,
)


def describe(nominated: list[Mention], below: Sequence[Line]) -> None:
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
        for contact in _his_first(line, mention):
            following = line.sentence.part.text[contact.end : line.sentence.end]
            his = not NOT_HIS.search(line.text) or IT_IS_ME.search(following)
            if his and not contact.fax:
                mention.take_contact(contact, line)


def _his_first(line: Line, mention: Mention) -> Sequence[Contact]:
    """«Музей: 2-02-20, Болотников: 8 927 …»: first the number that his name labels."""
    surname = mention.reading.surname
    if len(line.contacts) < 2 or len(surname) < 3:
        return line.contacts
    label = re.compile(rf"\b{re.escape(surname[:-1])}\w*\s*[:–—-]?\s*\Z", re.IGNORECASE)
    text, start = line.sentence.part.text, line.sentence.start
    return sorted(line.contacts, key=lambda c: not label.search(text[start : c.start]))


def _tells_of_him(line: Line) -> bool:
    """«Звонить ей: …», «Координаты: …»: whoever is not said to be another is he."""
    if _CALL_HIM.search(line.text) or _WITH_HIM.search(line.text):
        return True
    low = line.text.lower()
    of_him = _SPOKEN_OF.search(low) is not None
    own = line.kind is SegmentKind.OWN and not line.asks
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
    others = [m for m in line.mentions if not same_person(nominee, m)]
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
        and not any(map(is_finite, re.findall(r"[\w-]+", text)))
    )


_INITIALS = re.compile(r"(?:^|\s)[А-ЯЁ]\.\s?[А-ЯЁ](?:\.|$)")


def _post_below(mention: Mention, line: Line, label: re.Match[str] | None) -> None:
    start = line.sentence.start + (label.end() if label else 0)
    contact = min([c.start for c in line.contacts], default=line.sentence.end)
    text = line.sentence.part.text
    found = positions.after(text, start, contact, "nomn")
    if found is None and label and "должност" in label[0].lower():
        found = positions.after(text, start, contact)  # «состоит в должности инженера»
    if found and not _INITIALS.search(found.value):
        mention.take_post(found, line)
