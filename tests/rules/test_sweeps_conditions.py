"""Conditions, and what has their words and is none: each frame with many things that may want.

What each letter says is known by construction; it must be read so, or put before a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from tests.rules.test_sweeps import silent

THINGS = (
    {
        "will": "заменят коммутатор",
        "done": "коммутатор заменили",
        "of": "коммутатора",
        "by": "коммутатором",
        "wont": "коммутатора не дадут",
        "given": "замене коммутатора",
        "after": "замены коммутатора",
        "give": "привезите коммутатор",
        "get": "получить коммутатор",
    },
    {
        "will": "выделят статический адрес",
        "done": "статический адрес выделили",
        "of": "статического адреса",
        "by": "статическим адресом",
        "wont": "адреса не выделят",
        "given": "выделении статического адреса",
        "after": "выделения статического адреса",
        "give": "выделите статический адрес",
        "get": "получить статический адрес",
    },
    {
        "will": "протянут витую пару",
        "done": "витую пару протянули",
        "of": "витой пары",
        "by": "витой парой",
        "wont": "витую пару не протянут",
        "given": "монтаже витой пары",
        "after": "монтажа витой пары",
        "give": "протяните витую пару",
        "get": "протянуть витую пару",
    },
    {
        "will": "подпишут договор с провайдером",
        "done": "договор с провайдером подписали",
        "of": "договора с провайдером",
        "by": "договором с провайдером",
        "wont": "договор не подпишут",
        "given": "подписании договора с провайдером",
        "after": "подписания договора с провайдером",
        "give": "подпишите договор с провайдером",
        "get": "подписать договор с провайдером",
    },
)
"""What may be wanting: a clause to come, one that is over, genitive, instrumental, a clause that
denies it, behind «при», behind «после», asked for, to be got."""

YES = ("район к подключению готов", "подключаться готовы", "технически всё готово")
NO = ("к подключению не готовы", "подключиться не можем")

FRAMES = {
    "ready": """
Если прошлой осенью дело стояло за {by}, то теперь {done}: {yes}.
Если весной нас держало отсутствие {of}, то сегодня {yes}.
{Yes}, даже если {wont}.
{Yes} независимо от {of}.
{Yes} и без {of}.
{Yes}: и с {by}, и без {of}.
При наличии {of} (он у нас имеется) {yes}.
{Yes}. Если бы {done} раньше, ответили бы в срок.
Стоило дождаться {of}, как всё пошло. {Yes}.
{Yes}, хотя ещё зимой без {of} и мечтать об этом не могли.
{Yes}, причём без всяких «если»: {done}.
Боялись, что без {of} не справимся, но {done}. {Yes}.
""",
    "not_ready": """
{No}. Если бы {done} весной, ответ был бы иным.
Без {of} подключиться нельзя, а {of} нет и не предвидится.
Подключимся, когда рак на горе свистнет: {of} нет.
Подключились бы, если бы {done}, но {of} нет и в этом году не будет.
Даже если {will}, подключиться в этом году не сможем.
Даже при {given} подключиться не сможем.
{No}, и если {will}, ничего не изменится.
Ни с {by}, ни без {of} подключиться не сможем.
Надеялись, что {will}, но {wont}: отказано окончательно. {No}.
""",
    "conditional": """
{Give} – и подключимся.
{Give}, и завтра же подключимся.
{Yes} с учётом того, что {will}.
{Yes}, исходя из того, что {will}.
{Yes} под обещание, что {will}.
{Yes} в предположении, что {will}.
{Yes}. Но на деле – после {after}.
{Yes} (после {after}).
{Yes} с момента {after}.
{Yes}, дело встало из-за {of}.
{Yes}, лишь бы {will}.
{Yes}, если, конечно, {will}.
Обеспечьте нас {by}, остальное у нас есть.
До {after} подключиться не сможем.
Загвоздка одна – нет {of}; в остальном {yes}.
Дело за малым: {get}, и {yes}.
Если можно и без {of}, то {yes}.
""",
    "ready_by": """
Подключимся 25 августа, когда {will}.
25 августа {will}, после чего подключимся.
Как только {will} (а это будет 25 августа), подключимся.
""",
    "deferred": """
О готовности сообщим, как только {will}.
Без {of} судить о готовности не берёмся.
Готовы ли мы, напишем, когда {will}.
""",
}


def filled(frames: str) -> Iterator[str]:
    """Every frame with every thing, and by turns with each way to say yes or no."""
    lines = [line for line in frames.split("\n") if line]
    for at, (frame, thing) in enumerate(product(lines, THINGS)):
        yes, no = YES[at % len(YES)], NO[at % len(NO)]
        words = {**thing, "yes": yes, "no": no}
        first = {name.capitalize(): said[0].upper() + said[1:] for name, said in words.items()}
        yield frame.format(**words, **first)


@pytest.mark.parametrize("value", FRAMES)
def test_no_condition_is_silently_none_and_the_reverse(value: str) -> None:
    assert silent((value, letter) for letter in filled(FRAMES[value])) == []


IDLE = """
{Yes}, если вам так интересно.
{Yes}, если не считать пыли на клавиатурах.
{Yes} (если понадобятся снимки, пришлём).
{Yes}, а если спросит начальство, подтвердим.
{Yes}, если помните наш июльский отчёт.
Иначе говоря, {yes}.
Так или иначе, {yes}.
С техникой теперь всё иначе: {yes}.
{Yes}, и если бы все вопросы решались так просто!
{Yes}, за что спасибо монтажникам: если бы не они, возились бы до снега.
Если разговор о технике, то {yes}.
Если быть кратким, {yes}.
Коли уж спрашиваете, {yes}.
{Yes}, стоит вам только распорядиться.
{Yes} хоть сию минуту, если прикажете.
{Yes}, а без обеда не отпустим, если заглянете.
Прикажете – подключимся, {yes}.
{Yes}. Если бы юность умела, если бы зрелость могла, как говорят.
{Yes}. Командировочные оформим, когда узнаем расписание.
{Yes}. Премию монтажнику выпишем, если подключение пройдёт без сучка.
{Yes}. Зависит ли от этого место в очереди, не знаем.
{Yes} согласно условиям вашего письма.
{Yes}; вышлите, если можно, инструкцию.
Инструкцию пришлите если можно. {Yes}.
"""


def test_an_idle_if_never_silently_makes_a_yes_conditional() -> None:
    lines = [line for line in IDLE.split("\n") if line]
    letters = [
        frame.format(yes=yes, Yes=yes[0].upper() + yes[1:]) for frame, yes in product(lines, YES)
    ]
    assert silent(("ready", letter) for letter in letters) == []


OVER = """
{Yes}. Сервер был, но его увезли.
{Yes}. Модем стоял, да сплыл.
{Yes}. Линия имелась, её срезали.
{Yes} на днях.
{Yes} со дня на день.
Сервера нет, связи нет. Если это называется готовностью, то {yes}.
Не готовы. Подключимся в другой раз, если он представится.
"""


def test_what_is_gone_or_not_yet_is_never_silently_a_yes() -> None:
    lines = [line for line in OVER.split("\n") if line]
    letters = [
        frame.format(yes=yes, Yes=yes[0].upper() + yes[1:]) for frame, yes in product(lines, YES)
    ]
    assert silent(("", letter) for letter in letters) == []
