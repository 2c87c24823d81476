"""What a rule says (findings, fixes), and the diagnostics that the linter makes of it."""

from __future__ import annotations

from enum import IntEnum
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Encoding, Location, Span


class Severity(IntEnum):
    """How bad a finding is; the failing severity of a run is compared with it."""

    INFO = 0
    WARNING = 1
    ERROR = 2

    @property
    def word(self) -> str:
        """`info`, `warning` or `error`."""
        return self.name.lower()


class Safety(IntEnum):
    """What a fix promises; a run applies what reaches its threshold.

    SAFE loses nothing an author wrote and changes only what the card says. UNSAFE may change the
    outline, a target or wording and wants a look. SUGGESTION is shown, never applied.
    """

    SUGGESTION = 0
    UNSAFE = 1
    SAFE = 2

    @property
    def word(self) -> str:
        """`suggestion`, `unsafe` or `safe`."""
        return self.name.lower()


class Fix(Struct, frozen=True):
    """A repair of one file: edits sorted and disjoint, applied all or not at all.

    `reencode` asks for other bytes of the same text (UTF-16 to UTF-8); edits may then be empty.
    """

    title: str
    edits: tuple[Edit, ...]
    safety: Safety
    reencode: Encoding | None = None


class Related(NamedTuple):
    """Another place that belongs to a finding, in the same file."""

    span: Span
    message: str


class Finding(Struct, frozen=True):
    """One thing a rule says of a file. Name, code, path and severity are the engine's to add.

    `severity` overrides the configured severity only downwards or upwards within a rule's tiers
    (a rule with two tiers); a user's explicit setting wins over it.
    """

    span: Span
    message: str
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    severity: Severity | None = None


class Elsewhere(NamedTuple):
    """Another place that belongs to a finding, in any file of the project."""

    path: str
    location: Location
    message: str


class ProjectFinding(Struct, frozen=True):
    """One thing a project rule says; facts hold ready locations, so this does too.

    `edits` replace places of the file `path` as it was read.
    """

    path: str
    location: Location
    message: str
    related: tuple[Elsewhere, ...] = ()
    fix_title: str = ""
    edits: tuple[tuple[Location, str], ...] = ()
    safety: Safety = Safety.SUGGESTION
    severity: Severity | None = None


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
