"""The words of a remark on our letter: agreement, thanks, «вы не так поняли», labels, fillers."""

from __future__ import annotations

import re
from typing import Final

from rules.folded import Word


def _set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


RIGHT: Final = _set("верно правильно подтверждаю подтверждаем подтверждается корректно точно")
"""Words that say that our letter is right."""

_RIGHT_BESIDE: Final = _set(
    """да теперь вот уже все остальное остальные так и это понято поняли записано записали указано
    указали учтено
    учли прочитано написано изложено данные сведения информация информацию полностью абсолютно
    совершенно именно соответствует действительности замечаний ошибок возражений исправлений
    дополнений нет не имеем имеется требуется требуются ок окей вы нас мы вами с учетом
    согласны согласен согласна отлично"""
)
_CIVIL: Final = _set(
    """спасибо большое огромное благодарю благодарим благодарность заранее за понимание помощь
    оперативность быстрый ответ информацию письмо ваше ваш вам вас внимание работу сотрудничество
    пожалуйста здравствуйте добрый доброе доброго день утро вечер дня времени суток уважаемые
    уважаемая уважаемый коллеги коллега принято принял приняла получили получил получила получено
    подтверждение хорошо ладно понятно ясно ознакомлены ознакомились ознакомлен ознакомлена приняли
    к сведению во взаимно всего хорошего ждем обучения рады стараться и ок окей
    удачи с уважением учтем учту будем иметь в виду успехов взаимодействие отправлено iphone
    android телефона моего приглашение обязательно буду приеду прибуду будет приедет"""
)
_TRIGGER: Final = re.compile(
    r"неверн|неправильн|ошиб|опечат|неточн|исправ|поправ|уточн|измен|скорректир|перепута|вкрал"
)
_WRONG_BESIDE: Final = _set(
    """вы нас меня мы я мой наш нашем нашу нашего ответ ответе ответа письмо письме видимо наверное
    похоже к сожалению нет это все совсем не так верно правильно поняли понял понята понято
    прочитали прочитано записали записано учли учтено указано указали указана указан немного чуть у
    вас одна одну допущена допустили соответствует действительности прошу просим нужно надо
    следующее внести внесите внеся в наши наших данные данных сведения сведениях извините простите
    пожалуйста прощения но только есть и за по этому вопросу касается насчет приношу приносим
    извинения то тот та те того человек человека специалист специалиста кандидатура
    записан назван"""
)
_NOT_SO: Final = re.compile(r"\bне (?:так|верно|правильно|соответств\w+|то|тот|та|те|того)\b")


def is_civil(said: list[Word]) -> bool:
    """Thanks, a greeting, «принято к сведению»."""
    return all(word.folded in _CIVIL for word in said)


def is_right(said: list[Word]) -> bool:
    """«Да, всё верно», «замечаний нет», with thanks or without."""
    if not {w.folded for w in said} <= RIGHT | _RIGHT_BESIDE | _CIVIL or _NOT_SO.search(
        joined(said)
    ):
        return False
    return any(w.folded in RIGHT for w in said) or _AGREES.search(joined(said)) is not None


_AGREES: Final = re.compile(
    r"^(?:да|ок|окей)$|\b(?:замечаний|ошибок|возражений|исправлений|дополнений) (?:нет|не име)"
    r"|\b(?:исправлений|дополнений) не требу|\bвсе (?:именно )?так\b|\bсоглас(?:ен|на|ны)\b"
    r"|\bсоответствует действительности\b"
)


def is_plain_yes(said: list[Word]) -> bool:
    """Agreement that does not say with what: «да», «согласны», «подтверждаем»."""
    return not any(w.folded in ("верно", "правильно", "корректно") for w in said)


def is_wrong(said: list[Word]) -> bool:
    """«Вы не так поняли», «неверно», «прошу исправить», «у вас ошибка»: without saying what."""
    if not all(w.folded in _WRONG_BESIDE or _TRIGGER.search(w.folded) for w in said):
        return False
    text = joined(said)
    return bool(_TRIGGER.search(text) or _NOT_SO.search(text) or text == "нет")


def joined(said: list[Word]) -> str:
    """The words with single blanks."""
    return " ".join(word.folded for word in said)


FIELDS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("phone", re.compile(r"тел|телефон\w*|номер\w*|моб|мобильн\w+|сот|сотов\w+")),
    ("email", re.compile(r"почт\w+|e-?mail|мейл|емейл|имейл|ящик\w*|адрес\w*")),
    ("position", re.compile(r"должност\w+|долж")),
    ("surname", re.compile(r"фамили\w+")),
    ("first_name", re.compile(r"имя|имени")),
    ("patronymic", re.compile(r"отчеств\w+")),
    ("name", re.compile(r"фио")),
)
"""What the word before a value tells of it."""

PARTS: Final = ("surname", "first_name", "patronymic")
"""The parts of a name, in the order in which it is recorded."""
NAME_PARTS: Final = frozenset({*PARTS, "name"})


def field_of(word: Word) -> str:
    """The field that a word names, or ""."""
    return next((name for name, pattern in FIELDS if pattern.fullmatch(word.folded)), "")


CORRECTS: Final = re.compile(
    r"\b(?:друг|неверн|неправильн|исправ|правильн|верный|верная|верное|уточн|поправ|измен|помен"
    r"|смен|добав|дополн|нов|ошиб|опечат|перепута|скорректир|замен|вместо|кроме|только|лишь|надо"
    r"|нужно|а не\b|не верн|не правильн)"
)
"""Words that tell that a value is given to correct or complete what we wrote."""

_FILLER: Final = re.compile(
    r"(?:прош|прос|исправ|уточн|поправ|измен|помен|смен|добав|дополн|внес|внест|впи[шс]|запи[шс]"
    r"|учт|учест|указ|напи[шс]|неправ|неверн|ошиб|опечат|правильн|верн|корректн|скорректир|перепут"
    r"|нов|друг|действующ|действит|актуальн|контакт|рабоч|личн|служебн|электронн|связ|допущ|данн"
    r"|специалист|сотрудни|кандидат|участни|слушател|обучающ|назван|должн|следу|чита|писа"
    r"|выслан|направ|сообща|сообщ|соедин)\w*"
)
_SHORT: Final = _set(
    """пожалуйста а но не и да в на у с со по для к же ее его ней нее нему него она он это этот
    эта тот та вот вместо также еще только лишь кроме теперь сейчас уже быть есть является эл
    ранее был была было нас вас вы вам мы кстати верен верна надо нужно таков такой такая следующий
    следующая следующее ошибка свой свою так нет стал стала как"""
)
_OWN: Final = _set("мой моя мои моему наш наша наше наши нашего нашей исполнитель исполнителя")


def is_filler(word: Word) -> bool:
    """Whether a word beside a value changes nothing of what the value means."""
    if word.folded in _OWN:
        return False
    return word.folded in _SHORT or _FILLER.fullmatch(word.folded) is not None
