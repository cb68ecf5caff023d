"""Letters put together from parts of known meaning: whom each puts forward is so by construction.

`people` writes a person (names from ../data/names.txt with their six cases, posts.txt) in a case,
an order and a place; `frames_?.txt` say what a sentence does with people, `others_?.txt` who else
is spoken of; `compose` puts letters together; `score` tells how the rules read them. There are two
families with other words, posts and names: the rules are worked on with a, and b only scores.

    .venv/bin/python -m tests.rules.composed_names.score a [-v] [--pairs]
"""
