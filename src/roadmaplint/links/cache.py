"""Memory between runs: verdicts of links in SQLite, safe for two processes at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.core.finding import Safety
from roadmaplint.core.subjects import Hop, Outcome, Rewrite, Verdict

_VERSION = 2
_WAIT = 10.0
_BATCH = 100
_AT_ONCE = 400
_COLUMNS = (
    "key, outcome, reason, url, status, final, permanent, hops, rewrite, checked_at, expires_at,"
    " etag, modified, good, failures, failing_since, note"
)
_TABLE = """
CREATE TABLE IF NOT EXISTS links (
    key TEXT PRIMARY KEY, outcome TEXT NOT NULL, reason TEXT NOT NULL, url TEXT NOT NULL,
    status INTEGER, final TEXT, permanent TEXT, hops TEXT NOT NULL, rewrite TEXT NOT NULL,
    checked_at REAL NOT NULL, expires_at REAL NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,
    good INTEGER NOT NULL, failures INTEGER NOT NULL, failing_since REAL, note TEXT NOT NULL
) WITHOUT ROWID
"""


class Memory(Struct, frozen=True):
    """What is remembered of one address: its last verdict, until when it holds, its validators.

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
    """The store. Any doubt about the file means a new one; `notice` then says so."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notice = ""
        self._pending: dict[str, Memory] = {}
        self._db = self._opened()

    def __enter__(self) -> LinkCache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def recall(self, keys: Iterable[str]) -> dict[str, Memory]:
        """The memories of these keys; what cannot be read is not remembered."""
        wanted = list(dict.fromkeys(keys))
        found: dict[str, Memory] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            marks = ",".join("?" * len(part))
            with self._guarded():
                query = f"SELECT {_COLUMNS} FROM links WHERE key IN ({marks})"  # noqa: S608
                for row in self._db.execute(query, part):
                    memory = _memory(row)
                    if memory is not None:
                        found[memory.key] = memory
        return found

    def store(self, memory: Memory) -> None:
        """Keeps a memory; written to disk in batches and when the store is closed."""
        self._pending[memory.key] = memory
        if len(self._pending) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Writes what is pending in one short transaction, so that other processes see it."""
        rows = [_row(memory) for memory in self._pending.values()]
        self._pending.clear()
        if not rows:
            return
        marks = ",".join("?" * len(rows[0]))
        with self._guarded():
            self._db.executemany(
                f"INSERT OR REPLACE INTO links ({_COLUMNS}) VALUES ({marks})",  # noqa: S608
                rows,
            )
            self._db.commit()

    def prune(self, now: float) -> int:
        """Forgets what no longer holds and has no history; gives the number."""
        with self._guarded():
            gone = self._db.execute(
                "DELETE FROM links WHERE expires_at < ? AND checked_at < ?",
                (now, now - 60 * 86_400),
            ).rowcount
            self._db.commit()
            self._db.execute("VACUUM")
            return gone
        return 0

    def clear(self) -> int:
        """Forgets everything; gives the number of entries."""
        with self._guarded():
            gone = self._db.execute("DELETE FROM links").rowcount
            self._db.commit()
            self._db.execute("VACUUM")
            return gone
        return 0

    def info(self, now: float) -> CacheInfo:
        """Figures about the store."""
        with self._guarded():
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

    def _opened(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return _connect(str(self.path))
        except sqlite3.OperationalError as error:
            return self._without_file(error)
        except sqlite3.DatabaseError:
            return self._rebuilt()
        except OSError as error:
            return self._without_file(error)

    def _rebuilt(self) -> sqlite3.Connection:
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
    def _guarded(self) -> Iterator[None]:
        """Faults of the store never end a run."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            with suppress(sqlite3.Error):
                self._db.close()
            if isinstance(error, sqlite3.OperationalError):
                self._db = self._without_file(error)
            else:
                self._db = self._rebuilt()


def _connect(path: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_WAIT)
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


def _row(memory: Memory) -> tuple[object, ...]:
    verdict = memory.verdict
    rewrite = [verdict.rewrite.url, int(verdict.rewrite.safety)] if verdict.rewrite else None
    hops = [(hop.status, hop.url) for hop in verdict.hops]
    return (
        memory.key, verdict.outcome, verdict.reason, verdict.url, verdict.status, verdict.final,
        verdict.permanent, json.dumps(hops), json.dumps(rewrite), verdict.checked_at,
        memory.expires_at, memory.etag, memory.modified, memory.good_checks, verdict.failures,
        verdict.failing_since, verdict.note,
    )  # fmt: skip


def _memory(row: tuple[object, ...]) -> Memory | None:
    try:
        (key, outcome, reason, url, status, final, permanent, hops, rewrite, checked_at, expires_at,
         etag, modified, good, failures, since, note) = row  # fmt: skip
        new = json.loads(str(rewrite))
        verdict = Verdict(
            url=str(url), outcome=cast("Outcome", outcome), reason=str(reason),
            status=cast("int | None", status), final=cast("str | None", final),
            permanent=cast("str | None", permanent),
            hops=tuple(Hop(int(code), str(to)) for code, to in json.loads(str(hops))),
            checked_at=float(cast("float", checked_at)), failures=int(cast("int", failures)),
            failing_since=cast("float | None", since),
            rewrite=Rewrite(str(new[0]), Safety(new[1])) if new else None, note=str(note),
        )  # fmt: skip
        return Memory(str(key), verdict, float(cast("float", expires_at)), str(etag), str(modified),
                      int(cast("int", good)))  # fmt: skip
    except (ValueError, TypeError, KeyError, IndexError):
        return None


def with_history(verdict: Verdict, before: Memory | None) -> Verdict:
    """The verdict with the failures of earlier checks added up; any other outcome ends them."""
    if verdict.outcome != "failing":
        return verdict
    old = before.verdict if before and before.verdict.outcome == "failing" else None
    since = old.failing_since if old and old.failing_since is not None else verdict.checked_at
    # A clock that went backwards begins the history anew.
    if old is None or since > verdict.checked_at:
        return replace(verdict, failures=1, failing_since=verdict.checked_at)
    return replace(verdict, failures=old.failures + 1, failing_since=since)
