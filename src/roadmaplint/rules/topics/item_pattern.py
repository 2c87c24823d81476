"""One entry of a list that is written otherwise than its siblings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.lists import ListItem, leading_link, lists
from roadmaplint.rules._shared.marks import marks_in
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

#: What stands between a link and its description.
_SEPARATOR = lazy(r"\s*(?:-{1,3}|–|—|:|：|\|)\s+(?=\S)")
_QUOTED = lazy(r'["“«].+["”»]\s+by\s')


class Options(Struct, frozen=True):
    """`min_items`: shorter lists are left alone. `share` of items that makes a pattern."""

    min_items: int = 5
    share: float = 0.8


class _Entry(Struct, frozen=True):
    link: Inline
    separator: str
    place: Span
    quoted: bool
    marks: frozenset[str]


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
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
