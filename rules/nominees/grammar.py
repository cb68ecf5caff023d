"""What the words around a name are by grammar: verbs that close or govern, denials, clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rules import positions
from rules.document import Token
from rules.morphology import WORDS, Parse, parses
from rules.nominees.grounds import is_not_before, lacks_grounds
from rules.nominees.lines import Line, Mention
from rules.phrases import Match

_MODAL_WORDS = """
просить попросить хотеть мочь смочь решить решать считать полагать планировать предстоять
следовать надлежать готовиться быть стать сообщать сообщить информировать уведомлять докладывать
"""
_MODAL = frozenset(_MODAL_WORDS.split())


@lru_cache(maxsize=WORDS)
def is_finite(word: str) -> bool:
    """Whether a word is most likely a finite verb."""
    if not word[0].isalpha() or len(word) < 3:
        return False
    if word[0].isupper() and not (word.isupper() and len(word) > 4):
        return False  # a name, not a letter in capitals
    first = parses(word)[0]
    if first.normal_form in _COPULAS or not _is_verb(first):
        return False
    return bool(sum(p.score for p in parses(word) if _is_verb(p)) >= 0.5)


def _is_verb(parse: Parse) -> bool:
    grammemes = parse.tag.grammemes
    return bool({"VERB", "PRTS"} & grammemes) and "impr" not in grammemes


_COPULA_WORDS = """
быть являться звать зваться кликать величать величаться именовать именоваться называться
"""
_COPULAS = frozenset(_COPULA_WORDS.split())
"""Verbs that only join a name to what is said: «зовут её …»."""


@lru_cache(maxsize=WORDS)
def has_modal_lemma(word: str) -> bool:
    """Whether a word may be a verb that only leads to another: «просим», «сможет», «сообщаем»."""
    return any(p.normal_form in _MODAL for p in parses(word))


def is_modal(word: str, following: Sequence[Token]) -> bool:
    """Whether a verb only leads to the next: «просим направить», «сообщаем, что»."""
    if not has_modal_lemma(word):
        return False
    first = parses(word)[0].tag
    return "1per" in first or any("INFN" in parses(t.text)[0].tag.grammemes for t in following)


def is_near(end: int, start: int, line: Line) -> bool:
    """Whether at most four words and no comma stand between."""
    return re.fullmatch(r"(?:\s+[\w«»-]+){0,4}\s*", line.sentence.part.text[end:start]) is not None


def leads_to(end: int, mention: Mention, line: Line) -> bool:
    """Whether he stands near behind this place, his post aside, however long it is."""
    start = mention.person.start
    if is_near(end, start, line):
        return True
    text = line.sentence.part.text
    if start - end > _LONG_POST or ")" in text[end:start]:
        return False
    found = positions.before(text, start, end)
    return found is not None and is_near(end, found.start, line)


_LONG_POST = 160


def is_apposition(cue: Match, line: Line) -> bool:
    """«направляем ответственную за сайт Петрову»: an oblique adjective, not a label."""
    word = line.tokens[cue.tokens[0]].text
    tags = [p.tag.grammemes for p in parses(word) if "ADJF" in p.tag.grammemes]
    if not any("nomn" in tag for tag in tags):
        return bool(tags)
    people = [m.person.start for m in line.mentions if m.person.start >= cue.end]
    between = line.sentence.part.text[cue.end : people[0]] if people else ","
    return any("nomn" not in tag for tag in tags) and "," in between


def is_predicate(cue: Match, line: Line) -> bool:
    """A finite verb begins a clause of its own; an infinitive or a noun goes on with it."""
    return bool({"VERB", "PRTS"} & parses(line.tokens[cue.tokens[0]].text)[0].tag.grammemes)


def is_doubted(cue: Match, line: Line) -> bool:
    """«включён ли», «хотел бы попасть»: asked or wished, not told."""
    near = [t.text for t in line.tokens[cue.tokens[0] : cue.tokens[-1] + 3]]
    before = [t.text for t in line.tokens[max(0, cue.tokens[0] - 2) : cue.tokens[0]]]
    if any(word.startswith("котор") for word in (*before, *near)):
        return False  # «специалистом, который мог бы пройти обучение, считаем …»
    return "ли" in near[1:] or ("бы" in near and _POLITE.search(line.text) is None)


_POLITE = re.compile(
    r"\b(?:прос\w+|хотели|желали|рады|готовы|предложили|рекомендовали)\s+бы\b|\bбы\s+(?:хотели|просил\w*)\b",
    re.IGNORECASE,
)
"""«хотели бы послать» asks, as «просим» does."""


def in_relative_clause(cue: Match, line: Line) -> bool:
    """«…, который затем обучит остальных»: what a nominee does, not what is asked."""
    text = line.sentence.part.text
    before = text[max(line.sentence.start, cue.start - 60) : cue.start]
    return re.search(r"\bкотор\w+[^,;:]*$", before) is not None and any(
        m.person.end <= cue.start for m in line.mentions
    )


def is_negated(cue: Match, line: Line) -> bool:
    """«не явится»: the word before the verb denies it; not «нет причин не включать»."""
    at = cue.tokens[0]
    if cue.phrase.means == "nominate" or not at or line.tokens[at - 1].text.lower() != "не":
        return False
    start = line.tokens[at - 1].start
    return not (is_not_before(cue, line.sentence) or lacks_grounds(line.sentence, start))


def supersedes(cue: Match, line: Line, pending: Match) -> bool:
    """Whether a verb ends a phrase that waits for its person: «взамен направляется Сидорова»."""
    tag = parses(line.tokens[cue.tokens[0]].text)[0].tag
    if cue.phrase.means == "nominate" and re.match(
        r"[^,;.]{0,40}?(?:[:–—]|\s-)\s", line.text[cue.end - line.sentence.start :]
    ):
        return True  # «ответственный исполнитель и кандидат на обучение: …»
    if not {"VERB", "INFN", "PRTS", "ADJS"} & tag.grammemes:
        return False
    if cue.phrase.means == "send" or pending.phrase.name in _SUPERSEDED:
        return True
    parted = "," in line.sentence.part.text[pending.end : cue.start]
    return parted and "1per" in tag  # «район считаем подготовленным, место предлагаем …»


_SUPERSEDED = frozenset({"by_request_of", "replaces", "order_of"})


def only_spoken_of(cue: Match, line: Line) -> bool:
    """«о кандидатуре», «кого направить, решит глава»: none is put forward."""
    if cue.phrase.name == "who_learns":
        rest = line.sentence.part.text[cue.end : line.sentence.end]
        return re.match(r"[^,.;:?\t–—]{0,40}[:?\t–—]", rest) is None
    at = cue.tokens[0]
    before = line.tokens[at - 1].text.lower() if at else ""
    if cue.phrase.name == "listener" and before in ("о", "об", "по"):
        rest = line.sentence.part.text[cue.end : line.sentence.end]
        return re.match(r"[^,.;?]{0,40}(?:[:–—]|\s-)\s", rest) is None
    return cue.phrase.name == "candidate" and before in ("о", "об", "по")


def near_training(cue: Match, line: Line) -> bool:
    """Whether the training is spoken of in the cue's own clause, or before it."""
    spots = [c.start for c in line.cues if c.phrase.means == "training"]
    if not spots or spots[0] < cue.start:
        return True
    stop = line.sentence.part.text.find(";", cue.end, line.sentence.end)
    people = [m.person.start for m in line.mentions if m.person.start > cue.start]
    ends = (cue.end + 120, line.sentence.end if stop < 0 else stop, *people[1:])
    return spots[0] <= min(ends)


def is_added_to(mention: Mention, cue: Match, line: Line) -> bool:
    """«к Петрову добавить ещё Сидорову»: he was named before and stays."""
    text = line.sentence.part.text
    before = text[max(line.sentence.start, mention.person.start - 60) : mention.person.start]
    verb = line.tokens[cue.tokens[0]]
    return bool(
        re.search(r"\bк\s+(?:[\w-]+\s+){0,4}$", before)
        and verb.lemmas & {"добавить", "добавлять", "дополнить", "присоединить", "включить"}
        and mention.may_be("datv")
    )


def is_first_person(cue: Match, line: Line) -> bool:
    """Whether «we» or «I» send: then a name beside the verb is never its subject."""
    near = line.tokens[max(0, cue.tokens[0] - 4) : cue.tokens[-1] + 3]
    return any(
        "1per" in p.tag.grammemes for t in near if len(t.text) > 3 for p in parses(t.text)[:1]
    )


def direct(mention: Mention, cue: Match, line: Line) -> bool:
    """Whether nothing but words, and not many, stands between a name and the cue behind it."""
    between = line.sentence.part.text[mention.person.end : cue.start]
    return re.fullmatch(r"[\s\w]{0,40}", between) is not None


def after_comma(cue: Match, line: Line) -> bool:
    """Whether the cue stands behind a comma or in a bracket."""
    before = line.sentence.part.text[max(0, cue.start - 3) : cue.start].rstrip()
    return before.endswith((",", "("))


def may_be_subject(cue: Match, line: Line) -> bool:
    """«отправит Зуева О.О.»: she may send as well as be sent, if nothing speaks of the training."""
    tag = parses(line.tokens[cue.tokens[0]].text)[0].tag
    active = "VERB" in tag and "3per" in tag and "sing" in tag and "tran" in tag
    return active and not line.training
