"""Rooms stay small enough to read: rules up to 120 lines, modules up to 300, functions up to 40."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "roadmaplint"
MODULES = sorted(m for m in SOURCE.rglob("*.py") if m.name != "index.py")
#: Plain data may be long.
DATA = {"roadmap/words.py"}


def place(module: Path) -> str:
    return module.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("module", [m for m in MODULES if place(m) not in DATA], ids=place)
def test_modules_are_short(module: Path) -> None:
    lines = module.read_text("utf-8").count("\n")
    is_rule = place(module).startswith("rules/") and "_shared" not in place(module)
    assert lines <= (120 if is_rule else 300)


@pytest.mark.parametrize("module", MODULES, ids=place)
def test_functions_are_short(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    functions = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    long = {f.name: f.end_lineno - f.lineno for f in functions if f.end_lineno is not None}
    assert {name: size for name, size in long.items() if size > 45} == {}
