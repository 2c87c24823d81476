"""Verdicts of links between runs, in SQLite: safe for two processes at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.core.subjects import Outcome, Verdict
from roadmaplint.links.schedule.retry import spread

_VERSION = 3
_LOCK_SECONDS = 10.0
_BATCH = 100
_KEYS_AT_ONCE = 400
_TABLE = """
CREATE TABLE IF NOT EXISTS links (
    key TEXT PRIMARY KEY, verdict BLOB NOT NULL, outcome TEXT NOT NULL, checked_at REAL NOT NULL,
    expires_at REAL NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL, good INTEGER NOT NULL
) WITHOUT ROWID
"""
_DAY = 86_400.0
_PRUNE_DAYS = 60
#: Days a verdict is served from the cache; what is missing here is always checked again.
LIFETIMES: dict[Outcome, int] = {
    "ok": 14,
    "upgradable": 14,
    "moved": 30,
    "redirected": 7,
    "blocked": 7,
    "insecure": 3,
    "gone-soft": 7,
    "anchor-missing": 3,
    "anchor-unknown": 7,
}
_PROVEN_LIFETIME = 30
_CHECKS_TO_PROVEN = 5


class CachedVerdict(Struct, frozen=True):
    """The last verdict on one address, until when it holds, and the page's validators.

    `good_checks` counts good verdicts in a row.
    """

    key: str
    verdict: Verdict
    expires_at: float
    etag: str = ""
    modified: str = ""
    good_checks: int = 0

    def holds(self, now: float, max_age: float | None = None) -> bool:
        """True if the verdict may be served; a clock that went backwards makes it stale."""
        age = now - self.verdict.checked_at
        return age >= 0 and now < self.expires_at and (max_age is None or age <= max_age)


class CacheInfo(Struct, frozen=True):
    """Figures for people: entries, how many still hold, bytes on disk, by outcome."""

    entries: int
    fresh: int
    size: int
    outcomes: dict[str, int]


class LinkCache:
    """The cache at one path. Any doubt about the file means a new one; `notice` then says so."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notice = ""
        self._pending: dict[str, CachedVerdict] = {}
        self._db = self._open()

    def __enter__(self) -> LinkCache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def recall(self, keys: Iterable[str]) -> dict[str, CachedVerdict]:
        """The entries of these keys; what cannot be read is left out."""
        wanted = list(dict.fromkeys(keys))
        found: dict[str, CachedVerdict] = {}
        for start in range(0, len(wanted), _KEYS_AT_ONCE):
            part = wanted[start : start + _KEYS_AT_ONCE]
            marks = ",".join("?" * len(part))
            columns = "key, verdict, expires_at, etag, modified, good"
            with self._survive_damage():
                query = f"SELECT {columns} FROM links WHERE key IN ({marks})"  # noqa: S608
                for key, verdict, *rest in self._db.execute(query, part):
                    with suppress(msgspec.MsgspecError, TypeError):
                        found[key] = CachedVerdict(
                            key, msgspec.json.decode(verdict, type=Verdict), *rest
                        )
        return found

    def store(self, entry: CachedVerdict) -> None:
        """Keeps an entry; written to disk in batches and when the cache is closed."""
        self._pending[entry.key] = entry
        if len(self._pending) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Writes what is pending in one short transaction, so that other processes see it."""
        rows = [
            (entry.key, msgspec.json.encode(entry.verdict), entry.verdict.outcome,
             entry.verdict.checked_at, entry.expires_at, entry.etag, entry.modified,
             entry.good_checks)
            for entry in self._pending.values()
        ]  # fmt: skip
        self._pending.clear()
        if rows:
            with self._survive_damage():
                self._db.executemany(
                    "INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows
                )
                self._db.commit()

    def prune(self, now: float) -> int:
        """Forgets what no longer holds and has no history; returns the number."""
        return self._delete("expires_at < ? AND checked_at < ?", (now, now - _PRUNE_DAYS * _DAY))

    def clear(self) -> int:
        """Forgets everything; returns the number of entries."""
        return self._delete("TRUE", ())

    def info(self, now: float) -> CacheInfo:
        """Figures about the cache."""
        with self._survive_damage():
            rows = self._db.execute(
                "SELECT outcome, COUNT(*) FROM links GROUP BY outcome ORDER BY 1"
            )
            outcomes = {str(outcome): int(count) for outcome, count in rows}
            fresh = self._db.execute(
                "SELECT COUNT(*) FROM links WHERE expires_at > ? AND checked_at <= ?", (now, now)
            ).fetchone()[0]
            size = self.path.stat().st_size if self.path.exists() else 0
            return CacheInfo(sum(outcomes.values()), int(fresh), size, outcomes)
        return CacheInfo(0, 0, 0, {})

    def close(self) -> None:
        """Writes what is pending and lets the file go."""
        self.flush()
        with suppress(sqlite3.Error):
            self._db.close()

    def _delete(self, condition: str, values: tuple[float, ...]) -> int:
        with self._survive_damage():
            statement = f"DELETE FROM links WHERE {condition}"  # noqa: S608
            count = self._db.execute(statement, values).rowcount
            self._db.commit()
            self._db.execute("VACUUM")
            return count
        return 0

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return _connect(str(self.path))
        except (sqlite3.OperationalError, OSError) as error:
            return self._without_file(error)
        except sqlite3.DatabaseError:
            return self._rebuild()

    def _rebuild(self) -> sqlite3.Connection:
        """Sets a damaged file aside and begins a new one."""
        aside = self.path.with_suffix(f"{self.path.suffix}.damaged")
        try:
            self.path.replace(aside)
            for tail in ("-wal", "-shm"):
                Path(f"{self.path}{tail}").unlink(missing_ok=True)
            database = _connect(str(self.path))
        except (OSError, sqlite3.Error) as error:
            return self._without_file(error)
        self.notice = f"the link cache was damaged; it was set aside as {aside.name} and begun anew"
        return database

    def _without_file(self, error: Exception) -> sqlite3.Connection:
        self.notice = f"the link cache cannot be used ({error}); nothing is remembered"
        return _connect(":memory:")

    @contextmanager
    def _survive_damage(self) -> Iterator[None]:
        """Faults of the file never end a run."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            with suppress(sqlite3.Error):
                self._db.close()
            if isinstance(error, sqlite3.OperationalError):
                self._db = self._without_file(error)
            else:
                self._db = self._rebuild()


def _connect(path: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_LOCK_SECONDS)
    try:
        if path != ":memory:":
            Path(path).chmod(0o600)
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=NORMAL")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version != _VERSION:
            database.execute("DROP TABLE IF EXISTS links")
            database.execute(f"PRAGMA user_version={_VERSION}")
        database.execute(_TABLE)
        database.execute("SELECT key FROM links LIMIT 1").fetchone()
        database.commit()
    except BaseException:
        database.close()
        raise
    return database


def lifetime(verdict: Verdict, good_checks: int, key: str) -> float:
    """Seconds for which a verdict is served from the cache, ± 20 % by its key; 0 for never."""
    days = LIFETIMES.get(verdict.outcome, 0)
    if verdict.status == 429:
        return 0.0
    if verdict.outcome in {"ok", "upgradable"} and good_checks >= _CHECKS_TO_PROVEN:
        days = _PROVEN_LIFETIME
    return days * _DAY * spread(key, 0.2)


def add_history(verdict: Verdict, before: CachedVerdict | None) -> Verdict:
    """The verdict with the failures of earlier checks added up; any other outcome ends them."""
    if verdict.outcome != "failing":
        return verdict
    old = before.verdict if before and before.verdict.outcome == "failing" else None
    since = old.failing_since if old and old.failing_since is not None else verdict.checked_at
    # The history begins anew if the clock went backwards.
    if old is None or since > verdict.checked_at:
        return replace(verdict, failures=1, failing_since=verdict.checked_at)
    return replace(verdict, failures=old.failures + 1, failing_since=since)
