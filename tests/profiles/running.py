"""Runs the program on a folder and hands back what it reports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def findings(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """The diagnostics of `roadmaplint check` in a folder."""
    command = [sys.executable, "-m", "roadmaplint", "check", "--output-format", "json"]
    done = subprocess.run(
        [*command, "--no-cache", *arguments, "."],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["diagnostics"]
    return found
