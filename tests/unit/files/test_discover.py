"""Discovery finds what people mean, in a fixed order, whatever lies on the disk."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from roadmaplint.errors import UsageError
from roadmaplint.files.discover import FoundFile, discover

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX file system")


@dataclass(frozen=True)
class Wanted:
    """The settings of a test."""

    root: Path
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    no_exclude: bool = False


def make(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("# Roadmap\n", "utf-8")


def names(found: list[FoundFile]) -> list[str]:
    return [file.path for file in found]


def test_a_folder_gives_its_markdown_files_sorted(tmp_path: Path) -> None:
    make(tmp_path, "b.md", "a/z.markdown", "a/y.MD", "c.mdown", "d.mkd", "e.txt", "f.mdx", "md")
    found = discover([tmp_path], Wanted(tmp_path))
    assert names(found) == ["a/y.MD", "a/z.markdown", "b.md", "c.mdown", "d.mkd"]
    assert all(Path(file.location).is_absolute() for file in found)
    assert discover([tmp_path], Wanted(tmp_path)) == found


def test_relative_paths_start_at_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "docs/a.md", "docs/sub/b.md", "c.md")
    monkeypatch.chdir(tmp_path / "docs")
    wanted = Wanted(tmp_path)
    assert names(discover(["."], wanted)) == ["docs/a.md", "docs/sub/b.md"]
    assert names(discover(["sub", "../c.md", "sub/../a.md"], wanted)) == [
        "c.md",
        "docs/a.md",
        "docs/sub/b.md",
    ]


def test_each_file_comes_once(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "d/b.md")
    paths = [tmp_path, tmp_path / "a.md", tmp_path / "d", tmp_path / "d/../a.md"]
    assert names(discover(paths, Wanted(tmp_path))) == ["a.md", "d/b.md"]


def test_a_named_file_is_taken_whatever_its_name(tmp_path: Path) -> None:
    make(tmp_path, "notes.txt", "x.md/inner.md")
    paths = [tmp_path / "notes.txt", tmp_path / "x.md"]
    assert names(discover(paths, Wanted(tmp_path))) == ["notes.txt", "x.md/inner.md"]


def test_include_adds_files(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "b.mdx", "docs/c.txt", "d.txt")
    wanted = Wanted(tmp_path, include=("*.mdx", "docs/**"))
    assert names(discover([tmp_path], wanted)) == ["a.md", "b.mdx", "docs/c.txt"]


def test_excludes_hold_for_folders_and_for_named_files(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "old/b.md", "x/old/c.md", "translations/de.md")
    wanted = Wanted(tmp_path, exclude=("old", "/translations/**"))
    assert names(discover([tmp_path], wanted)) == ["a.md"]
    named = [
        tmp_path / "old/b.md",
        tmp_path / "translations",
        tmp_path / "x/old",
        tmp_path / "a.md",
    ]
    assert names(discover(named, wanted)) == ["a.md"]
    lifted = Wanted(tmp_path, exclude=("old", "translations/**"), no_exclude=True)
    assert names(discover(named, lifted)) == [
        "a.md",
        "old/b.md",
        "translations/de.md",
        "x/old/c.md",
    ]


def test_ignore_files_hold_for_walks_and_named_files(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "build/b.md", "build/deep/c.md", "x/draft.md", "x/keep/draft.md")
    (tmp_path / ".gitignore").write_text("# made\nbuild/\n", "utf-8")
    (tmp_path / "x/.gitignore").write_text("draft.md\n", "utf-8")
    (tmp_path / "x/keep/.ignore").write_text("!draft.md\n", "utf-8")
    everything = ["a.md", "build/b.md", "build/deep/c.md", "x/draft.md", "x/keep/draft.md"]
    named = [tmp_path / name for name in everything]
    for paths in ([tmp_path], named):
        assert names(discover(paths, Wanted(tmp_path))) == ["a.md", "x/keep/draft.md"]
        assert names(discover(paths, Wanted(tmp_path, respect_gitignore=False))) == everything
        assert names(discover(paths, Wanted(tmp_path, no_exclude=True))) == everything


def test_ignore_files_above_the_root_hold_inside_a_repository(tmp_path: Path) -> None:
    make(tmp_path, "docs/a.md", "docs/b.md")
    (tmp_path / ".gitignore").write_text("docs/b.md\n", "utf-8")
    assert names(discover([tmp_path / "docs"], Wanted(tmp_path / "docs"))) == ["a.md", "b.md"]
    (tmp_path / ".git/info").mkdir(parents=True)
    assert names(discover([tmp_path / "docs"], Wanted(tmp_path / "docs"))) == ["a.md"]
    (tmp_path / ".git/info/exclude").write_text("a.md", "utf-8")
    assert discover([tmp_path / "docs"], Wanted(tmp_path / "docs")) == []


def test_an_ignored_folder_can_be_walked_by_its_own_name(tmp_path: Path) -> None:
    make(tmp_path, "build/b.md", "build/build/c.md")
    (tmp_path / ".gitignore").write_text("build/\n", "utf-8")
    assert names(discover([tmp_path / "build"], Wanted(tmp_path))) == ["build/b.md"]


@pytest.mark.parametrize("folder", [".git", "node_modules", ".venv", "__pycache__", ".tox"])
def test_folders_of_tools_are_passed_over(tmp_path: Path, folder: str) -> None:
    make(tmp_path, f"{folder}/a.md", f"x/{folder}/deep/b.md", ".github/c.md")
    assert names(discover([tmp_path], Wanted(tmp_path))) == [".github/c.md"]


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere.md: no such file or folder"):
        discover(["nowhere.md"], Wanted(tmp_path))
    with pytest.raises(UsageError, match="no such file"):
        discover(["nul\0byte.md"], Wanted(tmp_path))


def test_a_named_folder_that_may_not_be_read_is_no_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "a.md", "closed/b.md")
    scan = os.scandir

    def refuse(path: str) -> object:
        # A mode would not do: whoever may do anything may read everything.
        if str(path).endswith("closed"):
            raise PermissionError(path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert names(discover([tmp_path], Wanted(tmp_path))) == ["a.md"]
    with pytest.raises(UsageError, match=r"closed: may not be read"):
        discover([tmp_path / "closed"], Wanted(tmp_path))


def test_files_outside_the_root(tmp_path: Path) -> None:
    make(tmp_path, "in/a.md", "out/b.md", "input/c.md")
    paths = [tmp_path / "in", tmp_path / "out", tmp_path / "input/c.md"]
    found = discover(paths, Wanted(tmp_path / "in"))
    assert names(found) == ["../input/c.md", "../out/b.md", "a.md"]


@POSIX
def test_links(tmp_path: Path) -> None:
    make(tmp_path, "in/docs/a.md", "in/plain", "out/secret.md")
    root = tmp_path / "in"
    (root / "README.md").symlink_to("plain")
    (root / "again.md").symlink_to("plain")
    (root / "same.md").symlink_to("docs/a.md")
    (root / "secret.md").symlink_to("../out/secret.md")
    (root / "out").symlink_to("../out")
    (root / "docs/up").symlink_to("..")
    (root / "loop.md").symlink_to("loop.md")
    (root / "gone.md").symlink_to("nothing.md")
    (root / "folder.md").symlink_to("docs")
    assert names(discover([root], Wanted(root))) == ["README.md", "docs/a.md"]


@POSIX
def test_named_links_and_odd_files_are_left_to_the_reader(tmp_path: Path) -> None:
    (tmp_path / "gone.md").symlink_to("nothing.md")
    (tmp_path / "loop.md").symlink_to("loop.md")
    os.mkfifo(tmp_path / "pipe.md")
    paths = [tmp_path / name for name in ("gone.md", "loop.md", "pipe.md")]
    assert names(discover(paths, Wanted(tmp_path))) == ["gone.md", "loop.md", "pipe.md"]
    assert discover([tmp_path], Wanted(tmp_path)) == []


@POSIX
def test_a_root_reached_through_a_link(tmp_path: Path) -> None:
    make(tmp_path, "real/a.md")
    (tmp_path / "alias").symlink_to("real")
    root = Wanted(tmp_path / "alias")
    assert names(discover([tmp_path / "alias"], root)) == ["a.md"]
    assert names(discover([tmp_path / "real/a.md"], root)) == ["a.md"]


@POSIX
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses such names")
def test_odd_names(tmp_path: Path) -> None:
    odd = [b"new\nline.md", b"-dash.md", b"[x](y).md", b"\xff\xfe.md", b"a\\b.md", b" .md"]
    for name in odd:
        (tmp_path / os.fsdecode(name)).write_bytes(b"")
    found = discover([tmp_path], Wanted(tmp_path))
    assert sorted(os.fsencode(file.path) for file in found) == sorted(odd)


@POSIX
@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_folder_that_may_not_be_read_is_empty(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "closed/b.md")
    (tmp_path / "closed").chmod(0)
    try:
        assert names(discover([tmp_path], Wanted(tmp_path))) == ["a.md"]
    finally:
        (tmp_path / "closed").chmod(0o700)
