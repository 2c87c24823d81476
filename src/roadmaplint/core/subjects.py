"""What rules look at beside documents: events of a run, suppressions, checked links."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct

from roadmaplint.core.finding import Safety, Severity
from roadmaplint.roadmap.nodes import Link
from roadmaplint.text.source import Location, Span

#: The beginning of a file.
FILE_START = Location(1, 1, 1, 1)


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


Outcome = Literal[
    "ok",
    "moved",
    "redirected",
    "upgradable",
    "dead",
    "failing",
    "blocked",
    "insecure",
    "gone-soft",
    "anchor-missing",
    "anchor-unknown",
    "refused-target",
    "invalid",
    "skipped",
    "unchecked",
]


class Hop(Struct, frozen=True):
    """One redirect on the way: the status and the address it sent to."""

    status: int
    url: str


class Rewrite(NamedTuple):
    """The address that should be written instead, and how safe it is to write it."""

    url: str
    safety: Safety


class Verdict(Struct, frozen=True):
    """What is known of one address.

    `url` is the address as asked, `final` the end of its redirects, `permanent` the end of the
    leading run of permanent ones. `reason` is one sentence for people. `checked_at` is seconds
    since the epoch, UTC. `failures`/`failing_since` are the history of failing checks. `rewrite`
    is set where a move, a proven https address or an archived copy may replace what is written.
    `note` is what else is worth knowing of a page that lives: its repository is archived.
    """

    url: str
    outcome: Outcome
    reason: str
    status: int | None = None
    final: str | None = None
    permanent: str | None = None
    hops: tuple[Hop, ...] = ()
    checked_at: float = 0.0
    cached: bool = False
    failures: int = 0
    failing_since: float | None = None
    rewrite: Rewrite | None = None
    note: str = ""


class CheckedLink(Struct, frozen=True):
    """A link of a document with its verdict."""

    link: Link
    verdict: Verdict
