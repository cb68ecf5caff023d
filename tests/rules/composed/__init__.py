"""Letters put together from parts of known meaning: what each says of readiness is so by
construction.

`predicates` holds who says what (ready, not ready, in part, later), `circumstances` conditions,
days and words of doubt, `beside` what changes nothing or takes an earlier answer back. `plan`
draws parts that go together, `compose` writes the letter, `meaning` tells its value by the same
plan. Every part is of one of two families with other words: the rules are worked on with A, and B
is only scored (its letters are not read). `score` tells how the rules do, and by which pairs of
dimensions (condition × voice, …) they fail:

    .venv/bin/python -m tests.rules.composed.score A [--pairs 40] [--show SILENT]
"""
