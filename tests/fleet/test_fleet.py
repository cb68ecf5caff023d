"""Three workers, one killed each second while mail comes in: all of it is settled, each mail once.

The long run, with ten thousand mails on Dovecot, is `benchmarks/scale.py`.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.fleet.scene import answered, mails, scene
from tests.servers.postgres import Postgres
from tests.stage import stage

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

COUNT = 60


def test_each_mail_is_settled_once_whoever_dies(postgres_url: str, tmp_path: Path) -> None:
    with stage() as servers, scene(servers, postgres_url, tmp_path) as workers:
        contents = list(mails(COUNT))
        workers.deliver(contents[: COUNT // 2])
        workers.start(3)
        workers.kill_each_second_until(workers.has_begun, 60)
        workers.deliver(contents[COUNT // 2 :])
        workers.kill_one(random.Random(2))  # however quick the machine, one dies at work
        workers.kill_each_second_until(lambda: workers.state().is_done(COUNT), 200)
        assert workers.left() == 0
        assert workers.stop() == 0
        assert answered(servers) == {f"<{number}@mo.example>": 1 for number in range(COUNT)}


def test_workers_end_when_asked_and_leave_nothing_undone(postgres_url: str, tmp_path: Path) -> None:
    with stage() as servers, scene(servers, postgres_url, tmp_path) as workers:
        workers.deliver(list(mails(3)))
        workers.start(2)
        workers.wait_until(lambda: workers.state().is_done(3), 60)
        assert workers.stop() == 0
        assert workers.processes_left() == []
        assert sum(answered(servers).values()) == 3


def test_two_mailboxes_are_served_by_the_same_workers(
    postgres_server: Postgres, postgres_url: str, postgres_template: str, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with (
        stage() as first,
        stage() as second,
        postgres_server.database("second", postgres_template) as other_url,
        scene(first, postgres_url, tmp_path / "one") as workers,
        scene(second, other_url, tmp_path / "two") as others,
    ):
        workers.deliver(list(mails(30)))
        others.deliver(list(mails(3)))
        workers.start(1, others.config)
        quick = workers.wait_until(lambda: others.state().is_done(3), 100)
        slow = quick + workers.wait_until(lambda: workers.state().is_done(30), 100)
        assert quick < slow, "three mails do not wait for thirty"
        assert workers.stop() == 0
        assert len(answered(first)) == 30
        assert len(answered(second)) == 3
