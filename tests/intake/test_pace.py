"""Limits of sending: no window of their length holds more, whoever asks and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.store import pace
from intake.store.database import Database
from intake.store.pace import Limit
from tests.intake.fakes import NOW

MINUTE = Limit("edo@smtp.example/minute", 30, timedelta(minutes=1))


def sent(db: Database, moments: list[datetime], limit: Limit = MINUTE) -> list[datetime]:
    """The moments at which a letter was let go, of those at which one asked."""
    done = []
    for now in moments:
        with db.session() as session:
            done += [now] * pace.free(session, [limit], 1, now)
    return done


def test_a_tenth_may_leave_at_once_and_the_next_is_told_when(db: Database) -> None:
    with db.session() as session:
        assert pace.free(session, [MINUTE], 100, NOW) == 3
        assert pace.free(session, [MINUTE], 1, NOW) == 0
        at = pace.free_at(session, [MINUTE])
        assert at is not None
        assert pace.free(session, [MINUTE], 1, at - timedelta(milliseconds=1)) == 0
        assert pace.free(session, [MINUTE], 1, at) == 1


def test_after_a_rest_no_more_may_leave_than_at_the_beginning(db: Database) -> None:
    later = NOW + timedelta(hours=1)
    with db.session() as session:
        pace.free(session, [MINUTE], 3, NOW)
        assert pace.free(session, [MINUTE], 100, later) == 3


def test_nearly_all_that_is_allowed_does_leave(db: Database) -> None:
    asked = [NOW + timedelta(milliseconds=100 * n) for n in range(6000)]  # ten minutes
    assert 260 <= len(sent(db, asked)) <= 300


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(gaps=st.lists(st.floats(0, 20), min_size=60, max_size=60), name=st.uuids())
def test_no_minute_holds_more(db: Database, gaps: list[float], name: object) -> None:
    limit = Limit(str(name), 10, timedelta(minutes=1))
    now, asked = NOW, []
    for gap in gaps:
        asked += [now] * 3
        now += timedelta(seconds=gap)
    done = sent(db, asked, limit)
    for start in done:
        assert sum(start <= one < start + limit.window for one in done) <= 10


def test_the_narrowest_of_several_limits_counts(db: Database) -> None:
    day = Limit("edo@smtp.example/day", 10, timedelta(days=1))
    with db.session() as session:
        assert pace.free(session, [MINUTE, day], 100, NOW) == 1
        assert pace.free(session, [MINUTE, day], 100, NOW) == 0
        at = pace.free_at(session, [MINUTE, day])
        assert at is not None
        assert at > NOW + timedelta(hours=2)


def test_without_limits_everything_may_leave(db: Database) -> None:
    with db.session() as session:
        assert pace.free(session, [], 100, NOW) == 100
        assert pace.free_at(session, []) is None


def test_a_pause_holds_for_all_and_ends(db: Database) -> None:
    until = NOW + timedelta(seconds=30)
    with db.session() as session:
        pace.hold(session, "down:edo", until)
        pace.hold(session, "down:edo", until)
    with db.session() as session:
        assert pace.held_until(session, "down:edo", NOW) == until
        assert pace.held_until(session, "down:edo", until) is None
        assert pace.held_until(session, "down:other", NOW) is None
