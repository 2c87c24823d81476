"""A few items of a list end with a full stop, the others do not."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Related, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.lists import ListItem, last_text, lists
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

_STOPS = frozenset(".。")
#: Marks after which a sentence may have ended; such items take no side.
_OTHER_ENDS = frozenset("!?:;…,！？：；，)]）】»”\"'")
_ABBREVIATION = lazy(r"(?:\betc|\be\.g|\bi\.e|\bvs|\bInc|\bLtd|\bJr|\bSr|\b[A-Z]|\.\.|т\.[дп])\.\Z")
_INNER_END = lazy(r"[.!?]\s+[^\W\d_]|[。！？]\s*[^\W_]")
_MAX_WORDS = 12


class Options(Struct, frozen=True):
    """`min_items`: shorter lists are left alone. `max_share`: outliers at most, of all items."""

    min_items: int = 4
    max_share: float = 0.25


class _Stop(Struct, frozen=True):
    span: Span


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per list, on its first outlier."""
    options = context.options
    for _, items in lists(document):
        if len(items) < options.min_items:
            continue
        stops = [s for s in (_stop(item, document.source) for item in items) if s is not None]
        bare = sum(_is_bare(item) for item in items)
        if stops and len(stops) <= options.max_share * len(items) and bare >= len(items) * 0.7:
            yield _finding(stops, len(items))


def _finding(stops: list[_Stop], total: int) -> Finding:
    some = f"{len(stops)} of {total} items end" if len(stops) > 1 else f"1 of {total} items ends"
    edits = tuple(Edit(stop.span, "") for stop in stops)
    return Finding(
        stops[0].span,
        f"{some} with a full stop, the others have no punctuation at the end",
        Fix("Remove the full stop", edits, Safety.SAFE),
        tuple(Related(stop.span, "this one too") for stop in stops[1:]),
    )


def _stop(item: ListItem, source: Source) -> _Stop | None:
    """The full stop that ends a short item of one sentence."""
    text = item.text
    if item.paragraph is None or text[-1:] not in _STOPS or len(text.split()) > _MAX_WORDS:
        return None
    if _ABBREVIATION.search(text) or _INNER_END.search(text):
        return None
    last = last_text(item.paragraph.inlines)
    if last is None or last.precision != "exact":
        return None
    end = last.span.start + len(source.slice(last.span).rstrip())
    span = Span(end - 1, end)
    return _Stop(span) if source.slice(span) in _STOPS else None


def _is_bare(item: ListItem) -> bool:
    last = item.text[-1:]
    return bool(last) and last not in _STOPS and last not in _OTHER_ENDS
