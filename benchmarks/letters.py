"""Replies to the circular for the benchmarks: Russian, all different, the same for the same seed.

2 to 6 KB each without files; of a hundred, fifteen carry one of 60 to 200 KB (docx or pdf) with the
same words. None needs character recognition: a page of a scan takes half a second, and would be
all that is measured.
"""

from __future__ import annotations

import base64
import datetime
import html
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from benchmarks import files
from rules.model import Circular, Recipient
from tests.rules.names_sample import FullName, full_names

ATTACHED_PER_CENT = 15
_BEGAN = datetime.datetime(2011, 8, 8, 9, tzinfo=datetime.timezone(datetime.timedelta(hours=4)))

_GREETING = (
    "Добрый день!", "Здравствуйте!", "Уважаемые коллеги!", "Уважаемый Павел Николаевич!", "",
    "Добрый день, коллеги.",
)  # fmt: skip
_OPENING = (
    "На Ваш исх. № 02-02-398 от 03.08.2011 сообщаем следующее.",
    "В ответ на письмо от 03.08.2011 № 02-02-398 администрация сообщает:",
    "Администрация муниципального образования рассмотрела Ваше письмо и сообщает следующее.",
    "По вопросу подключения к системе «Директум» сообщаем.",
    "",
)
_READY = (
    "Техническая готовность к подключению к системе «Директум» обеспечена в полном объёме.",
    "К подключению к системе электронного документооборота готовы.",
    "Технически готовы к подключению, рабочие места подготовлены.",
    "Готовность к подключению подтверждаем, препятствий не имеется.",
    "Подтверждаем готовность к подключению к системе «Директум».",
    "Сообщаем, что администрация района технически готова к подключению.",
)
_OTHER = (
    "К подключению будем готовы до 29.08.2011.",
    "Техническая готовность будет обеспечена к 1 сентября 2011 года.",
    "К подключению не готовы: отсутствует защищённый канал связи.",
    "В настоящее время техническая возможность подключения отсутствует.",
)
_NOMINEE = (
    "В группу для обучения просим включить: {accs}, {post_a}, тел. {phone}.",
    "На обучение направляем {accs}, {post_a}, рабочий телефон {phone}.",
    "Кандидатура для обучения: {nomn}, {post}, {phone}.",
    "Для обучения предлагаем: {nomn} - {post}, тел. {phone}",
    "В группу для обучения: {nomn}, {post}. Телефон: {phone}. Эл. почта: {email}",
)
_POSTS = (
    ("ведущий специалист отдела информатизации", "ведущего специалиста отдела информатизации"),
    ("главный специалист общего отдела", "главного специалиста общего отдела"),
    ("программист", "программиста"),
    ("начальник общего отдела", "начальника общего отдела"),
    ("консультант организационного отдела", "консультанта организационного отдела"),
)
_CLOSING = (
    "Просим подтвердить получение настоящего письма.",
    "При необходимости готовы представить дополнительные сведения.",
    "Оригинал письма направлен почтой.",
    "Благодарим за сотрудничество.",
    "Подписанный экземпляр будет направлен дополнительно.",
    "",
    "",
)
_SIGNERS = ("Глава администрации", "Руководитель аппарата", "Заместитель главы администрации")
_CLIENTS = ("Microsoft Outlook 14.0", "The Bat! (v5.0.20)", "Mail.Ru Mailer 1.0", "", "")


@dataclass(frozen=True)
class _Sampler:
    """Where the pieces are drawn from."""

    rng: random.Random
    circular: Circular
    names: Sequence[FullName]
    noise: bytes


def letters(circular: Circular, count: int, seed: int = 1) -> Iterator[bytes]:
    """So many replies as they lie in a mailbox."""
    rng = random.Random(seed)
    names = [n for n in full_names(1, 40, seed) if n.order == "SFP"]
    sampler = _Sampler(rng, circular, names, rng.randbytes(400_000))
    random.seed(seed)  # the email package makes its boundaries of the global generator
    for number in range(count):
        yield _letter(sampler, number)


def _letter(given: _Sampler, number: int) -> bytes:
    rng = given.rng
    who = rng.choice(given.circular.recipients)
    answer = _answer(given, who)
    quoted = _quoted(given)
    message = EmailMessage(policy=SMTP)
    at = _BEGAN + datetime.timedelta(seconds=37 * number)
    _header(message, given, who, number, at)
    charset = rng.choices(("utf-8", "windows-1251", "koi8-r"), (70, 22, 8))[0]
    text = f"{answer}\n\n{quoted}"
    text = text.encode(charset, "replace").decode(charset)
    message.set_content(
        text, charset=charset, cte=rng.choice(("base64", "quoted-printable", "8bit"))
    )
    if rng.random() < 0.4:
        message.add_alternative(
            _as_html(answer, quoted), subtype="html", charset="utf-8", cte="base64"
        )
    if rng.random() * 100 < ATTACHED_PER_CENT:
        _attach(message, given, answer)
    return message.as_bytes()


def _header(
    message: EmailMessage, given: _Sampler, who: Recipient, number: int, at: datetime.datetime
) -> None:
    rng = given.rng
    domain = who.domains[0] if who.domains else who.addresses[0].partition("@")[2]
    address = f"user{number}@{domain}"
    message["Return-Path"] = f"<{address}>"
    for hop in range(rng.randint(2, 5)):
        message.add_header(
            "Received",
            f"from mx{hop}.{domain} (mx{hop} [192.0.2.{rng.randint(1, 254)}]) by "
            f"relay{hop}.astrobl.example with ESMTPS id {rng.getrandbits(48):012x}; "
            f"{format_datetime(at)}",
        )
    key = base64.b64encode(rng.randbytes(96)).decode()
    message["DKIM-Signature"] = f"v=1; a=rsa-sha256; d={domain}; s=mail; h=From:To:Date; b={key}"
    message["From"] = f"Администрация ({who.name}) <{address}>"
    message["To"] = f"Администрация Губернатора <{given.circular.own_addresses[0]}>"
    message["Subject"] = rng.choice(("Re: ", "RE: ", "Отв: ", "")) + given.circular.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{rng.getrandbits(64):016x}.{number}@{domain}>"
    message["In-Reply-To"] = message["References"] = given.circular.message_ids[0]
    if client := rng.choice(_CLIENTS):
        message["X-Mailer"] = client


def _answer(given: _Sampler, who: Recipient) -> str:
    rng = given.rng
    name = rng.choice(given.names)
    post, post_a = rng.choice(_POSTS)
    nominee = rng.choice(_NOMINEE).format(
        nomn=name.forms[0], accs=name.forms[3], post=post, post_a=post_a, phone=_phone(given, who),
        email=f"user{rng.randint(1, 999)}@{who.domains[0] if who.domains else 'mo.example'}",
    )  # fmt: skip
    ready = rng.choice(_READY if rng.random() < 0.8 else _OTHER)
    said = [ready, nominee] if rng.random() < 0.85 else [ready]
    signer = rng.choice(given.names).forms[0].split()
    foot = f"{rng.choice(_SIGNERS)}\n{who.name}     {signer[1][0]}.{signer[2][0]}. {signer[0]}"
    executor = rng.choice(given.names).forms[0].split()
    foot += f"\n\nИсп. {executor[0]} {executor[1][0]}.{executor[2][0]}.\n{_phone(given, who)}"
    pieces = (rng.choice(_GREETING), rng.choice(_OPENING), *said, rng.choice(_CLOSING), foot)
    return "\n\n".join(piece for piece in pieces if piece)


def _phone(given: _Sampler, who: Recipient) -> str:
    number = f"{given.rng.randint(10**6, 10**7 - 1)}"
    code = who.phone_code or "8512"
    local = number[: 10 - len(code)]
    return f"8 ({code}) {local[:-4]}-{local[-4:-2]}-{local[-2:]}"


def _quoted(given: _Sampler) -> str:
    """The circular below the answer, whole or its beginning, as mail programs put it there."""
    own = given.circular.own_addresses[0]
    lines = given.circular.text.splitlines()
    kept = lines[: given.rng.randint(3, max(4, len(lines) // 3))]
    if given.rng.random() < 0.5:
        head = (
            f"-----Исходное сообщение-----\nОт: Администрация Губернатора [mailto:{own}]\n"
            f"Отправлено: 3 августа 2011 г. 12:00\nТема: {given.circular.subject}\n"
        )
        return "\n".join([head, *kept])
    head = f'03.08.2011, 12:00, "Администрация Губернатора" <{own}>:'
    return "\n".join([head, *(f"> {line}" for line in kept)])


def _as_html(answer: str, quoted: str) -> str:
    own = html.escape(answer).replace("\n", "<br>\n")
    rest = html.escape(quoted).replace("\n", "<br>\n")
    return (
        f'<html><body><div dir="ltr">{own}</div>'
        f'<blockquote class="gmail_quote">{rest}</blockquote></body></html>\n'
    )


def _attach(message: EmailMessage, given: _Sampler, text: str) -> None:
    size = given.rng.randint(60_000, 200_000)
    start = given.rng.randint(0, len(given.noise) - size)
    ballast = given.noise[start : start + size]
    if given.rng.random() < 0.5:
        message.add_attachment(
            files.docx(text, ballast),
            "application",
            "vnd.openxmlformats-officedocument.wordprocessingml.document",
            filename="Ответ на письмо.docx",
        )
    else:
        message.add_attachment(
            files.pdf(text, ballast), "application", "pdf", filename="Ответ на письмо.pdf"
        )
