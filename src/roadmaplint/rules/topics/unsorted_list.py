"""A list whose items are not in alphabetical order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.lint.finding import Finding, Fix, Severity
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.collation import UNORDERED, language_of_path, sort_key
from roadmaplint.rules._shared.lists import ListItem, lists
from roadmaplint.rules._shared.reorder import reorder
from roadmaplint.text.source import Source


class Options(Struct, frozen=True):
    """`language`: whose alphabet counts; empty: the one that the file name ends with.

    `sure`: languages whose lists must be sorted; in others the finding is information.
    """

    language: str = ""
    ordered: bool = False
    sure: tuple[str, ...] = ()


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per list, on the first item that stands too late."""
    options = context.options
    lang = options.language or language_of_path(document.source.path)
    unordered = lang.partition("-")[0] in UNORDERED
    for block, items in lists(document):
        if block.style == "ordered" and not options.ordered:
            continue
        texts = [_leading(item) for item in items]
        if len(items) < 2 or not all(texts):
            continue
        if unordered and not all(text.isascii() for text in texts):
            continue  # only a list in plain Latin letters has an order that can be told
        keys = [sort_key(text, lang) for text in texts]
        late = [at for at in range(1, len(keys)) if keys[at] < keys[at - 1]]
        if late:
            finding = _finding(document.source, items, texts, keys, late)
            unsure = options.sure and lang not in options.sure
            yield replace(finding, severity=Severity.INFO) if unsure else finding


def _leading(item: ListItem) -> str:
    """The first inline piece of the item."""
    inlines = item.paragraph.inlines if item.paragraph else ()
    return next((inline.text.strip() for inline in inlines if inline.text.strip()), "")


def _finding(
    source: Source,
    items: Sequence[ListItem],
    texts: Sequence[str],
    keys: Sequence[str],
    late: Sequence[int],
) -> Finding:
    first = late[0]
    more = f" ({len(late) - 1} more such items in this list)" if len(late) > 1 else ""
    return Finding(
        items[first].block.span,
        f'not in alphabetical order: "{texts[first]}" stands after "{texts[first - 1]}"{more}',
        _sorted(source, items, keys),
    )


def _sorted(source: Source, items: Sequence[ListItem], keys: Sequence[str]) -> Fix | None:
    order = sorted(range(len(items)), key=lambda at: keys[at])
    return reorder(source, items, order, "Sort the list")
