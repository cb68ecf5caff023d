"""The text of a new `otklik.toml`, written from the same words that the checks use."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any

from intake.settings import SECTIONS, Settings
from intake.toml_tables import Key, settings_of

_HEAD = """\
# Настройки «Отклика». Строка с решёткой в начале — пояснение или значение по умолчанию:
# чтобы его изменить, уберите решётку. Проверить настройки: ./run.py check
# Паролей здесь нет: они задаются переменными OTKLIK_IMAP_PASSWORD и OTKLIK_SMTP_PASSWORD,
# либо OTKLIK_…_PASSWORD_FILE с именем файла, либо systemd (LoadCredential=imap_password:…).
"""

_TITLES = {
    "imap": "Входящая почта",
    "smtp": "Исходящая почта",
    "database": "База данных",
    "limits": "Пределы",
    "service": "Работа службы",
    "log": "Журнал",
}


def render(values: Mapping[str, Mapping[str, Any]]) -> str:
    """The commented file. A setting of `values` stands as given, the others as their defaults,
    commented out; what must be set and is not given stands with its example."""
    lines = [_HEAD, *_settings(Settings, values.get("", {}))]
    for name, cls in SECTIONS.items():
        lines += [f"\n# {_TITLES[name]}", f"[{name}]", *_settings(cls, values.get(name, {}))]
    return "\n".join(lines) + "\n"


def _settings(cls: type, values: Mapping[str, Any]) -> Iterator[str]:
    for name, (field, spec) in settings_of(cls).items():
        yield from (f"# {line}" for line in spec.help.splitlines())
        if name in values:
            yield f"{name} = {literal(values[name])}"
        else:
            yield _default(name, field, spec)


def _default(name: str, field: dataclasses.Field[Any], spec: Key) -> str:
    if field.default is dataclasses.MISSING:
        return f"{name} = {spec.example}"
    if field.default is None:
        return f"#{name} = {spec.example}"
    return f"#{name} = {literal(field.default)}"


def literal(value: Any) -> str:
    """A Python value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if isinstance(value, time):
        return f'"{value:%H:%M}"'
    if isinstance(value, list | tuple):
        return f"[{', '.join(literal(item) for item in value)}]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    safe = "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped)
    return f'"{safe}"'
