"""The statements of an officer one by one: readiness, nominee, a detail; and the plain words."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rules import dates, persons, posts
from rules.contacts import ContactKind, contacts
from rules.folded import words
from rules.model import Answer, Nominee, Nominees, Readiness, ReadinessValue
from rules.person_words import PersonKind


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that were not understood, and why (Russian, may be empty)."""

    text: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a statement says: an answer, or why (Russian) it cannot be taken."""

    answer: Answer | None = None
    unclear: str = ""


@dataclass(frozen=True, slots=True)
class Detail:
    """A field of the nominee who is known: "position", "phone" or "email", and its value."""

    name: str
    value: str

    def applied(self, person: Nominee) -> Nominee:
        """The person with this detail."""
        match self.name:
            case "position":
                return dataclasses.replace(person, position=self.value)
            case "phone":
                return dataclasses.replace(person, phone=self.value)
            case _:
                return dataclasses.replace(person, email=self.value)


CONTRADICTS: Final = "это противоречит сказанному выше"

_CONTACT = re.compile(r"@|\d[\d\s()-]{4,}\d|\bтел\b|\bкаб\b", re.I)
_POST = re.compile(
    r"\b(?:начальник|специалист|консультант|заместител|отдел|управлени|министерств)", re.I
)
_NAME = re.compile(r"[А-ЯЁ][а-яё]+(?:\s+[А-ЯЁ]\.\s*[А-ЯЁ]\.|\s+[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+)")
_SPEAKS = re.compile(
    r"\b(?:не|нет|но|кроме|готов\w*|верно|вместо|прош[уь]|нужно|надо|исправ\w*|наше?|это)\b", re.I
)


def is_signature(block: Sequence[str]) -> bool:
    """Post, name and telephone below the words: nobody's correction. A name that comes first may
    be the nominee's, so it is asked about."""
    text = "\n".join(block)
    if len(block) > 8 or "?" in text or _SPEAKS.search(text) or _NAME.match(block[0]):
        return False
    return all(any(mark.search(line) for mark in (_CONTACT, _POST, _NAME)) for line in block)


def words_of(text: str) -> list[str]:
    """The words in lower case, ё as е."""
    return [word.folded for word in words(text)]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ACCEPTS: Final = (
    frozenset({"верно", "правильно", "подтверждаю", "согласен", "согласна", "ок", "ok"}),
    _set(
        """да все так и это прочитано понято записано прочтение полностью абсолютно совершенно
        можно записать записывайте запишите примите принять учесть как есть"""
    ),
)
"""Words that accept, and words that may stand beside them."""

COURTESY: Final = _set(
    """здравствуйте добрый доброе доброго день утро вечер дня спасибо уважаемые коллеги
    пожалуйста заранее благодарю приветствую"""
)

NOT_OURS: Final = re.compile(
    r"(?:это )?(?:письмо )?(?:не (?:наше|наш|нам|к нам|для нас|по адресу|ответ|по делу|по теме)"
    r"|не относится(?: к (?:нам|делу|циркуляру|этому циркуляру|нашему циркуляру))?"
    r"|не ответ на (?:наш |этот )?циркуляр|спам|реклама|постороннее)(?: письмо)?"
)

LEADS_TO_RECIPIENT: Final = frozenset({"это", "адресат", "отвечает", "от"})
RECIPIENT_WORDS: Final = _set(
    """это письмо ответ от из за адресат отвечает ответил ответила пишет прислал прислала
    район района районом районный муниципальный муниципального мо администрация администрации город
    города городской городского округ округа г го зато"""
)

_READY = frozenset({"готов", "готовы", "готова", "готово", "готовность", "подключены"})
_READY_BESIDE = _set(
    """мы они район уже сейчас полностью технически есть имеется подтверждена
    подтверждают подтверждаем к подключению будут будет станут срок дата ожидается обещают в"""
)
_NOT_READY = re.compile(
    r"(?:готовность )?(?:они |мы |пока |еще |сейчас |район )*(?:не готовы?|не готова|готовности нет"
    r"|готовность отсутствует|нет готовности)(?: пока| сейчас)?"
)
_PARTLY = re.compile(
    r"(?:готовность )?(?:готовы? )?(?:частично|частичная|условно|при условии|с условием)"
    r"(?: готовы?)?"
)
_LATER = re.compile(
    r"(?:о готовности )?(?:ответят|сообщат|ответит|сообщит|напишут) (?:позже|позднее)"
    r"(?: о готовности)?"
)
_UNSTATED = re.compile(r"(?:о готовности|готовность) (?:ничего )?не (?:сказано|указана|указано)")
_DATE_LEADS = {"", "с", "со", "к", "ко", "до", "не позднее", "не позже", "начиная с"}
_LEAD_WORDS = _set("с со к ко до позднее позже начиная")


def readiness(text: str, words: Sequence[str], today: date, year: int) -> Said | None:
    """«готовы», «готовы с 01.09», «не готовы», «частично, к 15.09», «ответят позже»; None if the
    statement is of something else, or says more than that."""
    found = dates.find(text, today, year)
    if len(found) > 1:
        return None
    plain = [*words]
    if found:
        rest = text[: found[0].start] + " " + text[found[0].end :]
        plain = [word for word in words_of(rest) if word not in _LEAD_WORDS]
        if found[0].lead in ("не позднее", "не позже") and "не" in plain:
            plain.remove("не")
    value = _value(plain, dated=bool(found))
    if value is None or any(mention.lead not in _DATE_LEADS for mention in found):
        return None
    return _dated(value, found[0]) if found else Said(Readiness(value))


def _dated(value: ReadinessValue, mention: dates.DateMention) -> Said:
    if value in (ReadinessValue.NOT_READY, ReadinessValue.DEFERRED, ReadinessValue.UNSTATED):
        return Said(unclear="неясно, к какому числу готовы; напишите: готовы с (число)")
    if not mention.certain or mention.first is None or mention.first != mention.last:
        return Said(unclear="напишите точное число, например: готовы с 01.09.2011")
    by = mention.first
    return Said(Readiness(ReadinessValue.READY_BY if value is ReadinessValue.READY else value, by))


def _value(words: Sequence[str], *, dated: bool) -> ReadinessValue | None:
    said = " ".join(words)
    for pattern, value in (
        (_NOT_READY, ReadinessValue.NOT_READY),
        (_PARTLY, ReadinessValue.CONDITIONAL),
        (_LATER, ReadinessValue.DEFERRED),
        (_UNSTATED, ReadinessValue.UNSTATED),
    ):
        if pattern.fullmatch(said):
            return value
    if not {*words} <= _READY | _READY_BESIDE:
        return None
    if _READY & {*words} and (dated or not _only_future(words)):
        return ReadinessValue.READY
    return ReadinessValue.READY if dated and {"срок", "дата"} & {*words} else None


def _only_future(words: Sequence[str]) -> bool:
    """«будут готовы» without a date, «готовность», «срок»: no statement."""
    future = {"будут", "будет", "станут", "ожидается", "обещают", "срок", "дата"}
    bare = {*words} <= {"готовность", "к", "подключению", "в"}
    return bare or bool(future & {*words})


_NOMINEE = re.compile(
    r"\s*(?:специалист\w{0,3}|кандидат\w{0,4}|участни\w{1,4}|слушател\w{1,3}|сотрудник\w{0,3}"
    r"|на\s+обучение|на\s+уч[её]бу|учиться|обучаться|обучение|(?:поедет|едет)(?:\s+учиться)?)"
    r"(?:\s+(?:для|на)\s+обучени[яе])?(?:\s+(?:поедет|едет|будет|назначена?|выбрана?))?(?![^\W\d_])"
    r"\s*[:—–-]*\s*",
    re.I,
)
_NOBODY = re.compile(
    r"(?:не (?:будет|нужен|нужна|выдвигается|направляется|направляют|посылают)|никого|никто"
    r"|никого не (?:направляют|посылают|будет)|отказались)"
)
_NAMED_LATER = re.compile(
    r"(?:будет |будут )?(?:назовут|сообщат|назван|названа|определят|укажут) (?:позже|позднее)"
    r"|(?:позже|позднее)"
)
_NOT_NAMED = re.compile(r"(?:пока )?не (?:назван|названа|указан|указана|сказано)|нет")
_WHOLE = {PersonKind.FULL, PersonKind.INITIALS}


def nominee(text: str) -> Said | None:
    """«специалист: Иванова Мария Петровна, программист, 8-927-…»; «специалист: никого»."""
    match = _NOMINEE.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    said = " ".join(words_of(rest))
    if _NOBODY.fullmatch(said):
        return Said(Nominees(declined=True))
    if _NAMED_LATER.fullmatch(said):
        return Said(Nominees(later=True))
    if _NOT_NAMED.fullmatch(said):
        return Said(Nominees())
    return _person(rest)


def _person(text: str) -> Said | None:
    """One person with post, phone and e-mail; None if no person begins the text."""
    found = persons.find(text)
    if not found:
        return None
    person = found[0]
    if len(found) > 1:
        return Said(unclear="напишите каждого специалиста отдельной строкой")
    if person.kind not in _WHOLE:
        return Said(unclear="напишите фамилию, имя и отчество полностью")
    read = person.read()
    if not read.certain:
        others = ", ".join([read.formal, *read.alternatives][:3])
        return Said(unclear=f"имя можно прочитать по-разному ({others}); напишите полностью")
    left = text[: person.start] + "," + text[person.end :]
    phone, email, left = _contacts_of(left)
    position, strange = _position(left)
    if strange:
        return Said(unclear=f"непонятно: «{strange}»")
    return Said(Nominees((Nominee(read.formal, position, phone, email),)))


def _contacts_of(text: str) -> tuple[str | None, str | None, str]:
    """The first phone and e-mail, and the text without any of them and their labels."""
    found = contacts(text)
    phone = next((c.value for c in found if c.kind is ContactKind.PHONE), None)
    email = next((c.value for c in found if c.kind is ContactKind.EMAIL), None)
    for contact in reversed(found):
        text = text[: contact.start] + "," + text[contact.end :]
    return phone, email, _LABELS.sub(",", text)


_LABELS = re.compile(
    r"\b(?:тел(?:ефон)?|моб(?:ильный)?|сот(?:овый)?|раб(?:очий)?|e-?mail|эл(?:ектронная)?\.?\s*почта"
    r"|почта|адрес|должность)\b[\s.:]*",
    re.I,
)
_BELIES = _set("не нет или вместо но кроме а")


def _position(text: str) -> tuple[str | None, str]:
    """The post among what is left of the line, and words that are none."""
    pieces = [piece.strip(" .,;:–—-()") for piece in re.split(r"[,;]", text)]
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return None, ""
    whole = ", ".join(pieces)
    post = posts.nominative(pieces[0])
    if _BELIES & {*words_of(whole)} or post is None:
        return None, whole
    if any(map(str.isdigit, "".join(pieces[1:]))):
        return None, whole
    return ", ".join([post, *pieces[1:]]), ""


_DETAIL = re.compile(
    r"\s*(?P<what>тел(?:ефон)?\b\.?|моб(?:ильный)?\b\.?|должность|(?:электронная\s+|эл\.\s*)?почта"
    r"|e-?mail|адрес(?:\s+эл\w*\s+почты)?)\s*(?:другой|другая|неверный|верный)?\s*[:—–-]*\s*(?=\S)",
    re.I,
)


def detail(text: str) -> Detail | None:
    """«телефон: 8-927-…», «должность: …», «почта: …»: of the nominee who is known."""
    match = _DETAIL.match(text)
    if match is None:
        return None
    what, rest = match["what"].lower(), text[match.end() :]
    found = contacts(text)
    if len(found) == 1 and not words_of(text[found[0].end :]) and found[0].start <= match.end():
        name = "phone" if found[0].kind is ContactKind.PHONE else "email"
        return Detail(name, found[0].value)
    if what == "должность" and not found:
        position, strange = _position(rest)
        return Detail("position", position) if position and not strange else None
    return None
