"""Suppressions: comments that silence rules, as the engine reads them and meta rules judge them."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct

from roadmaplint.lint.finding import Severity
from roadmaplint.text.source import Span

Family = Literal["roadmaplint", "markdownlint", "markdown-link-check"]


class Named(Struct, frozen=True):
    """A rule, code or group as a comment writes it, its place, and the rules it means.

    `rules` is None for something that means nothing; `nearest` is then what was probably meant.
    """

    text: str
    span: Span
    rules: frozenset[str] | None
    nearest: str | None = None


class Cover(NamedTuple):
    """Lines `first` to `last` (1-based, both included) on which these rules are silent."""

    first: int
    last: int
    rules: frozenset[str]


class Suppression(Struct, frozen=True):
    """One comment that silences, with everything it says.

    `span` is the comment. `names` is empty for a comment that silences every rule of its family,
    whose names are then in `rules`. `problem` says what cannot be understood in it. `severities`
    are what a configure-file comment asks for.
    """

    family: Family
    verb: str
    span: Span
    names: tuple[Named, ...]
    rules: frozenset[str]
    reason: str = ""
    until: date | None = None
    problem: str = ""
    covers: tuple[Cover, ...] = ()
    severities: tuple[tuple[str, Severity], ...] = ()

    @property
    def silences(self) -> bool:
        """True for the verbs that switch rules off."""
        return self.verb.startswith("disable")

    @property
    def blanket(self) -> bool:
        """True if it switches rules off without naming one."""
        return self.silences and not self.names


class SuppressionUse(Struct, frozen=True):
    """A suppression and what became of it; the subject of the rules about suppressions.

    `unused` are those of its names that silenced nothing although all their rules ran;
    `idle` is True if nothing of it was of use. `expired` is True after its last day.
    """

    suppression: Suppression
    unused: tuple[Named, ...] = ()
    idle: bool = False
    expired: bool = False
