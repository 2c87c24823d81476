"""The folder of the cache: what is ours, and what is never touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadmaplint.errors import UsageError
from roadmaplint.files.cache import analyses_in, claim_folder, pieces, remove


def filled(folder: Path) -> Path:
    place = folder / "cache"
    assert claim_folder(place)
    for name in (
        "analyses.sqlite", "analyses.sqlite-wal", "links.sqlite", "links.sqlite.damaged",
"mine.txt", "links.sqlite.bak",
    ):  # fmt: skip
        (place / name).write_bytes(b"x")
    return place


def test_only_our_files_are_found(tmp_path: Path) -> None:
    found = pieces(filled(tmp_path))
    assert sorted((piece.kind, Path(piece.path).name) for piece in found) == [
        ("analyses", "analyses.sqlite"), ("analyses", "analyses.sqlite-wal"),
        ("damaged", "links.sqlite.damaged"), ("links", "links.sqlite"),
    ]  # fmt: skip


def test_only_our_files_are_removed(tmp_path: Path) -> None:
    place = filled(tmp_path)
    (place / "links.sqlite").unlink()
    (tmp_path / "target").write_text("keep", "utf-8")
    (place / "links.sqlite").symlink_to(tmp_path / "target")
    remove(pieces(place))
    left = {path.relative_to(place).as_posix() for path in place.rglob("*")}
    assert left == {
        ".gitignore", "CACHEDIR.TAG", "mine.txt", "links.sqlite.bak", "links.sqlite",
    }  # fmt: skip
    assert (tmp_path / "target").read_text("utf-8") == "keep"


@pytest.mark.parametrize("kind", ["folder", "file", "link", "strange tag"])
def test_what_is_no_cache_is_refused(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "x"
    if kind == "file":
        place.write_text("x", "utf-8")
    elif kind == "link":
        place.symlink_to(filled(tmp_path))
    else:
        place.mkdir()
        if kind == "strange tag":
            (place / "CACHEDIR.TAG").write_text("Signature: another program", "utf-8")
    with pytest.raises(UsageError):
        pieces(place)


def test_nothing_there(tmp_path: Path) -> None:
    assert pieces(tmp_path / "nothing") == []
    assert analyses_in(tmp_path / "nothing") == 0
