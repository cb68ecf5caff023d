"""The four floors: what may import what, and what the rules may never do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = ("rules", "intake", "outbound", "run")
"""From the ground up: each may import those below it, never above."""
IMPURE = {
    "datetime.now",
    "datetime.today",
    "date.today",
    "time.time",
    "os.environ",
    "print",
    "open",
}
BANNED = {"logging", "structlog", "sqlalchemy", "socket", "subprocess", "random", "requests", "os"}


def sources() -> list[Path]:
    files = [p for floor in FLOORS[:-1] for p in sorted((ROOT / floor).rglob("*.py"))]
    return [*files, ROOT / "run.py"]


def floor_of(path: Path) -> int:
    return FLOORS.index(path.relative_to(ROOT).parts[0].removesuffix(".py"))


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_imports_go_downwards_only() -> None:
    upwards = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources()
        for name in imports(parse(path))
        if name.split(".")[0] in FLOORS and FLOORS.index(name.split(".")[0]) > floor_of(path)
    ]
    assert upwards == []


def test_there_is_something_on_every_floor() -> None:
    assert {floor_of(path) for path in sources()} == {0, 1, 2, 3}


RULES = [p for p in sources() if floor_of(p) == 0]


@pytest.mark.parametrize("path", RULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_the_rules_do_nothing_but_think(path: Path) -> None:
    """No clock, network, database, logging or printing; files only as the package's own data."""
    tree = parse(path)
    assert {name.split(".")[0] for name in imports(tree)}.isdisjoint(BANNED)
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert called.isdisjoint(IMPURE)


@pytest.mark.parametrize("path", RULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_function_fits_a_screen(path: Path) -> None:
    long = [
        node.name
        for node in ast.walk(parse(path))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 45
    ]
    assert long == []
