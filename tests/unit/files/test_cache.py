"""The analysis cache gives back what was put in, and a miss for everything doubtful."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
import threading
import time
from pathlib import Path

import pytest

from roadmaplint.files.cache import Codec, ResultCache, claim_folder


def encode(value: list[str]) -> bytes:
    return "\n".join(value).encode("utf-8", "surrogatepass")


def decode(data: bytes) -> list[str]:
    return data.decode("utf-8", "surrogatepass").split("\n")


def cache(folder: Path, version: str = "1", largest: int = 1 << 20) -> ResultCache[list[str]]:
    return ResultCache(folder, version, Codec(encode, decode), largest=largest)


def kept(folder: Path, *value: str) -> str:
    store = cache(folder)
    key = store.key("digest", "a.md", "plan")
    store.put(key, list(value))
    store.flush()
    return key


def test_what_was_put_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    assert cache(folder).is_empty
    key = kept(folder, "ä", "\udcff", "\x00")
    store = cache(folder)
    assert not store.is_empty
    assert store.get(key) == ["ä", "\udcff", "\x00"]
    assert store.get("0" * 32) is None
    assert (folder / ".gitignore").read_text("utf-8") == "*\n"
    tag = (folder / "CACHEDIR.TAG").read_bytes()
    assert tag.startswith(b"Signature: 8a477f597d28d172789f06886")
    store.flush()


def test_the_key_holds_everything_that_counts(tmp_path: Path) -> None:
    store = cache(tmp_path)
    keys = {
        store.key("a", "b", "c"),
        store.key("x", "b", "c"),
        store.key("a", "x", "c"),
        store.key("a", "b", "x"),
        store.key("", "ab", "c"),
        store.key("c", "b", "a"),
        cache(tmp_path, "2").key("a", "b", "c"),
    }
    assert len(keys) == 7
    assert all(len(key) == 32 for key in keys)


def test_asking_makes_nothing(tmp_path: Path) -> None:
    assert cache(tmp_path / "cache").get("0" * 32) is None
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize(
    "damage", [b"", b"no database at all, whatever its name is", b"\x00" * 9000]
)
def test_a_damaged_file_is_set_aside_and_said(tmp_path: Path, damage: bytes) -> None:
    key = kept(tmp_path, "x")
    place = tmp_path / "analyses.sqlite"
    place.write_bytes(damage)
    store = cache(tmp_path)
    assert store.get(key) is None
    if damage:
        assert "damaged" in store.notice
        assert (tmp_path / "analyses.sqlite.damaged").read_bytes() == damage
    store.put(key, ["y"])
    store.flush()
    assert store.get(key) == ["y"]
    store.flush()


def test_damage_in_the_middle_is_a_miss(tmp_path: Path) -> None:
    key = kept(tmp_path, *(["word"] * 5000))
    place = tmp_path / "analyses.sqlite"
    data = bytearray(place.read_bytes())
    at = data.find(b"word\nword", len(data) // 2)
    data[at : at + 4] = b"sword"[:4]
    place.write_bytes(data)
    store = cache(tmp_path)
    assert store.get(key) is None
    store.flush()


def test_a_value_that_cannot_be_read_is_a_miss(tmp_path: Path) -> None:
    key = kept(tmp_path, "x")

    def fails(_data: bytes) -> list[str]:
        raise ValueError("not mine")

    store = ResultCache(tmp_path, "1", Codec(encode, fails))
    assert store.get(key) is None
    store.flush()


def test_a_value_that_cannot_be_kept_is_not(tmp_path: Path) -> None:
    def fails(_value: list[str]) -> bytes:
        raise TypeError("no bytes")

    store = ResultCache(tmp_path, "1", Codec(fails, decode))
    store.put("0" * 32, ["x"])
    store.flush()
    assert store.is_empty


def test_a_table_of_somebody_else_is_a_miss(tmp_path: Path) -> None:
    claim_folder(tmp_path)
    base = sqlite3.connect(tmp_path / "analyses.sqlite")
    base.execute("CREATE TABLE analyses (words TEXT)")
    base.commit()
    base.close()
    store = cache(tmp_path)
    assert store.get("0" * 32) is None
    store.put("0" * 32, ["x"])
    store.flush()
    assert store.get("0" * 32) is None
    store.flush()


def test_a_folder_that_cannot_be_made_is_no_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    key = kept(tmp_path / "file" / "cache", "x")
    assert cache(tmp_path / "file" / "cache").get(key) is None


def test_a_folder_that_was_there_is_not_told_to_ignore_everything(tmp_path: Path) -> None:
    kept(tmp_path, "x")
    assert not (tmp_path / ".gitignore").exists()
    assert (tmp_path / "CACHEDIR.TAG").exists()


def test_a_file_that_grew_too_large_forgets_its_older_half(tmp_path: Path) -> None:
    store = cache(tmp_path, largest=40_000)
    keys = [f"{number:032x}" for number in range(12)]
    for key in keys:
        store.put(key, ["x" * 8000])
        store.flush()
    left = [key for key in keys if store.get(key)]
    assert left == keys[-len(left) :]
    assert 0 < len(left) < len(keys)
    store.flush()


def old_file(folder: Path, text: str = "text") -> Path:
    """A file that was written an hour ago, as far as its own time tells."""
    folder.mkdir(exist_ok=True)
    place = folder / "a.md"
    place.write_text(text, "utf-8")
    before = time.time() - 3600
    os.utime(place, (before, before))
    return place


def later() -> int:
    """A time at which files written now are no longer racy, in nanoseconds."""
    return time.time_ns() + 10_000_000_000


def test_a_file_that_nobody_touched_need_not_be_read(tmp_path: Path) -> None:
    place = old_file(tmp_path)
    store = cache(tmp_path / "cache")
    assert store.digest_at(str(place)) is None
    store.note_digest(str(place), place.lstat(), "digest", later())
    store.flush()
    again = cache(tmp_path / "cache")
    assert again.digest_at(str(place)) == "digest"
    place.write_text("TEXT", "utf-8")
    assert again.digest_at(str(place)) is None
    place.unlink()
    assert again.digest_at(str(place)) is None
    again.flush()


def test_a_change_that_restores_the_time_is_seen(tmp_path: Path) -> None:
    """Times of change of status cannot be set."""
    place = old_file(tmp_path)
    store = cache(tmp_path / "cache")
    store.note_digest(str(place), place.lstat(), "digest", later())
    store.flush()
    status = place.stat()
    time.sleep(0.02)
    place.write_text("TEXT", "utf-8")
    os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))
    again = cache(tmp_path / "cache")
    assert again.digest_at(str(place)) is None
    again.flush()


def test_a_file_changed_just_now_and_a_link_are_read_again(tmp_path: Path) -> None:
    place = old_file(tmp_path)
    store = cache(tmp_path / "cache")
    store.note_digest(str(place), place.lstat(), "digest", place.lstat().st_ctime_ns + 1_000_000)
    link = tmp_path / "link.md"
    link.symlink_to(place)
    store.note_digest(str(link), link.lstat(), "digest", later())
    store.flush()
    again = cache(tmp_path / "cache")
    assert again.digest_at(str(place)) is None
    assert again.digest_at(str(link)) is None
    again.flush()


def test_a_store_from_another_folder_is_no_evidence(tmp_path: Path) -> None:
    key = kept(tmp_path / "one", "x")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    store = cache(tmp_path / "two")
    assert store.get(key) is None
    assert "another folder" in store.notice
    assert (tmp_path / "two/analyses.sqlite.damaged").exists()
    store.flush()
    kept(tmp_path / "two", "y")
    store = cache(tmp_path / "two")
    assert store.get(key) == ["y"]
    store.flush()


def test_rows_that_came_before_the_home_are_no_evidence(tmp_path: Path) -> None:
    key = kept(tmp_path, "x")
    base = sqlite3.connect(tmp_path / "analyses.sqlite")
    base.execute("DELETE FROM home")
    base.commit()
    base.close()
    store = cache(tmp_path)
    assert store.get(key) is None
    store.flush()


def test_two_processes_at_once(tmp_path: Path) -> None:
    first, second = cache(tmp_path), cache(tmp_path)
    first.put("1" * 32, ["one"])
    second.put("2" * 32, ["two"])
    first.flush()
    assert second.get("1" * 32) == ["one"]
    second.flush()
    assert first.get("2" * 32) == ["two"]
    first.flush()


def test_two_threads_at_once(tmp_path: Path) -> None:
    key = kept(tmp_path, "x")
    store = cache(tmp_path)
    found: list[list[str] | None] = [store.get(key)]
    thread = threading.Thread(target=lambda: found.append(store.get(key)))
    thread.start()
    thread.join()
    assert found == [["x"], ["x"]]
    assert store.notice == ""
    store.flush()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX file system")
def test_entries_are_their_owners_and_links_are_not_followed(tmp_path: Path) -> None:
    kept(tmp_path / "cache", "x")
    assert stat.S_IMODE((tmp_path / "cache" / "analyses.sqlite").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to("elsewhere")
    kept(tmp_path / "link", "x")
    assert list((tmp_path / "elsewhere").iterdir()) == []
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "analyses.sqlite").symlink_to(tmp_path / "target.sqlite")
    kept(tmp_path / "there", "x")
    assert not (tmp_path / "target.sqlite").exists()
