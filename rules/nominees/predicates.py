"""Verbs of no class of their own: what stands beside them tells whether they put somebody forward.

«Слушателем выступит Петрова»: a role in the instrumental, and any verb joins it with its bearer.
«На курсы убывает Петров», «на учёбу рвётся Петрова»: any verb with the training as its direction,
but those of other business («на учёбу деньги нашёл глава»).
"""

from __future__ import annotations

import re

from rules.document import Token
from rules.morphology import parses
from rules.nominees import grammar, verbs
from rules.nominees.lines import FULL, Line
from rules.phrases import Match

_DIRECTION = re.compile(
    r"\b(?:на|в)\s+(?:[\w-]+\s+){0,2}?(?:уч[её]бу|обучение|курсы|курс|занятия|группу|семинар|тренинг"
    r"|стажировку|(?<!военные )сборы|инструктаж|практикум|школу|класс|состав)\b|\bза\s+парту\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()\n]{0,60}\)")
_STOP = re.compile(r"[.,;:!?()\n–—]|\s-\s")


def joins(verb: Token, cue: Match, line: Line) -> bool:
    """Whether the verb only joins a role in the instrumental with its bearer."""
    if cue.phrase.means != "nominate" or not is_role(cue, line):
        return False
    between = line.sentence.part.text[cue.end : verb.start]
    return not is_denied(verb, line) and _PARTED.search(between) is None


_PARTED = re.compile(r"(?<!\b[А-ЯЁ])\.|[;:!?]|\bно\b")
"""A stop that ends no initial, or a contrast."""


def is_joined(cue: Match, line: Line) -> bool:
    """«слушателем от нас будет Петрова»: the first verb behind the role joins it with a subject."""
    for token in line.tokens[cue.tokens[-1] + 1 :]:
        if _STOP.match(token.text):
            return False
        tag = parses(token.text)[0].tag
        if "PRTS" in tag or ("VERB" in tag and token.lemmas & _JOINS):
            return "1per" not in tag
        if {"VERB", "INFN"} & tag.grammemes:
            return False
    return False


_JOINS = frozenset({"быть", "стать", "становиться", "являться", "назначаться", "выступить"})


def becomes(verb: Token, line: Line) -> bool:
    """«кандидат поменялся: стал Петров»: the verb only joins."""
    return bool(verb.lemmas & {"стать", "становиться"}) and not is_denied(verb, line)


def is_role(cue: Match, line: Line) -> bool:
    """«слушателем», «кандидатом»: a living noun in the instrumental without a preposition."""
    first = cue.tokens[0]
    tags = [p.tag for p in parses(line.tokens[first].text)[:2]]
    before = line.tokens[first - 1].text.lower() if first else ""
    living = [t.grammemes for t in tags if "anim" in t.grammemes or "Subx" in t.grammemes]
    if before in {"роли", "качестве", "роль", "качество", "место", "звание"}:
        return any("gent" in t for t in living)
    if before == "в":  # «в ученики годится», «в слушатели прочат»
        return any("plur" in t and {"nomn", "accs"} & t for t in living)
    role = any("ablt" in t for t in living)
    return role and before not in {"с", "со", "над", "перед", "между", "за", "под"}


def leads(verb: Token, line: Line) -> Match | None:
    """A cue of this verb, if the training is its direction and nothing else its object."""
    if not line.training:
        return None
    training, denied = line.find("training"), is_denied(verb, line)
    if training and verbs.is_volition(verb.text, denied=denied) and not _wants_another(line):
        return Match(training.phrase, verb.start, verb.end, (line.tokens.index(verb),))
    if denied or verbs.is_other(verb.text):
        return None
    tag = parses(verb.text)[0].tag
    ongoing = "past" in tag and "impf" in tag and "PRTS" not in tag
    if training is None or ongoing:
        return None
    text, (left, right) = line.sentence.part.text, clause(verb, line)
    if has_object(verb, line):
        to_study = _takes_on(verb, line)
    else:
        to_study = _DIRECTION.search(text, left, right) is not None
    if not to_study:
        return None
    return Match(training.phrase, verb.start, verb.end, (line.tokens.index(verb),))


def _wants_another(line: Line) -> bool:
    """«глава Петров просит включить Сидорову»: one wants, another is to go."""
    return len([m for m in line.mentions if m.person.kind in FULL]) != 1


def _takes_on(verb: Token, line: Line) -> bool:
    """«учёбу осилит», «занятия отсидит»: the training is the only thing with which he will do
    something, and it is no business of those who run it."""
    if not {"futr", "tran"} <= parses(verb.text)[0].tag.grammemes:
        return False
    left, right = clause(verb, line)
    trained = {i for c in line.cues if c.phrase.means == "training" for i in c.tokens}
    things = [
        at
        for at, token in enumerate(line.tokens)
        if left <= token.start < right and _is_thing(at, line)
    ]
    return bool(things) and trained.issuperset(things)


def is_denied(verb: Token, line: Line) -> bool:
    """Whether «не» or «нельзя» stands before the verb."""
    at = line.tokens.index(verb)
    return at > 0 and line.tokens[at - 1].text.lower() in {"не", "нельзя"}


def has_object(verb: Token, line: Line) -> bool:
    """«даём согласие», «списки на обучение формирует»: what is done, is done with a thing."""
    left, right = clause(verb, line)
    tag = parses(verb.text)[0].tag
    active = "VERB" in tag and "tran" in tag
    reach = line.tokens.index(verb) + 3
    for at, token in enumerate(line.tokens):
        before = left <= token.start < verb.start and active
        behind = verb.start < token.start < right and at < reach
        if (before or behind) and _is_thing(at, line):
            return True
    return False


def _is_thing(at: int, line: Line) -> bool:
    """Whether a noun of a thing stands here that no preposition governs."""
    tag = parses(line.tokens[at].text)[0].tag
    if "NOUN" not in tag or "inan" not in tag or not {"accs", "nomn", "gent"} & tag.grammemes:
        return False
    lead = [t.text.lower() for t in line.tokens[max(0, at - 3) : at]]
    signs = [i for i, word in enumerate(lead, 1) if not word[0].isalnum()]
    lead = lead[signs[-1] :] if signs else lead
    of_noun = bool(lead) and "NOUN" in parses(lead[-1])[0].tag  # «прапорщик запаса»
    return not of_noun and not any(word in _PREPOSITIONS for word in lead)


_PREPOSITION_WORDS = "на в во для от из с со по к у за о об при до без под"
_PREPOSITIONS = frozenset(_PREPOSITION_WORDS.split())


def clause(verb: Token, line: Line) -> tuple[int, int]:
    """The stretch around a verb without signs."""
    text, sentence = line.sentence.part.text, line.sentence
    lead = _ASIDE.sub(lambda m: " " * len(m.group()), text[sentence.start : verb.start])
    stops = [m.end() for m in _STOP.finditer(lead)]
    after = _STOP.search(text, verb.end, sentence.end)
    left = sentence.start + (stops[-1] if stops else 0)
    return left, after.start() if after else sentence.end


def closers(line: Line) -> list[Token]:
    """Finite verbs of no cue: another action begins."""
    if not line.mentions:
        return []
    told = line.training or line.has("nominate")
    taken = {i for c in line.cues if c.phrase.means not in _WITHOUT_ROLE for i in c.tokens}
    return [
        t
        for i, t in enumerate(line.tokens)
        if i not in taken
        and (grammar.is_finite(t.text) or _will_do(i, line))
        and not grammar.is_modal(t.text, line.tokens[max(0, i - 5) : i + 4])
        and not (told and verbs.puts(t.text))
    ]


def _will_do(index: int, line: Line) -> bool:
    """«слушателя будет сопровождать Зуев»: an infinitive of other business behind «будет»."""
    before = line.tokens[index - 1].text.lower() if index else ""
    word = line.tokens[index].text
    return before in ("будет", "будут") and verbs.is_other(word) and "INFN" in parses(word)[0].tag


_WITHOUT_ROLE = frozenset({"along", "attends"})
