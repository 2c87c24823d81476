"""The healthy example has nothing to be said about, whichever profile looks at it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from roadmaplint.cli.main import run

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("profile", ["roadmap", "roadmap-strict"])
@pytest.mark.parametrize("also", [(), ("--cross-file",)])
def test_the_healthy_example_is_clean(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], profile: str, also: tuple[str, ...]
) -> None:
    shutil.copytree(
        EXAMPLES / "healthy", tmp_path / "p", ignore=shutil.ignore_patterns(".roadmaplint_cache")
    )
    options = ["--no-cache", "--profile", profile, "--output-format", "json", *also]
    assert run(["check", *options, str(tmp_path / "p")]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["diagnostics"], report["summary"]["files"]) == ([], 4)


def test_it_holds_the_same_pages_as_the_broken_one() -> None:
    def pages(name: str) -> set[str]:
        return {path.name for path in (EXAMPLES / name).glob("*.md")}

    assert pages("broken") == pages("healthy")
