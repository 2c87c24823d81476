"""List items as topics, groups and resources."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.context import Collected, Context, durations_in
from roadmaplint.roadmap.inline_lists import Label, is_comma_list, read_label, split_members
from roadmaplint.roadmap.nodes import Resource, Topic, TopicOrigin
from roadmaplint.roadmap.rendered_text import InlineRange, RenderedText
from roadmaplint.roadmap.resources.build import (
    Surroundings,
    find_named_works,
    inline_links,
    is_generic,
    leads_away,
    named_resource,
    resource_of_link,
    split_authors,
)
from roadmaplint.roadmap.tables import from_label
from roadmaplint.roadmap.title import leading_emoji
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

#: Reads what stands in an item behind its first paragraph.
ReadBlocks = Callable[[Context, tuple[Block, ...], Collected], None]
_LEADING = " \t\u00a0\u3000\"“”'‘(（[【*_~•·-–—>|"


_INNER_STOP = lazy(r"[.!?]\s+[A-Z]")


class Entry(Struct, frozen=True):
    """The head of an entry: its text, where it stands, and what its marker said."""

    flat: RenderedText
    span: Span
    start: int
    end: int
    ordinal: int | None = None
    checked: bool | None = None
    list_id: int | None = None
    origin: TopicOrigin = "list-item"


def read_item(
    context: Context, item: Block, list_id: int, into: Collected, read_blocks: ReadBlocks
) -> None:
    """Read one list item into a container; what is nested below goes where it belongs."""
    head = item.children[0] if item.children else None
    if head is None or head.kind != "paragraph":
        read_blocks(context, item.children, into)
        return
    flat = context.flat(head)
    rest = item.children[1:]
    start, end = flat.trimmed(0, len(flat.text))
    if flat.text.startswith("[]", start):
        # A checkbox written without its space shows as text.
        start = flat.trimmed(start + 2, end)[0]
    start = leading_emoji(flat.text, start)[1]
    if start >= end:
        read_blocks(context, rest, into)
        return
    digits = item.marker.rstrip(".)") if len(item.marker) > 1 else ""
    ordinal = int(digits) if digits.isdigit() and digits.isascii() else None
    span = Span(item.span.start, (head.content or head.span).end)
    entry = Entry(flat, span, start, end, ordinal, item.checked, list_id)
    if read_resource(context, entry, into, bool(rest)):
        context.below_resource += 1
        read_blocks(context, rest, into)
        context.below_resource -= 1
        return
    own = Collected()
    topic = read_topic(context, entry, own)
    read_blocks(context, rest, own)
    into.topics.append(own.fill(topic))


def read_resource(context: Context, entry: Entry, into: Collected, nested: bool) -> bool:
    """Read an entry as a resource if it is one: it starts with a link, or names a work."""
    flat = entry.flat
    if (lead := _leading_link(flat, entry.start, entry.end)) is not None:
        mark, label, from_quote = lead
        note = flat.text[mark.end : entry.end].strip(" \t:：-–—()（）")
        kind_label = flat.slice(label) if label else ""
        setting = Surroundings("entry", kind_label, entry.checked, entry.list_id, None, note)
        resource = resource_of_link(context, flat, mark, setting)
        into.resources.append(_retitled(resource, from_quote) if from_quote else resource)
        others = Surroundings(list_id=entry.list_id)
        into.resources += inline_links(context, flat, others, skip=mark)
        into.durations += durations_in(flat, entry.start, entry.end)
        return True
    if nested or flat.links:
        return False
    books = context.role(entry.span.start) == "books" and not context.below_resource
    books = books and not _is_sentence(flat.slice(entry))
    works = find_named_works(flat, entry.start, entry.end, books)
    setting = Surroundings("entry", "", entry.checked, entry.list_id)
    for work in works:
        span = entry.span if len(works) == 1 else flat.span(work.start, work.end)
        into.resources.append(named_resource(context, flat, work, span, setting))
    into.durations += durations_in(flat, entry.start, entry.end) if works else ()
    return bool(works)


def _is_sentence(text: str) -> bool:
    """True for several sentences, or one that is longer than a title."""
    if text.endswith((".", "!", "?")) and text.count(" ") >= 6:
        return True
    return _INNER_STOP.search(text) is not None


class _Lead(NamedTuple):
    """The link an entry starts with, the bold label before it, a quoted title before `pdf`."""

    mark: InlineRange
    label: Label | None
    quoted: str


def _leading_link(flat: RenderedText, start: int, end: int) -> _Lead | None:
    """The link that an entry starts with, behind emoji, quotes and a bold label."""
    links = [mark for mark in flat.links if leads_away(mark.inline.target)]
    if not links:
        return None
    at = _skip(flat, start, end)
    if links[0].start <= at < links[0].end:
        return _Lead(links[0], None, "")
    label = read_label(flat, start, end)
    bold = any(mark.inline.kind == "strong" and mark.start == start for mark in flat.marks)
    if label is not None and bold:
        at = _skip(flat, label.rest, end)
        if links[0].start <= at < links[0].end:
            return _Lead(links[0], label, "")
    first = next(
        iter(find_named_works(flat, *_quoted_part(flat, start, links[0].start), books=True)), None
    )
    text = flat.text[links[0].start : links[0].end]
    if first is not None and is_generic(text) and first.title.count(" ") >= 1:
        return _Lead(links[0], None, first.title)
    return None


def _quoted_part(flat: RenderedText, start: int, end: int) -> tuple[int, int]:
    """The first quotation in a range, an empty range if there is none."""
    text = flat.text
    for opening, closing in (("“", "”"), ('"', '"')):
        begin = text.find(opening, start, end)
        stop = text.find(closing, begin + 1, end) if begin >= 0 else -1
        if stop > begin:
            return begin, stop + 1
    return start, start


def _skip(flat: RenderedText, at: int, end: int) -> int:
    """Where an entry's first word stands, behind emoji, quotes and opening brackets."""
    text = flat.text
    while at < end:
        after = leading_emoji(text, at)[1]
        if after == at and text[at] in _LEADING:
            after = at + 1
        if after == at:
            break
        at = after
    return at


def _retitled(resource: Resource, title: str) -> Resource:
    clean, authors = split_authors(title)
    raw = resource.raw_title or resource.title
    return replace(resource, title=clean.rstrip(".,"), raw_title=raw, authors=authors)


def read_topic(context: Context, entry: Entry, own: Collected) -> Topic:
    """The topic that an entry is, without what is nested below it; that goes into `own`."""
    flat, text = entry.flat, entry.flat.text
    end = entry.end
    while end > entry.start and text[end - 1] in ":： ":
        end -= 1
    end = end if end > entry.start else entry.end
    label = read_label(flat, entry.start, entry.end) or _dashed(flat, entry.start, end)
    rest = label.rest if label else entry.start
    own.resources += inline_links(context, flat, Surroundings(list_id=entry.list_id))
    own.durations += durations_in(flat, entry.start, entry.end)
    works = (
        find_named_works(flat, rest, end, books=False)
        if label and rest < end and not flat.links
        else []
    )
    setting = Surroundings("entry", flat.slice(label) if label else "")
    for work in works:
        span = flat.span(work.start, work.end)
        own.resources.append(named_resource(context, flat, work, span, setting))
    if label is not None:
        own.prerequisites += from_label(context, flat, label, end)
    items = () if works else split_members(flat, rest, end, label is not None) if rest < end else ()
    return Topic(
        text=text[entry.start : end],
        span=entry.span,
        label=flat.slice(label) if label else "",
        label_span=flat.span(label.start, label.end) if label else None,
        text_span=flat.span(entry.start, end),
        role="group" if works else "topic",
        origin=entry.origin,
        ordinal=entry.ordinal,
        checked=entry.checked,
        list_id=entry.list_id,
        items=items,
    )


def _dashed(flat: RenderedText, start: int, end: int) -> Label | None:
    """A plain lead-in before a dash and a list: `Basics - Flow, Functions`."""
    text = flat.text
    for dash in (" - ", " – ", " — "):
        at = text.find(dash, start, end)
        if at > start and "," in text[at:end]:
            label = text[start:at]
            rest = flat.trimmed(at + len(dash), end)[0]
            short = len(label.split()) <= 5 and not any(sign in label for sign in ",.!?;:")
            if short and is_comma_list(text, rest, end):
                return Label(start, flat.trimmed(start, at)[1], rest)
    return None
