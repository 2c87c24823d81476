"""Lines of the checked files for reports, read again only where a report asks."""

from __future__ import annotations

import os
from collections.abc import Iterable

from roadmaplint.files.discover import FoundFile
from roadmaplint.files.read import FileProblem, read
from roadmaplint.text.decode import decode
from roadmaplint.text.source import Source


class Lines:
    """The lines of a run's files, one file at a time in memory."""

    def __init__(
        self, files: Iterable[FoundFile], root: str | os.PathLike[str], *sources: Source
    ) -> None:
        """Take the files; `sources` are texts that are at hand and on no disk."""
        self._places = {file.path: file.location for file in files}
        self._root = root
        self._given = {source.path: source for source in sources}
        self._path = ""
        self._source: Source | None = None

    def text(self, path: str, line: int) -> str | None:
        """The text of a 1-based line without its line end; None where there is none."""
        source = self._given.get(path) or self._load(path)
        if source is None or not 1 <= line <= source.line_count:
            return None
        return source.slice(source.line_span(line))

    def _load(self, path: str) -> Source | None:
        if path != self._path:
            self._path, self._source = path, None
            if path in self._places:
                try:
                    self._source = decode(read(self._places[path], self._root), path)
                except FileProblem:
                    return None
        return self._source
