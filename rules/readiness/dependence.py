"""A rule of one clause: «подключение зависит от лицензий»."""

from __future__ import annotations

import re
from itertools import pairwise

from rules.readiness.ballot import vote
from rules.readiness.clauses import Clause
from rules.readiness.votes import Says, Vote

_BY_WHAT = ("ой", "ом", "ем", "ами", "ями", "ью")


_HUNG = frozenset(f"{stem}{end}" for stem in ("зависел", "упирал") for end in ("", "а", "о", "и"))
_HUNG |= {"упирался", "упиралась", "упиралось", "упирались"}
"""«раньше всё упиралось в канал»: so once, or told of something settled since."""


_DEPENDING = frozenset({"зависящим", "независящим"})
"""«по причинам, от нас не зависящим»"""


ON_US = re.compile(
    r"\bзависящ\w*\s+от\s+(?:нас|себя|нашей|район|администрац|город|округ|муниципал)", re.IGNORECASE
)
"""«в части, зависящей от района»: it hangs on nobody else."""


def hangs(clause: Clause) -> Vote | None:
    """«подключение зависит от лицензий»."""
    by_causes = "причинам" in clause.forms and _DEPENDING & clause.forms
    if _HUNG & clause.forms or by_causes:
        return None
    depends = any(word.form.startswith(("завис", "увяза", "обусловл")) for word in clause.words)
    if depends and ON_US.search(clause.sentence.text):
        return None
    depends |= any(
        word.form in {"определяется", "определяются"} and after.form.endswith(_BY_WHAT)
        for word, after in pairwise(clause.words)
    )
    depends |= "hinge" in clause.classes and bool({"all", "infra"} & clause.classes)
    ours = {"connection", "readiness", "all", "infra", "outsiders", "works"} & clause.classes
    if depends and ours and not clause.denied:
        ends = any(w.form.startswith(_ENDS) for w in clause.words[:3])
        of_work = ends and not {"connection", "readiness", "all"} & clause.classes
        return vote(clause, Says.CONDITIONAL, HANGS_ON_WORK if of_work else "hangs")
    return None


_ENDS = ("окончани", "завершени", "продолжит")
HANGS_ON_WORK = "works_hang"
"""«ремонт, окончание которого зависит от средств»: when the works end, not the connection."""
