"""Killed at any step, started again: nothing lost, nothing doubled (docs/guarantees.md).

A hundred kills spread over all steps of three jobs; `python -m tests.crash` runs as many as asked.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.crash.jobs import JOBS
from tests.crash.scene import Scene, scene
from tests.crash.sweep import Job, spread, sweep, undisturbed
from tests.servers import dovecot
from tests.servers.common import must_have, scratch

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(900)]

KILLS = 34


@pytest.fixture
def made() -> Iterator[Scene]:
    must_have(dovecot.missing())
    must_have("" if shutil.which("strace") else "strace is not installed")
    with scratch("crash") as home, scene(home) as running:
        yield running


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_a_killed_run_is_made_good_by_the_next(made: Scene, job: Job) -> None:
    expected = undisturbed(made, job)
    assert len(expected.points) > KILLS, "the tracer saw too little"
    tally = sweep(made, job, spread(expected.points, KILLS), expected)
    assert not tally.faults
    assert tally.kills > KILLS * 0.7, f"{tally.missed} kills came too late"
