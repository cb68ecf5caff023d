"""Classes of verbs that put a person forward, by what they demand of his case.

Any form of a lemma counts; participles and reflexive forms give the person another case than the
active verb does.
"""

from __future__ import annotations

from functools import lru_cache

from rules.morphology import parses

_PUT_WORDS = """
направить направлять послать посылать слать выслать высылать прислать присылать заслать
отправить отправлять командировать откомандировать откомандировывать командировывать
делегировать отрядить отряжать снарядить снаряжать выделить выделять выставить выставлять
выдвинуть выдвигать предложить предлагать рекомендовать порекомендовать назначить назначать
определить определять избрать избирать выбрать выбирать отобрать отбирать подобрать наметить
намечать утвердить утверждать представить представлять назвать называть заявить заявлять подать
подавать внести вносить вписать вписывать записать записывать дописать дописывать зачислить
зачислять включить включать добавить добавлять приплюсовать присоединить числить причислить
засчитать учесть учитывать зарегистрировать регистрировать оформить оформлять принять принимать
взять брать допустить допускать поучить зачесть закрепить закреплять забронировать придержать
обучить обучать учить
научить выучить подучить натаскать отпустить отпускать отдать отдавать доверить уполномочить
встречать встретить ждать пригласить усадить посадить привезти занести писать вписать прочить
отвести подтвердить подтверждать подготовить увидеть обнаружить перенаправить задействовать
привлечь привлекать снарядить уговорить
"""
_GO_WORDS = """
ехать поехать заниматься съездить ездить приехать приезжать выехать выезжать доехать подъехать
прибыть прибывать явиться прийти приходить пойти идти ходить сходить подойти войти учиться
обучаться научиться поучиться отучиться выучиться подучиться доучиться обучиться участвовать
поучаствовать посетить посещать присутствовать присоединиться присоединяться пополнить пополнять
влиться вступить приступить приступать сесть засесть заступить освоить осваивать изучить изучать
постигать постичь прослушать слушать пройти проходить стажироваться отправиться отправляться
направиться собраться собираться представить представлять подлежать остаться оставаться
ожидаться значиться числиться вызваться возглавить усвоить познать укрепить усилить разбавить
украсить
"""
_DATIVE_WORDS = """
поручить поручать велеть приказать приказывать предписать предписывать вменить предстоять надлежать
выпасть доверить доверять разрешить разрешать предоставить предоставлять достаться
"""
_VAGUE_WORDS = """
заниматься принять принимать взять брать ждать встречать встретить писать назвать называть
подать подавать
отдать отвести доверить определить определять учесть учитывать представить представлять
утвердить утверждать подтвердить подтверждать пройти проходить приступить приступать собраться
собираться слушать сесть посетить посещать присутствовать явиться являться прийти приходить
изучить изучать числиться значиться подготовить привлечь привлекать пригласить уговорить
оформить оформлять назначить назначать предложить предлагать выделить выделять приехать
приезжать пойти идти ходить войти ожидаться закрепить закреплять внести вносить вписать добавить
добавлять отпустить отпускать привезти занести велеть поручить поручать приказать предстоять
надлежать разрешить предоставить достаться выпасть отправиться отправляться увидеть обнаружить
укрепить усилить остаться оставаться
"""
_TAKES_BACK_WORDS = """
исключить исключать вычеркнуть отозвать отзывать снять снимать убрать удалить отменить заменить
заменять спросить спрашивать простить извинить благодарить поблагодарить поздравить освободить
избавить переспросить вычеркивать предупредить известить уведомить набрать звать позвать просить
знать помнить сообщать сообщить информировать уважать ценить заслушать цитировать приветствовать
"""
_TAKES_BACK = frozenset(_TAKES_BACK_WORDS.split())
PUT = frozenset(_PUT_WORDS.split())
GO = frozenset(_GO_WORDS.split())
DATIVE = frozenset(_DATIVE_WORDS.split())
_VAGUE = frozenset(_VAGUE_WORDS.split())
_ACCUSATIVE = frozenset({"accs"})
_NOMINATIVE = frozenset({"nomn"})


@lru_cache(maxsize=20_000)
def cases(word: str) -> frozenset[str]:
    """The cases of a person whom this verb puts forward; empty for any other word."""
    if len(word) < 3 or not word[0].isalpha():
        return frozenset()
    first = parses(word)[0]
    if not {"VERB", "INFN", "PRTS"} & first.tag.grammemes:
        return frozenset()
    return _of(first.normal_form.replace("ё", "е"), first.tag.grammemes)


@lru_cache(maxsize=20_000)
def needs_training(word: str) -> bool:
    """Whether the verb says something of the training only where that is spoken of."""
    lemma = parses(word)[0].normal_form.replace("ё", "е")
    known = lemma in PUT or lemma in GO or lemma.removesuffix("ся") in PUT | GO
    if not known and lemma not in DATIVE:
        return True
    return lemma in _VAGUE or lemma.removesuffix("ся") in _VAGUE


@lru_cache(maxsize=20_000)
def will_come(word: str) -> bool:
    """«приедет», «прибудут», «явится»: whoever is to come is probably the one who was asked for."""
    first = parses(word)[0]
    return "futr" in first.tag and first.normal_form in _COMES


@lru_cache(maxsize=20_000)
def puts(word: str) -> bool:
    """«заявляется», «сядет»: said now or of the future, of whoever is put forward."""
    first = parses(word)[0]
    lemma = first.normal_form.replace("ё", "е")
    passive = lemma.endswith("ся") and lemma.removesuffix("ся") in PUT
    return "past" not in first.tag and (passive or ("futr" in first.tag and lemma in GO))


_COMES = frozenset({"приехать", "прибыть", "явиться", "прийти", "поехать", "пойти", "подъехать"})


def _of(lemma: str, grammemes: frozenset[str]) -> frozenset[str]:
    passive = "PRTS" in grammemes
    if lemma in DATIVE:
        return frozenset({"datv"})
    if lemma in PUT:
        return _NOMINATIVE if passive else _ACCUSATIVE
    if lemma in GO:
        return frozenset({"ablt"}) if passive else _NOMINATIVE
    if lemma.endswith("ся"):
        active = lemma.removesuffix("ся")
        if active in GO:
            return frozenset({"ablt"})
        return _NOMINATIVE if active in PUT else frozenset()
    # «запищите на курсы Валиеву», «благословляем на курсы Валиеву»: whoever asks for or does
    # something with a person by the training.
    done = (
        "plur" in grammemes
        and bool({"impr", "1per", "2per"} & grammemes)
        and "intr" not in grammemes
    )
    return _ACCUSATIVE if done and lemma not in _TAKES_BACK else frozenset()
