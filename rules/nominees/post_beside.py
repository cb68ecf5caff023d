"""The post of a person in his own sentence: behind his name, before it, told of him."""

from __future__ import annotations

import re

from rules import positions
from rules.morphology import Parse, parses
from rules.nominees import verbs
from rules.nominees.cues import SENDS
from rules.nominees.grammar import is_finite
from rules.nominees.lines import Line, Mention
from rules.post_heads import is_adjective


def windows(mention: Mention, line: Line) -> tuple[int, int]:
    """What of the line speaks of this person: from the person before him to the one after."""
    order = sorted(line.mentions, key=lambda m: m.person.start)
    at = order.index(mention)
    if at:
        start = order[at - 1].share[1] or order[at - 1].person.end
    else:
        start = line.sentence.start if line.begins is None else line.begins
    end = line.end
    if at + 1 < len(order):
        end = order[at + 1].share[0] or _own_bracket(order[at + 1], mention, line)
    return start, max(end, mention.person.end)


def _own_bracket(following: Mention, mention: Mention, line: Line) -> int:
    """Where the next name begins, or the bracket in which only his post stands before it."""
    text, start = line.sentence.part.text, following.person.start
    opened = text.rfind("(", mention.person.end, start)
    if opened < 0 or ")" in text[opened:start]:
        return start
    found = positions.before(text, start, opened + 1)
    return opened if found and not text[opened + 1 : found.start].strip() else start


def post(mention: Mention, line: Line) -> None:
    """Give a person the post that his own sentence tells, if any, and settle by it in which case
    his name stands.

    What is told for certain comes first: behind the name, then before it, then by a pronoun, by a
    word that no list of posts has, and before the bracket in which he is named. A post that a table
    has told stands.
    """
    start, end = windows(mention, line)
    case = mention.reading.case
    found = (
        _own_behind(mention, line, end, case)
        or _post_before(mention, line, start)
        or _told_of(mention, line, end)
        or _of_unknown_word(mention, line, end, case)
        or _before_bracket(mention, line, start)
    )
    if found and mention.position is None and not _PUPIL.match(found.value):
        mention.take_post(found, line)


_PUPIL = re.compile(
    r"(?:слушатель|обуча|учени[кц]|кандидат(?!\s+\w+\s*наук)|резерв|запасн|дубл[её]р)", re.I
)
"""What somebody is to the training, which is no post."""


def _own_behind(mention: Mention, line: Line, end: int, case: str) -> positions.Position | None:
    """The post behind the name, if it is his and not that of the next; in a bracket, it need not
    agree with the name."""
    text = line.sentence.part.text
    found = _labelled(mention, line, end) or _post_behind(mention, line, end, case)
    if found and found.start < end < line.end and not text[found.end : end].strip():
        found = _not_of_the_next(found, text, mention, case)
    if found is None or _is_of_next(found, line, mention) or _begins_clause(found, line, mention):
        return None
    if not text[mention.person.end : found.start].strip().startswith("("):
        _narrow(mention, text[found.start : found.end])
    return found


_LABEL = re.compile(
    r"\bдолжност[ьи]\s*(?:\([^()\n]{1,30}\)\s*)?[:–—-]\s*"
    r"|\bдолжность\s+(?:у\s+(?:него|не[её])|его|е[её])\s*[:–—-]?\s*"
    r"|\bдолжность\s+(?=[а-яё]+(?:ый|ий|ой|ая|ист|ор|ер|ник|арь|ант|ент|ель|вед)\b)|\b(?:занимает|замещает)\s+должность\s*[:–—-]?\s+|\bныне\s+"
    r"|\b(?:состо\w+|принят\w*|назначен\w*|работа\w+)\s+(?:[^\s,;.]+\s+){0,2}?(?:в|на)\s+должност[ьи]\s+"
    r"|\bпо\s+(?:должности|штату|трудовой|документам|приказу)\s*[:–—-]?\s+(?!(?:он|она)\b)"
    r"|\b(?:работает|трудится|служит|состоит|числится)\s+(?:у\s+нас\s+)?(?=[а-яё-]+(?:ым|им|ой|ом|ем)\b)",
    re.IGNORECASE,
)


def _labelled(mention: Mention, line: Line, end: int) -> positions.Position | None:
    """«…, сот. 8-964-…, должность - сис. админ»: told by its own label, wherever that stands."""
    text = line.sentence.part.text
    label = _LABEL.search(text, mention.person.end, end)
    return positions.after(text, label.end(), end) if label else None


def _post_before(mention: Mention, line: Line, start: int) -> positions.Position | None:
    """A post before the name. It agrees with the name, and so settles a name of any case."""
    text = line.sentence.part.text
    case = mention.reading.case
    feasible = [c for c in sorted(mention.cases) if mention.may_be(c)]
    for tried in dict.fromkeys((case, *feasible)):
        found = positions.before(text, mention.person.start, start, tried)
        if found is None:
            continue
        _narrow(mention, text[found.start : mention.person.start])
        return found
    return None


def _narrow(mention: Mention, words: str) -> None:
    """The case of the post beside a name is that of the name, where more than one is open."""
    feasible = [c for c in mention.cases if mention.may_be(c)]
    shared = positions.cases_of(words) & set(feasible)
    if len(feasible) > 1 and shared:
        mention.cases = frozenset(shared)


_SIGNS = re.compile(r"[\s)\],;.]*")


def _post_behind(mention: Mention, line: Line, end: int, case: str) -> positions.Position | None:
    """A post behind the name, or behind the number that stands there."""
    text = line.sentence.part.text
    contacts = [c for c in line.contacts if mention.person.end <= c.start < end]
    starts = [mention.person.end, *(c.end for c in contacts)]
    limits = [*(c.start for c in contacts), end]
    for start, limit in zip(starts, limits, strict=True):
        lead = _SIGNS.match(text, start, limit) if start != mention.person.end else None
        found = positions.after(text, lead.end() if lead else start, limit, case)
        if LEFT_OPEN.search(text, start, line.sentence.end) and _named_below(line):
            return None
        if found and not (lead and _labels_number(found, text, line)):
            return found
    return _behind_bracket(mention, line, case) or _further_behind(mention, line, end, case)


LEFT_OPEN = re.compile(
    r"(?:;|,\s+а\s+также|\sи)\s+((?:[А-ЯЁ][а-яё-]+\s+|[а-яё-]+\s+){0,7}[А-Яа-яё][а-яё-]{2,})\s*\Z"
)
"""«X, тел. …; главного специалиста»: the line ends with the post of whom the next one names."""


def _named_below(line: Line) -> bool:
    """Whether the line below begins with a name."""
    text, end = line.sentence.part.text, line.sentence.end
    return _NAME_BELOW.match(text, end, end + 80) is not None


_NAME_BELOW = re.compile(r"[ \t]*\n[ \t]*[А-ЯЁ][а-яё-]+\s+[А-ЯЁ][а-яё.]")


def _behind_bracket(mention: Mention, line: Line, case: str) -> positions.Position | None:
    """«Зуев О.О. (вместо Мунтяна П.И.), делопроизводитель»."""
    text = line.sentence.part.text
    bracket = _BRACKET.match(text, mention.person.end, line.end)
    if not bracket:
        return None
    later = [m.person.start for m in line.mentions if m.person.start >= bracket.end()]
    found = positions.after(text, bracket.end(), min([line.end, *later]), case)
    agrees = found and positions.cases_of(text[found.start : found.end]) & {case, "nomn"}
    return found if agrees and not later else None


def _before_bracket(mention: Mention, line: Line, start: int) -> positions.Position | None:
    """«наш айтишник (Саша Белов) рвётся на курсы», «направляем инженера: Белов Саша»: a bracket or
    a colon names whom the post describes."""
    text = line.sentence.part.text
    lead = _NAMES_HIM.sub("", text[start : mention.person.start])
    if not lead.endswith(("(", ":", "–", "—", "-")):
        return None
    end = start + len(lead) - 1
    found = positions.before(text, end, start)
    if found is None or lead.endswith("("):
        return found
    sent = any(c.phrase.means in SENDS and c.start < found.start for c in line.cues)
    plain = found.value in _ANYBODY or tells_of_several(text[found.start : end].strip())
    of_another = _OF_ANOTHER.search(text[start : found.start]) is not None
    return found if sent and not plain and not of_another else None


_NAMES_HIM = re.compile(
    r"(?:(?:а\s+)?именно\s*:|(?:это|зовут(?:\s+е[её]|\s+его)?|фио)\s*:?)?\s*\Z", re.I
)
_ANYBODY = frozenset(
    {"специалист", "человек", "работник", "сотрудник", "сотрудница", "представитель"}
)
_OF_ANOTHER = re.compile(
    r"\b(?:приказ|распоряжени|поручени|указани|просьб|слова|решени|подпис|имени|имя|согласован|виз)\w*"
    r"\s+(?:нашего\s+)?\Z|\b(?:от|для|у|к|с|со|через|при)\s+(?:нашего\s+)?\Z",
    re.IGNORECASE,
)


_BRACKET = re.compile(r"\s*\([^()\n]{0,80}\)")


def _further_behind(mention: Mention, line: Line, end: int, case: str) -> positions.Position | None:
    """«…, 1980 г.р., образование высшее, инженер»: a later piece that is a post."""
    text = line.sentence.part.text
    for match in list(_PIECE.finditer(text, mention.person.end, end))[:5]:
        if any(c.start <= match.start() < c.end for c in line.contacts):
            continue
        found = positions.after(text, match.end(), end, case)
        if found is None or _labels_number(found, text, line):
            continue
        if positions.cases_of(text[found.start : found.end]) & {case, "nomn"}:
            return found
    return None


def _labels_number(found: positions.Position, text: str, line: Line) -> bool:
    """«…, главы 2-01-01», «39-00-00 (приёмная главы)»: whose number it is, and no post of his."""
    if found.value.startswith(("приёмная", "приемная")):
        return True
    oblique = text[found.start :].split(maxsplit=1)[0].lower() != found.value.split()[0]
    numbers = (c.start for c in line.contacts if c.start >= found.end)
    return oblique and any(not text[found.end : at].strip(" :–—-") for at in numbers)


_PIECE = re.compile(r"[,;(]\s*")


_APPOSED = re.compile(
    r"\s*(?:,|\(|[-–—])\s*((?:[а-яё-]{3,30}\s+){0,4}[а-яё-]{5,30})\s*(?=[,;()\n]|\.|$)"
)


def _of_unknown_word(
    mention: Mention, line: Line, end: int, case: str
) -> positions.Position | None:
    """«Петров И.И., радиоинженер, 8 908 …»: an apposition whose noun no list of posts has."""
    text = line.sentence.part.text
    starts = [c.start for c in line.contacts if c.start >= mention.person.end]
    found = _APPOSED.match(text[: min([end, *starts])].rstrip(" ,;(–—-"), mention.person.end)
    if found is None:
        return None
    words = found[1].split()
    if any(map(is_finite, words[1:])):
        return None  # «едет Зуев, глава уже решил»
    for index, word in enumerate(words):
        if is_adjective(word) and index + 1 < len(words):
            continue
        head = _head(word, case)
        if head is None:
            return None
        told = [_in_nominative(w, head.tag.gender) for w in words[:index]]
        value = " ".join([*told, head.normal_form, *words[index + 1 :]])
        return positions.Position(value, found.start(1), found.end(1))
    return None


_AGENT = re.compile(
    r"(?:[её]р|ор|ист|ник|тель|лог|граф|вед|щик|чик|арь|ант|ент|ница|истка|щица|чица)$"
)


def _head(word: str, case: str) -> Parse | None:
    """The reading of an unknown word as a living noun in the name's case."""
    if "ADJF" in parses(word)[0].tag.grammemes:
        return None  # «молодая»
    for parse in parses(word):
        cases = (case, "nomn", "gent") if case == "accs" else (case, "nomn")
        fits = (
            "NOUN" in parse.tag.grammemes
            and "sing" in parse.tag.grammemes
            and parse.tag.case in cases
        )
        agent = "anim" in parse.tag.grammemes or (
            len(word) > 8 and _AGENT.search(parse.normal_form)
        )
        if fits and agent and not {"Name", "Surn", "Patr"} & parse.tag.grammemes:
            return parse
    return None


def _in_nominative(word: str, gender: str | None) -> str:
    """An adjective as it stands before a noun of this gender in the nominative."""
    for parse in parses(word):
        told = (
            parse.inflect({"nomn", "sing", gender or "masc"})
            if "ADJF" in parse.tag.grammemes
            else None
        )
        if told is not None:
            return str(told.word)
    return word


PRONOUN = re.compile(r"\b(?:она|он)\b(?=\s+(?!не\b))", re.IGNORECASE)


def _told_of(mention: Mention, line: Line, end: int) -> positions.Position | None:
    """«… поедет Иванова, она наш кадровик»: a pronoun behind the name, and then a post."""
    text = line.sentence.part.text
    for match in PRONOUN.finditer(text, mention.person.end, end):
        found = positions.after(text, match.start(), end, "nomn")
        if found:
            return found
    return None


def _not_of_the_next(
    found: positions.Position, text: str, mention: Mention, case: str
) -> positions.Position | None:
    """Cut off the post of the next person, which reaches up to him: «X, техника и инженера Y»."""
    joint = re.search(r"[,;]?\s+(?:и|а\s+также)\s+(?=\S)", text[found.start : found.end])
    if not joint:
        return None
    return positions.after(text, mention.person.end, found.start + joint.start(), case)


def _begins_clause(found: positions.Position, line: Line, mention: Mention) -> bool:
    """«едет Зуев, глава уже решил»: what stands behind the comma has a verb of its own."""
    text = line.sentence.part.text
    if text[mention.person.end : found.start].strip() != ",":
        return False
    behind = [t for t in line.tokens if t.end > found.start]
    inside = [t for t in behind if t.start < found.end][1:]
    nearest = [t for t in behind if t.start >= found.end][:1]
    if nearest and text[found.end : nearest[0].start].strip():
        nearest = []
    adverbs = any("ADVB" in parses(t.text)[0].tag for t in inside)
    does = [t for t in nearest if is_finite(t.text) and not verbs.cases(t.text)]
    first = {c.start for c in line.cues if c.phrase.means in SENDS}
    sent = any(at < mention.person.start for at in first)
    return sent and bool(does) and (adverbs or len(inside) < 1)


def _is_of_next(found: positions.Position, line: Line, mention: Mention) -> bool:
    """«Р.А. Умеров и документовед Т.В. Полишко»: the post is that of the next."""
    text = line.sentence.part.text
    between = text[mention.person.end : found.start]
    return re.fullmatch(r"\s*,?\s*(?:и|а\s+также)\s+", between) is not None


def tells_of_several(stretch: str) -> bool:
    """Whether a post in the plural ends this text."""
    return any(
        forms and all(f.plural for f in forms if f.case) and any(f.case for f in forms)
        for forms in (positions.head_forms(w) for w in stretch.split()[-8:])
    )
