"""Rules that read one clause. Each votes or abstains; the first that votes decides the clause."""

from __future__ import annotations

from collections.abc import Callable

from rules.readiness.ballot import has_figure
from rules.readiness.called import called_ready
from rules.readiness.clauses import Clause
from rules.readiness.connection import (
    asks_whether,
    connect_plan,
    connect_verb,
    joins_then,
    no_objection,
    please_connect,
    started,
    starts,
    to_the_net,
    works_then,
)
from rules.readiness.deferrals import answer_put_off, answer_to_come, nothing_known, will_tell
from rules.readiness.double_denial import denied_twice
from rules.readiness.frames import (
    all_said,
    left_to_do,
    means_fine,
    means_said,
    not_given,
    unit_left_out,
)
from rules.readiness.governed import spoken_of
from rules.readiness.in_use import in_operation, in_system, papers_flow, system_stands
from rules.readiness.noun import readiness_noun
from rules.readiness.obstacles import (
    cannot_meet,
    fell_through,
    no_conditions,
    nothing_to_hinder,
    obstacle,
    turned_out,
)
from rules.readiness.offers import any_day, invites, no_delay
from rules.readiness.paper import readiness_paper
from rules.readiness.possibility import connect_modal, has_wherewith, technical_possibility
from rules.readiness.postponed import deferral, told_apart, undecided
from rules.readiness.preparations import equipment, later_then, set_up, works, works_end
from rules.readiness.said import label_answer, ready_word, unready
from rules.readiness.stance import (
    alas,
    cannot_cope,
    equipped,
    in_a_state,
    it_works,
    our_stance,
    prepared,
)
from rules.readiness.takeoff import takes_off
from rules.readiness.terms import (
    asks_for_delay,
    awaits_you,
    bare_term,
    launch,
    needs_until,
    not_before,
    system_will_be,
    we_shall,
)
from rules.readiness.topics import unless_of_another
from rules.readiness.votes import Vote
from rules.readiness.wants import hangs, stand_or_fall, unit_later
from rules.readiness.weighed import (
    cannot_answer,
    not_mine_to_tell,
    readiness_weighed,
    weighed_first,
)

Rule = Callable[[Clause], Vote | None]


RULES: tuple[Rule, ...] = (
    denied_twice,
    unready,
    asks_whether,
    hangs,
    stand_or_fall,
    no_objection,
    nothing_to_hinder,
    has_wherewith,
    nothing_known,
    not_mine_to_tell,
    label_answer,
    answer_put_off,
    answer_to_come,
    called_ready,
    ready_word,
    spoken_of,
    readiness_paper,
    readiness_weighed,
    readiness_noun,
    no_delay,
    no_conditions,
    cannot_meet,
    obstacle,
    invites,
    any_day,
    prepared,
    equipped,
    to_the_net,
    asks_for_delay,
    please_connect,
    connect_modal,
    technical_possibility,
    connect_verb,
    connect_plan,
    started,
    starts,
    joins_then,
    works_then,
    told_apart,
    deferral,
    undecided,
    works_end,
    left_to_do,
    works,
    in_operation,
    in_system,
    not_given,
    all_said,
    means_fine,
    equipment,
    later_then,
    weighed_first,
    set_up,
    fell_through,
    turned_out,
    takes_off,
    not_before,
    needs_until,
    system_will_be,
    means_said,
    system_stands,
    papers_flow,
    our_stance,
    in_a_state,
    it_works,
    cannot_cope,
    alas,
    unit_left_out,
    unit_later,
    cannot_answer,
    will_tell,
    launch,
    we_shall,
    awaits_you,
    bare_term,
)
"""In order: what is said outright, what is said of the connection, what is put off, facts."""


_TELLING = frozenset(
    {"ready", "readiness", "unready", "connect", "connection", "infra", "obstacle", "works"}
    | {"low", "report_later", "report_done", "working", "system", "will", "done", "yes", "possible"}
    | {"full", "takeoff", "impossible", "flows", "start", "able", "expected", "absent", "present"}
    | {"all", "fine", "left", "unit", "broken", "objection", "hinge", "runs", "expects", "rest"}
    | {"matter", "weigh", "papers", "stance", "invites", "feeble", "delay"}
)
"""Without a word of these sorts, and without a day, no rule of one clause speaks."""


_NOTHING = frozenset({"ничего", "ничто"})
_LINKS = frozenset(
    {"нас", "состоянии", "незачем", "нечего", "не", "пас", "мимо", "глухо", "без", "за", "нужен"}
    | {"нужна", "нужно", "надо", "требуется", "дело"}
)


def _is_concession(clause: Clause) -> bool:
    """«Не отрицая и не подтверждая возможности подключения, …»: nothing is said yet."""
    if clause.words[0].form != "не" or len(clause.words) < 2:
        return False
    said = any({"finite", "short"} & w.grammar for w in clause.words)
    return "GRND" in clause.words[1].grammar and not said


def _tells_of_need(clause: Clause) -> bool:
    """«средства, без которых подключение невозможно»: how needed a thing is, not whether it is
    there."""
    first = clause.words[:2]
    return len(first) == 2 and first[0].form == "без" and first[1].form.startswith("котор")


def by_rules(clause: Clause) -> Vote | None:
    """The opinion of the first rule that has one."""
    silent = _TELLING.isdisjoint(clause.classes) and _NOTHING.isdisjoint(clause.forms)
    if silent and _LINKS.isdisjoint(clause.forms) and not has_figure(clause):
        return None
    if _is_concession(clause) or _tells_of_need(clause):
        return None
    for rule in RULES:
        found = rule(clause)
        if found:
            return unless_of_another(found, clause)
    return None
