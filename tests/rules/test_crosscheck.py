"""The second reading: which answers cannot stand beside what a letter says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules import phrases
from rules.model import (
    Answer,
    Nominee,
    Nominees,
    Opinion,
    Readiness,
    ReadinessValue,
)
from rules.residue import crosscheck
from tests.rules.said import CIRCULAR, document, span


def _doubts(answer: Answer, *texts: str) -> list[str]:
    found = crosscheck.doubts(document(*texts), CIRCULAR, [Opinion(answer)])
    return [doubt.name for doubt in found]


def _person(name: str, written: str, *texts: str) -> Nominees:
    evidence = span(" ".join(texts), written, "nominee.test")
    return Nominees(people=(Nominee(name, evidence=(evidence,)),))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (ReadinessValue.READY, "28.08.2011 - день пуска, до него настраиваем."),
        (ReadinessValue.READY, "Назначено на 17 сентября: после этой даты район подключён."),
        (ReadinessValue.READY, "Не всё так просто: модуль шифрования застрял на почте."),
        (ReadinessValue.READY, "Лицензия одна, а надо три."),
        (ReadinessValue.READY, "Выделят деньги - поставим за день."),
        (ReadinessValue.READY, "По «Директуму» выводы сделаем и тогда доложим."),
        (ReadinessValue.READY, "Ответ о возможности подключения подготовит отдел связи."),
        (ReadinessValue.READY, "Осталось докупить лицензии."),
        (ReadinessValue.READY, "Сеть есть везде, кроме приёмной."),
        (ReadinessValue.READY, "Второе рабочее место пока не подключено."),
        (ReadinessValue.READY, "При условии выдачи ключей канал откроем, прочее готово."),
        (ReadinessValue.NOT_READY, "Подключиться можем."),
        (ReadinessValue.NOT_READY, "Канал дают 25 августа, до того подключаться не к чему."),
        (ReadinessValue.NOT_READY, "Казна оплатит счёт - будет и сеть."),
        (ReadinessValue.NOT_READY, "Половина отделов с интернетом."),
        (ReadinessValue.NOT_READY, "Модем заказан."),
        (ReadinessValue.CONDITIONAL, "Никаких условий для подключения не ставим."),
        (ReadinessValue.CONDITIONAL, "Осмотрит мастер, и напишем про сервер."),
        (ReadinessValue.DEFERRED, "Ничего пока не получится."),
        (ReadinessValue.DEFERRED, "Компьютеры списаны."),
        (ReadinessValue.DEFERRED, "Администрация к подключению не готова."),
        (ReadinessValue.READY, "К подключению мы не готовы."),
        (ReadinessValue.READY, "Подключение увязано с передачей ключей."),
        (ReadinessValue.NOT_READY, "Комиссия осмотрит сеть, и сообщим о готовности."),
        (ReadinessValue.CONDITIONAL, "Сеть работает без единого сбоя."),
        (ReadinessValue.READY, "Пуск сервера подрядчик обязался провести 9 сентября."),
        (ReadinessValue.READY, "Техника лежит на складе, ставить её некому."),
        (ReadinessValue.READY, "Готовность отсутствует, чинить сервер никто не берётся."),
        (ReadinessValue.NOT_READY, "Подключение может состояться незамедлительно."),
        (ReadinessValue.NOT_READY, "Делать выводы о нашей готовности рано."),
        (ReadinessValue.CONDITIONAL, "Подключимся по получении вашей команды."),
        (ReadinessValue.CONDITIONAL, "Район к подключению готов."),
        (ReadinessValue.CONDITIONAL, "Канал смотрит техник, заключение перешлём."),
        (ReadinessValue.UNSTATED, "Сообщаем о готовности к подключению и учёбе."),
        (ReadinessValue.DEFERRED, "23-го сможем доложить о полной готовности."),
        (ReadinessValue.CONDITIONAL, "Без мастера не знаю, что там. Дозвонюсь, напишу."),
        (ReadinessValue.CONDITIONAL, "Сделано на совесть, берите нас в систему."),
        (ReadinessValue.NOT_READY, "Откладывать незачем, машины новые."),
        (ReadinessValue.NOT_READY, "К вашему сроку, к 25-му, успеем. Сегодня не готовы."),
        (ReadinessValue.UNSTATED, "В техническом плане недостатков не числится."),
        (ReadinessValue.NOT_READY, "Мы-то готовы и с сервером области соединяемся."),
        (ReadinessValue.NOT_READY, "Вопросов, препятствующих подключению, нет."),
        (ReadinessValue.NOT_READY, "Подключиться можем при соблюдении трёх условий."),
        (ReadinessValue.NOT_READY, "Информируем о частичной готовности администрации."),
        (ReadinessValue.NOT_READY, "Заключение о связи направим дополнительно."),
        (ReadinessValue.CONDITIONAL, "Подключаться можем."),
        (ReadinessValue.CONDITIONAL, "С 12 по 16 сентября - приёмочные испытания сети."),
        (ReadinessValue.READY_BY, "Подключиться не сможем."),
        (ReadinessValue.DEFERRED, "Готовы-готовы."),
        (ReadinessValue.UNSTATED, "Коллеги, всё ок."),
        (ReadinessValue.UNSTATED, "Сообщаем об отсутствии для подключения технической базы."),
        (ReadinessValue.UNSTATED, "О результатах сообщим."),
        (ReadinessValue.UNSTATED, "С первого сентября с удовольствием."),
    ],
)
def test_an_answer_that_cannot_be_goes_before_a_person(value: ReadinessValue, text: str) -> None:
    assert _doubts(Readiness(value), text) == ["weak_readiness"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (ReadinessValue.READY, "Готовы, подключайте хоть завтра."),
        (ReadinessValue.READY, "Система на местах, паспорта котельных получим до 15.09.2011."),
        (ReadinessValue.READY, "Готовы. На обучение 5 сентября приедет Ильина."),
        (ReadinessValue.READY, "Вы поручили до 25.08.2011 сообщить о готовности: готовы."),
        (ReadinessValue.READY, "Привезли недостающий кабель и всё завели."),
        (ReadinessValue.READY, "Сканер сломался, а сеть готова."),
        (ReadinessValue.READY, "Доводим до Вашего сведения, что район готов."),
        (ReadinessValue.READY, "Препятствий для подключения пока не видим."),
        (ReadinessValue.READY, "Сделано всё, что требуется для подключения."),
        (ReadinessValue.READY, "Готовы, подключайте прямо завтра."),
        (ReadinessValue.READY, "Ответ на бланке уйдёт фельдсвязью."),
        (ReadinessValue.READY, "Извините за почерк, ручка будет в четверг."),
        (ReadinessValue.NOT_READY, "К подключению не готовы."),
        (ReadinessValue.NOT_READY, "Когда купят сервер, спросите их."),
        (ReadinessValue.NOT_READY, "К приезду гостей готовы, к системе - нет."),
        (ReadinessValue.NOT_READY, "Сгорела половина сетевых карт."),
        (ReadinessValue.DEFERRED, "Раньше пятницы проверить канал не сможем."),
        (ReadinessValue.READY, "Для подключения нужна только Ваша команда."),
        (ReadinessValue.READY, "Как говорили с П.Н. Рудиным в пятницу, всё есть."),
        (ReadinessValue.NOT_READY, "Говорить, что мы готовы, рано."),
        (ReadinessValue.CONDITIONAL, "Если дадите лицензии, можем подключаться."),
        (ReadinessValue.CONDITIONAL, "При условии поставки сервера до 5 сентября подключимся."),
        (ReadinessValue.DEFERRED, "По готовности ответим до 25 августа."),
        (ReadinessValue.CONDITIONAL, "Подключиться можем, но лишь когда придёт приказ."),
        (ReadinessValue.UNSTATED, "Дочь работает программистом."),
        (ReadinessValue.UNSTATED, "Звали Ильина, да он отказался."),
        (ReadinessValue.UNSTATED, "Котельные будут готовы к 10 сентября."),
        (ReadinessValue.UNSTATED, "На обучение направляем Ильину Ольгу."),
        (ReadinessValue.UNSTATED, "Готовы ли компьютеры у вас в классе?"),
    ],
)
def test_an_answer_that_can_be_is_left_alone(value: ReadinessValue, text: str) -> None:
    assert _doubts(Readiness(value), text) == []


@pytest.mark.parametrize(
    ("by", "text", "doubted"),
    [
        (date(2011, 9, 2), "Линия будет 25 августа, рабочие места - 2 сентября.", False),
        (date(2011, 8, 25), "Линия будет 25 августа, рабочие места - 2 сентября.", True),
        (date(2011, 8, 25), "К 25 августа успеем, до этого 2 сентября не называли.", False),
    ],
)
def test_the_last_day_named_is_the_term(by: date, text: str, doubted: bool) -> None:
    answer = Readiness(ReadinessValue.READY_BY, by=by)
    assert bool(_doubts(answer, text)) is doubted


def test_a_day_of_what_was_done_is_no_term() -> None:
    answer = Readiness(ReadinessValue.READY_BY, by=date(2011, 8, 19))
    assert _doubts(answer, "Мастера уехали в пятницу, теперь всё крутится.") == ["weak_readiness"]
    assert _doubts(answer, "Мастера обещали закончить в пятницу.") == []


def test_the_week_around_the_term_is_no_later_day() -> None:
    answer = Readiness(ReadinessValue.READY_BY, by=date(2011, 8, 24))
    assert _doubts(answer, "На следующей неделе в среду (24.08) включаемся.") == []


def test_what_is_put_right_may_be_either() -> None:
    text = "Вместо «подключение состоится» просим читать «подключение не состоится»."
    answer = Readiness(ReadinessValue.NOT_READY, evidence=(span(text, text, "readiness.test"),))
    assert _doubts(answer, text) == ["weak_readiness"]


def test_a_term_that_is_over_is_no_term() -> None:
    text = "Проверка готовности начата сегодня."
    evidence = span(text, text, "readiness.test")
    answer = Readiness(ReadinessValue.READY_BY, by=date(2011, 8, 15), evidence=(evidence,))
    assert _doubts(answer, text) == ["weak_readiness"]


def test_readiness_cannot_rest_on_words_about_the_training() -> None:
    text = "В группу по курсу «Модули СЭД» включается советник."
    evidence = span(text, text, "readiness.test")
    answer = Readiness(ReadinessValue.READY, evidence=(evidence,))
    assert _doubts(answer, text) == ["weak_readiness"]


def test_a_full_name_beside_the_training_is_somebody() -> None:
    text = "На обучение даём одного инженера, это Ильин Пётр Савельевич."
    assert _doubts(Nominees(), text) == ["weak_nominee"]
    assert _doubts(_person("Ильин Пётр Савельевич", "Ильин Пётр Савельевич", text), text) == []


def test_nobody_is_found_though_a_name_or_a_number_was_told() -> None:
    assert _doubts(Nominees(), "Слушатель курсов - Ильин П. С., юрист.") == ["weak_nominee"]
    assert _doubts(Nominees(), "На курсы пошлём двух сотрудниц.") == ["weak_nominee"]
    assert _doubts(Nominees(later=True), "На курсы пошлём двух сотрудниц.") == []


@pytest.mark.parametrize(
    "text",
    [
        "За ключи отвечает Ильин, ему и учёба.",
        "сеть есть, от нас поедет ильина клавдия",
        "учица будет Ильин пётр, завхоз",
    ],
)
def test_nobody_is_found_though_a_surname_stands_there(text: str) -> None:
    assert _doubts(Nominees(), text) == ["weak_nominee"]


def test_who_signs_beside_others_or_in_columns_may_be_no_nominee() -> None:
    text = "На учёбу едет Ольга.\nУправляющий делами          Ильин П. С."
    assert _doubts(_person("Ильин П. С.", "Ильин П. С.", text), text) == ["weak_nominee"]


def test_one_who_ends_the_letter_beside_others_may_sign_it() -> None:
    texts = ("Учить Ильина Петра.", "Полковник Д. Рудин, помощник.")
    at = " ".join(texts)
    people = tuple(
        Nominee(name, evidence=(span(at, written, "nominee.test"),))
        for name, written in (("Ильин Пётр", "Ильина Петра"), ("Рудин Д.", "Д. Рудин"))
    )
    assert _doubts(Nominees(people=people), *texts) == ["weak_nominee"]


def test_whom_the_words_take_back_is_no_nominee() -> None:
    text = "Отзываем кандидатуру Ильина Петра Савельевича."
    assert _doubts(_person("Ильин Пётр Савельевич", "Ильина Петра", text), text)


def test_taken_back_and_yet_going_may_be_the_one() -> None:
    text = "Ильин Пётр сперва отказался, в итоге едет."
    assert _doubts(Nominees(withdrawn=("Ильин Пётр",)), text) == ["weak_nominee"]


def test_a_list_may_go_on_below_the_last_nominee() -> None:
    text = "Учить:\n- завхоз Ильин Пётр;\n- сторож Рудин Иван Олегович."
    first = _person("Ильин Пётр", "Ильин Пётр", text)
    assert _doubts(first, text) == ["weak_nominee"]


def test_a_name_beside_something_else_or_taken_back_is_nobody() -> None:
    assert _doubts(Nominees(), "Техникой ведает Ильин Пётр Савельевич.") == []
    taken = Nominees(withdrawn=("Ильин Пётр Савельевич",))
    assert _doubts(taken, "Ильина Петра Савельевича из группы просим исключить.") == []


def test_the_circulars_own_people_are_known() -> None:
    circular = replace(CIRCULAR, persons=("Ильин Пётр Савельевич",))
    written = document("Об обучении договорились с Ильиным Петром Савельевичем.")
    assert crosscheck.doubts(written, circular, [Opinion(Nominees())]) == ()


def test_as_many_are_found_as_were_announced() -> None:
    text = "На курсы пошлём двух сотрудниц: Ильину Ольгу."
    assert _doubts(_person("Ильина Ольга", "Ильину Ольгу", text), text) == ["weak_nominee"]
    text = "На курсы на две недели пошлём Ильину Ольгу."
    assert _doubts(_person("Ильина Ольга", "Ильину Ольгу", text), text) == []


@pytest.mark.parametrize(
    ("name", "written", "text"),
    [
        ("Ильин Идрис нет", "Ильин", "Фамилия: Ильин. Имя: Идрис. Отчество: нет."),
        ("Слушатель Елена Юрьевна", "слушатель елена", "слушатель елена юрьевна ильина"),
        ("Галаев Дж", "Галаев Дж", "Ученик: Галаев Дж. М., инженер."),
        ("Ильин Тихон", "Ильина Тихона", "В слушатели отряжаем Ильина Тихона Саввича."),
        ("Енин Ж. П.", "Енина Ж.П.", "Кандидатуру (Енина Ж.П., главный специалист) поддержите."),
        ("Латыпова Михаила", "Михаила Латыпова", "На учёбу Михаила Латыпова."),
        ("Иван Хо", "Ивана Хо", "Учить Ивана Хо."),
        ("Ильинович Пётр", "пётр ильинович", "учим: Ильин пётр ильинович, слесарь"),
        ("Ильин Петруха", "Петруха Ильин", "Учится Петруха Ильин, он же Пётр Савельевич."),
        ("По Директума", "По Директуму", "По Директуму учится один."),
    ],
)
def test_a_name_of_no_names_form_is_ambiguous(name: str, written: str, text: str) -> None:
    assert "ambiguous_name" in _doubts(_person(name, written, text), text)


@pytest.mark.parametrize(
    ("name", "written", "text"),
    [
        ("Енин Ж. П.", "Енина Ж.П.", "На обучение направляем Енина Ж.П., главного специалиста."),
        ("Мамедов Теймур Адиль оглы", "Теймура", "Учить Теймура Адиля оглы Мамедова."),
        ("Ильина Ольга Петровна", "Ильину Ольгу Петровну", "Учить Ильину Ольгу Петровну."),
    ],
)
def test_a_name_of_a_names_form_is_left_alone(name: str, written: str, text: str) -> None:
    assert _doubts(_person(name, written, text), text) == []


def test_one_who_signs_papers_is_no_nominee() -> None:
    text = "Копия приказа у Ильина Р. Г."
    assert _doubts(_person("Ильин Р. Г.", "Ильина Р. Г.", text), text) == ["weak_nominee"]


def test_where_a_person_looks_anyway_nothing_is_added() -> None:
    written = document("Лицензия одна, а надо три.")
    ready = Opinion(Readiness(ReadinessValue.READY))
    (doubt,) = crosscheck.doubts(written, CIRCULAR, [ready])
    again = replace(ready, doubts=(doubt,))
    assert crosscheck.doubts(written, CIRCULAR, [again]) == ()


def test_its_words_are_data() -> None:
    book = phrases.load("crosscheck")
    assert "system" in book.classes("подключение")
    assert "denied" in book.classes("препятствующих")
    assert not book.classes("председатель")


@pytest.mark.parametrize(
    ("value", "words", "text"),
    [
        (ReadinessValue.READY, "подключены", "К видеоконференцсвязи подключены с мая."),
        (ReadinessValue.DEFERRED, "доложим", "О подготовке котельных доложим в среду."),
        (ReadinessValue.READY_BY, "обсудим", "Готовность обсудим в среду, затем ответим."),
        (ReadinessValue.READY_BY, "до конца", "Каналы связи оплачены до конца года."),
        (ReadinessValue.CONDITIONAL, "без сервера", "Думали, что без сервера не подключимся."),
        (ReadinessValue.CONDITIONAL, "без неё", "Кандидата назовёт начальник, без неё нельзя."),
        (ReadinessValue.READY_BY, "как мы готовы", "Завтра расскажем, как мы готовы."),
        (ReadinessValue.DEFERRED, "ответит", "По видеонаблюдению ответит Хамзат."),
    ],
)
def test_words_of_another_matter_give_no_answer(
    value: ReadinessValue, words: str, text: str
) -> None:
    by = date(2011, 12, 31) if value is ReadinessValue.READY_BY else None
    answer = Readiness(value, by, (span(text, words, "readiness.test"),))
    assert _doubts(answer, text) == ["weak_readiness"]


def _people(text: str, **written: str) -> Nominees:
    people = (
        Nominee(name.replace("_", " "), evidence=(span(text, words, "nominee.test"),))
        for name, words in written.items()
    )
    return Nominees(people=tuple(people))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (
            "На учёбу приеду сам (начальник Ладова Е. П. не против): Ким Олег Ильич.",
            {"Ладова_Е._П.": "Ладова Е. П.", "Ким_Олег_Ильич": "Ким Олег Ильич"},
        ),
        (
            "На курсы едет Котова Нина Юрьевна, помощник депутата Ильина Олега Львовича.",
            {
                "Котова_Нина_Юрьевна": "Котова Нина Юрьевна",
                "Ильин_Олег_Львович": "Ильина Олега Львовича",
            },
        ),
        (
            "Написано «Жигалов П. А.», а слушателем будет Жигалова Полина Андреевна.",
            {
                "Жигалов_П._А.": "Жигалов П. А.",
                "Жигалова_Полина_Андреевна": "Жигалова Полина Андреевна",
            },
        ),
        (
            "На курсы Лосева З. М. и Ким И. Л., их обязанности исполняет Серов П. П.",
            {"Лосева_З._М.": "Лосева З. М.", "Серов_П._П.": "Серов П. П."},
        ),
    ],
)
def test_one_of_several_nominees_may_be_somebody_else(text: str, written: dict[str, str]) -> None:
    assert _doubts(_people(text, **written), text) == ["weak_nominee"]


def test_nominees_alike_in_form_are_left_alone() -> None:
    text = "На курсы едут двое: Лосева З. М. и Ким Олег Ильич."
    answer = _people(text, **{"Лосева_З._М.": "Лосева З. М.", "Ким_Олег_Ильич": "Ким Олег Ильич"})
    assert _doubts(answer, text) == []


def test_who_is_named_to_a_question_of_ours_is_nobody_to_ask() -> None:
    text = "По второму вопросу: Лосева З. М., архивариус."
    assert _doubts(_person("Лосева З. М.", "Лосева З. М.", text), text) == []
    text = "По вопросам звонить: Лосева З. М., архивариус."
    assert _doubts(_person("Лосева З. М.", "Лосева З. М.", text), text) == ["weak_nominee"]


def test_a_road_is_no_other_matter_where_somebody_travels() -> None:
    text = "Сейчас в дороге, о готовности сообщу в среду."
    evidence = (span(text, text, "readiness.test"),)
    assert _doubts(Readiness(ReadinessValue.DEFERRED, evidence=evidence), text) == []


def test_below_a_refusal_stands_who_signs() -> None:
    answer = _person("Лосева Дарья", "Лосева", "Лосева Дарья, специалист")
    refusal = "На курсы отпустить некого."
    signed = "Лосева Дарья, специалист"
    where = span(f"{refusal} {signed}", "Лосева", "nominee.test")
    answer = Nominees(people=(Nominee("Лосева Дарья", evidence=(where,)),))
    assert _doubts(answer, refusal, signed) == ["weak_nominee"]


def test_whom_the_mail_strikes_out_may_still_stand_in_the_letter_attached() -> None:
    text = "Уразову вычёркивайте, вместо неё приедет Пак Светлана."
    answer = Nominees(people=(Nominee("Уразова Динара"),))
    assert "weak_nominee" in _doubts(answer, text)


def test_a_former_nominee_to_whom_something_happened_is_none() -> None:
    text = "Прошлый кандидат, Минин Олег, сломал ногу."
    assert _doubts(_person("Минин Олег", "Минин Олег", text), text) == ["weak_nominee"]


@pytest.mark.parametrize(
    "text",
    [
        "Фамилию сотрудника на учёбу пришлёт зам Кузьмичёв.",
        "Слушателя курсов назовёт позже Ласкин Пётр Саввич.",
        "Курсы у нас курирует Ласкин Пётр Саввич.",
        "Кого на учёбу, пока выбирает Лидия Остаповна.",
        "Сведения о слушателе представит Ласкин.",
    ],
)
def test_who_names_the_learner_is_no_learner_overlooked(text: str) -> None:
    assert _doubts(Nominees(later=True), text) == []


@pytest.mark.parametrize(
    "text",
    [
        "На учёбу просится Ласкин Пётр Саввич.",
        "Курсы пройдёт Ласкин Пётр Саввич.",
        "Слушателя назовёт Лидия Остаповна, сама же и поедет.",
    ],
)
def test_who_wants_to_learn_or_goes_may_be_overlooked(text: str) -> None:
    assert _doubts(Nominees(later=True), text)
