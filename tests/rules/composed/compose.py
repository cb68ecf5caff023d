"""Letters put together from parts: the plan in words."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from tests.rules.composed import beside, circumstances, predicates
from tests.rules.composed.meaning import DIMENSIONS, Letter, meaning, tags, unsure
from tests.rules.composed.plan import Plan, Planner
from tests.rules.composed.predicates import Whole

_COMMA = (
    *("если", "хот", "как только", "поскольку", "так как", "потому", "ибо", "после того", "едва"),
    *("лишь когда", "только когда", "не раньше чем", "при условии, что", "даже если", "даже без"),
    *("несмотря", "невзирая", "независимо", "вне зависимости", "пока", "до тех пор", "будь"),
    *("с условием, что", "с тем условием, что", "когда", "пусть", "как бы", "раз ", "тем более"),
    *("в силу того", "какой бы", "притом", "с тех пор", "ввиду того", "вопреки"),
)
"""What a comma stands before."""
_AFTER_A_COLON = frozenset({"think", "hope", "assure", "expected"})


def letters(family: str, count: int) -> Iterator[Letter]:
    """So many different letters of parts of one family, the same every time."""
    seen: set[str] = set()
    seed = 0
    while len(seen) < count:
        letter = Maker(family, Random(f"{family}-{seed}")).letter()
        seed += 1
        if letter.text not in seen:
            seen.add(letter.text)
            yield letter


def agreeing(template: str, form: int) -> str:
    """The words in braces in the form that goes with the subject."""
    for word, forms in predicates.AGREE.items():
        template = template.replace("{" + word + "}", forms[form])
    return template


def sentence(text: str) -> str:
    """With a capital letter and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


class Maker:
    """Writes one letter."""

    def __init__(self, family: str, random: Random) -> None:
        self.family = family
        self.random = random
        self.planner = Planner(family, random)
        self.sys = random.choice(predicates.SYSTEMS[family])

    def letter(self) -> Letter:
        """A letter of a plan drawn at random."""
        if self.random.random() < 0.04:
            return self._of_another()
        plan = self.planner.plan()
        accepted, if_doubted = meaning(plan)
        return Letter(self._text(plan), accepted, if_doubted, unsure(plan), tags(plan))

    def _of_another(self) -> Letter:
        """Another's readiness, or another matter's, and nothing of ours."""
        if self.random.random() < 0.5:
            said, topic = self._stranger(self.random.random() < 0.5, self.sys), "stranger_alone"
        else:
            said, topic = self.planner.of(beside.OTHERS).text, "other_alone"
        side = self.random.choice(("", beside.SIDES["person"][self.family]))
        found = dict.fromkeys(DIMENSIONS, "-") | {"topic": topic, "says": "unstated"}
        found |= {"side": "person"} if side else {}
        return Letter(f"{sentence(said)} {side}".strip(), ("unstated", "none"), (), True, found)

    def _stranger(self, denied: bool, system: str = "") -> str:
        who = self.planner.of(beside.STRANGERS)
        predicate = self.planner.of(predicates.PERSONAL[:4])
        said = agreeing(predicate.no if denied else predicate.now, who.form)
        return f"{who.text} {said.replace('{sys}', system)}"

    def _text(self, plan: Plan) -> str:
        before, joined, behind = self._about_others(plan)
        main = self._main(plan)
        if joined and (plan.order in {"next", "brackets", "dash"} or ". " in main):
            joined, behind = "", joined.lstrip(", ").removeprefix("а ")
        main += joined
        if plan.manner == "official" and ". " not in main:
            that = ": " if plan.voice in _AFTER_A_COLON or ":" in main else ", что "
            main = beside.OPENERS[self.family].format(that) + main
        side = beside.SIDES.get(plan.side, {}).get(self.family, "")
        if plan.side == "courtesy":
            side = self.random.choice(beside.COURTESY[self.family])
        return _in_manner(plan.manner, [sentence(s) for s in (before, main, behind) if s], side)

    def _main(self, plan: Plan) -> str:
        said = self._conditioned(plan)
        if plan.voice:
            said = self.random.choice(circumstances.VOICES[plan.voice][self.family]).format(said)
        if plan.change in {"was_now", "withdrawn", "confirmed"}:
            ways = beside.CHANGES[plan.change, plan.says][self.family]
            said = self.random.choice(ways).format(said)
        return said

    def _conditioned(self, plan: Plan) -> str:
        clause = self._not_yet(plan) if plan.change == "not_yet" else self._clause(plan)
        if not plan.condition:
            return clause
        said = plan.condition.text
        comma = "," if said.startswith(_COMMA) else ""
        return {
            "plain": f"{clause}{comma} {said}",
            "front": f"{said}{comma} {clause}",
            "brackets": f"{clause} ({said})",
            "dash": f"{clause} – {said}",
            "next": f"{clause}. Но только {said}",
        }[plan.order]

    def _clause(self, plan: Plan) -> str:
        core, day = plan.core, plan.day.text if plan.day else plan.past
        if isinstance(core, Whole):
            return core.text.replace("{sys}", self.sys)
        said = core.no if plan.says == "not_ready" else core.later if plan.later else core.now
        said = self._in_form(core.would if plan.kind == "unreal" else said, plan)
        subject = plan.subject.text if plan.subject else ""
        fronted = day and self.random.random() < 0.3
        pieces = (day, subject, said) if fronted else (subject, said, day)
        return " ".join(piece for piece in pieces if piece)

    def _not_yet(self, plan: Plan) -> str:
        """«пока мы не готовы, но будем готовы к …»."""
        assert not isinstance(plan.core, Whole)
        subject = plan.subject.text if plan.subject else ""
        now = f"{subject} {self._in_form(plan.core.no, plan)}".strip()
        later, day = self._in_form(plan.core.later, plan), plan.day.text if plan.day else ""
        return f"пока {now}, но {later} {day}".strip()

    def _in_form(self, said: str, plan: Plan) -> str:
        return agreeing(said, plan.subject.form if plan.subject else 0).replace("{sys}", self.sys)

    def _about_others(self, plan: Plan) -> tuple[str, str, str]:
        """What stands before, joined to and behind the main sentence."""
        if plan.topic == "people":
            return "", self.random.choice(beside.PEOPLE[self.family]), ""
        if not plan.topic:
            return "", "", ""
        if plan.topic.startswith("stranger"):
            other = self._stranger(plan.says == "ready")
            return ("", f", а {other}", "") if plan.topic == "stranger" else ("", "", other)
        other = self.planner.of([a for a in beside.OTHERS if a.says != plan.says]).text
        if plan.topic == "same":
            return "", f", а {other}", ""
        return (other, "", "") if plan.topic == "before" else ("", "", other)


def _in_manner(manner: str, said: list[str], side: str) -> str:
    if manner == "list":
        side = side or "Кандидатуру специалиста сообщим дополнительно."
        return "1. " + " ".join(said) + "\n2. " + side
    text = " ".join([*said, side] if side else said)
    if manner == "caps":
        return text.upper()
    if manner == "phone":
        return text.lower().replace("«", "").replace("»", "").replace("–", "-").rstrip(".")
    return text
