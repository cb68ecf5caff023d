"""Reading `otklik.toml`: tables, secrets, and the checks that look at several values."""

from __future__ import annotations

import dataclasses
import difflib
import ipaddress
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from intake import secrets
from intake.faults import Fault, suggestion
from intake.secrets import Secret
from intake.settings import SECTIONS, Database, Imap, Settings, SettingsError, Smtp
from intake.toml_tables import TomlSource, read_table

Account = TypeVar("Account", Imap, Smtp)

_PORTS: dict[type, dict[str, int]] = {
    Imap: {"tls": 993, "starttls": 143, "plain": 143},
    Smtp: {"tls": 465, "starttls": 587, "plain": 25},
}


class SettingsReader:
    """One reading of one file; gathers faults until the end."""

    def __init__(self, path: Path, environ: Mapping[str, str], need_passwords: bool) -> None:
        self.path, self.environ, self.need_passwords = path, environ, need_passwords
        self.source = TomlSource(path)
        self.faults: list[Fault] = []

    def read(self) -> Settings:
        """The settings, or SettingsError with every fault."""
        data = self._parse()
        top = {name: value for name, value in data.items() if name not in SECTIONS}
        self._refuse_unknown_tables(top)
        settings = read_table(Settings, top, "", self.source, self.faults)
        sections = {name: self._section(name, cls, data) for name, cls in SECTIONS.items()}
        if settings:
            self._check_circulars(settings)
        for name in ("imap", "smtp"):
            if account := sections[name]:
                sections[name] = self._account(account, name)
        if sections["imap"]:
            self._check_folders(sections["imap"], sections["smtp"])
        if database := sections["database"]:
            sections["database"] = self._database(database)
        token_key = self._secret("token_key")
        if self.faults or settings is None:
            raise SettingsError(self.faults)
        return dataclasses.replace(settings, path=self.path, token_key=token_key, **sections)

    def _parse(self) -> dict[str, Any]:
        try:
            text = self.path.read_text(encoding="utf-8-sig")
            self.source = TomlSource(self.path, text)
            return tomllib.loads(text)
        except FileNotFoundError:
            expected = "файла настроек нет; создайте его: ./run.py init"
        except OSError as error:
            expected = f"файл не читается: {error.strerror}"
        except UnicodeDecodeError:
            expected = "файл должен быть в кодировке UTF-8"
        except tomllib.TOMLDecodeError as error:
            expected = f"это не TOML: {_place(str(error))}"
        raise SettingsError([Fault(self.path.name, "", expected, str(self.path))])

    def _fault(self, table: str, name: str, expected: str, value: str = "") -> None:
        where = self.source.where(table, name)
        self.faults.append(Fault(f"{table}.{name}" if table else name, value, expected, where))

    def _refuse_unknown_tables(self, top: dict[str, Any]) -> None:
        for name in [n for n, value in top.items() if isinstance(value, dict)]:
            expected = f"такого раздела нет{suggestion(name, SECTIONS)}"
            self.faults.append(Fault(f"[{name}]", "", expected, self.source.where(name, "")))
            del top[name]

    def _section(self, name: str, cls: type, data: dict[str, Any]) -> Any:
        table = data.get(name, {})
        if not isinstance(table, dict):
            self._fault("", name, f"нужен раздел [{name}], а не значение", str(table))
            return None
        for key in difflib.get_close_matches("password", table, n=9, cutoff=0.7):
            table = {k: v for k, v in table.items() if k != key}
            expected = "пароль в файле настроек не хранится; уберите его отсюда и задайте: "
            self._fault(name, key, expected + secrets.places(f"{name}_password"))
        return read_table(cls, table, name, self.source, self.faults)

    def _check_circulars(self, settings: Settings) -> None:
        if not settings.circulars:
            self._fault("", "circulars", "нужна хотя бы одна папка циркуляра", "[]")
        for folder in settings.circulars:
            if not (folder / "circular.toml").is_file():
                self._fault("", "circulars", "в папке нет файла circular.toml", str(folder))

    def _account(self, account: Account, name: str) -> Account:
        if account.security == "plain" and not is_loopback(account.host):
            expected = (
                f"без шифрования можно только с этой же машиной, а {account.host} — другая; "
                'нужно "tls" или "starttls"'
            )
            self._fault(name, "security", expected, '"plain"')
        if account.ca_file and not account.ca_file.is_file():
            self._fault(name, "ca_file", "такого файла нет", str(account.ca_file))
        if account.auth == "xoauth2" and not account.token_command:
            self._fault(name, "token_command", 'не задано, а для auth = "xoauth2" нужна команда')
        port = account.port or _PORTS[type(account)][account.security]
        password = None
        if account.auth == "password" and account.user:
            password = self._secret(f"{name}_password", f"{name}.user = {account.user}")
        return dataclasses.replace(account, port=port, password=password)

    def _check_folders(self, imap: Imap, smtp: Smtp | None) -> None:
        inbox = imap.folder.casefold()
        if imap.after == "move" and imap.done_folder.casefold() == inbox:
            expected = "нужна другая папка, чем imap.folder: из неё письма забираются"
            self._fault("imap", "done_folder", expected, f'"{imap.done_folder}"')
        if smtp and smtp.sent_folder.casefold() == inbox:
            expected = "нужна другая папка, чем imap.folder: иначе свои же письма придут как ответы"
            self._fault("smtp", "sent_folder", expected, f'"{smtp.sent_folder}"')

    def _secret(self, name: str, purpose: str = "") -> Secret | None:
        try:
            own = secrets.of_file(name, self.path)
            found = secrets.find(own, self.environ) or secrets.find(name, self.environ)
        except secrets.SecretError as error:
            self.faults.append(Fault(secrets.variable(name), "", error.reason, error.where))
            return None
        if found is None and purpose and self.need_passwords:
            expected = f"пароль не задан, а нужен для {purpose}"
            self.faults.append(Fault(secrets.variable(name), "", expected, secrets.places(name)))
        return found

    def _database(self, database: Database) -> Database:
        if re.match(r"[^/]+://[^/@]*:[^/@]+@", database.url):
            expected = "пароль в адресе базы не хранится; уберите его отсюда и задайте: "
            self._fault("database", "url", expected + secrets.places("database_password"))
            return database
        if not re.match(r"(sqlite|postgresql(\+psycopg)?)://", database.url):
            expected = "нужен адрес базы вида sqlite:///файл или postgresql+psycopg://сервер/база"
            self._fault("database", "url", expected, database.url)
            return database
        url = _absolute_sqlite(database.url, self.source.base)
        return Database(url=url, password=self._secret("database_password"))


def is_loopback(host: str) -> bool:
    """Whether a host is this machine: "localhost", or a loopback address as such."""
    if host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _absolute_sqlite(url: str, base: Path) -> str:
    prefix = "sqlite:///"
    name = url.removeprefix(prefix)
    if not url.startswith(prefix) or not name or name.startswith(("/", ":memory:")):
        return url
    return f"{prefix}{(base / name).resolve()}"


def _place(message: str) -> str:
    """tomllib's "Invalid value (at line 3, column 8)" with its place in Russian."""
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    return f"строка {found[1]}, знак {found[2]} ({message})" if found else message
