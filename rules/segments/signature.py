"""Who signs, who drafted, how to reach them: the foot of a letter.

Where it is in doubt whether words are the signature's or the answer's, they are the answer's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import pairwise

from rules.document import SegmentKind
from rules.segments.canvas import Canvas
from rules.segments.grammar import has_predicate
from rules.segments.paragraphs import Layout

_DEPTH = 16
_LONGEST = 170
_REGARDS_WIDTH = 90

_NAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_SEPARATOR = re.compile(r"\s*(?:-{2,3}|—|_{2,}|={2,}|- -)\s*")
_REGARDS = re.compile(
    r"(?:\A|(?<=[.!?)\n]))\s*(?:с\s+(?:[а-яё]+\s+){0,2}(?:ув[аa]ж[еe]ни[еe]м|ув\.|уваж\.)"
    r"|с\s+наилучшими|всего\s+(?:доброго|хорошего)|best\s+regards|kind\s+regards|regards\b"
    r"|искренне\s+ваш|заранее\s+(?:спасибо|благодар[а-яё]+)|спасибо\s*[.,!]*\s*\Z)",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"\s*(?:отправлено|послано|написано|sent)\s+(?:с|со|из|from|via|через)\b.{0,80}", re.I
)
_EXECUTOR = re.compile(r"\s*(?:исп\.|исп:|исп\s|исполнитель\b|отп\.|заполнил|подготовил)", re.I)
_OFFICE = re.compile(r"\s*(?:м\.\s?п\.|приложени[ея]\b|экз\.|\(?подпись\)?|печать\b)", re.I)
_CONTACT_LABEL = re.compile(
    r"\b(?:контактный|рабочий|тел|телефон|факс|т|моб|мобильный|сот|раб|доб|phone|tel|fax|e-?mail|mail"
    r"|эл|электронная|почта|icq|skype)\b\.?[:/]?|\S{1,60}@\S{1,60}",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"[+()\d\s.,;/-]*")
_HEAD = re.compile(
    r"\s*(?:и\.?\s?о\.?\s|врио\s|вр\.\s?и\.\s?о\.|(?:первый\s+)?зам(?:еститель|\.)?\s|глава\b"
    r"|начальник\b|нач\.|руководитель\b|рук\.|управляющий\b|председатель\b|мэр\b|директор\b)",
    re.IGNORECASE,
)
_POST = re.compile(
    r"(?:\A|,\s*|\s)(?:секретарь|специалист|консультант|системный|сисадмин|ведущий|главный|гл\."
    r"|старший|инженер|программист|делопроизводитель|бухгалтер|инспектор|техник|администратор"
    r"|управляющий|зав\.|заведующ|рук\.|помощник|пом\.|референт|оператор)",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:отдел|сектор|управлени|администраци|район|р-н|сельсовет|зато|приемн|приёмн|канцеляри"
    r"|бухгалтери|группа|комитет|мо\b|совет|аппарат|служба|ооо\b)",
    re.IGNORECASE,
)
_INITIALED = re.compile(rf"(?:[А-ЯЁ]\.\s?){{1,2}}{_NAME}|{_NAME}\s+[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?")
_GAP = re.compile(rf"\S\s{{4,}}(?:[А-ЯЁ]\.\s?){{1,2}}{_NAME}\s*\Z")
_LAST_NAME = re.compile(rf"(?:[А-ЯЁ]\.\s?){{1,2}}{_NAME}\s*\Z|{_NAME}\s+(?:[А-ЯЁ]\.\s?){{1,2}}\Z")
_PATRONYMIC = re.compile(r"[а-яё](?:вич(?:а|у|ем)?|вн(?:а|ы|е|у|ой)|чна)\b|\b(?:оглы|кызы)\b")
_BARE = re.compile(rf"\s*{_NAME}(?:\s+{_NAME})?\s*\.?\s*")
_OPEN_END = re.compile(r"[:–—-]\s*\Z")
_STOPPED = re.compile(r"[.!?…)]\s*\Z")


class _Line(Enum):
    """What a paragraph at the foot looks like."""

    MARK = auto()  # surely begins or belongs to a signature
    SIGNER = auto()  # position and name
    OFFICE = auto()  # body, position, contacts
    NAME = auto()  # somebody's name, which may also be an answer
    FULL_NAME = auto()  # with patronymic: more likely an answer
    TEXT = auto()


def paint(canvas: Canvas) -> None:
    """Paint signatures below each stretch of own words."""
    for start, end in canvas.stretches(SegmentKind.OWN):
        follows_quote = bool(canvas.text[:start].strip())
        for block in _blocks(Layout(canvas.text, start, end)):
            begin = _begin(canvas.text, block, follows_quote=follows_quote)
            if begin is not None:
                canvas.paint(begin, block[-1][1], SegmentKind.SIGNATURE)
            for first, last in _amid(canvas.text, block):
                canvas.paint(first, last, SegmentKind.SIGNATURE)


def _blocks(layout: Layout) -> Iterator[list[tuple[int, int]]]:
    """Paragraphs between tables; a row by itself that signs belongs to them."""
    block: list[tuple[int, int]] = []
    paragraphs = layout.paragraphs()
    for number, paragraph in enumerate(paragraphs):
        words = layout.text[paragraph[0] : paragraph[1]]
        if layout.is_row(paragraph) and not (
            _signs_in_row(words) and _stands_alone(layout, paragraphs, number)
        ):
            if block:
                yield block
            block = []
        else:
            block.append(paragraph)
    if block:
        yield block


def _stands_alone(layout: Layout, paragraphs: Sequence[tuple[int, int]], number: int) -> bool:
    """Whether no row of as many cells stands directly above or below."""
    first, last = paragraphs[number]
    cells = layout.text.count("\t", first, last)
    return not any(
        layout.text.count("\t", *paragraphs[n]) == cells
        and abs(paragraphs[max(n, number)][0] - paragraphs[min(n, number)][1]) <= 1
        for n in (number - 1, number + 1)
        if 0 <= n < len(paragraphs)
    )


def _signs_in_row(text: str) -> bool:
    """«Глава района / И.И. Иванов» in two cells."""
    cells = [cell.strip() for cell in text.split("\t") if cell.strip()]
    signed = 1 < len(cells) < 4 and _INITIALED.fullmatch(cells[-1]) is not None
    return signed and (_HEAD.match(cells[0]) is not None or _BODY.search(cells[0]) is not None)


def _amid(text: str, block: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """«С уважением, Иванов» above a postscript."""
    for number, (first, last) in enumerate(block[:-1]):
        if not _REGARDS.match(text[first:last]) or last - first > _REGARDS_WIDTH:
            continue
        end = number + 1
        while end < min(len(block), number + 6) and _kind(text[slice(*block[end])]) in _BELONGS:
            end += 1
        yield first, block[end - 1][1]


_BELONGS = (_Line.OFFICE, _Line.NAME, _Line.FULL_NAME, _Line.SIGNER)


def _begin(text: str, block: Sequence[tuple[int, int]], *, follows_quote: bool) -> int | None:
    """Where the signature begins that ends this block, or None."""
    last = block[-_DEPTH:]
    kinds = [_kind(text[first:end]) for first, end in last]
    foot = len(last)
    while foot and kinds[foot - 1] is not _Line.TEXT:
        foot -= 1
    while 0 < foot < len(last) and _belongs_above(text, last[foot - 1], last[foot]):
        foot += 1
    follows_quote = follows_quote and len(last) == len(block)
    foot = _without_answer(text, last, kinds, foot, follows_quote=follows_quote)
    return last[foot][0] if foot < len(last) else _tail(text, last[-1])


def _belongs_above(text: str, one: tuple[int, int], two: tuple[int, int]) -> bool:
    """«Тел.: 2-11-22» right below «Кандидат: Петрова М.И.»."""
    above = text[one[0] : one[1]]
    named = _CUE.search(above) or _INITIALED.search(above) or _PATRONYMIC.search(above)
    open_ = named or not _STOPPED.search(above)
    return two[0] - one[1] <= 1 and bool(open_) and _is_contact(text[two[0] : two[1]])


def _tail(text: str, paragraph: tuple[int, int]) -> int | None:
    """«… 8-961-555-40-17. С уважением, Лиджиева» within one paragraph."""
    starts = [match.start() for match in _REGARDS.finditer(text, *paragraph)]
    if starts and paragraph[1] - starts[-1] < _REGARDS_WIDTH and starts[-1] > paragraph[0]:
        return starts[-1]
    return None


def _without_answer(
    text: str,
    block: Sequence[tuple[int, int]],
    kinds: Sequence[_Line],
    foot: int,
    *,
    follows_quote: bool,
) -> int:
    """Leave names out of the foot that may be the answer itself, with what belongs to them."""
    sure = False
    begin = foot
    for number in range(foot, len(block)):
        kind = kinds[number]
        sure = sure or kind in (_Line.MARK, _Line.SIGNER)
        if sure:
            continue
        alone = number == 0 and follows_quote
        answers = kind in (_Line.NAME, _Line.FULL_NAME) and _is_asked(text, block, number)
        answers = answers or _is_announced(text, block, number)
        if alone or answers or (number == 0 and kind is not _Line.OFFICE):
            begin = _behind_person(block, kinds, number)
    return begin


def _is_announced(text: str, block: Sequence[tuple[int, int]], number: int) -> bool:
    """«На учёбу поедет:» and below it «Инженер Тихон Лунёв»."""
    if not number or not _ENDS_IN_NAMES.search(text[slice(*block[number])]):
        return False
    before = text[slice(*block[number - 1])]
    return _OPEN_END.search(before) is not None and _CUE.search(before) is not None


_ENDS_IN_NAMES = re.compile(rf"\s{_NAME}\s+{_NAME}\s*\.?\Z")


def _behind_person(block: Sequence[tuple[int, int]], kinds: Sequence[_Line], number: int) -> int:
    """The paragraph behind a person's name, position and contacts."""
    number += 1
    while (
        number < len(block)
        and kinds[number] is _Line.OFFICE
        and block[number][0] - block[number - 1][1] <= 1
    ):
        number += 1
    return number


def _is_asked(text: str, block: Sequence[tuple[int, int]], number: int) -> bool:
    """Whether the text before a name asks for it: «На обучение:», or an unfinished line."""
    if number == 0:
        return True
    before = text[block[number - 1][0] : block[number - 1][1]].rstrip()
    if _OPEN_END.search(before):
        return True
    gap = block[number][0] - block[number - 1][1]
    if _kind(before) is not _Line.TEXT or _PUT_OFF.search(before):
        return False
    full = _kind(text[slice(*block[number])]) is _Line.FULL_NAME
    if gap <= 1 and (full or not _STOPPED.search(before)):
        return True
    last = re.split(r"[.!?]\s", before)[-1]
    there = _CUE.search(last) is not None and _INITIALED.search(last) is None
    return there and _ANNEXED.search(last) is None


_ANNEXED = re.compile(
    r"\bприлага|\bприлож|\bвложен|\b(?:в|во)\s+(?:\w+\s+)?(?:таблиц|файл|скан)", re.IGNORECASE
)
"""«Анкета слушателя в таблице»: his name stands elsewhere."""
_OF_THE_MATTER = re.compile(
    r"\bготовност|\b(?:на|для)\s+(?:обучен|уч[её]б|курс|подготовк)|\bв\s+(?:учебн\w+\s+)?групп"
    r"|\bкандидат|\bслушател|\bучить|\bобучать",
)
_CUE = re.compile(r"кандидат|обуч[еа]|уч[её]б|курс|в группу|специалист|слушател", re.IGNORECASE)
_PUT_OFF = re.compile(
    r"\b(?:дополнительно|позже|позднее|отдельно|потом|завтра|сообщим|скажем|назов[её]м|решим|решаем|определимся"
    r"|уточним|уточняется|подбирается|подбер[её]м)\b\W*(?:\w+\W*){0,4}\Z",
    re.IGNORECASE,
)
"""«Кого послать, скажем дополнительно»: no name is to follow."""


def _kind(text: str) -> _Line:
    if _signs_in_lines(text):
        return _Line.MARK
    if len(text) > _LONGEST or "|" in text:
        return _Line.TEXT
    if _SEPARATOR.fullmatch(text) or _DEVICE.fullmatch(text) or _EXECUTOR.match(text):
        return _Line.MARK
    if _REGARDS.match(text) and len(text) < _REGARDS_WIDTH:
        return _Line.MARK
    return _plain_kind(text)


def _signs_in_lines(text: str) -> bool:
    """«С уважением,» in a line of its own, and below it who, and his body in small letters."""
    first, _, below = text.partition("\n")
    regards = _REGARDS.match(first)
    if regards is None or first[regards.end() :].strip(" ,.!") or len(below) > _BELOW_REGARDS:
        return False
    return not (_stops(below) or "|" in below or has_predicate(below))


_BELOW_REGARDS = 240


def _plain_kind(text: str) -> _Line:
    """The kind of a line without a mark of its own."""
    text = _DEGREE.sub(" ", text)
    if "\t" in text:
        return _Line.SIGNER if _signs_in_row(text) else _Line.TEXT
    if _is_contact(text) or (_OFFICE.match(text) and not has_predicate(text)):
        return _Line.OFFICE
    if _stops(text) or _OF_THE_MATTER.search(text.lower()) or has_predicate(text):
        return _Line.TEXT
    return _Line.TEXT if _says_first(text) else _person(text)


_DEGREE = re.compile(
    r"\b(?:кандидат|доктор)\s+[а-яё-]+(?:\s+[а-яё-]+)?\s+наук\b[ ,]*", re.IGNORECASE
)
"""«кандидат экономических наук К. С. Оганесов»: no candidate of ours."""


def _stops(text: str) -> bool:
    """Whether a line ends as no signer's does, or has a label."""
    return text.rstrip().endswith((":", ";", "!", "?")) or _LABEL.search(text) is not None


_LABEL = re.compile(r"\S:\s")


def _is_contact(text: str) -> bool:
    rest, found = _CONTACT_LABEL.subn(" ", text)
    if _FIGURES.fullmatch(rest) is None:
        return False
    return found > 0 or sum(letter.isdigit() for letter in rest) > 3


def _person(text: str) -> _Line:
    """The kind of a line without a verb: somebody's name, post or office, or none of them."""
    if text.isupper():
        text = text.title()
    full, initialed = _PATRONYMIC.search(text), _INITIALED.search(text)
    head, post = _HEAD.match(text), _POST.search(text)
    if head and (full or initialed):
        return _Line.SIGNER
    if _GAP.search(text):
        return _Line.SIGNER
    if full or initialed or _BARE.fullmatch(text):
        if _DASH.search(text) or not (_PERSON_FIRST.match(text) or _ends_with_name(text)):
            return _Line.TEXT
        return _Line.FULL_NAME if full else _Line.NAME
    sentence = _FULL_STOP.search(text) or _ITEM.match(text)
    if (head or post or _BODY.search(text)) and not sentence:
        return _Line.NAME if _CALLED.match(text) else _Line.OFFICE
    return _Line.TEXT


def _says_first(text: str) -> bool:
    """«Связь в порядке. Приёмная 9-11-22»: a sentence of no office and no person stands before."""
    stops = [m.end() for m in _STOP_AMID.finditer(text)]
    return any(
        _COMMON.search(said) is not None and _OF_SIGNER.search(said) is None
        for said in (text[one:two] for one, two in pairwise([0, *stops]))
    )


_STOP_AMID = re.compile(r"[а-яё]{4,}[.!]\s+(?=[А-ЯЁ])")
_COMMON = re.compile(r"\S\s+[а-яё]")
_OF_SIGNER = re.compile(
    "|".join((_HEAD.pattern, _POST.pattern, _BODY.pattern, _PATRONYMIC.pattern))
    + rf"|\d|{_INITIALED.pattern}|{_CONTACT_LABEL.pattern}",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"[а-яё]{3,}\.\s*\Z")
_ITEM = re.compile(r"\s*[-–—•*\d]")
_CALLED = re.compile(rf"\s*{_NAME}(?:\s+{_NAME})?,\s")
"""«Алексей, сисадмин», «Сергей Бурыкин, отдел ИТ»."""
_PERSON_FIRST = re.compile(
    rf"\s*(?:(?:[А-ЯЁ]\.\s?){{1,2}}{_NAME}|{_NAME}(?:\s+{_NAME}){{0,2}}(?:\s+[а-яё]{{4}}\b)?"
    rf"(?:\s*[,.(\n]|\s*\Z)|{_NAME}\s+[А-ЯЁ]\.|(?:\S+\s+){{0,6}}?{_POST.pattern})",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s[-–—]\s|\A\s*[-–—•*]")


def _ends_with_name(text: str) -> bool:
    """«по социальной политике Д.М. Тарасенко», the second line of a signer."""
    return _LAST_NAME.search(text) is not None and _CUE.search(text) is None
