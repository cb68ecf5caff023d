"""What is waited for: the administration's word, or the connection itself, is no condition."""

from __future__ import annotations

import re

from rules.phrases import Match
from rules.readiness.clauses import Statement
from rules.readiness.idle import YOUR_WORD


def waits_for_you(text: str, match: Match) -> bool:
    """«остаётся дождаться вас», «по вашей команде», «по мере возможности»: politeness."""
    start, end = match.start, match.end
    return (
        text[end : end + 6].lower().startswith((" вами", " тобой"))
        or _FOR_YOU.search(text, start, end + 40) is not None
        or _AS_YOU_CAN.search(text, start, end + 30) is not None
        or _YOUR_WORD.search(text, start, end + 40) is not None
    )


def awaits_the_whole(statement: Statement, match: Match) -> bool:
    """«Ждём подключения: сервер стоит»: not the server that stands behind the colon."""
    colon = statement.sentence.part.text.find(":", match.start, match.end)
    return colon >= 0 and any(
        {"connection", "connect", "system"} & w.classes
        for c in statement.clauses
        for w in c.words
        if w.token.start < colon
    )


_FOR_YOU = re.compile(
    r"\bдождаться\s+(?:\w+\s+)?ва(?:с\b|ш)"
    r"|\bхвата\w+[^.!?;]{0,30}?\bва(?:с(?=\s*(?:[:;,.!–—-]|\Z))|ш\w+\s+(?:визит|звонк|приезд|сигнал|команд|слов|отмашк))",
    re.IGNORECASE,
)
"""«остаётся дождаться вас», «не хватает только вас»; not «ваших ключей»."""
_AS_YOU_CAN = re.compile(r"\bпо\s+мере\s+(?:\w+\s+)?возможност", re.IGNORECASE)
"""«по мере возможности Вашего оператора»: politeness."""
_YOUR_WORD = re.compile(
    r"\b(?:от\s+вас|ваш\w+)\s+(?:\w+\s+)?(?:указани|команд|отмашк|сигнал|распоряжени|звонк|приглашени|слов)"
    r"|\b(?:указани|команд|отмашк|сигнал|распоряжени|звонк|приглашени)\w*\s+(?:от|с)\s+ваш?"
    r"|\b(?:как\s+только|когда|пока)\s+(?:вы\s+|сами\s+|будете\s+)?(?:не\s+)?"
    r"(?:(?:" + "|".join(YOUR_WORD) + r")\w+те(?:сь)?\b"
    r"|(?:у\s+вас\s+)?(?:дойдут\s+(?:\w+\s+)?руки|(?:будет|появится|найд[её]тся)\s+(?:\w+\s+)?врем|готовы\s+сами))"
    r"|\bполучени\w+\s+(?:\w+\s+)?(?:письм|запрос|обращени|телеграмм|указани|команд[аыу]\b)",
    re.IGNORECASE,
)
"""«по получении от вас указания»: it waits for the administration only."""


_ASKED = (
    *("скаж", "подскаж", "сообщ", "звон", "позвон", "напиш"),
    *("пиш", "уточн", "посовет", "подума"),
    *("поправ", "исправ", "замен", "уведом", "предупр", "перезвон", "обращайтесь", "обратитесь"),
    "дайте",
)


def asks_you(statement: Statement) -> bool:
    """«Если придумаете, как подключать, скажите»: a request, and nothing hangs on it."""
    return any(
        w.form.startswith(_ASKED) and w.form.endswith("те") and "impr" in w.grammar
        for clause in statement.clauses
        for w in clause.words
    )
