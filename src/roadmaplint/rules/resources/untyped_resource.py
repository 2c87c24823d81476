"""A line of a resource list that does not say what kind of resource it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.lists import ListItem, leading_link
from roadmaplint.rules._shared.topic_files import TYPES, resource_lists
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

_FORM = "- [@type@Title](https://…)"
_TYPED = lazy(r"@([^@\s]{1,40})@\s*(.*)", re.DOTALL)
#: A type with one of its two signs: `@videoTitle`, `video@Title`.
_TORN = lazy(r"(@?)([a-z]+)(@?)(?=\S)")
_WEB = lazy(r"https?://[^/\s]", re.IGNORECASE)


class Options(Struct, frozen=True):
    """`types`: the kinds that the project knows."""

    types: tuple[str, ...] = TYPES


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per resource line of another form or of an unknown type."""
    if not document.is_roadmap:
        return
    for found in resource_lists(document):
        for item in found.items:
            link = leading_link(item)
            if link is not None:
                yield from _judged(document.source, link, context.options.types)
                if not found.mixed and _has_more(item, link):
                    place = _first_line(document.source, item)
                    yield Finding(place, f"more than a link in a resource line; write {_FORM}")
            elif not found.mixed or item.text.startswith("[@"):
                place = _first_line(document.source, item)
                yield Finding(place, f"a resource without a link; write {_FORM}")


def _judged(source: Source, link: Inline, types: Sequence[str]) -> Iterator[Finding]:
    match = _TYPED.match(link.text)
    if match is None:
        yield _untyped(source, link, types)
    else:
        if match[1] not in types:
            yield _unknown(source, link, match[1], types)
        if not match[2].strip():
            yield Finding(link.span, f"a resource without a title; write {_FORM}")
    if not _WEB.match(link.target or ""):
        place = link.target_span if link.target_span and link.target else None
        yield Finding(place or link.span, "the address of a resource begins with https://")


def _untyped(source: Source, link: Inline, types: Sequence[str]) -> Finding:
    """A link without a type; where one of the two signs is missing, the fix adds it."""
    torn = _TORN.match(link.text)
    known = next((name for name in types if torn and torn[2].startswith(name)), None)
    if torn is None or known is None:
        return Finding(link.span, f"a resource without a type; write {_FORM}")
    written = f"{torn[1]}{known}{'@' if torn[2] == known and torn[3] else ''}"
    fix = None
    if link.content and source.text.startswith(written, link.content.start):
        span = Span(link.content.start, link.content.start + len(written))
        fix = Fix(f"Write @{known}@", (Edit(span, f"@{known}@"),), Safety.UNSAFE)
    return Finding(link.span, f"a type between two signs: write @{known}@", fix)


def _unknown(source: Source, link: Inline, name: str, types: Sequence[str]) -> Finding:
    """A type that nobody knows; the fix puts the only one near it in its place."""
    near = get_close_matches(name.casefold(), types, 2, 0.75)
    if not near:
        return Finding(link.span, f'unknown type "@{name}@"; there are {", ".join(types)}')
    at = source.text.find(f"@{name}@", link.span.start, link.span.end)
    fix = None
    if at >= 0 and len(near) == 1 and link.precision == "exact":
        edit = Edit(Span(at + 1, at + 1 + len(name)), near[0])
        fix = Fix(f"Write @{near[0]}@", (edit,), Safety.UNSAFE)
    return Finding(link.span, f'unknown type "@{name}@"; did you mean @{near[0]}@?', fix)


def _has_more(item: ListItem, link: Inline) -> bool:
    inlines = item.paragraph.inlines if item.paragraph else ()
    return any(one is not link and one.text.strip(" .") for one in inlines if one.kind != "html")


def _first_line(source: Source, item: ListItem) -> Span:
    line = source.line_span(source.line_at(item.block.span.start))
    return Span(item.block.span.start, min(item.block.span.end, line.end))
