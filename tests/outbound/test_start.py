"""A pass over an empty inbox loads neither rules nor templates: cron starts one every minute."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("heavy", ["rules.reading", "rules.segments", "pymorphy3", "jinja2"])
def test_nothing_is_loaded_that_an_empty_inbox_does_not_need(heavy: str) -> None:
    program = (
        "import sys; import outbound.running.wiring, outbound.shown.report; print(*sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "outbound.running.service" in told.stdout.split()
    assert heavy not in told.stdout.split()


@pytest.mark.parametrize("unused", ["rich", "sqlalchemy.dialects.postgresql"])
def test_a_service_on_sqlite_holds_no_library_that_it_never_uses(unused: str) -> None:
    """It stays for months, and each of these takes two megabytes."""
    program = (
        "import sys; import outbound.running.wiring, outbound.writing.compose, rules.reading\n"
        "from sqlalchemy.dialects import sqlite\n"
        "print(*sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "intake.store.schema" in told.stdout.split()
    assert unused not in told.stdout.split()
