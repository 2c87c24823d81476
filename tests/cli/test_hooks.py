"""The hooks we offer, run by the real pre-commit on a repository of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
#: What an installation from the repository needs.
SHIPPED = ("src", "rules", "schemas", "pyproject.toml", "README.md", "LICENSE", MANIFEST.name)
BROKEN = "# Learn Rust\n\n## ðŸš€ Start\n\n- Ownership\n- Traits\n"


def run(*command: str, cwd: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a program with a home of its own, so that no one's git or pre-commit is touched."""
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
        "GIT_CONFIG_SYSTEM": os.devnull,
        "PYTHONUTF8": "1",
        "PRE_COMMIT_COLOR": "never",
    }
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8",
        timeout=600, check=False,
    )  # fmt: skip


def repository(place: Path, home: Path) -> None:
    """Make a folder a repository with one commit of all it holds."""
    for command in (
        ("git", "init", "-q", "-b", "main"),
        ("git", "add", "-A"),
        ("git", "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "all"),
    ):
        done = run(*command, cwd=place, home=home)
        assert done.returncode == 0, done.stderr


def test_the_manifest_is_valid() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_manifest_offers_four_hooks() -> None:
    hooks = yaml.safe_load(MANIFEST.read_text("utf-8"))
    assert [hook["id"] for hook in hooks] == [
        "roadmaplint", "roadmaplint-fix", "roadmaplint-project", "roadmaplint-links",
    ]  # fmt: skip
    for hook in hooks:
        assert hook["language"] == "python"
        assert hook["types"] == ["markdown"]
        # files in batches would make rules that compare files depend on the batch
        assert hook.get("pass_filenames", True) != ("--cross-file" in hook["entry"])
    assert [hook["id"] for hook in hooks if "stages" in hook] == ["roadmaplint-links"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("git") is None, reason="pre-commit needs git")
def test_pre_commit_runs_them(tmp_path: Path) -> None:
    (tmp_path / "gitconfig").touch()
    tool, scratch = tmp_path / "tool", tmp_path / "scratch"
    tool.mkdir()
    scratch.mkdir()
    for name in SHIPPED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tool / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tool / name)
    repository(tool, tmp_path)
    readme = scratch / "README.md"
    readme.write_text(BROKEN, "utf-8")
    (scratch / "notes.txt").write_text("ðŸš€ is not Markdown\n", "utf-8")
    repository(scratch, tmp_path)

    def try_hook(name: str) -> subprocess.CompletedProcess[str]:
        return run(
            sys.executable, "-m", "pre_commit", "try-repo", str(tool), name, "--all-files",
            cwd=scratch, home=tmp_path,
        )  # fmt: skip

    found = try_hook("roadmaplint")
    assert found.returncode == 1, found.stdout + found.stderr
    assert "README.md:3:4 error ENC001 mojibake" in found.stdout
    assert "notes.txt" not in found.stdout
    assert readme.read_text("utf-8") == BROKEN

    project = try_hook("roadmaplint-project")
    assert "README.md:3:4 error ENC001 mojibake" in project.stdout

    fixed = try_hook("roadmaplint-fix")
    assert fixed.returncode == 1, fixed.stdout + fixed.stderr
    assert readme.read_text("utf-8") == BROKEN.replace("ðŸš€", "🚀")
    assert "ENC001" not in try_hook("roadmaplint").stdout
