"""Mail that programs write: reports of delivery and of reading, automatic answers (RFC 3464, 3834,
8098, and what clients did before and beside them)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from rules import phrases
from rules.document import Document, SegmentKind, Sentence, whole
from rules.model import Circular, Evidence, Mail, Part, PartRole

BOOK = "kind"
_SENTENCES = 60
_BODY_LIMIT = 6_000
_SHORT_RECEIPT = 60
_LONGEST_RECEIPT = 80
"""Words of a receipt whose subject does not call it one."""

DAEMON = re.compile(
    r"(?:m?daemon|mailer[-_.]?daemon|mail[-_.]?daemon|postmaster|postoffice|mail[-_.]?delivery"
    r"|mmdf|smtp|uucp|mail[-_.]?system|bounces?|filter|antispam|antivirus)(?:[-+=.@]|\Z)"
)
_DAEMON_NAME = re.compile(
    r"шлюз|антиспам|mail gateway|mail delivery"
    r"|delivery (?:sub)?system|mailer.daemon|system administrator|postmaster"
    r"|администратор системы|почтов\w+ (?:фильтр|сервер|служба|система|робот)|доставк",
    re.IGNORECASE,
)
_ROBOT = re.compile(
    r"(?:\A|[-_.+@])(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|noanswer|robot|auto(?:matic|reply|mat)?"
    r"|notification|notify|helpdesk|otrs|support-?robot|www-data|apache|root|cron|daemon|nobody)"
    r"(?=[-_.+@\d]|\Z)"
)
# Those without the flag for small and big letters are looked for in small letters only: without it
# the engine skips to first letters that can begin a match, ten times as fast.
_BOUNCE_SUBJECT = re.compile(
    r"undeliver|undelivarable|non-?deliver|failed mail|user unknown|unknown user|delivery warning"
    r"|non remis|nicht zustell|failure notice|returned mail"
    r"|returning message|not delivered|rejected|bounced|message delayed"
    r"|delivery (?:status|failure|failed|error|report|problem|has failed|notification|delayed"
    r"|unsuccessful)|mail (?:delivery )?(?:failure|failed|error|system error|could not)"
    r"|message (?:not|could not be|status)|warning: (?:could not|message)"
    r"|недоставлен|не доставлен|не удалось доставить|невозможно доставить|ошибка доставки"
    r"|сбой доставки|отказ в доставке|возврат (?:письма|почты|сообщения)"
    r"|возвращен\w* (?:письм|почт|сообщ)|задержка доставки|доставка (?:отложена|задерж|не удалась)"
    r"|(?:message|mail) (?:has been )?(?:blocked|refused|quarantined)|blocked by"
    r"|(?:сообщение|письмо) (?:отклонено|отвергнуто|заблокировано|забраковано|не принято)"
    r"|уведомление о (?:недоставке|(?:состоянии|статусе|задержке|сбое) ?доставки)",
)
SMTP_CODE = re.compile(
    r"(?<![\d.])(?:[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}|#?\(?#?[45]\.\d\.\d{1,3}\b"
    r"|55[0-4]\b|45[0-2]\b|421\b)"
    r"(?![\d.,]*\d)"
)
_MAYBE_CODE = re.compile(r"[45](?<![\d.].)(?:\.\d{1,3}\.\d|5[0-4]\b|21\b)")
_REFUSED = re.compile(
    r"^[ \t>]{0,8}(?:<\S{1,80}>:? ?)?[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}\b|\bsmtp; ?[45]\d\d\b",
    re.MULTILINE,
)
"""A server's own words of refusal: they stand at the beginning of a line."""
_TRANSCRIPT = re.compile(
    r"final-recipient:|reporting-mta:|diagnostic-code:|transcript of session follows"
    r"|the following addresses? (?:had|failed)|did not reach the following"
    r"|undelivered message headers"
    r"|this is the (?:qmail-send|mail system|postfix|mail delivery)|copy of the message, including"
    r"|below this line is a copy|original message (?:was received|follows|headers)"
    r"|исходные заголовки"
    r"|диагностические сведения",
)

_RECEIPT_SUBJECT = re.compile(
    r"\s*(?:прочтено|прочит[ао]н\w*|не прочитано|доставлено|удалено|(?:not )?read|delivered"
    r"|displayed|deleted|disposition|(?:return |delivery |read )?receipt|reading confirmation"
    r"|relayed|подтверждение (?:о )?(?:прочтени|доставк|получени)\S*"
    r"|уведомление о (?:прочтени|доставк|получени)\S*|отчет о (?:прочтени|доставк)\S*"
    r"|квитанция)\s*(?::|\(|\Z|-)",
    re.IGNORECASE,
)
_RECEIPT_BODY = re.compile(
    r"(?<!будет )прочитано:?\s+\d|вручен[оы]? (?:адресату|получателю)|показано на экране"
    r"|было\s+(?:прочитано|прочтено|удалено без прочтения|доставлено)"
    r"|удален\w*\s+(?:без|не)\s*прочт|receipt for the mail|receipt verifies"
    r"|message has been (?:displayed|read)"
    r"|was (?:read|displayed|deleted without being read)|уведомление о (?:получении|прочтении"
    r"|доставке)"
    r"|подтверждение (?:того, что|о прочтении|прочтения)|сообщение доставлено следующим"
    r"|письмо прочитано"
    r"|your message has been (?:delivered|successfully)|successfully (?:relayed|delivered)"
    r"|доставлено в почтовый ящик|return receipt|lotus notes.{0,40}receipt",
)

_BY_HAND = re.compile(
    r"спасибо|\b(?:получили|приняли|сообща[юе]|подтвержда(?:ю|ем)|направ|ответим|исполн)"
)
"""Words of a person who tells that our letter has come."""
_CLOCK = re.compile(r"\d[:.]\d{2}|[a-z]{4}")

_AUTO_SUBJECT = re.compile(
    r"\s*(?:re:\s*|fwd?:\s*|отв:\s*|\[[^\]]{1,60}\]\s*)*(?:автоматическ\w+ (?:ответ|уведомлени"
    r"|сообщени)"
    r"|автоответ|авто-ответ|авто:|auto(?:matic)?[- ]?(?:reply|response|answer)"
    r"|out of (?:the )?office"
    r"|вне офиса|(?:нет|не) на (?:рабочем )?месте|отсутстви|в отпуске|нахожусь в"
    r"|я в (?:отпуске|командировке)"
    r"|отсутствую|vacation|away from|on leave|on holiday|absence|abwesen|ooo\b|заявка (?:создана"
    r"|принята|зарег)"
    r"|ваш[аеу]? (?:обращение|заявка|запрос|письмо) (?:принят|получен|зарегистр|создан)"
    r"|ticket (?:created|received)"
    r"|смена адреса|изменение адреса|изменился адрес|новый адрес)",
    re.IGNORECASE,
)
_TICKET = re.compile(
    r"\[\s?(?:#|ticket|case|заявка|обращение|req)[^\]]{0,20}\d{3,}[^\]]{0,20}\]", re.I
)
_AUTO_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponse",
    "x-auto-response",
    "x-autogenerated",
    "x-mail-autoreply",
    "x-vacation",
    "x-otrs-loop",
    "x-rt-loop-prevention",
    "x-ms-exchange-inbox-rules-loop",
    "x-facebook-notify",
)
_LIST_HEADERS = ("list-id", "list-unsubscribe", "list-post", "mailing-list", "x-campaign")


def sender(mail: Mail) -> str:
    """The sender's address in lower case, or ""."""
    return mail.sender.address.lower() if mail.sender else ""


def from_daemon(mail: Mail) -> bool:
    """Whether a mail server's own account sends this."""
    name = mail.sender.name if mail.sender else ""
    return DAEMON.match(sender(mail)) is not None or _DAEMON_NAME.search(name) is not None


def has_auto_header(mail: Mail) -> bool:
    """Whether a header says that a program wrote this (RFC 3834 §5, and older habits)."""
    submitted = mail.header("auto-submitted").strip().lower()
    if submitted and not submitted.startswith("no"):
        return True
    if mail.header("precedence").strip().lower() in ("auto_reply", "auto-reply", "autoreply"):
        return True
    return any(key in _AUTO_HEADERS for key, _ in mail.headers)


def is_list(mail: Mail) -> bool:
    """Whether this came over a mailing list or as bulk mail: never answered."""
    bulk = mail.header("precedence").strip().lower() in ("bulk", "list", "junk")
    return bulk or has_list_header(mail)


def has_list_header(mail: Mail) -> bool:
    """Whether a list's own header stands here («Precedence» alone also marks robots)."""
    return any(key in _LIST_HEADERS for key, _ in mail.headers)


def may_answer(mail: Mail, circular: Circular | None) -> bool:
    """Whether a letter of ours may ever answer this mail (RFC 3834 §2)."""
    address = sender(mail)
    if not address or mail.return_path == "" or has_auto_header(mail) or is_list(mail):
        return False
    if from_daemon(mail) or is_robot_address(mail):
        return False
    suppress = mail.header("x-auto-response-suppress").lower()
    if suppress and re.search(r"\ball\b|autoreply", suppress):
        return False
    return circular is None or address not in circular.own_addresses


def is_robot_address(mail: Mail) -> bool:
    """Whether the mailbox is one that nobody reads («noreply@…»)."""
    return _ROBOT.search(sender(mail)) is not None


def body(document: Document) -> str:
    """The beginning of the mail's own texts, quotes and all, for reports of machines."""
    texts = (p.text for p in document.mail.parts if p.role is PartRole.BODY)
    return "\n".join(texts)[:_BODY_LIMIT]


Cues = Mapping[str, tuple[Evidence, ...]]
"""What the words of a mail mean, by the book `kind`: meaning → words."""
_NEVER_ASKED = {"registered", "machine", "moved", "challenge"}
"""What a program states and never asks."""


def cues(document: Document, circular: Circular | None = None) -> Cues:
    """Cues of the book `kind` in the sender's own words and in the subject."""
    book = phrases.load(BOOK, circular.phrases if circular else ())
    found: dict[str, tuple[Evidence, ...]] = {}
    for sentence in _own_sentences(document):
        for match in book.find(sentence):
            means = match.phrase.means
            if means in _NEVER_ASKED and sentence.is_question:
                continue
            found[means] = (*found.get(means, ()), match.evidence(sentence, BOOK))
    return found


def _own_sentences(document: Document) -> Iterator[Sentence]:
    yield subject(document.mail)
    kinds = (SegmentKind.OWN, SegmentKind.SIGNATURE, SegmentKind.LETTERHEAD)
    yield from islice(document.of(*kinds), _SENTENCES)


def subject(mail: Mail) -> Sentence:
    """The subject as a sentence of a part "subject"."""
    return whole(Part("subject", mail.subject[:1_000]))


ARRIVED = ("delivered", "relayed", "expanded")
"""Actions that tell of success (RFC 3464 §2.3.3)."""


def is_delivered(mail: Mail) -> bool:
    """Whether all blocks of a delivery report tell of success."""
    return bool(mail.delivery_status) and all(
        status.action in ARRIVED for status in mail.delivery_status
    )


def is_bounce(document: Document, said_so: Cues) -> bool:
    """Whether this reports, without the standard's structure, that a mail was not delivered."""
    mail, text = document.mail, body(document).lower()
    said = _BOUNCE_SUBJECT.search(mail.subject.lower()) is not None
    daemon = from_daemon(mail) or mail.return_path == ""
    failed = bool(mail.header("x-failed-recipients"))
    code = _MAYBE_CODE.search(text) is not None and SMTP_CODE.search(text) is not None
    if not (said or daemon or failed or code):
        return False
    transcript = _TRANSCRIPT.search(text) is not None
    if failed:
        return said or code or transcript or not _answers(mail)
    words = "undelivered" in said_so
    if daemon:
        refused = _REFUSED.search(text) is not None
        return said or transcript or refused or (words and not is_receipt(document))
    if words and code and not mail.in_reply_to:
        return True
    return (said and (words or code or transcript)) or (transcript and code)


def _answers(mail: Mail) -> bool:
    return bool(mail.in_reply_to) and not has_auto_header(mail)


def is_receipt(document: Document) -> bool:
    """Whether this reports, without the standard's structure, that a mail was read or delivered."""
    text = body(document)
    named = _RECEIPT_SUBJECT.match(document.mail.subject) is not None
    words = len(text.split())
    if not named and (words >= _LONGEST_RECEIPT or not _CLOCK.search(text)):
        return False  # people too say that they have read a letter, but not when
    low = text.lower()
    if _RECEIPT_BODY.search(low):
        return True
    return named and words < _SHORT_RECEIPT and not _BY_HAND.search(low)


_ROBOT_NAME = re.compile(
    r"\W*(?:ваш\s+)?(?:(?:почтовый|e-?mail)[\s-]*)?(?:авто-?ответчик|(?:почтовый|информационный)?\s*робот"
    r"|автомат(?:ическ\w+)?\s+(?:рассылк\w+|систем\w+|служб\w+|ответ\w*)|autoresponder|mail\s?bot"
    r"|auto-?reply)\W*",
    re.IGNORECASE,
)


def signature(document: Document) -> tuple[Evidence, ...]:
    """The line by which a program signs: «автоответчик»."""
    kinds = (SegmentKind.OWN, SegmentKind.SIGNATURE)
    found = islice(document.of(*kinds), _SENTENCES)
    return tuple(
        s.evidence("kind.signed_by_machine") for s in found if _ROBOT_NAME.fullmatch(s.text[:80])
    )


def says_auto(document: Document) -> bool:
    """Whether the subject is one that answering machines give."""
    return _AUTO_SUBJECT.match(document.mail.subject) is not None


def is_ticket(document: Document) -> bool:
    """Whether subject and text are those of a registering robot."""
    return _TICKET.search(document.mail.subject) is not None
