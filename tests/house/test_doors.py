"""Reading, writing, asking and telling the time happen behind the named doors only."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "roadmaplint"
MODULES = sorted(SOURCE.rglob("*.py"))
#: Rooms and modules that may touch the world, and why.
DOORS = {
    "files": "the disk",
    "cli": "the terminal",
    "__main__.py": "answers --version",
    "data.py": "reads what the package ships",
    "run/cache_admin.py": "deletes what the cache wrote",
    "links/http": "the network",
    "links/cache.py": "the memory of links",
}
NAMES = {"open", "print", "input", "exec", "eval"}
METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "rglob"}
MODULE_CALLS = {
    ("os", "replace"),
    ("os", "remove"),
    ("os", "scandir"),
    ("time", "time"),
    ("os", "getenv"),
}
BANNED = {"splitlines"}


def behind_a_door(module: Path) -> bool:
    place = module.relative_to(SOURCE).as_posix()
    return any(place == door or place.startswith(door + "/") for door in DOORS)


def calls(module: Path) -> list[ast.Call]:
    tree = ast.parse(module.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def touches_the_world(call: ast.Call) -> bool:
    match call.func:
        case ast.Name(id=name):
            return name in NAMES
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if (owner, name) in MODULE_CALLS:
            return True
        case ast.Attribute(attr=name):
            return name in METHODS
    return False


def places(found: Iterable[tuple[Path, ast.Call]]) -> list[str]:
    return [f"{module.relative_to(SOURCE).as_posix()}:{call.lineno}" for module, call in found]


def test_rooms_are_pure() -> None:
    modules = [module for module in MODULES if not behind_a_door(module)]
    found = [(m, call) for m in modules for call in calls(m) if touches_the_world(call)]
    assert places(found) == []


def test_lines_are_split_by_our_own_rule() -> None:
    """Only LF, CRLF and CR end a line; Python's own method knows eight more ends."""
    found = [
        (module, call)
        for module in MODULES
        for call in calls(module)
        if isinstance(call.func, ast.Attribute) and call.func.attr in BANNED
    ]
    assert places(found) == []
