"""What would be, or would have been: «будь у нас адрес», «дали бы - вошли бы», «если бы не …»."""

from __future__ import annotations

import re

from rules.readiness.ballot import OF_THE_ANSWER
from rules.readiness.clauses import Clause, Statement

UNREAL = frozenset({"бы", "б"})
MEANS = frozenset({"infra", "works", "gain", "consent", "pending", "outsiders"})
"""What a connection can hang on: things, works, what is got or agreed, and who gives it."""


def would(statement: Statement) -> bool:
    """«дали бы нам канал - подключились бы», «хватило бы модема, и мы бы вошли»: twice unreal."""
    if UNREAL.isdisjoint(statement.forms):
        return False
    unreal = [c for c in statement.clauses if UNREAL & c.forms]
    if len(unreal) < 2 or not (OF_THE_ANSWER | {"start", "takeoff", "system"}) & unreal[-1].classes:
        return False
    return any({"past", "finite"} <= w.grammar for w in unreal[0].words)


def were_it(clause: Clause) -> bool:
    """«будь у нас выделенный адрес», «имей мы сервер»; not «будь готов»."""
    heads = {a.form for a in clause.words[:-1] if a.form in {"будь", "имей"}}
    return bool(heads) and bool({"у", "мы", "хоть"} & clause.forms or "infra" in clause.classes)


_BUT_FOR = re.compile(r"(?:\A|[,;:–—-])\W*(?:и\s+|а\s+)?если\s+бы?\s+не\b", re.IGNORECASE)
AT_THAT_TIME = frozenset(
    {"раньше", "ранее", "вовремя", "заранее", "загодя", "своевременно", "сразу", "изначально"}
    | {"весной", "летом", "зимой", "осенью", "тогда", "вчера", "прошлом", "прошлой", "прошлый"}
    | {"январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "назад"}
)


def is_unreal(statement: Statement) -> bool:
    """«Если бы не гроза, ответили бы раньше», «прислали бы весной, были бы готовы»: it is over, and
    nothing hangs on it now."""
    if UNREAL.isdisjoint(statement.forms):
        return False
    unreal = [c for c in statement.clauses if UNREAL & c.forms]
    if any(AT_THAT_TIME & c.forms for c in unreal) and len(unreal) > 1:
        return True
    told = _BUT_FOR.search(statement.sentence.text)
    if told is None:
        return False
    behind = statement.sentence.start + told.end()
    words = (w for w in statement.clause_of(behind).words if w.token.end > behind)
    return not any((OF_THE_ANSWER | MEANS) & w.classes for w in words)
