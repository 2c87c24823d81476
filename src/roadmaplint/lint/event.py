"""Events of a run that are findings too: what failed, what was read in vain, what is left over."""

from __future__ import annotations

from msgspec import Struct

from roadmaplint.text.source import Location

#: The beginning of a file.
TOP = Location(1, 1, 1, 1)


class Crash(Struct, frozen=True):
    """Something failed: `what` is a rule, a fix or the parser, `reason` the failure in one line."""

    path: str
    location: Location
    what: str
    reason: str


class Unreadable(Struct, frozen=True):
    """A file that could not be read, with the system's reason."""

    path: str
    reason: str


class StaleEntry(Struct, frozen=True):
    """An entry of the baseline file `path` that nothing matches any more."""

    path: str
    location: Location
    rule: str
    file: str


class IdleIgnore(Struct, frozen=True):
    """A pattern of the ignore file `path` that nothing matches."""

    path: str
    location: Location
    pattern: str
