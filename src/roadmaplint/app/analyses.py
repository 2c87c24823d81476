"""The analyses of a run by path: values while they are few, bytes when they are many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from roadmaplint.core.linter import FileAnalysis, packed, unpacked
from roadmaplint.roadmap.project_index import DocumentFacts

#: So many are kept as values: what a run on a few files looks at need not be made anew.
_FEW = 4096


class Analyses(Mapping[str, FileAnalysis]):
    """Analyses in the order of their paths; those of many files are made anew at every look."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[str, FileAnalysis | bytes] = {}

    def put(self, analysis: FileAnalysis) -> None:
        """Keep an analysis in the place of an earlier one of the same file."""
        self._kept[analysis.path] = analysis if len(self._kept) < _FEW else packed(analysis)

    def __getitem__(self, path: str) -> FileAnalysis:
        kept = self._kept[path]
        return unpacked(kept) if isinstance(kept, bytes) else kept

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._kept))

    def __len__(self) -> int:
        return len(self._kept)


class Facts(Mapping[str, DocumentFacts]):
    """The facts of the files at `paths`, all of which have some; those last asked for are kept."""

    def __init__(self, analyses: Mapping[str, FileAnalysis], paths: Iterable[str]) -> None:
        """Take the analyses; nothing is made of them yet."""
        self._analyses = analyses
        self._paths = dict.fromkeys(paths)
        self._last: DocumentFacts | None = None

    def __getitem__(self, path: str) -> DocumentFacts:
        if path not in self._paths:
            raise KeyError(path)
        if self._last is None or self._last.path != path:
            self._last = self._analyses[path].facts
        assert self._last is not None
        return self._last

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, path: object) -> bool:
        return path in self._paths
