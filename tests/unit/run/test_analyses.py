"""What the analysis of a file holds, and that it crosses processes whole."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path

import pytest

from roadmaplint.core.linter import FileAnalysis, pack, unpack
from roadmaplint.files.discover import discover
from roadmaplint.run.lint_files import lint_bytes, lint_files
from roadmaplint.run.request import Overrides
from roadmaplint.run.workspace import Workspace, open_workspace

TEXT = """# Plan

- **Loops** (2 hours)
  - [Loops](https://example.org/loops), see [there](other.md#loops) and [here](#plan)
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(tmp_path)
    overrides = Overrides(isolated=True, select=["all"])
    return open_workspace(["."], overrides, {}, date(2024, 5, 1))


def analysis(workspace: Workspace, number: int) -> FileAnalysis:
    text = f"{TEXT}\nPart {number} \udcff\n"
    return lint_bytes(text.encode("utf-8", "surrogateescape"), f"{number:03}.md", workspace)


def test_without_the_catalogue_facts_hold_what_rules_on_places_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    usual = open_workspace(["."], Overrides(isolated=True), {}, date(2024, 5, 1))
    facts = analysis(usual, 1).facts
    assert facts is not None
    assert [link.target for link in facts.links] == ["other.md#loops", "#plan"]
    assert (facts.topics, facts.resources) == ((), ())
    assert facts.anchors == {"plan"}


def test_the_catalogue_is_wanted_where_a_rule_on_it_is_on(
    workspace: Workspace, tmp_path: Path
) -> None:
    Path("a.md").write_text(TEXT, "utf-8")
    usual = open_workspace(["."], Overrides(isolated=True), {}, date(2024, 5, 1))
    for kind, wanted in ((workspace, True), (usual, False)):
        found = lint_files(discover([str(tmp_path)], kind.settings), kind, 1)["a.md"]
        assert found.facts is not None
        assert bool(found.facts.resources) is wanted


def test_a_file_without_the_rule_is_compared_where_the_root_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("roadmaplint.toml").write_text(
        "select = ['cross-file-duplicate', 'missing-anchor']\n"
        "[[overrides]]\npaths = ['b.md']\nselect = ['missing-anchor']\n",
        "utf-8",
    )
    kind = open_workspace(["."], Overrides(), {}, date(2024, 5, 1))
    for name in ("a.md", "b.md"):
        Path(name).write_text(TEXT, "utf-8")
    found = lint_files(discover([str(tmp_path)], kind.settings), kind, 1)
    assert [bool(one.facts and one.facts.resources) for one in found.values()] == [True, True]
    assert kind.plan_at("b.md").names == {"missing-anchor"}


def test_analyses_cross_processes_whole(workspace: Workspace) -> None:
    made = analysis(workspace, 7)
    assert pickle.loads(pickle.dumps(made)) == made
    assert unpack(pack(made)) == made
    odd = FileAnalysis("half \ud800.md", "digest", ())
    assert unpack(pack(odd)) == odd
