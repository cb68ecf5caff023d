"""The phrase engine: patterns over lemmas, and files that people can get wrong."""

from __future__ import annotations

import time

import pytest

from rules import phrases
from rules.model import PhraseSource
from rules.phrases import PhraseBook, PhraseError, parse, sentence


def book(pattern: str, hits: str = "да", misses: str = "нет") -> PhraseBook:
    toml = (
        f'[[phrase]]\nname = "cue"\nmeans = "yes"\npattern = "{pattern}"\n'
        f'hits = ["{hits}"]\nmisses = ["{misses}"]\n'
    )
    return parse("test", [PhraseSource("test.toml", toml)])


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        pytest.param("препятствие не иметься", "ПРЕПЯТСТВИЙ НЕ ИМЕЕТСЯ", id="any form, capitals"),
        pytest.param("препятствие .. нет", "препятствий для работы района нет", id="gap"),
        pytest.param("препятствие .. нет", "препятствий нет", id="a gap may be empty"),
        pytest.param("=готово", "Всё готово!", id="the very form"),
        pytest.param("подключ*", "подключимся", id="beginning"),
        pytest.param("мочь|смочь подключиться", "сможем подключиться", id="either"),
        pytest.param("не очень? готовый", "не готовы", id="absent optional word"),
        pytest.param("не очень? готовый", "не очень готовы", id="present optional word"),
        pytest.param("еще готовый", "ещё готовы", id="ё in the text"),
        pytest.param("готовый", "гoтoвы", id="Latin o in a Cyrillic word"),
        pytest.param("да готовый", "Да, готовы", id="signs do not count"),
        pytest.param("да .. =xp", "да, стоит Windows XP", id="Latin words"),
    ],
)
def test_pattern_hits(pattern: str, text: str) -> None:
    assert book(pattern).find(sentence(text))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        pytest.param("=готово", "мы готовы", id="another form"),
        pytest.param("препятствие нет", "препятствий пока нет", id="no gap allowed"),
        pytest.param("препятствие .. нет", "препятствий а б в г д е ж нет", id="gap over six"),
        pytest.param("препятствие .. нет", "нет препятствий", id="order"),
    ],
)
def test_pattern_misses(pattern: str, text: str) -> None:
    assert not book(pattern).find(sentence(text))


def test_match_tells_where_it_stands() -> None:
    text = "Да, мы вполне готовы."
    (match,) = book("мы .. готовый").find(sentence(text))
    assert text[match.start : match.end] == "мы вполне готовы"
    assert [sentence(text).tokens[i].text for i in match.tokens] == ["мы", "готовы"]


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        pytest.param("[[phrase]", "не TOML", id="broken TOML"),
        pytest.param('[[phrase]]\nname = "a"\n', "«a»: нужен ключ means", id="no meaning"),
        pytest.param(
            '[[phrase]]\nname="a"\nmeans="b"\npattern="в"\nhits=["в"]', "misses", id="no misses"
        ),
        pytest.param(
            '[[phrase]]\nname="a"\nmeans="b"\npattern="готова"\nhits=["в"]\nmisses=["в"]',
            "готовый",
            id="not a lemma",
        ),
        pytest.param(
            '[[phrase]]\nname="a"\nmeans="b"\npattern=".. да"\nhits=["в"]\nmisses=["в"]',
            "на краях",
            id="begins with a gap",
        ),
        pytest.param('[[phrase]]\nname="a"\nmenas="b"', "menas", id="misspelt key"),
        pytest.param("[words]\na = 1\n[phrase]", "разделы", id="not a list"),
        pytest.param(
            '[[phrase]]\nname="a"\nmeans="b"\npattern="<что>"\nhits=["в"]\nmisses=["в"]',
            "<что>",
            id="unknown class",
        ),
    ],
)
def test_faults_are_told_with_file_and_phrase(toml: str, words: str) -> None:
    with pytest.raises(PhraseError, match=words) as error:
        parse("свои", [PhraseSource("свои.toml", toml)])
    assert str(error.value).startswith("свои.toml")


def test_examples_of_all_books_hold() -> None:
    assert phrases.failures() == ()


def test_failing_examples_are_told() -> None:
    toml = '[[phrase]]\nname="x"\nmeans="ready"\npattern="да"\nhits=["нет"]\nmisses=["да"]'
    told = phrases.failures((PhraseSource("readiness", toml),))
    assert len(told) == 2
    assert all("«x»" in line for line in told)


def test_circular_adds_to_a_book() -> None:
    toml = '[[phrase]]\nname="x"\nmeans="ready"\npattern="гоп"\nhits=["гоп"]\nmisses=["да"]'
    extended = phrases.load("readiness", (PhraseSource("readiness", toml),))
    assert [m.phrase.name for m in extended.find(sentence("Гоп!"))] == ["x"]


def test_classes_of_words_stand_in_patterns_and_can_be_added_to() -> None:
    base = """[words]
link = "подключить|соединить"
[[phrase]]
name = "x"
means = "ready"
pattern = "мочь <link>"
hits = ["можем подключить"]
misses = ["можем"]
"""
    more = '[words]\nlink = "воткнуть"'
    alone = parse("t", [PhraseSource("t.toml", base)])
    extended = parse("t", [PhraseSource("t.toml", base), PhraseSource("t", more)])
    assert alone.find(sentence("Можем соединить"))
    assert alone.classes("соединить") == {"link"}
    assert not alone.classes("воткнуть")
    assert extended.classes("воткнуть") == {"link"}


def test_time_grows_with_the_text_only() -> None:
    hostile = book("да .. да .. да .. да .. нет")
    text = sentence("да " * 20_000)
    started = time.process_time()
    assert hostile.find(text) == ()
    assert time.process_time() - started < 3


def test_a_set_takes_in_a_set_that_all_books_share() -> None:
    source = PhraseSource("test.toml", '[words]\naside = "<other_matters> чепуха"\n')
    found = parse("test", [source])
    assert "aside" in found.classes("котельная") and "aside" in found.classes("чепуха")


def test_a_set_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(PhraseError, match="<nowhere>"):
        parse("test", [PhraseSource("test.toml", '[words]\naside = "<nowhere>"\n')])
