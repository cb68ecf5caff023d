"""Classes of verbs that put a person forward, by what they demand of his case.

Any form of a lemma counts; participles and reflexive forms give the person another case than the
active verb does.
"""

from __future__ import annotations

from functools import lru_cache

from rules.morphology import WORDS, parses

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


_OTHER_WORDS = """
смотреть глядеть жаловаться надеяться рассчитывать реагировать отвечать ответить откликнуться
тратить потратить ругаться возражать сомневаться думать полагать считать решать решить согласовать
согласовывать сообщить сообщать доложить докладывать рассказать говорить сказать писать написать
передать передавать позвонить звонить просить попросить интересоваться спрашивать спросить узнать
знать обещать пообещать заверить гарантировать подтвердить уверять предупредить напомнить
подписать подписывать утвердить поручить приказать велеть распорядиться разрешить запретить
организовать организовывать проводить провести вести вестись преподавать читать учить обучить
научить готовить подготовить курировать контролировать отвечать заниматься координировать
руководить возглавлять заведовать сопровождать сопроводить встречать встретить провожать возить
везти отвезти привезти довезти подвезти оплатить оплачивать выделить закупить купить приобрести
получить получать составить оформить оформлять заполнить выдать дать нашёл найти искать подыскивать
заменить заменять замещать подменить подменять остаться оставаться работать трудиться служить жить
болеть заболеть уволиться уйти выйти выбыть отказаться отказываться отсутствовать находиться
быть бывать закончить окончить пройти настроить настраивать установить устанавливать
поставить ставить подключить подключать проверить проверять сделать делать починить чинить
закрыть открыть выполнить выполнять мочь хотеть смочь помочь помогать благодарить поблагодарить
приветствовать поздравить поздравлять требовать потребовать ждать ожидать
"""
_VOLITION_WORDS = """
проситься просить желать пожелать хотеть захотеть мечтать рваться вызваться изъявить согласиться
соглашаться ждать завоевать заслужить выиграть стремиться претендовать напроситься заинтересоваться
отказываться возражать
"""
_VOLITION = frozenset(_VOLITION_WORDS.split())
_DENIED_VOLITION = frozenset({"отказываться", "отказаться", "возражать", "противиться"})


@lru_cache(maxsize=3_000)
def is_volition(word: str, *, denied: bool) -> bool:
    """«просится», «ждёт вызова», «не отказывается»: whoever wants to go, said of himself."""
    first = parses(word)[0]
    lemma = first.normal_form
    past = "past" in first.tag and "impf" in first.tag  # «просился», and was not let go
    told = (
        "VERB" in first.tag
        and not past
        and not {"1per", "2per", "impr", "plur"} & first.tag.grammemes
    )
    return told and lemma in (_DENIED_VOLITION if denied else _VOLITION - _DENIED_VOLITION)


_OTHER = frozenset(w.replace("ё", "е") for w in _OTHER_WORDS.split())


@lru_cache(maxsize=WORDS)
def is_other(word: str) -> bool:
    """Whether the verb tells of other business beside the training: answering, paying, running
    it, being away; of a verb in no class that is not sure."""
    return any(p.normal_form.replace("ё", "е") in _OTHER for p in parses(word)[:2])


@lru_cache(maxsize=WORDS)
def cases(word: str) -> frozenset[str]:
    """The cases of a person whom this verb puts forward; empty for any other word."""
    if len(word) < 3 or not word[0].isalpha():
        return frozenset()
    first = parses(word)[0]
    if not {"VERB", "INFN", "PRTS"} & first.tag.grammemes:
        return frozenset()
    return _of(first.normal_form.replace("ё", "е"), first.tag.grammemes)


@lru_cache(maxsize=WORDS)
def needs_training(word: str) -> bool:
    """Whether the verb says something of the training only where that is spoken of."""
    lemma = parses(word)[0].normal_form.replace("ё", "е")
    known = lemma in PUT or lemma in GO or lemma.removesuffix("ся") in PUT | GO
    if not known and lemma not in DATIVE:
        return True
    return lemma in _VAGUE or lemma.removesuffix("ся") in _VAGUE


@lru_cache(maxsize=WORDS)
def will_come(word: str) -> bool:
    """«приедет», «прибудут», «явится»: whoever is to come is probably the one who was asked for."""
    first = parses(word)[0]
    return "futr" in first.tag.grammemes and first.normal_form in _COMES


@lru_cache(maxsize=WORDS)
def puts(word: str) -> bool:
    """«заявляется», «сядет»: said now or of the future, of whoever is put forward."""
    first = parses(word)[0]
    lemma = first.normal_form.replace("ё", "е")
    passive = lemma.endswith("ся") and lemma.removesuffix("ся") in PUT
    return "past" not in first.tag.grammemes and (
        passive or ("futr" in first.tag.grammemes and lemma in GO)
    )


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
