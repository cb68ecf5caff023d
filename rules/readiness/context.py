"""What stands before a sentence and tells how to read it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rules.document import SegmentKind
from rules.latin import is_latin
from rules.readiness.asking import asks, asks_of_another
from rules.readiness.ballot import OF_THE_ANSWER, OURS, PEOPLE
from rules.readiness.clauses import Statement
from rules.readiness.matters import elsewhere, opens_ours, topic_of
from rules.readiness.tables import Heading, heading, is_row


@dataclass
class Context:
    """What stands before a sentence: a question, a table's heading, another matter.

    `affirmed` tells that the sentence above says yes, `asked` that it asks of readiness, `beside`
    of another readiness («Готов ли район к зиме?»), `turn` that the sentence is the sender's first
    below other people's words.
    """

    asked: bool = False
    affirmed: bool = False
    said_yes: bool = False
    """Whether some sentence of the letter says yes."""
    begins: bool = False
    bare: bool = False
    turn: bool = False
    beside: bool = False
    others: bool = False
    heard: list[Statement] = field(default_factory=list)
    """Other people's sentences since the sender's last: what they ask matters if he goes on."""
    people: bool = False
    latin: bool = False
    above: list[Statement] = field(default_factory=list)
    named: bool = False
    questioned: bool = False
    table: Heading | None = None
    heading: bool = False
    elsewhere: bool = False
    item: bool = False
    """Whether the sentence stands in an item that is headed by another matter."""
    part: str = ""

    def of_a_person(self) -> bool:
        """Whether the sentence above names somebody and nothing of ours («Хотя нет, …»)."""
        above = self.above[-1].classes if self.above else frozenset()
        return bool(PEOPLE & above) and above.isdisjoint(OF_THE_ANSWER)

    def _in_item(self, found: Statement) -> bool:
        """Whether the sentence stands in an item of another matter; an item ends where ours is
        named, or where the next begins."""
        topic = topic_of(found)
        if topic is None:
            topic = self.item and not OURS & found.classes
        elif not topic and self.item:
            self.elsewhere = "other_subject" in found.classes
        return topic

    @property
    def is_under_way(self) -> bool:
        """Whether what stands above asks, or names somebody in full: «Ой нет» is said of that."""
        return self.questioned or self.people or any(map(_introduces, self.above))

    def enter(self, found: Statement) -> bool:
        """Take note of the next sentence; whether it is the sender's own."""
        sentence = found.sentence
        own = sentence.segment.kind is SegmentKind.OWN
        self.turn = own and (self.others or sentence.part.name != self.part)
        self.others = not own
        if sentence.part.name != self.part:
            self.asked = self.asked and not self.part
            self.part, self.table, self.elsewhere = sentence.part.name, None, False
            self.item = False
            self.latin = is_latin(sentence.part.text)
            self.above, self.heard = [], []
        if not own:
            self.heard.append(found)
            return False
        for other in self.heard:
            self.asked, self.table = asks(other, self.asked), None
        self.heard = []
        columns = heading(sentence)
        self.heading = columns is not None
        if self.heading:
            self.table = columns
        elif not is_row(sentence) and any(map(str.isalpha, sentence.text)):
            self.table = None
        self.elsewhere = elsewhere(found, self.elsewhere)
        self.item = self._in_item(found)
        self.people = _on_people(found, self.people) or (
            self.named and bool(_ANOTHER & found.forms)
        )
        self.named = bool(PEOPLE & found.classes) and not self.asked
        return True

    def leave(self, found: Statement, *, asks_itself: bool) -> None:
        """Take note of what one of the sender's own sentences leaves open for the next:
        `asks_itself` tells that it names readiness and says nothing of it."""
        text = found.sentence.text
        asking = found.is_question or _YOU_ASK.match(text) is not None
        answering = self.asked and text.strip().lower() in {"ответ.", "ответ:", "ответ"}
        self.asked = answering or (asking and asks(found, False)) or asks_itself
        self.asked |= opens_ours(found)
        self.beside = found.is_question and asks_of_another(found)
        self.questioned |= found.is_question
        self.above.append(found)


_YOU_ASK = re.compile(
    r"\W*(?:вы|ты)\s+(?:нас\s+)?(?:просил|просите|спрашива|спросил|интересу)", re.IGNORECASE
)


_IN_FULL = re.compile(
    r"\b[а-яё-]{2,}\s+[а-яё]{2,}\s+[а-яё]{3,}(?:[вкмньт]ич|вн|ичн|кызы|оглы)[а-яё]{0,2}\b", re.I
)


def _introduces(statement: Statement) -> bool:
    """Whether somebody is named with surname, first name and patronymic, and not greeted."""
    text = statement.sentence.text
    found = _IN_FULL.search(text) if "в" in text else None
    return found is not None and not found.group().lower().startswith(("уважаем", "добр", "дорог"))


_ANOTHER = frozenset({"другую", "другого", "иную", "нового", "новую", "замену", "кого", "иного"})


_PEOPLE = re.compile(
    r"\W*(?:(?:теперь|далее|а|и|что касается)\s+)?(?:(?:о|об|про|по|насч[её]т|касательно)\s+)?"
    r"(?:второ(?:му|е|й)\b|2(?:[.)]\s|\s*[:–—-]\s)|(?:кандидат|человек|людям|людях|уч[её]б|обучен|слушател|специалист|курс))",
    re.IGNORECASE,
)


_FIRST = re.compile(
    r"\W*(?:(?:а|теперь)\s+)?(?:по|о|на|насч[её]т)\s+перв(?:ой|ому|ом|ый|ую)\b", re.IGNORECASE
)


def _on_people(statement: Statement, before: bool) -> bool:
    """Whether the text has come to the second question, of people, and not gone back."""
    if {"system", "connect", "connection", "readiness"} & statement.classes:
        return False
    if _FIRST.match(statement.sentence.text):
        return False
    return before or _PEOPLE.match(statement.sentence.text) is not None
