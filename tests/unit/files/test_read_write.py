"""Files are read bounded and written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from roadmaplint.files import write
from roadmaplint.files.read import FileProblem, read
from roadmaplint.files.write import Changed, create, replace
from roadmaplint.text.decode import digest_of

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX file system")


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in Path(folder).iterdir())


def test_bytes_come_as_they_are(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf# A\r\n\r\xff\x00"
    (tmp_path / "a.md").write_bytes(data)
    assert read(tmp_path / "a.md") == data
    assert read(str(tmp_path / "a.md"), tmp_path) == data


def test_what_cannot_be_read_has_a_reason(tmp_path: Path) -> None:
    (tmp_path / "x.md").mkdir()
    (tmp_path / "big.md").write_bytes(b"x" * 11)
    for name, reason in (
        ("x.md", "is a folder"),
        ("big.md", "is larger than 10 bytes"),
        ("none.md", "does not exist"),
        ("a\0b.md", "cannot be opened"),
        ("y" * 5000, "cannot be opened"),
    ):
        with pytest.raises(FileProblem, match=reason):
            read(f"{tmp_path}/{name}", limit=10)
    assert read(tmp_path / "big.md", limit=11) == b"x" * 11


@POSIX
def test_links_and_pipes(tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    (tmp_path / "secret.md").write_bytes(b"secret")
    (root / "a.md").write_bytes(b"a")
    (root / "link.md").symlink_to("a.md")
    (root / "out.md").symlink_to("../secret.md")
    (root / "gone.md").symlink_to("nothing.md")
    (root / "loop.md").symlink_to("loop.md")
    (root / "up").symlink_to("..")
    os.mkfifo(root / "pipe.md")
    assert read(root / "link.md", root) == b"a"
    assert read(root / "out.md") == b"secret"
    assert read(tmp_path / "secret.md", root) == b"secret"
    for name, reason in (
        ("out.md", "leads out of the project"),
        ("up/secret.md", "leads out of the project"),
        ("gone.md", "is a link to nothing"),
        ("loop.md", "cannot be opened"),
        ("pipe.md", "is not a regular file"),
    ):
        with pytest.raises(FileProblem, match=reason):
            read(root / name, root)


@POSIX
def test_a_file_without_an_honest_size_is_bounded() -> None:
    with pytest.raises(FileProblem, match="is not a regular file"):
        read("/dev/zero", limit=100)


def test_replacing_keeps_bytes_and_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    new = b"\xef\xbb\xbfnew\r\n\xff"
    replace(file, new, digest_of(b"old"), tmp_path)
    assert file.read_bytes() == new
    assert names_in(tmp_path) == ["a.md"]


def test_a_changed_file_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"theirs")
    with pytest.raises(Changed, match="changed by somebody else"):
        replace(file, b"ours", digest_of(b"old"))
    assert file.read_bytes() == b"theirs"
    file.unlink()
    with pytest.raises(FileProblem, match="does not exist"):
        replace(file, b"ours", digest_of(b"old"))
    assert names_in(tmp_path) == []


def test_a_change_at_the_last_moment_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    monkeypatch.setattr(write, "_dress", lambda *_: file.write_bytes(b"theirs"))
    with pytest.raises(Changed):
        replace(file, b"ours", digest_of(b"old"))
    assert file.read_bytes() == b"theirs"
    assert names_in(tmp_path) == ["a.md"]


@pytest.mark.parametrize("moment", ["write", "fsync", "replace"])
@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, fault: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise fault

    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, moment, fail)
    expected = FileProblem if isinstance(fault, OSError) else KeyboardInterrupt
    with pytest.raises(expected):
        replace(file, b"new", digest_of(b"old"))
    monkeypatch.undo()
    assert file.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a.md"]


@POSIX
def test_mode_and_owner_stay(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    file.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(file, 12345, 54321)
    before = file.stat()
    replace(file, b"new", digest_of(b"old"))
    after = file.stat()
    assert stat.S_IMODE(after.st_mode) == 0o640
    assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)
    assert after.st_ino != before.st_ino


@POSIX
def test_a_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    root = tmp_path / "in"
    (root / "docs").mkdir(parents=True)
    (root / "docs/a.md").write_bytes(b"old")
    (root / "link.md").symlink_to("docs/a.md")
    replace(root / "link.md", b"new", digest_of(b"old"), root)
    assert (root / "link.md").is_symlink()
    assert (root / "docs/a.md").read_bytes() == b"new"
    (tmp_path / "out.md").write_bytes(b"old")
    (root / "out.md").symlink_to("../out.md")
    with pytest.raises(FileProblem, match="leads out of the project"):
        replace(root / "out.md", b"new", digest_of(b"old"), root)
    assert (tmp_path / "out.md").read_bytes() == b"old"


def test_a_read_only_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(FileProblem, match="is read-only"):
        replace(file, b"new", digest_of(b"old"))
    with pytest.raises(FileProblem, match="is read-only"):
        create(file, b"new")
    assert file.read_bytes() == b"old"


def test_creating_files(tmp_path: Path) -> None:
    create(tmp_path / "report.json", b"{}")
    create(tmp_path / "report.json", b"[]")
    assert (tmp_path / "report.json").read_bytes() == b"[]"
    assert names_in(tmp_path) == ["report.json"]
    with pytest.raises(FileProblem, match="is a folder"):
        create(tmp_path, b"")
    with pytest.raises(FileProblem, match="cannot be written: No such file"):
        create(tmp_path / "none/report.json", b"")
    with pytest.raises(FileProblem, match="cannot be written"):
        create(str(tmp_path / "a\0b"), b"")


@POSIX
def test_created_files_have_the_usual_mode_and_devices_stay(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        create(tmp_path / "a", b"x")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640
    create("/dev/null", b"x")
    assert not Path("/dev/null").is_file()
