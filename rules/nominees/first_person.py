"""Whether a sentence sends its own writer: «поеду я», «командировали меня», «пройти поручено мне».

The case of the pronoun must be one that the verb of its clause governs, as with any other name;
«у меня», «без меня», «мне не сообщили» send nobody, and a denied verb says that he does not go.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from rules.model import Evidence
from rules.morphology import parses
from rules.nominees import denied, own_verbs, verbs
from rules.nominees.clauses import OF_TRAINING, Clause, clauses
from rules.nominees.lines import Line


class Told(Enum):
    """What a clause tells of its writer."""

    GOES = "goes"
    STAYS = "stays"


_SELF = frozenset({"сам", "сама", "лично"})
_MINE = frozenset({"моя", "мою", "моей", "свою", "себя"})
_FORMS = frozenset({"я", "меня", "мне", "мной", "мною"}) | _SELF | _MINE


def speaks(line: Line) -> bool:
    """Whether a line sends its writer, or says that he stays."""
    return _is_of_me(line) and any(_told(c) is not None for c in _parted(line))


def goes(line: Line) -> Evidence | None:
    """The words by which a line sends its writer; none if it asks, leaves it open, or says that he
    stays."""
    if not _is_of_me(line) or line.asks or _OPEN.search(line.text):
        return None
    found = _parted(line)
    told = [_told(c) for c in found]
    if Told.STAYS in told:
        return None
    for at, clause in enumerate(found):
        before = [c for c in found[:at] if _lower(c)]
        short = before and names_only(_lower(clause)) and _waits(before[-1])
        if (told[at] is Told.GOES or short) and not _nobody_goes(found[at + 1 :]):
            return line.sentence.evidence("nominee.myself", clause.start, clause.end)
    return None


def _nobody_goes(following: Sequence[Clause]) -> bool:
    """«я уже учусь заочно, на курсы некого»; but «поеду сам, больше некому»."""
    words = {w for clause in following for w in _lower(clause)}
    return bool(_NOBODY & words) and not _ELSE & words


_ELSE = frozenset({"больше", "кроме", "другого", "других", "другому", "иного", "остальных"})
_OPEN = re.compile(
    r"(?<!\bа )(?<!\bно )(?<!\bи )\bесли\b(?!\s+(?:можно|возможно|позвол|разреш|вы\b|не\s))"
    r"|\b(?:(?<!если )возможно|может(?:\s+быть)?|наверное?|вероятно|пожалуй|скорее\s+всего|видимо"
    r"|(?:(?:я|но|и)|,)\s+отказ(?:ал|ыва)\w+|(?:пере|раз)дума\w+|в\s+крайнем\s+случае"
    r"|на\s+худой\s+конец)\b",
    re.IGNORECASE,
)


def _is_of_me(line: Line) -> bool:
    words = [t.text.lower() for t in line.tokens]
    begins = any(w in _READY or own_verbs.is_put(w) for w in words[:1])
    return begins or any(w in _FORMS or own_verbs.is_mine(w) for w in words)


def _parted(line: Line) -> list[Clause]:
    """The clauses of a line; «включите, пожалуйста, меня» is one."""
    found: list[Clause] = []
    begs = False
    for clause in clauses(line):
        if _lower(clause) == ["пожалуйста"]:
            begs = bool(found)
        elif begs:
            before = found.pop()
            verb = before.verb if clause.verb is None else clause.verb
            found.append(Clause(line, before.first, clause.stop, verb))
            begs = False
        else:
            found.append(clause)
    return found


def _told(clause: Clause) -> Told | None:
    for rule in (_subject, _object, _receiver, _upon, _mine):
        verdict = rule(clause)
        if verdict is not None:
            return verdict
    return None


def _lower(clause: Clause) -> list[str]:
    return [t.text.lower() for t in clause.tokens]


_NOBODY = frozenset({"некого", "некому", "никого", "никому", "никто", "нельзя"})
_UNLESS = frozenset({"бы", "если", "ли", "кабы"})


def _subject(clause: Clause) -> Told | None:
    """«поеду я», «слушателем буду я», «направлен я», «готова учиться сама»."""
    words = _lower(clause)
    me = "я" in words
    ours = me or any(map(own_verbs.is_mine, words)) or _is_left_out(clause, words)
    if not ours and not _SELF & set(words):
        return None
    if _UNLESS & set(words) or (me and words[words.index("я") - 1 : words.index("я")] == ["не"]):
        return None
    if _goes_elsewhere(clause):
        return None
    for at, word in enumerate(words):
        sent = _is_sent(word, clause, me=ours) or _has_volunteered(word, clause, me=me)
        if sent or (own_verbs.is_going(word) and _leads(words, at, me=ours)):
            return Told.STAYS if _is_denied(words, at) else Told.GOES
    if _BECOMES & set(words) and clause.has("nominate") and "не" not in words:
        return Told.GOES
    return None


_READY_WORDS = "готов готова согласен согласна рад рада намерен намерена"
_READY = frozenset(_READY_WORDS.split())


def _is_left_out(clause: Clause, words: list[str]) -> bool:
    """«Готова прибыть на обучение», «Назначен слушателем»: «я» is left out, and nobody else can be
    meant."""
    line = clause.line
    if line.mentions or not line.training or line.text.rstrip()[-1:] not in ".!":
        return False
    nouns = {"NOUN", "nomn", "anim"}
    if not _READY & set(words[:2]):
        nouns = {"NOUN", "nomn"}
        if not words or not own_verbs.is_put(words[0]) or not clause.has("nominate"):
            return False
    return not any(nouns <= parses(w)[0].tag.grammemes for w in words)


_BECOMES = frozenset({"буду", "являюсь", "стану", "выступлю"})
_TIMES = re.compile(
    r"час|день|дн[яюеи]|недел|утр|вечер|обед|месяц|среду|пятниц|суббот|начал|раз\b|сам"
)


def _goes_elsewhere(clause: Clause) -> bool:
    """«еду в отпуск», «приеду за лицензиями»: a clause that tells another aim than the training."""
    if clause.has(*OF_TRAINING):
        return False
    words = _lower(clause)
    for at, word in enumerate(words[:-1]):
        wanted = _AIMS.get(word)
        noun = next((w for w in words[at + 1 : at + 4] if own_verbs.is_noun(w, wanted)), None)
        if wanted and noun and not _TIMES.match(noun):
            return True
    return False


_AIMS = {"в": "accs", "на": "accs", "за": "ablt", "к": "datv"}


def _has_volunteered(word: str, clause: Clause, *, me: bool) -> bool:
    """«вызвалась я», «записался сам»: done by the writer of his own will."""
    first = own_verbs.as_verb(word)
    done = {"VERB", "past", "perf", "sing"} <= first.tag.grammemes
    lemma = first.normal_form
    own = lemma in _VOLUNTEERS or (lemma.endswith("ся") and lemma.removesuffix("ся") in verbs.PUT)
    return done and own and clause.line.training and (me or bool(_SELF & set(_lower(clause))))


_VOLUNTEERS = frozenset({"вызваться", "напроситься", "попроситься"})


def _leads(words: list[str], at: int, *, me: bool) -> bool:
    """Whether the verb is the writer's: in the first person, or behind a helping word of his."""
    if own_verbs.is_mine(words[at]):
        return True
    if "INFN" not in own_verbs.as_verb(words[at]).tag.grammemes:
        return False
    helpers = [w for w in words[:at] + words[at + 1 :] if own_verbs.helps(w)]
    return bool(helpers) and (me or bool(_SELF & set(words)))


def _is_sent(word: str, clause: Clause, *, me: bool) -> bool:
    """«назначен я», «рекомендована я»."""
    if not me or not own_verbs.is_put(word):
        return False
    return not verbs.needs_training(word) or clause.line.training


def _is_denied(words: list[str], at: int) -> bool:
    """Whether the verb, or a helping word before it, is denied."""
    before = words[:at]
    if before[-1:] == ["не"] or _NOBODY & set(words):
        return True
    return any(one == "не" and own_verbs.helps(two) for one, two in pairwise(words))


_OBJECTS = frozenset({"меня", "себя"})
_APART = frozenset({"у", "без", "кроме", "вместо", "за", "от", "для", "ради", "из-за", "до", "про"})
_OFFICE = re.compile(r"\b(?:ответственн|исполняющ|дежурн|должност|врио|и\.\s?о\.)", re.IGNORECASE)


def _object(clause: Clause) -> Told | None:
    """«запишите меня», «меня командировали», «учить будем меня», «предлагаю себя»."""
    words = _lower(clause)
    at = next((i for i, w in enumerate(words) if w in _OBJECTS), None)
    if at is None or words[max(0, at - 1)] in _APART | {"на", "в"} or _UNLESS & set(words):
        return None
    if _EARLIER.search(clause.line.sentence.part.text, clause.start, clause.end):
        return None
    sending = [i for i, w in enumerate(words) if _sends(w, clause)]
    if not sending:
        off = clause.line.training and any(map(own_verbs.is_taking_off, words))
        return Told.STAYS if off and "не" not in words else None
    verb = min(sending, key=lambda i: abs(i - at))
    stays = "не" in (words[max(0, verb - 1)], words[max(0, at - 1)])
    stays = stays or bool((_NOBODY | _LATE) & set(words))
    if stays or any(denied.infinitive(clause.first + i, clause.line) for i in sending):
        return Told.STAYS
    return None if _OFFICE.search(clause.line.text) else Told.GOES


_EARLIER = re.compile(
    r"\b(?:хотел|думал|собирал|планировал|предполагал|намечал|прочил)\w*|\b(?:посылал|отправлял|записывал"
    r"|направлял|включал|назначал)[аио]?\b|\b(?:прошл|когда-то|раньше|весной|зимой|тогда)\w*",
    re.IGNORECASE,
)
"""«посылали меня весной», «хотели отправить меня»: it was so, or was meant so."""


def _sends(word: str, clause: Clause) -> bool:
    if not own_verbs.is_sending(word):
        return own_verbs.is_writing(word) and clause.has("nominate")
    if own_verbs.is_writing(word) and "impr" in own_verbs.as_verb(word).tag:
        return True
    return not verbs.needs_training(word) or clause.line.training or clause.line.has("nominate")


_LATE = frozenset({
    "некогда", "поздно", "рано", "незачем", "нельзя", "нечего", "некому", "нечему", "негде",
    "поздновато", "неинтересно", "ненадо",
})  # fmt: skip
_PASSES = re.compile(
    r"\b(?:командировк|направлени|пут[её]вк|вызов|мест[оа]\b|поездк|парт[ау]\b|учеб|учёб|обучени)"
)


def _receiver(clause: Clause) -> Told | None:
    """«пройти обучение поручено мне», «ехать мне», «командировку выписали мне»."""
    words = _lower(clause)
    if "мне" not in words or words[max(0, words.index("мне") - 1)] in {"ко", "обо", "по", "при"}:
        return None
    infinitive = any(map(_is_to_go, words))
    given = [i for i, w in enumerate(words) if own_verbs.is_giving(w)]
    thing = clause.line.training and _PASSES.search(clause.line.text.lower()) is not None
    given += [i for i, w in enumerate(words) if infinitive and own_verbs.is_telling(w)]
    told = bool(given) and (infinitive or (thing and not _other_errand(words)))
    if not told and not (infinitive and clause.verb is None):
        return None
    if _LATE & set(words) or any(words[max(0, i - 1)] == "не" for i in given):
        return Told.STAYS
    return None if "не" in words or _UNLESS & set(words) else Told.GOES


def _other_errand(words: list[str]) -> bool:
    """«мне поручено передать»: to do something else than to learn."""
    infinitives = (w for w in words if w.isalpha() and "INFN" in own_verbs.as_verb(w).tag)
    return any(not own_verbs.is_going(w) and w not in _STANDS for w in infinitives)


def _is_to_go(word: str) -> bool:
    infinitive = "INFN" in own_verbs.as_verb(word).tag
    return infinitive and (own_verbs.is_going(word) or word in _STANDS)


_STANDS = frozenset({"представлять", "представить"})
"""«мне доверено представлять район на курсах»"""


_ON_ME = re.compile(
    r"\b(?:распоряжени|приказ|заявк|заявлени|командиров|направлени|пут[её]вк|мест[оау]\b|жреби|выбор"
    r"|возлож|возлаг|анкет|перст|очередь|обязанност\w+\s+(?:слушател|учени|обуча))"
    r"[^,;:.!?]{0,60}\b(?:на\s+(?:меня|себя)|за\s+мной)\b"
)
_KEEPS_ME = re.compile(
    r"\b(?:за\s+мной|на\s+(?:меня|себя))\b[^,;:.!?]{0,40}\b"
    r"(?:мест[оа]\b|очередь|приказ|распоряжени|командировк|направлени|заявк|выбор|жреби)"
)


def _upon(clause: Clause) -> Told | None:
    """«распоряжение на меня», «место в группе за мной»."""
    words = _lower(clause)
    if not {"меня", "себя", "мной"} & set(words) or not clause.line.training:
        return None
    text = clause.line.sentence.part.text[clause.start : clause.end].lower()
    filled = "мной" in words and any(own_verbs.as_verb(w).normal_form in _FILLS for w in words)
    if not filled and not _ON_ME.search(text) and not _KEEPS_ME.search(text):
        return None
    return None if "не" in words or _UNLESS & set(words) else Told.GOES


_FILLS = frozenset({"дополнить", "пополнить", "усилить", "укрепить", "разбавить", "украсить"})
_CANDIDACY = ("кандидатур", "фамили", "персон")


def _mine(clause: Clause) -> Told | None:
    """«предлагаю свою кандидатуру», «впишите мою фамилию», «готовность учиться – личная»."""
    words = _lower(clause)
    pairs = pairwise(words)
    if not any(one in _MINE and two.startswith(_CANDIDACY) for one, two in pairs):
        return None
    if _NOBODY & set(words) or _UNLESS & set(words):
        return None
    puts = any(own_verbs.is_sending(w) and not own_verbs.was(w) for w in words)
    if "не" in words:
        return Told.STAYS if puts else None
    return Told.GOES if puts or (clause.verb is None and clause.line.training) else None


_ONLY = frozenset(
    {"за", "это", "лично", "только", "же", "и", "буду", "есть", "опять", "снова", "один"}
)
_ONLY_ME = frozenset({"мне", "мной", "я", "сам", "сама", "меня", "моя", "себя"})


def names_only(words: list[str]) -> bool:
    """«(приедет один человек –) я», «(кандидатура –) моя»: these words name the writer alone."""
    said = {w for w in words if w[-1:].isalpha()}
    return bool(_ONLY_ME & said) and not said - _ONLY - _ONLY_ME and words[:1] != ["один"]


def _waits(clause: Clause) -> bool:
    """Whether a clause speaks of who learns, and denies nothing."""
    words = _lower(clause)
    if "не" in words or _NOBODY & set(words) or {"кто", "нет", "если"} & set(words):
        return False
    return clause.has("training", "nominate", "send", "send_training")
