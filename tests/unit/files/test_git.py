"""What git says of changes, in real repositories."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from roadmaplint.errors import UsageError
from roadmaplint.files.git import changed_since, contents


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)
    return done.stdout.decode().strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    for name in ("a.md", "b.md", "docs/c d.md", "docs/é.md"):
        (tmp_path / name).write_text(f"# {name}\n", "utf-8")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "one")
    return tmp_path


def test_nothing_has_changed(repository: Path) -> None:
    assert changed_since(repository, None)[:2] == ((), ())


def test_every_kind_of_change(repository: Path) -> None:
    (repository / "a.md").write_text("# other\n", "utf-8")
    (repository / "b.md").unlink()
    (repository / "docs" / "é.md").rename(repository / "docs" / "è.md")
    (repository / "new\nline.md").write_text("# new\n", "utf-8")
    (repository / "staged.md").write_text("# new\n", "utf-8")
    git(repository, "add", "staged.md")
    (repository / ".gitignore").write_text("ignored.md\n", "utf-8")
    (repository / "ignored.md").write_text("# new\n", "utf-8")
    found = changed_since(repository, None)
    assert set(found.now) == {"a.md", "docs/è.md", "new\nline.md", "staged.md", ".gitignore"}
    assert set(found.before) == {"a.md", "b.md", "docs/é.md"}
    old = contents(repository, found.commit, [*found.before, "staged.md", "new\nline.md"])
    assert old == {
        "a.md": b"# a.md\n", "b.md": b"# b.md\n", "docs/é.md": "# docs/é.md\n".encode()
    }  # fmt: skip


def test_paths_are_relative_to_the_folder(repository: Path) -> None:
    (repository / "a.md").write_text("# other\n", "utf-8")
    (repository / "docs" / "c d.md").write_text("# other\n", "utf-8")
    found = changed_since(repository / "docs", "HEAD")
    assert found.now == ("c d.md",)
    old = contents(repository / "docs", found.commit, ["c d.md"])
    assert old == {"c d.md": b"# docs/c d.md\n"}


def test_a_branch_is_compared_with_where_it_began(repository: Path) -> None:
    git(repository, "switch", "-q", "-c", "work")
    (repository / "a.md").write_text("# mine\n", "utf-8")
    git(repository, "commit", "-q", "-am", "mine")
    git(repository, "switch", "-q", "main")
    (repository / "b.md").write_text("# theirs\n", "utf-8")
    git(repository, "commit", "-q", "-am", "theirs")
    git(repository, "switch", "-q", "work")
    assert changed_since(repository, "main").now == ("a.md",)


def test_without_a_commit_everything_is_new(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "a.md").write_text("# a\n", "utf-8")
    git(tmp_path, "add", "a.md")
    (tmp_path / "b.md").write_text("# b\n", "utf-8")
    assert set(changed_since(tmp_path, None).now) == {"a.md", "b.md"}


@pytest.mark.parametrize("ref", ["", "-x", "--output=here", "a b", "x\0y", "x\ny", "none", "@{9}"])
def test_names_that_are_no_commit(repository: Path, ref: str) -> None:
    with pytest.raises(UsageError, match="commit"):
        changed_since(repository, ref)
    assert not (repository / "here").exists()


def test_an_attribute_starts_no_program(repository: Path) -> None:
    (repository / ".gitattributes").write_text("*.md diff=evil filter=evil\n", "utf-8")
    git(repository, "config", "diff.evil.command", f"touch {repository / 'ran'}; false")
    git(repository, "config", "diff.evil.textconv", f"touch {repository / 'ran'}; false")
    (repository / "a.md").write_text("# other\n", "utf-8")
    assert "a.md" in changed_since(repository, None).now
    assert not (repository / "ran").exists()


def test_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for ref in (None, "HEAD"):
        with pytest.raises(UsageError, match="not a git repository"):
            changed_since(tmp_path, ref)


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="not installed"):
        changed_since(tmp_path, None)
