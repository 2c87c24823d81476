"""The file tree holds every file of the project, in the letter case that git sees."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from roadmaplint.errors import UsageError
from roadmaplint.files import project_tree
from roadmaplint.files.git import tracked_paths
from roadmaplint.files.project_tree import (
    candidates,
    common_folder,
    folder_of,
    is_below,
    list_files,
    repository_root,
)
from roadmaplint.roadmap.project_index import FileTree


def make(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()


def git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout


def test_all_files_of_every_kind(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "img/x.png", ".github/b.md", ".git/config", "x/node_modules/y.js")
    (tmp_path / "empty").mkdir()
    assert list_files(tmp_path) == {"a.md", "img/x.png", ".github/b.md"}
    assert list_files(tmp_path / "nowhere") == frozenset()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX file system")
def test_links_are_files_and_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "docs/a.md")
    (tmp_path / "docs/up").symlink_to("..")
    assert list_files(tmp_path) == {"docs/a.md", "docs/up"}


def test_nothing_is_listed_before_it_is_asked_for(tmp_path: Path) -> None:
    files = FileTree(lambda: list_files(tmp_path))
    make(tmp_path, "late.md")
    assert files.exists("late.md")


def test_tracked_paths(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    paths = ["a.md", "a/b/c.md", "ünï.md", "x" * 150 + ".md", "z"]
    make(tmp_path, *paths, "fresh.md")
    git(tmp_path, "add", "a.md", "a", "ünï.md", "x" * 150 + ".md")
    git(tmp_path, "add", "--intent-to-add", "z")
    assert sorted(tracked_paths(tmp_path)) == sorted(paths)
    assert tracked_paths(tmp_path / "a") == ("b/c.md",)


def test_outside_a_repository_the_letters_on_disk_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "Guide.md", ".git/HEAD")
    monkeypatch.setattr(project_tree, "_ignores_case", lambda _: True)
    assert list_files(tmp_path) == {"Guide.md"}
    with pytest.raises(UsageError):
        tracked_paths(tmp_path)


def test_letter_case_is_gits_where_the_disk_does_not_care(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "docs/Guide.md", "docs/new.md")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "docs/Guide.md")
    (tmp_path / "docs/Guide.md").rename(tmp_path / "docs/guide.md")
    monkeypatch.setattr(project_tree, "_ignores_case", lambda _: True)
    assert list_files(tmp_path) == {"docs/Guide.md", "docs/new.md"}
    assert list_files(tmp_path / "docs") == {"Guide.md", "new.md"}
    monkeypatch.setattr(project_tree, "_ignores_case", lambda _: False)
    assert list_files(tmp_path) == {"docs/guide.md", "docs/new.md"}


def test_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "repo/docs/a.md", "repo/x/b.md", "repo/docs/c.toml", "c.toml")
    (tmp_path / "repo/.git").mkdir()
    monkeypatch.chdir(tmp_path / "repo")
    docs = str(tmp_path / "repo/docs")
    assert folder_of("docs/a.md") == folder_of("docs") == folder_of("docs/none.md") == docs
    assert common_folder([]) == str(tmp_path / "repo")
    assert common_folder(["docs/a.md", "docs"]) == docs
    assert common_folder(["docs/a.md", "x/b.md"]) == str(tmp_path / "repo")
    assert repository_root(docs) == str(tmp_path / "repo")
    assert is_below(docs, str(tmp_path / "repo"))
    assert is_below(docs, "/")
    assert not is_below(docs + "x", docs)
    found = list(candidates(docs, ["c.toml"], str(tmp_path / "repo")))
    assert found == [(docs, str(tmp_path / "repo/docs/c.toml"))]
    assert len(list(candidates(docs, ["c.toml"], str(tmp_path)))) == 2
