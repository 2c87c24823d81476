"""The program as users run it: a process of its own in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., "subprocess.CompletedProcess[str]"]

#: Nothing of the developer's own environment may change what a test sees.
CLEAN = {
    key: value
    for key, value in os.environ.items()
    if not key.startswith(("ROADMAPLINT", "GITHUB_", "INPUT_")) and key not in {"CI", "FORCE_COLOR"}
}


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Runs `roadmaplint ARGUMENTS…` in the test's folder; text in and out is UTF-8."""

    def run(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
        environment = {**CLEAN, "NO_COLOR": "1", "PYTHONUTF8": "1", **more.pop("env", {})}
        return subprocess.run(
            [sys.executable, "-m", "roadmaplint", *arguments],
            cwd=more.pop("cwd", tmp_path),
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=120,
            check=False,
            **more,
        )

    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a file below the test's folder, line ends as given."""

    def to(name: str, text: str) -> Path:
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode("utf-8", "surrogateescape"))
        return place

    return to
