"""The answer where only what is there or missing is told, and no word of readiness."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from rules.model import Doubt, ReadinessValue
from rules.readiness.votes import Says, Vote, doubt
from rules.readiness.wants import UP_TO_OTHERS

Decision = tuple[ReadinessValue, list[Vote], date | None, list[Doubt]]
"""The value, the votes on which it rests, its day, its doubts."""


def by_facts(by: dict[Says, list[Vote]]) -> Decision:
    """Only what is there or missing is told, and no word of readiness."""
    has, lacks, will = by[Says.HAS], by[Says.LACKS], by[Says.WILL_HAVE]
    if not has + lacks + will:
        going_on = [v for v in by[Says.WORKING] if v.rule in {"means_said", "worked_at"}]
        unsure = [doubt("weak_readiness", going_on)] if going_on else []
        return ReadinessValue.UNSTATED, [], None, unsure
    weak = [doubt("weak_readiness", has + lacks + will)]
    dated = [v for v in will if v.on]
    if will:
        vague = [doubt("unclear_date", dated)] if dated and not dated[-1].sure_date else weak
        by_day = (ReadinessValue.READY_BY, dated[-1:], dated[-1].on, vague) if dated else None
        alone = len(has + lacks + will) == 1
        value = ReadinessValue.UNSTATED if alone else ReadinessValue.CONDITIONAL
        return by_day or (value, lacks + will, None, weak)
    if has and lacks:
        sure = (
            (len(has + lacks) > 2 and not (_ends_badly(has, lacks) or _is_hearsay(lacks)))
            or any(v.unit or v.opposed for v in lacks)
            or any("остальн" in v.evidence.text.lower() for v in has)
        )
        return ReadinessValue.CONDITIONAL, has + lacks, None, [] if sure else weak
    if any(v.rule == UP_TO_OTHERS or _LACKS_ONLY.search(v.evidence.text) for v in lacks):
        return ReadinessValue.CONDITIONAL, lacks, None, weak
    if has and all(_OF_THE_REST.search(v.evidence.text) for v in has):
        return ReadinessValue.CONDITIONAL, has, None, weak
    value = ReadinessValue.READY if has else ReadinessValue.NOT_READY
    told = sum(v.count if v.rule == "means_fine" else 1 for v in has) or sum(
        max(1, v.count) for v in lacks
    )
    sure = told > 1 or any(_is_essential(v) for v in lacks) or any(map(_is_whole, has))
    return value, has + lacks, None, [] if sure else weak


_OF_THE_REST = re.compile(r"\b(?:остальн|проч(?:ее|ие))", re.IGNORECASE)
"""«обеспечьте нас каналом, остальное у нас есть»: something is not."""
_LACKS_ONLY = re.compile(
    r"\b(?:только|лишь|единственн\w+)\b[^.;]{0,40}\b(?:не|нет|нету|без|отсутств\w+|недоста\w+|оста\w+|нуж\w+|за)\b"
    r"|\b(?:не|нет|нету|отсутств\w+|недоста\w+|оста\w+|нуж\w+)\s[^.;]{0,30}?\b(?:только|лишь)\b",
    re.IGNORECASE,
)
"""«нет только ключей»: one thing; not «программа только окно грузит двадцать минут»."""


def _ends_badly(has: Sequence[Vote], lacks: Sequence[Vote]) -> bool:
    """«купили, поставили, а на прошлой неделе всё залило»: what broke last may undo the rest."""
    broke = [v for v in lacks if v.rule in {"equipment_broken", "all_said"}]
    return bool(broke) and max(v.start for v in broke) > max(v.start for v in has)


def _is_hearsay(lacks: Sequence[Vote]) -> bool:
    """Whether what lacks is only read from a verb beside a thing: «вышел из серверной»."""
    return all(v.rule == "means_said" and not _DENIES.search(v.evidence.text) for v in lacks)


_DENIES = re.compile(r"\b(?:лишь|только|без|не|нет|нету)\b", re.IGNORECASE)


def _is_whole(vote: Vote) -> bool:
    """«Рабочее место «Директум» поставлено», «узел введён в эксплуатацию»: enough by itself."""
    said = vote.evidence.text.lower()
    told = vote.rule in {"equipment_there", "ready_word"}
    return told and ("директум" in said or "в эксплуатацию" in said)


_ESSENTIAL = re.compile(
    r"\b(?:интернета?|связи|сети|света|электричества|тока|техники|компьютер\w*|оборудовани\w+|канала(?:\s+связи)?)\s+(?:\w+\s+)?нет\b"
    r"|\bнет\s+(?:\w+\s+)?(?:интернета|связи|сети|света|электричества|тока|техники|компьютеров|оборудования|канала)\b",
    re.IGNORECASE,
)


def _is_essential(vote: Vote) -> bool:
    """«Связи нет и не было»: without it there is nothing to connect."""
    words = vote.evidence.text.split()
    return (
        vote.rule == "equipment_absent"
        and len(words) < 8
        and bool(_ESSENTIAL.search(vote.evidence.text))
    )
