"""Whose words are whose. In the letters below each line begins with the kind expected of it:
O own, Q quoted, C the circular's, L letterhead, S signature; a blank line has none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import segments
from rules.document import Document, SegmentKind
from rules.model import Circular, Mail, Part, PartRole

TEXT = """Уважаемые коллеги!

В целях исполнения поручения о создании единой системы сообщаем следующее:

- до 01.09.2011 в муниципальных районах области решается вопрос технического подключения к системе;
- до 07.09.2011 на базе компьютерного класса проводится обучение специалистов районов.

Учитывая вышеизложенное, прошу поручить до 25.08.2011 проинформировать о технической готовности \
к подключению к системе «Директум» и определить кандидатуру специалиста для включения в группу \
для обучения.

К.З. Шантимиров
"""

CIRCULAR = Circular(
    number="02-02-398",
    on=date(2011, 8, 3),
    subject="О подключении к системе «Директум»",
    deadline=date(2011, 8, 25),
    text=TEXT,
    timezone="Europe/Astrakhan",
    recipients=(),
    questions=(),
    own_addresses=("edo@oblast.example",),
)

KINDS = {
    "O": SegmentKind.OWN,
    "Q": SegmentKind.QUOTED,
    "C": SegmentKind.CIRCULAR,
    "L": SegmentKind.LETTERHEAD,
    "S": SegmentKind.SIGNATURE,
}
CODES = {kind: code for code, kind in KINDS.items()}


def read(text: str, role: PartRole = PartRole.BODY, subject: str = "") -> Document:
    return segments.document(Mail(subject=subject, parts=(Part("body", text, role),)), [CIRCULAR])


def marked(document: Document) -> str:
    """The text with each line's kind before it."""
    part = document.mail.parts[0]
    lines, position = [], 0
    for line in part.text.split("\n"):
        at = position + len(line) - len(line.lstrip())
        found = next((s.kind for s in document.segments if s.start <= at < s.end), None)
        lines.append(f"{CODES[found]} {line}" if line.strip() and found else line)
        position += len(line) + 1
    return "\n".join(lines)


def expect(letter: str, role: PartRole = PartRole.BODY, subject: str = "") -> None:
    letter = letter.strip("\n")
    bare = "\n".join(line[2:] if line.strip() else line for line in letter.split("\n"))
    assert marked(read(bare, role, subject)) == letter


QUOTES = {
    "outlook ru": """
O Готовы.

Q -----Исходное сообщение-----
Q От: Аппарат <edo@oblast.example>
Q Отправлено: 3 августа 2011 г. 15:10
Q Кому: Район
Q Тема: О подключении

Q Просим ответить до пятницы.
""",
    "outlook ru without a separator, fields in another order": """
O Готовы.

Q Отправлено: 3 августа 2011 г. 15:10
Q От: Аппарат
Q Тема: О подключении
Q Кому: Район; Город

Q Просим ответить.
""",
    "outlook en, blank lines between the fields": """
O Готовы.

Q From: Аппарат

Q Sent: Wednesday, August 03, 2011 3:10 PM

Q To: Район

Q Subject: О подключении

Q Просим ответить.
""",
    "bold asterisks": """
O Готовы.

Q *От:* Аппарат <edo@oblast.example>
Q *Дата:* 3 августа 2011 г., 15:10
Q *Кому:* Район
Q *Тема:* О подключении
Q Просим ответить.
""",
    "underscores above the block": """
O Готовы.
Q ________________________________
Q От: Аппарат
Q Отправлено: 3 августа 2011 г. 15:10
Q Тема: О подключении

Q Просим ответить.
""",
    "a header block on one line": """
O Готовы.
Q From: Аппарат Sent: Wednesday, August 03, 2011 3:10 PM To: Район Subject: О подключении
Q Просим ответить.
""",
    "forwarded": """
O К сведению: готовы.

Q -------- Пересылаемое сообщение --------
Q От: edo@oblast.example
Q Кому: rayon@rayon.example
Q Просим ответить.
Q -------- Конец пересылаемого сообщения --------

O Кандидатуру сообщим.
""",
    "original message": """
O Готовы.
Q -----Original Message-----
Q From: edo@oblast.example
Q Просим ответить.
""",
    "mail.ru": """
O Готовы.

Q Пятница, 5 августа 2011, 12:00 +04:00 от Аппарат <edo@oblast.example>:
Q Просим ответить.
""",
    "mail.ru by hand": """
O Готовы.
Q Fri, 5 Aug 2011 12:00:00 +0400 от edo@oblast.example:
Q > Просим ответить.
""",
    "yandex": """
O Готовы.

Q 05.08.2011, 12:00, "Аппарат" <edo@oblast.example>:
Q Просим ответить.
""",
    "gmail ru": """
O Готовы.

Q 5 августа 2011 г., 12:00 пользователь Аппарат <edo@oblast.example> написал:

Q > Просим ответить.
""",
    "gmail ru, newer": """
O Готовы.

Q чт, 4 авг. 2011 г. в 12:00, Аппарат <edo@oblast.example>:
Q > Просим ответить.
""",
    "gmail en, wrapped": """
O Готовы.

Q On Fri, Aug 5, 2011 at 12:00 PM, Аппарат Губернатора области
Q <edo@oblast.example> wrote:

Q > Просим ответить.
""",
    "the bat": """
O Здравствуйте, Аппарат.

Q Вы писали 5 августа 2011 г., 12:00:00:

Q > Просим ответить.

O Готовы.
""",
    "the bat that greets an address": """
O Готовы.
S Чернова

Q Здравствуйте, priemnaya@rayon.example.

Q Вы писали 5 августа 2011 г., 12:00:00:

Q > Просим ответить.
""",
    "initials before the mark": """
O Добрый день!
Q АП> Просим ответить о готовности.
O Готовы.
Q АП> И назвать специалиста.
O Назовём завтра.
""",
    "lotus notes": """
O Готовы.

Q "Аппарат" <edo@oblast.example> написано 05.08.2011 12:00:00
Q Просим ответить.
""",
    "thunderbird": """
O Готовы.
Q 05.08.2011 12:00, Аппарат пишет:
Q > Просим ответить.
""",
    "somebody wrote": """
O Готовы.
Q Аппарат Губернатора писал(а) 05.08.2011 12:00:
Q Просим ответить.
""",
    "apple": """
O Готовы.
S Отправлено с iPhone

Q 5 авг. 2011 г., в 12:00, Аппарат <edo@oblast.example> написал(а):

Q > Просим ответить.
""",
}


@pytest.mark.parametrize("letter", QUOTES.values(), ids=QUOTES.keys())
def test_every_client_s_quote_is_told_from_the_answer(letter: str) -> None:
    expect(letter)


OWN = {
    "a heading by hand is no quote": """
O Кому: администрация Губернатора
O Тема: о готовности

O Готовы к подключению.
""",
    "a memo is no quote": """
O Кому: администрация Губернатора
O От: администрация района
O Дата: 20.08.2011
O Тема: о готовности

O Готовы к подключению.
""",
    "a date with a colon is no quote": """
O По состоянию на 05.08.2011 сообщаем:
O готовы.
""",
    "somebody wrote earlier": """
O Мы уже писали 5 августа, что готовы.
O Подтверждаем.
""",
    "from whom the help comes": """
O Технику ждём от подрядчика: привезут 12.08.2011 в 10:00 от склада.
O Готовы.
""",
    "a question echoed": """
O Техническая готовность: да
O Кандидатура специалиста: Иванов Иван Иванович
""",
    "a short phrase of the circular in one's own sentence": """
O О технической готовности к подключению к системе «Директум» сообщаем: готовы.
""",
    "the circular's words amid a sentence": """
O Кандидатуру для включения в группу для обучения направим позже.
""",
}


@pytest.mark.parametrize("letter", OWN.values(), ids=OWN.keys())
def test_own_words_stay_own(letter: str) -> None:
    expect(letter)


COPIES = {
    "copied without marks": """
C Учитывая вышеизложенное, прошу поручить до 25.08.2011 проинформировать о технической готовности к подключению к системе «Директум» и определить кандидатуру специалиста для включения в группу для обучения.

O Готовы, поедет Иванов.
""",  # noqa: E501 - the circular's paragraph as clients send it, on one line
    "rewrapped, other quotation marks, capitals": """
C УЧИТЫВАЯ вышеизложенное, прошу поручить до 25.08.2011
C проинформировать о технической готовности к подключению
C к системе "Директум" и определить кандидатуру специалиста
C для включения в группу для обучения.
O Готовы.
""",
    "under a header, with the answer below it": """
Q От: Аппарат <edo@oblast.example>
Q Отправлено: 3 августа 2011 г. 15:10
Q Тема: О подключении

C Учитывая вышеизложенное, прошу поручить до 25.08.2011 проинформировать о технической готовности к подключению к системе «Директум» и определить кандидатуру специалиста для включения в группу для обучения.
C К.З. Шантимиров

O Готовы. Поедет Иванов.
""",  # noqa: E501 - the circular's paragraph as clients send it, on one line
    "an answer behind each piece of it": """
C проинформировать о технической готовности к подключению к системе «Директум»
O - готовы
C определить кандидатуру специалиста для включения в группу для обучения
O - Иванов
""",
    "answers between the lines of an unmarked quote": """
Q От: Аппарат <edo@oblast.example>
Q Отправлено: 3 августа 2011 г. 15:10
Q Тема: О подключении

C до 01.09.2011 в муниципальных районах области решается вопрос технического подключения к системе;
O решили на прошлой неделе
C - до 07.09.2011 на базе компьютерного класса проводится обучение специалистов районов.
O приедем
C Учитывая вышеизложенное, прошу поручить до 25.08.2011 проинформировать о технической готовности к подключению к системе «Директум»
O готовы
C и определить кандидатуру специалиста для включения в группу для обучения.
O Иванов Иван Иванович
""",  # noqa: E501 - the circular's paragraph as clients send it, on one line
}


@pytest.mark.parametrize("letter", COPIES.values(), ids=COPIES.keys())
def test_the_circular_s_text_is_told_wherever_it_stands(letter: str) -> None:
    expect(letter)


def test_an_answer_on_the_circular_s_own_line() -> None:
    text = "определить кандидатуру специалиста для включения в группу для обучения – Иванов И.И."
    kinds = [(s.kind, s.text.strip()) for s in read(text).segments]
    assert kinds == [
        (
            SegmentKind.CIRCULAR,
            "определить кандидатуру специалиста для включения в группу для обучения",
        ),
        (SegmentKind.OWN, "– Иванов И.И."),
    ]


LETTERS = {
    "on paper": """
L АДМИНИСТРАЦИЯ
L МУНИЦИПАЛЬНОГО ОБРАЗОВАНИЯ
L «СТЕПНОЙ РАЙОН»
L с. Красный Яр, ул. Советская, 64, тел. (85100) 9-10-04

L 12.08.2011 № 2940
L На № 02-02-398 от 03.08.2011

L Руководителю администрации Губернатора
L К.З. Шантимирову

O Уважаемый господин Шантимиров!

O Сообщаем о готовности.

S Глава администрации
S МО «Степной район»                  А.К. Досалиев

S Исп. Петрова А.А.
S 9-10-04
""",
    "without a salutation, hard-wrapped": """
L АДМИНИСТРАЦИЯ МО «СТЕПНОЙ РАЙОН»
L от 12.08.2011 г. № 2940
L на № 02-02-398 от 03.08.2011 г.

O В соответствии с Вашим письмом для включения в группу для обучения
O по курсу основ работы с системой администрация района предлагает
O кандидатуру Петровой Анны Андреевны (тел.
O 9-10-47).

S И.о. главы администрации                      Г.А. Сапарова

S Вязовкина О.
S 9-11-75
""",
    "sender and addressee in two cells": """
L АДМИНИСТРАЦИЯ\tРуководителю
L МО «СТЕПНОЙ РАЙОН»\tадминистрации Губернатора
L 25.08.2011 № 3190\tК.З. Шантимирову

O Сообщаем о готовности.
S Глава района\tД.М. Тарасенко
""",
    "a table behind the signature": """
L АДМИНИСТРАЦИЯ МО «СТЕПНОЙ РАЙОН»
O Список слушателей прилагается.
S Глава района                      Г.А. Сапарова
S Попова Инна Андреевна
S (85100) 5-21-16
O №\tФИО\tДолжность
O 1\tПетрова Анна Андреевна\tинженер
""",
}


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS.keys())
def test_letters_on_paper(letter: str) -> None:
    expect(letter, PartRole.ATTACHMENT)


SIGNATURES = {
    "regards": """
O Готовы.

S С уважением,
S Иванов Пётр
S начальник отдела
S тел. 8 (85100) 2-11-22
""",
    "a dash": """
O Готовы.
S --
S отдел ИТ администрации района
S Кулешов С.
""",
    "whom to send is put off above it": """
O Готовы подключиться.

O Кого послать на учёбу, скажем дополнительно.

S Зав. канцелярией Чернышова Т.
""",
    "a surname alone": """
O Готовы подключиться.

S Мелихов
""",
    "position and initials": """
O Готовы.
S Первый заместитель главы администрации
S Р.Т. Бекмухамедов
""",
    "first person, full name": """
O На учёбу приду сам. Во сколько начало?

S Жиляев Кирилл Антонович
S инженер администрации
S (85100) 2-31-05
""",
    "a person asked for stays own": """
O Готовы. На обучение направим:

O Жиляев Кирилл Антонович
O инженер
O (85100) 2-31-05
""",
    "a person asked for, then the signer": """
O Специалист для обучения:
O Жиляев Кирилл Антонович
O инженер

S Глава района
S С.В. Лопаткин
""",
    "an inline answer is no signature": """
Q > кандидатура?
O Ашимов Р.К.
O инженер
O 40-52-66
""",
    "a postscript is an answer": """
O Готовы.

S С уважением,
S Петрова А.А.

O P.S. На обучение поедет Иванов.
""",
    "the signer in a table": """
O Готовы.
O ФИО\tДолжность
O Иванов Иван Иванович\tинженер

S Глава района\tП.П. Петров
""",
    "dashed lines are answers": """
O Готовы.
O На учёбу - Бадмаева Кермен Саналовна, программист, 8-900-000-00-00.
""",
}


@pytest.mark.parametrize("letter", SIGNATURES.values(), ids=SIGNATURES.keys())
def test_signatures(letter: str) -> None:
    expect(letter)


def test_an_answer_handed_on_is_the_sender_s() -> None:
    expect(
        """
O Пересылаю ответ нашего программиста.

Q -------- Пересылаемое сообщение --------
Q От: Пётр <petr@rayon.example>
Q Кому: priemnaya@rayon.example
O Сервер стоит, к подключению готовы.
"""
    )


def test_so_is_one_handed_on_within_the_office() -> None:
    expect(
        """
O Пересылаю ответ Игоря Валентиновича.

Q -----Исходное сообщение-----
Q От: Терентьев И.В.
Q Отправлено: 15 августа 2011 г. 10:52
Q Кому: Приёмная
O Отпиши им, что можем включаться.
"""
    )


def test_so_is_one_of_a_body_below() -> None:
    expect(
        """
O Пересылаем ответ села, другие ответят сами.

Q От: Затонский сельсовет
Q Отправлено: 22.08.2011 15:10
Q Кому: Администрация района
O Подключимся, если район даст второй компьютер.
"""
    )


def test_our_own_letter_handed_on_is_not() -> None:
    expect(
        """
O Пересылаю.

Q -------- Пересылаемое сообщение --------
Q От: Аппарат <edo@oblast.example>
Q Кому: priemnaya@rayon.example
Q Мы поняли, что вы к подключению готовы.
"""
    )


def test_a_nested_message_is_its_sender_s_answer() -> None:
    expect(
        """
L От: Пётр <petr@rayon.example>
L Тема: кого посылаем

O На обучение едет Иванов.
""",
        PartRole.FORWARDED,
    )


def test_a_returned_letter_is_never_own() -> None:
    expect("Q Готовы.", PartRole.RETURNED)


SENTENCES = {
    "plain": "Готовы. |Кандидатура будет позже.",
    "date with a year": "К 01.09.2011 г. готовы. |Кандидат — Иванов И.И.",
    "town": "Администрация г. Степной, ул. Ленина, д. 5 сообщает о готовности.",
    "initials before": "Руководителю К.З. Шантимирову сообщаем.",
    "initials behind": "На обучение направлен Иванов И.И. |Готовность имеется.",
    "position and initials": "Письмо подписал глава И.И. Иванов.",
    "phone": "Звоните по тел. 8-900-000-00-00 доб. 12. |Ждём.",
    "and so on": "Есть сервер, сеть и т.д. и т.п., словом, готовы.",
    "brackets": "Согласование отрицательное (подп. Дергачёв), готовности нет.",
    "no space": "Степной район.|На обучение едут двое.",
    "question": "Готовы ли мы? |Нет.",
    "no space after !": "Добрый день!|Готовы.",
    "list": "Сообщаем:\n|- сервер есть;\n|- сеть есть;\n|- готовы.",
    "list without spaces": "Едут:\n|-Иванова Анна,секретарь\n|-Петрова Ольга,техник",
    "numbered": "1. Готовность — да.\n|2. Кандидат — Иванов.",
    "numbered in one line": "1. Готовность - да |2. Кандидат - Иванов",
    "labels": "Канал: есть\n|Сервер: есть\n|Готовность: да",
    "table rows": "ФИО\tДолжность\n|Иванов И.И.\tинженер. Стаж 5 лет. Член группы.",
    "short lines": "Добрый день\n|Мы готовы\n|Едет Иванов",
    "small letters": "мы готовы подключиться хоть завтра, всё стоит\n|поедет учиться иванов иван",
    "small letters behind a capital": "Добрый вечер. |техника готова. |едет иванова",
    "a shortened word before small letters": "Направлен спец. отдела связи, нач. смены Орлов.",
    "telegram": "ПОДКЛЮЧИТЬСЯ НЕ МОЖЕМ ТЧК |УЧИТЬ НЕКОГО ТЧК",
    "rank": "Лекцию читает к.э.н. Вострикова.",
    "unfinished line": "На обучение направляем Иванова\nИвана,\nинженера.",
    "wrapped": (
        "Сообщаем, что администрация района обеспечила техническую\n"
        "готовность к подключению к единой системе документооборота.\n"
        "|Прохождение обучения поручено Ивановой Анне Петровне, ведущему\nинженеру."
    ),
    "wrapped before a quotation mark": (
        "Подключение администрации района к системе\n"
        "«Директум» состоялось 31.08.2011, связь устойчивая.\n"
        "|Просим рассмотреть на обучение кандидатуру\n"
        "Тырнова Олега Вадимовича, инженера отдела."
    ),
    "wrapped before a name": (
        "Направляем Вам сведения о том, что администрация района давно\n"
        "готова к подключению, а для прохождения обучения направляется\n"
        "Петрова Анна Андреевна, инженер отдела информатизации, которая\n"
        "приедет на занятия."
    ),
}


@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES.keys())
def test_sentences(text: str) -> None:
    """A bar marks where a new sentence begins."""
    wanted = [piece.strip() for piece in text.split("|")]
    found = [s.text for s in read(text.replace("|", "")).sentences]
    assert found == wanted


LINES = st.sampled_from(
    [
        *TEXT.split("\n"),
        "> Готовы.",
        "Готовы. На обучение - Иванов И.И.",
        "От: Аппарат <edo@oblast.example>",
        "Отправлено: 3 августа 2011 г. 15:10",
        "Тема: О подключении",
        "-----Исходное сообщение-----",
        "5 августа 2011 г., 12:00 пользователь Аппарат <edo@oblast.example> написал:",
        "С уважением,",
        "Глава района            И.И. Иванов",
        "1\tИванов И.И.\tинженер",
        "АДМИНИСТРАЦИЯ РАЙОНА",
        "На № 02-02-398 от 03.08.2011",
        "--",
        "",
        "  \u2028 ",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(LINES, max_size=25).map("\n".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(list(PartRole)))
def test_segments_tile_the_text_and_sentences_are_its_slices(text: str, role: PartRole) -> None:
    document = read(text, role)
    position = 0
    for segment in document.segments:
        assert segment.start == position < segment.end
        position = segment.end
    assert position == len(text)
    for sentence in document.sentences:
        assert sentence.text == text[sentence.start : sentence.end] == sentence.text.strip()
        assert sentence.segment.start <= sentence.start < sentence.end <= sentence.segment.end
        assert all(text[t.start : t.end] == t.text for t in sentence.tokens)
    starts = [sentence.start for sentence in document.sentences]
    assert starts == sorted(set(starts))


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_no_visible_word_of_one_s_own_is_lost(text: str) -> None:
    document = read(text)
    covered = sum(len("".join(s.text.split())) for s in document.of(SegmentKind.OWN))
    own = [s.text for s in document.segments if s.kind is SegmentKind.OWN]
    assert covered == sum(len("".join(words.split())) for words in own)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece",
    [
        "готовность имеется ",
        "да\n",
        "> да\nнет\n",
        "On Fri 5 wrote x@y.example ",
        "От: я\n",
        "(а. Б ",
    ],
)
def test_hostile_repetition_ends(piece: str) -> None:
    document = read(piece * (400_000 // len(piece)))
    assert segments.is_cut(document)


def test_regards_open_a_signature_of_several_lines() -> None:
    text = (
        "Прошу разъяснить порядок.\nС уважением,\nЯна Львовна Кащенко, начальник отдела кадров\n"
        "администрация городского округа, (85140) 9-11-08"
    )
    document = read(text)
    signature = [s.text for s in document.segments if s.kind is SegmentKind.SIGNATURE]
    assert signature == [text[text.index("С уважением") :]]
