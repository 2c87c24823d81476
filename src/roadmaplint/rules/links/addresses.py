"""Addresses and link texts as written: plain http, credentials, texts that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from msgspec import Struct, field

from roadmaplint.core.finding import Finding
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.lexicon import words
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.roadmap.prose import text_links
from roadmaplint.roadmap.targets import written_as
from roadmaplint.roadmap.urls import is_private_host
from roadmaplint.text.lazy import lazy


class PlainHttpOptions(Struct, frozen=True):
    """`allow`: hosts that really have no https."""

    allow: tuple[str, ...] = ()


@rule(on=Link, options=PlainHttpOptions)
def plain_http(link: Link, context: Context[PlainHttpOptions]) -> Iterator[Finding]:
    """Yield a finding for every http address that is not local."""
    if link.target[:7].lower() != "http://":
        return
    try:
        host = (urlsplit(written_as(link.target)).hostname or "").lower()
    except ValueError:
        return
    if not host or is_private_host(host):
        return
    if host in context.options.allow:
        return
    yield Finding(
        link.target_span or link.span,
        f"plain http to {host}; `check --links` finds out whether https works",
    )


_LOGIN = lazy(r"[a-z][a-z0-9+.-]*://[^\s/?#@:]+:[^\s/?#@]+@", re.IGNORECASE)


@rule(on=Link)
def credentials_in_url(link: Link, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per address that carries a password; the message never repeats it."""
    del context
    if "@" in link.target and _LOGIN.match(link.target):
        message = "a user name and password stand in this address: change the password, remove both"
        yield Finding(link.target_span or link.span, message)


class VagueLinkTextOptions(Struct, frozen=True):
    """`texts` replaces the list of vague texts; `bare` reports addresses as link text too."""

    texts: tuple[str, ...] = field(default_factory=lambda: tuple(sorted(words("link.vague"))))
    bare: bool = False


@rule(on=Document, options=VagueLinkTextOptions)
def vague_link_text(
    document: Document, context: Context[VagueLinkTextOptions]
) -> Iterator[Finding]:
    """Yield a finding per link with a vague text; table cells are named by their row."""
    vague = frozenset(text.casefold() for text in context.options.texts)
    for block, link in text_links(document):
        if block.kind == "cell":
            continue
        text = link.text.strip()
        said = text.strip(" .,:;!»«<>[]()→").casefold().replace("-", " ")
        if said in vague and all(part.kind != "code" for part in link.children):
            message = f'the link text "{text}" does not say where the link leads'
            yield Finding(link.span, message)
        elif context.options.bare and text.startswith(("http://", "https://")):
            yield Finding(link.span, "the link text is an address; name the page instead")
