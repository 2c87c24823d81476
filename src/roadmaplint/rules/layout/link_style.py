"""Links written in a way that the project does not want."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Link


class Options(Struct, frozen=True):
    """`forbidden`: inline, full, collapsed, shortcut, autolink or bare."""

    forbidden: tuple[str, ...] = ()


@rule(on=Link, options=Options)
def check(link: Link, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding for a link or image of a forbidden form."""
    if link.form is not None and link.form in context.options.forbidden:
        yield Finding(link.span, f"the project does not want {link.form} links")
