"""An invented circular for the tests of the rules: five recipients, two questions."""

from __future__ import annotations

from datetime import date

from rules.model import Address, Circular, Mail, Part, PartRole, Question, Recipient

TEXT = """АППАРАТ ГУБЕРНАТОРА ПРИМОРСКОЙ ОБЛАСТИ
Советская ул., д. 1, г. Приморск

Уважаемые коллеги!

Учитывая вышеизложенное, прошу поручить до 25.08.2011 проинформировать о технической готовности \
к подключению к системе «Директум» и определить кандидатуру специалиста для включения в группу \
для обучения.

К.З. Полевой
"""

CIRCULAR = Circular(
    number="02-02-398",
    on=date(2011, 8, 3),
    subject="О подключении к системе «Директум»",
    deadline=date(2011, 8, 25),
    text=TEXT,
    timezone="Europe/Astrakhan",
    recipients=(
        Recipient(
            "ozersky",
            "Озёрский район",
            centre="с. Озёрки",
            addresses=("ozerki@mo.oblast.example",),
            domains=("ozerki.example",),
            phone_code="85141",
            settlements=("Озёрки", "Камышино", "Михайловка"),
        ),
        Recipient(
            "stepnovsky",
            "Степновский район",
            centre="п. Степное",
            addresses=("stepnoe@mo.oblast.example",),
            domains=("stepnoe.example",),
            phone_code="85142",
            settlements=("Степное", "Белый Яр", "Михайловка"),
        ),
        Recipient(
            "zarechinsky",
            "Заречинский район",
            centre="г. Заречинск",
            addresses=("zarechinsk@mo.oblast.example",),
            domains=("zarechinsk.example",),
            phone_code="85143",
            settlements=("Заречинск", "Ключи"),
        ),
        Recipient(
            "primorsk",
            "Город Приморск",
            centre="г. Приморск",
            addresses=("gorod@mo.oblast.example",),
            domains=("primorsk.example",),
            settlements=("Приморск",),
        ),
        Recipient(
            "zvezdny",
            "ЗАТО Звёздный",
            centre="г. Звёздный",
            addresses=("zato@mo.oblast.example",),
            domains=("zvezdny.example",),
            phone_code="85145",
            aliases=("ЗАТО",),
        ),
    ),
    questions=(
        Question(
            "readiness",
            "readiness",
            "Готовность",
            "сведения о готовности",
            ("подключение", "Директум", "СЭД", "система"),
        ),
        Question(
            "nominee",
            "nominee",
            "Специалист",
            "кандидатура",
            ("обучение", "группа", "курсы", "учёба"),
        ),
    ),
    message_ids=("<circular@oblast.example>",),
    own_addresses=("edo@oblast.example",),
    other_matters=("отопительный сезон", "учебный год", "выборы", "паводок"),
)

STRANGER = "vasya@mail.example"


def mail(
    body: str = "",
    *,
    subject: str = "Re: О подключении к системе «Директум»",
    sender: str = "ozerki@mo.oblast.example",
    name: str = "",
    thread: bool = True,
    headers: dict[str, str] | None = None,
    attached: str = "",
    **rest: object,
) -> Mail:
    """A mail in the thread of the circular, unless told otherwise."""
    parts = [Part("body", body)]
    if attached:
        parts.append(Part("Ответ.docx", attached, PartRole.ATTACHMENT))
    return Mail(
        subject=subject,
        sender=Address(name, sender),
        in_reply_to=CIRCULAR.message_ids if thread else (),
        headers=tuple((key.lower(), value) for key, value in (headers or {}).items()),
        parts=tuple(parts),
        **rest,  # type: ignore[arg-type]
    )
