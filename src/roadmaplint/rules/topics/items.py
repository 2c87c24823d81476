"""Items that hold several topics, break the pattern of their list, or whose hours do not add up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Related, Safety, Severity
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.lists import ListItem, leading_link, lists
from roadmaplint.roadmap.nodes import Document, Duration, Section
from roadmaplint.roadmap.topics.similarity import seams
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span


class PackedTopicsOptions(Struct, frozen=True):
    """`most`: how many topics one bullet may name."""

    most: int = 2


@rule(on=Document, options=PackedTopicsOptions)
def packed_topics(document: Document, context: Context[PackedTopicsOptions]) -> Iterator[Finding]:
    """Yield a finding per bullet that names more topics than wanted."""
    if not document.is_roadmap:
        return
    for topic in document.topics:
        count = sum(1 for item in topic.items for _ in item.walk())
        if topic.origin == "list-item" and count > context.options.most:
            names = ", ".join(item.text for item in topic.items[:3])
            yield Finding(
                topic.text_span or topic.span,
                f"{count} topics in one bullet ({names}, …): they cannot be ticked off or linked"
                " one by one",
            )


@rule(on=Document)
def glued_topics(document: Document, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per place where one topic runs into the next."""
    for seam in seams(document):
        edit = Edit(Span(seam.at, seam.at), "\n" + seam.marker)
        yield Finding(
            seam.word,
            f'two topics are glued together: "{seam.left}" and "{seam.right}"',
            Fix("Split into two items", (edit,), Safety.SUGGESTION) if seam.marker else None,
        )


#: What stands between a link and its description.
_SEPARATOR = lazy(r"\s*(?:-{1,3}|–|—|:|：|\|)\s+(?=\S)")
_QUOTED = lazy(r'["“«].+["”»]\s+by\s')


class ItemPatternOptions(Struct, frozen=True):
    """`min_items`: shorter lists are left alone. `share` of items that makes a pattern."""

    min_items: int = 5
    share: float = 0.8


class _Entry(Struct, frozen=True):
    link: Inline
    separator: str
    place: Span
    quoted: bool
    marks: frozenset[str]


@rule(on=Document, options=ItemPatternOptions)
def item_pattern(document: Document, context: Context[ItemPatternOptions]) -> Iterator[Finding]:
    """Yield a finding per entry with another separator or form of title than most others."""
    options = context.options
    for _, items in lists(document):
        entries = [_entry(item, document.source) for item in items]
        found = [entry for entry in entries if entry is not None]
        if len(found) < max(options.min_items, len(items)):
            continue
        yield from _separators(found, options.share)
        yield from _titles(found, options.share)
        yield from _marks(found, options.share)


def _entry(item: ListItem, source: Source) -> _Entry | None:
    link = leading_link(item)
    if link is None or item.paragraph is None or link.precision != "exact":
        return None
    end = item.paragraph.span.end
    match = _SEPARATOR.match(source.text, link.span.end, end)
    marks = marks_in(source.text[link.span.end : end])
    place = Span(*match.span()) if match else Span(link.span.end, link.span.end)
    quoted = " by" in link.text and _QUOTED.match(link.text) is not None
    return _Entry(link, match[0] if match else "", place, quoted, marks)


def _separators(found: Sequence[_Entry], share: float) -> Iterator[Finding]:
    """Entries without a description take no side."""
    described = [entry for entry in found if entry.separator]
    counts = Counter(entry.separator for entry in described)
    usual, votes = counts.most_common(1)[0] if counts else ("", 0)
    if votes < share * len(described) or len(described) < share * len(found):
        return
    for entry in described:
        if entry.separator.strip() != usual.strip():
            yield Finding(
                entry.place,
                f'this entry has "{entry.separator.strip()}" before its description,'
                f' its siblings "{usual.strip()}"',
                Fix("Write it like the others", (Edit(entry.place, usual),), Safety.SUGGESTION),
            )


def _titles(found: Sequence[_Entry], share: float) -> Iterator[Finding]:
    quoted = [entry for entry in found if entry.quoted]
    if len(quoted) < share * len(found):
        return
    for entry in found:
        if not entry.quoted:
            yield Finding(
                entry.link.span,
                'this title differs from its siblings, which are written "Title" by Author',
            )


def _marks(found: Sequence[_Entry], share: float) -> Iterator[Finding]:
    """Entries without a mark that most others carry: format, type, cost, level, language."""
    counts = Counter(kind for entry in found for kind in entry.marks)
    usual = {kind for kind, votes in counts.items() if share * len(found) <= votes < len(found)}
    for entry in found:
        missing = sorted(usual - entry.marks)
        if missing:
            words = " and ".join(missing)
            yield Finding(
                entry.link.span,
                f"most entries of this list name their {words} (in brackets), this one does not",
            )


_DAYS = {"day": 1.0, "week": 7.0, "month": 30.5, "quarter": 91.0, "semester": 182.0, "year": 365.0}
#: Parts may add up to a little more or less than the whole.
_SLACK = 1.25


@rule(on=Document)
def duration_mismatch(document: Document, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per section that states a span and whose parts say another."""
    for section in document.sections:
        stated = _span(section)
        if stated is None:
            continue
        yield from _indexed(section, stated)
        yield from _summed(section, stated)


def _span(section: Section) -> Duration | None:
    """The one stretch of time in a section's title."""
    inside = [d for d in section.durations if section.span.contains(d.span) and d.kind == "span"]
    return inside[0] if len(inside) == 1 and inside[0].unit in _DAYS else None


def _indexed(section: Section, stated: Duration) -> Iterator[Finding]:
    """`3-6 months` over `Month 1` to `Month 3`."""
    parts = [
        (child, child.stage.index)
        for child in section.sections
        if child.stage is not None and child.stage.index is not None
    ]
    if len(parts) < 2 or any(index.unit != stated.unit for _, index in parts):
        return
    last = max(index.last or index.first for _, index in parts)
    first = min(index.first for _, index in parts)
    high = stated.high if stated.high is not None else float("inf")
    if first != 1 or last == high or (stated.high is None and last >= stated.low):
        return
    severity = Severity.INFO if stated.low <= last <= high else None
    yield Finding(
        stated.span,
        f"duration: the stage says {stated.raw}, its parts end at {stated.unit} {last}",
        related=tuple(Related(child.span, child.title) for child, _ in parts[-1:]),
        severity=severity,
    )


def _summed(section: Section, stated: Duration) -> Iterator[Finding]:
    """`4 weeks` over parts of three weeks each."""
    parts = [(child, _span(child)) for child in section.sections]
    known = [duration for _, duration in parts if duration is not None]
    if len(known) < 2 or len(known) < len(parts):
        return
    low = sum(d.low * _DAYS[d.unit] for d in known)
    high = sum((d.high if d.high is not None else d.low) * _DAYS[d.unit] for d in known)
    least = stated.low * _DAYS[stated.unit]
    most = (stated.high if stated.high is not None else float("inf")) * _DAYS[stated.unit]
    if low <= most * _SLACK and high * _SLACK >= least:
        return
    verb = "more" if low > most else "less"
    yield Finding(
        stated.span,
        f"duration: the stage says {stated.raw}, its {len(known)} parts take {verb}",
        related=tuple(Related(child.span, child.title) for child, _ in parts),
    )


_BRACKETS = lazy(r"[(\[]([^()\[\]]{2,120})[)\]]")
_REACH = 400
#: What a mark in brackets says of an entry.
_MARKS = {
    "format": lazy(r"\b(?:PDF|EPUB|HTML|MOBI|DjVu|Markdown|Jupyter)\b"),
    "type": lazy(r"\b(?:book|course|video|article|paper|podcast|tutorial)s?\b", re.IGNORECASE),
    "cost": lazy(r"\b(?:free|paid|freemium)\b", re.IGNORECASE),
    "level": lazy(r"\b(?:beginner|intermediate|advanced)s?\b", re.IGNORECASE),
    "language": lazy(
        r"\b(?:en|es|fr|de|pt|ru|zh|ja|english|spanish|french|german|russian|chinese)\b",
        re.IGNORECASE,
    ),
}


def marks_in(text: str) -> frozenset[str]:
    """The kinds of marks in the brackets of the text behind an entry's link."""
    inside = " ".join(_BRACKETS.findall(text[:_REACH]))
    if not inside:
        return frozenset()
    return frozenset(kind for kind, words in _MARKS.items() if words.search(inside))
