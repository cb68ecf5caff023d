"""«Утверждать, что район готов, было бы преждевременно»: what may not be said is not so.

A sentence that speaks of saying («сказать», «слухи о том») and tells what would be said is read in
pieces: what is said for itself, whatever words it is said in, then turned round if the rest of the
sentence denies it. «Нельзя не отметить, что готовы» denies twice, and so affirms.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from rules.readiness.apart import part_of
from rules.readiness.called import BARRED
from rules.readiness.clauses import Statement
from rules.readiness.double_denial import BORNE_OUT, FALSE
from rules.readiness.votes import Says, Vote

CALLED_FALSE = "called_false"

_SAID = re.compile(
    r"\b(?:(?P<say>сказа(?:ть|л\w*)|скажу|скажем|говори(?:ть|м|л\w*)|говорю|утвержда(?:ть|ю|ем)|считать"
    r"|счита(?:ю|ем)|сч(?:есть|итая)|полага(?:ть|ю|ем)|дума(?:ть|ю|ем)|подумать|заяв(?:ить|лять|ляю|ляем)"
    r"|доклад(?:ывать|ываю)|доложить|сообщ(?:ить|ать)|рапортовать|отрапортовать|увер(?:ять|ить)"
    r"|завер(?:ять|ить)|призна(?:ть|вать)|констатировать|обещать|гарантировать|надеяться|рассчитывать"
    r"|ожидать|отметить|подтвердить|подтверждать|предполо(?:жить|гать)|писать|написать|заключить"
    r"|решить|согласиться|упомянуть|подчеркнуть|указать)"
    r"|(?P<deny>отрицать|оспаривать|оспорить|скры(?:ть|вать)|утаи(?:ть|вать)|опроверг\w+|усомниться"
    r"|сомневаться)"
    r"|(?P<noun>(?:утверждени|мнени|сведени|информаци|сообщени|предположени|опасени|заявлени)\w{1,3}"
    r"|слух\w*|разговор\w*|вывод\w{0,2}))\b"
    r"(?P<to>(?:\s+(?!что\b|будто\b|чтобы\b)[\w-]+){0,6}?)"
    r"(?:,?\s+(?:о|в)\s+том)?,?\s+(?:что|будто(?:\s+бы)?|чтобы)\s+",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"(?:\w+\s+){0,3}?(?:проблема|беда|дело|суть|штука|сложность|трудность|загвоздка|ответ|итог|вывод|результат"
    r"|новость|(?:установлено|выяснилось|выяснено|оказалось|обнаружилось|показал[аио]?|установил[аи]?))\b"
    r"(?:\s+[\w-]+){0,4}?(?:\s+в\s+том)?,?\s+что\s+",
    re.IGNORECASE,
)
"""«Беда в том, что», «Ответ такой, что», «Установлено, что»: it says nothing by itself."""
_ASKED_BACK = re.compile(
    r"\W*(?:кто|где|когда|с\s+чего|откуда|почему)\b[^.,;:]{0,20}?"
    r"\b(?:сказа|взял|реши|говори|утвержда|написа)\w*(?:\s+вам)?,?\s+(?:что|будто)\s+",
    re.IGNORECASE,
)
"""«Кто вам сказал, что», «С чего вы взяли, что»: asked, and denied by that."""
_FLAT = re.compile(
    r"\b(?:неправда|неверно|ложь|враки|вранье|враньё|ошибочно),?\s+(?:что|будто(?:\s+бы)?)\s+", re.I
)
_MAY = (
    *("приход", "получ", "выйд", "выход", "уда", "могу", "може", "смог", "сможе", "беру", "бере"),
    *("возьм", "риск", "осмел", "повора", "поверн", "подним", "стан", "буду", "буде", "хоч"),
    *("спеш", "стоит", "след", "вправ", "имею", "имеет", "намер", "позвол", "дает", "мог", "надо"),
)
"""Behind «не»: one may not, cannot, would not say so."""
_HARDLY = ("нельзя", "невозможн", "сложно", "трудно", "затрудни")
_SEEN = ("виж", "вид", "име", "усматр")
_LIES = re.compile(r"(?:преувелич|ошибк|обман|ложь|вранье|лукав|неправд)")
_GROUNDS = ("основани", "причин", "повод", "прав")
_NONE = frozenset({"нет", "нету", "отсутствуют", "лишены", "лишен"})
_OPEN = frozenset({"если", "не", "когда", "бы", "ли"})
_ALONE = frozenset(
    {"было", "будет", "пока", "никак", "никоим", "образом", "явно", "крайне", "просто", "весьма"}
    | {"язык", "рука", "совесть", "больше", "теперь", "сегодня", "сейчас", "коем", "случае"}
    | {"душой", "против", "истины", "совести", "желаемое", "действительное", "действительности"}
    | {"меня", "считаю", "считаем", "думаю", "меньшей", "мере", "числе", "стороны", "моей", "нашей"}
    | {"вижу", "видим", "имеется", "имеем", "совсем", "вовсе", "также", "тоже", "мягко", "говоря"}
    | {"очевидно", "действительно", "деле", "самом", "данный", "момент", "отсутствуют", "очень"}
    | {"слишком", "рано", "нету"}
)
"""Words of a predicate that denies: nothing else of more than three letters stands there."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDS = re.compile(
    r"\s*(?:[;:)]|\s[–—-]\s|,\s+(?:но|однако|зато|а|хотя|поэтому|потому|так\s+что|ведь|тем\s+не\s+менее)\b)"
)
_SIGN = re.compile(r"[,.;:!\n]|\s[–—-]\s")
_WOULD_TELL = ("значил", "означал", "значит", "означает", "покрив", "погреш", "выдавать")
_BARS = (*BARRED, *FALSE, *_MAY, *_WOULD_TELL, *BORNE_OUT, *_GROUNDS)
_TURNED = {
    Says.READY: Says.NOT_READY,
    Says.HAS: Says.LACKS,
    Says.LACKS: Says.HAS,
    Says.NOT_READY: Says.READY,
    Says.FUTURE: Says.NOT_READY,
    Says.WILL_DO: Says.NOT_READY,
    Says.WILL_HAVE: Says.LACKS,
}


@dataclass(frozen=True, slots=True)
class _Saying:
    """`start:said` is of the saying, `said:end` what is said, `until` where all of it ends.

    `flatly` tells that it is called false; `early` that it is only too early to say so.
    """

    start: int
    said: int
    end: int
    until: int
    denied: bool
    flatly: bool = False
    early: bool = False


def asserted(statement: Statement, read: Callable[[Statement], list[Vote]]) -> list[Vote] | None:
    """The votes of a sentence that denies, or twice denies, what it tells; None of any other."""
    if {"что", "будто", "чтобы"}.isdisjoint(statement.forms):
        return None
    saying = _saying(statement)
    if saying is None:
        return None
    sentence = statement.sentence
    said = read(part_of(statement, saying.said, saying.end))
    if not any(v.says in _TURNED or v.says is Says.CONDITIONAL for v in said):
        return None
    if saying.denied:
        said = [_turned(v, saying) for v in said]
    votes = [v.but(sentence=sentence, start=saying.start, end=saying.until) for v in said]
    before = _piece(statement, sentence.start, saying.start, read)
    return [*before, *votes, *_piece(statement, saying.until, sentence.end, read)]


def _piece(
    statement: Statement, start: int, end: int, read: Callable[[Statement], list[Vote]]
) -> list[Vote]:
    piece = part_of(statement, start, end) if end - start > 2 else None
    return read(piece) if piece and piece.clauses else []


def _turned(vote: Vote, saying: _Saying) -> Vote:
    says = _TURNED.get(vote.says)
    if says is None:
        return vote.but(hedged=True)
    sure = saying.flatly or vote.says in {Says.READY, Says.HAS}
    doubtful = saying.early or not sure or (vote.says not in _SIMPLE and vote.on is not None)
    if doubtful and says is Says.LACKS:
        says = Says.NOT_READY  # a fact would be weighed without its doubt
    rule = CALLED_FALSE if saying.flatly and not doubtful else f"{vote.rule}_denied"
    return vote.but(says=says, rule=rule, hedged=vote.hedged or doubtful, on=None)


_SIMPLE = frozenset({Says.READY, Says.NOT_READY, Says.HAS, Says.LACKS})
"""What has one opposite: that a day is not kept leaves other days."""


def _saying(statement: Statement) -> _Saying | None:
    return _called_false(statement) or _led(statement) or _weighed(statement)


def _led(statement: Statement) -> _Saying | None:
    """«Беда в том, что не готовы»; «Кто вам сказал, что готовы»: the contrary, likely."""
    text, start = statement.sentence.part.text, statement.sentence.start
    asked = _ASKED_BACK.match(text, start, statement.sentence.end)
    leads = asked or _LEADS.match(text, start, statement.sentence.end)
    if leads is None or _OPEN & {w.lower() for w in _WORD.findall(leads.group())}:
        return None
    end = _end(text, leads.end(), statement.sentence.end)
    back = asked is not None
    return _Saying(start, leads.end(), end, end, denied=back, early=back)


def _called_false(statement: Statement) -> _Saying | None:
    """«Неправда, что не готовы»."""
    text, until = statement.sentence.part.text, statement.sentence.end
    flat = _FLAT.search(text, statement.sentence.start, until)
    if flat is None or text[: flat.start()].rstrip().lower().endswith(" не"):
        return None
    end = _end(text, flat.end(), until)
    start = statement.clause_of(flat.start()).start
    return _Saying(start, flat.end(), end, end, denied=True, flatly=True)


def _weighed(statement: Statement) -> _Saying | None:
    """«Нельзя сказать, что не готовы», «Сказать, что не готовы, нельзя»."""
    text, until = statement.sentence.part.text, statement.sentence.end
    found = _SAID.search(text, statement.sentence.start, until)
    front = _Front.of(text, statement.clause_of(found.start()).start, found) if found else None
    if found is None or front is None:
        return None
    behind = None if front.bar else _behind(text, found, until)
    if behind is None and (found["noun"] or not (front.bar or front.turned)):
        return None
    end = _end(text, found.end(), until)
    end, until, bar = behind or (end, end, front.bar)
    denied = (bar is not None) ^ front.turned
    return _Saying(
        front.start, found.end(), end, until, denied, flatly=bar == "flat", early=bar == "early"
    )


@dataclass(frozen=True, slots=True)
class _Front:
    """What stands in the clause of the saying: its bar, and whether the saying itself is turned."""

    start: int
    bar: str | None
    turned: bool

    @staticmethod
    def of(text: str, start: int, found: re.Match[str]) -> _Front | None:
        """None of a question, of a condition and of what others say."""
        before = [w.lower() for w in _WORD.findall(text[start : found.start()])]
        if {"если", "чтобы", "когда", "ли", "можно", "почему", "зачем"} & {*before}:
            return None
        behind = [w.lower() for w in _WORD.findall(found["to"] or "")]
        negated = before[-1:] == ["не"]
        words = [*(before[:-1] if negated else before), *behind]
        bar = _bar(words)
        return _Front(start, bar, negated ^ (found["deny"] is not None))


def _bar(words: list[str]) -> str | None:
    """How these words deny: "flat", "early", "may"; None if they do not."""
    negated = {b for a, b in pairwise(words) if a in {"не", "ни"}}
    barred = [w for w in words if w == "рано" or w.startswith((*BARRED, *FALSE, *_WOULD_TELL))]
    if barred:
        denied = barred[0] in negated or (_LIES.match(barred[0]) and _will_not_be(words))
        return None if denied else _manner(barred[0])
    if any(word.startswith(BORNE_OUT) for word in negated):
        return "flat"
    grounds = any(w.startswith(_GROUNDS) for w in words)
    if grounds and (_NONE & {*words} or any(w.startswith(_SEEN) for w in negated)):
        return "flat"
    return "may" if any(word.startswith(_MAY) for word in negated) else None


def _will_not_be(words: list[str]) -> bool:
    """«не будет преувеличением», «не станет ошибкой»."""
    return any(a == "не" and b.startswith(("буд", "стан", "был")) for a, b in pairwise(words))


def _manner(word: str) -> str:
    if word == "рано" or word.startswith("преждеврем"):
        return "early"
    return "may" if word.startswith(_HARDLY) else "flat"


def _behind(text: str, found: re.Match[str], end: int) -> tuple[int, int, str] | None:
    """Where what is said ends and its predicate ends: «…, что не готовы, было бы неправдой»."""
    at = found.end()
    while (comma := text.find(",", at, end)) != -1:
        stop = _SIGN.search(text, comma + 1, end)
        until = stop.start() if stop else end
        words = [w.lower() for w in _WORD.findall(text[comma:until])]
        bar = _bar(words)
        alone = all(len(w) < 4 or w in _ALONE or w.startswith(_BARS) for w in words)
        if bar and (bar == "flat" if found["noun"] else alone):
            return comma, until, bar
        at = comma + 1
    return None


def _end(text: str, said: int, end: int) -> int:
    """Where what is said ends: at «но», «а», a dash."""
    stop = _ENDS.search(text, said, end)
    return stop.start() if stop else end
