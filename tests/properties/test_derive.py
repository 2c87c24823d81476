"""Whatever the text: the schema that is derived from it finds nothing wrong with it."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadmaplint.files.discover import FoundFile
from roadmaplint.markdown.parser import parse
from roadmaplint.roadmap.build import build
from roadmaplint.run.project_schema import derive, judge
from roadmaplint.run.request import Overrides
from roadmaplint.run.workspace import open_workspace
from roadmaplint.text.decode import decode

ROOT = Path(__file__).parents[2]
PLANS = sorted(ROOT.glob("examples/**/*.md"))
PIECES = st.sampled_from(
    ["# ", "## ", "### ", "#### ", "- ", "  - ", "\n", "\n\n", "Week 1", "Beginner", "Resources",
     "C++ (a|b)*", "'quoted' \"words\"", "[x](https://a.example)", "(2 months)", "\\[", "ı", "İ",
     "Straße", "\x7f", "\udc80", "Contents", "| a | b |\n|---|---|\n| c | 2 weeks |\n", "1. ", "é"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=50).map("".join)


def findings(text: str, folder: Path) -> tuple[str, list[str]]:
    source = decode(text.encode("utf-8", "surrogateescape"), "plan.md")
    schema = derive(build(source, parse(source)))
    (folder / "shape.toml").write_text(schema, "utf-8")
    (folder / "plan.md").write_bytes(text.encode("utf-8", "surrogateescape"))
    workspace = open_workspace(
        [str(folder)],
        Overrides(schema=str(folder / "shape.toml"), isolated=True),
        {},
        date(2026, 1, 1),
    )
    found = judge([FoundFile("plan.md", str(folder / "plan.md"))], workspace)
    return schema, [f"{d.rule}: {d.message}" for d in found]


def keeps_to_its_own(text: str, folder: Path) -> None:
    schema, found = findings(text, folder)
    # without a single agreement no schema holds, which is no finding either
    assert tomllib.loads(schema) is not None
    assert found == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    keeps_to_its_own(text, tmp_path_factory.mktemp("any"))


@pytest.mark.parametrize("plan", PLANS, ids=[p.relative_to(ROOT).as_posix() for p in PLANS])
def test_every_example(tmp_path: Path, plan: Path) -> None:
    keeps_to_its_own(plan.read_bytes().decode("utf-8", "surrogateescape"), tmp_path)


def test_the_schema_of_another_text_is_broken(tmp_path: Path) -> None:
    one = "# Path\n\n## Beginner (2 months)\n\n- [A](https://a.example)\n\n## Help\n\n- x\n"
    schema, _ = findings(one, tmp_path)
    (tmp_path / "plan.md").write_text(one.replace("## Help\n\n- x\n", ""), "utf-8")
    (tmp_path / "shape.toml").write_text(schema, "utf-8")
    workspace = open_workspace(
        [str(tmp_path)],
        Overrides(schema=str(tmp_path / "shape.toml"), isolated=True),
        {},
        date(2026, 1, 1),
    )
    found = [d.message for d in judge([FoundFile("plan.md", str(tmp_path / "plan.md"))], workspace)]
    assert any("/^Help$/" in message for message in found)
