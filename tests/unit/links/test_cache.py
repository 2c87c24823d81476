"""The memory survives damage, two processes and clocks that go backwards."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaplint.core.finding import Safety
from roadmaplint.core.subjects import Hop, Outcome, Rewrite, Verdict
from roadmaplint.links.cache import CachedVerdict, LinkCache, add_history, lifetime

DAY = 86_400.0
NOW = 1_700_000_000.0


def memory(key: str = "https://example.org/", outcome: Outcome = "ok") -> CachedVerdict:
    verdict = Verdict(
        key, outcome, "200 OK", 200, key, key + "new", (Hop(301, key + "new"),), NOW,
        rewrite=Rewrite(key + "new", Safety.UNSAFE),
    )  # fmt: skip
    return CachedVerdict(key, verdict, NOW + DAY, '"tag"', "yesterday", 3)


def test_what_is_stored_comes_back_equal(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "links.db"
    with LinkCache(path) as cache:
        cache.store(memory())
    with LinkCache(path) as cache:
        assert cache.recall(["https://example.org/", "https://example.org/none"]) == {
            "https://example.org/": memory()
        }
        assert cache.notice == ""
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "junk", [b"this is no database, not at all" * 100, b"SQLite format 3\0" + b"x" * 5000]
)
def test_a_damaged_file_is_set_aside(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "links.db"
    path.write_bytes(junk)
    with LinkCache(path) as cache:
        assert "damaged" in cache.notice
        cache.store(memory())
        cache.flush()
        assert cache.recall(["https://example.org/"])
    assert (tmp_path / "links.db.damaged").read_bytes() == junk


def test_damage_during_a_run_is_survived(tmp_path: Path) -> None:
    path = tmp_path / "links.db"
    with LinkCache(path) as cache:
        cache.store(memory())
        cache.flush()
        with sqlite3.connect(path) as other:
            other.execute("DROP TABLE links")
        other.close()
        assert cache.recall(["https://example.org/"]) == {}
        cache.store(memory())
        cache.flush()
        assert cache.recall(["https://example.org/"])


def test_a_folder_that_cannot_be_written_leaves_a_memory_for_this_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with LinkCache(tmp_path / "file" / "links.db") as cache:
        cache.store(memory())
        cache.flush()
        assert cache.recall(["https://example.org/"])
        assert "nothing is remembered" in cache.notice


def test_two_at_once_see_each_other(tmp_path: Path) -> None:
    path = tmp_path / "links.db"
    with LinkCache(path) as one, LinkCache(path) as other:
        one.store(memory("https://a.example/"))
        one.flush()
        other.store(memory("https://b.example/"))
        other.flush()
        keys = ["https://a.example/", "https://b.example/"]
        assert set(one.recall(keys)) == set(other.recall(keys)) == set(keys)


def test_a_store_of_another_version_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "links.db"
    with LinkCache(path) as cache:
        cache.store(memory())
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version=99")
    database.close()
    with LinkCache(path) as cache:
        assert cache.recall(["https://example.org/"]) == {}


def test_figures_and_forgetting(tmp_path: Path) -> None:
    with LinkCache(tmp_path / "links.db") as cache:
        cache.store(memory("https://a.example/"))
        cache.store(memory("https://b.example/", "dead"))
        cache.flush()
        info = cache.info(NOW + 1)
        assert (info.entries, info.fresh, info.outcomes) == (2, 2, {"dead": 1, "ok": 1})
        assert cache.prune(NOW + 2 * DAY) == 0
        assert cache.prune(NOW + 100 * DAY) == 2
        cache.store(memory())
        cache.flush()
        assert cache.clear() == 1


def test_how_long_a_memory_holds() -> None:
    known = memory()
    assert known.holds(NOW + 1)
    assert not known.holds(NOW + DAY + 1)
    assert not known.holds(NOW - 1), "a clock that went backwards"
    assert known.holds(NOW + 50, max_age=60)
    assert not known.holds(NOW + 70, max_age=60)


def failing(at: float, before: CachedVerdict | None = None) -> Verdict:
    return add_history(Verdict("u", "failing", "500", checked_at=at), before)


def test_history_of_failures() -> None:
    first = failing(NOW)
    second = failing(NOW + DAY, CachedVerdict("u", first, 0))
    third = failing(NOW + 3 * DAY, CachedVerdict("u", second, 0))
    assert [v.failures for v in (first, second, third)] == [1, 2, 3]
    assert third.failing_since == NOW
    alive = add_history(Verdict("u", "ok", "", checked_at=NOW), CachedVerdict("u", third, 0))
    assert (alive.failures, alive.failing_since) == (0, None)
    assert failing(NOW - DAY, CachedVerdict("u", third, 0)).failures == 1, (
        "a clock that went backwards"
    )


@pytest.mark.parametrize("outcome", ["dead", "failing", "unchecked", "invalid", "skipped"])
def test_bad_news_is_never_served_from_the_cache(outcome: Outcome) -> None:
    assert lifetime(Verdict("u", outcome, ""), 0, "k") == 0
    assert lifetime(Verdict("u", "blocked", "", 429), 0, "k") == 0


@given(st.text())
def test_lifetimes_spread_by_a_fifth(key: str) -> None:
    verdict = Verdict("u", "ok", "", 200)
    fresh, proven = lifetime(verdict, 1, key), lifetime(verdict, 5, key)
    assert 0.8 <= fresh / (14 * DAY) <= 1.2
    assert fresh < proven
    assert fresh == lifetime(verdict, 1, key)
