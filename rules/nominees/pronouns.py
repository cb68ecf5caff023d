"""Whom a pronoun at a verb means, where its own sentence names several: «Пока X в отпуске, бумаги
ведёт Y, её и просим обучить»."""

from __future__ import annotations

from rules.morphology import parses
from rules.nominees import clauses, government
from rules.nominees.lines import FULL, Line, Mention, Role
from rules.phrases import Match

_OBJECT = frozenset({"его", "её", "ее"})
_HE = frozenset({"он", "его", "ему", "им"})
_SHE = frozenset({"она", "её", "ее", "ей"})
_ABSENT = frozenset({"next_replaces", "next_meanwhile", "absent", "next_except"})


def meant(cue: Match, line: Line) -> Mention | None:
    """The one whom a singular pronoun at the cue stands for: the nearest before it whose sex fits,
    but nobody who is away. None if there is nobody, or no such pronoun."""
    pronoun = _pronoun(cue, line)
    if pronoun is None or _is_denied(cue, line):
        return None
    before = [m for m in line.mentions if m.person.end <= cue.start]
    if any(m.role is Role.NOMINATED for m in before):
        return None
    people = [m for m in before if _is_open(m)]
    fitting = [m for m in people if m.person.read().gender in (None, _gender(pronoun))]
    if not fitting or (len(people) == 1 and not _sends_there(cue, line)):
        return None
    return fitting[-1]


def _is_denied(cue: Match, line: Line) -> bool:
    """«его учить не надо»."""
    first, last = cue.tokens[0], cue.tokens[-1]
    near = (*line.tokens[max(0, first - 2) : first], *line.tokens[last + 1 : last + 3])
    return any(t.text.lower() in ("не", "незачем", "поздно") for t in near)


def _sends_there(cue: Match, line: Line) -> bool:
    """«на обучение направляем его»; «приказ подписал X, его направляем» may speak of the order."""
    return any(c.holds(cue.start) and c.has("training") for c in clauses.clauses(line))


def begins(cue: Match, line: Line) -> bool:
    """«…; её на курсы и командируем»: the clause begins with the one whom its verb sends."""
    if not any(t.text.lower() in _OBJECT for t in line.tokens):
        return False
    found = next((c for c in clauses.clauses(line) if c.holds(cue.start)), None)
    if found is None or len(found.tokens) < 2 or found.tokens[0].text.lower() not in _OBJECT:
        return False
    tag = parses(found.tokens[1].text)[0].tag
    return bool({"PREP", "CONJ", "PRCL", "ADVB", "VERB"} & tag.grammemes)


def related(cue: Match, line: Line) -> Mention | None:
    """«… возложены на X, которого просим включить»: whom the relative pronoun right behind his
    name, or his post, takes up where the verb of its clause sends him or lets him go."""
    found = next((c for c in clauses.clauses(line) if c.holds(cue.start)), None)
    words = [t.text.lower() for t in found.tokens[:3]] if found else []
    told = next((w for w in words[:2] if w.startswith("котор")), None)
    if found is None or told is None or _is_denied(cue, line) or "past" in _tag(cue, line):
        return None
    object_of = told in _WHOM and (words[0] == told or words[0] in ("кандидатуру", "кандидатура"))
    wanted = government.governs(line.tokens[cue.tokens[0]].text)
    if not (object_of and "accs" in wanted) and not (told in _WHO and "nomn" in wanted):
        return None
    if not found.has("training") and cue.phrase.means != "send":
        return None
    people = [m for m in line.mentions if m.person.end <= found.start]
    return people[-1] if people and _is_open(people[-1]) else None


def whose_candidacy(cue: Match, line: Line) -> Mention | None:
    """«… выполняет X, кандидатуру которой и предлагаем»: she, unless that is denied."""
    behind = line.tokens[cue.tokens[-1] + 1 : cue.tokens[-1] + 2]
    if cue.phrase.name != "candidate" or not behind or behind[0].text.lower() not in _WHOM:
        return None
    if line.has("withdraw_next", "recall_prev", "declined", "undecided", "former_next"):
        return None
    people = [m for m in line.mentions if m.person.end <= cue.start]
    return people[-1] if people and _is_open(people[-1]) else None


_WHO = frozenset({"который", "которая"})
_WHOM = frozenset({"которого", "которую", "которой"})


def _tag(cue: Match, line: Line) -> frozenset[str]:
    return frozenset(parses(line.tokens[cue.tokens[0]].text)[0].tag.grammemes)


def _pronoun(cue: Match, line: Line) -> str | None:
    first, last = cue.tokens[0], cue.tokens[-1]
    near = [t.text.lower() for t in line.tokens[max(0, first - 5) : last + 3]]
    goes = "nomn" in government.governs(line.tokens[first].text)
    for word in near:
        if word in ("он", "она") and not goes:
            continue
        if word in _HE | _SHE:
            return word
    return None


def _gender(pronoun: str) -> str:
    return "femn" if pronoun in _SHE else "masc"


def _is_open(mention: Mention) -> bool:
    """Whether nothing told of him forbids that he is taken up."""
    if mention.person.kind not in FULL or mention.rule in _ABSENT:
        return False
    if mention.role is Role.MENTIONED:
        return mention.rule.startswith(("next_", "subject_of_")) or mention.rule == "whose_duties"
    return mention.role in (Role.UNKNOWN, Role.WEAK)
