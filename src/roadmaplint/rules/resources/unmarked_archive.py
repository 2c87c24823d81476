"""A link to an archived copy that does not say so."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.urls import host_matches, host_of
from roadmaplint.rules._shared.entries import entries


class Options(Struct, frozen=True):
    """`hosts`: archives. `marks`: what the entry must show one of, letter case ignored."""

    hosts: tuple[str, ...] = ("web.archive.org", "archive.is", "archive.ph", "archive.today")
    marks: tuple[str, ...] = (":card_file_box:", "🗃", "archive")


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per entry."""
    options = context.options
    for entry in entries(document):
        host = host_of(entry.link.target or "")
        if not host or not any(host_matches(host, archive) for archive in options.hosts):
            continue
        shown = f"{entry.link.text} {entry.tail}".casefold()
        if not any(mark.casefold() in shown for mark in options.marks):
            yield Finding(entry.place, f"this is a copy in an archive ({host}) and does not say so")
