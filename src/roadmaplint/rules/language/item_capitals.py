"""A few items of a list begin with a small letter, the others with a capital."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Related, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.lists import ListItem, lists
from roadmaplint.rules._shared.packs import names
from roadmaplint.rules._shared.prose import texts
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_WORD = lazy(r"[^\W\d_]+")
_FIRST = lazy(r"[^\W\d_]+(?![\w.-]*[A-Z0-9./@_-])")


class Options(Struct, frozen=True):
    """`min_items`: shorter lists are left alone. `max_share`: outliers at most, of all items."""

    min_items: int = 5
    max_share: float = 0.2


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per list; a first word that is always small may be a name."""
    options = context.options
    capitals: frozenset[str] | None = None
    for _, items in lists(document):
        small = [item for item in items if item.text[:1].islower()]
        large = sum(item.text[:1].isupper() for item in items)
        if len(items) < options.min_items or not small or large < len(items) - len(small):
            continue
        if len(small) > options.max_share * len(items):
            continue
        capitals = capitals if capitals is not None else _capitalised(document)
        outliers = [place for place in (_place(item, capitals) for item in small) if place]
        if outliers:
            yield _finding(outliers, len(items), document)


def _finding(outliers: list[Span], total: int, document: Document) -> Finding:
    edits = tuple(Edit(span, document.source.slice(span).upper()) for span in outliers)
    verb = "begins" if len(outliers) == 1 else "begin"
    return Finding(
        outliers[0],
        f"{len(outliers)} of {total} items {verb} with a small letter, the others with a capital",
        Fix("Begin with a capital letter", edits, Safety.SUGGESTION),
        tuple(Related(span, "this one too") for span in outliers[1:]),
    )


def _capitalised(document: Document) -> frozenset[str]:
    """Words that the document writes with a capital somewhere and that are no known names."""
    words = {word for _, text in texts(document) for word in _WORD.findall(text)}
    found = frozenset(word.casefold() for word in words if word[0].isupper())
    return found - names(document.packs).keys()


def _place(item: ListItem, capitals: frozenset[str]) -> Span | None:
    """The first letter of an item that begins with an ordinary word of more than one."""
    match = _FIRST.match(item.text)
    if match is None or match[0] not in capitals or " " not in item.text:
        return None
    first = _first_text(item.paragraph.inlines if item.paragraph else ())
    if first is None or first.precision != "exact" or not first.text.startswith(match[0]):
        return None
    return Span(first.span.start, first.span.start + 1)


def _first_text(inlines: tuple[Inline, ...]) -> Inline | None:
    return inlines[0] if inlines and inlines[0].kind == "text" else None
