"""How people say yes or no without «готов»: «мы на низком старте», «работает!», «она есть»."""

from __future__ import annotations

from rules.readiness.ballot import ASIDE, BODY, TO_TELL, has_left, plain_vote
from rules.readiness.clauses import Clause, Statement
from rules.readiness.votes import Says, Vote
from rules.readiness.words import Word

_US = BODY | {"мы", "нам", "нас", "нами", "наша", "нашей", "я", "меня", "все", "сторона", "стороны"}


def our_stance(clause: Clause) -> Vote | None:
    """«наша сторона в ажуре», «мы во всеоружии», «техника под парами»."""
    if "stance" not in clause.classes or ASIDE & clause.classes or len(clause.words) > 9:
        return None
    at = clause.where("stance")[0]
    governs = any("gent" in w.grammar for w in clause.words[at + 1 : at + 2])
    ahead = any("futr" in w.grammar and "will" not in w.classes for w in clause.words)
    if governs or ahead or _ELSE & clause.forms:
        return None
    denied = any(w.form == "не" for w in clause.words[max(0, at - 3) : at])
    if denied or "will" in clause.classes:
        return plain_vote(clause, Says.LACKS if denied else Says.WILL_DO, "our_stance")
    if "infra" in clause.classes or not _US & clause.forms:
        return plain_vote(clause, Says.HAS, "our_stance")
    firm = clause.words[at].form not in _LOOSE
    return plain_vote(clause, Says.READY, "our_stance").but(hedged=not firm)


_ELSE = frozenset({"ли", "бы", "чтобы", "ваша", "вашей", "вас"})
_LOOSE = frozenset({"порядок", "порядке", "норма", "норме", "норм", "гуд", "гут"})
"""They may tell of the day, too: a person should look where nothing more is said."""


def _aims(words: tuple[Word, ...]) -> bool:
    """«… для вхождения в систему», «… к обмену»."""
    return any(w.form.startswith(_GOAL) for w in words)


_EQUIPPED = ("оснащ", "укомплект", "обеспеч", "оборудов", "снабж", "экипиров", "подготовл")


_OURSELVES = BODY | {"мы"}


def equipped(clause: Clause) -> Vote | None:
    """«администрация оснащена по всем пунктам»: the body itself, not a room of it."""
    if (ASIDE - {"papers"}) & clause.classes or {"infra", "ready"} & clause.classes:
        return None
    for at, word in enumerate(clause.words):
        if "PRTS" in word.grammar and word.form.startswith(_EQUIPPED) and _OURSELVES & clause.forms:
            if clause.negated(at):
                return plain_vote(clause, Says.LACKS, "equipped")
            whole = {"full", "degree"} & clause.classes or _aims(clause.words[at:])
            return plain_vote(clause, Says.READY if whole else Says.HAS, "equipped")
    return None


_GOAL = (
    *("переход", "подключ", "обмен", "работ", "внедрен", "запуск", "ввод", "систем"),
    "документооб",
)


def prepared(clause: Clause) -> Vote | None:
    """«район подготовился к переходу на электронный обмен»."""
    for at, word in enumerate(clause.words):
        if not word.form.startswith("подготовил"):
            continue
        if any(w.form.startswith(_GOAL) for w in clause.words[at:]) and "к" in clause.forms:
            no = clause.negated(at)
            return plain_vote(clause, Says.NOT_READY if no else Says.READY, "prepared")
    return None


_PUT_AWAY = frozenset({"складе", "коробках", "ящиках", "упаковке", "подвале", "сарае", "помойке"})
_SOUND = ("образцов", "отличн", "исправн", "рабоч", "хорош", "боев", "прекрасн", "норм", "полн")
_UNSOUND = ("аварийн", "плачевн", "нерабоч", "ветх", "неисправн", "удручающ", "разобран", "жалк")


def in_a_state(clause: Clause) -> Vote | None:
    """«хозяйство в образцовом состоянии», «техника в плачевном состоянии», «машины в коробках»."""
    if _PUT_AWAY & clause.forms and "infra" in clause.classes and not ASIDE & clause.classes:
        told = any({"finite", "short"} & w.grammar for w in clause.words)
        return None if told else plain_vote(clause, Says.LACKS, "put_away")
    if not {"состоянии", "виде"} & clause.forms or ASIDE & clause.classes:
        return None
    if any(w.form.startswith(_UNSOUND) for w in clause.words):
        return plain_vote(clause, Says.LACKS, "in_a_state")
    if any(w.form.startswith(_SOUND) for w in clause.words) and not clause.denied:
        return plain_vote(clause, Says.HAS, "in_a_state")
    return None


def it_works(clause: Clause) -> Vote | None:
    """«Работает!», «встало с третьего раза», «уже работает»: no subject is named."""
    if len(clause.words) > 5 or ASIDE & clause.classes or "infra" in clause.classes:
        return None
    verbs = [at for at, w in enumerate(clause.words) if _runs(w)]
    named = any("ADJF" in w.grammar and w.form not in _TIMES for w in clause.words)
    named = named or any(
        "noun" in w.grammar and not _runs(w) and w.form not in _TIMES for w in clause.words
    )
    denied = bool(verbs) and clause.negated(verbs[0])
    if not verbs or named or {"ли", "бы"} & clause.forms or (denied and has_left(clause)):
        return None
    return plain_vote(clause, Says.LACKS if denied else Says.HAS, "it_works")


_TIMES = frozenset({"раз", "раза", "утра", "дня", "все", "меня", "нас", "это"})


_WORKS = (
    *("работа", "заработа", "встало", "встает", "запуст", "запуск", "крутит", "пашет"),
    *("функционир", "действует", "пинг", "открыва", "открыло", "грузит", "заходит", "зашло"),
    *("поднял", "поехало", "полетело", "завелось", "включилось", "ожило", "зажглось", "пошло"),
    "запело",
)


def _runs(word: Word) -> bool:
    marks = word.grammar
    if not word.form.startswith(_WORKS) or "finite" not in marks or "present" in word.classes:
        return False
    return (
        word.form.endswith(("ло", "ет", "ось", "ит", "лось", "ется", "ится"))
        and "1per" not in marks
    )


def is_there(statement: Statement) -> Vote | None:
    """«готовность описывать незачем: она есть», «о готовности докладываю: её нет»."""
    if not _IT & statement.forms or "readiness" not in statement.classes:
        return None
    for at, clause in enumerate(statement.clauses):
        before = statement.clauses[:at]
        words = [w.form for w in clause.words]
        if len(words) > 4 or not _IT & set(words):
            continue
        if not any("readiness" in c.classes for c in before):
            continue
        no = bool({"нет", "нету", "отсутствует"} & set(words)) or clause.denied
        yes = bool({"есть", "имеется", "полная", "обеспечена", "достигнута"} & set(words))
        if yes or no:
            start = before[-1].start
            says = Says.NOT_READY if no else Says.READY
            return Vote(says, "it_is_there", statement.sentence, start, clause.end)
    return None


_IT = frozenset({"она", "ее", "таковая", "таковой"})


_COPE = (
    *("тян", "потян", "осил", "сдюж", "вывез", "одоле", "справ", "мож", "смож", "получ", "выйд"),
    "выход",
)


_EARLY = frozenset({"раньше", "ранее", "прежде"})


_COMES_OFF = frozenset({"получится", "получается", "выйдет", "выходит"})


def cannot_cope(clause: Clause) -> Vote | None:
    """«не тянем», «так что нет, не можем»: and no word of what."""
    if (
        len(clause.words) > 6
        or _EARLY & clause.forms
        or (ASIDE | {"infra", "tells"}) & clause.classes
    ):
        return None
    if any(token.text.lower() in TO_TELL for token in clause.sentence.tokens):
        return None
    for at, word in enumerate(clause.words):
        if not (word.form.startswith(_COPE) and "finite" in word.grammar and clause.negated(at)):
            continue
        ours = "1per" in word.grammar or word.form in _COMES_OFF
        bare = all(_is_light(w) for w in clause.words if w is not word)
        if ours and bare:
            there = "там" in clause.forms
            return plain_vote(clause, Says.NOT_READY, "cannot_cope").but(hedged=True, unit=there)
    return None


def _is_light(word: Word) -> bool:
    verbal = {"noun", "INFN", "finite"} & word.grammar
    return not verbal or "system" in word.classes or word.form in _US | {"нет", "ничего"}


_ALAS = frozenset(
    {"пас", "мимо", "глухо", "увы", "швах", "безнадежно", "пролетаем", "никак", "минус"}
)


def alas(clause: Clause) -> Vote | None:
    """«мы пас», «пока глухо», «увы и ах»: no, in a word."""
    if (
        len(clause.words) > 4
        or _EARLY & clause.forms
        or not _ALAS & clause.forms
        or ASIDE & clause.classes
    ):
        return None
    if all(w.form in _ALAS or _is_light(w) for w in clause.words):
        return plain_vote(clause, Says.NOT_READY, "alas").but(hedged=True)
    return None
