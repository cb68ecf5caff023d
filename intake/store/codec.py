"""Frozen dataclasses of `rules.model` to JSON and back, exactly, led by their annotations.

Dates become ISO strings, enums their values, tuples lists. An answer carries its class as "type".
A field that the JSON lacks takes its default: readings outlive the fields added after them.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Any

from rules.model import Answer

_ANSWERS: dict[str, type] = {cls.__name__.lower(): cls for cls in typing.get_args(Answer)}


def encode(value: Any) -> Any:
    """The JSON value of a value of the model."""
    cls: Any = type(value)
    return _encoder(cls)(value)


@functools.cache
def _encoder(cls: type) -> Callable[[Any], Any]:
    """How values of a class are encoded: looked up once."""
    if issubclass(cls, Enum):
        return lambda value: value.value
    if issubclass(cls, str | int | float | bool | types.NoneType):
        return lambda value: value
    if issubclass(cls, date):
        return lambda value: value.isoformat()
    if issubclass(cls, tuple):
        return lambda value: [encode(item) for item in value]
    if not dataclasses.is_dataclass(cls):
        raise TypeError(f"no JSON for {cls.__name__}")
    names = [field.name for field in dataclasses.fields(cls)]
    tag = {"type": cls.__name__.lower()} if cls.__name__.lower() in _ANSWERS else {}
    return lambda value: tag | {name: encode(getattr(value, name)) for name in names}


def decode(data: Any, hint: Any) -> Any:
    """The value of the annotated type. Raises ValueError or TypeError on JSON of another shape."""
    return _decoder(hint)(data)


@functools.cache
def _decoder(hint: Any) -> Callable[[Any], Any]:
    """How JSON becomes the annotated type: looked up once. null is None whatever the type."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _union_decoder([a for a in args if a is not types.NoneType])
    if origin is tuple:
        return _tuple_decoder(args)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _dataclass_decoder(hint)
    if hint in (date, datetime):
        return lambda data: None if data is None else hint.fromisoformat(data)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return lambda data: None if data is None else hint(data)
    return lambda data: data


def _union_decoder(hints: list[Any]) -> Callable[[Any], Any]:
    if len(hints) == 1:
        return _decoder(hints[0])
    return lambda data: None if data is None else _decoder(_ANSWERS[data["type"]])(data)


def _tuple_decoder(args: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(args) == 2 and args[1] is ...:
        each = _decoder(args[0])
        return lambda data: None if data is None else tuple(map(each, data))
    decoders = [_decoder(hint) for hint in args]
    return lambda data: (
        None if data is None else tuple(d(item) for d, item in zip(decoders, data, strict=True))
    )


def _dataclass_decoder(cls: type) -> Callable[[Any], Any]:
    decoders = {name: _decoder(hint) for name, hint in typing.get_type_hints(cls).items()}

    def decoded(data: Any) -> Any:
        if data is None:
            return None
        return cls(**{name: d(data[name]) for name, d in decoders.items() if name in data})

    return decoded
