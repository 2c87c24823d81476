"""The benchmarks run and write their page; nothing is said here about speed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.cases import cases
from benchmarks.inputs import PATHOLOGICAL, roadmap
from benchmarks.report import GOALS
from benchmarks.tools import BARE, LINTERS

from roadmaplint.text.decode import decode

ROOT = Path(__file__).parents[2]


NAMES = ["one", "five", "some", "many", "large", "hard", "links", "real"]


@pytest.mark.skipif(sys.platform == "win32", reason="measures with POSIX calls")
@pytest.mark.parametrize("names", [["one"], ["some", "many"], ["hard"], ["links"], ["real"]])
def test_the_quick_run_makes_a_page_without_places(tmp_path: Path, names: list[str]) -> None:
    page, corpus = tmp_path / "page.md", tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "README.md").write_text(roadmap(5), "utf-8")
    kept = {name: text for name, text in os.environ.items() if name != "PATH"}
    words = [sys.executable, "-m", "benchmarks", "--quick", "--corpus", str(corpus)]
    done = subprocess.run(
        [*words, "-o", str(page), "--tables", *names],
        cwd=ROOT,
        env={**kept, "PATH": os.fspath(tmp_path)},  # no peers: only that it runs
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    text = page.read_text("utf-8")
    assert re.search(r"^\| (?:roadmaplint|text) \|", text, re.MULTILINE)
    assert "left out: awesome-lint, ftfy, linkinator, lychee," in text
    assert str(tmp_path) not in text
    assert str(ROOT) not in text


def test_every_table_has_a_name() -> None:
    assert sorted(cases(Path())) == sorted(NAMES)
    assert sorted(cases(None)) == sorted({*NAMES} - {"real"})


def test_goals_name_tables_and_programs() -> None:
    titles = {"One file", "300 files", "10,000 files", "Real files"}
    peers = {tool.name for tool in (*LINTERS, BARE)}
    assert {goal.table.rpartition(", ")[0] for goal in GOALS} == titles
    assert {goal.peer for goal in GOALS} <= peers


def test_inputs_are_always_the_same() -> None:
    assert roadmap(3) == roadmap(3)
    assert roadmap(3) != roadmap(4)
    assert all(decode(make(20).encode(), "a.md").text for make in PATHOLOGICAL.values())
