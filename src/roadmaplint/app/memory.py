"""Remembers analyses between runs: same bytes, same plan, same answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from roadmaplint import __version__
from roadmaplint.app.workspace import Workspace
from roadmaplint.engine.analysis import FileAnalysis
from roadmaplint.files.cache import AnalysisCache, Codec

_caches: dict[str, AnalysisCache[FileAnalysis]] = {}


class Memory:
    """What is remembered of one file's bytes under one plan."""

    def __init__(
        self, cache: AnalysisCache[FileAnalysis], key: str, is_fresh: Callable[[FileAnalysis], bool]
    ) -> None:
        """Bind a cache to one key; `is_fresh` judges what comes out of it."""
        self._cache, self._key, self._is_fresh = cache, key, is_fresh

    def recall(self) -> FileAnalysis | None:
        """The analysis of these bytes, if there is one and no directive has expired since."""
        found = self._cache.get(self._key)
        return found if found is not None and self._is_fresh(found) else None

    def keep(self, analysis: FileAnalysis) -> None:
        """Remember an analysis; one that holds a crash is worth another try."""
        if not any(d.rule == "rule-crash" for d in analysis.diagnostics):
            self._cache.put(self._key, analysis)


class NoMemory:
    """For runs without a cache."""

    def recall(self) -> FileAnalysis | None:
        """Nothing."""
        return None

    def keep(self, analysis: FileAnalysis) -> None:
        """Forget it."""


def memory_of(workspace: Workspace, path: str, data: bytes, is_roadmap: bool) -> Memory | NoMemory:
    """The memory for the bytes of a file under the plan that holds for it."""
    if not workspace.settings.cache:
        return NoMemory()
    cache = _cache_at(str(workspace.settings.cache_dir))
    plan = f"{workspace.plan_at(path).digest} {is_roadmap}"
    today = workspace.today
    return Memory(
        cache, cache.key(data, path, plan), lambda a: a.expires is None or today <= a.expires
    )


def tidy() -> None:
    """Keep the folders of this process's caches within their bounds; for the end of a run."""
    for cache in _caches.values():
        cache.prune()


def _cache_at(folder: str) -> AnalysisCache[FileAnalysis]:
    if folder not in _caches:
        _caches[folder] = AnalysisCache(folder, __version__, Codec(_plain, _typed))
    return _caches[folder]


def _plain(analysis: FileAnalysis) -> Any:
    import msgspec

    return msgspec.to_builtins(analysis)


def _typed(value: Any) -> FileAnalysis:
    import msgspec

    return msgspec.convert(value, FileAnalysis)
