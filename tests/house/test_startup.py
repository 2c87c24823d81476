"""Start-up is a feature: a run imports nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"httpx", "httpcore", "jsonschema", "jsonschema_rs", "langdetect", "rich", "asyncio", "ssl"}
PROBE = """
import sys
from roadmaplint.__main__ import main
try:
    main()
except SystemExit as stop:
    code = stop.code
print("|".join(sorted(sys.modules)), file=sys.stderr)
sys.exit(code)
"""


def modules_after(arguments: list[str], cwd: Path) -> tuple[int, set[str]]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    return done.returncode, set(done.stderr.strip().split("\n")[-1].split("|"))


def test_version_imports_next_to_nothing(tmp_path: Path) -> None:
    code, modules = modules_after(["--version"], tmp_path)
    assert code == 0
    assert not modules & (HEAVY | {"argparse", "markdown_it", "dataclasses", "re", "json"})


@pytest.mark.parametrize("flags", [[], ["--no-cache"]], ids=["cache", "no cache"])
def test_a_check_of_one_file_stays_light(tmp_path: Path, flags: list[str]) -> None:
    text = "# Small Roadmap\n\n## First\n\n- Variables\n- Loops\n\n## Second\n\n- Functions\n"
    (tmp_path / "README.md").write_text(text, "utf-8")
    for _ in range(2):  # the second time nothing has changed
        code, modules = modules_after(["check", "README.md", *flags], tmp_path)
        assert code in {0, 1}
        assert not modules & HEAVY
        assert not {m for m in modules if m.startswith("roadmaplint.links")}


def test_an_unchanged_file_is_not_parsed_again(tmp_path: Path) -> None:
    text = "# Small Roadmap\n\n## First\n\n- Variables\n- Loops\n\n## Second\n\n- Functions\n"
    (tmp_path / "README.md").write_text(text, "utf-8")
    modules_after(["check", "README.md"], tmp_path)
    _, modules = modules_after(["check", "README.md"], tmp_path)
    assert "markdown_it" not in modules
