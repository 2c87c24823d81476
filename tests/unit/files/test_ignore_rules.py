"""Ignore patterns mean what git says they mean."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from roadmaplint.files.gitignore import IgnoreFiles, IgnoreRules

PATTERNS = [
    "*.md",
    "/a.md",
    "a/",
    "a",
    "b/",
    "a/b",
    "a/*",
    "a/**",
    "**/c.md",
    "a/**/c.md",
    "**/b/**",
    "[ab].md",
    "[!a].md",
    "[^a].md",
    "[a-b]?md",
    "[[:alpha:]].md",
    r"\#x.md",
    r"\!y.md",
    r"\*.md",
    r"a\ ",
    "a   ",
    "#x.md",
    "a//b",
    "/",
    "//",
    "!",
    "*",
    "***",
    "a*c",
    "?",
    "**",
    "/**",
    "**/",
    "/**/c.md",
    "a/b/",
    "x.md\r",
    r"[a\]].md",
    "[]a].md",
    "[a",
    r"\x.md",
    "*\n!a",
    "a/*\n!a/b",
    "*.md\n!c.md",
    "a\n!a/c.md",
    "!c.md\n*.md",
    "[z-a].md",
    "{a,b}.md",
]
PATHS = [
    "a.md",
    "b.md",
    "c.md",
    "#x.md",
    "!y.md",
    "*.md",
    "x.md",
    "].md",
    "abc",
    "q",
    "d/c.md",
    "d/b/c.md",
    "e/a/c.md",
]
INSIDE = ["a/c.md", "a/b/c.md", "a/b/q", "a/a.md"]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    for path in (*PATHS, *INSIDE):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()
    return root


def judged_by_git(root: Path) -> set[str]:
    asked = "\0".join((*PATHS, *INSIDE)) + "\0"
    done = subprocess.run(
        ["git", "-c", "core.excludesFile=", "check-ignore", "--no-index", "-z", "--stdin"],
        cwd=root,
        input=asked.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    return {path.decode() for path in done.stdout.split(b"\0") if path}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_as_git(repository: Path, pattern: str) -> None:
    (repository / ".gitignore").write_bytes(pattern.encode() + b"\n")
    ignored = IgnoreFiles(str(repository))
    ours = {path for path in (*PATHS, *INSIDE) if ignored.hides_deeply(str(repository / path))}
    assert ours == judged_by_git(repository)


def test_the_last_match_decides() -> None:
    rules = IgnoreRules(["*.md", "!a.md", "/a.md"])
    assert rules.verdict("a.md", folder=False) is True
    assert rules.verdict("x/a.md", folder=False) is False
    assert rules.verdict("x/b.md", folder=False) is True
    assert rules.verdict("x/b.txt", folder=False) is None
    assert not IgnoreRules(["# nothing", "", "   "])


def test_hostile_patterns_cost_little() -> None:
    rules = IgnoreRules(["*a" * 60 + "b", "**/a/" * 60 + "b", "*" * 2000, "\x00", "\udcff*"])
    assert rules.verdict("a" * 255, folder=False) is None
    assert rules.verdict("a/" * 300 + "c", folder=False) is None


def test_paths_outside_are_never_hidden(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/.gitignore").write_text("*", "utf-8")
    ignored = IgnoreFiles(str(tmp_path / "in"))
    assert ignored.hides_deeply(str(tmp_path / "in/a.md"))
    assert not ignored.hides_deeply(str(tmp_path / "a.md"))
    assert not ignored.hides_deeply(str(tmp_path / "inner/a.md"))


@pytest.mark.parametrize("name", [".gitignore", ".ignore"])
def test_an_ignore_file_that_is_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    assert not IgnoreFiles(str(tmp_path)).hides(str(tmp_path / "a.md"))
