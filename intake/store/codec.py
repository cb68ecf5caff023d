"""Frozen dataclasses of `rules.model` to JSON and back, exactly, led by their annotations.

Dates become ISO strings, enums their values, tuples lists. An answer carries its class as "type".
A field that the JSON lacks takes its default: readings outlive the fields added after them.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from datetime import date, datetime
from enum import Enum
from typing import Any

from rules.model import Answer

_ANSWERS: dict[str, type] = {cls.__name__.lower(): cls for cls in typing.get_args(Answer)}


def encode(value: Any) -> Any:
    """The JSON value of a value of the model."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if dataclasses.is_dataclass(value):
        fields = {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
        tag = type(value).__name__.lower()
        return {"type": tag, **fields} if tag in _ANSWERS else fields
    raise TypeError(f"no JSON for {type(value).__name__}")


def decode(data: Any, hint: Any) -> Any:
    """The value of the annotated type. Raises ValueError or TypeError on JSON of another shape."""
    if data is None:
        return None
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _decode_union(data, [a for a in args if a is not type(None)])
    if origin is tuple:
        hints = [args[0]] * len(data) if len(args) == 2 and args[1] is ... else list(args)
        return tuple(decode(item, h) for item, h in zip(data, hints, strict=True))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        hints_of = _hints(hint)
        return hint(**{name: decode(data[name], h) for name, h in hints_of.items() if name in data})
    return _decode_scalar(data, hint)


def _decode_scalar(data: Any, hint: Any) -> Any:
    if hint in (date, datetime):
        return hint.fromisoformat(data)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(data)
    return data


def _decode_union(data: Any, hints: list[Any]) -> Any:
    if len(hints) == 1:
        return decode(data, hints[0])
    return decode(data, _ANSWERS[data["type"]])


@functools.cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)
