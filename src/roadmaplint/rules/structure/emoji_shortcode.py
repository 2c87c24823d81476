"""An emoji shortcode in a heading."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.rules._shared.shortcodes import EMOJI
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_SHORTCODE = lazy(r"(?<![\w:]):([a-z0-9_+-]+):(?![\w:])")


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per shortcode that is known."""
    for heading in document.headings:
        if heading.block is None or ":" not in heading.text:
            continue
        for inline in heading.block.inlines:
            if inline.kind != "text" or inline.precision != "exact":
                continue
            written = document.source.slice(inline.span)
            for match in _SHORTCODE.finditer(written):
                if match[1] in EMOJI:
                    start = inline.span.start
                    span = Span(start + match.start(), start + match.end())
                    yield _finding(heading, match[1], span)


def _finding(heading: Heading, name: str, span: Span) -> Finding:
    emoji = EMOJI[name]
    return Finding(
        span,
        f":{name}: is an emoji shortcode, shown raw outside GitHub and part of the anchor "
        f"#{heading.slug}",
        Fix(f"Write {emoji}", (Edit(span, emoji),), Safety.UNSAFE),
    )
