"""A list without the badge that says what kind of list it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

#: The badge's own pictures, and copies of them on other servers or in the repository.
_PICTURE = lazy(r"(?:^|/)badge(?:-flat2?)?\.svg(?:\?|\Z)", re.IGNORECASE)


class Options(Struct, frozen=True):
    """`pages` that the badge links to; `images`: words of its pictures' addresses."""

    pages: tuple[str, ...] = ("https://awesome.re", "https://github.com/sindresorhus/awesome")
    images: tuple[str, ...] = ("awesome.re/", "sindresorhus/awesome", "media/badge")


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding if no picture above the second Markdown heading is the badge."""
    if not document.is_roadmap:
        return
    title = document.headings[0].span if document.headings else Span(0, 0)
    marked = [heading for heading in document.headings if heading.block is not None]
    end = next((h.span.start for h in marked[1:]), len(document.source.text))
    above = [link for link in document.links if link.span.start < end]
    if any(_is_picture(link, context.options.images) for link in above):
        return
    linked = [link for link in above if link.target.rstrip("/") in context.options.pages]
    if linked:
        yield Finding(linked[0].span, "this links to the Awesome badge's page without its picture")
    else:
        yield Finding(title, "the Awesome badge beside the title is missing")


def _is_picture(link: Link, images: tuple[str, ...]) -> bool:
    return bool(_PICTURE.search(link.target)) and any(word in link.target for word in images)
