"""Settings: all faults at once, each with key, value, what was expected, and where to set it."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import re
import tomllib
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from intake import settings
from intake.secrets import Secret
from intake.settings import Settings, SettingsError
from intake.settings_reader import is_loopback

PASSWORDS = {"OTKLIK_IMAP_PASSWORD": "тайна-1", "OTKLIK_SMTP_PASSWORD": "тайна-2"}

GOOD = """\
circulars = ["c"]
[imap]
host = "imap.example.ru"
user = "edo@example.ru"
[smtp]
host = "smtp.example.ru"
user = "edo@example.ru"
from = "edo@example.ru"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "circular.toml").touch()
    return tmp_path


def load(home: Path, text: str = GOOD, environ: dict[str, str] = PASSWORDS, **how: Any) -> Settings:
    path = home / "otklik.toml"
    path.write_text(text, encoding="utf-8")
    return settings.load(path, environ, **how)


def faults(home: Path, text: str, environ: dict[str, str] = PASSWORDS) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(home, text, environ)
    return [str(fault) for fault in caught.value.faults]


class TestGood:
    def test_what_is_not_said_has_a_default(self, home: Path) -> None:
        found = load(home)
        assert (found.imap.port, found.imap.security, found.imap.after) == (993, "tls", "move")
        assert (found.smtp.port, found.service.summary_time) == (465, time(17, 0))

    @pytest.mark.parametrize(
        ("security", "imap", "smtp"), [("starttls", 143, 587), ("tls", 993, 465)]
    )
    def test_the_port_follows_the_security(
        self, home: Path, security: str, imap: int, smtp: int
    ) -> None:
        text = GOOD.replace("user =", f'security = "{security}"\nuser =')
        found = load(home, text)
        assert (found.imap.port, found.smtp.port) == (imap, smtp)

    def test_one_of_several_files_has_a_password_of_its_own(self, home: Path) -> None:
        path = home / "school-2.toml"
        path.write_text(GOOD, encoding="utf-8")
        found = settings.load(path, {**PASSWORDS, "OTKLIK_IMAP_PASSWORD_SCHOOL_2": "своя"})
        assert found.imap.password is not None
        assert found.smtp.password is not None
        assert found.imap.password.reveal() == "своя"
        assert found.smtp.password.reveal() == PASSWORDS["OTKLIK_SMTP_PASSWORD"]

    def test_paths_start_from_the_files_folder(self, home: Path) -> None:
        found = load(home)
        assert found.circulars == (home / "c",)
        assert found.database.url == f"sqlite:///{home}/var/otklik.sqlite3"

    def test_a_byte_order_mark_from_notepad_is_no_fault(self, home: Path) -> None:
        assert load(home, "\ufeff" + GOOD).imap.user == "edo@example.ru"

    def test_a_server_without_login_needs_no_password(self, home: Path) -> None:
        text = GOOD.replace('host = "smtp.example.ru"\nuser = "edo@example.ru"', 'host = "mx"')
        found = load(home, text, {"OTKLIK_IMAP_PASSWORD": "x"})
        assert found.smtp.password is None

    def test_commands_that_never_connect_need_no_password(self, home: Path) -> None:
        assert load(home, GOOD, {}, need_passwords=False).imap.password is None


class TestFaults:
    def test_all_are_told_at_once(self, home: Path) -> None:
        text = """\
        circulrs = ["c"]
        [imap]
        host = "imap.example.ru"
        port = "993"
        security = "tsl"
        [smtp]
        host = ""
        from = "edo example.ru"
        [servise]
        [limits]
        batch_mails = 0
        """
        told = faults(home, text)
        for part in (
            "circulrs: такой настройки нет; возможно, имелось в виду «circulars»",
            "circulars: не задано",
            'imap.port = "993": нужно целое число без кавычек',
            "возможно, имелось в виду «tls»",
            "imap.user: не задано, а нужно: Имя пользователя",
            'smtp.host = "": строка не должна быть пустой',
            'smtp.from = "edo example.ru": нужен адрес',
            "[servise]: такого раздела нет; возможно, имелось в виду «service»",
            "limits.batch_mails = 0: нужно число не меньше 1",
        ):
            assert any(part in fault for fault in told), part
        assert len(told) == 9

    def test_each_names_its_line(self, home: Path) -> None:
        (fault,) = faults(home, GOOD + '[log]\n# пояснение\nlevel = "loud"\n')
        assert fault.endswith(f"({home}/otklik.toml, строка 11)")

    def test_the_message_holds_every_fault(self, home: Path) -> None:
        with pytest.raises(SettingsError) as caught:
            load(home, "[imap]\n")
        assert str(caught.value).count("\n") == len(caught.value.faults)

    def test_clear_text_is_for_loopback_only(self, home: Path) -> None:
        (fault,) = faults(home, GOOD.replace("[smtp]", 'security = "plain"\n[smtp]'))
        assert 'imap.security = "plain": без шифрования можно только с этой же машиной' in fault

    def test_clear_text_on_loopback_is_good(self, home: Path) -> None:
        text = GOOD.replace("imap.example.ru", "127.0.0.1").replace(
            "[smtp]", 'security = "plain"\n[smtp]'
        )
        assert load(home, text).imap.port == 143

    def test_xoauth2_needs_its_command_and_no_password(self, home: Path) -> None:
        text = GOOD.replace("[smtp]", 'auth = "xoauth2"\n[smtp]')
        (fault,) = faults(home, text, {"OTKLIK_SMTP_PASSWORD": "x"})
        assert "imap.token_command: не задано" in fault

    def test_folders_that_feed_themselves(self, home: Path) -> None:
        text = GOOD.replace("[smtp]", 'done_folder = "inbox"\n[smtp]\nsent_folder = "INBOX"')
        done, sent = faults(home, text)
        assert 'imap.done_folder = "inbox": нужна другая папка' in done
        assert 'smtp.sent_folder = "INBOX": нужна другая папка' in sent

    def test_an_absent_certificate_file(self, home: Path) -> None:
        (fault,) = faults(home, GOOD.replace("[smtp]", 'ca_file = "no.pem"\n[smtp]'))
        assert "imap.ca_file" in fault
        assert "такого файла нет" in fault

    def test_a_folder_without_circular(self, home: Path) -> None:
        (fault,) = faults(home, GOOD.replace('["c"]', '["c", "d"]'))
        assert f"circulars = {home}/d: в папке нет файла circular.toml" in fault

    @pytest.mark.parametrize("url", ["mysql://x/y", "otklik.db", "sqlite"])
    def test_a_database_that_is_not_known(self, home: Path, url: str) -> None:
        (fault,) = faults(home, GOOD + f'[database]\nurl = "{url}"\n')
        assert f"database.url = {url}: нужен адрес базы" in fault

    def test_a_broken_file_names_the_place(self, home: Path) -> None:
        (fault,) = faults(home, "[imap\n")
        assert "это не TOML: строка 1" in fault

    def test_an_absent_file_says_how_to_make_one(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError, match=r"\./run\.py init"):
            settings.load(tmp_path / "otklik.toml", {})

    def test_another_encoding(self, home: Path) -> None:
        (home / "otklik.toml").write_bytes("# настройки".encode("cp1251"))
        with pytest.raises(SettingsError, match="UTF-8"):
            settings.load(home / "otklik.toml", {})

    @pytest.mark.parametrize("value", ['"25:00"', '"17"', "17", '"7:60"'])
    def test_a_time_that_is_none(self, home: Path, value: str) -> None:
        (fault,) = faults(home, GOOD + f"[service]\nsummary_time = {value}\n")
        assert 'нужно время, например "17:00"' in fault

    @pytest.mark.parametrize("value", ['"17:05"', "17:05:00"])
    def test_a_time(self, home: Path, value: str) -> None:
        found = load(home, GOOD + f"[service]\nsummary_time = {value}\n")
        assert found.service.summary_time == time(17, 5)


class TestSecrets:
    def test_from_the_environment(self, home: Path) -> None:
        password = load(home).imap.password
        assert password is not None
        assert password.reveal() == "тайна-1"

    def test_from_a_file_without_its_line_end(self, home: Path) -> None:
        (home / "p").write_text("из файла \n", encoding="utf-8")
        environ = PASSWORDS | {"OTKLIK_IMAP_PASSWORD": "", "OTKLIK_IMAP_PASSWORD_FILE": f"{home}/p"}
        password = load(home, GOOD, environ).imap.password
        assert password is not None
        assert password.reveal() == "из файла "

    def test_from_systemd(self, home: Path) -> None:
        for name in ("imap_password", "smtp_password"):
            (home / name).write_text(name)
        found = load(home, GOOD, {"CREDENTIALS_DIRECTORY": str(home)})
        assert found.smtp.password == Secret("smtp_password")

    def test_absent_ones_say_all_the_ways(self, home: Path) -> None:
        told = faults(home, GOOD, {})
        assert len(told) == 2
        for part in ("OTKLIK_IMAP_PASSWORD", "OTKLIK_IMAP_PASSWORD_FILE", "LoadCredential="):
            assert part in told[0]

    @pytest.mark.parametrize(
        ("content", "part"),
        [
            (None, "не читается"),
            (b"", "пуст"),
            (b"\xff\xfe", "не текст UTF-8"),
            (b"a\nb\n", "больше одной строки"),
        ],
    )
    def test_a_file_that_gives_none(self, home: Path, content: bytes | None, part: str) -> None:
        if content is not None:
            (home / "p").write_bytes(content)
        environ = {"OTKLIK_IMAP_PASSWORD_FILE": f"{home}/p", "OTKLIK_SMTP_PASSWORD": "x"}
        (fault,) = faults(home, GOOD, environ)
        assert part in fault
        assert f"OTKLIK_IMAP_PASSWORD_FILE={home}/p" in fault

    @pytest.mark.parametrize("key", ["password", "pasword", "passwd"])
    def test_none_may_stand_in_the_file_and_none_is_repeated(self, home: Path, key: str) -> None:
        (fault,) = faults(home, GOOD.replace("[smtp]", f'{key} = "клад"\n[smtp]'))
        assert f"imap.{key}: пароль в файле настроек не хранится" in fault
        assert "клад" not in fault

    def test_nor_in_the_databases_url(self, home: Path) -> None:
        url = "postgresql+psycopg://otklik:klad@db.example.ru/otklik"
        (fault,) = faults(home, GOOD + f'[database]\nurl = "{url}"\n')
        assert "OTKLIK_DATABASE_PASSWORD" in fault
        assert "klad" not in fault

    def test_they_are_never_shown(self, home: Path) -> None:
        found = load(home)
        shown = f"{found} {found!r} {found.imap.password} {found.imap.password!r}"
        assert "тайна" not in shown
        with pytest.raises(TypeError):
            pickle.dumps(found.imap.password)
        with pytest.raises(TypeError):
            copy.deepcopy(found.imap.password)


class TestTemplate:
    def test_it_is_good_as_written(self, home: Path) -> None:
        text = settings.template({"": {"circulars": ["c"]}})
        assert load(home, text).imap.host == "imap.example.ru"

    def test_its_commented_lines_are_the_defaults(self, home: Path) -> None:
        text = settings.template({"": {"circulars": ["c"]}})
        plain = load(home, text)
        ca = home / "ca.pem"
        ca.touch()
        opened = re.sub(r"(?m)^#(?=\w+ = )", "", text)
        opened = re.sub(r'ca_file = ".*"', f'ca_file = "{ca}"', opened)
        full = load(home, opened)
        assert full.limits == plain.limits
        assert full.service.metrics_file == home / "var" / "otklik.prom", "an example"
        assert dataclasses.replace(full.service, metrics_file=None) == plain.service
        assert full.database == plain.database
        assert full.imap.folder == plain.imap.folder

    def test_given_values_stand_uncommented(self) -> None:
        text = settings.template({"imap": {"host": 'a"b', "port": 143, "idle": False}})
        found = tomllib.loads(text)["imap"]
        assert (found["host"], found["port"], found["idle"]) == ('a"b', 143, False)

    def test_no_password_stands_in_it(self) -> None:
        assert not re.search(r"(?m)^#?password", settings.template())


def test_every_setting_is_documented() -> None:
    text = Path("docs/configuration.md").read_text(encoding="utf-8")
    for section, names in tomllib.loads(
        re.sub(r"(?m)^#(?=\w+ = )", "", settings.template())
    ).items():
        for name in names if isinstance(names, dict) else [section]:
            assert f"`{name}`" in text, f"{section}.{name}"


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]", "LOCALHOST."]
)
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["localhost.example", "10.0.0.1", "mail", "0.0.0.0", ""])
def test_not_loopback(host: str) -> None:
    assert not is_loopback(host)
