"""`check`: is everything in place? Each finding says what is wrong and what to do.

Findings come one by one, so that a slow server does not hold back the rest of the page.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from intake import circulars as circular_folders
from intake.faults import FaultsError
from intake.settings import Settings, load
from outbound.campaign import workdays
from outbound.office import Clock, wall_clock
from outbound.writing.russian import counted
from rules.model import Circular

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from intake.imap import ImapMailbox
    from outbound.overview.health import Health

_LOW_DISK: Final = 1_000_000_000
_NO_DISK: Final = 100_000_000


class Level(StrEnum):
    """How bad a finding is; only FAIL changes the exit status."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was looked at, what was found, what to do (Russian)."""

    level: Level
    subject: str
    text: str
    advice: str = ""


def exit_status(findings: Iterable[Finding]) -> int:
    """0 if nothing failed, else 1."""
    return int(any(finding.level is Level.FAIL for finding in findings))


def examine(
    path: Path, environ: Mapping[str, str] | None = None, clock: Clock = wall_clock
) -> Iterator[Finding]:
    """Everything there is to look at, for the settings in this file."""
    try:
        settings = load(path, os.environ if environ is None else environ)
    except FaultsError as error:
        yield from _faults("настройки", error)
        return
    yield Finding(Level.OK, "настройки", str(path))
    loaded = []
    for folder in settings.circulars:
        circular, findings = _circular(folder)
        yield from findings
        if circular is not None:
            loaded.append((folder, circular))
    yield from _templates(settings, loaded)
    yield from _database(settings, clock)
    yield from _imap(settings)
    yield from _smtp(settings, loaded)
    yield from _programs()


def _faults(subject: str, error: FaultsError) -> Iterator[Finding]:
    for fault in error.faults:
        stands = f" = {fault.value}" if fault.value else ""
        yield Finding(
            Level.FAIL,
            subject,
            f"{fault.key}{stands}: {fault.expected}",
            f"исправьте: {fault.where}",
        )


def _circular(folder: Path) -> tuple[Circular | None, list[Finding]]:
    subject = f"циркуляр {folder.name}"
    try:
        circular = circular_folders.load(folder)
    except FaultsError as error:
        return None, list(_faults(subject, error))
    except (OSError, ValueError, KeyError, TypeError) as error:
        text = f"папка {folder} не читается: {error}"
        return None, [
            Finding(Level.FAIL, subject, text, "исправьте circular.toml и recipients.csv")
        ]
    people = counted(len(circular.recipients), "адресат", "адресата", "адресатов")
    asked = counted(len(circular.questions), "вопрос", "вопроса", "вопросов")
    findings = [Finding(Level.OK, subject, f"№ {circular.number}: {people}, {asked}")]
    findings += _recipients(subject, folder, circular)
    findings += _calendar(subject, circular)
    return circular, findings


def _recipients(subject: str, folder: Path, circular: Circular) -> Iterator[Finding]:
    table = folder / "recipients.csv"
    if without := [r.name for r in circular.recipients if not r.addresses]:
        text = f"нет адреса электронной почты: {', '.join(without)}"
        yield Finding(Level.WARN, subject, text, f"допишите столбец email в {table}")
    every = [address for r in circular.recipients for address in r.addresses]
    if doubled := sorted({address for address in every if every.count(address) > 1}):
        text = f"один адрес у нескольких адресатов: {', '.join(doubled)}"
        yield Finding(Level.WARN, subject, text, f"проверьте столбец email в {table}")
    if not circular.officers:
        advice = f"назовите получателей сводки: officers в {folder / 'circular.toml'}"
        yield Finding(Level.WARN, subject, "сводку некому отправлять", advice)


def _calendar(subject: str, circular: Circular) -> Iterator[Finding]:
    """Whether the working days of the circular's years are known."""
    last = max([circular.deadline, *(milestone.on for milestone in circular.milestones)])
    for number in range(circular.on.year, last.year + 1):
        year = workdays.year_of(number)
        if year is None or not year.decree:
            text = f"переносы выходных на {number} год неизвестны, взяты праздники по закону"
            advice = f"впишите год в {workdays.DATA.name} (outbound/data)"
            yield Finding(Level.WARN, subject, text, advice)


def _templates(settings: Settings, loaded: list[tuple[Path, Circular]]) -> Iterator[Finding]:
    from jinja2 import TemplateError, TemplateSyntaxError

    from outbound.writing import samples

    for folder, circular in loaded:
        for name, make in samples.letters(settings, folder, circular):
            try:
                make()
            except TemplateError as error:
                where = f", строка {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
                text = f"шаблон «{name}» циркуляра № {circular.number}: {error.message}{where}"
                yield Finding(Level.FAIL, "шаблоны", text, f"исправьте {folder / 'templates'}")
                break
        else:
            yield Finding(Level.OK, "шаблоны", f"№ {circular.number}: письма составляются")


def _database(settings: Settings, clock: Clock) -> Iterator[Finding]:
    from sqlalchemy.exc import DBAPIError

    from intake.store.database import DatabaseError, open_database

    try:
        with open_database(settings.database.url, settings.database.password) as database:
            with database.session():
                pass  # takes the write lock
            yield Finding(Level.OK, "база данных", "открывается на запись, таблицы этой версии")
            with database.reading() as session:
                findings = list(_service(session, settings, clock()))
            yield from findings
    except DatabaseError as error:
        yield Finding(Level.FAIL, "база данных", str(error))
    except DBAPIError as error:
        text = f"не удаётся писать: {error.orig}"
        yield Finding(Level.FAIL, "база данных", text, "проверьте права на файл и место на диске")
    yield from _disk(settings.database.url)


def _service(session: Session, settings: Settings, now: datetime) -> Iterator[Finding]:
    from outbound.overview.health import health

    yield _time(session, now)
    state = health(session, now)
    yield _mailbox(state, timedelta(minutes=settings.service.alarm_minutes))
    if state.quarantined:
        letters = counted(state.quarantined, "письмо", "письма", "писем")
        yield Finding(Level.WARN, "карантин", f"не разобрано: {letters}", "они названы в сводке")
    if state.failures:
        letters = counted(state.failures, "письмо", "письма", "писем")
        advice = "причины покажет ./run.py outbox"
        yield Finding(Level.WARN, "исходящие", f"не удалось отправить: {letters}", advice)


def _time(session: Session, now: datetime) -> Finding:
    from sqlalchemy import func, select

    from intake.store.schema import MailRow

    newest = session.scalar(select(func.max(MailRow.received_at)))
    if newest and newest > now + timedelta(minutes=5):
        text = f"в базе есть письма из будущего ({newest:%d.%m.%Y %H:%M} UTC)"
        return Finding(Level.FAIL, "часы", text, "проверьте время этой машины")
    return Finding(Level.OK, "часы", f"{now:%d.%m.%Y %H:%M} UTC")


def _mailbox(state: Health, alarm_after: timedelta) -> Finding:
    if not state.is_late(alarm_after):
        return Finding(Level.OK, "служба", "почта проверяется")
    age = state.since(state.last_poll)
    if age is None:
        return Finding(Level.WARN, "служба", "почта ещё не проверялась", "./run.py poll или serve")
    minutes = counted(int(age // 60), "минуту", "минуты", "минут")
    why = f": {state.trouble}" if state.trouble else ""
    text = f"почта не проверялась {minutes}{why}"
    return Finding(Level.FAIL, "служба", text, "запустите ./run.py serve или таймер")


def _disk(url: str) -> Iterator[Finding]:
    name = url.removeprefix("sqlite:///")
    if name == url or not Path(name).parent.exists():
        return
    free = shutil.disk_usage(Path(name).parent).free
    text = f"свободно {free / 1e9:.1f} ГБ".replace(".", ",")
    level = Level.OK if free > _LOW_DISK else Level.WARN if free > _NO_DISK else Level.FAIL
    yield Finding(level, "диск", text, "" if level is Level.OK else "освободите место")


def _imap(settings: Settings) -> Iterator[Finding]:
    from intake.imap import ImapMailbox
    from intake.mailbox import MailboxError

    imap = settings.imap
    with ImapMailbox(imap, settings.limits) as mailbox:
        try:
            uidvalidity = mailbox.open(read_only=True)
            folders = mailbox.folders()
            gap = _passed_by(settings, mailbox, uidvalidity)
        except MailboxError as error:
            yield Finding(Level.FAIL, "входящая почта", str(error))
            return
    yield Finding(Level.OK, "входящая почта", f"{imap.host}: вход выполнен, папка «{imap.folder}»")
    if gap:
        letters = counted(gap, "письмо", "письма", "писем")
        text = f"после последнего принятого из папки «{imap.folder}» исчезло {letters}"
        advice = (
            "их убрали раньше, чем приняла программа; если база восстановлена из копии, "
            "выполните ./run.py recover"
        )
        yield Finding(Level.WARN, "входящая почта", text, advice)
    wanted = [imap.done_folder] if imap.after == "move" else []
    wanted += [settings.smtp.sent_folder] if settings.smtp.sent_folder else []
    for name in wanted:
        path = f"/{name}".replace(".", "/")  # delimiter and prefix are the server's affair
        if not any(f"/{folder}".replace(".", "/").endswith(path) for folder in folders):
            text = f"папки «{name}» нет; она будет создана при первом письме"
            yield Finding(Level.WARN, "входящая почта", text)


def _passed_by(settings: Settings, mailbox: ImapMailbox, uidvalidity: int) -> int:
    """How many mails came after the last one of the ledger, and are gone without a row."""
    from sqlalchemy.exc import DBAPIError

    from intake.store import mails
    from intake.store.database import DatabaseError, open_database

    place = mails.Place(mailbox.account, mailbox.folder, uidvalidity)
    try:
        with (
            open_database(settings.database.url, settings.database.password) as database,
            database.reading() as session,
        ):
            last = mails.last_uid(session, place)
            known = mails.known_uids(session, place, last)
    except (DatabaseError, DBAPIError):
        return 0  # told already
    if not last:
        return 0
    there = set(mailbox.uids_after(last)) | {uid for uid in known if uid > last}
    return max(0, mailbox.next_uid() - 1 - last - len(there))


def _smtp(settings: Settings, loaded: list[tuple[Path, Circular]]) -> Iterator[Finding]:
    from outbound.sending.smtp import SmtpSender
    from outbound.sending.smtp_client import ServerDownError

    smtp = settings.smtp
    sender = SmtpSender(smtp)
    try:
        sender.open()
    except ServerDownError as error:
        yield Finding(Level.FAIL, "исходящая почта", str(error))
    else:
        yield Finding(Level.OK, "исходящая почта", f"{smtp.host}: вход выполнен")
    finally:
        sender.close()
    for folder, circular in loaded:
        if smtp.from_address.lower() not in circular.own_addresses:
            text = f"адрес {smtp.from_address} не назван среди own_addresses"
            advice = f"допишите его в {folder / 'circular.toml'}"
            yield Finding(Level.WARN, f"циркуляр {folder.name}", text, advice)


def _programs() -> Iterator[Finding]:
    subject = "программы"
    if shutil.which("tesseract") is None:
        text = "tesseract не установлен: сканы будет смотреть человек"
        advice = "apt install tesseract-ocr tesseract-ocr-rus"
        yield Finding(Level.WARN, subject, text, advice)
    elif "rus" not in _tesseract_languages():
        text = "у tesseract нет русского языка: сканы будет смотреть человек"
        yield Finding(Level.WARN, subject, text, "apt install tesseract-ocr-rus")
    else:
        yield Finding(Level.OK, subject, "tesseract с русским языком: сканы читаются")
    if shutil.which("catdoc") is None:
        text = "catdoc не установлен: файлы .doc будет смотреть человек"
        yield Finding(Level.WARN, subject, text, "apt install catdoc")
    else:
        yield Finding(Level.OK, subject, "catdoc: файлы .doc читаются")


def _tesseract_languages() -> set[str]:
    try:
        done = subprocess.run(
            ["tesseract", "--list-langs"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return set()
    return set(done.stdout.split())
