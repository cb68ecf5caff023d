"""A covering mail that takes back what the attached letter says: «в части готовности устарело»,
«во вложении черновик», «прицепился не тот файл», «в фамилии опечатка»."""

from __future__ import annotations

import re
from enum import StrEnum

from rules.document import Document, SegmentKind, Sentence
from rules.model import PartRole
from rules.segments.grammar import has_predicate


class Fault(StrEnum):
    """What of the attached letter the covering mail takes back."""

    HOLDS_NO_MORE = "holds_no_more"  # it is old, wrong, or another file; what the mail says counts
    NOT_FINAL = "not_final"  # a draft, unsigned, to be checked
    OF_READINESS = "of_readiness"  # it is wrong in what it says of readiness
    OF_PEOPLE = "of_people"  # a slip in a name, a post or a number


_ATTACHED = re.compile(r"\b(?:вложен|вложён|прилож|прикреп|прилаг|приклад|прицеп)", re.IGNORECASE)
_PAPER = re.compile(
    r"\b(?:письм|вложен|вложён|прилож|прикреп|прилаг|приклад|прицеп|документ|файл|бумаг|скан(?!ер)"
    r"|вариант|верси[яюи]|редакци|ответ)",
    re.IGNORECASE,
)
_STALE = re.compile(
    r"\b(?:устаре|не\s?актуал|утратил|потерял\w*\s+силу|не\s+действ|недейств|прошлогод|просрочен"
    r"|(?:уже|больше)\s+не\s+(?:так|то|отража|соответств)|(?:вс[её]|многое|кое-что)\s+(?:\w+\s+)?(?:измени|поменя)"
    r"|стар(?:ое|ый|ая|ого|ую)\s+(?:\w+\s+)?(?:письм|файл|вариант|верси|редакци|документ|скан|ответ)"
    r"|(?:письмо|файл|документ|скан|вариант|вложение|ответ)\s+(?:во\s+вложении\s+)?(?:уже\s+)?стар(?:ый|ое)\b"
    r"|не\s+т(?:от|а|о)\s+(?:файл|вариант|верси|редакци|письм|документ|скан|вложени|бумаг)"
    r"|(?:файл|вариант|верси[яю]|письмо|документ|скан|вложение|бумага)\s+(?:\w+\s+){0,2}не\s+т(?:от|а|о)\b"
    r"|по\s+ошибке|ошибочно\s+(?:прил|прик|отпр|влож)|случайно\s+(?:прил|прик|отпр|влож|прицеп)"
    r"|не\s+(?:приним|смотр|чита|учит|открывай|вер(?:ить|ьте)\b|обраща\w+\s+внимани\w*(?!\s+на\s+(?:опечат|ошиб|качеств|номер|дат)))|отзыва|отозва|отозвал|аннулир"
    r"|игнорир|пренебреч|забудьте|силы\s+не\s+име|не\s+имеет\s+силы|недостоверн|отмен[её]н|не\s+для\s+(?:уч[её]та|сведения|исполнения|ответа)|не\s+брать\s+в\s+расч|поторопил|погорячил|образец|из\s+прошлого)",
    re.IGNORECASE,
)
_DRAFT = re.compile(
    r"\b(?:чернов|проект\w*\s+(?:\w+\s+)?(?:ответ|письм|документ)|предварительн\w+\s+(?:вариант|верси|редакци)"
    r"|рабоч\w+\s+(?:вариант|верси|редакци|материал)|неподписан|несогласован|обсужда|не\s+(?:согласован|подписан|утвержд[её]н|завизирован)|без\s+подписи|набросок|заготовк|болванк"
    r"|(?:пере)?проверк|перепровер|передела|не\s+исправлен|под\s+вопросом|может\s+(?:\w+\s+)?(?:измен|поправ|поменя))",
    re.IGNORECASE,
)
_FAULT = re.compile(
    r"\b(?:поправк|исправ(?:ить|ля|им\b)|ошиб|опечат|описк|неверн|неправильн|неточн|напута|перепута"
    r"|не\s+соответств|изменил)",
    re.IGNORECASE,
)
_THE_PAPER = re.compile(
    r"\b(?:вложени|вложенн|приложени|приложенн|прикрепл[её]нн|прилагаем(?:о[ейгм]|ы[йм]|ая)|файл|скан\b)",
    re.IGNORECASE,
)
_ATTACHES = re.compile(
    r"\b(?:прил[оа][гж]|приклад|прикреп|влож|направ|отправ|высыл|высла|вышл|посыл|посла|пошл|шл[юеё]|перес"
    r"|переда|предст|предост|держи|получ|прим[иеу]|прин[яи]|смотр|посмотр|чита|прочт|прочит|озна[кч]"
    r"|см\b|наход|содерж|излож(?!ить)|указан|привед|описан|есть\b|имеет|дублир|продубл|подпис|подпиш|завер|визир"
    r"|зарегистр|оформ|проход|прош[её]?л|пропуска|сдела|откр[ыо]|звон|позвон|сообщ|подтверд|прос[иь]|прош|извин|простит|уйд|уш[её]?л|прид"
    r"|ид[её]т|довез|слома|сфото|снял|видно|уч[её]?ст|рассмотр|простав|жд[уе]|надее|руковод|провер|убед"
    r"|сжат|сжал|архив|запак|кривов|криво|зажев|бледн|мутн|т[её]мн|смаза|плох|слаб|нечит|весит|тяж[её]л|больш"
    r"|формат|лови|запол|дошл|дойд|разреш|страниц|поверн|боком|перев[её]рн|нагляд|удобн"
    r"|може|можно|буд[еу]|был[аои]?\b|нет\b)\w*",
    re.IGNORECASE,
)
"""Of what is attached one says where it is, that it is signed, how it looks and is read."""
_OURS = re.compile(r"\b(?:готовн|готов[аы]?\b|подключ|срок|числ[оа]\b|\d)", re.IGNORECASE)
_NAMES = re.compile(r"\b(?:готовност|подключени|срок)", re.IGNORECASE)
_ELSE = re.compile(
    r"\b(?:по\s+образц|исправленн\w+\s+(?:вариант|верси|редакци|письм|файл|скан)|прежн|предыдущ|прошл(?!огод)|вчера\b|исправил|исправлен[аыо]?\b|устран|учтен|учл[аи]|ранее|раньше|вчерашн|отправленн|нов(?:ое|ый|ом)\b|взамен|ваш\w*\s+проект"
    r"|не\s+обраща\w+\s+внимани\w+\s+на\s+(?:опечат|ошиб)"
    r"|вместо\s+[А-ЯЁ])",
    re.IGNORECASE,
)
"""Another letter than the attached one."""
_OF_PEOPLE = re.compile(
    r"\b(?:фамили|имени\b|имя\b|отчеств|телефон|номере?\b|должност|кандидат|специалист|слушател"
    r"|сотрудни|инициал|фио\b|ф\.\s?и\.\s?о|почт[аеы]\b|e-?mail)",
    re.IGNORECASE,
)
_OF_FORM = re.compile(
    r"\b(?:индекс|адрес(?!ат)|исходящ|реквизит|бланк|шапк|номере?\s+письма|дат[аеы]\s+письма|нумераци|качеств)",
    re.IGNORECASE,
)
_PLEASE = re.compile(r",?\s*\b(?:пожалуйста|кстати|увы|к\s+сожалению)\b,?", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:()]|\s[–—-]\s")


def of_readiness(document: Document) -> Sentence | None:
    """The sentence of the body that says that an attached letter holds no more as to readiness."""
    return told(document, Fault.HOLDS_NO_MORE, Fault.OF_READINESS)


def told(document: Document, *faults: Fault) -> Sentence | None:
    """The sentence of the body that takes the attached letter back in one of these ways."""
    bodies = {p.name for p in document.mail.parts if p.role is PartRole.BODY}
    if len(bodies) == len(document.mail.parts):
        return None
    attached = False
    for sentence in document.of(SegmentKind.OWN):
        if sentence.part.name not in bodies:
            continue
        names = _ATTACHED.search(sentence.text) is not None
        goes_on = attached or _PAPER.search(sentence.text) is not None
        of_it = names or (goes_on and not _ELSE.search(sentence.text))
        if of_it and not _faults(sentence.text).isdisjoint(faults):
            return sentence
        attached = names
    return None


def _faults(said: str) -> set[Fault]:
    """In which ways a sentence takes back the paper that it or the one above names."""
    found = set(filter(None, map(_fault, _CLAUSE.split(_PLEASE.sub(" ", said)))))
    narrow = found & {Fault.OF_READINESS, Fault.OF_PEOPLE}
    if Fault.NOT_FINAL in found and _OURS.search(said):
        found |= {Fault.HOLDS_NO_MORE} if _FAULT.search(said) else set()
    return narrow or found


def _fault(clause: str) -> Fault | None:
    if _ELSE.search(clause) or _OF_FORM.search(clause):
        return None
    stale, wrong = _STALE.search(clause), _FAULT.search(clause)
    if (stale or wrong) and _NAMES.search(clause):
        return Fault.OF_READINESS
    if stale:
        return Fault.HOLDS_NO_MORE
    if wrong:
        return Fault.OF_PEOPLE if _OF_PEOPLE.search(clause) else Fault.NOT_FINAL
    return Fault.NOT_FINAL if _DRAFT.search(clause) or _says_more(clause) else None


def _says_more(clause: str) -> bool:
    """«приложенному письму верить нельзя», «вложение предназначалось не вам»: whatever is said of
    it but that it is attached."""
    return _THE_PAPER.search(clause) is not None and has_predicate(_ATTACHES.sub("", clause))
