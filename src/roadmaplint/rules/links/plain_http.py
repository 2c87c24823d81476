"""An address with plain http."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Link
from roadmaplint.roadmap.targets import written_as

_LOCAL = ("localhost", "127.", "0.0.0.0", "10.", "192.168.", "[::1]")  # noqa: S104 - names only


class Options(Struct, frozen=True):
    """`allow`: hosts that really have no https."""

    allow: tuple[str, ...] = ()


@rule(on=Link, options=Options)
def check(link: Link, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding for every http address that is not local."""
    if link.target[:7].lower() != "http://":
        return
    try:
        host = (urlsplit(written_as(link.target)).hostname or "").lower()
    except ValueError:
        return
    if not host or host.startswith(_LOCAL) or host.endswith((".local", ".test", ".localhost")):
        return
    if host in context.options.allow:
        return
    yield Finding(
        link.target_span or link.span,
        f"plain http to {host}; `check --links` finds out whether https works",
    )
