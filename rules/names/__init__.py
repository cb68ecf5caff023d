"""Personal names: a full name in any grammatical case → the nominative, and what its parts are.

The whole name is decoded at once. `paradigms` proposes, for each word and role, every nominative
that the form can come from; `costs` says how likely each is, by the lists and the dictionary of
`lexicon` and else by its ending; `agreement` keeps the readings in which one gender and one case
hold for all words; `decode` takes the cheapest and tells whether another is about as cheap.
"""

from rules.names.agreement import choices
from rules.names.costs import JOINED
from rules.names.decode import NameReading, decode, nominative

__all__ = ["JOINED", "NameReading", "choices", "decode", "nominative"]
