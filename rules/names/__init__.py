"""Personal names: a full name in any grammatical case → the nominative, and what its parts are."""

from rules.names.decoding import NameReading, decode, nominative

__all__ = ["NameReading", "decode", "nominative"]
