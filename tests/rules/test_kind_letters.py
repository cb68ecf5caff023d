"""What sort of mail a letter is: other business in our thread, strangers, machines, persons."""

from __future__ import annotations

import pytest

from rules.model import Mail, Reply
from rules.reading import read
from tests.rules.campaign import CIRCULAR, STRANGER, mail

ROBOT = {"Auto-Submitted": "auto-replied"}


def new(body: str, subject: str = "", sender: str = STRANGER, **rest: object) -> Mail:
    """A mail outside the thread, from a private mailbox unless told otherwise."""
    return mail(body, subject=subject, sender=sender, thread=False, **rest)  # type: ignore[arg-type]


LETTERS: list[tuple[str, Mail]] = [
    # Our letter has come, a question follows.
    ("reply ozersky", mail("Циркуляр получили, зарегистрировали. Расходы под отчёт кто даст?")),
    ("reply ozersky", mail("Запрос Ваш передан на исполнение, вх. 815. Форма сводки будет?")),
    ("reply ozersky", mail("А сколько мест в классе и кто платит за гостиницу?")),
    ("reply ozersky", mail("Куда звонить, если сервер не отвечает?")),
    ("reply ozersky", mail("Глава расписал на зама, он думает.")),
    ("reply ozersky", mail("Просим продлить срок до 1 сентября, связисты бастуют.")),
    ("reply ozersky", mail("+")),
    ("reply ozersky", mail("да")),
    ("reply ozersky", mail("Спасибо, Пётр Ильич, у нас то же самое, что в прошлый раз писали.")),
    ("reply ozersky", mail("Пришлите вложение ещё раз, файл не открывается")),
    ("reply ozersky", mail("Директум уже стоит с весны, учить некого, все грамотные.")),
    ("reply ozersky", mail("Автобусом приедет Рыков Лев Ильич, методист школы. Всё подключено.")),
    ("reply ozersky", mail("Директор школы Ким Олег Юрьевич приедет на учёбу. Кровлю чиним.")),
    ("reply ozersky", mail("Отвечаю на старое письмо: к подключению готовы.")),
    ("reply ozersky", mail("Школы к системе подключать тоже? Сама администрация готова.")),
    (
        "reply stepnovsky",
        mail("За отпускника отвечаю я. Готовы.", sender="stepnoe@mo.oblast.example"),
    ),
    # New mail, known or told.
    (
        "reply stepnovsky",
        new("Добрый день, это Степное. Нам ваш Директум не нужен, своя система.", "Отказ"),
    ),
    (
        "reply zarechinsky",
        new("г. Заречинск, отдел ИТ: каналы есть, ПК закуплены, подключаемся", ""),
    ),
    (
        "reply ozersky",
        new("На курсы СЭД отправляем Горину Майю Львовну. Озёрский р-н", "слушатель"),
    ),
    (
        "reply zvezdny",
        new("В продолжение разговора: ЗАТО Звёздный к СЭД будет готово 12 сентября.", "звонок"),
    ),
    (
        "reply primorsk",
        new(
            "Мэрия Приморска сообщает: администрация города Приморска готова к подключению.", "СЭД"
        ),
    ),
    (
        "reply ozersky",
        new("Ответ на № 02-02/398: во вложении.", "б/н", "ozerki@mo.oblast.example"),
    ),
    # Another matter under our subject.
    ("unrelated", mail("Для управления спорта: команда на турнир готова, форма пошита.")),
    (
        "unrelated",
        mail("Ошиблись веткой, извините. Урожай убран, зерно сдано, намолот 22 центнера."),
    ),
    ("unrelated", mail("Котельные опрессованы, теплотрасса сдана, готовы к зиме на 90 процентов.")),
    ("unrelated", mail("Это не по теме вашего письма: просим грамоту для ветерана Лосева И.К.")),
    ("unrelated", mail("Концерт перенесли, ансамбль готов выступить в субботу, ждём делегацию.")),
    (
        "unrelated",
        new(
            "К награждению предлагаем: Попова Ирина Юрьевна, доярка; Шаров Олег Львович, пастух.",
            "Представление на грамоты",
            "ozerki@mo.oblast.example",
        ),
    ),
    (
        "unrelated",
        new(
            "На конкурс «Лучший пахарь» направляем Зорина Петра Олеговича.",
            "Конкурс пахарей",
            "stepnoe@mo.oblast.example",
        ),
    ),
    (
        "unrelated",
        new("Избирательные участки готовы, списки сверены.", "Выборы", "zato@mo.oblast.example"),
    ),
    # Strangers.
    (
        "unrelated",
        new("Живу в селе Камышино, дорогу размыло. Готова показать. Лукина Р.П.", "Дорога"),
    ),
    (
        "unrelated",
        new("Проживаем в Михайловке Озёрского района, воды нет третий день!", "вода"),
    ),
    (
        "unrelated",
        new("Ищем работу программистом, готов к переезду в Озёрки. Зуев Иван", "соискатель"),
    ),
    (
        "unrelated",
        new(
            "Студентка пишет диплом о СЭД. Можно узнать, сколько районов подключено?",
            "Вопрос для диплома",
        ),
    ),
    (
        "unrelated",
        new(
            "Редакция «Степной вестник». Просим интервью о переходе на СЭД.",
            "интервью",
            "red@sv.example",
        ),
    ),
    (
        "unrelated",
        new("Продаём сканеры и серверы для СЭД, цены от 9 000 руб., скидка районам.", "Техника"),
    ),
    # Machines.
    ("auto_reply", mail("Спасибо за письмо! Мы ответим в ближайшее время.", headers=ROBOT)),
    ("auto_reply", mail("Я на больничном до 20 августа, по срочным делам к Зотовой.")),
    ("auto_reply", mail("Кабинет закрыт, в отпуске до 30-го, почту не смотрю.")),
    (
        "auto_reply",
        mail("Обращение принято к рассмотрению. Номер 4412.", subject="[#4412] Принято"),
    ),
    ("auto_reply", mail("Сотрудник переведён, ящик больше не проверяется, пишите в приёмную.")),
    (
        "bounce",
        mail(
            "Hi. This is the qmail-send program.\n<ozerki@mo.oblast.example>:\nno mailbox here",
            subject="failure notice",
            sender="mailer-daemon@relay.example",
        ),
    ),
    ("receipt", mail("Сообщение прочитано 09.08.2011 10:15:22", subject="Прочтено: О подключении")),
    # Mixed: persons, strangers and machines in few words.
    ("reply ozersky", mail("Готовы! Извините за задержку: уборка, выборы, ремонт школы.")),
    ("reply ozersky", mail("Прошу исключить из рассылки второй адрес, ответ дадим завтра.")),
    ("reply ozersky", mail("Не поняли, что от нас требуется. Перезвоните, пожалуйста.")),
    ("reply ozersky", mail("Денег нет, но вы держитесь ))")),
    ("reply ozersky", mail("Уже отвечали 9 августа, посмотрите почту.")),
    ("reply ozersky", mail("Учиться поедет Шубина Т. Р., а я с 15-го в отпуске.")),
    (
        "reply ozersky",
        mail("Я в отпуске, но отвечу: всё готово, обучать будем Носова Ивана Ильича."),
    ),
    ("reply ozersky", mail("Письмо переслано в отдел информатизации, оттуда и ответят.")),
    ("reply ozersky", mail("Ключи получили, спасибо. Когда приедет инженер?")),
    ("reply ozersky", mail("Поздравляем с праздником! А подключиться сможем к 10 сентября.")),
    (
        "reply zvezdny",
        mail("Отвечаем за ЗАТО: каналы связи есть.", sender="zato@mo.oblast.example"),
    ),
    (
        "reply stepnovsky",
        new("Белый Яр, сельсовет: район нас попросил ответить вам насчёт Директума, готовы.", ""),
    ),
    ("reply ozersky", new("Во исполнение письма от 03.08.2011: Озёрский район готов.", "Ответ")),
    (
        "reply ozersky",
        new(
            "Направляем скан ответа по СЭД",
            "СЭД",
            "priemnaya@ozerki.example",
            attached="Администрация Озёрского района сообщает о готовности к подключению.",
        ),
    ),
    (
        "reply zarechinsky",
        new("СЭД. Заречинцы готовы. Курсы: Белов А. А.", "", "b@zarechinsk.example"),
    ),
    (
        "reply stepnovsky",
        new("Кто у вас по Директуму? Позвоните в Степновский район 8(85142)2-11-30", "Директум"),
    ),
    ("reply ozersky", mail("Не готовы. Дороги нет, света нет, котельная стоит.")),
    (
        "reply ozersky",
        mail("Учебный центр сами найдём, расписание пришлите, преподаватель из наших будет."),
    ),
    ("reply ozersky", mail("Лицензии оплатим сами, счёт пришлите.")),
    ("reply ozersky", mail("Жалуемся на вашего инженера: не приехал, подключать некому.")),
    ("unrelated", mail("С днём рождения, Павел Николаевич! Здоровья и успехов!")),
    ("unrelated", mail("Приглашаем на праздник села, начало в 11, будет концерт.")),
    (
        "unrelated",
        new("Отчёт по сбору металлолома за июль прилагаем.", "Отчёт", "ozerki@mo.oblast.example"),
    ),
    (
        "unrelated",
        new(
            "К отопительному сезону готовы, паспорта готовности получены 12 августа.",
            "ОЗП",
            "stepnoe@mo.oblast.example",
        ),
    ),
    ("unrelated", new("Прошу включить в группу здоровья моего отца, он инвалид.", "Просьба")),
    ("unrelated", new("Сообщаю, что Озёрский район отключили от газа, люди мёрзнут!", "SOS")),
    (
        "unrelated",
        new(
            "Мы внедрили СЭД в 40 районах. Готовы обучить ваших специалистов.",
            "Предложение",
            "sale@doc.example",
        ),
    ),
    (
        "unrelated",
        new(
            "Кандидатуры в общественный совет: Ильина М. М., Сухов Р. Р.",
            "Общественный совет",
            "gorod@mo.oblast.example",
        ),
    ),
    (
        "unrelated",
        new(
            "Просим согласовать проект постановления о рыбалке.",
            "на согласование",
            "zarechinsk@mo.oblast.example",
        ),
    ),
    ("unrelated", new("Тест", "тест", "admin@provider.example")),
    (
        "unrelated",
        new(
            "Ваш ящик переполнен, перейдите по ссылке и введите пароль.",
            "Служба поддержки",
            "support@mai1.example",
        ),
    ),
    (
        "unrelated",
        new(
            "Пришлите реквизиты для перечисления субсидии.",
            "реквизиты",
            "stepnoe@mo.oblast.example",
        ),
    ),
    ("unrelated", new("", "")),
    ("auto_reply", mail("Меня нет. Буду 1 сентября. Всем пока!", headers=ROBOT)),
    (
        "auto_reply",
        mail(
            "Администрация района благодарит за обращение. Ответ будет дан в течение 30 дней.",
            headers=ROBOT,
        ),
    ),
    ("auto_reply", mail("I will be back on August 29.", subject="Out of Office: О подключении")),
    (
        "auto_reply",
        mail(
            "Ваш адрес добавлен в список ожидания, подтвердите, что вы не робот, по ссылке.",
            headers=ROBOT,
        ),
    ),
    (
        "auto_reply",
        mail(
            "Уважаемый отправитель! Ваше сообщение получено и будет обработано оператором.",
            sender="robot@portal.example",
        ),
    ),
    (
        "bounce",
        mail(
            "Ваше письмо не доставлено: ящик переполнен. 552 5.2.2 Mailbox full",
            subject="Недоставленное сообщение",
            sender="postmaster@ozerki.example",
        ),
    ),
    (
        "bounce",
        mail(
            "Reporting-MTA: dns; x\nFinal-Recipient: rfc822; zato@mo.oblast.example\n"
            "Action: failed\nStatus: 5.1.1",
            subject="Delivery Status",
            sender="mailer-daemon@x.example",
            return_path="",
        ),
    ),
    (
        "receipt",
        mail("Ваше сообщение было прочитано 05.08.2011 в 9:12.", subject="Подтверждение прочтения"),
    ),
    ("auto_reply", mail("Я в командировке, поедем с делегацией, вернусь в понедельник.")),
    ("reply ozersky", mail("Поедет Белова, меня до 20-го не будет на месте.")),
    ("unrelated", mail("Концерт в школе отменили, автобус не заказывайте.")),
    ("reply ozersky", mail("В школе интернет есть, в администрации тоже. Подключайте.")),
    ("reply ozersky", mail("Дорога до области дальняя, автобус один. Можно дистанционно?")),
    ("reply ozersky", mail("Вопрос о подключении вынесен на комиссию, она собирается 20 августа.")),
    (
        "unrelated",
        new(
            "Общественный совет собирается 20 августа, явка обязательна. Готовность подтвердите.",
            "Совет",
            "gorod@mo.oblast.example",
        ),
    ),
    (
        "reply zarechinsky",
        new(
            "Подключение согласовано главой, готовность полная. На учёбу Орлова Инна Павловна.",
            "Заречинск",
            "zarechinsk@mo.oblast.example",
        ),
    ),
    ("reply zarechinsky", new("Готовы полностью", "", "zarechinsk@mo.oblast.example")),
    (
        "reply primorsk",
        new("К вашему циркуляру: готовы частично, нет сервера", "Мэрия", "gorod@mo.oblast.example"),
    ),
    (
        "reply stepnovsky",
        new("Степное на связи! Подключать можно хоть завтра. Ученик: Рябов Егор", "привет"),
    ),
    (
        "unrelated",
        new(
            "Нужен программист? Готов подключить вашу администрацию к интернету, цена договорная.",
            "услуги",
        ),
    ),
    (
        "unrelated",
        new("Озёрский район, двор по Ленина 5: не вывозят мусор. Прошу принять меры.", "мусор"),
    ),
    ("unrelated", mail("Сводка по саранче: обработано 400 гектаров, урожай не пострадал.")),
    ("reply ozersky", mail("Сводка по готовности: компьютеров 12, лицензий 0, каналов 2.")),
    ("reply ozersky", mail("Список обучаемых: Ким О. Ю., Рогов П. А.")),
    ("reply ozersky", mail("ок")),
    ("reply ozersky", mail("Телефон исполнителя 2-15-40, звоните после обеда.")),
    (
        "auto_reply",
        mail("Приёмная района. Письмо зарегистрировано автоматически, вход. 2210.", headers=ROBOT),
    ),
    ("reply ozersky", mail("Зарегистрировано за вх. 2210, исполнитель Юдин.")),
    (
        "unrelated",
        mail(
            "Вы прислали это письмо в ветклинику «Барсик», мы не район и не область.",
            sender="vet@barsik.example",
        ),
    ),
    ("unrelated", mail("Ошиблись адресом, мы парикмахерская.", sender="salon@x.example")),
    ("unrelated", mail("Перестаньте слать мне письма!!!", sender="nn@mail.example")),
    # What a registry's clerk writes in place of a receipt, and what also answers.
    (
        "receipt",
        mail(
            "Подтверждаем, что письмо поступило и записано за № 18-40. Приёмная.",
            subject="Уведомление о получении",
        ),
    ),
    (
        "reply ozersky",
        mail(
            "Подтверждаем получение письма. К подключению готовы.",
            subject="Подтверждение получения",
        ),
    ),
    (
        "reply ozersky",
        mail(
            "Подтверждаем получение письма. А проезд кто оплатит?",
            subject="Подтверждение получения",
        ),
    ),
    # A citizen's appeal sent on.
    (
        "unrelated",
        new(
            "Направляем по принадлежности жалобу гражданки Рудь Л.К. на работу автобуса. О принятых"
            " мерах просим известить заявителя.",
            "О переадресации жалобы",
            "ozerki@mo.oblast.example",
        ),
    ),
]


def first_words(value: object) -> str | None:
    return value.parts[0].text[:40] if isinstance(value, Mail) else None


@pytest.mark.parametrize(("told", "letter"), LETTERS, ids=first_words)
def test_kind_and_recipient(told: str, letter: Mail) -> None:
    reading = read(letter, [CIRCULAR])
    kind, _, code = told.partition(" ")
    assert reading.kind.value == kind
    assert reading.recipients == ((code,) if code else ())


@pytest.mark.parametrize(
    "letter", [m for told, m in LETTERS if not told.startswith("reply")], ids=first_words
)
def test_what_is_no_reply_is_not_answered(letter: Mail) -> None:
    assert read(letter, [CIRCULAR]).reply is Reply.NONE
