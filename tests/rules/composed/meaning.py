"""What a letter means, by the same rules by which it was put together.

A condition still open over «готовы» is `conditional`, a day to come `ready_by`; a concession or a
condition fulfilled changes nothing; another's readiness and another matter's say nothing of ours;
what may be so is no answer until a person has looked.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.rules.composed.plan import OPEN, Plan
from tests.rules.composed.predicates import Whole

DIMENSIONS = (
    *("says", "core", "who", "voice", "condition", "time", "topic", "change", "side"),
    *("order", "manner"),
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter and what it means.

    `accepted` are the values that are right, the first one best, a day behind a blank
    («ready_by 2011-09-05»); "none" is a mail that is no reply. `if_doubted` are values that are
    right if a person is asked to look. `unsure` tells that a doubt is in place. `tags` are the
    values of its dimensions.
    """

    text: str
    accepted: tuple[str, ...]
    if_doubted: tuple[str, ...] = ()
    unsure: bool = False
    tags: dict[str, str] = field(default_factory=dict)


_NOT_YET = ("not_ready", "conditional", "deferred", "ready_by")
_UNSURE = frozenset({"hearsay", "possibly", "expected", "hope", "think"})


def meaning(plan: Plan) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The values that are right, and those that are if a person is asked to look."""
    if plan.kind == "unreal":
        return ("not_ready", "conditional"), ()
    if plan.kind == "until":
        return ("conditional", "not_ready"), ()
    if plan.says != "ready":
        return (plan.says,), ("deferred", "unstated") if plan.voice == "possibly" else ()
    return _of_yes(plan)


def _of_yes(plan: Plan) -> tuple[tuple[str, ...], tuple[str, ...]]:
    dated = (f"ready_by {plan.day.on}",) if plan.day else ()
    if plan.kind in OPEN:
        # «к 5 сентября при своевременной оплате»: which of the two weighs more is a matter of taste
        return ("conditional", *(dated if plan.kind == "provided" else ())), dated
    if dated or plan.later:
        return dated or _NOT_YET, ()
    if plan.voice == "possibly":
        return ("conditional", "deferred", "unstated"), ("ready",)
    return ("ready",), ()


def unsure(plan: Plan) -> bool:
    """Whether a person may well be asked to look."""
    whole = isinstance(plan.core, Whole) and plan.core.unsure
    taken_back = plan.change == "withdrawn" or plan.kind == "unreal"
    return whole or taken_back or plan.missed or plan.voice in _UNSURE or "stranger" in plan.topic


def tags(plan: Plan) -> dict[str, str]:
    """What stands in each dimension, "-" for nothing."""
    core = plan.core
    own = "personal" if plan.subject else "impersonal"
    past = "missed" if plan.missed else "past"
    found = {
        "says": plan.says.split()[0],
        "core": core.kind if isinstance(core, Whole) else own,
        "who": plan.subject.name if plan.subject else "-",
        "voice": plan.voice,
        "condition": plan.kind,
        "time": plan.day.kind if plan.day else past if plan.past else "",
        "topic": plan.topic,
        "change": plan.change,
        "side": plan.side,
        "order": plan.order if plan.condition else "",
        "manner": plan.manner,
    }
    return {name: value or "-" for name, value in found.items()}
