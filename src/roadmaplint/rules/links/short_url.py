"""An address behind a link shortener."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Link
from roadmaplint.rules._shared.hosts import host_of, on_host


class Options(Struct, frozen=True):
    """`hosts`: shorteners, without `www.`; subdomains count too."""

    hosts: tuple[str, ...] = (
        "bit.ly",
        "goo.gl",
        "t.co",
        "tinyurl.com",
        "ow.ly",
        "is.gd",
        "buff.ly",
        "rebrand.ly",
        "cutt.ly",
        "t.ly",
        "amzn.to",
        "lnkd.in",
    )


@rule(on=Link, options=Options)
def check(link: Link, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per shortened address."""
    host = host_of(link.target)
    if host and on_host(host, context.options.hosts):
        message = f"{host} hides where this leads and may stop answering; link to the page itself"
        yield Finding(link.target_span or link.span, message)
