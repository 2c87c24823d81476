"""Links written as HTML tags inside Markdown text, turned into links like any other."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from roadmaplint.markdown.tokens import Inline, Tag, plain_text
from roadmaplint.text.source import Span

#: Tags whose `href` is no link in the text.
NO_LINKS = frozenset({"link", "base", "area", "img"})
TagAt = Callable[[int], Tag | None]


def with_links(inlines: tuple[Inline, ...], tag_at: TagAt) -> tuple[Inline, ...]:
    """Inline constructs in which a tag with `href` up to its end is one link.

    So are tags of components, like `<Card href="…">Title</Card>`.
    """
    if not any(_holds_html(inline) for inline in inlines):
        return inlines
    out: list[Inline] = []
    opened: tuple[Inline, Tag] | None = None
    inside: list[Inline] = []
    for inline in inlines:
        tag = tag_at(inline.span.start) if inline.kind == "html" else None
        if opened and tag is not None and tag.closing and tag.name == opened[1].name:
            out.append(_link(*opened, tuple(inside), inline.span))
            opened, inside = None, []
        elif tag is not None and _opens(tag):
            out += _unclosed(opened, inside)
            opened, inside = (inline, tag), []
        else:
            (inside if opened else out).append(_inner(inline, tag_at))
    return (*out, *_unclosed(opened, inside))


def _opens(tag: Tag) -> bool:
    """True for a tag that starts a link."""
    return "href" in tag.attributes and not tag.self_closing and tag.name not in NO_LINKS


def _inner(inline: Inline, tag_at: TagAt) -> Inline:
    """A construct in which tags are links."""
    if inline.children and _holds_html(inline):
        return replace(inline, children=with_links(inline.children, tag_at))
    return inline


def _holds_html(inline: Inline) -> bool:
    """True if raw HTML stands in a construct."""
    return inline.kind == "html" or any(_holds_html(child) for child in inline.children)


def _unclosed(opened: tuple[Inline, Tag] | None, inside: list[Inline]) -> list[Inline]:
    """A tag that is never closed, and what came behind it."""
    return [opened[0], *inside] if opened else []


def _link(first: Inline, tag: Tag, children: tuple[Inline, ...], last: Span) -> Inline:
    """A link made of two tags and what stands between them."""
    return Inline(
        "link",
        Span(first.span.start, last.end),
        plain_text(children),
        Span(first.span.end, last.start),
        children,
        target=tag.attributes["href"],
        target_span=tag.value_spans.get("href"),
        title=tag.attributes.get("title"),
        precision=first.precision,
    )
