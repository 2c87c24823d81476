"""The analysis cache gives back what was put in, and a miss for everything doubtful."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from roadmaplint.files.cache import AnalysisCache, Codec


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in Path(folder).iterdir())


def encode(value: list[str]) -> Any:
    return {"words": value}


def decode(value: Any) -> list[str]:
    words = value["words"]
    if not isinstance(words, list):
        raise TypeError("no list")
    return words


def cache(folder: Path, version: str = "1", largest: int = 1 << 20) -> AnalysisCache[list[str]]:
    return AnalysisCache(folder, version, Codec(encode, decode), largest=largest)


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("analysis/*/*.json"))


def test_what_was_put_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    store = cache(folder)
    key = store.key(b"# A\xff", "\udcff.md", "plan")
    assert store.get(key) is None
    store.put(key, ["ä", "\udcff", "\x00"])
    assert cache(folder).get(key) == ["ä", "\udcff", "\x00"]
    assert (folder / ".gitignore").read_text("utf-8") == "*\n"
    assert (
        (folder / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886")
    )
    assert len(entries(folder)) == 1


def test_the_key_holds_everything_that_counts(tmp_path: Path) -> None:
    store = cache(tmp_path)
    keys = {
        store.key(b"a", "b", "c"),
        store.key(b"x", "b", "c"),
        store.key(b"a", "x", "c"),
        store.key(b"a", "b", "x"),
        store.key(b"", "ab", "c"),
        store.key(b"c", "b", "a"),
        cache(tmp_path, "2").key(b"a", "b", "c"),
    }
    assert len(keys) == 7
    assert all(len(key) == 32 for key in keys)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format": 1}',
        b'{"format": 99, "key": "KEY", "value": {"words": ["x"]}}',
        b'{"format": 1, "key": "other", "value": {"words": ["x"]}}',
        b'{"format": 1, "key": "KEY", "value": {"words": 3}}',
        b'{"format": 1, "key": "KEY", "value": {}}',
    ],
)
def test_damage_is_a_miss(tmp_path: Path, damage: bytes) -> None:
    store = cache(tmp_path)
    key = store.key(b"a", "b", "c")
    store.put(key, ["x"])
    [entry] = entries(tmp_path)
    assert json.loads(entry.read_bytes())["key"] == key
    entry.write_bytes(damage.replace(b"KEY", key.encode()))
    assert store.get(key) is None
    store.put(key, ["y"])
    assert store.get(key) == ["y"]


def test_odd_entries_are_misses(tmp_path: Path) -> None:
    store = cache(tmp_path)
    key = store.key(b"a", "b", "c")
    place = tmp_path / "analysis" / key[:2] / f"{key[2:]}.json"
    place.mkdir(parents=True)
    assert store.get(key) is None
    store.put(key, ["x"])
    assert store.get(key) is None


def test_a_folder_that_cannot_be_made_is_no_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = cache(tmp_path / "file" / "cache")
    key = store.key(b"a", "b", "c")
    store.put(key, ["x"])
    assert store.get(key) is None
    store.prune()


def test_a_folder_that_was_there_is_not_told_to_ignore_everything(tmp_path: Path) -> None:
    cache(tmp_path).put("0" * 32, ["x"])
    assert not (tmp_path / ".gitignore").exists()
    assert (tmp_path / "CACHEDIR.TAG").exists()


def test_values_that_are_no_json_are_not_kept(tmp_path: Path) -> None:
    store: AnalysisCache[object] = AnalysisCache(tmp_path, "1", Codec(lambda v: v, lambda v: v))
    store.put("0" * 32, object())
    assert entries(tmp_path) == []


def test_pruning_drops_the_oldest_and_nothing_else(tmp_path: Path) -> None:
    store = cache(tmp_path, largest=1000)
    keys = [store.key(bytes([n]), "a.md", "") for n in range(10)]
    for age, key in enumerate(keys):
        store.put(key, ["x" * 100])
        place = tmp_path / "analysis" / key[:2] / f"{key[2:]}.json"
        os.utime(place, ns=(age, age))
    foreign = tmp_path / "analysis" / keys[0][:2] / "notes.json"
    foreign.write_bytes(b"x" * 5000)
    store.prune()
    kept = [key for key in keys if store.get(key) is not None]
    assert kept == keys[len(keys) - len(kept) :]
    assert 0 < len(kept) < 10
    assert sum(entry.stat().st_size for entry in entries(tmp_path) if entry != foreign) <= 1000
    assert foreign.exists()
    cache(tmp_path, largest=0).prune()
    assert [key for key in keys if store.get(key) is not None] == kept


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX file system")
def test_entries_are_their_owners_and_links_are_not_followed(tmp_path: Path) -> None:
    store = cache(tmp_path / "cache")
    store.put("0" * 32, ["x"])
    [entry] = entries(tmp_path / "cache")
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to("elsewhere")
    cache(tmp_path / "link").put("0" * 32, ["x"])
    assert names_in(tmp_path / "elsewhere") == []
