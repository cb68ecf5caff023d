"""The MIME tree: which text is the body, what is attached, what was returned."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from asn1crypto import cms

from intake.limits import Limits
from intake.mime import parse
from rules.model import DeliveryStatus, Mail, PartRole


def read(text: str | bytes, limits: Limits | None = None) -> Mail:
    raw = text.encode() if isinstance(text, str) else text
    return parse(raw, limits or Limits(ocr=False))


def body(mail: Mail) -> str:
    assert mail.parts[0].name == "body"
    assert mail.parts[0].role in (PartRole.BODY, PartRole.FORWARDED)
    return mail.parts[0].text


def names(mail: Mail) -> list[tuple[str, str]]:
    return [(part.name, part.role.value) for part in mail.parts]


def multipart(subtype: str, *parts: str) -> str:
    joined = "".join(f"--B\n{part}\n" for part in parts)
    return f'From: a@a.example\nContent-Type: multipart/{subtype}; boundary="B"\n\n{joined}--B--\n'


PLAIN = "Content-Type: text/plain; charset=utf-8\n\n"
HTML = "Content-Type: text/html; charset=utf-8\n\n"
NAMED = "Content-Type: text/plain; charset=utf-8\nContent-Disposition: attachment; filename="


# Which text is the body


@pytest.mark.parametrize(
    ("plain", "rich", "chosen"),
    [
        pytest.param("Мы готовы.", "<p>Мы <b>готовы</b>.", "Мы готовы.", id="the same: plain"),
        pytest.param("", "<p>Мы готовы.", "Мы готовы.", id="plain is empty"),
        pytest.param("This message is in HTML", "<p>Мы готовы.", "Мы готовы.", id="plain refers to HTML"),  # noqa: E501
        pytest.param(
            "ФИО Тел Ли 5-11", "<table><tr><td>ФИО<td>Тел<tr><td>Ли<td>5-11</table>", "ФИО\tТел\nЛи\t5-11",  # noqa: E501
            id="plain lost the table",
        ),
        pytest.param("Мы готовы.", "", "Мы готовы.", id="HTML is empty"),
        pytest.param(
            "Здравствуйте.", "<p>Здравствуйте.<p>Сообщаем, что район полностью готов к работе.",
            "Здравствуйте.\n\nСообщаем, что район полностью готов к работе.", id="plain lost words",
        ),
    ],
)  # fmt: skip
def test_the_better_alternative_is_read(plain: str, rich: str, chosen: str) -> None:
    assert body(read(multipart("alternative", PLAIN + plain, HTML + rich))).strip() == chosen


def test_a_calendar_beside_the_text_is_not_an_attachment() -> None:
    calendar = "Content-Type: text/calendar\n\nBEGIN:VCALENDAR"
    mail = read(multipart("alternative", PLAIN + "Да", calendar))
    assert names(mail) == [("body", "body")]
    assert not mail.problems


def test_text_after_an_attachment_belongs_to_the_body() -> None:
    mail = read(
        multipart("mixed", PLAIN + "Ответ.", NAMED + "a.txt\n\nПриложение", PLAIN + "Footer")
    )
    assert body(mail) == "Ответ.\nFooter"
    assert names(mail) == [("body", "body"), ("a.txt", "attachment")]


def test_a_mail_without_text_has_an_empty_body() -> None:
    mail = read(multipart("mixed", NAMED + "a.txt\n\nГотовы"))
    assert body(mail) == ""
    assert mail.parts[1].text == "Готовы"


def test_a_text_file_as_the_whole_mail() -> None:
    mail = read("Content-Disposition: attachment; filename=otvet.txt\n\nReady")
    assert names(mail) == [("body", "body"), ("otvet.txt", "attachment")]


def test_flowed_text_is_joined_with_its_quotes() -> None:
    flowed = "Content-Type: text/plain; charset=utf-8; format=flowed\n\n"
    text = "Мы к подключению \nготовы.\n> старый \n> текст\n\n-- \nПодпись \nдалее"
    assert (
        body(read(flowed + text))
        == "Мы к подключению готовы.\n> старый текст\n\n-- \nПодпись далее"
    )


def test_delsp_takes_the_blank_away() -> None:
    flowed = "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n"
    assert body(read(flowed + "подклю \nчение  \nготово")) == "подключение готово"


# Encodings as they are broken


@pytest.mark.parametrize(
    ("encoding", "payload"),
    [
        pytest.param("base64", base64.b64encode("Мы готовы".encode()).decode(), id="base64"),
        pytest.param(
            " Base64 ", base64.b64encode("Мы готовы".encode()).decode().rstrip("="), id="no padding"
        ),
        pytest.param(
            "quoted-printable", "=D0=9C=D1=8B =\n=D0=B3=D0=BE=D1=82=D0=BE=D0=B2=D1=8B", id="qp"
        ),
        pytest.param(
            "7bit", "=D0=9C=D1=8B=20=D0=B3=D0=BE=D1=82=D0=BE=D0=B2=D1=8B", id="qp undeclared"
        ),
        pytest.param("8bit", "Мы готовы", id="8bit"),
        pytest.param("x-unknown", "Мы готовы", id="unknown encoding"),
    ],
)
def test_transfer_encodings(encoding: str, payload: str) -> None:
    raw = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n{payload}"  # noqa: E501
    assert body(read(raw)) == "Мы готовы"


def test_a_footer_in_clear_after_base64_is_kept() -> None:
    encoded = base64.b64encode("Мы готовы".encode()).decode()
    raw = f"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n{encoded}\n\n-- the list --\n"  # noqa: E501
    assert body(read(raw)).startswith("Мы готовы\n")


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r"])
@pytest.mark.parametrize("label", ["windows-1251", "koi8-r", "us-ascii", "nonsense"])
def test_a_body_with_a_wrong_charset(charset: str, label: str) -> None:
    head = f"Content-Type: text/plain; charset={label}\nContent-Transfer-Encoding: 8bit\n\n"
    assert body(read(head.encode() + "Мы готовы".encode(charset))) == "Мы готовы"


@pytest.mark.parametrize("charset", ["idna", "punycode", "unicode_escape", "undefined", "utf-7"])
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_charsets_that_are_none(charset: str, encoding: str) -> None:
    head = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n"
    mail = read(head.encode() + b"\xff\xfe 0JzRiw== \xd0")
    assert not [p for p in mail.problems if p.name == "unreadable_mail"]


def test_a_fault_of_our_own_leaves_the_header_and_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(leaf: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr("intake.leaves.text", fail)
    mail = read("Subject: x\n\nReady")
    assert (mail.subject, body(mail)) == ("x", "")
    assert [p.name for p in mail.problems] == ["unreadable_mail"]


def test_a_boundary_that_never_comes_gives_way_to_the_one_that_does() -> None:
    raw = multipart("mixed", PLAIN + "Мы готовы", NAMED + "a.txt\n\nx").replace('"B"', '"C"')
    assert body(read(raw)).strip() == "Мы готовы"


def test_html_that_calls_itself_plain_text() -> None:
    assert body(read(PLAIN + "<html><body><p>Мы<p>готовы</body></html>")) == "Мы\n\nготовы"


def opaque(content: bytes) -> str:
    info = {"content_type": "data", "content": content}
    data = cms.SignedData(
        {"version": "v1", "digest_algorithms": [], "encap_content_info": info, "signer_infos": []}
    )
    return base64.encodebytes(
        cms.ContentInfo({"content_type": "signed_data", "content": data}).dump()
    ).decode()


def test_the_body_of_an_opaquely_signed_mail() -> None:
    inner = multipart("mixed", PLAIN + "Мы готовы", NAMED + "a.txt\n\nСписок")
    raw = "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n"
    mail = read(raw + "Content-Transfer-Encoding: base64\n\n" + opaque(inner.encode()))
    assert names(mail) == [("body", "body"), ("a.txt", "attachment")]
    assert body(mail).strip() == "Мы готовы"


# Names of files


@pytest.mark.parametrize(
    ("parameter", "name"),
    [
        ('filename="Ответ.txt"'.encode(), "Ответ.txt"),
        ('filename="Ответ.txt"'.encode("windows-1251"), "Ответ.txt"),
        ('filename="Ответ.txt"'.encode("koi8-r"), "Ответ.txt"),
        (b'filename="=?utf-8?B?0J7RgtCy0LXRgi50eHQ=?="', "Ответ.txt"),
        (b"filename==?koi8-r?B?79TXxdQudHh0?=", "Ответ.txt"),
        (b"filename*=utf-8''%D0%9E%D1%82%D0%B2%D0%B5%D1%82.txt", "Ответ.txt"),
        (b"filename*=koi8-r''%EF%D4%D7%C5%D4.txt", "Ответ.txt"),
        (b"filename*0*=utf-8''%D0%9E%D1%82;\n filename*1*=%D0%B2%D0%B5%D1%82.txt", "Ответ.txt"),
        (b'filename="%D0%9E%D1%82%D0%B2%D0%B5%D1%82.txt"', "Ответ.txt"),
        (b'filename="../../etc/passwd"', "passwd"),
        (b'filename="C:\\\\temp\\\\a.txt"', "a.txt"),
        (b'filename="a\x01:b?.txt"', "ab.txt"),
        (b'filename="' + b"x" * 500 + b'.txt"', "x" * 110 + ".txt"),
        (b'filename=""', "Вложение.txt"),
        (b"filename*=bad'%ZZ", "bad'%ZZ"),
    ],
)
def test_a_name_is_read_and_never_drops_the_file(parameter: bytes, name: str) -> None:
    raw = b"Content-Type: text/plain\nContent-Disposition: attachment; " + parameter + b"\n\nReady"
    attached = read(raw).parts[1]
    assert (attached.name, attached.text) == (name, "Ready")


def test_names_are_unique() -> None:
    mail = read(multipart("mixed", *[NAMED + "a.txt\n\nx"] * 3))
    assert [p.name for p in mail.parts] == ["body", "a.txt", "a (2).txt", "a (3).txt"]


# Messages within messages


def forwarded(outer: MIMEMultipart) -> Mail:
    inner = EmailMessage()
    inner["From"] = "Вера <vera@a.example>"
    inner["Subject"] = "кого посылаем"
    inner.set_content("Посылаем Ли А.")
    inner.add_attachment("Список", filename="list.txt")
    outer.attach(MIMEText("см. ниже", "plain", "utf-8"))
    outer.attach(MIMEMessage(inner))
    return read(outer.as_bytes())


def test_a_nested_message_is_told_from_the_body() -> None:
    mail = forwarded(MIMEMultipart("mixed"))
    assert names(mail) == [
        ("body", "body"),
        ("Письмо.eml/body", "forwarded"),
        ("Письмо.eml/list.txt", "attachment"),
    ]
    assert mail.parts[1].text.strip() == (
        "От: Вера <vera@a.example>\nТема: кого посылаем\n\nПосылаем Ли А."
    )


def test_what_a_report_carries_is_returned() -> None:
    report = MIMEMultipart("report")
    report.set_param("report-type", "delivery-status")
    mail = forwarded(report)
    assert [role for _, role in names(mail)] == ["body", "returned", "returned"]
    assert mail.report_type == "delivery-status"


def test_what_a_daemon_carries_is_returned() -> None:
    outer = MIMEMultipart("mixed")
    outer["From"] = "MAILER-DAEMON@a.example"
    assert [role for _, role in names(forwarded(outer))] == ["body", "returned", "returned"]


def test_returned_headers() -> None:
    headers = "Content-Type: text/rfc822-headers\n\nSubject: our letter"
    mail = read(multipart("report", PLAIN + "Failed", headers))
    assert names(mail) == [("body", "body"), ("rfc822-headers", "returned")]


def test_an_encoded_message_is_opened() -> None:
    inner = base64.b64encode(b"From: v@a.example\nSubject: x\n\nReady").decode()
    part = f"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{inner}"
    mail = read(multipart("mixed", PLAIN + "см.", part))
    assert mail.parts[1].text == "От: <v@a.example>\nТема: x\n\nReady"


def test_a_message_attached_as_a_file() -> None:
    inner = "From: v@a.example\nContent-Type: text/plain; charset=utf-8\n\nГотовы"
    part = f'Content-Type: application/octet-stream; name="Ответ.eml"\n\n{inner}'
    mail = read(multipart("mixed", PLAIN + "см.", part))
    assert names(mail)[1] == ("Ответ.eml/body", "forwarded")


STATUS = "Content-Type: message/delivery-status\n{head}\nReporting-MTA: dns; mx\n{gap}\n{body}"
RECIPIENT = "Final-Recipient: rfc822; <A@A.example>\nAction: Failed\nStatus: 5.1.1 (bad)\nDiagnostic-Code: smtp; 550 no"  # noqa: E501


@pytest.mark.parametrize("gap", ["", "\n", "\n\n \n"])
def test_delivery_status(gap: str) -> None:
    status = STATUS.format(head="", gap=gap, body=RECIPIENT)
    mail = read(multipart("report", PLAIN + "Failed", status))
    assert mail.delivery_status == (
        DeliveryStatus("a@a.example", "failed", "5.1.1", "smtp; 550 no"),
    )


def test_encoded_delivery_status() -> None:
    encoded = base64.b64encode(f"Reporting-MTA: dns; mx\n\n{RECIPIENT}".encode()).decode()
    part = f"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n{encoded}"
    assert read(multipart("report", PLAIN + "x", part)).delivery_status[0].status == "5.1.1"


def test_a_read_receipt_tells_its_disposition() -> None:
    part = (
        "Content-Type: message/disposition-notification\n\nDisposition: manual-action/x; displayed"
    )
    mail = read(multipart('report; report-type="disposition-notification"', PLAIN + "Read", part))
    assert mail.report_type == "disposition-notification"
    assert names(mail)[1] == ("disposition-notification", "returned")
    assert "displayed" in mail.parts[1].text


def test_a_detached_signature_is_no_doubt() -> None:
    signature = "Content-Type: application/pkcs7-signature; name=smime.p7s\n\nMIIB"
    mail = read(multipart("signed", PLAIN + "Готовы", signature))
    assert names(mail) == [("body", "body")]
    assert not mail.problems


def test_an_encrypted_mail_is_a_doubt() -> None:
    part = (
        "Content-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----"
    )
    mail = read(
        multipart("encrypted", "Content-Type: application/pgp-encrypted\n\nVersion: 1", part)
    )
    assert "encrypted_attachment" in [p.name for p in mail.problems]


# Bounds


def test_absurd_nesting_is_a_doubt_not_a_crash() -> None:
    raw = "From: a@a.example\nSubject: x\n"
    for level in range(2000):
        raw += f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n'
    mail = read(raw + "\nReady")
    assert mail.subject == "x"
    assert [p.name for p in mail.problems] == ["unreadable_mail"]


def test_nesting_two_hundred_deep() -> None:
    raw = "From: a@a.example\n"
    for level in range(200):
        raw += f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n'
    assert "unreadable_mail" in [p.name for p in read(raw + "\nReady").problems]


def test_the_number_of_parts_is_bounded() -> None:
    mail = read(multipart("mixed", *[NAMED + "a.txt\n\nx"] * 500))
    assert len(mail.parts) <= 1 + Limits().attachments
    assert {p.name for p in mail.problems} == {"unreadable_mail"}


def test_the_size_of_text_is_bounded() -> None:
    mail = read(PLAIN + "x" * 5000, Limits(text=1000))
    assert len(body(mail)) == 1000
    assert [p.name for p in mail.problems] == ["too_large"]


@pytest.mark.parametrize("raw", [b"", b"\0", b"\n\n\n", b"\xff" * 100, b"From", b":", b"--\n--\n"])
def test_anything_is_a_mail(raw: bytes) -> None:
    assert body(parse(raw)) is not None
