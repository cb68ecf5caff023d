"""What the predicate of a clause tells by its grammar: done, to come, under way, broken."""

from __future__ import annotations

from rules.readiness.ballot import ASIDE, NAMED, PEOPLE, has_figure, is_stored, names_another
from rules.readiness.clauses import Clause, Word
from rules.readiness.votes import Says

ASKING = frozenset({"кто", "когда", "сколько", "какие", "какой", "ли", "чтобы", "чтоб", "бы", "б"})


def is_thing(clause: Clause, at: int) -> bool:
    """Whether the word at `at` names a thing; not the adjective in «компьютерный мастер»."""
    if "ADJF" not in clause.words[at].grammar or "noun" in clause.words[at].grammar:
        return True
    after = clause.words[at + 1 : at + 2]
    return any("infra" in w.classes or "noun" not in w.grammar for w in after)


def is_foreign(clause: Clause) -> bool:
    """Whether the clause speaks of people, of another matter, or asks."""
    if PEOPLE & clause.classes or ASKING & clause.forms:
        return True
    if NAMED & clause.classes:
        return False
    return bool(ASIDE & clause.classes) or any(map(names_another, clause.words))


def tense(clause: Clause, at: int) -> Says | None:
    """Done, to come or under way, by the grammar of the word at `at`; None if it is no verb."""
    word = clause.words[at]
    marks = word.grammar
    if "left" in word.classes:
        return Says.HAS if clause.negated(at) else Says.LACKS
    if _is_no_verb(word):
        return None
    if {"absent", "present"} & word.classes and {"finite", "pres"} <= marks:
        return Says.LACKS if ("absent" in word.classes) != clause.negated(at) else Says.HAS
    if "broken" in word.classes:
        whole = clause.negated(at) or {"на", "связи"} <= clause.forms or _goes_on_line(clause, at)
        return Says.HAS if whole or is_stored(clause, at) else Says.LACKS
    if word.form.startswith("снят") and "short" in marks and not clause.negated(at):
        things = any("infra" in w.classes and "nomn" in w.grammar for w in clause.words[:at])
        return Says.LACKS if things else Says.HAS
    held_up = _refuses(clause, word) or stands_still(clause, at) or _makes_do(clause, at)
    says = Says.LACKS if held_up else _by_form(clause, at)
    return Says.LACKS if says and clause.negated(at) else says


def _goes_on_line(clause: Clause, at: int) -> bool:
    """«вышел на связь», «выйдет в сеть»; not «вышел из строя»."""
    after = [w.form for w in clause.words[at + 1 : at + 3]]
    return clause.words[at].form.startswith(("выш", "выйд")) and (
        after in (["на", "связь"], ["в", "сеть"], ["в", "эфир"], ["в", "интернет"])
    )


def stands_still(clause: Clause, at: int) -> bool:
    """«работы по сети встали»; not «сервер встал в стойку»."""
    if clause.words[at].form not in {"встал", "встала", "встало", "встали"}:
        return False
    return any("works" in w.classes and "nomn" in w.grammar for w in clause.words[:at])


_POOR = ("модем", "диалап", "меди", "медн", "телефон", "спутник", "мобильн", "симк", "флеш", "3g")


def _makes_do(clause: Clause, at: int) -> bool:
    """«сёла сидят на модемах»; not «сидим на оптике»."""
    if not clause.words[at].form.startswith(("сид", "ютя")) or clause.negated(at):
        return False
    behind = [w.form for w in clause.words[at + 1 : at + 5]]
    return "на" in behind and any(form.startswith(_POOR) for form in behind)


def _refuses(clause: Clause, word: Word) -> bool:
    """«провайдер тянуть линию отказался»; not «от модема отказались»."""
    refuses = word.form.startswith(("отказа", "отказыв")) and "finite" in word.grammar
    return refuses and {"от", "ото"}.isdisjoint(clause.forms)


def _is_no_verb(word: Word) -> bool:
    marks = word.grammar
    named = {"noun", "nomn"} <= marks and not {"runs", "broken", "done"} & word.classes
    return (
        named
        or not {"fine", "report_now"}.isdisjoint(word.classes)
        or bool({"INFN", "2per"} & marks or _AUXILIARY & word.classes)
    )


_AUXILIARY = frozenset({"will", "was", "able", "needs"})


def _by_form(clause: Clause, at: int) -> Says | None:
    word = clause.words[at]
    marks = word.grammar
    told = {"tells", "report_done", "see", "thought"} & word.classes and "past" in marks
    if word.form in _NEED_OR_MAY or (told and "PRTS" not in marks):
        return None
    if ("PRTS" in marks and "pres" not in marks) or {"past", "perf", "finite"} <= marks:
        return Says.WILL_HAVE if clause.future(at) else Says.HAS
    if {"futr", "perf"} <= marks and "pres" not in marks:
        return Says.WILL_HAVE
    if {"pres", "finite"} <= marks:
        return _now(clause, at)
    if "good" in word.classes and ("short" in marks or _follows_means(clause, at)):
        return Says.WILL_HAVE if clause.future(at) else Says.HAS
    return None


def _now(clause: Clause, at: int) -> Says | None:
    """«сервер гудит», «тянут провод»; «мы всё бегаем с папками» tells of nothing."""
    word = clause.words[at]
    if "1per" in word.grammar and word.form.startswith(("бега", "лета")):
        return None
    runs = "runs" in word.classes or _WELL & clause.forms or _lives(clause, at)
    return Says.HAS if runs else Says.WORKING


_NEED_OR_MAY = frozenset({"нужно", "надо", "можно", "необходимо", "нельзя"})
_UNDER_WAY = (
    *("ед", "ид", "вез", "жд", "ожид", "готов", "дела", "став", "тян", "провод", "проклад", "чин"),
    *("ремонт", "налаж", "настра", "меня", "ищ", "покуп", "закуп", "оформ", "движ", "плыв", "лет"),
    *("добир", "собир", "числ", "наход", "леж", "вед", "занима", "относ", "требу", "нужда"),
    *("отвеч", "стоя", "стои", "просит", "хо", "мо", "долж"),
)


def _lives(clause: Clause, at: int) -> bool:
    """«сервер гудит», «линия держит»: of a thing that stands before it, and nothing under way."""
    word = clause.words[at]
    if word.form.endswith(("ся", "сь")) or word.form.startswith(_UNDER_WAY):
        return False
    if {"1per", "2per"} & word.grammar:
        return False
    if has_figure(clause):
        return False
    return any(
        "infra" in w.classes
        and "outsiders" not in w.classes
        and "nomn" in w.grammar
        and w.form != "техник"
        for w in clause.words[:at]
    )


def _follows_means(clause: Clause, at: int) -> bool:
    """«машины новые»: said of a thing, not a thing's name («новые машины»)."""
    before = clause.words[at - 1] if at else None
    after = clause.words[at + 1] if at + 1 < len(clause.words) else None
    named = after is not None and "noun" in after.grammar and "infra" in after.classes
    return before is not None and "infra" in before.classes and not named


_WELL = frozenset({"ошибок", "сбоев", "стабильно", "успешно", "нормально", "исправно", "устойчиво"})


def predicate(clause: Clause) -> Says | None:
    """What the first verb of the clause tells, unless what was done is wrecked since."""
    told = [says for at in range(len(clause.words)) if (says := tense(clause, at))]
    if told and any(_is_wrecked(clause, at) for at in clause.where("broken")):
        return Says.LACKS
    return told[0] if told else None


def _is_wrecked(clause: Clause, at: int) -> bool:
    """«прорвало трубу и всё залило»: whatever was done before."""
    verb = {"past", "perf", "finite"} <= clause.words[at].grammar
    return verb and not clause.negated(at) and not is_stored(clause, at)
