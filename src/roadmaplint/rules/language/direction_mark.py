"""A left-to-right name in a right-to-left item without a direction mark."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.collation import language_of_path
from roadmaplint.rules._shared.language import scripts_of
from roadmaplint.rules._shared.lists import lists
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_LANGUAGES = frozenset({"ar", "fa", "he", "ur", "ckb", "ps", "yi"})
#: Names that end in a sign without a direction: the sign jumps to the other side.
_SIGNED = lazy(r"(?<!\w)(?:[A-Za-z]\+\+|[A-Za-z]#|\.NET)(?!\w)")
_MARKS = ("\u200e", "\u200f", "&lrm;", "&rlm;")


class Options(Struct, frozen=True):
    """`mark`: what the fix inserts behind the name."""

    mark: str = "&lrm;"


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per name such as C# or C++ whose sign is displayed on the wrong side."""
    if not _right_to_left(document):
        return
    for _, items in lists(document):
        for item in items:
            for top in item.paragraph.inlines if item.paragraph else ():
                for inline in top.walk():
                    yield from _names(document, inline, context.options.mark)


def _right_to_left(document: Document) -> bool:
    if language_of_path(document.source.path) in _LANGUAGES:
        return True
    return any(tag.attributes.get("dir", "").lower() == "rtl" for tag in document.tags)


def _names(document: Document, inline: Inline, mark: str) -> Iterator[Finding]:
    if inline.kind != "text" or inline.precision != "exact":
        return
    # A text of one direction is displayed as it is written.
    if scripts_of(inline.text).main == "latin" and scripts_of(inline.text).share("latin") == 1:
        return
    source = document.source.text
    for match in _SIGNED.finditer(source, inline.span.start, inline.span.end):
        if source.startswith(_MARKS, match.end()):
            continue
        place = Span(match.end(), match.end())
        yield Finding(
            Span(*match.span()),
            f'"{match[0]}" stands in a right-to-left text without a direction mark:'
            " its sign is displayed on the wrong side",
            Fix("Add a direction mark", (Edit(place, mark),), Safety.SUGGESTION),
        )
