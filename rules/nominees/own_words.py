"""What a label, a purpose or a verb beside a name tells: the training, something else, nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules import positions
from rules.morphology import parses
from rules.nominees import grammar, verbs
from rules.nominees.lines import Mention
from rules.nominees.named import OF_TRAINING

PURPOSE = re.compile(
    r"\s*\.?\s*(?:,\s*[^,;:()–—\n]{3,60}?)?(?:(?:\s-\s|\s*[–—])\s*|\s*\((?=[а-яё])|\s*,\s*(?=в\s+резерв))"
    r"([^,;:()\n.–—]{2,60})"
)
"""«X, завхоз – на связи», «X (резерв)»."""
_LABEL = re.compile(r"(?:\W|\d)*(?:а\s+|и\s+)?([^,;:()\n–—]{2,60}?)\s*(?:[:–—]|-\s)\s*\Z")
_PLACE = re.compile(
    r"\s*(?:а\s+)?((?:на|в|под|за)\s+[а-яё]+(?:\s+[а-яё]+)?)(?:\s+(?:будет|остаётся|останется))?\s+\Z"
)
_DUTY = re.compile(
    r"\s*(?:а\s+)?([а-яё]+ть(?:ся)?\s+(?:[а-яё-]+\s+){0,4})(?:будет|станет|поручено|предстоит)\s+\Z"
)
"""«сопровождать систему будет X»."""
_ROLE = re.compile(
    r"(?:а\s+|наш\w?\s+)?(?:руководител\w+(?:\s+(?:проект|групп|работ|внедр)\w*)?|координатор\w*|куратор\w*"
    r"|председател\w+|контактн\w+\s+лиц\w+|ответственн\w+|техн\w+\s+(?:специалист|сопровожд|поддерж)\w*"
    r"|(?:администратор|оператор|инженер)\w*\s+(?:систем|проект|внедр|сет|узл|сервер|смэв|гис|портал)\w*"
    r"|контрол\w*(?:\s+(?:за\s+)?исполнени\w+)?|дубл[её]р\w*|запасн\w+|резерв\w*|наставник\w*"
    r"|сопровожда\w+|модератор\w*|исполнител\w+)\b",
    re.IGNORECASE,
)
_NOT_A_ROLE = re.compile(
    r"^(?:от|из|с|со|к|у)\s|\b(?:поток|смен|очеред|групп|перв|втор|трет|числ|недел|август|сентябр"
    r"|октябр|отдел|управлен|администрац|район|город|сел[оау]|сельсовет|поселен|школ|больниц|комитет"
    r"|мо\b|директум|сэд\b|программ|телефон|тел\b|т\.|почт|адрес|e-?mail|фио|фамили|имя|отчеств"
    r"|модул|раздел|направлени|состав|список|сотрудник|специалист|должност|стаж|образован|возраст|кандидатур|лиц[оа]\b|мест[оа]\b|пункт|вопрос\w*\s+[№\d]|втора|ещ[её]"
    r"|возвращени|приезд|дополн|также|замен|вместо|взамен|было|стало|было\b|правильн|верн|следует|указан)",
    re.IGNORECASE,
)
"""Sources, times, fields of a form, a second one, a correction: nothing tells of another role."""


def _is_other(words: str) -> bool:
    """Whether a label or a purpose tells of something that is not the training."""
    words = words.strip()
    head = re.findall(r"[а-яё-]+", words.lower())
    if not head or OF_TRAINING.search(words):
        return False
    if _ROLE.match(words):
        return True
    if _NOT_A_ROLE.search(words):
        return False
    return len(head) > 1 if head[0] in _PREPOSITIONS else _is_matter(head)


def _is_matter(head: Sequence[str]) -> bool:
    """«вести переписку», «железо», «организационная часть»: a thing, or something to be done."""
    tags = [parses(word)[0].tag.grammemes for word in head[:3]]
    if "INFN" in tags[0]:
        return not verbs.cases(head[0])
    at = next((i for i, tag in enumerate(tags) if "NOUN" in tag), None)
    if at is None or not all("ADJF" in tag for tag in tags[:at]):
        return False
    return "inan" in tags[at] and bool({"nomn", "accs"} & tags[at])


_PREPOSITIONS = frozenset({"на", "по", "за", "для", "в", "под"})


def names_role(lead: str) -> bool:
    """«Оператор системы - X», «Контроль исполнения: X»: his label is a role beside the training."""
    label = _LABEL.fullmatch(lead)
    return label is not None and _ROLE.match(label[1].strip()) is not None


def labels(lead: str) -> bool:
    """«…, железо – X», «вести переписку – X», «на связи будет X», «руководитель проекта X»."""
    label = _LABEL.fullmatch(lead)
    if label:
        return _is_other(label[1])
    place = _PLACE.fullmatch(lead) or _DUTY.fullmatch(lead)
    if place:
        return _is_other(place[1])
    return _ROLE.fullmatch(lead.strip()) is not None


def is_purpose(tail: str) -> bool:
    """«X – на связи», «X, завхоз – подключение», «X (технический специалист)»."""
    found = PURPOSE.match(tail)
    return found is not None and _is_other(found[1])


_TEACHES = re.compile(
    r"\b(?:об|на|вы|под|пере)?(?:учи|тренируе|консультируе)(?:т|ла?)\s+(?:[а-яё-]+\s+){0,3}\Z"
)


def is_taught_by(lead: str) -> bool:
    """«…, а он обучит X»: whom a nominee teaches afterwards."""
    return _TEACHES.search(lead) is not None


_DOES = re.compile(r"\s*(?:а\s+)?([а-яё]+)\s+(?:[\w.-]+\s+){0,6}\Z")


def is_done_by(lead: str) -> bool:
    """«… предложил архивист X», «… рекомендует глава X»: who puts another forward."""
    verb = _DOES.match(lead)
    tag = parses(verb[1])[0].tag.grammemes if verb else frozenset()
    return {"VERB", "tran", "sing"} <= tag and not {"1per", "2per", "impr"} & tag


_ASIDE = re.compile(r"\b(?:котор|что|чтобы|если|когда|пока|хотя|где|как)\w*\b", re.IGNORECASE)
_DESCRIBES = frozenset({
    "работать", "трудиться", "иметь", "владеть", "знать", "окончить", "закончить", "жить",
    "проживать", "занимать", "замещать", "мочь", "уметь", "составить", "хотеть", "быть",
    "присоединиться", "присоединяться",
})  # fmt: skip


def acts(lead: str, tail: str) -> bool:
    """Whether somebody does something else: «X останется», «внедряет X»."""
    return any(
        _does_other(word)
        for piece in (*re.split(r"[,;(]", lead)[-1:], re.split(r"[;(]", tail)[0])
        if not _ASIDE.search(piece)
        for word in re.findall(r"(?<!не )\b[а-яё]{3,}", piece)
    )


def _does_other(word: str) -> bool:
    if not grammar.is_finite(word):
        return False
    first = parses(word)[0]
    tag = first.tag.grammemes
    alone = "VERB" in tag and "sing" in tag and not {"1per", "2per"} & tag
    if not alone or first.normal_form in _DESCRIBES or verbs.is_volition(word, denied=False):
        return False
    return verbs.is_other(word) or not verbs.cases(word)


def tells(lead: str, mention: Mention) -> bool:
    """Whether words stand before a name that are no post of his."""
    words = re.findall(r"[^\W\d_]{2,}", lead)
    if not words:
        return False
    text, start = mention.line.sentence.part.text, mention.person.start
    found = positions.before(text, start, start - len(lead))
    rest = text[start - len(lead) : found.start] if found else lead
    return bool(set(re.findall(r"[а-яё]{2,}", rest.lower())) - _JOINTS)


_JOINT_WORDS = "и также наш наша наши нашего нашу плюс тоже еще ещё её ее его их коллега коллегу"
_JOINTS = frozenset(_JOINT_WORDS.split())


def strange(lead: str, mention: Mention) -> bool:
    """Whether a label stands before a name that is neither a post nor where he comes from, or
    somebody does what no list of verbs has."""
    label = _LABEL.fullmatch(lead)
    if label:
        return not _NOT_A_ROLE.search(label[1]) and tells(lead, mention)
    return mention.case == "nomn" and acts(lead, "")
