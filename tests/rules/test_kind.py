"""What sort of mail each is. Letters are read whole: the kind asks what the questions found."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake import mime
from rules import kind, segments
from rules.model import Address, DeliveryStatus, Kind, Mail, Part, PartRole, Reply
from rules.reading import read
from tests.rules.campaign import CIRCULAR, STRANGER, mail

SAMPLES = Path(__file__).parents[1] / "mail-samples"


def kind_of(letter: Mail) -> tuple[str, list[str]]:
    """The kind, and the doubts about the kind."""
    reading = read(letter, [CIRCULAR])
    doubts = [d.name for d in reading.doubts if d.name in ("unsure_kind", "automatic_header")]
    return reading.kind.value, doubts


def new(
    body: str, subject: str = "", sender: str = "ozerki@mo.oblast.example", **rest: object
) -> Mail:
    """A mail outside the thread."""
    return mail(body, subject=subject, sender=sender, thread=False, **rest)  # type: ignore[arg-type]


REPLIES = [
    mail("Готовы"),
    mail("+"),
    mail("Получили, спасибо, ответим в срок."),
    mail("Подскажите, куда подъехать за лицензиями?"),
    mail("Кто у вас отвечает за ключи? Полевой трубку не берёт."),
    mail(
        "Письмо зарегистрировано, вх. № 3377. У нас открылась одна страница, пришлите приложение."
    ),
    mail("Нахожусь в отпуске, но отвечу: район к подключению готов, на обучение едет Петрова А.И."),
    mail("Наш программист в отпуске, о готовности ответим после его возвращения."),
    mail("Ваше письмо зарегистрировано под № 12. Район готов. На обучение направляем Петрову А.И."),
    mail("Поздравляем с праздником! К подключению готовы, на обучение едет Петрова Анна."),
    mail(
        "К отопительному сезону готовы, к подключению к Директуму нет. На курсы никого не пошлём."
    ),
    mail("Жалоб на связь нет, прошу принять меры к выдаче лицензий.", subject="Ответ на 02-02-398"),
    new("Готовность имеется, учиться поедет Петрова А.А.", "директум"),
    new("К подключению готовы."),
    new("Направляем кандидатуру на обучение: Петрова Анна Ивановна, специалист.", "кандидатура"),
    new("Администрация Озёрского района готова к подключению.", sender=STRANGER),
    new("На № 02-02-398 сообщаем, что готовы.", "ответ", STRANGER),
    new("Прошу включить меня в группу для обучения (письмо от 3 августа).", "заявка", STRANGER),
    new(
        "См. вложение.",
        "Ответ",
        attached="АДМИНИСТРАЦИЯ\n«ОЗЁРСКИЙ РАЙОН»\nНа № 02-02-398\n\nСообщаем о готовности.",
    ),
]


@pytest.mark.parametrize("letter", REPLIES, ids=lambda m: m.parts[0].text[:40])
def test_replies(letter: Mail) -> None:
    assert kind_of(letter) == ("reply", [])


MACHINES = [
    mail("Здравствуйте! Я в отпуске до 29 августа. По срочным вопросам - Петрова, 2-11-22."),
    mail("Добрый день. Меня не будет в офисе с 1 по 20 августа."),
    mail(
        "Отсутствую на рабочем месте до 22 августа. По вопросам СЭД - Иванова Анна, тел. 2-22-33."
    ),
    mail("Приветик! Это автоответчик :) Я уехала на море и почту не читаю."),
    mail("I am out of the office till August 22 with limited access to e-mail."),
    mail("Ваше обращение зарегистрировано под номером 4455 и будет рассмотрено в срок."),
    mail("Заявка принята в работу.", subject="[#20110803-17] О подключении к системе «Директум»"),
    mail("Этот почтовый ящик больше не просматривается. Пишите на новый."),
    mail("Оно автоматически перенаправлено в приёмную."),
    mail("Письмо создано автоматически, отвечать на него не нужно."),
    mail("Буду 1 сентября :)", subject="Автоматический ответ: О подключении"),
    mail("Благодарим за обращение.", headers={"Auto-Submitted": "auto-replied"}),
    mail("К ответу буду готов 1 сентября.", headers={"X-Autoreply": "yes"}),
    mail("Сотрудник Иванов И.И. больше не работает в администрации."),
    mail(
        "С 8 по 29 августа я нахожусь в учебном отпуске. По срочным делам обращайтесь к Зурину "
        "Льву Юрьевичу, тел. 2-13-09.\n\nначальник организационного отдела",
        subject="Нет на работе: О подключении",
        headers={"Auto-Submitted": "auto-generated"},
    ),
    mail("Болею до 24 августа, выйду 25-го.", headers={"X-Autoreply": "yes"}),
]


@pytest.mark.parametrize("letter", MACHINES, ids=lambda m: m.parts[0].text[:40])
def test_answering_machines(letter: Mail) -> None:
    reading = read(letter, [CIRCULAR])
    assert (reading.kind, reading.reply) == (Kind.AUTO_REPLY, Reply.NONE)


def test_a_real_answer_with_an_automatic_header_is_read_and_not_answered() -> None:
    text = "Сообщаем о технической готовности к подключению. На обучение направляем Петрову А.И."
    reading = read(mail(text, headers={"Auto-Submitted": "auto-generated"}), [CIRCULAR])
    assert (reading.kind, reading.recipient, reading.reply) == (
        Kind.REPLY,
        "ozersky",
        Reply.NONE,
    )


def test_such_a_header_from_a_stranger_is_a_doubt() -> None:
    text = "Озёрский район: сообщаем о технической готовности к подключению, едет Петрова А.И."
    letter = mail(text, sender=STRANGER, headers={"Auto-Submitted": "auto-generated"})
    assert kind_of(letter) == ("reply", ["automatic_header"])


BOUNCES = [
    (
        mail(
            "Сбой доставки следующим получателям:\nold@ozerki.example\n#550 5.1.1 not found ##",
            subject="Недоставлено: О подключении",
            sender="postmaster@ozerki.example",
        ),
        ("old@ozerki.example", True),
    ),
    (
        mail(
            "Hi. This is the qmail-send program.\n<a@ozerki.example>:\nSorry, no mailbox. (#5.1.1)",
            subject="failure notice",
            sender="mailer-daemon@mail.example",
        ),
        ("a@ozerki.example", True),
    ),
    (
        mail(
            "Ваше сообщение для zato@zvezdny.example не доставлено.\nКод: 554 5.7.1 rejected",
            subject="Сообщение отклонено",
            sender="filter@zvezdny.example",
            headers={"X-Failed-Recipients": "zato@zvezdny.example"},
        ),
        ("zato@zvezdny.example", True),
    ),
    (
        mail(
            "Warning: message still undelivered after 4 hours\n451 Name server timeout\n"
            "Will keep trying\n\nFinal-Recipient: RFC822; a@ozerki.example\nAction: delayed\n",
            subject="Warning: could not send message for past 4 hours",
            sender="mailer-daemon@ozerki.example",
        ),
        ("a@ozerki.example", False),
    ),
]


@pytest.mark.parametrize(
    ("letter", "failed"), BOUNCES, ids=["exchange", "qmail", "filter", "delay"]
)
def test_bounces_without_structure(letter: Mail, failed: tuple[str, bool]) -> None:
    reading = read(letter, [CIRCULAR])
    assert (reading.kind, reading.reply) == (Kind.BOUNCE, Reply.NONE)
    assert [(b.address, b.permanent) for b in reading.bounced] == [failed]


@pytest.mark.parametrize(
    ("action", "status", "wanted"),
    [
        ("failed", "5.1.1", "bounce"),
        ("delayed", "4.4.1", "bounce"),
        ("delivered", "2.0.0", "receipt"),
    ],
)
def test_delivery_status_notifications(action: str, status: str, wanted: str) -> None:
    report = Mail(
        sender=Address("", "mailer-daemon@mail.example"),
        report_type="delivery-status",
        delivery_status=(DeliveryStatus("a@ozerki.example", action, status),),
        parts=(
            Part("body", "See the report."),
            Part("mail.eml/body", "Мы готовы.", PartRole.RETURNED),
        ),
    )
    reading = read(report, [CIRCULAR])
    assert (reading.kind.value, reading.reply) == (wanted, Reply.NONE)
    assert [(b.address, b.permanent) for b in reading.bounced] == (
        [("a@ozerki.example", action == "failed")] if wanted == "bounce" else []
    )


RECEIPTS = [
    mail("Ваше сообщение\n\nКому: Иванов\nТема: О подключении\n\nпрочитано 03.08.2011 15:35.",
         subject="Прочитано: О подключении"),
    mail("This receipt verifies that the message has been displayed.", subject="Read: О ней"),
    mail("было удалено без прочтения 5 сентября 2011 г.", subject="Не прочитано: О подключении"),
    mail("Сообщение доставлено следующим получателям: a@ozerki.example",
         subject="Доставлено: О подключении", sender="postmaster@ozerki.example"),
    mail("Уведомление о получении\nполучен B.S. Ivanov/Adm/Gorod",
         subject="Return Receipt: О подключении"),
    mail("Это подтверждение того, что Ваше письмо было прочитано получателем.",
         subject="Подтверждение прочтения: О подключении"),
    mail("", report_type="disposition-notification"),
]  # fmt: skip


@pytest.mark.parametrize("letter", RECEIPTS, ids=lambda m: m.subject[:30])
def test_receipts(letter: Mail) -> None:
    reading = read(letter, [CIRCULAR])
    assert (reading.kind, reading.reply) == (Kind.RECEIPT, Reply.NONE)


OTHERS = [
    new("Поздравляем с юбилеем! Желаем здоровья и успехов.", "С юбилеем!"),
    new("Из 9 котельных готовы 8, отопительный сезон начнём вовремя.", "Ответ на № 03-11-377"),
    new("На Ваш № 05-01-122 от 20.07.2011 направляем списки присяжных.", "списки"),
    new("Продаём серверы со скидкой! Чтобы отписаться, нажмите здесь.", "Скидки", "a@shop.example"),
    new("Направляем счёт на оплату обучения слушателя группы.", "Счёт № 418", "buh@firm.example"),
    new("Хотел бы работать у вас, готов пройти обучение Директуму.", "резюме", STRANGER),
    new("Я пенсионер, третий год течёт крыша, подрядчик готов.", "Жалоба", STRANGER),
    new("Dear friend, I have a business proposal.", "Proposal", "x@y.example"),
    new("Прошу согласовать проект распоряжения о празднике.", "Согласование"),
]


@pytest.mark.parametrize("letter", OTHERS, ids=lambda m: m.parts[0].text[:40])
def test_what_is_about_other_things(letter: Mail) -> None:
    assert kind_of(letter) == ("unrelated", [])


UNSURE = [
    mail("Готовность школ к новому учебному году: принято 31 из 33, не готовы две."),
    mail("Отчёт о ходе призыва: план 45, призвано 40."),
    new("Письмо получили, исполним.", "приёмная"),
    new("Готовы подключить Директум и обучить хоть завтра!", "предложение", "x@firm.example"),
]


@pytest.mark.parametrize("letter", UNSURE, ids=lambda m: m.parts[0].text[:40])
def test_what_cannot_be_told_goes_to_a_person(letter: Mail) -> None:
    assert kind_of(letter)[1] == ["unsure_kind"]


def test_our_own_letter_in_the_inbox_is_no_answer() -> None:
    text = "Мы поняли Ваш ответ так: к подключению готовы, на обучение едет Петрова А.И."
    reading = read(mail(text, sender="edo@oblast.example"), [CIRCULAR])
    assert (reading.kind, reading.answers, reading.reply) == (Kind.UNRELATED, (), Reply.NONE)


@pytest.mark.parametrize(
    "letter",
    [
        mail("Готовы.", headers={"List-Id": "<sed.example>"}),
        mail("Готовы.", headers={"Precedence": "bulk"}),
        mail("Готовы.", headers={"X-Auto-Response-Suppress": "All"}),
        mail("Готовы.", return_path=""),
        mail("Готовы.", sender="noreply@ozerki.example"),
        mail("Готовы.", sender="edo@oblast.example"),
        Mail(parts=(Part("body", "Готовы."),), in_reply_to=CIRCULAR.message_ids),
    ],
    ids=["list", "bulk", "suppress", "null sender", "noreply", "ourselves", "nobody"],
)
def test_never_answered(letter: Mail) -> None:
    assert read(letter, [CIRCULAR]).reply is Reply.NONE


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
def test_real_bounces() -> None:
    """At least 92 % are told, and none is ever answered."""
    told = []
    for path in sorted((SAMPLES / "flufl.bounce").glob("*.eml")):
        document = segments.document(mime.parse(path.read_bytes()), [CIRCULAR])
        what = kind.classify(document, CIRCULAR)
        told.append(what.kind is Kind.BOUNCE)
        assert what.kind is not Kind.REPLY, path.name
    assert sum(told) >= 0.92 * len(told) > 100
