"""An answer that others are to give, beside a nominee: whether that is an answer, a person says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rules.model import Evidence
from rules.residue.crosscheck_values import pieces
from rules.residue.crosscheck_words import Saying

_TELLS = frozenset(
    {"напишет", "ответит", "сообщит", "доложит", "проинформирует", "направит", "даст"}
    | {"представит", "изложит", "отчитается", "уведомит", "вышлет", "пришлет", "доведет"}
    | {"напишут", "ответят", "сообщат", "доложат", "направят", "дадут", "пришлют", "вышлют"}
)
_BODIES = (
    *("управлен", "отдел", "комитет", "учрежден", "центр", "служб", "мку", "мбу", "муп"),
    *("министерств", "агентств", "компани", "организац", "департамент", "дирекц", "комисси"),
    *("предприяти", "фирм"),
)


def by_another(said: Sequence[Saying]) -> Iterator[Evidence]:
    """DEFERRED, though only another office is said to write: «Вам напишет другое управление»."""
    for saying, piece in pieces(said):
        if _TELLS.isdisjoint(piece.forms) or _TELLS_OURSELVES & saying.forms:
            continue
        named = saying.forms - {"отдельно", "отдельным", "отдельной", "отдельном"}
        others = any(f.startswith(_BODIES) or f in {"сам", "сама"} for f in named)
        if others or ("не" in saying.forms and not _OUR_BUSINESS.isdisjoint(saying.forms)):
            yield piece.evidence("by_another")


_OUR_BUSINESS = frozenset({"занимаемся", "занимаюсь", "ведаем", "компетенции"})
"""«ответит администрация района, мы этим не занимаемся»"""
_TELLS_OURSELVES = frozenset(
    {"сообщим", "сообщу", "ответим", "отвечу", "направим", "доложим", "доложу", "напишем"}
    | {"напишу", "пришлем", "вышлем", "проинформируем", "представим", "перешлем", "перешлю"}
)
