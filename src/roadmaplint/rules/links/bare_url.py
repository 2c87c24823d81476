"""An address in the text that is a link only where bare addresses are linked."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Link
from roadmaplint.text.edit import Edit


@rule(on=Link)
def check(link: Link, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per bare address; the fix puts angle brackets around it."""
    if link.form != "bare" or link.precision != "exact":
        return
    text = context.source.slice(link.span)
    fix = None
    if text.startswith(("http://", "https://")):
        fix = Fix("put it in angle brackets", (Edit(link.span, f"<{text}>"),), Safety.SAFE)
    yield Finding(link.span, "bare address: only some sites turn it into a link", fix)
