"""Days to come that the sender's own sentences name, beside training, papers and other matters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from rules import dates
from rules.model import Evidence, Readiness, ReadinessValue
from rules.residue.crosscheck_words import Piece, Saying, grammar


@dataclass(frozen=True, slots=True)
class Day:
    """A day (or the days from `first` to `last`) with the piece and the sentence it stands in."""

    first: date | None
    last: date
    piece: Piece
    saying: Saying
    lead: str
    is_exact: bool

    @property
    def is_past(self) -> bool:
        """«идёт с понедельника», «в пятницу отправили», «хоть завтра»: nothing to come."""
        since = self.lead in {"с", "со"} and self.first == self.last
        told = self.is_told and not self.piece.has_stem(_PLEDGES)
        forms = set(self.piece.forms)
        return told or since or self.lasts or bool(_AT_WILL & forms) or self.is_done or self.is_free

    @property
    def is_done(self) -> bool:
        """«проверено ещё на той неделе», «пишу в субботу»: over, or the day of writing."""
        forms = self.piece.forms
        done = any("PRTS" in grammar(f) for f in forms) and not {"будет", "будут"} & set(forms)
        return (done and "еще" in forms) or bool({"пишу", "отвечаю"} & set(forms))

    @property
    def is_free(self) -> bool:
        """«1 сентября ждать не надо», «в любой день, только не в пятницу»: no day is waited for."""
        forms = self.piece.forms
        at = forms.index("ждать") if "ждать" in forms else -1
        idle = at >= 0 and bool({"не", "незачем", "нечего"} & set(forms[at - 1 :]))
        barred = forms[:2] == ("только", "не") or forms[:1] == ("кроме",)
        return idle or (barred and bool(_ANY_DAY & self.saying.forms))

    @property
    def lasts(self) -> bool:
        """«оплачен до конца года»: what holds until then."""
        return self.lead == "до" and self.piece.has_stem(_LASTS)

    @property
    def is_told(self) -> bool:
        """«в пятницу отправили», «сведения, отправленные в пятницу»."""
        forms = self.piece.forms
        return any({"past", "VERB"} <= grammar(f) or f.startswith(_PAPERS) for f in forms) or any(
            {"PRTF", "past", "actv"} <= grammar(f) for f in forms
        )

    @property
    def is_given(self) -> bool:
        """«поручено до 01.09 подключиться»: the administration's own term."""
        return "given" in self.saying.classes

    def evidence(self) -> Evidence:
        """The sentence."""
        return self.saying.sentence.evidence("crosscheck.day")


_PAPERS = ("отправленн", "направленн", "поданн", "посланн", "полученн")
_PLEDGES = (
    *("обяз", "гарант", "покля", "увер", "ручал", "рассчит", "собира", "надея", "обеща"),
    *("назнач", "перенес", "сдвин", "намет", "заплан", "планир"),
)
"""Verbs of the past that tell of what is to come: «обязался 30 августа»."""
_ANY_DAY = frozenset({"любой", "любое", "любую"})
_AT_WILL = frozenset({"хоть", "прямо", "подключайте", "подключайтесь", "включайте"})
"""«прямо завтра», «подключайте завтра»: the day is theirs to choose."""


def days_to_come(said: Sequence[Saying], today: date, year: int) -> Iterator[Day]:
    """The days after `today` that can tell of readiness; `year` where none is said."""
    for saying in said:
        pieces = list(saying.of_days)
        if not pieces:
            continue
        sentence = saying.sentence
        for mention in dates.find(sentence.text, today, year, sentence.start):
            if mention.is_reference or mention.last is None or mention.last <= today:
                continue
            piece = next((p for p in pieces if p.start <= mention.start < p.end), None)
            if piece and not piece.classes & {"office", "human"}:
                words = sentence.part.text[mention.start : mention.end]
                if words.startswith("недел"):
                    continue  # «отпустить на неделю»
                exact = any(map(str.isdigit, words)) or mention.certain
                yield Day(mention.first, mention.last, piece, saying, mention.lead, exact)


def still_to_come(_: Readiness, days: Sequence[Day], __: date) -> Iterator[Evidence]:
    """READY, though something is still to happen on a day to come: «28.08 - день пуска»."""
    told = (day for day in days if not (day.is_past or day.is_given or _is_of_others(day)))
    return (day.evidence() for day in told if "\t" not in day.saying.sentence.text)


def _is_of_others(day: Day) -> bool:
    """Whether on the day a paper goes, or somebody is to be found, or it is the year we are in."""
    coming = any("futr" in grammar(form) for form in day.piece.forms)
    this_year = day.piece.says("этом", "году") and not coming
    return _is_sent(day) or _is_away(day.piece) or this_year


def _is_sent(day: Day) -> bool:
    """«Отчёт о подписке направим к 1 сентября»: another paper."""
    forms = set(day.piece.forms)
    if _is_asked(day):
        return True
    sent = _SENT & forms or (_CARRIED & forms and day.piece.has_stem(_PAPER))
    return bool(sent) and not day.saying.classes & {"matter", "infra"}


def _is_asked(day: Day) -> bool:
    """«только предупредите за день», «ответьте, пожалуйста, до пятницы»: of the administration."""
    return not _TELL_US.isdisjoint((*day.piece.forms, *day.saying.pieces[0].forms))


_TELL_US = frozenset(
    {"ответьте", "предупредите", "предупреждайте", "перезвоните", "позвоните", "напомните"}
)
_PAPER = ("бумаг", "бумажн", "подлинник", "оригинал", "скан", "экземпляр")
_CARRIED = frozenset(
    {"везет", "повезет", "привезет", "завезет", "скинет", "передаст", "занесет", "закинет", "едет"}
    | {"принесет", "отправит", "отправят", "вышлет", "пришлет", "донесет", "доставит", "досылаем"}
)


_SENT = frozenset(
    {"направим", "вышлем", "пришлем", "представим", "перешлем", "отправим", "сдадим", "сдаем"}
)


_SETS = (
    *_PLEDGES,
    *("установ", "определ", "наме", "указ", "назва", "заяв", "предлож", "план", "договор"),
    *("соглас", "дал", "постав", "реш", "смог", "получил", "стал"),
)
"""Verbs by which a term is set: «назначили 15 сентября» is to come."""


def _is_of_the_past(day: Day) -> bool:
    """«уехали в пятницу», «18-го запустили», «оплачены до конца года»; not «обещали вернуть 15
    сентября»."""
    to_do = any("INFN" in grammar(form) or form.startswith(_SETS) for form in day.piece.forms)
    return (day.is_told and not to_do) or day.lasts


_LASTS = ("оплачен", "арендован", "проплачен", "заключен", "действ", "продлен", "застрахован")
"""Verbs of what holds until a day: nothing happens on it."""


def later_than_the_term(answer: Readiness, days: Sequence[Day], today: date) -> Iterator[Evidence]:
    """READY_BY, read with a term that is over («уехали в пятницу») or that is not the last."""
    if answer.by and answer.by <= today:
        yield from islice(answer.evidence, 1)
    terms = [day for day in days if answer.by in (day.first, day.last)]
    if terms and all(map(_is_of_the_past, terms)):
        yield terms[0].evidence()
    for day in days:
        if answer.by is None or day.last <= answer.by or day.is_past:
            continue
        around = day.first is not None and day.first <= answer.by  # «на той неделе, 24.08»
        if not around and "no" not in day.piece.classes:
            yield day.evidence()


def has_a_term(answer: Readiness, days: Sequence[Day], _: date) -> Iterator[Evidence]:
    """CONDITIONAL, though it has a day, and hangs on nothing by name."""
    hangs = any(day.saying.classes & {"strict"} for day in days)
    if answer.by is None and not hangs:
        yield from (day.evidence() for day in days if day.is_exact)


def has_a_day(_: Readiness, days: Sequence[Day], __: date) -> Iterator[Evidence]:
    """NOT_READY, though a day is named from which it is possible: «узел сдаётся 26 августа»."""
    told = (day for day in days if day.is_exact and not (day.is_past or _is_not_meant(day)))
    return (day.evidence() for day in told)


def _is_not_meant(day: Day) -> bool:
    """«до конца года строительство не планируется», «денег до конца года тоже»: nothing happens
    until then; «Ваше «до 01.09.2011 решить вопрос»»: the term we set; a paper's day."""
    if _is_sent(day) or _is_our_term(day):
        return True
    money = day.piece.has_stem(("денег", "средств", "финанс")) and "no" in day.saying.classes
    if money and day.piece.says("до", "конца", "года"):
        return True
    planned = day.piece.has_stem(("планир", "предусм", "предвид"))
    return planned and day.lead == "до" and "не" in day.piece.forms


def of_nothing_else(_: Readiness, days: Sequence[Day], __: date) -> Iterator[Evidence]:
    """UNSTATED, though a day is named that is of no person: «с первого сентября охотно»."""
    of_people = {"training", "withdraws"}
    return (
        d.evidence()
        for d in days
        if not (d.is_told or d.piece.classes & of_people or _is_away(d.piece) or _is_asked(d))
    )


def _is_our_term(day: Day) -> bool:
    """«Вами поставлена задача до 01.09.2011 решить вопрос»: it tells what was asked."""
    asked = day.saying.has_stem(("вами", "ваше", "ваша", "ваши", "вашем", "вашим"))
    return asked and day.saying.has_stem(("решить", "решает")) and day.saying.has_stem(("вопрос",))


def _is_away(piece: Piece) -> bool:
    """«я завтра с утра на выезде», «меня до среды не будет»: where somebody is to be found."""
    forms = set(piece.forms)
    if not (_SOMEBODY & forms or piece.has_stem(_STAFF)) or piece.classes & {"matter", "infra"}:
        return False
    marks = [grammar(form) for form in piece.forms]
    if any(
        _PREDICATES & mark and not form.startswith("буд")
        for form, mark in zip(piece.forms, marks, strict=True)
    ):
        return False
    return any({"NOUN", "loct"} <= mark for mark in marks) or {"не", "будет"} <= forms


_SOMEBODY = frozenset({"я", "он", "она", "меня", "его", "ее"})
_STAFF = ("глав", "начальн", "руковод", "заместит", "замглав", "управдел", "секретар", "бухгалт")
_PREDICATES = frozenset({"VERB", "INFN", "ADJS", "PRTS", "PRED"})


AGAINST_DAYS: dict[
    ReadinessValue, Callable[[Readiness, Sequence[Day], date], Iterator[Evidence]]
] = {
    ReadinessValue.READY: still_to_come,
    ReadinessValue.READY_BY: later_than_the_term,
    ReadinessValue.CONDITIONAL: has_a_term,
    ReadinessValue.NOT_READY: has_a_day,
    ReadinessValue.UNSTATED: of_nothing_else,
}
