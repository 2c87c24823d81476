"""Blocks in order: which is prose, which a list of entries, contents or translations."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.context import Collected, Context, SectionContents, durations_in
from roadmaplint.roadmap.html_parts import html_text
from roadmaplint.roadmap.inline_lists import heads_list, is_more, read_label, split_members
from roadmaplint.roadmap.list_items import read_item
from roadmaplint.roadmap.nodes import Prose, Topic, Translation
from roadmaplint.roadmap.phrases import folded_names
from roadmaplint.roadmap.rendered_text import InlineRange, RenderedText, gaps
from roadmaplint.roadmap.resources.build import (
    Surroundings,
    html_links,
    inline_links,
    leads_away,
    resource_of_link,
)
from roadmaplint.roadmap.tables import from_label, read_table
from roadmaplint.roadmap.title import strip_emoji
from roadmaplint.roadmap.tocs import list_toc, paragraph_toc
from roadmaplint.text.fold import fold_case
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_SAME_DOCUMENT = lazy(
    r"readme|roadmap|translation|i18n|lang|locale|[-_./][a-z]{2}(?:[-_][a-z]{2,4})?(?:\.md|/|\Z)",
    re.IGNORECASE,
)
_FILE_CODE = lazy(r"readme[-_.]([a-z]{2})(?:[-_][a-z]{2,4})?\.(?:md|markdown)\Z", re.IGNORECASE)
_LEAD = lazy(r"(?:readme|read(?: this)?|translation|version|available)?\s*(?:in|en|to|:|-)\s+")
_REGION = lazy(r"\s*[(\[（].*[)\]）]\s*\Z")


@lru_cache(maxsize=512)
def language_named(text: str) -> str | None:
    """The code of the language that a text names, flags and brackets aside."""
    name = _LEAD.sub("", fold_case(text[slice(*strip_emoji(text, 0, len(text)))].strip(" *")))
    for form in (name, name.strip("()[]【】 "), _REGION.sub("", name).removesuffix("版本")):
        if code := folded_names("language").get(form):
            return code
    return None


def translations_in(
    flat: RenderedText, among: bool = False
) -> list[tuple[InlineRange, Translation]]:
    """The translation links of a text.

    Most of its links name languages, or one that does leads to a file of the same kind; beside
    such a one, or `among` others, links to files with a language in their names are too.
    """
    links = [mark for mark in flat.links if not mark.target.startswith("#")]
    found: dict[InlineRange, str] = {}
    for mark in links:
        title = flat.slice(mark).strip()
        if len(title) <= 40 and (lang := language_named(title)):
            found[mark] = lang
    several = len(found) >= 2 and len(found) * 10 >= len(links) * 6
    sure = {mark for mark in found if several or _SAME_DOCUMENT.search(mark.target)}
    out = []
    for mark in links:
        code = _FILE_CODE.search(mark.target) if sure or among else None
        if mark in sure or code:
            title = flat.slice(mark).strip()
            lang = found.get(mark) or (code[1].casefold() if code else None)
            out.append((mark, Translation(title, lang, mark.target, mark.inline.span)))
    return out


_BETWEEN_CODES = lazy(r"[\s,、/|•·&+>→-]*")


def read_blocks(context: Context, blocks: tuple[Block, ...], into: Collected | None = None) -> None:
    """Read blocks in order into a container; without one, or behind a heading, into sections."""
    label: RenderedText | None = None
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            into = None
        target = into or context.bucket(block.span.start)
        if block.kind == "list":
            _read_labelled(context, block, blocks[index - 1], label, target)
            label = None
            continue
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if block.kind == "paragraph":
            flat = context.flat(block)
            listed = following is not None and following.kind == "list"
            if listed and heads_list(flat) is not None:
                label = flat
                continue
            _read_paragraph(context, block, flat, target)
        else:
            _read_other(context, block, target)


def _read_labelled(
    context: Context, block: Block, before: Block, label: RenderedText | None, into: Collected
) -> None:
    """Read a list; with a label before it, into the group that the label names."""
    if label is None:
        _read_list(context, block, into)
        return
    own = Collected()
    _read_list(context, block, own)
    start, end = heads_list(label) or (0, len(label.text))
    if not own.topics and not own.resources:
        _read_paragraph(context, before, label, into)
        return
    own.durations += durations_in(label)
    colon = label.text[end : end + 1] in {":", "："}
    group = _group(label, start, end, before.content or before.span, before.span.start)
    into.topics.append(own.fill(group if colon else replace(group, label="", label_span=None)))


def _group(flat: RenderedText, start: int, end: int, span: Span, list_id: int) -> Topic:
    """The topic that a label paragraph is, without what it heads."""
    text, place = flat.text[start:end], flat.span(start, end)
    return Topic(
        text=text,
        span=span,
        label=text,
        label_span=place,
        text_span=place,
        role="group",
        origin="label-paragraph",
        list_id=list_id,
    )


def _read_list(context: Context, block: Block, into: Collected) -> None:
    """Read a list as contents, translations or entries."""
    bucket = context.bucket(block.span.start)
    if (toc := list_toc(context, block)) is not None:
        bucket.tocs.append(toc)
        return
    if _read_translations(context, block, bucket):
        return
    for item in block.children:
        read_item(context, item, block.span.start, into, read_blocks)


def _read_translations(context: Context, block: Block, bucket: SectionContents) -> bool:
    heads = [item.children[0] for item in block.children if item.children]
    if len(heads) < 2 or any(head.kind != "paragraph" for head in heads):
        return False
    first = context.flat(heads[0])
    if not translations_in(first):
        return False
    flats = [first, *(context.flat(head) for head in heads[1:])]
    if sum(bool(translations_in(flat)) for flat in flats) * 10 < len(heads) * 6:
        return False
    for flat in flats:
        bucket.translations += (pair[1] for pair in translations_in(flat, among=True))
    return True


def _read_paragraph(context: Context, block: Block, flat: RenderedText, into: Collected) -> None:
    """Read a paragraph as contents, code words or prose with its links."""
    bucket = context.bucket(block.span.start)
    text = flat.text.strip()
    if not text or any(span.contains(block.span) for span in context.consumed_in(block.span)):
        return
    if (toc := paragraph_toc(context, block, flat)) is not None:
        bucket.tocs.append(toc)
        return
    if topics := _code_topics(flat):
        into.topics += topics
        return
    translations = translations_in(flat)
    bucket.translations += (translation for _, translation in translations)
    marks = {mark for mark, _ in translations}
    alone = _only_link(flat)
    if len(translations) < 2:
        bucket.prose.append(Prose(text, "paragraph", block.content or block.span))
    for mark in flat.links:
        if mark not in marks and leads_away(mark.inline.target):
            role = Surroundings("entry" if mark is alone else "inline")
            into.resources.append(resource_of_link(context, flat, mark, role))
    into.durations += durations_in(flat)
    start, end = flat.trimmed(0, len(flat.text))
    if (label := read_label(flat, start, end)) is not None:
        into.prerequisites += from_label(context, flat, label, end)


def _only_link(flat: RenderedText) -> InlineRange | None:
    """The link that is all a paragraph says."""
    if len(flat.links) != 1:
        return None
    start, end = strip_emoji(flat.text, *flat.trimmed(0, len(flat.text)))
    mark = flat.links[0]
    return mark if mark.start <= start and mark.end >= end else None


def _code_topics(flat: RenderedText) -> list[Topic]:
    """The topics of a paragraph that is nothing but code words, a label before them aside."""
    codes = [mark for mark in flat.marks if mark.inline.kind == "code" and mark.end > mark.start]
    if len(codes) < 2 or flat.links:
        return []
    start, end = flat.trimmed(0, len(flat.text))
    label = read_label(flat, start, codes[0].start)
    between = gaps(label.rest if label else 0, [mark[:2] for mark in codes], len(flat.text))
    if not all(_BETWEEN_CODES.fullmatch(flat.text[a:b]) for a, b in between):
        return []
    list_id = codes[0].inline.span.start
    topics = [
        Topic(
            text=flat.slice(mark).strip(),
            span=mark.inline.span,
            text_span=mark.inline.content,
            origin="code-span",
            list_id=list_id,
            items=split_members(flat, mark.start, mark.end),
        )
        for mark in codes
        if flat.slice(mark).strip() and not is_more(flat.slice(mark))
    ]
    if label is None or not topics:
        return topics
    group = _group(flat, label.start, label.end, flat.span(start, end), list_id)
    return [replace(group, topics=tuple(topics))]


def _read_other(context: Context, block: Block, into: Collected) -> None:
    """Read quotes, code, HTML and tables."""
    bucket = context.bucket(block.span.start)
    if block.kind == "quote":
        _read_quote(context, block, into, bucket)
    elif block.kind == "code":
        body = block.content or block.span
        text = context.source[body.start : body.end].strip("\r\n")
        bucket.prose.append(Prose(text, "code", block.span))
    elif block.kind == "html":
        tags = context.tags_in(block.span)
        cuts = [*(tag.span for tag in tags), *context.consumed_in(block.span)]
        flat = html_text(context.source, block.span, sorted(cuts))
        if any(char.isalnum() for char in flat.text):
            bucket.prose.append(Prose(flat.text.strip(), "paragraph", block.span))
        into.durations += durations_in(flat)
        into.resources += html_links(context, tags)
    elif block.kind == "table":
        bucket.tables.append(read_table(context, block, into))


def _read_quote(context: Context, block: Block, into: Collected, bucket: SectionContents) -> None:
    """Read a quotation: prose whose links are inline resources; headings in it stay text."""
    texts = []
    for inner in block.walk():
        if inner.inlines:
            flat = context.flat(inner)
            texts.append(flat.text.strip())
            into.resources += inline_links(context, flat, Surroundings())
            into.durations += durations_in(flat)
    text = " ".join(filter(None, texts))
    if text:
        alert = text.startswith("[!")
        bucket.prose.append(Prose(text, "alert" if alert else "quote", block.span))
