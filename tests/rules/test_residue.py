"""What nobody accounted for: which words go before a person, and which are harmless."""

from __future__ import annotations

import time

import pytest

from rules import phrases, residue, segments
from rules.document import Document
from rules.model import (
    Doubt,
    Mail,
    Nominee,
    Nominees,
    Opinion,
    Part,
    Readiness,
    ReadinessValue,
)
from tests.rules.said import CIRCULAR, span

NOBODY = Opinion(Nominees(declined=True))


def _document(text: str) -> Document:
    return segments.document(Mail(parts=(Part("body", text),)), [CIRCULAR])


def _readiness(text: str, value: ReadinessValue, *words: str) -> Opinion:
    """An opinion that rests on these words of the text."""
    evidence = tuple(span(text, w, "readiness.test") for w in words)
    return Opinion(Readiness(value, evidence=evidence), accounted=evidence)


def _person(text: str, *names: str) -> Opinion:
    found = tuple(Nominee(n, evidence=(span(text, n, "nominee.test"),)) for n in names)
    return Opinion(Nominees(found))


def _doubts(text: str, readiness: Opinion, nominees: Opinion = NOBODY) -> tuple[Doubt, ...]:
    return residue.doubts(_document(text), CIRCULAR, [readiness, nominees])


def _silent(text: str) -> Opinion:
    return _readiness(text, ReadinessValue.UNSTATED)


@pytest.mark.parametrize(
    "text",
    [
        "Да, ещё с прошлой пятницы.",
        "НЕТ.",
        "Допиливаем прокси, в следующий вторник взлетит.",
        "После грозы село без связи.",
        "Мы в системе с 9 августа.",
        "У нас порядок, можете цеплять хоть сегодня.",
        "Линк поднят, тест прошёл, ждём отмашки.",
        "Ведутся работы по подключению к системе.",
        "До 05.09.2011 обследуем рабочие места.",
    ],
)
def test_where_no_answer_was_found_what_may_be_one_goes_before_a_person(text: str) -> None:
    (doubt,) = _doubts(text, _silent(text))
    assert doubt.name == "weak_readiness"
    assert doubt.evidence[0].text in text


@pytest.mark.parametrize(
    "text",
    [
        "Добрый день!",
        "Ответ во вложении, оригинал отправлен почтой.",
        "Подтвердите, пожалуйста, получение.",
        "Письмо зарегистрировано, вх. № 3377 от 03.08.2011.",
        "Подскажите, где находится класс и есть ли рядом стоянка?",
        "К отопительному сезону котельные готовы на 97 %.",
        "На совещании в июле мы говорили, что сервера нет.",
        "Большое спасибо за помощь с подключением.",
        "Телефон пока мой, своего у неё нет.",
        "К зиме котельные готовы. Школы тоже готовы.",
        "Ежова на курсы по «Директуму» не попадёт.",
        "Ежову на обучение не отправим (сломался зуб), исправьте, пожалуйста.",
        "Замену пока не нашли.",
        "Хорошо бы учёба была ближе, мне добираться час.",
        "Получили, исполняем.",
        "Решила написать лично.",
        "Просто никто не спрашивал.",
        "Пришлите, пожалуйста, программу курса.",
        "Основание: акт комиссии от 11.08.2011.",
        "Доброго здоровья!",
        "Принято к исполнению.",
        "Снимаем её: сотрудница увольняется.",
        "Она находится в декретном отпуске.",
        "Две недели назад мы вам писали.",
        "Остановлюсь у брата, командировку оформим.",
    ],
)
def test_harmless_sentences_raise_no_doubt(text: str) -> None:
    assert _doubts(text, _silent(text)) == ()


NOTHING = Opinion(Nominees())


@pytest.mark.parametrize(
    "text",
    ["После заключения договора с провайдером - сразу.", "С 5 сентября, если срастётся."],
)
def test_where_a_letter_answers_nothing_a_clause_without_a_verb_tells_too(text: str) -> None:
    (doubt,) = _doubts(text, _silent(text), NOTHING)
    assert doubt.name == "weak_readiness"


@pytest.mark.parametrize(
    "text",
    [
        "Доверенность на получение выпишем водителю Бектасову.",
        "Не открывается приложение к письму, пришлите ещё раз, пожалуйста.",
    ],
)
def test_where_a_letter_answers_nothing_errands_and_requests_tell_nothing(text: str) -> None:
    assert _doubts(text, _silent(text), NOTHING) == ()


@pytest.mark.parametrize(
    ("text", "value", "relied"),
    [
        ("Готовы. Однако канал связи пока не проложен.", ReadinessValue.READY, "Готовы"),
        ("Район готов. Сельсоветы подтянутся к октябрю.", ReadinessValue.READY, "готов"),
        ("Готовы. На деле сервер изъяли.", ReadinessValue.READY, "Готовы"),
        ("Сегодня не готовы, а завтра уже будем.", ReadinessValue.NOT_READY, "не готовы"),
        ("Подключение возможно не ранее получения лицензий.", ReadinessValue.READY, "возможно"),
        ("Готовы, как же.", ReadinessValue.READY, "Готовы"),
        ("Северный и Южный округа готовы. Западный нельзя.", ReadinessValue.READY, "готовы"),
        (
            "Администрация не знает причин, которые помешали бы работе или не дали бы её начать.",
            ReadinessValue.NOT_READY,
            "не дали бы",
        ),
        ("Район не готов, и когда будет готов, неизвестно.", ReadinessValue.CONDITIONAL, "готов,"),
        (
            "По выдаче ключей до 12 сентября село подключится 19 сентября.",
            ReadinessValue.CONDITIONAL,
            "По выдаче ключей до 12 сентября село подключится 19 сентября",
        ),
        (
            "Из-за ветхих (половине по десять лет) машин подключиться не представляется возможным.",
            ReadinessValue.CONDITIONAL,
            "половине",
        ),
        ("Если голубь — канал, то готовы.", ReadinessValue.CONDITIONAL, "готовы"),
        (
            "Не видим причин, по которым подключение не могло бы состояться.",
            ReadinessValue.NOT_READY,
            "не могло",
        ),
        ("Возражений против подключения не имеем.", ReadinessValue.NOT_READY, "не имеем"),
        ("Ни технически, ни организационно не готовы.", ReadinessValue.READY, "готовы"),
        ("Готовы наполовину.", ReadinessValue.READY, "Готовы"),
        ("Мы готовы. К подключению перейдём с 10.09.", ReadinessValue.READY_BY, "с 10.09"),
        ("Подключились ещё в пятницу.", ReadinessValue.READY_BY, "пятницу"),
        ("Пока не дадите сервер, не готовы.", ReadinessValue.NOT_READY, "не готовы"),
        ("Неготовность, о которой писали, преодолена.", ReadinessValue.NOT_READY, "Неготовность"),
        ("Я сказала, что готовы. Это не так, извините.", ReadinessValue.READY, "готовы"),
        ("Говорить рано. По окончании доложим.", ReadinessValue.NOT_READY, "рано"),
    ],
)
def test_what_could_change_the_answer_is_a_doubt(
    text: str, value: ReadinessValue, relied: str
) -> None:
    assert [d.name for d in _doubts(text, _readiness(text, value, relied))] == ["weak_readiness"]


@pytest.mark.parametrize(
    ("text", "value", "relied"),
    [
        ("Готовы. Канал проложен, сервер стоит.", ReadinessValue.READY, "Готовы"),
        ("Почтальон на пенсии, ха! А если серьёзно, готовы.", ReadinessValue.READY, "готовы"),
        (
            "Оснований считать, что сеть не заработает, не просматривается.",
            ReadinessValue.READY,
            "Оснований считать, что сеть не заработает",
        ),
        ("Не готовы, и когда сможем, не скажу: не знаю.", ReadinessValue.NOT_READY, "Не готовы"),
        (
            "Не готовы мы разве психологически: сеть на месте.",
            ReadinessValue.READY,
            "Не готовы мы разве психологически: сеть на месте",
        ),
        ("Готовы. Сервер ставили вместе с соседями.", ReadinessValue.READY, "Готовы"),
        ("Готовы, закупка оборудования не требуется.", ReadinessValue.READY, "Готовы"),
        ("Готовы. Замечаний нет.", ReadinessValue.READY, "Готовы"),
        ("Не готовы. Сервера нет, канал не проложен.", ReadinessValue.NOT_READY, "Не готовы"),
        ("Подключимся, когда дадут лицензии.", ReadinessValue.CONDITIONAL, "Подключимся"),
        ("Будут лицензии — будем готовы.", ReadinessValue.CONDITIONAL, "будем готовы"),
        ("Готовность 70 %.", ReadinessValue.CONDITIONAL, "Готовность"),
        ("Подключимся до 10.09, сервер везут.", ReadinessValue.READY_BY, "Подключимся до 10.09"),
    ],
)
def test_reasons_and_details_go_with_their_answer(
    text: str, value: ReadinessValue, relied: str
) -> None:
    assert _doubts(text, _readiness(text, value, relied)) == ()


def test_a_clause_beside_a_nominee_may_still_tell_of_readiness() -> None:
    text = (
        "у нас все подключили еще в пятницу компьютерщик проверил все работает хорошо "
        "учиться отправим секретаря Кусаинову Алию Нурлановну"
    )
    found = _doubts(text, _silent(text), _person(text, "Кусаинову Алию Нурлановну"))
    assert [d.name for d in found] == ["weak_readiness"]


@pytest.mark.parametrize(
    "text",
    [
        "Нас будет двое, второй — Бикмаев Фарид Наильевич, техник.",
        "Посылаем Хамзину Дилару Ильдусовну бухгалтера.",
        "на курсы запишите нурманову саиду",
        "Обучение пройду лично.",
    ],
)
def test_a_person_whom_nobody_accounts_for_is_a_doubt(text: str) -> None:
    found = _doubts(text, _silent(text), Opinion(Nominees()))
    assert "weak_nominee" in [d.name for d in found]


@pytest.mark.parametrize(
    "beside",
    [
        "Технику закупает Мелихова А.Н.",
        "Руководитель: Лопаткин С.В.",
        "Приволжский район, Бегунова Н.",
        "Андрей Борисович!",
        "Лицензии получены по акту Глуховым М.М.",
    ],
)
def test_officials_signers_and_the_addressee_are_no_nominees(beside: str) -> None:
    text = f"Готовы. На обучение едет Ежова Марина Олеговна.\n{beside}"
    ready = _readiness(text, ReadinessValue.READY, "Готовы")
    assert _doubts(text, ready, _person(text, "Ежова Марина Олеговна")) == ()


@pytest.mark.parametrize(
    "beside",
    [
        "Спасибо за терпение.\nЗинаида Львовна",
        "Готовность полная.\n\nУстье, Тарас Бадмаев",
        "Провод тянет «Волгасвязь» (мастер Тарас Бадмаев).",
    ],
)
def test_who_signs_with_a_bare_name_or_stands_in_brackets_is_no_nominee(beside: str) -> None:
    text = f"Готовы. На обучение едет Ежова Марина Олеговна.\n{beside}"
    ready = _readiness(text, ReadinessValue.READY, "Готовы")
    assert _doubts(text, ready, _person(text, "Ежова Марина Олеговна")) == ()


def test_a_bare_name_below_a_colon_or_a_nominee_is_no_signature() -> None:
    for text in (
        "Готовы. Едет Ежова Марина Олеговна, а также:\nТарас Бадмаев",
        "Готовы. Едут двое.\nЕжова Марина Олеговна\nТарас Бадмаев",
    ):
        ready = _readiness(text, ReadinessValue.READY, "Готовы")
        found = _doubts(text, ready, _person(text, "Ежова Марина Олеговна"))
        assert [d.name for d in found] == ["weak_nominee"]


@pytest.mark.parametrize(
    "text",
    [
        "Слушателя пока выбираем.\n\nГоряев Тарас, завхоз",
        "Ежова Анна\tтехник\tна учёбу\nГоряев Тарас\tсторож\tоткроет дверь",
    ],
)
def test_a_nominee_who_stands_like_somebody_else_is_a_doubt(text: str) -> None:
    text = f"Готовы.\n{text}"
    ready = _readiness(text, ReadinessValue.READY, "Готовы")
    names = [n for n in ("Ежова Анна", "Горяев Тарас") if n in text]
    found = _doubts(text, ready, _person(text, *names))
    assert [d.evidence[0].text for d in found] == ["Горяев Тарас"]


def test_a_chief_s_secretary_drafts_nothing() -> None:
    text = "Готовы. Список:\nЕжова Анна\tсекретарь руководителя"
    ready = _readiness(text, ReadinessValue.READY, "Готовы")
    assert _doubts(text, ready, _person(text, "Ежова Анна")) == ()


def test_an_item_of_the_list_without_a_person_is_a_doubt() -> None:
    text = "Готовы. Едут:\n1. Ежова Марина Олеговна, техник\n2. Саклакур Тыммыкай - инженер"
    ready = _readiness(text, ReadinessValue.READY, "Готовы")
    (doubt,) = _doubts(text, ready, _person(text, "Ежова Марина Олеговна"))
    assert doubt.evidence[0].text.startswith("2. Саклакур")


@pytest.mark.parametrize(
    "text",
    [
        "Форму заполнил Горяев Н.Ц.",
        "Учиться будет Горяева, вернее Горяев Н.Ц.",
        "Учиться некому - Горяев Н.Ц. в отпуске.",
    ],
)
def test_a_nominee_where_forms_are_signed_or_names_put_right_is_a_doubt(text: str) -> None:
    text = f"Готовы. {text}"
    ready = _readiness(text, ReadinessValue.READY, "Готовы")
    found = _doubts(text, ready, _person(text, "Горяев Н.Ц."))
    assert [d.name for d in found] == ["weak_nominee"]


def test_nothing_is_added_where_a_person_looks_anyway() -> None:
    text = "НЕТ."
    doubted = Opinion(Readiness(ReadinessValue.UNSTATED), (Doubt("weak_readiness"),))
    assert _doubts(text, doubted) == ()


def test_a_long_text_is_read_quickly() -> None:
    text = "Мы не готовы, если Иванов Иван Иванович не подключится к системе. " * 15_000
    document = _document(text)
    begun = time.process_time()
    residue.doubts(document, CIRCULAR, [_silent(text), NOBODY])
    assert time.process_time() - begun < 1.0


def test_every_phrase_has_examples_that_hold() -> None:
    book = phrases.load("residue")
    assert all(phrase.hits and phrase.misses for phrase in book.phrases)
    assert not [line for line in phrases.failures() if line.startswith("residue")]


@pytest.mark.parametrize(
    "text",
    [
        "Кандидатом вместо выбывшего Степанюка А.Г. является Ильин Олег Эрдниевич.",
        "Слушатель курсов - служащий, замещающий должность юриста, Ильин Олег Эрдниевич.",
    ],
)
def test_where_people_are_only_taken_back_a_substitute_may_be_overlooked(text: str) -> None:
    withdrawn = "Степанюк А. Г." if "Степанюка" in text else "Ильин Олег Эрдниевич"
    told = Opinion(Nominees(withdrawn=(withdrawn,)))
    ready = _readiness(text, ReadinessValue.UNSTATED)
    assert "weak_nominee" in [doubt.name for doubt in _doubts(text, ready, told)]


def test_who_is_plainly_taken_back_is_no_doubt() -> None:
    text = "Ильина Олега Эрдниевича просим из группы исключить."
    told = Opinion(
        Nominees(withdrawn=("Ильин Олег Эрдниевич",)),
        accounted=(span(text, "Ильина Олега Эрдниевича", "nominee.test"),),
    )
    rules = [e.rule for doubt in _doubts(text, _silent(text), told) for e in doubt.evidence]
    assert "residue.withdrawn" not in rules


@pytest.mark.parametrize(
    "text",
    [
        "Берегите его, он у нас один.",
        "Не ругайте его, он молчун.",
        "Отбой: пока писала, ему выписали бюллетень.",
    ],
)
def test_what_is_told_of_the_nominee_right_behind_him_is_not_of_us(text: str) -> None:
    text = f"Готовы. На учёбу поедет Горяев Н.Ц., техник. {text}"
    ready = _readiness(text, ReadinessValue.READY, "Готовы")
    assert _doubts(text, ready, _person(text, "Горяев Н.Ц.")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Сервер привезли. Не трогайте, он не настроен.",
        "На учёбу поедет Горяев Н.Ц. Пока он не вернётся, начать не сможем.",
        "На учёбу поедет Горяев Н.Ц. Отбой, мы ошиблись.",
    ],
)
def test_what_may_be_told_of_us_behind_a_nominee_is_a_doubt(text: str) -> None:
    text = f"Готовы. {text}"
    ready = _readiness(text, ReadinessValue.READY, "Готовы")
    nobody = _person(text, "Горяев Н.Ц.") if "Горяев" in text else NOBODY
    assert "weak_readiness" in [d.name for d in _doubts(text, ready, nobody)]


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("Кого учить, решает коллектив, героя объявлю 22.08.", False),
        ("Кого учить, решаем, фамилию назовём 22.08.", False),
        ("Кого учить, решаем, подрядчика выберем 22.08.", True),
    ],
)
def test_who_is_named_later_is_no_work_to_come(text: str, doubted: bool) -> None:
    text = f"Готовы. {text}"
    ready = _readiness(text, ReadinessValue.READY, "Готовы")
    assert bool(_doubts(text, ready)) is doubted
