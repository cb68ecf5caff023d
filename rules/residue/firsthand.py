"""Words of a first-hand answer in a mail that was taken for a machine's, or for another matter's.

The kind of a mail is told by its form and by words beside the matter; whoever answers from his
holiday, under «Автоматический ответ», or below news of the harvest answers all the same. What is
sought is coarse: a statement about our system, or a full name beside the training. A person looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.document import Document
from rules.model import Circular, Evidence
from rules.residue.crosscheck_people import RUN, is_name
from rules.residue.crosscheck_words import Piece, Saying, grammar, sayings

_REDIRECTS = re.compile(
    r"обра[щт]|вопрос|звон|созда\w+ автомат|зарегистр|рассмотр|находи|нахожусь", re.I
)
"""A note tells whom to ask, or what becomes of our letter."""
_POLITE = frozenset(
    {"ответить", "помочь", "рассмотреть", "встретиться", "сотрудничать", "обсудить"}
)
"""«готовы ответить на вопросы»."""


def words(document: Document, circular: Circular, *, machine: bool) -> Iterator[Evidence]:
    """The words of the sender's own by which readiness is stated, or somebody is sent; in what
    seems a machine's note a bare «готовы» too."""
    for saying in sayings(document, circular):
        text = saying.sentence.text
        if saying.aside or circular.subject.lower() in text.lower() or _REDIRECTS.search(text):
            continue
        for piece in saying.pieces:
            if _states(piece, machine=machine):
                yield piece.evidence("first_hand")
        if _sends(saying):
            yield saying.sentence.evidence("crosscheck.first_hand")


def _states(piece: Piece, *, machine: bool) -> bool:
    """«район к подключению готов», «Директум нам не поднять», «к вашей системе примкнём»."""
    forms = set(piece.forms)
    if _POLITE & forms or "training" in piece.classes:
        return False
    ours = any(f.startswith("систем") for f in forms) and any(f.startswith("ваш") for f in forms)
    if piece.classes >= {"promise", "matter"}:
        return True  # «по готовности отпишусь после 22-го»
    if not ("system" in piece.classes or ours):
        return machine and bool({"готовы", "готово"} & forms) and "к" not in forms
    says = piece.classes & {"flat", "no", "can", "lack"}
    to_come = any({"futr", "perf"} <= grammar(form) for form in forms)
    return bool(says) or (to_come and not {"вас", "вам"} & forms)  # «вас выслушает Ли»


def _sends(saying: Saying) -> bool:
    """«Учиться отправим бухгалтера Рудину Нину»: somebody is named for the training, to come."""
    if "taught" not in saying.classes:
        return False
    named = any(
        any(is_name(word, given=True) for word in run.group().split())
        for run in RUN.finditer(saying.sentence.text)
    )
    return named and any({"futr", "INFN"} & grammar(form) for form in saying.forms)
