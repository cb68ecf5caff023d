"""Which parts a letter is made of, drawn so that they go together in grammar and sense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol, TypeVar

from tests.rules.composed import beside, circumstances, predicates
from tests.rules.composed.circumstances import Condition, Day
from tests.rules.composed.predicates import Personal, Subject, Whole

_EVENTS = ("обеспечил", "завершил", "подтверждает", "завершен", "выполнен", "подготовлен", "создан")
"""«завершили с 1 августа» is no Russian."""
_SAID_BY_US = (
    *("подтвержда", "выража", "заявля", "констатир", "не можем не", "не имеем возражений"),
    *("не видим", "подключайте", "ждём", "можете смело", "проверкой", "имеет место"),
    "причин не имеем",
)
"""Nobody says of these that they are possibly so, or that somebody says so."""
_NEVER_FIRST = ("потому", "ибо", "не раньше чем", "тем более", "притом")
_TOPICS = ("same", "next", "before", "stranger", "stranger_next", "people")
OPEN = frozenset({"if", "provided", "after", "when"})
"""Sorts of conditions that are open still."""


@dataclass(slots=True)
class Plan:
    """What stands in each of a letter's dimensions; "" or None where nothing does."""

    family: str
    core: Personal | Whole
    says: str
    subject: Subject | None = None
    voice: str = ""
    condition: Condition | None = None
    day: Day | None = None
    past: str = ""
    topic: str = ""
    change: str = ""
    side: str = ""
    order: str = "plain"
    manner: str = "plain"
    later: bool = False

    @property
    def core_text(self) -> str:
        """What the predicate says now."""
        return self.core.text if isinstance(self.core, Whole) else self.core.now

    @property
    def kind(self) -> str:
        """The sort of its condition."""
        return self.condition.kind if self.condition else ""

    @property
    def missed(self) -> bool:
        """Whether the day is one by which it is not ready."""
        return self.past in circumstances.MISSED.values()

    @property
    def is_event(self) -> bool:
        """Whether the predicate tells what happened rather than what is so."""
        return any(stem in self.core_text for stem in _EVENTS)


class _OfFamily(Protocol):
    @property
    def family(self) -> str:
        """A or B."""


Part = TypeVar("Part", bound=_OfFamily)


class Planner:
    """Draws plans of one family."""

    def __init__(self, family: str, random: Random) -> None:
        self.family = family
        self.random = random

    def of(self, some: Sequence[Part]) -> Part:
        """One of the parts of this family."""
        return self.random.choice([one for one in some if one.family == self.family])

    def plan(self) -> Plan:
        """A predicate, and up to three things beside it."""
        drawn = self.random.random()
        if drawn < 0.28:
            whole = self.of(predicates.WHOLES if drawn < 0.25 else predicates.STAGES)
            plan = Plan(self.family, whole, whole.means)
        else:
            says = self.random.choice(("ready", "ready", "ready", "not_ready", "not_ready"))
            personal = self.random.random() < 0.55
            core = self.of(predicates.PERSONAL if personal else predicates.IMPERSONAL)
            subject = self.of(predicates.SUBJECTS) if personal else None
            plan = Plan(self.family, core, says, subject)
        self._modify(plan)
        return plan

    def _modify(self, plan: Plan) -> None:
        ways = [self._voice, self._side, self._topic, self._change]
        if isinstance(plan.core, Personal):
            ways += [self._condition, self._condition, self._condition, self._time, self._time]
        self.random.shuffle(ways)
        for way in ways[: self.random.choice((0, 1, 1, 2, 2, 2, 3))]:
            way(plan)
        plan.manner = self.random.choice(("plain",) * 4 + ("official", "phone", "caps", "list"))

    def _voice(self, plan: Plan) -> None:
        unsure = isinstance(plan.core, Whole) and plan.core.unsure
        if (
            unsure
            or plan.kind == "unreal"
            or plan.change
            or plan.says not in {"ready", "not_ready"}
        ):
            return
        if any(stem in plan.core_text for stem in _SAID_BY_US):
            return
        kinds = ["known", "principle", "hearsay", "think", "possibly"]
        to_come = isinstance(plan.core, Personal) and not plan.past and plan.kind != "fulfilled"
        if plan.says == "ready":
            kinds += ["assure", *(("expected", "hope") if to_come else ())]
        plan.voice = self.random.choice(kinds)
        plan.later |= plan.voice in {"expected", "hope"}

    def _condition(self, plan: Plan) -> None:
        if plan.condition or plan.past or plan.change in {"was_now", "withdrawn", "confirmed"}:
            return
        if plan.says == "not_ready":
            if not (plan.day or plan.voice or plan.change):
                some = (
                    circumstances.UNTIL,
                    circumstances.CONCESSIVE_NO,
                    circumstances.REASONS,
                )
                plan.condition = self.of(self.random.choice(some))
                self._order(plan)
            return
        plan.condition = self._condition_of_yes(plan)
        self._order(plan)

    def _condition_of_yes(self, plan: Plan) -> Condition:
        kind = self.random.choice(("open", "open", "open", "concession", "fulfilled", "unreal"))
        would = isinstance(plan.core, Personal) and plan.core.would
        if kind == "unreal" and would and not (plan.day or plan.voice or plan.later):
            return Condition(self.family, "unreal", circumstances.UNREAL[self.family])
        if kind == "concession":
            return self.of(circumstances.CONCESSIVE)
        if kind == "fulfilled" and not plan.later:
            return self.of(circumstances.FULFILLED)
        among = [c for c in circumstances.OPEN if not plan.day or c.kind in {"if", "provided"}]
        found = self.of(among)
        must = plan.is_event or found.kind in {"when", "after"}
        plan.later |= must or self.random.random() < 0.5
        return found

    def _order(self, plan: Plan) -> None:
        assert plan.condition
        orders = ["plain", "plain", "front", "brackets", "dash"]
        if plan.kind in {"if", "provided", "after"} and not plan.voice:
            orders.append("next")
        if plan.condition.text.startswith(_NEVER_FIRST):
            orders.remove("front")
        plan.order = self.random.choice(orders)

    def _time(self, plan: Plan) -> None:
        if plan.change in {"was_now", "withdrawn", "confirmed"} or "подтвер" in plan.core_text:
            return
        if plan.kind in {"fulfilled", "unreal", "until", "when", "after", "reason"}:
            return
        if plan.says == "not_ready":
            plan.past = "" if plan.condition else circumstances.MISSED[self.family]
            return
        free = not (plan.is_event or plan.later or plan.condition)
        if free and self.random.random() < 0.25:
            plan.past = self.random.choice(circumstances.PAST[self.family])
            return
        self._day(plan)

    def _day(self, plan: Plan) -> None:
        day = self.of(circumstances.DAYS)
        since = day.kind == "from"
        if (since and plan.is_event) or ("препятств" in plan.core_text and day.text[:2] != "с "):
            return
        plan.day = day
        plan.later |= not (since and not plan.is_event and self.random.random() < 0.5)

    def _topic(self, plan: Plan) -> None:
        plan.topic = self.random.choice(_TOPICS)
        if plan.topic == "people" and (plan.says != "ready" or plan.side):
            plan.topic = ""

    def _change(self, plan: Plan) -> None:
        if plan.voice or plan.condition or plan.day or plan.past:
            return
        if plan.says not in {"ready", "not_ready"}:
            return
        kinds = ["was_now", "withdrawn", "confirmed"]
        if plan.subject and plan.says == "ready":
            kinds += ["not_yet", "not_yet"]
        plan.change = self.random.choice(kinds)
        if plan.change == "not_yet":
            self._not_yet(plan)

    def _not_yet(self, plan: Plan) -> None:
        plan.later = True
        (self._time if self.random.random() < 0.6 else self._condition)(plan)
        plan.past = ""
        plan.order = "plain" if plan.order in {"front", "next"} else plan.order
        if not (plan.day or plan.kind in OPEN):
            plan.change, plan.later, plan.condition = "", False, None

    def _side(self, plan: Plan) -> None:
        if plan.topic == "people":
            return
        bare = not (plan.condition or plan.later)
        some = [*beside.SIDES, "courtesy", "courtesy"]
        if not (plan.says == "ready" and bare):
            some.remove("goods")
        if not (plan.says == "not_ready" and bare):
            some.remove("lack")
        plan.side = self.random.choice(some)
