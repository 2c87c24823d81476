"""Sections that are empty or misplaced, and headings and lists that were lost as plain text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Related, Safety, Severity
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document, Heading, Section
from roadmaplint.roadmap.outline import level_name, outline
from roadmaplint.roadmap.recover import document as recover
from roadmaplint.roadmap.recover.writer import lost_regions, rebuild
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_COMMENT = lazy(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ANCHOR = lazy(r"</?(?:a|br|hr|p|div|center)\b[^<>]*>", re.IGNORECASE)
_SILENT = frozenset({"rule", "definition", "front-matter"})


class EmptySectionOptions(Struct, frozen=True):
    """`same_level`: a section with a comment, or before a higher one, is a warning at most."""

    same_level: bool = False


@rule(on=Document, options=EmptySectionOptions)
def empty_section(document: Document, context: Context[EmptySectionOptions]) -> Iterator[Finding]:
    """Yield one finding per heading that neither text nor a deeper heading follows."""
    if "template" in document.source.path.casefold():  # waits to be filled in
        return
    headings = [h for h in document.headings if h.style not in {"list-item", "summary"}]
    starts = _content_starts(document)
    for index, heading in enumerate(headings):
        following = headings[index + 1] if index + 1 < len(headings) else None
        if following is not None and following.level > heading.level:
            continue
        title = index == 0 and (heading.level == 1 or not context.options.same_level)
        if title or heading.block is None or not heading.text or _is_link(heading.block):
            continue
        end = following.span.start if following else len(document.source.text)
        if not _has_content(starts, heading, end):
            sure = following is None or following.level == heading.level
            sure = sure and not document.source.text[heading.span.end : end].strip()
            least = Severity.WARNING if context.options.same_level and not sure else None
            yield Finding(heading.span, f'the section "{heading.text}" is empty', severity=least)


def _is_link(block: Block) -> bool:
    """True for a heading that is one link: it says where to go on."""
    inlines = block.inlines
    while len(inlines) == 1 and inlines[0].kind in {"strong", "emphasis"}:
        inlines = inlines[0].children
    return len(inlines) == 1 and inlines[0].kind == "link"


def _has_content(starts: list[int], heading: Heading, end: int) -> bool:
    at = bisect_left(starts, heading.span.end)
    return at < len(starts) and starts[at] < end


def _content_starts(document: Document) -> list[int]:
    """Where each piece of top-level content begins that a reader sees."""
    html_headings = sorted(h.span for h in document.headings if h.block is None)
    found = []
    for block in document.markdown.blocks:
        if block.kind in _SILENT or block.kind == "heading":
            continue
        if block.kind == "html" and not _shows_something(document, block, html_headings):
            continue
        found.append(block.span.start)
    return found


def _shows_something(document: Document, block: Block, headings: list[Span]) -> bool:
    """True for HTML with a picture, a table or text outside of headings and comments."""
    at = bisect_left(headings, (block.span.start, 0))
    pieces, start = [], block.span.start
    while at < len(headings) and headings[at].start < block.span.end:
        pieces.append(document.source.text[start : headings[at].start])
        start = headings[at].end
        at += 1
    pieces.append(document.source.text[start : block.span.end])
    return bool(_ANCHOR.sub("", _COMMENT.sub("", "".join(pieces))).strip())


@rule(on=Document)
def misplaced_section(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per such section."""
    stages = [section for section in document.root.sections if _is_stage(section)]
    if not document.is_roadmap or len(stages) < 2:
        return
    last = stages[-1]
    if document.root.sections[-1] is not last or not last.sections:
        return
    for section in last.sections:
        if section.role == "meta":
            yield Finding(
                section.span,
                f'"{section.title}" stands inside "{last.title}": as an {level_name(last.level)} '
                "it would be a section of its own",
            )


def _is_stage(section: Section) -> bool:
    numbered = section.stage is not None or section.number is not None
    return numbered and section.role != "meta"


#: Numbers, emoji and punctuation around a title.
_AROUND = lazy(r"\A[\W\d_]+|[\W_]+\Z")


@rule(on=Document)
def uneven_section_level(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per title; only titles below parents of one level are compared."""
    entries = outline(document)
    groups: dict[tuple[str, int], list[Heading]] = {}
    for heading, parent in entries:
        if parent < 0 or heading.block is None:
            continue
        key = (_AROUND.sub("", heading.text).casefold(), entries[parent].heading.level)
        groups.setdefault(key, []).append(heading)
    for headings in groups.values():
        levels = Counter(heading.level for heading in headings)
        if len(headings) < 3 or len(levels) < 2:
            continue
        (usual, count), *_ = levels.most_common()
        odd = [heading for heading in headings if heading.level != usual]
        if count > 2 * len(odd) or (count > len(odd) and len(odd) == 1):
            yield _uneven_level_finding(odd, usual, count)


def _uneven_level_finding(odd: list[Heading], usual: int, count: int) -> Finding:
    first, *others = odd
    return Finding(
        first.span,
        f'"{first.text}" is an {level_name(first.level)} here and an {level_name(usual)} '
        f"in {count} parallel sections: one level for one kind of section",
        related=tuple(Related(heading.span, "this one too") for heading in others),
    )


_LEAST_STAGES = 3


@rule(on=Document)
def uneven_stages(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per stage and section that its sister stages have."""
    if not document.is_roadmap:
        return
    parents: list[Sequence[Section]] = [document.root.sections]
    parents += [section.sections for section in document.sections]
    for sections in parents:
        stages = [section for section in sections if section.role == "stage"]
        if len(stages) >= _LEAST_STAGES:
            yield from _uneven(stages)


def _uneven(stages: Sequence[Section]) -> Iterator[Finding]:
    parts = [{part.title.casefold(): part.title for part in stage.sections} for stage in stages]
    names = dict.fromkeys(name for part in parts for name in part)
    for name in names:
        having = sum(name in part for part in parts)
        if having == len(stages) or having * 3 < len(stages) * 2:
            continue
        title = next(part[name] for part in parts if name in part)
        for stage, part in zip(stages, parts, strict=True):
            if name not in part:
                yield Finding(
                    stage.span,
                    f'"{stage.title}" has no section "{title}", {having} of {len(stages)} '
                    "stages have one",
                )


@rule(on=Document)
def lost_heading(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per text or region, on its first title; `related` names the others."""
    for found in lost_regions(document):
        if not found.headings:
            continue
        first, *others = found.headings
        edits = rebuild(document, found).headings
        yield Finding(
            first.span,
            _lost_headings_message(found),
            Fix("Write headings and contents", edits, Safety.UNSAFE) if edits else None,
            (
                *(Related(heading.span, "this title too") for heading in others),
                *(Related(entry.span, "an entry of the contents") for entry in found.toc),
            ),
        )


def _lost_headings_message(found: recover.Recovered) -> str:
    count = len(found.headings)
    titles = (
        "1 title is a plain paragraph" if count == 1 else f"{count} titles are plain paragraphs"
    )
    parts = [f"{titles}: the heading structure of this text is lost"]
    if found.toc:
        parts.append("so are the links of its table of contents")
    unsure = sum(not heading.sure for heading in found.headings)
    if unsure:
        some = "1 level is a guess" if unsure == 1 else f"{unsure} levels are guesses"
        parts.append(f"{some}, neither contents nor numbers support them")
    return "; ".join(parts)


_MEMBERS = frozenset({"item", "label", "row"})


@rule(on=Document)
def lost_list(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per text or region, on its first item; `related` names the others."""
    for found in lost_regions(document):
        members = _members(found)
        if not members:
            continue
        rebuilt = rebuild(document, found)
        edits = rebuilt.lists if found.headings else tuple(sorted(rebuilt.headings + rebuilt.lists))
        count = len(members)
        items = (
            "1 list item is a plain paragraph"
            if count == 1
            else f"{count} list items are plain paragraphs"
        )
        yield Finding(
            members[0].span,
            f"{items}: the lists of this text are lost",
            Fix("Write lists", edits, Safety.UNSAFE) if edits else None,
            tuple(Related(member.span, "this one too") for member in members[1:]),
        )


def _members(found: recover.Recovered) -> list[recover.Block]:
    return [block for block in found.blocks if block.kind in _MEMBERS]
