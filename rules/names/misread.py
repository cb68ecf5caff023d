"""Names on a scan that may have been written otherwise: letters that recognition confuses."""

from __future__ import annotations

from collections.abc import Iterator

from rules.names.lexicon import first_names, known, plain, surnames

_CONFUSED = ("шщ", "ий", "ин", "нп", "пл", "ьы", "гт", "ос", "ес", "зэ")
_OTHERS = {
    letter: "".join(pair.replace(letter, "") for pair in _CONFUSED if letter in pair)
    for letter in "".join(_CONFUSED)
}


def likelier(name: str) -> str | None:
    """For a name in the nominative as recognised, the same with one word put right: a word that no
    list has, and that one confused letter would make a listed name. None if nothing suggests so."""
    words = name.split()
    for place, word in enumerate(words):
        low = word.lower()
        if "." in word or len(low) < 4 or _is_listed(low):
            continue
        for other in _one_letter_off(low):
            if _is_listed(other):
                return " ".join((*words[:place], other.capitalize(), *words[place + 1 :]))
    return None


def _one_letter_off(word: str) -> Iterator[str]:
    for at, letter in enumerate(word):
        for other in _OTHERS.get(letter, ""):
            yield word[:at] + other + word[at + 1 :]


def _is_listed(word: str) -> bool:
    folded = plain(word)
    if folded in surnames() or any(folded in first_names(gender) for gender in "mf"):
        return True
    return any(role in ("S", "F", "P") for role, _ in known(word))
