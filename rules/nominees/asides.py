"""Words that speak of nobody behind them, and people who stand aside: brackets, posts, reports."""

from __future__ import annotations

import re

from rules.morphology import parses
from rules.nominees import brackets, verbs
from rules.nominees.government import OBJECTS
from rules.nominees.lines import Line, Mention, Role
from rules.phrases import Match


def is_besides(cue: Match, line: Line) -> bool:
    """«кроме того», «вместо него»: the word speaks of no person who is named behind it."""
    following = line.tokens[cue.tokens[-1] + 1 : cue.tokens[-1] + 2]
    if _is_in_exchange(cue, line):
        return True
    verbal = bool({"VERB", "INFN"} & parses(line.tokens[cue.tokens[-1]].text)[0].tag.grammemes)
    objects = _PRONOUNS | OBJECTS if verbal else _PRONOUNS  # «замещать её будет Нестеров»
    return any(t.text.lower() in objects for t in following)


def _is_in_exchange(cue: Match, line: Line) -> bool:
    """«Возьмите взамен Петрова.»: the verb governs him, if nobody else is named behind; «Взамен –
    Петров»."""
    at = cue.tokens[0]
    if line.tokens[at].text.lower() != "взамен":
        return False
    if _SET_OFF.match(line.sentence.part.text, cue.end):
        return True
    behind = {m.person.start for m in line.mentions if m.person.start >= cue.end}
    return (
        at > 0 and len(behind) == 1 and verbs.cases(line.tokens[at - 1].text) == frozenset({"accs"})
    )


_SET_OFF = re.compile(r"\s*[:–—-]")


def is_post_of_last(cue: Match, last: Mention | None, line: Line) -> bool:
    """«Дадашев, администратор сети»: the word stands in the post of a nominee before it."""
    if last is None or last.role is not Role.NOMINATED:
        return False
    between = line.sentence.part.text[last.person.end : cue.start]
    noun = "NOUN" in parses(line.tokens[cue.tokens[0]].text)[0].tag.grammemes
    behind = [m.person.start for m in line.mentions if m.person.start >= cue.end]
    if behind and "," not in line.sentence.part.text[cue.end : behind[0]] and "(" not in between:
        return False  # «едет Репкин, исполнитель Громов»
    return noun and re.fullmatch(r"\s*[,(–—-]\s*(?:[а-яё.-]+\s+){0,3}", between) is not None


def writer_does(cue: Match, line: Line) -> bool:
    """«доложу: прибудет Шаронова»: the writer reports himself, nobody behind the word does."""
    tag = parses(line.tokens[cue.tokens[0]].text)[0].tag
    return cue.phrase.name in ("signed_by", "contact_person") and "1per" in tag


def is_noun_of_list(cue: Match, line: Line) -> bool:
    """«обучаемый - Джалилова»: the same word names who is taught."""
    return any(
        c.phrase.means == "nominate" and c.tokens == cue.tokens for c in line.cues if c is not cue
    )


def is_part_of_longer(cue: Match, line: Line) -> bool:
    """«примет участие»: the noun is no word of its own beside the verb that has it."""
    return cue.phrase.name == "sending" and any(
        len(c.tokens) > 1 and set(cue.tokens) < set(c.tokens)
        for c in line.cues
        if c.phrase.means == "send_training"
    )


def has_object(cue: Match, line: Line) -> bool:
    """«после совещания утвердили Зуеву»: the person behind is whom it is done with, not who did."""
    if cue.phrase.name != "signed_by" or "утвердить" not in line.tokens[cue.tokens[0]].lemmas:
        return False
    if "VERB" not in parses(line.tokens[cue.tokens[0]].text)[0].tag:
        return False
    behind = [m for m in line.mentions if m.person.start >= cue.end][:1]
    return any(m.person.read({"nomn", "accs"}).case == "accs" for m in behind)


def is_aside_before(mention: Mention, cue: Match, line: Line) -> bool:
    """Whether he stands in a bracket that was closed in a clause before the cue's own."""
    end = brackets.closed(mention.person.start, line.sentence)
    if not end or end >= cue.start:
        return False
    later = any(m.person.start > cue.start for m in line.mentions)
    return later and ":" in line.sentence.part.text[end : cue.start]


def stands_in(cue: Match, line: Line) -> bool:
    """«Замещать её будет Нестеров»: who does her work meanwhile."""
    return bool(line.tokens[cue.tokens[0]].lemmas & {"замещать", "подменять"})


def is_told_away(mention: Mention, cue: Match, line: Line) -> bool:
    """«(Юсупова Д.) находится в отпуске» beside a nominee: told of him in so many words."""
    between = line.sentence.part.text[mention.person.end : cue.start]
    others = any(m.role is Role.NOMINATED for m in line.mentions if m is not mention)
    return others and re.fullmatch(r"\)?\s*(?:[а-яё]+\s+){0,3}", between) is not None


_PRONOUNS_WORDS = """
того этого тому него нее неё них нему ней меня себя
"""
_PRONOUNS = frozenset(_PRONOUNS_WORDS.split())
