"""What the commands show on a terminal: tables, histories, letters with their evidence marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from intake.store.queries import Event
from intake.store.readings import answer_from_json, from_json
from intake.store.schema import AnswerRow, Letter, MailRow, ReadingRow, Settlement
from outbound.office import zone
from outbound.overview.health import Health
from outbound.overview.matrix import Matrix, State
from outbound.overview.summary import rows
from outbound.shown import words
from outbound.shown.evidence import evidence_of
from outbound.shown.names import KINDS, PURPOSES, STATES
from outbound.shown.screen import in_context, line, texts_of
from outbound.writing.russian import counted, moment
from outbound.writing.wording import area_codes, nominees_words, person, readiness_words
from rules.doubts import sentence
from rules.model import Answer, Circular, Doubt, Evidence, Mail, Readiness, Reading, Recipient

_STATE_STYLES: Final = {
    State.SETTLED: "green",
    State.PARTIAL: "yellow",
    State.TO_CHECK: "bold yellow",
    State.BOUNCED: "bold red",
    State.ASKED: "",
    State.NOT_ASKED: "dim",
}
_LETTER_STYLES: Final = {
    "failed": "bold red",
    "due": "yellow",
    "sending": "yellow",
    "sent": "green",
}


def status(matrix: Matrix) -> RenderableType:
    """The table of all recipients."""
    table = Table(title=_title(matrix), title_justify="left", expand=False, pad_edge=False)
    for heading in ("Адресат", "Состояние", "Готовность", "Специалист", "Связь", "Что делать"):
        table.add_column(heading, overflow="fold")
    for row, recipient in zip(rows(matrix), matrix.lines, strict=True):
        style = "bold red" if recipient.overdue else _STATE_STYLES[recipient.state]
        table.add_row(
            line(row.name),
            Text(row.state, style=style),
            row.readiness,
            Text(line(row.nominees)),
            row.last_contact,
            Text(line(row.to_do)),
        )
    others = len(matrix.unplaced)
    if not others:
        return table
    return Group(table, Text(f"Писем, адресат которых не установлен: {others}", style="yellow"))


def _title(matrix: Matrix) -> Text:
    at = moment(matrix.at, zone(matrix.circular))
    return Text(
        f"№ {matrix.circular.number} на {at}: ответили {matrix.answered} из {len(matrix.lines)}, "
        f"готовы {matrix.ready}, просрочено {matrix.overdue}, проверить {len(matrix.checks)}",
        style="bold",
    )


def health(found: Health, alarm_after: timedelta) -> str:
    """One line for a monitor's screen."""
    late, age = found.is_late(alarm_after), found.since(found.last_poll)
    told = ["почта ещё не проверялась"]
    if age is not None:
        minutes = counted(int(age // 60), "минуту", "минуты", "минут")
        told = [f"почта проверена {minutes} назад"]
    if late and found.trouble:
        told.append(found.trouble)
    if found.quarantined:
        told.append(f"не разобрано писем: {found.quarantined}")
    if found.failures:
        told.append(f"не ушло писем: {found.failures}")
    return f"{'НЕ РАБОТАЕТ' if late else 'работает'}: {'; '.join(told)}"


def outbox(letters: Sequence[Letter], here: ZoneInfo) -> RenderableType:
    """The letters of the outbox, as given."""
    table = Table(pad_edge=False)
    for heading in ("№", "Письмо", "Кому", "Состояние", "Когда", "Попыток", "Причина"):
        table.add_column(heading, overflow="fold")
    for letter in letters:
        waits = letter.next_try_at if letter.state == "due" else letter.created_at
        table.add_row(
            str(letter.id),
            PURPOSES.get(letter.purpose, letter.purpose),
            Text(line(letter.to_address)),
            Text(STATES[letter.state], style=_LETTER_STYLES.get(letter.state, "dim")),
            moment(letter.sent_at or waits, here),
            str(letter.tries),
            Text(line(letter.error or "")),
        )
    return table


def read(name: str, mail: Mail, reading: Reading, circular: Circular | None) -> RenderableType:
    """One mail and what was read in it: kind, recipient, answers, doubts, and its text with the
    words relied on marked."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", max_width=34)
    facts.add_column(overflow="fold")
    for label, value in _facts(mail, reading, circular):
        facts.add_row(label, value)
    doubts = [Text(f"? {sentence(doubt)}", style="bold yellow") for doubt in reading.doubts]
    texts = words.texts(mail, evidence_of(reading), circular)
    rules = [_rule(evidence) for evidence in evidence_of(reading)]
    blocks: list[RenderableType] = [facts, *doubts, *texts, *rules]
    return Panel(Group(*blocks), title=Text(line(name)), title_align="left")


def _facts(mail: Mail, reading: Reading, circular: Circular | None) -> Iterator[tuple[str, Text]]:
    sender = f"{mail.sender.name} <{mail.sender.address}>" if mail.sender else "—"
    yield "от кого", Text(line(sender))
    yield "тема", Text(line(mail.subject) or "—")
    yield "что это", Text(KINDS[reading.kind.value], style="bold")
    if circular is not None:
        yield "циркуляр", Text(f"№ {circular.number}")
        names = [r.name if (r := circular.recipient(c)) else c for c in reading.recipients]
        yield "адресат", Text(", ".join(names) or "не установлен", style="bold")
        for key, answer in reading.answers:
            question = next((q for q in circular.questions if q.key == key), None)
            yield (question.title if question else key), answer_text(answer, circular)
    for bounced in reading.bounced:
        kind = "навсегда" if bounced.permanent else "временно"
        yield "не доставлено", Text(line(f"{bounced.address} ({kind}) {bounced.reason}"))
    yield "наше письмо", Text(PURPOSES[reading.reply.value])


def answer_text(answer: Answer, circular: Circular) -> Text:
    """An answer in words."""
    if isinstance(answer, Readiness):
        return Text(readiness_words(answer), style="bold")
    codes = area_codes(circular)
    people = [person(nominee, codes) for nominee in answer.people]
    told = [", ".join(x for x in (p.name, p.position, p.phone, p.email) if x) for p in people]
    if words := nominees_words(answer):
        told.append(words)
    return Text(line("; ".join(told)), style="bold")


def _rule(evidence: Evidence) -> Text:
    return Text.assemble(
        ("  " + evidence.rule, "dim"), ("  «" + line(evidence.text) + "»", "dim italic")
    )


def show(
    circular: Circular,
    recipient: Recipient,
    events: Sequence[Event],
    mails: dict[int, Mail],
) -> RenderableType:
    """All that happened with a recipient, oldest first; `mails` are the parsed ones, by row id."""
    here = zone(circular)
    blocks: list[RenderableType] = [Text(recipient.name, style="bold")]
    blocks.append(Text(f"№ {circular.number}, {line(circular.subject)}", style="dim"))
    for event in events:
        blocks.append(Text(""))
        blocks += _event(event, circular, mails, here)
    if not events:
        blocks.append(Text("Пока ничего не было."))
    return Group(*blocks)


def _event(
    event: Event, circular: Circular, mails: dict[int, Mail], here: ZoneInfo
) -> list[RenderableType]:
    at = moment(event.at, here)
    if event.letter is not None:
        letter = event.letter
        what = f"{at}  наше письмо: {PURPOSES.get(letter.purpose, letter.purpose)}"
        sent = f"{what}, {STATES[letter.state]} — {line(letter.to_address)}"
        return [Text(sent + (f" ({line(letter.error)})" if letter.error else ""), style="cyan")]
    if event.officer is not None:
        return _entered(at, event.officer, circular)
    if event.settlement is not None:
        return _settled(at, event.settlement)
    if event.mail is None or event.reading is None:
        return []
    return _mail_event(at, event.mail, event.reading, circular, mails.get(event.mail.id))


def _entered(at: str, row: AnswerRow, circular: Circular) -> list[RenderableType]:
    """An answer in the officer's words."""
    question = next((q for q in circular.questions if q.key == row.question), None)
    title = question.title if question else row.question
    answer = answer_text(answer_from_json(row.value), circular)
    head = Text(f"{at}  внёс сотрудник: {line(row.author)}", style="magenta")
    return [head, Text.assemble((f"  {title}: ", "dim"), answer)]


def _settled(at: str, row: Settlement) -> list[RenderableType]:
    """An officer's word on a mail."""
    what = "не относится к циркуляру" if row.verdict == "not_ours" else "принято"
    head = f"{at}  письмо № {row.mail_id} решено, {what}: {line(row.author)}"
    words = [Text(f"  слова: {line(row.words)}", style="dim")] if row.words else []
    return [Text(head, style="magenta"), *words]


def _mail_event(
    at: str, row: MailRow, reading_row: ReadingRow, circular: Circular, mail: Mail | None
) -> list[RenderableType]:
    reading = from_json(reading_row.content)
    kind = KINDS[reading.kind.value]
    head = f"{at}  письмо № {row.id} ({kind}) от {line(row.sender)}: {line(row.subject)}"
    blocks: list[RenderableType] = [Text(head, style="bold")]
    texts = {part.name: part.text for part in texts_of(mail)} if mail else {}
    for key, answer in reading.answers:
        question = next((q for q in circular.questions if q.key == key), None)
        title = question.title if question else key
        blocks.append(Text.assemble((f"  {title}: ", "dim"), answer_text(answer, circular)))
        blocks += _quoted(answer, texts)
    blocks += [_doubt(doubt) for doubt in reading.doubts]
    return blocks


def _quoted(answer: Answer, texts: dict[str, str]) -> Iterator[RenderableType]:
    """The lines that an answer relies on, each once, with the rules that took them."""
    people = () if isinstance(answer, Readiness) else answer.people
    evidence = list(dict.fromkeys((*answer.evidence, *(e for p in people for e in p.evidence))))
    for part in dict.fromkeys(e.part for e in evidence):
        of_part = [e for e in evidence if e.part == part]
        for shown, relied_on in in_context(texts.get(part, ""), of_part):
            rules = ", ".join(dict.fromkeys(e.rule for e in relied_on))
            told = shown.append(f"  {words.part_words(part)}: {rules}", style="dim")
            yield Padding(told, (0, 0, 0, 4), expand=False)


def _doubt(doubt: Doubt) -> Text:
    return Text(f"  ? {line(sentence(doubt))}", style="bold yellow")
