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
