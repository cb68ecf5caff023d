"""What few words say where readiness is asked: «положительно», «9 из 10», «отдельным письмом».

They stand in a cell, behind a label or a number, or under a quoted question, and have no subject
of their own; a sentence that stands there is read as a sentence.
"""

from __future__ import annotations

import re

from rules.readiness.shares import count_of
from rules.readiness.votes import Says

_LONGEST = 160
_FAULTS = r"(?:замечани|претензи|проблем|препятстви|помех|нарекани|сложност|затруднени)\w*"

_STATES = (
    (
        Says.NOTHING,
        re.compile(r"^см\b|^смотри|^то же\b|^там же|^в (?:работе|процессе)$|^аналогичн"),
    ),
    (
        Says.READY,
        re.compile(
            rf"^{_FAULTS} (?:\w+ )?(?:нет|не (?:име|выявл|возник|предвид|ожида)\w+)"
            rf"|^(?:без|нет|никаких) (?:\w+ )?{_FAULTS}"
        ),
    ),
    (
        Says.DEFERRED,
        re.compile(
            r"уточня|прорабатыва|сообщ|выясня|решается|долож|ответим|рассмотр|изуча|обследу"
            r"|^(?:пока |еще )*(?:не ?извест|не ?ясн|не ?понятн|не знаем|не знаю|не определ)"
            r"|^(?:чуть |немного |несколько )?(?:позже|позднее|попозже|потом)$"
            r"|отдельн\w+ (?:письм|ответ|файл)|собира|^(?:ответ|скажем|решим) (?:после|позже)"
            r"|жд[а-я]+ (?:\w+ )?(?:решени|совещани|заключени|ответ)|на согласовании|в проработке"
        ),
    ),
    (
        Says.CONDITIONAL,
        re.compile(
            r"частич|наполовин|не полност|не вполне|не (?:в|на) (?:полн|все)|кроме|за исключ"
            r"|при услови|при наличии|\bпосле |\bесли\b|в основном|отчасти"
        ),
    ),
    (
        Says.NOT_READY,
        re.compile(
            r"^нельзя\b|^не\b(?! (?:возраж|против|забы|только|раньше|ранее|позже|позднее))"
            r"|\bне (?:готов|подключ|обеспеч|установ|име)|^(?:пока |еще |увы,? )?нет\b"
            r"|отсутству|^[-–—]$|неготов|^(?:ответ )?отрицательн|^минус$|^невозможн|^никак\b"
        ),
    ),
    (
        Says.READY,
        re.compile(
            r"^(?:технически |ответ |уже )?(?:полностью )?(?:готов[аоы]?|подключен[аоы]?|да|\+|есть"
            r"|имеется|можно(?! подкл| вкл| ли)|возможн[оа]|полная|обеспечен[ао]?|положительн\w+"
            r"|утвердительн\w+|плюс|в наличии|выполнен[ао]|сделано|подтвержда\w+)(?=$|[\s,.;!(])"
            r"|^в полном об|^все (?:готово|есть|сделано|в порядке)\b"
        ),
    ),
)
_BUT = re.compile(r"\b(?:но|однако|только|лишь|без|осталось|жд[еу]\w+|нет|не)\b")
"""«да, но …»: no yes of few words."""
_PER_CENT = re.compile(r"(?:на |готовность )?(\d{1,3}) ?(?:%|проц)")


def in_brief(text: str) -> Says | None:
    """What an answer says: «да», «не готова (нет канала)», «частично», «70 %», «9 из 10».

    NOTHING of what only points elsewhere, or may mean both: «см. ниже», «в работе».
    """
    flat = " ".join(text.lower().replace("ё", "е").split()).strip(" .!;,")
    if not flat or len(flat) > _LONGEST:
        return None
    per = _PER_CENT.match(flat)
    if per:
        return _of_share(int(per[1]), 100)
    part = count_of(flat)
    if part and len(flat.split()) < 5:
        return _of_share(*part)
    says, sign = next(((s, sign) for s, sign in _STATES if sign.search(flat)), (None, None))
    if says is Says.READY and sign is _STATES[-1][1]:
        found = sign.search(flat)
        return None if found and _BUT.search(flat, found.end()) else says
    return says


def _of_share(few: int, every: int) -> Says:
    if few >= every:
        return Says.READY
    return Says.CONDITIONAL if few else Says.NOT_READY
