# ruff: noqa: RUF009 -- `key()` and `filled()` are dataclasses.field() with metadata
"""The installation's settings: one commented TOML, and secrets from outside it.

`load` either returns complete, checked settings or raises `SettingsError` with every fault.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any, Literal

from intake.faults import FaultsError
from intake.secrets import Secret
from intake.toml_tables import Unfit, filled, key, not_blank

Security = Literal["tls", "starttls", "plain"]
Auth = Literal["password", "xoauth2"]


class SettingsError(FaultsError):
    """The settings cannot be used: all faults at once."""

    title = "Настройки заданы неверно"


def _at_least(low: float) -> Any:
    def check(value: float) -> None:
        if value < low:
            raise Unfit(f"нужно число не меньше {low:g}")

    return check


def _port(value: int) -> None:
    if not 0 <= value <= 65535:
        raise Unfit("нужен номер порта от 1 до 65535, или 0 — обычный для этого способа")


def _user(value: str) -> None:
    not_blank(value)
    _header_safe(value)


def _email(value: str) -> None:
    if value and not EMAIL.fullmatch(value):
        raise Unfit("нужен адрес электронной почты, например edo@example.ru")


def _emails(values: tuple[str, ...]) -> None:
    for value in values:
        _email(value)


def _header_safe(value: str) -> None:
    if re.search(r"[\x00-\x1f\x7f]", value):
        raise Unfit("нужна одна строка без управляющих символов")


EMAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\".]+(?:\.[^\s@<>,;\".]+)*")


@dataclass(frozen=True, slots=True)
class Imap:
    """The mailbox that is read."""

    host: str = key("Сервер входящей почты (IMAP).", example='"imap.example.ru"', check=not_blank)
    port: int = key("Порт; 0 — обычный: 993 для tls, 143 для остальных.", 0, check=_port)
    security: Security = key(
        "Защита соединения: tls — шифрование с первого байта, starttls — командой STARTTLS,\n"
        "plain — без шифрования, только для сервера на этой же машине.",
        "tls",
    )
    user: str = key("Имя пользователя.", example='"edo@example.ru"', check=_user)
    auth: Auth = key(
        "Вход: password — паролем (переменная OTKLIK_IMAP_PASSWORD),\n"
        "xoauth2 — токеном, который печатает token_command.",
        "password",
    )
    token_command: tuple[str, ...] = key("Команда, печатающая токен, по словам.", ())
    ca_file: Path | None = key(
        "Файл сертификатов (PEM), которым верить вместо системных: для своего центра.",
        None,
        example='"/etc/ssl/certs/nash-centr.pem"',
    )
    folder: str = key("Папка, в которую приходят ответы.", "INBOX", check=not_blank)
    after: Literal["move", "flag", "leave"] = key(
        "Что делать на сервере с письмом, когда оно сохранено в базе:\n"
        "move — переложить в done_folder, flag — пометить прочитанным, leave — не трогать.",
        "move",
    )
    done_folder: str = key(
        "Папка для сохранённых писем; создаётся сама.", "Принято", check=not_blank
    )
    connect_seconds: float = key("Сколько ждать соединения, с.", 20.0, check=_at_least(0.1))
    read_seconds: float = key("Сколько ждать ответа на команду, с.", 60.0, check=_at_least(0.1))
    pass_seconds: float = key(
        "Сколько может длиться обмен с сервером за один проход, с.", 900.0, check=_at_least(0.1)
    )
    authserv_ids: tuple[str, ...] = key(
        "Имена, под которыми ваш почтовый сервер пишет заголовок Authentication-Results: по нему\n"
        "проверяется подлинность отправителя (SPF, DKIM, DMARC). Пусто — не проверять. Сервер\n"
        "обязан удалять такие заголовки с его именем из чужих писем (RFC 8601).",
        (),
    )
    idle: bool = key("Ждать новых писем командой IDLE, если сервер её знает.", True)
    password: Secret | None = filled()


@dataclass(frozen=True, slots=True)
class Smtp:
    """The server that letters are handed to."""

    host: str = key("Сервер исходящей почты (SMTP).", example='"smtp.example.ru"', check=not_blank)
    port: int = key(
        "Порт; 0 — обычный: 465 для tls, 587 для starttls, 25 для plain.", 0, check=_port
    )
    security: Security = key("Защита соединения, как в разделе [imap].", "tls")
    user: str = key(
        "Имя пользователя; пустое — сервер не спрашивает входа.", "", check=_header_safe
    )
    auth: Auth = key(
        "Вход: password — паролем (переменная OTKLIK_SMTP_PASSWORD), xoauth2 — токеном.",
        "password",
    )
    token_command: tuple[str, ...] = key("Команда, печатающая токен, по словам.", ())
    ca_file: Path | None = key(
        "Файл сертификатов (PEM), которым верить вместо системных.",
        None,
        example='"/etc/ssl/certs/nash-centr.pem"',
    )
    from_address: str = key(
        "Адрес, от которого уходят письма.", name="from", example='"edo@example.ru"', check=_email
    )
    name: str = key("Имя отправителя.", "", check=_header_safe)
    reply_to: str = key("Куда отвечать, если не на адрес отправителя.", "", check=_email)
    sent_folder: str = key(
        "Папка IMAP для копий отправленного; пустая строка — копий не хранить.", "Sent"
    )
    connect_seconds: float = key("Сколько ждать соединения, с.", 20.0, check=_at_least(0.1))
    read_seconds: float = key("Сколько ждать ответа на команду, с.", 60.0, check=_at_least(0.1))
    uncertain: Literal["repeat", "hold"] = key(
        "Если связь прервалась и неизвестно, принял ли сервер письмо: repeat — отправить снова\n"
        "с тем же Message-ID (его могут увидеть дважды), hold — оставить решение человеку.",
        "repeat",
    )
    plus_address: bool = key(
        "Понимает ли сервер адреса с плюсом (edo+метка@example.ru): тогда жетон уведомления\n"
        "сотруднику стоит и в адресе для ответа. Без них жетон — только в Message-ID.",
        False,
    )
    letters_per_connection: int = key(
        "Сколько писем отправлять за одно соединение.", 100, check=_at_least(1)
    )
    letters_at_once: int = key(
        "Сколько писем служба отправляет сразу, каждое по своему соединению. Больше одного — если\n"
        "сервер далеко; столько писем остаётся под вопросом, если работа прервётся.",
        1,
        check=_at_least(1),
    )
    connections: int = key(
        "Сколько соединений открывать сразу, если работников несколько (./run.py worker).",
        2,
        check=_at_least(1),
    )
    letters_per_minute: int = key(
        "Сколько писем в минуту позволяет отправлять сервер; 0 — сколько угодно.",
        0,
        check=_at_least(0),
    )
    letters_per_day: int = key("То же в сутки.", 0, check=_at_least(0))
    password: Secret | None = filled()


@dataclass(frozen=True, slots=True)
class Database:
    """Where everything is kept."""

    url: str = key(
        "База данных: sqlite:///файл (путь — от этого файла настроек) либо\n"
        "postgresql+psycopg://пользователь@сервер/база (пароль — OTKLIK_DATABASE_PASSWORD).",
        "sqlite:///var/otklik.sqlite3",
        check=not_blank,
    )
    password: Secret | None = filled()


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one mail, one batch or one writer from harming the rest."""

    max_mail_bytes: int = key(
        "Письмо больше этого не скачивается: сохраняется заголовок, смотрит человек.",
        26_214_400,
        check=_at_least(1024),
    )
    batch_mails: int = key("Сколько писем брать с сервера за раз.", 50, check=_at_least(1))
    batch_bytes: int = key("Сколько байт брать за раз.", 33_554_432, check=_at_least(1024))
    read_tries: int = key(
        "После скольких неудач разбора письмо откладывается для человека.", 3, check=_at_least(1)
    )
    send_tries: int = key("Сколько раз пытаться отправить письмо.", 8, check=_at_least(1))
    letters_per_address_per_day: int = key(
        "Сколько писем в сутки можно отправить на один адрес.", 5, check=_at_least(1)
    )
    notices_per_officer_per_day: int = key(
        "Сколько уведомлений о сомнительных письмах в сутки получает один сотрудник; остальные\n"
        "придут на следующий день, а в сводке стоят все.",
        50,
        check=_at_least(1),
    )


@dataclass(frozen=True, slots=True)
class Service:
    """The rhythm of `serve`, and when `check` calls it late."""

    poll_seconds: float = key(
        "Как часто проверять почту, если сервер не сообщает о ней сам, с.",
        60.0,
        check=_at_least(1),
    )
    summary_time: time = key(
        "Когда отправлять ежедневную сводку, по часовому поясу циркуляра.", time(17, 0)
    )
    notice_days: int = key(
        "Сколько дней сотрудник может ответить на уведомление о сомнительном письме.",
        30,
        check=_at_least(1),
    )
    lease_seconds: float = key(
        "Через сколько секунд молчания работа другого процесса считается прерванной.",
        120.0,
        check=_at_least(5),
    )
    reading_processes: int = key(
        "Сколько процессов читает письма. Больше одного — когда писем много, а ядер несколько;\n"
        "каждый занимает до 150 МБ памяти.",
        1,
        check=_at_least(1),
    )
    alarm_minutes: float = key(
        "Если почту не удаётся проверить дольше, уходит письмо-тревога, а check и status --health\n"
        "сообщают об ошибке, мин.",
        30.0,
        check=_at_least(1),
    )
    alarm_to: tuple[str, ...] = key(
        "Кому уходит тревога; пусто — сотрудникам всех циркуляров.", (), check=_emails
    )
    metrics_file: Path | None = key(
        "Файл показателей для Prometheus (node_exporter, --collector.textfile); имя на .prom.",
        None,
        example='"var/otklik.prom"',
    )


@dataclass(frozen=True, slots=True)
class Log:
    """What the program writes of its work, and where."""

    level: Literal["debug", "info", "warning", "error"] = key("Подробность журнала.", "info")
    format: Literal["text", "json"] = key("Вид строк: text — для людей, json.", "text")
    file: Path | None = key(
        "Файл журнала; без него — стандартный поток ошибок.", None, example='"var/otklik.log"'
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything of one installation. `circulars` are the folders of the open circulars."""

    path: Path = filled()
    circulars: tuple[Path, ...] = key(
        "Папки открытых циркуляров.", example='["circulars/02-02-398"]'
    )
    imap: Imap = filled()
    smtp: Smtp = filled()
    database: Database = filled(Database())
    limits: Limits = filled(Limits())
    service: Service = filled(Service())
    log: Log = filled(Log())
    token_key: Secret | None = filled()


SECTIONS: dict[str, type] = {
    "imap": Imap,
    "smtp": Smtp,
    "database": Database,
    "limits": Limits,
    "service": Service,
    "log": Log,
}
"""The tables of the file, in its order."""


def load(
    path: Path, environ: Mapping[str, str] | None = None, *, need_passwords: bool = True
) -> Settings:
    """The settings of a file. Raises SettingsError with all faults, also for an absent file.

    `environ` is the process's by default. Without `need_passwords`, for commands that never
    connect, an absent password is no fault.
    """
    from intake.settings_reader import SettingsReader

    return SettingsReader(path, os.environ if environ is None else environ, need_passwords).read()


def template(values: Mapping[str, Mapping[str, Any]] | None = None) -> str:
    """A commented file of settings; `values` ("imap" → "host" → value) are put in for defaults."""
    from intake.settings_template import render

    return render(values or {})
