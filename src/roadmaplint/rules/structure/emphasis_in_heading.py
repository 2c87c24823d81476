"""A heading whose whole text is bold."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.nodes import Heading
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span


@rule(on=Heading)
def check(heading: Heading, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding where one bold text fills the heading."""
    strong = _only(heading.block.inlines) if heading.block else None
    if strong is None or strong.content is None:
        return
    yield Finding(
        strong.span,
        "the whole heading is bold; headings stand out without emphasis",
        _fix(context.source, strong),
    )


def _only(inlines: tuple[Inline, ...]) -> Inline | None:
    """The bold text that is all there is."""
    told = [inline for inline in inlines if inline.kind != "text" or inline.text.strip()]
    if len(told) != 1:
        return None
    if told[0].kind == "emphasis":
        return _only(told[0].children)
    return told[0] if told[0].kind == "strong" else None


def _fix(source: Source, strong: Inline) -> Fix | None:
    """Take the marks away, unless what is left would be read in another way."""
    assert strong.content is not None
    text = source.slice(strong.content)
    if strong.precision != "exact" or text.endswith(("#", "\\")) or text[0] in "#_*":
        return None
    edits = (
        Edit(Span(strong.span.start, strong.content.start), ""),
        Edit(Span(strong.content.end, strong.span.end), ""),
    )
    return Fix("Remove the bold marks", edits, Safety.SAFE)
