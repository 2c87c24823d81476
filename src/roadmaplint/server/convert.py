"""Converts: diagnostics of ours to those of the protocol."""

from __future__ import annotations

import os
from collections.abc import Callable

from lsprotocol import types

from roadmaplint.core.finding import Diagnostic, Severity
from roadmaplint.files.read import FileProblem, read
from roadmaplint.report.address import rule_page
from roadmaplint.server.addresses import uri_of
from roadmaplint.server.checking import Checked
from roadmaplint.server.places import Places
from roadmaplint.text.decode import decode

SOURCE = "roadmaplint"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


class Texts:
    """The places of files that diagnostics point to, each read once.

    `opened` gives the text of a path (absolute) that is open in the editor.
    """

    def __init__(self, encoding: str, opened: Callable[[str], str | None]) -> None:
        """Bind to the client's unit of columns."""
        self.encoding = encoding
        self._opened = opened
        self._known: dict[str, Places | None] = {}

    def at(self, location: str, root: str) -> Places | None:
        """The places of a file by its absolute path; None if it cannot be read."""
        if location not in self._known:
            self._known[location] = self._load(location, root)
        return self._known[location]

    def _load(self, location: str, root: str) -> Places | None:
        text = self._opened(location)
        if text is not None:
            return Places(decode(text.encode("utf-8", "replace"), location), self.encoding)
        try:
            return Places(decode(read(location, root), location), self.encoding)
        except FileProblem:
            return None


def converted(diagnostic: Diagnostic, checked: Checked, texts: Texts) -> types.Diagnostic:
    """A diagnostic of a buffer as the client wants it."""
    places = Places(checked.source, texts.encoding)
    return _converted(diagnostic, checked, places, texts)


def all_converted(checked: Checked, texts: Texts) -> list[types.Diagnostic]:
    """Every diagnostic of a buffer that is severe enough, as the client wants it."""
    places = Places(checked.source, texts.encoding)
    least = checked.workspace.settings.min_severity
    shown = (d for d in checked.diagnostics if d.severity >= least)
    return [_converted(diagnostic, checked, places, texts) for diagnostic in shown]


def _converted(
    diagnostic: Diagnostic, checked: Checked, places: Places, texts: Texts
) -> types.Diagnostic:
    return types.Diagnostic(
        range=places.range(diagnostic.location),
        message=diagnostic.message,
        severity=_SEVERITIES[diagnostic.severity],
        code=diagnostic.rule,
        code_description=types.CodeDescription(rule_page(diagnostic.group, diagnostic.rule)),
        source=SOURCE,
        related_information=_related(diagnostic, checked, places, texts) or None,
        data={"fingerprint": diagnostic.fingerprint},
    )


def _related(
    diagnostic: Diagnostic, checked: Checked, places: Places, texts: Texts
) -> list[types.DiagnosticRelatedInformation]:
    root = str(checked.workspace.settings.root)
    found = []
    for path, location, message in diagnostic.related:
        if path == checked.source.path:
            place = types.Location(checked.buffer.uri, places.range(location))
        else:
            absolute = os.path.normpath(os.path.join(root, path))
            there = texts.at(absolute, root)
            if there is None:
                continue
            place = types.Location(uri_of(absolute), there.range(location))
        found.append(types.DiagnosticRelatedInformation(place, message))
    return found
