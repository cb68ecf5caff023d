"""Render cases.toml to b001.eml … and gold.jsonl in this folder: `python build.py [b007 …]`."""

import email
import hashlib
import io
import json
import sys
import tomllib
from datetime import datetime
from email import base64mime, quoprimime
from email.generator import BytesGenerator
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import encode_rfc2231, format_datetime, formataddr, parseaddr
from pathlib import Path
from typing import Any

import bodies
import papers

HERE = Path(__file__).resolve().parent
CIRCULAR = HERE.parents[1] / "circulars/02-02-398/letter.txt"
CIRCULAR_ID = "<20110803.02-02-398@astrobl.example>"
SENDER = ("Администрация Губернатора Астраханской области", "edo@astrobl.example")
CIRCULAR_SUBJECT = "О подключении к системе «Директум»"
CIRCULAR_TIME = datetime.fromisoformat("2011-08-03T15:10:02+04:00")
MAILERS = {
    "outlook": "Microsoft Office Outlook 12.0",
    "outlook_en": "Microsoft Outlook Express 6.00.2900.5931",
    "thebat": "The Bat! (v4.0.38) Professional",
    "iphone": "iPhone Mail (8L1)",
    "mailru": "Mail.Ru Mailer 1.0",
    "yandex": "Yamail [ http://yandex.ru ] 5.0",
}
Case = dict[str, Any]


def circular_text() -> str:
    """The circular from its salutation on: what clients quote of a mail, without the letterhead."""
    text = CIRCULAR.read_text(encoding="utf-8")
    return text[text.index("Уважаемые коллеги") :].strip() + "\n"


def quote_of(case: Case) -> bodies.Quote | None:
    client = case.get("quote", "none")
    if client == "none" or case.get("quote_place") == "inline":
        return None
    name, address = parseaddr(case["quote_from"]) if "quote_from" in case else SENDER
    when = case.get("quote_when")
    return bodies.Quote(
        client=client,
        text=case.get("quote_text") or circular_text(),
        name=name,
        address=address,
        when=datetime.fromisoformat(when) if when else CIRCULAR_TIME,
        to=case["from"]["address"],
        subject=CIRCULAR_SUBJECT,
    )


def own_words(case: Case) -> str:
    signature = case.get("signature", "")
    body = case["body"].strip("\n")
    words = f"{body}\n\n{signature}" if signature else body
    return words.strip("\n") + "\n" if words.strip() else ""


def letters(text: str, charset: str) -> str:
    """KOI8-R has no chevrons and no №: its clients put '"' and 'N' instead."""
    return text.translate(str.maketrans("«»№–—", '""N--')) if charset == "koi8-r" else text


def text_part(text: str, subtype: str, form: Case) -> Message:
    """A text entity in the form's charset; the header may lie about it (`declared`)."""
    charset, cte = form.get("charset", "utf-8"), form.get("cte", "base64")
    part = MIMENonMultipart("text", subtype)
    declared = form.get("declared") or charset
    del part["Content-Type"]
    parameter = "" if declared == "none" else f'; charset="{declared}"'
    part["Content-Type"] = f"text/{subtype}{parameter}"
    raw = letters(text, charset).replace("\n", "\r\n").encode(charset)
    if cte in ("base64", "quoted-printable"):
        lines = raw.replace(b"\r\n", b"\n").decode("latin-1")
        encoded = base64mime.body_encode(raw) if cte == "base64" else quoprimime.body_encode(lines)
        part.set_payload(encoded)
    else:
        part.set_payload(raw.decode("ascii", "surrogateescape"))
    part["Content-Transfer-Encoding"] = cte
    return part


def body_part(case: Case) -> Message:
    form, quote, own = case.get("form", {}), quote_of(case), own_words(case)
    if form.get("cte") == "8bit":
        own = "\n".join(bodies.wrapped(own, 78)) + "\n"
    plain = text_part(bodies.plain(own, quote, case.get("quote_place") == "above"), "plain", form)
    kind = form.get("type", "plain")
    if kind == "plain":
        return plain
    markup = form.get("html") or bodies.HTML[form.get("style", "webmail")](own, quote)
    page = text_part(markup.strip("\n") + "\n", "html", form)
    if form.get("logo"):
        page = with_logo(page)
    if kind == "html":
        return page
    both = MIMEMultipart("alternative")
    both.attach(plain)
    both.attach(page)
    return both


def with_logo(page: Message) -> Message:
    related = MIMEMultipart("related", type="text/html")
    related.attach(page)
    image = MIMEImage(papers.logo(), "gif", name="image001.gif")
    image["Content-ID"] = "<image001.gif@01CC5685.4C3A7B10>"
    related.attach(image)
    return related


def signed(words: Message) -> Message:
    """multipart/signed (RFC 8551) whose signature holds nothing but its content type."""
    whole = MIMEMultipart("signed", protocol="application/x-pkcs7-signature", micalg="sha1")
    whole.attach(words)
    content = bytes.fromhex("300b06092a864886f70d010702")
    part = MIMEBase("application", "x-pkcs7-signature", name="smime.p7s")
    part.set_payload(base64mime.body_encode(content))
    part["Content-Transfer-Encoding"] = "base64"
    part["Content-Disposition"] = 'attachment; filename="smime.p7s"'
    whole.attach(part)
    return whole


def attachment(spec: Case, number: int) -> Message:
    if spec["kind"] == "eml":
        return forwarded(spec)
    make, mime = papers.MAKERS[spec["kind"]]
    part = MIMEBase(*mime.split("/"))
    part.set_payload(base64mime.body_encode(make(spec)))
    part["Content-Transfer-Encoding"] = "base64"
    # Outlook wraps names in encoded words, Thunderbird and webmail follow RFC 2231.
    if number % 2:
        part.set_param("name", Header(spec["name"], "windows-1251").encode(maxlinelen=900))
        word = Header(spec["name"], "windows-1251").encode(maxlinelen=900)
        part["Content-Disposition"] = f'attachment; filename="{word}"'
    else:
        value = encode_rfc2231(spec["name"], "utf-8", "")
        part["Content-Disposition"] = f"attachment; filename*={value}"
    return part


def forwarded(spec: Case) -> Message:
    inner = text_part(spec["text"].strip("\n") + "\n", "plain", {"charset": "koi8-r"})
    head = {"from": dict(zip(("name", "address"), parseaddr(spec["from"]), strict=True)), **{
        key: spec[key] for key in ("subject", "date")}}  # fmt: skip
    address(inner, {"id": "inner", "thread": False, "to": "suhov@enotaevka.example", **head})
    part = MIMEBase("message", "rfc822")
    part.attach(inner)
    part["Content-Disposition"] = "attachment"
    return part


def report(case: Case, words: Message) -> Message:
    """multipart/report (RFC 6522): the words, the machine's part, the returned circular."""
    spec = case["report"]
    whole = MIMEMultipart("report", report_type=spec["type"])
    whole.attach(words)
    machine = f"Content-Type: message/{spec['type']}\n\n{spec['machine'].strip()}\n"
    whole.attach(email.message_from_string(machine))
    returned = text_part(circular_text(), "plain", {"charset": "windows-1251"})
    address(returned, {
        "id": "circular", "subject": CIRCULAR_SUBJECT, "date": CIRCULAR_TIME.isoformat(),
        "from": {"name": SENDER[0], "address": SENDER[1]}, "thread": False,
        "to": "undisclosed-recipients:;", "message_id": CIRCULAR_ID})  # fmt: skip
    if spec["returned"] == "message":
        part = MIMEBase("message", "rfc822")
        part.attach(returned)
        whole.attach(part)
    elif spec["returned"] == "headers":
        part = MIMENonMultipart("text", "rfc822-headers")
        part.set_payload("\n".join(f"{k}: {v}" for k, v in returned.items()) + "\n")
        whole.attach(part)
    return whole


def entity(case: Case) -> Message:
    words = body_part(case)
    if case.get("form", {}).get("signed"):
        return signed(words)
    if "report" in case:
        return report(case, words)
    if "calendar" in case:
        both = MIMEMultipart("alternative")
        both.attach(words)
        both.attach(text_part(case["calendar"].lstrip("\n"), "calendar; method=REQUEST", {}))
        return both
    if not case.get("attachments"):
        return words
    mixed = MIMEMultipart("mixed")
    mixed.attach(words)
    for spec in case["attachments"]:
        mixed.attach(attachment(spec, int(case["id"][1:])))
    return mixed


def address(message: Message, case: Case) -> None:
    charset = case.get("form", {}).get("charset", "utf-8").replace("us-ascii", "utf-8")

    def coded(text: str) -> str:
        if text.isascii():
            return text
        return Header(letters(text, charset), charset).encode(linesep="\n")

    name, mailbox = case["from"]["name"], case["from"]["address"]
    quoted = formataddr((name, mailbox)) if name.isascii() else f"{coded(name)} <{mailbox}>"
    message["From"] = quoted if name else mailbox
    message["To"] = case.get("to") or f"{coded(SENDER[0])} <{SENDER[1]}>"
    message["Subject"] = coded(case["subject"])
    message["Date"] = format_datetime(datetime.fromisoformat(case["date"]))
    digest = hashlib.sha1(case["id"].encode(), usedforsecurity=False).hexdigest()[:10]
    domain = mailbox.split("@")[1]
    message["Message-ID"] = case.get("message_id") or f"<{case['id']}.{digest}@{domain}>"
    if case.get("thread", True):
        message["In-Reply-To"] = CIRCULAR_ID
        message["References"] = CIRCULAR_ID
    if case.get("quote") in MAILERS:
        message["X-Mailer"] = MAILERS[case["quote"]]
    for key, value in case.get("headers", {}).items():
        message[key] = coded(value) if key != "List-Id" else Header(value, "utf-8").encode()


def rendered(case: Case) -> bytes:
    outer = entity(case)
    del outer["MIME-Version"]
    content = {key: outer[key] for key in ("Content-Type", "Content-Transfer-Encoding")}
    for key in content:
        del outer[key]
    address(outer, case)
    outer["MIME-Version"] = "1.0"
    for key, value in content.items():
        if value:
            outer[key] = value
    for number, part in enumerate(p for p in outer.walk() if p.get_content_maintype() ==
                                  "multipart"):  # fmt: skip
        part.set_boundary(f"----=_NextPart_{case['id']}_{number}")
    buffer = io.BytesIO()
    policy = compat32.clone(linesep="\r\n", cte_type="8bit")
    BytesGenerator(buffer, mangle_from_=False, policy=policy).flatten(outer)
    raw = buffer.getvalue()
    return with_raw_headers(raw, case) if case.get("form", {}).get("raw_headers") else raw


def with_raw_headers(raw: bytes, case: Case) -> bytes:
    """Old clients wrote the headers in bare 8-bit letters, against RFC 5322."""
    head, body = raw.split(b"\r\n\r\n", 1)
    kept = [x for x in head.split(b"\r\n") if not x.startswith((b"From:", b"Subject:", b" "))]
    charset, sender = case["form"]["charset"], case["from"]
    kept[:0] = [
        f"From: {sender['name']} <{sender['address']}>".encode(charset),
        f"Subject: {case['subject']}".encode(charset),
    ]
    kept = [b"To: <edo@astrobl.example>" if x.startswith(b"To:") else x for x in kept]
    return b"\r\n".join(kept) + b"\r\n\r\n" + body


def gold(case: Case) -> Case:
    told = case["gold"]
    fields = ("name", "position", "phone", "email")
    nominees = [{f: n.get(f) for f in fields} for n in told.get("nominees", [])]
    answer = {key: told.get(key) for key in ("kind", "municipality", "readiness", "ready_by")}
    return {"id": case["id"], **answer, "nominees": nominees, "note": case["note"]}


def main() -> None:
    cases = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["case"]
    chosen = set(sys.argv[1:])
    for case in cases:
        if not chosen or case["id"] in chosen:
            (HERE / f"{case['id']}.eml").write_bytes(rendered(case))
    told = (json.dumps(gold(case), ensure_ascii=False) + "\n" for case in cases)
    (HERE / "gold.jsonl").write_text("".join(told), encoding="utf-8")


if __name__ == "__main__":
    main()
