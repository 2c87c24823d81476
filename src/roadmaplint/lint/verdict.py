"""The verdict on a link: fifteen outcomes, and a link together with its verdict."""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct

from roadmaplint.lint.finding import Safety
from roadmaplint.roadmap.nodes import Link

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
