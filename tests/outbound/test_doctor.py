"""`check`: each fault is one line that says what is wrong and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.store.database import connect
from outbound.shown import doctor
from outbound.shown.doctor import Finding, Level, exit_status
from tests.outbound.scripted_smtp import ScriptedSmtp

HOME = Path(__file__).resolve().parents[2]
ENVIRON = {"OTKLIK_IMAP_PASSWORD": "stage-secret", "OTKLIK_SMTP_PASSWORD": "stage-secret"}


def write(
    folder: Path,
    imap: int = 1,
    smtp: int = 1,
    circular: Path | None = None,
    database: str = "sqlite:///otklik.sqlite3",
) -> Path:
    """A settings file with servers on these ports of loopback."""
    path = folder / "otklik.toml"
    path.write_text(
        f"""
circulars = ["{circular or HOME / "circulars" / "02-02-398"}"]
[imap]
host = "127.0.0.1"
port = {imap}
security = "plain"
user = "edo"
[smtp]
host = "127.0.0.1"
port = {smtp}
security = "plain"
from = "edo@astrobl.example"
[database]
url = "{database}"
""",
        encoding="utf-8",
    )
    return path


def findings(path: Path, subject: str = "") -> list[Finding]:
    return [f for f in doctor.examine(path, ENVIRON) if subject in f.subject]


def failed(path: Path) -> dict[str, str]:
    return {f.subject: f.text for f in findings(path) if f.level is Level.FAIL}


def copy_circular(folder: Path) -> Path:
    copy = folder / "02-02-398"
    copy.mkdir()
    for file in (HOME / "circulars" / "02-02-398").iterdir():
        if file.is_file():
            (copy / file.name).write_bytes(file.read_bytes())
    return copy


def test_an_absent_file_is_the_only_finding(tmp_path):
    (only,) = findings(tmp_path / "otklik.toml")
    assert (only.level, only.subject) == (Level.FAIL, "настройки")


def test_every_fault_of_the_settings_is_told_at_once(tmp_path):
    path = tmp_path / "otklik.toml"
    path.write_text('[imap]\nhst = "x"\nport = 99999\n')
    texts = " ".join(f.text for f in findings(path))
    for key in ("imap.hst", "imap.host", "imap.port", "smtp.host", "circulars"):
        assert key in texts
    assert exit_status(findings(path)) == 1


def test_servers_that_are_down_and_a_database_that_is_not_there(tmp_path):
    told = failed(write(tmp_path))
    assert "db upgrade" in told["база данных"]
    assert "127.0.0.1:1" in told["входящая почта"]
    assert "127.0.0.1:1" in told["исходящая почта"]


def test_with_everything_in_place_nothing_fails(tmp_path, database_url):
    from tests.stage import stage

    with stage() as servers:
        path = write(tmp_path, servers.imap_port, servers.smtp_port, database=database_url)
        found = findings(path)
    assert [f for f in found if f.level is Level.FAIL] == []
    assert exit_status(found) == 0
    assert any(f.subject == "служба" and "ещё не проверялась" in f.text for f in found)


def test_a_refused_password_of_smtp(tmp_path):
    def plan(_n: int, step: str) -> str | None:
        return "535 5.7.8 bad credentials" if step == "auth" else None

    with ScriptedSmtp(plan, extra="AUTH PLAIN") as server:
        path = write(tmp_path, smtp=server.port)
        path.write_text(path.read_text().replace('from = "edo', 'user = "edo"\nfrom = "edo'))
        assert "не принял имя пользователя или пароль" in failed(path)["исходящая почта"]


def test_a_broken_template_is_named_with_its_circular(tmp_path):
    circular = copy_circular(tmp_path)
    (circular / "templates").mkdir()
    (circular / "templates" / "confirm.txt").write_text("{{ recipeint.name }}")
    told = failed(write(tmp_path, circular=circular))
    assert "«confirm»" in told["шаблоны"]
    assert "recipeint" in told["шаблоны"]


@pytest.mark.parametrize("text", ["{% if %}", "{{ circular.nubmer }}", "{% include 'none.txt' %}"])
def test_every_way_a_template_can_break_is_found(tmp_path, text):
    circular = copy_circular(tmp_path)
    (circular / "templates").mkdir()
    (circular / "templates" / "clarify.html").write_text(text)
    assert "«clarify»" in failed(write(tmp_path, circular=circular))["шаблоны"]


def test_a_recipient_without_an_address_is_a_warning(tmp_path):
    circular = copy_circular(tmp_path)
    table = circular / "recipients.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("liman@mo.astrobl.example", ""))
    (finding,) = [f for f in findings(write(tmp_path, circular=circular)) if "Лиманский" in f.text]
    assert finding.level is Level.WARN
    assert "email" in finding.advice


def test_a_database_of_another_revision_is_told(tmp_path, database_url):
    path = write(tmp_path, database=database_url)
    with connect(database_url) as database, database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'from-future'")
    assert "новее программы" in failed(path)["база данных"]


def test_warnings_alone_do_not_fail():
    assert exit_status([Finding(Level.WARN, "a", "b"), Finding(Level.OK, "a", "b")]) == 0
    assert exit_status([Finding(Level.FAIL, "a", "b")]) == 1


def test_each_finding_that_is_not_ok_says_what_to_do(tmp_path):
    silent = ("база данных", "входящая почта", "исходящая почта")  # their text says it itself
    for finding in findings(write(tmp_path)):
        assert finding.level is Level.OK or finding.advice or finding.subject in silent


def test_a_year_whose_moved_days_are_unknown_is_named(tmp_path):
    circular = copy_circular(tmp_path)
    described = circular / "circular.toml"
    text = described.read_text(encoding="utf-8")
    described.write_text(text.replace("2011-10-01", "2012-02-01"), encoding="utf-8")
    told = [f for f in findings(write(tmp_path, circular=circular)) if "переносы" in f.text]
    assert [(f.level, "2012" in f.text) for f in told] == [(Level.WARN, True)]
    assert not [f for f in findings(write(tmp_path)) if "переносы" in f.text]
