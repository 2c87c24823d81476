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

_LINKS = frozenset({"link", "image"})
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


def index_document(source: Source, markdown: Markdown) -> FlatIndex:
    """Walk the tokens once and collect the flat views."""
    text = source.text
    titles = [Title(*found) for found in html_headings(text, markdown)]
    links = list(_html_links(text, markdown.tags))
    definitions: list[Block] = []
    listed = 0
    for block in markdown.walk():
        if block.kind == "item":
            listed = max(listed, block.span.end)
        elif block.kind == "heading":
            titles.append(_markdown_title(text, block, listed=block.span.start < listed))
        elif block.kind == "definition":
            definitions.append(block)
        for inline in block.inlines:
            links += (_markdown_link(part) for part in inline.walk() if part.kind in _LINKS)
    titles.sort(key=lambda title: title.heading.span)
    links.sort(key=lambda link: link.span)
    slugs = Slugs()
    named = tuple(_with_name(text, title, slugs) for title in titles)
    anchors = tuple(_anchors(named, markdown.tags))
    return FlatIndex(named, tuple(_trailed(links, named)), anchors, tuple(definitions))


def _markdown_title(source: str, block: Block, *, listed: bool) -> Title:
    """A heading of Markdown, still without text and slug."""
    style: HeadingStyle = "setext" if block.style == "setext" else "atx"
    if listed:
        style = "list-item"
    content = block.content or block.span
    heading = Heading(block.span, content, block.level, "", "", style, block)
    return Title(heading, flatten(source, block.inlines))


def _with_name(source: str, title: Title, slugs: Slugs) -> Title:
    """A heading with its text and slug.

    The text of one that is nothing but images is theirs. In what GitHub makes an anchor of, line
    ends and `<br>` leave nothing, not a space.
    """
    heading, flat = title
    inlines = heading.block.inlines if heading.block else ()
    kept = [part for part in inlines if not _is_break(part)]
    anchored = flat if len(kept) == len(inlines) else flatten(source, kept)
    slug = slugs.add(anchored.text if heading.block else flat.text.strip())
    text = flat.text.strip() or flatten(source, inlines, images=True).text.strip()
    return Title(replace(heading, text=text, slug=slug), flat)


def _is_break(part: Inline) -> bool:
    return part.kind == "softbreak" or (part.kind == "html" and part.text[:3].lower() == "<br")


def _markdown_link(inline: Inline) -> Link:
    return Link(
        "link" if inline.kind == "link" else "image",
        inline.span,
        inline.target or "",
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
