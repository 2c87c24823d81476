"""The benchmarks run and write their page; nothing is said here about speed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.inputs import PATHOLOGICAL, roadmap

from roadmaplint.text.decode import decode

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="measures with POSIX calls")
@pytest.mark.parametrize("only", ["One file", "12 files", "Links"])
def test_the_quick_run_makes_a_page_without_places(tmp_path: Path, only: str) -> None:
    page = tmp_path / "page.md"
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--only", only, "-o", str(page)],
        cwd=ROOT,
        env={**os.environ, "PATH": os.fspath(tmp_path)},  # no peers: only that it runs
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    text = page.read_text("utf-8")
    assert re.search(r"^\| roadmaplint \| 1\.00 \|", text, re.MULTILINE)
    assert str(tmp_path) not in text
    assert str(ROOT) not in text


def test_inputs_are_always_the_same() -> None:
    assert roadmap(3) == roadmap(3)
    assert roadmap(3) != roadmap(4)
    assert all(decode(make(20).encode(), "a.md").text for make in PATHOLOGICAL.values())
