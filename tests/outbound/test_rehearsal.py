"""A rehearsal: the real service on a virtual clock, from files; nothing leaves, nothing stays."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from intake import circulars
from outbound.campaign.rehearsal import Day, Rehearsal, arrivals
from outbound.commands.campaign import rehearse

HOME = Path(__file__).resolve().parents[2]
FOLDER = HOME / "circulars" / "02-02-398"
MAIL = """\
From: =?utf-8?b?0JjQstCw0L3QvtCy?= <{sender}>
To: edo@astrobl.example
Subject: Otvet 02-02-398
Date: {date}
Message-ID: <{sender}>
In-Reply-To: <20110803.02-02-398@astrobl.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Технических препятствий нет, к подключению к системе «Директум» готовы.
Для обучения направляем программиста Иванова Петра Сергеевича, тел. 8 927 555-01-02.
"""


def write(folder: Path, sender: str, sent: str) -> None:
    name = f"{sender.partition('@')[0]}.eml"
    (folder / name).write_text(MAIL.format(sender=sender, date=sent), encoding="utf-8")


@pytest.fixture(scope="module")
def days(tmp_path_factory) -> dict[date, Day]:
    """Liman answers on the day before the deadline at half past nine, nobody else does."""
    folder = tmp_path_factory.mktemp("mails")
    write(folder, "liman@mo.astrobl.example", "Wed, 24 Aug 2011 09:30:00 +0400")
    played = Rehearsal(circulars.load(FOLDER), FOLDER, [folder])
    return {day.on: day for day in played.days()}


def letters(day: Day, purpose: str) -> list[str]:
    return [one.to for one in day.written if one.purpose == purpose and not one.reason]


def test_it_begins_with_the_circular_to_everybody(days):
    first = days[date(2011, 8, 3)]
    assert len(letters(first, "circular")) == 13


def test_the_silent_are_reminded_and_the_one_who_has_just_answered_is_not(days):
    assert len(letters(days[date(2011, 8, 18)], "remind")) == 13
    answered = days[date(2011, 8, 24)]
    assert [mail.recipient for mail in answered.arrived] == ["Лиманский район"]
    assert letters(answered, "confirm") == ["liman@mo.astrobl.example"]
    reminded = letters(answered, "remind")
    assert len(reminded) == 12 and "liman@mo.astrobl.example" not in reminded


def test_each_working_day_has_one_summary_and_no_other_day_has(days):
    with_summary = {on for on, day in days.items() if letters(day, "summary")}
    assert all(len(letters(days[on], "summary")) == 1 for on in with_summary)
    assert date(2011, 8, 24) in with_summary and date(2011, 8, 27) not in with_summary
    told = [w.subject for w in days[date(2011, 8, 24)].written if w.purpose == "summary"]
    assert told[0].startswith("Сводка 24.08: ответили 1 из 13, готовы 1")


def test_nobody_gets_two_letters_on_one_day(days):
    for day in days.values():
        to = [w.to for w in day.written if not w.reason and w.purpose in ("remind", "confirm")]
        assert len(to) == len(set(to)), day.on


def test_the_end_is_the_call_list_and_the_last_milestones(days):
    assert letters(days[date(2011, 9, 1)], "escalate") == ["smolko@astrobl.example"]
    assert max(days) <= date(2011, 10, 1)


def test_mails_without_a_date_or_out_of_time_arrive_at_the_campaigns_ends(tmp_path):
    write(tmp_path, "a@x.example", "sometime")
    write(tmp_path, "b@x.example", "Wed, 24 Aug 2016 09:30:00 +0400")
    first = datetime(2011, 8, 3, tzinfo=UTC)
    last = datetime(2011, 10, 1, tzinfo=UTC)
    assert [one.at for one in arrivals([tmp_path], first, last)] == [first, last]


def test_the_command_prints_a_diary(tmp_path):
    write(tmp_path, "liman@mo.astrobl.example", "Wed, 24 Aug 2011 09:30:00 +0400")
    done = CliRunner().invoke(rehearse, [str(FOLDER), str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "24 августа 2011 года, среда" in done.output
    assert "09:30  ← liman.eml  liman@mo.astrobl.example: ответ, Лиманский район" in done.output
    assert "→ подтверждение: liman@mo.astrobl.example" in done.output
    assert "Ничего не отправлено." in done.output
