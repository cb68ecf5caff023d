"""Personal names: a full name in any grammatical case → the nominative, and what its parts are."""

from rules.names.decode import NameReading, decode, nominative

__all__ = ["NameReading", "decode", "nominative"]
