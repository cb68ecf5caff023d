"""The second reading of people: names beside the training and counts announced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise

from rules.model import Circular, Doubt, Evidence, Nominee, Nominees
from rules.morphology import WORDS, fold, parses
from rules.residue import crosscheck_several
from rules.residue.crosscheck_several import COUNTS
from rules.residue.crosscheck_words import Piece, Saying, grammar
from rules.residue.leftovers import doubt

WORD = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*"
RUN = re.compile(rf"{WORD}(?:[ \t]{WORD}){{1,3}}")
_WITH_INITIALS = re.compile(rf"{WORD} ?[А-ЯЁ]\. ?[А-ЯЁ]\.|[А-ЯЁ]\. ?[А-ЯЁ]\. ?{WORD}")
LONG_WORD = re.compile(r"[^\W\d_]{3,}")


def doubts(
    answer: Nominees,
    said: Sequence[Saying],
    circular: Circular,
    accounted: Sequence[Evidence] = (),
) -> list[Doubt]:
    """At most one doubt: of a name that nobody counted, or of the count."""
    settled = answer.people or answer.declined or answer.later
    apart = [e for e in accounted if settled and e.rule in _APART]
    left = (
        doubt("weak_nominee", e)
        for e in _uncounted(answer, said, circular)
        if e.rule != "crosscheck.name" or not any(map(e.overlaps, apart))
    )
    return list(islice(left, 1))


_APART_WORDS = """
absent stays next_absent whose_duties stands_by was_trained next_was_trained next_replaces
next_meanwhile exchanged intended not_he in_clause_of_thing does_otherwise goes_elsewhere
in_brackets_of_thing member_of_body contact_of_nominee split_role
subject_of_sending next_by_request_of next_order_of next_relative_of
"""
_APART = frozenset(f"nominee.{rule}" for rule in _APART_WORDS.split())
"""Parts told by grammar of people beside the nominee, or beside a plain refusal: who is away, was
taught before, is replaced, or did something with a thing."""


def _goes(answer: Nominees, said: Sequence[Saying]) -> Iterator[Evidence]:
    """Taken back and nobody named, though «отказался, затем согласился, в итоге едет»."""
    for saying in said if answer.withdrawn and not answer.people else ():
        words = [token.text for token in saying.sentence.tokens if token.text.istitle()]
        goes = any(_GOES & set(p.forms) and "no" not in p.classes for p in saying.pieces)
        if goes and is_any_of(words, answer.withdrawn):
            yield saying.sentence.evidence("crosscheck.goes")


_GOES = frozenset({"едет", "поедет", "приедет", "согласился", "согласилась"})


def _uncounted(answer: Nominees, said: Sequence[Saying], circular: Circular) -> Iterator[Evidence]:
    people = [p.name for p in answer.people]
    known = [*people, *circular.persons, *(answer.withdrawn if people else ())]
    nobody = answer.declined or answer.later or answer.withdrawn
    silent = not (people or nobody)
    for saying in said:
        if saying.sentence.is_question:
            continue
        if silent and saying.classes & {"named"} and "promise" not in saying.classes:
            yield saying.sentence.evidence("crosscheck.field")
        if not saying.classes & {"taught", "enrol"}:
            continue
        yield from _strangers(saying, known, answer)
        if not (nobody or saying.classes & {"strict"}):
            yield from _miscounted(saying, len(people))
        if silent and not saying.classes & {"no", "signed"}:
            yield from _shortened(saying, known)
        if silent and not saying.classes & {"office", "findings", "promise", "signed"}:
            yield from _alone(saying, known)
        if silent and not saying.classes & {"no", "promise"}:
            yield from _of_the_writer(saying)
    if silent:
        yield from _uncapped(said)
        yield from _anybody(said if said and _tells(said[-1]) else said[:-1], known)
    yield from _goes(answer, said)
    yield from crosscheck_several.strange(answer, said)
    for nominee in answer.people:
        yield from _signers(nominee, said)


def _strangers(saying: Saying, known: Sequence[str], answer: Nominees) -> Iterator[Evidence]:
    """Full names beside words of training that became nobody's."""
    sentence = saying.sentence
    for match in RUN.finditer(sentence.text):
        words = match.group().split()
        if any(map(_ADDRESS.match, words)) or is_any_of(words, known):
            continue
        if not any(is_name(word, given=bool(answer.people)) for word in words):
            continue
        unmeant = answer.declined or answer.later or bool(saying.classes & {"no", "withdraws"})
        if unmeant and is_any_of(words, answer.withdrawn):
            continue
        start = sentence.start + match.start()
        if _tells_who(saying, start):
            continue
        beside = answer.people and (_is_beside(saying, start) or _is_given(words))
        if not (beside or _TAKES_PART.search(sentence.part.text, max(0, start - 40), start)):
            yield sentence.evidence("crosscheck.name", start, start + len(match.group()))


def _tells_who(saying: Saying, start: int) -> bool:
    """«Фамилию на учёбу пришлёт зам Кузьмичёв», «курсы у нас курирует Ласкин»: who names or sees
    to the learners; not «решит Лидин, он и поедет»."""
    piece = saying.piece_at(start)
    if piece is None or not _TELLS_WHO & set(piece.forms):
        return False
    return not (_GO | _GOES) & saying.forms and "no" not in piece.classes


_TELLS_WHO = frozenset(
    {"назовет", "назовут", "пришлет", "сообщит", "курирует", "выбирает", "подбирает", "подберет"}
    | {"доложит", "определяет", "утверждает", "согласует", "ведает", "представит"}
)


def _is_beside(saying: Saying, start: int) -> bool:
    """Whether a name stands where somebody is not sent, has left, or signs papers."""
    row = "\t" in saying.sentence.text
    near = saying if row else saying.piece_at(start) or saying.pieces[-1]
    return bool(near.classes & {"no", "office", "withdraws"})


def _is_given(words: Sequence[str]) -> bool:
    """«Марат Ахметович»: how a chief is spoken of."""
    return len(words) == 2 and "Patr" in grammar(fold(words[1]))


_TAKES_PART = re.compile(
    r"(?:согласован\w+ с|просьб\w+|поручени\w+|распоряжени\w+|указани\w+|рекоменд\w+|подпис\w+"
    r"|руководств\w+|председательств\w+|присутстви\w+|имени|инициатив\w+|решени\w+|сестр\w+"
    r"|брат\w*|дочь|дочери|сын\w*|жен\w+|муж\w*)\s(?:[а-яё-]+\s){0,3}\Z",
    re.IGNORECASE,
)
"""«по согласованию с», «по просьбе», «сестру нашего инженера»: who comes now only took part."""
_ADDRESS = re.compile(r"Уважаем|Дорог|Вместо$")


@lru_cache(maxsize=WORDS)
def is_name(word: str, *, given: bool) -> bool:
    """Whether the word can be a name: a first name or a patronymic, or a surname too."""
    wanted = {"Name", "Patr"} if given else {"Name", "Patr", "Surn"}
    return any(wanted & p.tag.grammemes for p in parses(fold(word)))


def is_any_of(words: Sequence[str], names: Sequence[str]) -> bool:
    """Whether one word begins like one of a name's (all cases of a surname do)."""
    heads = {fold(x)[:4] for name in names for x in LONG_WORD.findall(name)}
    return any(fold(word)[:4] in heads for word in words)


def _shortened(saying: Saying, known: Sequence[str]) -> Iterator[Evidence]:
    """«слушатель – Ильин П. С.», where nobody was found."""
    sentence = saying.sentence
    for match in _WITH_INITIALS.finditer(sentence.text):
        if not is_any_of(LONG_WORD.findall(match.group()), known):
            start = sentence.start + match.start()
            yield sentence.evidence("crosscheck.name", start, start + len(match.group()))


def _alone(saying: Saying, known: Sequence[str]) -> Iterator[Evidence]:
    """Nobody found, though a surname alone stands within a sentence of the training."""
    for token in saying.sentence.tokens[1:]:
        word = token.text
        named = len(word) > 3 and word.istitle() and _NAMED & grammar(fold(word))
        if _tells_who(saying, token.start):
            continue
        if named and not is_any_of([word], known):
            yield saying.sentence.evidence("crosscheck.name", token.start, token.end)


def _of_the_writer(saying: Saying) -> Iterator[Evidence]:
    """«Группу прошу дополнить мной», where nobody was found: perhaps he means himself."""
    text = saying.sentence.text.lower()
    for found in _ME.finditer(text):
        if not _NOT_AS_NOMINEE.search(text[max(0, found.start() - 30) : found.end() + 12]):
            start = saying.sentence.start + found.start()
            yield saying.sentence.evidence("crosscheck.me", start, start + len(found[0]))


_ME = re.compile(r"\b(?:меня|мною?|мою|моя|себя|сам|сама|лично)\b")
_NOT_AS_NOMINEE = re.compile(
    r"\b(?:у|без|кроме|от|до|со|ко|обо|для|при|про)\s+(?:меня|мною?|себя)|\b(?:моя|мою)\s+(?:ошибк|вин|обязан|электр|почт|работ)"
)
_NAMED = frozenset({"Surn", "Name", "Patr"})
_GO = frozenset({"будет", "поедет", "едет", "идет", "пойдет", "приедет", "учится"})


def _uncapped(said: Sequence[Saying]) -> Iterator[Evidence]:
    """Nobody found, though «от нас поедет …», or a surname and a first name in small letters."""
    for saying in said:
        for piece in saying.pieces:
            sent = any(piece.says("от", "нас", verb) for verb in _GO)
            if sent and not piece.classes & {"office", "promise", "findings"}:
                yield piece.evidence("name")
            lower = any(
                "Surn" in grammar(fold(one)) and two.islower() and "Name" in grammar(fold(two))
                for one, two in pairwise(piece.text.split())
            )
            if lower and not saying.classes & {"no"}:
                yield piece.evidence("name")


def _anybody(said: Sequence[Saying], known: Sequence[str]) -> Iterator[Evidence]:
    """Nobody found, though somebody is named in full with a telephone or an address amid the
    letter: «В жертву принесён …»."""
    for saying in said:
        sentence = saying.sentence
        if not _CALLED.search(sentence.text):
            continue
        for match in RUN.finditer(sentence.text):
            words = match.group().split()
            whole = any("Patr" in grammar(fold(word)) for word in words) and len(words) > 2
            lead = sentence.text[max(0, match.start() - 40) : match.start()]
            if not whole or _ADDRESS.match(words[0]) or is_any_of(words, known):
                continue
            if not _ANSWERS.search(lead):
                start = sentence.start + match.start()
                yield sentence.evidence("crosscheck.anybody", start, start + len(match.group()))


def _tells(saying: Saying) -> bool:
    """Whether it has a verb, and is no mere signature."""
    return any("VERB" in grammar(form) for piece in saying.pieces for form in piece.forms)


_ANSWERS = re.compile(r"исполнител|ответственн|контакт|куратор|вопрос|справк", re.IGNORECASE)
_CALLED = re.compile(r"\d[\d -]{5,}|@")


def _miscounted(saying: Saying, number: int) -> Iterator[Evidence]:
    """«двоих: …», «двух сотрудниц»: as many should have been found."""
    for piece in saying.pieces:
        for at, form in enumerate(piece.forms):
            if COUNTS.get(form, number) == number or "нас" in piece.forms[:at]:
                continue  # «нас в сельсовете двое»
            of_people = any("people" in classes for classes in piece.words[at + 1 : at + 3])
            if of_people or at + 1 == len(piece.forms):
                yield saying.sentence.evidence("crosscheck.count")


def _signers(nominee: Nominee, said: Sequence[Saying]) -> Iterator[Evidence]:
    """«Копия приказа у …», «Кто направил: …» name no nominee."""
    for saying, evidence, piece in places(nominee, said):
        lead = piece.sentence.part.text[piece.start : evidence.start]
        words = zip(piece.forms, piece.words, strict=True)
        signed = any("signed" in classes and form in fold(lead) for form, classes in words)
        if signed and ("taught" not in piece.classes or "signed" in piece.words[0]):
            yield saying.sentence.evidence("crosscheck.signer")


def places(nominee: Nominee, said: Sequence[Saying]) -> Iterator[tuple[Saying, Evidence, Piece]]:
    """Where the nominee's name stands in the sender's sentences."""
    head = fold(nominee.name)[:3]
    for evidence in nominee.evidence:
        for saying in said if head in fold(evidence.text) else ():
            if saying.holds(evidence) and (piece := saying.piece_at(evidence.start)):
                yield saying, evidence, piece
