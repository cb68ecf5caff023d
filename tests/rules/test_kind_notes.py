"""Notes that machines write for people, mail of other business, and people who sound like them."""

from __future__ import annotations

import pytest

from rules.model import Kind, Mail, Reply
from rules.reading import read
from tests.rules.campaign import CIRCULAR, STRANGER, TEXT, mail


def new(body: str, subject: str = "", sender: str = "ozerki@mo.oblast.example") -> Mail:
    """A recipient's mail outside the thread."""
    return mail(body, subject=subject, sender=sender, thread=False)


QUOTE = "\n".join(f"> {line}" for line in TEXT.splitlines())

AWAY = [
    mail("До 22 августа я в отпуске, вместо меня Петрова Анна Сергеевна, тел. 2-11-12."),
    new(f"Я в отпуске по 19.08. Замещает Сидорова Н.И., тел. 5-11-33.\n\n{QUOTE}", "Отпуск"),
    mail(
        "Ваше сообщение получено. Я вернусь на рабочее место 29 августа. Если вопрос не терпит "
        "отлагательства, звоните моему заместителю Юсупову Р.Ш. по тел. 8-927-555-10-10."
    ),
    mail("С 1 августа я не работаю в отделе связи. Все вопросы – к Гусеву Петру Ильичу."),
    mail("Этот сотрудник у нас больше не работает. Пишите на adm@ozerki.example"),
    mail("В настоящее время я отсутствую. Ваше письмо переслано моему заместителю."),
    mail("В отпуске до 29.08. За меня - Петров."),
    mail("С 01.08.2011 перехожу на работу в Министерство финансов. Вопросы прошу адресовать Ли."),
    mail("Иванов И.И. уволен 29.07.2011. Корреспонденция принимается по другому адресу."),
    mail("Я вышел на пенсию. Пишите преемнику: orlov@ozerki.example."),
    mail("Привет! Я на море :) Буду 25-го."),
    mail("Письмо получено почтовым роботом администрации и поставлено в очередь."),
]


@pytest.mark.parametrize("letter", AWAY, ids=lambda m: m.parts[0].text[:40])
def test_who_is_away_and_names_a_substitute_is_a_machine(letter: Mail) -> None:
    reading = read(letter, [CIRCULAR])
    assert (reading.kind.value, reading.reply, reading.doubts) == ("auto_reply", Reply.NONE, ())


PEOPLE = [
    mail("Программист в отпуске до 22 августа. На обучение поедет Эрдниева Надежда Сергеевна."),
    mail("Я с понедельника в отпуске, поэтому отвечаю сейчас: готовы, обращайтесь к заму."),
    mail("Лазарев А.А. (он у нас уже не работает) получил три ключа, передайте, сколько положено?"),
    mail("Зуева Анна Петровна уволилась, вместо неё - Ким Ольга Ивановна, методист."),
    mail("Системный администратор уволен, подключать некому. Звоните в приёмную."),
]


@pytest.mark.parametrize("letter", PEOPLE, ids=lambda m: m.parts[0].text[:40])
def test_who_speaks_of_the_matter_or_asks_is_a_person(letter: Mail) -> None:
    assert read(letter, [CIRCULAR]).kind.value == "reply"


SECRETARIES = [
    mail("Письмо получено, прочитано."),
    mail("получено, зарегистрировано вх. 1740 от 03.08.2011\nКатя, приемная"),
    mail("Добрый день.\nВаше письмо получили, спасибо.\n\nС уважением,\nЗуева А.А., общий отдел"),
    mail("Подтверждаю получение Вашего письма от 3 августа."),
    mail("Дошло, спасибо!"),
    mail(
        "Ваше письмо нами получено 04.08.2011, прочитано, вх. N 2230.\n\nЧеботарь Н.Н., канцелярия"
    ),
    mail("Получили, спасибо!", subject="Подтверждение получения"),
]


@pytest.mark.parametrize("letter", SECRETARIES, ids=lambda m: m.parts[0].text[:40])
def test_that_it_has_come_and_nothing_more_is_a_receipt(letter: Mail) -> None:
    reading = read(letter, [CIRCULAR])
    assert (reading.kind.value, reading.reply, reading.doubts) == ("receipt", Reply.NONE, ())


MORE_THAN_RECEIVED = [
    mail("Письмо получено, ответим до 25 августа."),
    mail("Получено. Да."),
    mail("Получили. Света нет."),
    mail("Письмо получено. На учёбу - Ким Ольга Ивановна."),
    mail("Письмо получено. Ким Ольга Ивановна, методист."),
    mail("Ключи получили, спасибо."),
    mail("Получено. А какого года письмо?"),
]


@pytest.mark.parametrize("letter", MORE_THAN_RECEIVED, ids=lambda m: m.parts[0].text[:40])
def test_a_word_beyond_that_is_a_reply(letter: Mail) -> None:
    assert read(letter, [CIRCULAR]).kind.value == "reply"


def test_a_moderated_list_is_a_machine() -> None:
    held = mail(
        "Ваше письмо «О подключении» задержано до тех пор, пока его не одобрит модератор списка.",
        sender="glavy-owner@list.example",
        thread=False,
    )
    assert read(held, [CIRCULAR]).kind.value == "auto_reply"


BOUNCES = [
    (
        "Отказ",
        "Адресат delo@ozerki.example не существует на данном сервере.",
        "delo@ozerki.example",
    ),
    (
        "Возврат",
        "Письмо возвращается, адресат delo@ozerki.example не найден.",
        "delo@ozerki.example",
    ),
    (
        "Message has been blocked",
        "The message sent by you to delo@ozerki.example was blocked by content filtering policy.",
        "delo@ozerki.example",
    ),
    (
        "failure notice",
        "<delo@ozerki.example>: Sorry, no mailbox here by that name. (#5.1.1)\n\n"
        "--- Below this line is a copy of the message.\n\nMessage-ID: <8@oblast.example>\n",
        "delo@ozerki.example",
    ),
]


@pytest.mark.parametrize(("subject", "body", "failed"), BOUNCES, ids=[b[0] for b in BOUNCES])
def test_a_refusal_names_the_address_that_failed_alone(
    subject: str, body: str, failed: str
) -> None:
    letter = mail(body, subject=subject, sender="postmaster@ozerki.example", thread=False)
    reading = read(letter, [CIRCULAR])
    assert reading.kind.value == "bounce"
    assert [bounced.address for bounced in reading.bounced] == [failed]


def test_a_person_who_tells_of_a_bounce_and_answers_is_no_bounce() -> None:
    letter = mail(
        "В прошлый раз письмо вернулось с ошибкой 550 5.1.1, отправляю повторно: район к "
        "подключению готов, на обучение направляем Эрдниеву Надежду Сергеевну.",
        subject="Re: Возврат письма",
    )
    reading = read(letter, [CIRCULAR])
    assert reading.kind.value == "reply"


OTHER_BUSINESS = [
    new("На семинар по охране труда направляем Ильину Веру Павловну.", "О семинаре"),
    new("Предлагаем кандидатуру Рахимова Тимура Аслановича.", "Кандидатура в общественную палату"),
    new(
        "Состав команды на спартакиаду: 1. Ли Виктор Иванович, системный администратор. "
        "Команда к старту готова!",
        "Заявка на спартакиаду",
    ),
    new("Просим выделить автобус для делегации на ярмарку. Старшая — Ким А.М.", "Об автобусе"),
    new("Высылаю фотографии с субботника, как договаривались.", "Фото с субботника"),
    new("На спартакиаду едут 12 человек, автобус нужен к 8 утра.", "Об автобусе"),
    mail("Коллеги, не по теме: уборка риса начнётся 20-го, приезжайте снимать."),
    new(
        "Господин губернатор! Живу в Озёрском районе. Не можем подключиться к интернету. Готов "
        "сам столбы ставить! Прошу разобраться.",
        "жалоба",
        STRANGER,
    ),
    new(
        "Приглашаем специалистов на курс «СЭД за 3 дня», занятия ведёт Ли Юлия Викторовна. "
        "Стоимость участия 900 руб. Сообщите Ф.И.О. слушателя.",
        "Обучение",
        STRANGER,
    ),
    new("Вы ошиблись, я не администрация, у меня магазин.", "Re: О подключении", STRANGER),
]


@pytest.mark.parametrize("letter", OTHER_BUSINESS, ids=lambda m: m.parts[0].text[:40])
def test_other_business_troubles_nobody(letter: Mail) -> None:
    reading = read(letter, [CIRCULAR])
    assert (reading.kind.value, reading.doubts) == ("unrelated", ())


def test_a_complaint_that_answers_by_name_is_put_before_a_person() -> None:
    letter = new(
        "Пишу с телефона. Озёрский район к Директуму НЕ ГОТОВ: сервер сгорел в грозу, а когда "
        "дадут новый, один бог знает.",
        "про директум",
        STRANGER,
    )
    reading = read(letter, [CIRCULAR])
    assert reading.kind.value == "reply"
    assert reading.doubts


def test_a_connection_of_another_sort_is_put_before_a_person() -> None:
    letter = new(
        "К подключению котельных технически готовы, специалист по приёмке — Ли Руслан Рашидович.",
        "О подключении к газу",
    )
    assert "unsure_kind" in [doubt.name for doubt in read(letter, [CIRCULAR]).doubts]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("О готовности", "К первому сентября всё будет включено и проверено."),
        ("на обучение", "Ли Вячеслав Романович - техник. Запишите, пожалуйста."),
    ],
)
def test_a_recipient_under_the_matters_own_name_answers(subject: str, body: str) -> None:
    reading = read(new(body, subject), [CIRCULAR])
    assert reading.kind.value == "reply"
    assert "unsure_kind" not in [doubt.name for doubt in reading.doubts]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Re: 12", "Канал ок, ключи ок, спецы ок. вопросов нет"),
        ("исх. 5", "С сожалением признаём неготовность администрации."),
        ("по технике", "Узнаю у связистов и сразу доложу, пока не знаю."),
        ("ответ на циркуляр", "В понедельник подключимся, как и школы. Учится Ли Анна Павловна."),
        ("вопрос", "В циркуляре нет адреса. Прошу пояснить."),
    ],
)
def test_a_recipient_who_answers_in_his_own_words_troubles_nobody(subject: str, body: str) -> None:
    reading = read(new(body, subject), [CIRCULAR])
    assert reading.kind.value == "reply"
    assert "unsure_kind" not in [doubt.name for doubt in reading.doubts]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("уведомление", "Настоящим заверяю, что область может нас принимать незамедлительно."),
        ("уточнение", "Просьба указать, кому звонить: телефон разработчика не отвечает."),
        ("человек другой", "Ким выбыла, впишите вместо неё Ли Анну Павловну, делопроизводителя."),
    ],
)
def test_a_recipient_of_no_other_business_is_never_passed_over(subject: str, body: str) -> None:
    reading = read(new(body, subject), [CIRCULAR])
    assert reading.kind.value == "reply"
    assert reading.needs_review


def test_who_asks_of_the_journey_is_put_before_a_person() -> None:
    letter = new(
        "Кто будет принимать командировочные удостоверения и можно ли остановиться в гостинице? У "
        "нас двое могут поехать, но фамилии глава ещё не подписал.",
        "организационный вопрос",
    )
    reading = read(letter, [CIRCULAR])
    assert [doubt.name for doubt in reading.doubts] == ["unsure_kind"]


OF_OURS = [
    new("Ваше письмо рассмотрено. Отделу связи доложить о технической готовности.", "О вопросе"),
    new(
        "Прошу дать время. По готовности: жду подрядчика с отчётом. По кандидатуре: жду согласия.",
        "Запрос времени",
    ),
    new(
        "У нас ещё к выборам 2010 года протянули линию, её и задействовали. К подключению готовы. "
        "На обучение посылаем Ли Султана Магомедовича.",
        "по письму",
    ),
    new(
        "Выбор главы: на учёбу поедут Ли Диляра Маликовна и Нагиев Теймур Адиль оглы.",
        "Список от нас",
    ),
]


@pytest.mark.parametrize("letter", OF_OURS, ids=lambda m: m.parts[0].text[:40])
def test_a_recipient_who_speaks_of_what_was_asked_is_never_lost(letter: Mail) -> None:
    assert read(letter, [CIRCULAR]).kind.value == "reply"


SPOKEN = [
    mail(
        "Ваше обращение принято. По вопросу готовности ответит Ли Е.М., по кандидатуре – Ким Р.К."
    ),
    mail("С ответом о готовности прошу подождать до моего возвращения. Вернусь и отвечу сам."),
    mail("Вопрос о готовности поставлен на контроль. Ожидайте ответа в течение 10 дней."),
]


@pytest.mark.parametrize("letter", SPOKEN, ids=lambda m: m.parts[0].text[:40])
def test_whoever_names_what_was_asked_is_no_machine(letter: Mail) -> None:
    assert read(letter, [CIRCULAR]).kind.value == "reply"


def test_a_machine_may_repeat_the_subject() -> None:
    letter = mail("Ваша заявка «О подключении к системе «Директум»» зарегистрирована под № 48213.")
    assert read(letter, [CIRCULAR]).kind.value == "auto_reply"


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        (
            "Замена",
            "Произошла путаница, фамилию продиктовали не ту. Правильно: Ли А.О., инспектор.",
        ),
        ("Замена по болезни", "Сообщаем о замене: Ли Ольга заменяется на Ли Евгения Борисовича."),
    ],
)
def test_people_in_a_recipient_s_new_mail_are_put_before_a_person(subject: str, body: str) -> None:
    reading = read(new(body, subject), [CIRCULAR])
    assert reading.doubts


def test_a_gateways_refusal_in_its_own_words_is_a_bounce() -> None:
    letter = mail(
        "Шлюз отказал в приёме письма, направленного на buh@ozerki.example. Основание: чёрный "
        "список (код 554 5.7.1). Получателю сообщение не передано.",
        subject="Сообщение отвергнуто фильтром",
        sender="gate@ozerki.example",
        thread=False,
    )
    assert read(letter, [CIRCULAR]).kind.value == "bounce"


def test_a_pledge_for_the_body_is_a_persons_though_somebody_is_away() -> None:
    letter = mail("Письмо расписано Ли, он на больничном. Ответ по обоим вопросам дадим 20-го.")
    assert read(letter, [CIRCULAR]).kind.value == "reply"


def test_latin_letters_tell_kind_and_recipient_too() -> None:
    letter = new(
        "Iz Ozerskogo: podklyuchatsya nam ne s chem, servera net i ne predviditsya.",
        "otvet",
        STRANGER,
    )
    reading = read(letter, [CIRCULAR])
    assert (reading.kind.value, reading.recipients) == ("reply", ("ozersky",))
    assert reading.doubts


FIRST_HAND = [
    mail("Я в отпуске до 29 августа. Учиться отправим Рудину Нину.", subject="Автоответ: Re"),
    mail("Автоматический ответ. Район к подключению к СЭД готов.", subject="Автоответ: Re"),
    mail("Прочитано. К вашей системе примкнём.", subject="Прочитано: О подключении"),
    new("Школы приняты. К вашей системе примкнуть не можем, не на что.", "О школах"),
    mail("Не отвечайте на это письмо, оно с телефона. Готовы мы, готовы."),
]


@pytest.mark.parametrize("letter", FIRST_HAND, ids=lambda m: m.parts[0].text[:40])
def test_an_answer_in_what_seems_no_reply_is_put_before_a_person(letter: Mail) -> None:
    reading = read(letter, [CIRCULAR])
    assert reading.needs_review
    assert reading.reply in (Reply.NONE, Reply.ACKNOWLEDGE)


NOTES = [
    mail("Я в отпуске. По вопросам подключения к СЭД обращайтесь к Рудиной Нине Олеговне."),
    mail("Я в отпуске до 22 августа и к подвигам не готов.", subject="Автоответ: Re"),
    mail(
        "Я в отпуске. По документообороту вас примет Ли Нина Олеговна, по срокам - Ким Илья.",
        subject="Нет на рабочем месте: Re",
        headers={"auto-submitted": "auto-replied"},
    ),
    mail("Нахожусь на обучении до 19 августа, почту не проверяю."),
    mail("Письмо «О подключении» зарегистрировано, готовы рассмотреть.", subject="Автоответ"),
]


@pytest.mark.parametrize("letter", NOTES, ids=lambda m: m.parts[0].text[:40])
def test_a_machines_note_troubles_nobody(letter: Mail) -> None:
    reading = read(letter, [CIRCULAR])
    assert (reading.kind.value, reading.doubts) == ("auto_reply", ())


def test_what_a_recipient_writes_below_our_letter_is_never_put_aside_unseen() -> None:
    reading = read(mail("На спартакиаду едут 12 человек, автобус нужен к 8 утра."), [CIRCULAR])
    assert [doubt.name for doubt in reading.doubts] == ["unsure_kind"]


@pytest.mark.parametrize(
    "letter",
    [
        "Ответ подпишет глава, когда вернётся из командировки.",
        "Председатель в отъезде, ответ подпишет в среду.",
    ],
)
def test_who_tells_that_the_chief_is_away_and_will_sign_is_a_person(letter: str) -> None:
    assert read(mail(letter), [CIRCULAR]).kind is Kind.REPLY
