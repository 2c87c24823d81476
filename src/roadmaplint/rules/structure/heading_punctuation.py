"""Punctuation at the end of a heading, inside bold text too."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.rules._shared.outline import keeps_anchor
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_NAMES = {".": "full stop", ",": "comma", ":": "colon", ";": "semicolon", "!": "exclamation mark"}
_WIDE = {"。": ".", "，": ",", "：": ":", "；": ";", "！": "!"}
_SHORTCODE = lazy(r":[a-z0-9_+-]+:\Z")
_ENTITY = lazy(r"&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#[xX][0-9A-Fa-f]+);\Z")
_ABBREVIATION = lazy(
    r"(?:\b(?:etc|vs|Inc|Ltd|Co|Corp|Jr|Sr|Dr|St|No|e\.g|i\.e|p\.s|т\.\s?[дпе])|\b[A-Z])\.\Z"
)
_ONLY_NUMBER = lazy(r"\W*(?:[0-9.]+|[IVXivx]+)[.:)]\W*\Z")
_INSIDE = frozenset({"strong", "emphasis", "strike", "link"})


class Options(Struct, frozen=True):
    """`punctuation`: the characters that must not end a heading. `nested`: also inside bold."""

    punctuation: str = ".,;:。，；："
    nested: bool = True


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per heading."""
    options = context.options
    for heading in document.headings:
        if heading.text[-1:] not in options.punctuation or not heading.block:
            continue
        if not _is_closed(heading.text):
            continue
        last = _last_text(heading.block.inlines, nested=options.nested)
        if last is not None:
            finding = _finding(document, heading, last)
            if finding:
                yield finding


def _is_closed(text: str) -> bool:
    """False for dots and colons that belong to a word: `etc.`, `:book:`, `...`, `1.`."""
    if text.endswith(("..", "…")) or _SHORTCODE.search(text) or _ONLY_NUMBER.match(text):
        return False
    return not _ABBREVIATION.search(text)


def _last_text(inlines: tuple[Inline, ...], *, nested: bool) -> Inline | None:
    """The text that a heading ends with."""
    while inlines:
        last = inlines[-1]
        if last.kind == "text":
            return last
        if last.kind not in _INSIDE or not nested:
            return None
        inlines = last.children
    return None


def _finding(document: Document, heading: Heading, last: Inline) -> Finding | None:
    mark = heading.text[-1]
    written = document.source.slice(last.span).rstrip()
    if not written.endswith(mark) or _ENTITY.search(written):
        return None
    end = last.span.start + len(written)
    name = _NAMES.get(_WIDE.get(mark, mark), f'"{mark}"')
    span = Span(end - 1, end)
    message = f"a {name} ends the heading; headings need no punctuation at the end"
    return Finding(span, message, _fix(document, heading, last, span))


def _fix(document: Document, heading: Heading, last: Inline, span: Span) -> Fix | None:
    bare = heading.text[:-1].rstrip()
    if last.precision != "exact" or not bare or bare[-1:] in "\\#":
        return None
    kept = document.source.text[last.span.start : span.start]
    start = last.span.start + len(kept.rstrip())
    if start == last.span.start:
        start = span.start
    safety = Safety.SAFE if keeps_anchor(document, heading, bare) else Safety.UNSAFE
    return Fix("Remove it", (Edit(Span(start, span.end), ""),), safety)
