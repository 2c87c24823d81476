"""A link to a host that the project does not want."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.core.finding import Finding
from roadmaplint.core.rule import Context, rule
from roadmaplint.roadmap.nodes import Link
from roadmaplint.roadmap.urls import host_matches, host_of


class Options(Struct, frozen=True):
    """`hosts`: hosts without `www.`, subdomains count too; `reason` ends the message."""

    hosts: tuple[str, ...] = ()
    reason: str = ""


@rule(on=Link, options=Options)
def check(link: Link, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per link to one of the hosts."""
    host = host_of(link.target) if context.options.hosts else ""
    if host and any(host_matches(host, unwanted) for unwanted in context.options.hosts):
        reason = f": {context.options.reason}" if context.options.reason else ""
        yield Finding(link.target_span or link.span, f"this list does not link to {host}{reason}")
