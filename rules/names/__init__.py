"""Personal names: a full name in any grammatical case → the nominative, and what its parts are."""

from rules.names.agreement import choices
from rules.names.decode import NameReading, decode, nominative

__all__ = ["NameReading", "choices", "decode", "nominative"]
