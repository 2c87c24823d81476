"""The site is built strictly: each link of each page and each rule's card leads somewhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts/build_docs.py"), "--folder", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)


@pytest.mark.slow
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    done = build(tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    site = tmp_path / "out" / "site"
    assert (site / "index.html").is_file()
    rule = (site / "rules" / "topics" / "duplicate-topic" / "index.html").read_text("utf-8")
    assert "TOP001" in rule
    assert "same =" not in rule
    assert "Names of one thing" in rule
