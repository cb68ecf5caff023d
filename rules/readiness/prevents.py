"""«нет причин, которые помешали бы», «недостатков, способных повлиять, не выявлено».

What would hinder is named by a participle or a relative clause; whether it exists, the words around
tell. A denial outside of what hinders denies the hindrance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from rules.readiness.asides import NOTHING_PREVENTS, OVERCOME
from rules.readiness.clause import ADVERSE
from rules.readiness.clauses import Statement, Word
from rules.readiness.votes import Says, Vote

NOTHING_NEEDED = f"{NOTHING_PREVENTS}_undone"
_ASIDE = frozenset({"candidate", "people", "other_subject"})
_OURS = frozenset({"connect", "connection", "readiness", "ready", "system", "start"})
_LINKS = ("котор", "способн", "могущ")
_NO = frozenset({"не", "нет", "ни", "ничто", "ничего"})
_ANYTHING = frozenset({"ничего", "такого", "того", "нечего", "либо", "нибудь"})
_REACH = 9
"""Words between «которые» and what they hinder."""


def nothing_prevents(statement: Statement) -> Vote | None:
    """That nothing hinders the connection, or None if the sentence does not say so."""
    classes = statement.classes
    if nothing_needed(statement):
        return _whole(statement).but(rule=NOTHING_NEEDED)
    relative = any(f.startswith("котор") for f in statement.forms)
    if not (relative or "hinders" in classes) or (_ASIDE & classes and not _OURS & classes):
        return None
    for words in _between_turns(statement):
        span = _hindering(words) or _unmet(words)
        if span is not None and _denied_outside(words, *span):
            return _of_words(statement, words)
        says = _overcome(words, *span) if span else None
        if says:
            return _of_words(statement, words).but(says=says, rule=OVERCOME)
    return None


def _between_turns(statement: Statement) -> Iterator[list[Word]]:
    """The words up to «но», and those from there: «помех нет, но без приказа, который …»."""
    run: list[Word] = []
    for clause in statement.clauses:
        if clause.opener in ADVERSE and run:
            yield run
            run = []
        run += clause.words
    if run:
        yield run


SOMETHING_PREVENTS = "something_prevents"
_GONE = ("устран", "отпал", "снят", "снял", "исчез", "преодол", "ликвидир", "урегулир", "нейтрализ")
REMOVED = (*_GONE, "снима", "реш", "разреш", "исправ", "отработ")
_STAND = ("име", "есть", "сущест", "оста", "сохран", "устан", "выяв")


def something_prevents(statement: Statement) -> Vote | None:
    """«обстоятельства, препятствующие подключению, имеются», «… не устранены»."""
    if "hinders" not in statement.classes or (_ASIDE & statement.classes):
        return None
    words = [w for clause in statement.clauses for w in clause.words]
    span = _hindering(words) if _OURS & statement.classes else None
    if span is None:
        return None
    around = (*words[: span[0]], *words[span[1] + 1 :])
    stands = any(w.form.startswith(_STAND) and "finite" in w.grammar for w in around)
    no = any(w.form in _NO for w in around)
    if not (_is_unremoved(around) or (stands and not no)) or "котор" in words[span[0]].form:
        return None
    return _whole(statement).but(says=Says.NOT_READY, rule=SOMETHING_PREVENTS)


def _is_unremoved(words: Sequence[Word]) -> bool:
    """«не устранены»."""
    return any(one.form == "не" and two.form.startswith(REMOVED) for one, two in pairwise(words))


def _whole(statement: Statement) -> Vote:
    return _of_words(statement, [w for clause in statement.clauses for w in clause.words])


def _of_words(statement: Statement, words: Sequence[Word]) -> Vote:
    start, end = words[0].token.start, words[-1].token.end
    return Vote(Says.READY, NOTHING_PREVENTS, statement.sentence, start, end)


def _hindering(words: list[Word]) -> tuple[int, int] | None:
    """Where a participle or a relative clause that hinders begins, and where its verb stands."""
    for at, word in enumerate(words):
        if at == 0 or "hinders" not in word.classes:
            continue
        before = words[at - 1]
        if word.form.startswith("позвол") and before.form != "не":
            continue  # «средств, позволяющих подключиться, нет»: what is needed
        if "PRTF" in word.grammar:
            return (at - 1 if before.form == "не" else at), at
        for back in range(at - 1, max(-1, at - _REACH), -1):
            form = words[back].form
            of_nothing = form in {"что", "чего"} and words[back - 1].form in _ANYTHING
            if words[back - 1].form == "без":
                break  # «средств, без которых подключение невозможно»: needed, no hindrance
            linked = form.startswith(_LINKS) and not form.startswith("способност")
            if linked or of_nothing:
                return back, at
    return None


def _unmet(words: list[Word]) -> tuple[int, int] | None:
    """«ни одного требования, которому администрация не отвечала бы»."""
    for at, word in enumerate(words):
        if not word.form.startswith("котор") or not any(map(_is_ground, words[:at])):
            continue
        if any(w.form in _BECAUSE for w in words[:at]):
            continue  # «готовности нет по причине поломки, которую никто не чинит»
        for no in range(at + 1, min(at + _REACH, len(words) - 1)):
            if words[no].form == "не" and "finite" in words[no + 1].grammar:
                return at, no + 1
    return None


_BECAUSE = frozenset({"причине", "из-за", "ввиду", "вследствие", "связи", "силу"})
_NONE_LEFT = (
    r"\b(?:нет|нету|отсутству\w+|не\s+(?:остал|имее|имею|требу|потребу|нужн|надо|понадоб|числ|вид|предвид"
    r"|предстоит|прид|выявл|обнаруж|знае|буд|предусм|намеч|заплан)\w*)"
)
_NEEDED_FOR = (
    r"(?:\b(?:работ|дел|доработ|доделк|закуп|покуп|мер|мероприят|шаг|действи|процедур|согласован"
    r"|операц|этап|обстоятельств|момент|вещ|вопрос|задач|хвост|недодел|пункт|приготовлен|переделк"
    r"|затрат|процесс|ремонт|проверк|обследован|испытан|наладк|замен|монтаж|проклад)\w{0,4}|\b(?:ничего|нечего|такого|что-(?:либо|нибудь|то)))"
    r",\s*без\s+(?:[а-я]+\s+)?(?:котор\w+|чего)\s[^,;.:]{0,120}?\b(?:невозможн|нельзя|не\s)[^,;.:]{0,80}"
)
"""What may be left to do; «канала, без которого …, нет» lacks a thing."""
_NOTHING_NEEDED = re.compile(
    rf"{_NONE_LEFT}[^,;.:]{{0,60}}?{_NEEDED_FOR}|{_NEEDED_FOR},[^,;.:]{{0,40}}?{_NONE_LEFT}"
)

_OUR_MATTER = re.compile(
    r"\b(?:подключ|присоедин|подсоедин|включ|вве[дс]|ввод|запус|пуск|старт|систем|«?директум|сэд|связ)"
)


def nothing_needed(statement: Statement) -> bool:
    """«работ, без которых подключение невозможно, не осталось»: nothing is left to do first."""
    if "без" not in statement.forms:
        return False
    found = _NOTHING_NEEDED.search(statement.sentence.text.lower())
    return found is not None and _OUR_MATTER.search(found.group()) is not None


def _is_ground(word: Word) -> bool:
    grounds = ("обстоятельств", "причин", "основани", "фактор", "услови")
    plain = word.form.startswith(grounds) and word.form != "причине"
    return plain or bool({"works", "obstacle"} & word.classes)


def _denied_outside(words: list[Word], start: int, end: int) -> bool:
    """Whether the words around what hinders deny it."""
    around = (*words[:start], *words[end + 1 :])
    if _is_unremoved(around):
        return False  # «причины, не позволяющие подключиться, не устранены»
    return any(
        w.form in _NO or ("absent" in w.classes and not w.form.startswith("недостат"))
        for w in around
    )


def tells_it_is_over(forms: Iterable[str]) -> bool:
    """Whether what hindered is said to be gone: «отпали», «устранены»."""
    return any(form.startswith(_GONE) for form in forms)


def _overcome(words: list[Word], start: int, end: int) -> Says | None:
    """«причины, по которым район не мог подключиться, отпали», «… будут устранены»."""
    for at, word in enumerate(words):
        if start <= at <= end or not word.form.startswith(_GONE):
            continue
        if not {"finite", "short"} & word.grammar:
            continue
        before = words[max(0, at - 3, end + 1 if at > end else 0) : at]
        if any(w.form in {"не", "ни"} for w in before):
            return None
        to_come = "futr" in word.grammar or any("will" in w.classes for w in before)
        return Says.FUTURE if to_come else Says.READY
    return None


NO_INFLUENCE = "no_influence"
_MATTERS_NOT = re.compile(
    r"\bне\s+(?:по)?(?:влия|отраз|отраж|скаж|сказыв)\w*\s+на\s+(?:\w+\s+){0,2}?(?:подключ|готовн|срок)"
    r"|\bна\s+(?:\w+\s+){0,3}?(?:подключ|готовн|срок)\w*\s+(?:\w+\s+){0,3}?"
    r"не\s+(?:по)?(?:влия|отраз|отраж|скаж|сказыв)"
)


def matters_not(statement: Statement) -> Vote | None:
    """«остающиеся вопросы на подключение не влияют»: whatever is told of them changes nothing."""
    if "не" not in statement.forms or not _OURS & statement.classes:
        return None
    found = _MATTERS_NOT.search(statement.sentence.text.lower())
    if found is None:
        return None
    start = statement.sentence.start
    first = statement.clause_of(start + found.start())
    last = statement.clause_of(start + found.end() - 1)
    return Vote(Says.NOTHING, NO_INFLUENCE, statement.sentence, first.start, last.end)


def of_the_rest(vote: Vote, votes: list[Vote]) -> list[Vote]:
    """The votes of a sentence that says that nothing hinders: without what seemed adverse."""
    adverse = {Says.NOT_READY, Says.LACKS, Says.UNCLEAR, Says.HAS, Says.NOTHING, Says.READY}
    left = [v for v in votes if v.says not in adverse or v.start >= vote.end or v.end <= vote.start]
    return sorted([*left, vote], key=lambda v: v.start)
