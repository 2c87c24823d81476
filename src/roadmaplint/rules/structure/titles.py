"""The title and the levels of headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Related, Safety
from roadmaplint.core.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.roadmap.outline import level_name, outline, relevel, relevel_all
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_FRONT_TITLE = lazy(r"^[\"']?title[\"']?[ \t]*[:=]", re.MULTILINE | re.IGNORECASE)
_LEADING = frozenset({"front-matter", "html", "definition"})


class MissingTitleOptions(Struct, frozen=True):
    """`first`: nothing but comments may stand before the title. `level`: the title's level."""

    first: bool = False
    level: int = 1


@rule(on=Document, options=MissingTitleOptions)
def missing_title(document: Document, context: Context[MissingTitleOptions]) -> Iterator[Finding]:
    """Yield one finding where the title is missing."""
    lost = document.root.shape == "plain-text"
    if not document.is_roadmap or lost or _has_front_title(document):
        return
    if context.options.first:
        found = _not_first(document, context.options.level)
    else:
        found = None if any(_is_title(h) for h in document.headings) else _place(document)
    if found is not None:
        yield Finding(
            found, _missing_title_message(document.headings), _missing_title_fix(document)
        )


def _is_title(heading: Heading) -> bool:
    return heading.level == 1 or heading.style in {"html", "summary"}


def _has_front_title(document: Document) -> bool:
    first = next(iter(document.markdown.blocks), None)
    if first is None or first.kind != "front-matter" or first.content is None:
        return False
    return _FRONT_TITLE.search(document.source.slice(first.content)) is not None


def _place(document: Document) -> Span | None:
    """The first heading, or the first line of text; None for a text without either."""
    if document.headings:
        return document.headings[0].span
    first = next((b for b in document.markdown.blocks if b.kind not in _LEADING), None)
    return _first_line(document, first) if first else None


def _not_first(document: Document, level: int) -> Span | None:
    """The first line that shows something, unless it is a heading of the wanted level."""
    for block in document.markdown.blocks:
        if block.kind in {"front-matter", "definition"} or _is_comment(document, block):
            continue
        if block.kind == "heading" and block.level == level:
            return None
        html = next((h for h in document.headings if h.span.start >= block.span.start), None)
        if block.kind == "html" and html and html.level == level and html.block is None:
            return None if html.span.start < block.span.end else block.span
        return _first_line(document, block)
    return None


def _is_comment(document: Document, block: Block) -> bool:
    return block.kind == "html" and document.source.slice(block.span).startswith("<!--")


def _first_line(document: Document, block: Block) -> Span:
    line = document.source.line_span(document.source.line_at(block.span.start))
    return Span(block.span.start, max(block.span.start, min(line.end, block.span.end)))


def _missing_title_message(headings: tuple[Heading, ...]) -> str:
    if not headings:
        return "the document has no title: no heading at all"
    first = headings[0]
    return f"the document has no title: its first heading is an {level_name(first.level)}"


def _missing_title_fix(document: Document) -> Fix | None:
    """Raise the first heading if no other one stands as high."""
    if not document.headings:
        return None
    first, *others = document.headings
    if any(heading.level <= first.level for heading in others):
        return None
    edits = relevel(document.source, first, 1)
    return Fix("Make it the title", edits, Safety.SUGGESTION) if edits else None


class SeveralTitlesOptions(Struct, frozen=True):
    """`each`: one finding per Markdown heading, if the title comes first. `level`: titles'."""

    each: bool = False
    level: int = 1


@rule(on=Document, options=SeveralTitlesOptions)
def several_titles(document: Document, context: Context[SeveralTitlesOptions]) -> Iterator[Finding]:
    """Yield one finding that names all titles after the first."""
    options = context.options
    headings = [h for h in document.headings if h.block is not None or not options.each]
    titles = [heading for heading in headings if heading.level == options.level]
    if len(titles) < 2 or (options.each and titles[0] is not headings[0]):
        return
    fix = _several_titles_fix(document, titles)
    if options.each:
        for title in titles[1:]:
            yield Finding(title.span, f'"{title.text}" is another title', fix)
        return
    more = len(titles) - 1
    noun = "section is" if more == 1 else "sections are"
    yield Finding(
        titles[1].span,
        f"{more} {noun} written as a first-level heading (H1) beside the title",
        fix,
        tuple(Related(title.span, "another H1") for title in titles[2:]),
    )


def _several_titles_fix(document: Document, titles: list[Heading]) -> Fix | None:
    """Push every section after the first title one level down."""
    after = [h for h in document.headings if h.span.start >= titles[1].span.start]
    edits = relevel_all(document.source, list(_pushed(after, titles[0].level)))
    return Fix("Push the sections one level down", edits, Safety.UNSAFE) if edits else None


def _pushed(headings: list[Heading], top: int) -> Iterator[tuple[Heading, int]]:
    """New levels; what skips a level below its section stays, for the gap takes the step."""
    section: list[Heading] = []
    for heading in headings:
        if heading.level <= top and section:
            yield from _section(section)
            section = []
        section.append(heading)
    yield from _section(section)


def _section(section: list[Heading]) -> Iterator[tuple[Heading, int]]:
    title, *below = section
    yield title, title.level + 1
    step = int(any(heading.level == title.level + 1 for heading in below))
    for heading in below:
        yield heading, heading.level + step


class SkippedLevelOptions(Struct, frozen=True):
    """`each`: one finding per heading instead of one per document."""

    each: bool = False


@rule(on=Document, options=SkippedLevelOptions)
def skipped_level(document: Document, context: Context[SkippedLevelOptions]) -> Iterator[Finding]:
    """Yield one finding that names every skip; the first heading never skips."""
    skips = list(_skips(document.headings))
    if not skips:
        return
    fix = _skipped_level_fix(document)
    if context.options.each:
        for before, heading in skips:
            yield Finding(heading.span, _skipped_level_message(before, heading), fix)
        return
    before, first = skips[0]
    more = f" ({len(skips)} such headings)" if len(skips) > 1 else ""
    yield Finding(
        first.span,
        _skipped_level_message(before, first) + more,
        fix,
        tuple(Related(heading.span, "skips a level too") for _, heading in skips[1:]),
    )


def _skips(headings: tuple[Heading, ...]) -> Iterator[tuple[Heading, Heading]]:
    before: Heading | None = None
    for heading in headings:
        if heading.style == "summary":
            continue
        if before is not None and heading.level > before.level + 1 and heading.block:
            yield before, heading
        before = heading


def _skipped_level_message(before: Heading, heading: Heading) -> str:
    skipped = " and ".join(level_name(level) for level in range(before.level + 1, heading.level))
    follows = f"follows an {level_name(before.level)}"
    verb = "is" if heading.level == before.level + 2 else "are"
    return f'"{heading.text}" skips a level: it {follows}, {skipped} {verb} missing between'


def _skipped_level_fix(document: Document) -> Fix | None:
    """Raise what hangs below a gap, siblings and all."""
    levels = list(_closed_up(document.headings))
    moved = [(heading, level) for heading, level in levels if level != heading.level]
    # Of several first-level headings most are sections, which several-titles pushes into the gap.
    several = sum(heading.level == 1 for heading in document.headings) > 1
    if several and any(level == 2 for _, level in moved):
        return None
    edits = relevel_all(document.source, moved)
    return Fix("Close the gaps between levels", edits, Safety.UNSAFE) if edits else None


def _closed_up(headings: tuple[Heading, ...]) -> Iterator[tuple[Heading, int]]:
    """Every heading with a level one below its parent's; tops keep theirs."""
    stack: list[tuple[int, int]] = []
    for heading in headings:
        while stack and stack[-1][0] >= heading.level:
            stack.pop()
        level = stack[-1][1] + 1 if stack else heading.level
        stack.append((heading.level, level))
        yield heading, level


class DuplicateHeadingOptions(Struct, frozen=True):
    """`scope`: which headings are compared, those under one parent or all of the file."""

    scope: Literal["siblings", "file"] = "siblings"
    ignore_case: bool = False


@rule(on=Document, options=DuplicateHeadingOptions)
def duplicate_heading(
    document: Document, context: Context[DuplicateHeadingOptions]
) -> Iterator[Finding]:
    """Yield one finding per repeated title; `related` names its first use."""
    siblings = context.options.scope == "siblings"
    seen: dict[tuple[int, str], Heading] = {}
    for entry in outline(document):
        key = " ".join(entry.heading.text.split())
        if not key:
            continue
        same = key.casefold() if context.options.ignore_case else key
        first = seen.setdefault((entry.parent if siblings else -1, same), entry.heading)
        if first is not entry.heading:
            where = " in this section" if siblings and entry.parent >= 0 else ""
            yield Finding(
                entry.heading.span,
                f'the heading "{key}" stands twice{where}',
                related=(Related(first.span, "first here"),),
            )


class DeepNestingOptions(Struct, frozen=True):
    """`max_level`: the deepest level that is allowed."""

    max_level: int = 4


@rule(on=Heading, options=DeepNestingOptions)
def deep_nesting(heading: Heading, context: Context[DeepNestingOptions]) -> Iterator[Finding]:
    """Yield a finding for a heading that is too deep."""
    deepest = context.options.max_level
    if heading.level > deepest:
        level = level_name(heading.level)
        message = f'"{heading.text}" is an {level}; {level_name(deepest)} is the deepest allowed'
        yield Finding(heading.span, message)
