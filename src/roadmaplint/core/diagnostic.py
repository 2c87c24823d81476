"""Diagnostics: findings with all that is known of them; they cross processes, cache, reports."""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from roadmaplint.core.finding import Elsewhere, Safety, Severity
from roadmaplint.text.source import Encoding, Location


class PlacedEdit(NamedTuple):
    """Replace what stands at `location` in the revision `Diagnostic.digest` by `text`."""

    location: Location
    text: str


class PlacedFix(Struct, frozen=True):
    """A fix in lines and columns, as reports show it."""

    title: str
    safety: Safety
    edits: tuple[PlacedEdit, ...]
    reencode: Encoding | None = None


class Diagnostic(Struct, frozen=True):
    """One finding of a run, complete. `digest` is the revision that the places belong to.

    `fingerprint` names the finding without line numbers: 32 hex digits, stable under edits above.
    """

    path: str
    rule: str
    code: str
    group: str
    severity: Severity
    message: str
    location: Location
    aliases: tuple[str, ...] = ()
    related: tuple[Elsewhere, ...] = ()
    fix: PlacedFix | None = None
    digest: str = ""
    fingerprint: str = ""


#: Sort key of every report: path, place, code, message.
IN_ORDER = attrgetter("path", "location", "code", "message")
