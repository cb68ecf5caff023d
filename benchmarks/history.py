"""A store with a long past: rows as the program would have made them, put in by SQL."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

ROWS_OF_FIVE_MAILS = 37
"""mail, raw_mail, copy, reading, two answers, letter of each; one was doubtful: a notice of it and
what an officer settled."""

_MAILS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
_ADDRESS = "'user' || (i % 60000) || '@' || ({who}) || '.example'"

_STATEMENTS = (
    "INSERT INTO mail (id, sha256, size, received_at, state, tries, message_id, sender, "
    "sender_name, subject, sent_at, reply_pending) "
    "SELECT i, 'past' || i, 4000, {at}, 'read', 1, '<past' || i || '@mo.example>', {address}, "
    "'Администрация', 'О подключении', {at}, 0 FROM n",
    "INSERT INTO raw_mail (mail_id, content) SELECT i, zeroblob(2000) FROM n",
    "INSERT INTO copy (account, folder, uidvalidity, uid, mail_id, settled_at) "
    "SELECT :account, 'INBOX', 7, i, i, {at} FROM n",
    "INSERT INTO reading (id, mail_id, made_at, rules_version, kind, circular, recipient, "
    "needs_review, reply, content) "
    "SELECT i, i, {at}, '1', 'reply', :circular, {who}, i % 5 = 0, 'confirm', :reading FROM n",
    "INSERT INTO answer (circular, recipient, question, value, source, author, reading_id, "
    "accepted_at) SELECT :circular, {who}, 'readiness', :readiness, 'reading', '', i, {at} FROM n",
    "INSERT INTO answer (circular, recipient, question, value, source, author, reading_id, "
    "accepted_at) SELECT :circular, {who}, 'nominee', :nominee, 'reading', '', i, {at} FROM n",
    "INSERT INTO letter (key, purpose, circular, recipient, mail_id, to_address, subject, "
    "message_id, content, state, tries, created_at, next_try_at, sent_at, filed_at) "
    "SELECT 'confirm:mail:' || i, 'confirm', :circular, {who}, i, {address}, 'Re: О подключении', "
    "'<ours' || i || '@astrobl.example>', zeroblob(3000), 'sent', 1, {at}, {at}, {at}, {at} FROM n",
    "INSERT INTO letter (key, purpose, circular, mail_id, to_address, subject, message_id, "
    "content, state, tries, created_at, next_try_at, sent_at, filed_at) "
    "SELECT 'notice:mail:' || i || ':officer@astrobl.example', 'notice', :circular, i, "
    "'officer@astrobl.example', 'Проверьте письмо', '<notice' || i || '@astrobl.example>', "
    "zeroblob(3000), 'sent', 1, {at}, {at}, {at}, {at} FROM n WHERE i % 5 = 0",
    "INSERT INTO settlement (mail_id, reading_id, circular, verdict, author, at, words, content, "
    "about) SELECT i, i, :circular, 'answer', 'officer@astrobl.example', {at}, 'верно', :reading, "
    "'[\"' || {who} || '\"]' FROM n WHERE i % 5 = 0",
)


def fill(
    path: Path,
    rows: int,
    *,
    account: str,
    circular: str,
    recipients: list[str],
    until: str = "now",
) -> int:
    """Put so many rows into a fresh SQLite store; how many mails that is. They came a minute apart,
    the last one a day before `until` (UTC), from the recipients in turn."""
    count = rows * 5 // ROWS_OF_FIVE_MAILS
    cases = " ".join(f"WHEN {n} THEN '{code}'" for n, code in enumerate(recipients))
    who = f"CASE i % {len(recipients)} {cases} END"
    pieces = {
        "who": who,
        "address": _ADDRESS.format(who=who),
        "at": "strftime('%Y-%m-%d %H:%M:%S.000000', :until, '-1 day', (i - :count) || ' minutes')",
    }
    given = {
        "count": count,
        "until": until,
        "account": account,
        "circular": circular,
        "reading": _reading(circular, recipients[0]),
        "readiness": json.dumps({"type": "readiness", "value": "ready", "by": None}),
        "nominee": json.dumps({"type": "nominees", "people": []}),
    }
    with sqlite3.connect(path) as store:
        store.execute("PRAGMA synchronous = OFF")
        for statement in _STATEMENTS:
            columns, select, rest = statement.partition("SELECT")
            whole = f"{columns} {_MAILS} {select}{rest}"
            store.execute(whole.format(**pieces), given)
    store.close()
    return count


def know(path: Path, account: str, uidvalidity: int, count: int) -> None:
    """Enter so many copies of one mail into the ledger, as those of UIDs 1, 2, … in the inbox."""
    with sqlite3.connect(path) as store:
        store.execute(
            "INSERT OR IGNORE INTO mail (id, sha256, size, received_at, state, tries, message_id, "
            "sender, sender_name, subject, reply_pending) VALUES "
            "(1, 'known', 1, '2011-08-08 00:00:00.000000', 'read', 1, '', '', '', '', 0)"
        )
        store.execute(
            f"{'INSERT INTO copy (account, folder, uidvalidity, uid, mail_id, settled_at) '}"
            f"{_MAILS}SELECT :account, 'INBOX', :uidvalidity, i, 1, '2011-08-08 00:00:00.000000' "
            "FROM n",
            {"count": count, "account": account, "uidvalidity": uidvalidity},
        )
        store.execute(
            "INSERT INTO folder (account, name, uidvalidity, last_uid) VALUES (?, 'INBOX', ?, ?)",
            (account, uidvalidity, count),
        )
    store.close()


def _reading(circular: str, recipient: str) -> str:
    evidence = [{"part": "body", "start": 0, "end": 40, "text": "х" * 200, "rule": "past.rule"}] * 3
    answers = [["readiness", {"type": "readiness", "value": "ready", "evidence": evidence}]]
    return json.dumps(
        {"kind": "reply", "circular": circular, "recipients": [recipient], "answers": answers,
         "reply": "confirm"},
        ensure_ascii=False,
    )  # fmt: skip
