"""Flat views of a document: headings, links, anchors and definitions, in document order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.markdown.tokens import Block, Inline, Markdown, Tag
from roadmaplint.roadmap.html_parts import html_headings, html_text, srcset_addresses
from roadmaplint.roadmap.nodes import Anchor, Heading, HeadingStyle, Link
from roadmaplint.roadmap.rendered_text import RenderedText, flatten
from roadmaplint.roadmap.targets import Slugs, fold_anchor
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

_ADDRESSES = ("href", "src", "poster")
_WITH_SETS = ("img", "source")
_CUSTOM_ID = lazy(r"\{#([^\s{}]+)\}\s*\Z")


class Title(NamedTuple):
    """A heading and its text with offsets."""

    heading: Heading
    flat: RenderedText


class FlatIndex(Struct, frozen=True):
    """Everything flat about one document."""

    titles: tuple[Title, ...]
    links: tuple[Link, ...]
    anchors: tuple[Anchor, ...]
    definitions: tuple[Block, ...]


class _Seen(Struct, frozen=True):
    """What one walk over the blocks finds: headings, inline texts, definitions."""

    headings: list[tuple[Block, HeadingStyle]]
    inlines: list[Inline]
    definitions: list[Block]


def index_document(source: Source, markdown: Markdown) -> FlatIndex:
    """Walk the tokens once and collect the flat views."""
    seen = _walk(markdown.blocks)
    titles = tuple(_titles(source.text, markdown, seen.headings))
    links = sorted(
        [*_links(seen.inlines), *_html_links(source.text, markdown.tags)],
        key=lambda link: link.span,
    )
    anchors = tuple(_anchors(titles, markdown.tags))
    return FlatIndex(titles, tuple(_trailed(links, titles)), anchors, tuple(seen.definitions))


def _walk(blocks: Iterable[Block]) -> _Seen:
    """Every heading, inline construct and definition, without recursion."""
    seen = _Seen([], [], [])
    stack = [(block, False) for block in reversed(tuple(blocks))]
    while stack:
        block, listed = stack.pop()
        if block.kind == "heading":
            seen.headings.append((block, _style(block, listed)))
        elif block.kind == "definition":
            seen.definitions.append(block)
        if block.inlines:
            seen.inlines.extend(block.inlines)
        if block.children:
            inside = listed or block.kind == "item"
            stack.extend((child, inside) for child in reversed(block.children))
    return seen


def _style(block: Block, listed: bool) -> HeadingStyle:
    if listed:
        return "list-item"
    return "setext" if block.style == "setext" else "atx"


def _titles(
    source: str, markdown: Markdown, blocks: Sequence[tuple[Block, HeadingStyle]]
) -> Iterator[Title]:
    """Markdown and HTML headings with their anchors, in document order."""
    found: list[tuple[Span, Span, int, HeadingStyle, RenderedText, Block | None]] = [
        (
            block.span,
            block.content or block.span,
            block.level,
            style,
            flatten(source, block.inlines),
            block,
        )
        for block, style in blocks
    ]
    for title in html_headings(source, markdown):
        style: HeadingStyle = "summary" if title.summary else "html"
        found.append((title.span, title.content, title.level, style, title.text, None))
    found.sort(key=lambda entry: entry[0])
    slugs = Slugs()
    for span, content, level, style, flat, block in found:
        slug = slugs.add(_slug_text(source, flat, block))
        text = flat.text.strip() or _shown(source, block)
        yield Title(Heading(span, content, level, text, slug, style, block), flat)


def _slug_text(source: str, flat: RenderedText, block: Block | None) -> str:
    """The text GitHub makes an anchor of: line ends and `<br>` leave nothing, not a space."""
    if block is None:
        return flat.text.strip()
    kept = [part for part in block.inlines if not _is_break(part)]
    return flat.text if len(kept) == len(block.inlines) else flatten(source, kept).text


def _is_break(part: Inline) -> bool:
    return part.kind == "softbreak" or (part.kind == "html" and part.text[:3].lower() == "<br")


def _shown(source: str, block: Block | None) -> str:
    return flatten(source, block.inlines, images=True).text.strip() if block else ""


def _links(inlines: Iterable[Inline]) -> Iterator[Link]:
    stack = list(inlines)
    while stack:
        inline = stack.pop()
        stack.extend(inline.children)
        if inline.target is not None and inline.kind in {"link", "image"}:
            yield Link(
                "link" if inline.kind == "link" else "image",
                inline.span,
                inline.target,
                inline.target_span,
                inline.text,
                form=inline.form,
                label=inline.label,
                precision=inline.precision,
            )


def _html_links(source: str, tags: Sequence[Tag]) -> Iterator[Link]:
    """Addresses in the attributes of HTML tags; the text of `<a>` is what it encloses."""
    for index, tag in enumerate(tags):
        if tag.closing:
            continue
        for name in _ADDRESSES:
            if name in tag.attributes:
                text = tag.attributes.get("alt") or tag.attributes.get("title") or ""
                if tag.name == "a" and name == "href":
                    text = _enclosed(source, tags, index) or text
                target_span = tag.value_spans.get(name)
                target = tag.attributes[name]
                yield Link(
                    "html", tag.span, target, target_span, text, tag=tag.name, attribute=name
                )
        if "srcset" in tag.attributes and tag.name in _WITH_SETS:
            yield from _image_set(source, tag)


def _image_set(source: str, tag: Tag) -> Iterator[Link]:
    """The images that a tag offers for different screens; what `src` names is not repeated."""
    span = tag.value_spans.get("srcset")
    text = tag.attributes.get("alt") or tag.attributes.get("title") or ""
    for place in srcset_addresses(source, span) if span is not None else ():
        target = unescape(source[place.start : place.end])
        if target == ">":
            return  # the mark of a quotation that the attribute runs through
        if target != tag.attributes.get("src"):
            yield Link("html", tag.span, target, place, text, tag=tag.name, attribute="srcset")


def _enclosed(source: str, tags: Sequence[Tag], index: int) -> str:
    """The text between an `<a>` and its end; tags between are few, so a bound keeps it linear."""
    for last in range(index + 1, min(index + 12, len(tags))):
        if tags[last].name == "a":
            span = Span(tags[index].span.end, tags[last].span.start)
            inner = [tag.span for tag in tags[index + 1 : last] if tag.span.end <= span.end]
            return html_text(source, span, inner).text.strip() if tags[last].closing else ""
    return ""


def _trailed(links: Iterable[Link], titles: Sequence[Title]) -> Iterator[Link]:
    """The links with the headings above them, outermost first."""
    above: list[Heading] = []
    trail: tuple[str, ...] = ()
    at = 0
    for link in links:
        moved = False
        while at < len(titles) and titles[at].heading.span.start <= link.span.start:
            heading = titles[at].heading
            while above and above[-1].level >= heading.level:
                above.pop()
            above.append(heading)
            at, moved = at + 1, True
        if moved:
            trail = tuple(heading.text for heading in above)
        yield replace(link, trail=trail) if trail else link


def _anchors(titles: Iterable[Title], tags: Iterable[Tag]) -> list[Anchor]:
    """Names a fragment can hit: slugs, ids written behind a heading, HTML ids and names."""
    found = []
    for heading, flat in titles:
        found.append(Anchor(fold_anchor(heading.slug), "heading", heading.span))
        if flat.text.endswith("}") and (match := _CUSTOM_ID.search(flat.text)):
            found.append(Anchor(fold_anchor(match[1]), "heading", heading.span))
    for tag in tags:
        if not tag.closing:
            names = {
                tag.attributes.get("id"),
                tag.attributes.get("name") if tag.name == "a" else None,
            }
            found += [Anchor(fold_anchor(name), "html", tag.span) for name in names if name]
    return sorted(found, key=lambda anchor: (anchor.span, anchor.name))
