"""The hooks we offer, run by the real pre-commit on a repository of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
#: What an installation from the repository needs.
SHIPPED = ("src", "rules", "schemas", "pyproject.toml", "README.md", "LICENSE", MANIFEST.name)
BROKEN = (
    "# Learn Rust\n\n## ðŸš€ Start\n\n- Ownership\n- Traits\n\n## Next\n\n- Lifetimes\n- Macros\n"
)


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


@dataclass(frozen=True)
class Installed:
    """A checkout of roadmaplint as pre-commit clones it, and a home that keeps its environment."""

    tool: Path
    home: Path

    def project(self, place: Path, *hooks: str, extra: str = "") -> Path:
        """A repository whose configuration names these hooks; its first commit is empty."""
        place.mkdir()
        rev = run("git", "rev-parse", "HEAD", cwd=self.tool, home=self.home).stdout.strip()
        lines = "".join(f"      - id: {hook}\n{extra}" for hook in hooks)
        config = f"repos:\n  - repo: {self.tool.as_uri()}\n    rev: {rev}\n    hooks:\n{lines}"
        (place / ".pre-commit-config.yaml").write_text(config, "utf-8")
        repository(place, self.home)
        return place

    def git(self, project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        person = ("-c", "user.name=t", "-c", "user.email=t@example.com")
        return run("git", *person, *arguments, cwd=project, home=self.home)

    def hooks(self, project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run(
            sys.executable, "-m", "pre_commit", "run", *arguments, cwd=project, home=self.home
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    if shutil.which("git") is None:
        pytest.skip("pre-commit needs git")
    home = tmp_path_factory.mktemp("home")
    # git refuses to clone from a path by default where it must look at modules of others
    (home / "gitconfig").write_text('[protocol "file"]\n\tallow = always\n', "utf-8")
    tool = home / "tool"
    tool.mkdir()
    for name in SHIPPED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tool / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tool / name)
    repository(tool, home)
    return Installed(tool, home)


@pytest.mark.slow
def test_each_hook_on_all_files(installed: Installed, tmp_path: Path) -> None:
    names = ("roadmaplint", "roadmaplint-project", "roadmaplint-fix")
    project = installed.project(tmp_path / "project", *names)
    readme = project / "README.md"
    readme.write_text(BROKEN, "utf-8")
    (project / "notes.txt").write_text("ðŸš€ is not Markdown\n", "utf-8")
    installed.git(project, "add", "-A")

    found = installed.hooks(project, "roadmaplint", "--all-files")
    assert found.returncode == 1, found.stdout + found.stderr
    assert "README.md:3:4 error ENC001 mojibake" in found.stdout
    assert "notes.txt" not in found.stdout
    assert readme.read_text("utf-8") == BROKEN

    whole = installed.hooks(project, "roadmaplint-project", "--all-files")
    assert "README.md:3:4 error ENC001 mojibake" in whole.stdout

    fixed = installed.hooks(project, "roadmaplint-fix", "--all-files")
    assert fixed.returncode == 1, fixed.stdout + fixed.stderr
    assert readme.read_text("utf-8") == BROKEN.replace("ðŸš€", "🚀")
    assert "ENC001" not in installed.hooks(project, "roadmaplint", "--all-files").stdout


@pytest.mark.slow
def test_a_commit_is_refused_for_what_is_staged_only(installed: Installed, tmp_path: Path) -> None:
    project = installed.project(tmp_path / "project", "roadmaplint")
    hook = run(sys.executable, "-m", "pre_commit", "install", cwd=project, home=installed.home)
    assert hook.returncode == 0, hook.stdout
    readme = project / "README.md"
    readme.write_text(BROKEN, "utf-8")
    installed.git(project, "add", "README.md")
    refused = installed.git(project, "commit", "-m", "damaged")
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert "ENC001" in refused.stdout + refused.stderr

    repaired = BROKEN.replace("ðŸš€", "🚀")
    readme.write_text(repaired, "utf-8")
    installed.git(project, "add", "README.md")
    later = repaired + "- Not staged: ðŸš€\n"
    readme.write_text(later, "utf-8")
    taken = installed.git(project, "commit", "-m", "repaired")
    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert readme.read_text("utf-8") == later
    assert installed.git(project, "show", "HEAD:README.md").stdout == repaired


@pytest.mark.slow
def test_excludes_hold_for_named_files(installed: Installed, tmp_path: Path) -> None:
    project = installed.project(tmp_path / "project", "roadmaplint")
    (project / "roadmaplint.toml").write_text('exclude = ["vendor"]\n', "utf-8")
    (project / "vendor").mkdir()
    (project / "vendor" / "list.md").write_text(BROKEN, "utf-8")
    installed.git(project, "add", "-A")
    done = installed.hooks(project, "--all-files")
    assert done.returncode == 0, done.stdout + done.stderr
    (project / "roadmaplint.toml").write_text("", "utf-8")
    installed.git(project, "add", "-A")
    assert "vendor/list.md:3:4 error" in installed.hooks(project, "--all-files").stdout


@pytest.mark.slow
def test_a_pattern_of_pre_commit_excludes_too(installed: Installed, tmp_path: Path) -> None:
    extra = "        exclude: ^vendor/\n"
    project = installed.project(tmp_path / "project", "roadmaplint", extra=extra)
    (project / "vendor").mkdir()
    (project / "vendor" / "list.md").write_text(BROKEN, "utf-8")
    installed.git(project, "add", "-A")
    done = installed.hooks(project, "--all-files")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no files to check" in done.stdout


@pytest.mark.slow
def test_links_wait_for_the_push(installed: Installed, tmp_path: Path) -> None:
    project = installed.project(tmp_path / "project", "roadmaplint-links")
    (project / "README.md").write_text("# Rust\n\n- [Gone](gone.md)\n", "utf-8")
    installed.git(project, "add", "-A")
    assert "gone.md" not in installed.hooks(project, "--all-files").stdout
    pushed = installed.hooks(project, "--all-files", "--hook-stage", "pre-push")
    assert "LNK" in pushed.stdout
    assert pushed.returncode == 1
