"""What rules of one clause share: how they vote, and words that name the matter."""

from __future__ import annotations

from itertools import pairwise

from rules.readiness.clause import DAYS
from rules.readiness.clauses import Clause, Word
from rules.readiness.votes import Says, Vote

OURS = frozenset({"connect", "connection", "system"})
"""Classes of words that name the matter and no other."""
NAMED = OURS | {"readiness"}
"""Classes of words that name the matter, or the like of it."""
ON_TOPIC = NAMED | {"start", "works"}

PEOPLE = frozenset({"candidate", "people"})
ELSEWHERE = PEOPLE | {"other"}
OTHERS = PEOPLE | {"office", "other_subject"}
ASIDE = OTHERS | {"papers"}
"""Classes of words that turn a clause away from the matter: people, other business, papers."""


OF_THE_ANSWER = frozenset({"connect", "connection", "ready", "readiness"})
"""Classes of words of which an answer is made: «готовы», «подключение»."""


OF_ANOTHER_READINESS = frozenset({"ready_for_another_matter", "readiness_of_another_matter"})
"""The rules that hear «к зиме готовы»."""


WHETHER = "whether"
"""The rule that hears «готовы ли мы»: no answer, and no silence either."""


EARLIER = "earlier_letter"
"""The rule that hears what was so once, or what an earlier letter said."""


def vote(clause: Clause, says: Says, rule: str, *, implied: bool = False) -> Vote:
    """A vote whose evidence is the clause, with how many things it names, and whether they are of
    a part of the body."""
    return Vote(
        says,
        rule,
        clause.sentence,
        clause.start,
        clause.end,
        count=len(clause.where("infra")),
        implied_topic=implied,
        unit="unit" in clause.classes or _lists(clause) or _counts(clause),
    )


def plain_vote(clause: Clause, says: Says, rule: str) -> Vote:
    """A vote whose evidence is the clause, of whatever part of the body and of one thing."""
    return Vote(says, rule, clause.sentence, clause.start, clause.end)


def _lists(clause: Clause) -> bool:
    """«администрации Кировского, Ленинского и Трусовского районов»."""
    named = [w for w in clause.words[1:] if w.token.text.istitle() and "ADJF" in w.grammar]
    return len(named) > 1


_SEVERAL = frozenset(
    {"две", "три", "четыре", "пять", "шесть", "семь", "остальные", "прочие", "другие", "некоторые"}
    | {"часть", "половина", "большинство"}
)
_PARTS = (
    *("администрац", "район", "отдел", "управлен", "сел", "учрежден", "комитет", "посел"),
    "кабинет",
)


def _counts(clause: Clause) -> bool:
    """«четыре районные администрации»: some of several."""
    if not _SEVERAL & clause.forms:
        return False
    return any(
        one.form in _SEVERAL
        and any(w.form.startswith(_PARTS) for w in clause.words[at + 1 : at + 3])
        for at, one in enumerate(clause.words)
    )


def names_another(word: Word) -> bool:
    """Whether it names another matter: a noun or what is to be done, not «принят», «дали»."""
    return "other" in word.classes and not {"finite", "short", "PRTF"} & word.grammar


_CHANGES = (
    *("измен", "менял", "меняет", "поменя", "случил", "произош"),
    *("лома", "слома", "пропа", "меша"),
)


def tells_no_change(clause: Clause) -> bool:
    """«ничего не поменялось» tells of no lack."""
    changed = any(form.startswith(_CHANGES) for form in clause.forms)
    return changed and bool({"ничего", "ничто"} & clause.forms)


def is_fetched(clause: Clause) -> bool:
    """«лицензии получит Рогов»: who fetches them, no state of ours."""
    return any({"person", "nomn"} <= w.grammar for w in clause.words) and any(
        {"futr", "3per"} <= w.grammar for w in clause.words
    )


def is_stored(clause: Clause, at: int) -> bool:
    """«ключи лежат в сейфе», «лицензии у вас забрали»: where a thing is, or whence it came."""
    word = clause.words[at]
    after = [w.form for w in clause.words[at + 1 : at + 3]]
    if word.form.startswith("леж"):
        return bool({"в", "на", "под", "у"} & set(after)) and "боку" not in clause.forms
    if word.form.startswith(("забра", "увез")):
        return "у" in clause.forms and bool({"вас", "области"} & clause.forms)
    return False


NEED = frozenset(
    {"нужен", "нужна", "нужно", "нужны", "надо", "требуется", "требуются", "необходим"}
    | {"необходима", "необходимо", "необходимы", "недостает", "понадобится", "потребуется"}
)
TO_TELL = frozenset(
    {"ответить", "отвечать", "сказать", "говорить", "сообщить", "доложить", "отчитаться", "судить"}
    | {"утверждать", "рапортовать", "отрапортовать"}
)


def will_be_told(clause: Clause) -> bool:
    """«будет направлена», «будут представлены дополнительно»."""
    ahead = "will" in clause.classes or any(w.form.startswith("смо") for w in clause.words)
    reply = any("matter" in w.classes and "nomn" in w.grammar for w in clause.words)
    soon = reply and {"later", "term"} & clause.classes
    return ahead and ("report_done" in clause.classes or bool(soon))


_GROUNDS = ("основани", "причин", "повод", "смысл", "необходимост", "нужд")
_DELAYS = ("отклад", "отлож", "задерж", "затяг", "перенос", "медл", "отказ")


def state_of(clause: Clause, index: int) -> Says | None:
    """The predicate that a noun («готовность», «подключение») has in its clause."""
    absent = clause.first("absent")
    named = absent is not None and absent > index and "noun" in clause.words[absent].grammar
    grounds = any(w.form.startswith(_GROUNDS) and w.form != "причине" for w in clause.words)
    if absent is not None and grounds:
        delays = any(w.form.startswith(_DELAYS) for w in clause.words)
        return Says.READY if delays and not clause.negated(absent) else Says.UNCLEAR
    if absent is not None and not named:
        return Says.READY if clause.negated(absent) else Says.NOT_READY
    for at in clause.where("full", "done", "present"):
        word = clause.words[at]
        attribute = "PRTF" in word.grammar and "short" not in word.grammar
        if attribute or at == index:
            continue
        if "INFN" not in word.grammar and "expected" not in word.classes:
            return _done_state(clause, at)
    if clause.first("low") is not None:
        return Says.NOT_READY
    if {"expected", "will", "term"} & clause.classes:
        came = {"наступил", "наступила", "наступило"} & clause.forms
        return Says.READY if came else Says.FUTURE
    return Says.READY if {"100", "+"} & clause.forms else None


ONCE = frozenset({"было", "был", "были", "мы", "успели", "раньше", "ранее"})
"""Behind «всё, что»: told of what was, not what is."""


BODY = frozenset(
    {"район", "администрация", "город", "округ", "муниципалитет", "поселение", "сельсовет"}
    | {"аппарат"}
)
"""By what names the body speaks of itself."""


def by_us(clause: Clause, at: int) -> bool:
    """«начнём», «администрация района приступит»: we shall."""
    if {"futr", "1per"} <= clause.words[at].grammar:
        return True
    begins = clause.words[at].form in {"приступит", "начнет", "перейдет"}
    return begins and any(w.form in BODY and "nomn" in w.grammar for w in clause.words[:at])


INSTITUTIONS = ("школ", "больниц", "поликлиник", "библиотек", "музе", "детсад", "амбулатор")
"""Bodies below the one that was asked: what they are ready for is not its answer."""


FAILED = frozenset({"неудачно", "безуспешно", "безрезультатно", "неуспешно", "впустую"})
"""«подключение прошло неудачно»."""


def _done_state(clause: Clause, at: int) -> Says:
    if FAILED & clause.forms:
        return Says.NOT_READY
    if clause.partly(at):
        return Says.CONDITIONAL
    if clause.negated(at):
        return Says.NOT_READY
    ahead = clause.future(at) or any({"futr", "finite"} <= w.grammar for w in clause.words)
    return Says.FUTURE if ahead else Says.READY


_EXCHANGE = ("обмен", "документооборот", "переписк")
_GIVES_AND_TAKES = ("прием", "отправк", "передач", "пересылк", "получени")


def exchanges_papers(clause: Clause) -> bool:
    """«обмен документами», «приём корреспонденции»: what the system is for."""
    if any(w.form.startswith(_EXCHANGE) for w in clause.words):
        return True
    return any(
        word.form.startswith(_GIVES_AND_TAKES)
        and after.form.startswith(("документ", "корреспонденци", "писем", "электронн"))
        for word, after in pairwise(clause.words)
    )


def has_figure(clause: Clause) -> bool:
    """Whether a number in figures or the name of a day or a month stands in the clause."""
    return any(w.form[0].isdigit() or w.form.startswith(DAYS) for w in clause.words)


_LEFT = ("увол", "исключ", "декрет", "отпуск", "пенси", "рассчит", "рассчёт")


def has_left(clause: Clause) -> bool:
    """«он у нас не работает, уволился»: told of a person, not of a system."""
    return any(token.text.lower().startswith(_LEFT) for token in clause.sentence.tokens)
