"""Rules of profiles are written as anybody else's; every package that is imported is declared."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import roadmaplint

ROOT = Path(__file__).parents[2]
#: What the rules of a profile may import beside the public API and the standard library: the types
#: of the tree, of Markdown and of text.
OPEN = (
    "roadmaplint.language",
    "roadmaplint.markdown",
    "roadmaplint.roadmap",
    "roadmaplint.rules.list_edits",
    "roadmaplint.text",
)
#: The distribution of a module where they differ in name.
DISTRIBUTIONS = {"markdown_it": "markdown-it-py", "yaml": "pyyaml", "lsprotocol": "pygls"}


def imports(module: Path) -> Iterator[str]:
    """The dotted names that a module imports."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_rules_of_profiles_use_public_names_only() -> None:
    modules = sorted((ROOT / "rules/profiles").glob("*/*.py"))
    assert len({module.name for module in modules}) == len(modules) >= 4
    inner = [
        f"{module.relative_to(ROOT)}: {name}"
        for module in modules
        for name in imports(module)
        if name.startswith("roadmaplint.") and not name.startswith(OPEN)
    ]
    assert inner == []


def test_every_public_name_is_there() -> None:
    assert sorted(roadmaplint._MODULE_OF) == sorted({*roadmaplint.__all__} - {"__version__"})
    for name in roadmaplint.__all__:
        assert getattr(roadmaplint, name) is not None
    assert dir(roadmaplint) == sorted(roadmaplint.__all__)
    with pytest.raises(AttributeError, match="no attribute 'lint_nothing'"):
        roadmaplint.lint_nothing  # type: ignore[attr-defined]  # noqa: B018


def test_every_imported_package_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    declared = {re.split(r"[<>=!~ \[;]", line)[0].lower() for lines in lists for line in lines}
    modules = [*(ROOT / "src").rglob("*.py"), *(ROOT / "rules").rglob("*.py")]
    tops = {name.partition(".")[0] for module in modules for name in imports(module)}
    foreign = tops - sys.stdlib_module_names - {"roadmaplint", "__future__"}
    named = {DISTRIBUTIONS.get(name, name.replace("_", "-")) for name in foreign}
    assert named <= declared
