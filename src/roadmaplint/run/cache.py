"""Remembers analyses between runs: same bytes, same plan, same answer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from roadmaplint import __version__
from roadmaplint.core.linter import FileAnalysis, pack, unpack
from roadmaplint.roadmap.project_index import DocumentFacts
from roadmaplint.run.workspace import Workspace

if TYPE_CHECKING:  # SQLite is only paid for where something is remembered
    from roadmaplint.files.cache import ResultCache

_caches: dict[str, ResultCache[FileAnalysis]] = {}


class RunCache:
    """What is remembered under the settings of a run; nothing where the cache is off."""

    def __init__(self, workspace: Workspace) -> None:
        """Bind the cache to a run."""
        self._workspace = workspace
        on = workspace.settings.cache
        self._cache = _cache_at(str(workspace.settings.cache_dir)) if on else None

    @property
    def is_empty(self) -> bool:
        """True if asking is of no use."""
        return self._cache is None or self._cache.is_empty

    def recall(self, path: str, digest: str) -> FileAnalysis | None:
        """The analysis of bytes with this digest, if no directive in it has expired since."""
        if self._cache is None:
            return None
        found = self._cache.get(self._key(path, digest))
        if found is None or (found.expires and self._workspace.today > found.expires):
            return None
        return found if (found.path, found.digest) == (path, digest) else None

    def recall_unchanged(self, path: str, location: str) -> FileAnalysis | None:
        """The analysis of a file whose status is that of the last run; it is not read."""
        digest = self._cache.digest_at(location) if self._cache else None
        return self.recall(path, digest) if digest else None

    def note_status(self, location: str, status: os.stat_result, digest: str, now: int) -> None:
        """Remember the status that a file had at `now`, before it was read, for the next run."""
        if self._cache is not None:
            self._cache.note_digest(location, status, digest, now)

    def keep(self, analysis: FileAnalysis) -> None:
        """Remember an analysis; one without a text, or that holds a crash, is made again."""
        if self._cache is None or not analysis.digest:
            return
        if not any(d.rule == "rule-crash" for d in analysis.diagnostics):
            self._cache.put(self._key(analysis.path, analysis.digest), analysis)

    def recall_page(self, path: str, digest: str) -> DocumentFacts | None:
        """What was kept of a file that a run has only looked at."""
        found = None if self._cache is None else self._cache.get(self._page_key(path, digest))
        return None if found is None else found.facts

    def keep_page(self, facts: DocumentFacts) -> None:
        """Remember the facts of a file that a run has only looked at; no rule ran on it."""
        if self._cache is not None:
            analysis = FileAnalysis(facts.path, facts.digest, (), facts=facts)
            self._cache.put(self._page_key(facts.path, facts.digest), analysis)

    def flush(self) -> None:
        """Write what was kept."""
        if self._cache is not None:
            self._cache.flush()

    def _key(self, path: str, digest: str) -> str:
        assert self._cache is not None
        plan = self._workspace.plan_at(path).digest
        return self._cache.key(digest, path, f"{plan} {self._workspace.settings.is_roadmap(path)}")

    def _page_key(self, path: str, digest: str) -> str:
        assert self._cache is not None
        return self._cache.key(digest, path, "page")


def tidy() -> None:
    """Write what this process remembers."""
    for cache in _caches.values():
        cache.flush()


def notices() -> list[str]:
    """What was wrong with the memory of this process, if anything."""
    return [cache.notice for cache in _caches.values() if cache.notice]


def _cache_at(folder: str) -> ResultCache[FileAnalysis]:
    if folder not in _caches:
        from roadmaplint.files.cache import Codec, ResultCache, edition

        version = f"{__version__} {edition()}"
        _caches[folder] = ResultCache(folder, version, Codec(pack, unpack))
    return _caches[folder]
