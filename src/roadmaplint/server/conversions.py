"""URIs, positions and diagnostics: between ours and those of the protocol."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls import uris

from roadmaplint.core.finding import Diagnostic, Severity
from roadmaplint.files.read import FileProblem, read
from roadmaplint.report.model import rule_page
from roadmaplint.text.decode import decode
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Location, Source, Span

if TYPE_CHECKING:
    from roadmaplint.server.documents import Checked

#: The codec of a unit of columns, and how many bytes of it are one unit.
_UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
SOURCE = "roadmaplint"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def path_of(uri: str) -> str | None:
    """The absolute path of a file URI; None for buffers that are on no disk."""
    try:
        path = uris.to_fs_path(uri)
    except ValueError:
        return None
    if not path or "\0" in path or not os.path.isabs(path):
        return None
    return os.path.normpath(path)


def uri_of(path: str, line: int | None = None) -> str:
    """The URI of an absolute path, of a 1-based line in it if one is named."""
    uri = uris.from_fs_path(path) or ""
    return uri if line is None else f"{uri}#L{line}"


def name_of(uri: str) -> str:
    """A file name for a buffer that is on no disk."""
    try:
        last = uris.urlparse(uri)[2].replace("\\", "/").rsplit("/", 1)[-1]
    except ValueError:
        last = ""
    kept = "".join(c for c in last if c.isalnum() or c in "-_.")[:60].lstrip(".")
    name = kept or "untitled"
    return name if name.lower().endswith((".md", ".markdown")) else f"{name}.md"


class Positions:
    """The positions of one text as the client counts them.

    `encoding` is utf-8, utf-16 or utf-32: the unit of columns. Positions are 0-based.
    """

    def __init__(self, source: Source, encoding: str) -> None:
        """Bind a text to a unit."""
        self.source = source
        self._codec, self._size = _UNITS.get(encoding, _UNITS["utf-16"])
        self._widths: dict[int, list[int] | None] = {}

    def position(self, offset: int) -> types.Position:
        """The position of an offset; one inside a line end becomes the end of the line."""
        line, column = self.source.position(offset)
        span = self.source.line_span(line)
        return self._of(line, min(column - 1, span.end - span.start))

    def range(self, location: Location) -> types.Range:
        """The range of a location; what lies outside the text is drawn to its border."""
        start = self._at(location.line, location.column)
        end = self._at(location.end_line, location.end_column)
        return types.Range(start, max(start, end, key=lambda p: (p.line, p.character)))

    def span_range(self, span: Span) -> types.Range:
        """The range of a span."""
        return types.Range(self.position(span.start), self.position(span.end))

    def offset(self, position: types.Position) -> int:
        """The offset of a position, drawn into the text where it lies outside."""
        line = min(max(position.line, 0) + 1, self.source.line_count)
        if position.line + 1 > line:
            return len(self.source.text)
        span = self.source.line_span(line)
        widths = self._line(line)
        wanted = max(position.character, 0)
        if widths is None:
            return min(span.start + wanted, span.end)
        return min(span.start + max(bisect_right(widths, wanted) - 1, 0), span.end)

    def span(self, wanted: types.Range) -> Span:
        """The span of a range."""
        start = self.offset(wanted.start)
        return Span(start, max(start, self.offset(wanted.end)))

    def edit(self, edit: Edit) -> types.TextEdit:
        """An edit for the client: its range never cuts a line end of two characters in half."""
        (start, end), text = edit
        if self._inside_line_end(start):
            start, text = start - 1, "\r" + text
        if self._inside_line_end(end):
            end, text = end + 1, text + "\n"
        return types.TextEdit(self.span_range(Span(start, end)), text)

    def _inside_line_end(self, offset: int) -> bool:
        return offset > 0 and self.source.text[offset - 1 : offset + 1] == "\r\n"

    def _at(self, line: int, column: int) -> types.Position:
        line = min(max(line, 1), self.source.line_count)
        span = self.source.line_span(line)
        return self._of(line, min(max(column - 1, 0), span.end - span.start))

    def _of(self, line: int, column: int) -> types.Position:
        widths = self._line(line)
        return types.Position(line - 1, column if widths is None else widths[column])

    def _line(self, line: int) -> list[int] | None:
        """The units before each character of a line and behind the last; None if they are one."""
        if line not in self._widths:
            text = self.source.slice(self.source.line_span(line))
            sizes = (len(c.encode(self._codec, "surrogatepass")) // self._size for c in text)
            self._widths[line] = None if text.isascii() else list(accumulate(sizes, initial=0))
        return self._widths[line]


class PositionIndex:
    """The positions of files that diagnostics point to, each read once.

    `opened` gives the text of a path (absolute) that is open in the editor.
    """

    def __init__(self, encoding: str, opened: Callable[[str], str | None]) -> None:
        """Bind to the client's unit of columns."""
        self.encoding = encoding
        self._opened = opened
        self._known: dict[str, Positions | None] = {}

    def at(self, location: str, root: str) -> Positions | None:
        """The positions of a file by its absolute path; None if it cannot be read."""
        if location not in self._known:
            self._known[location] = self._load(location, root)
        return self._known[location]

    def _load(self, location: str, root: str) -> Positions | None:
        text = self._opened(location)
        if text is not None:
            return Positions(decode(text.encode("utf-8", "replace"), location), self.encoding)
        try:
            return Positions(decode(read(location, root), location), self.encoding)
        except FileProblem:
            return None


def convert_all(checked: Checked, index: PositionIndex) -> list[types.Diagnostic]:
    """Every diagnostic of a buffer that is severe enough, as the client wants it."""
    positions = Positions(checked.source, index.encoding)
    least = checked.workspace.settings.min_severity
    shown = (d for d in checked.diagnostics if d.severity >= least)
    return [convert_diagnostic(diagnostic, checked, positions, index) for diagnostic in shown]


def convert_diagnostic(
    diagnostic: Diagnostic, checked: Checked, positions: Positions, index: PositionIndex
) -> types.Diagnostic:
    """A diagnostic of a buffer as the client wants it."""
    root = str(checked.workspace.settings.root)
    related = []
    for path, location, message in diagnostic.related:
        if path == checked.source.path:
            place = types.Location(checked.buffer.uri, positions.range(location))
        else:
            absolute = os.path.normpath(os.path.join(root, path))
            there = index.at(absolute, root)
            if there is None:
                continue
            place = types.Location(uri_of(absolute), there.range(location))
        related.append(types.DiagnosticRelatedInformation(place, message))
    return types.Diagnostic(
        range=positions.range(diagnostic.location),
        message=diagnostic.message,
        severity=_SEVERITIES[diagnostic.severity],
        code=diagnostic.rule,
        code_description=types.CodeDescription(rule_page(diagnostic.group, diagnostic.rule)),
        source=SOURCE,
        related_information=related or None,
        data={"fingerprint": diagnostic.fingerprint},
    )
