"""Headings deeper than the project wants them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Heading
from roadmaplint.rules._shared.outline import level_name


class Options(Struct, frozen=True):
    """`max_level`: the deepest level that is allowed."""

    max_level: int = 4


@rule(on=Heading, options=Options)
def check(heading: Heading, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding for a heading that is too deep."""
    deepest = context.options.max_level
    if heading.level > deepest:
        level = level_name(heading.level)
        message = f'"{heading.text}" is an {level}; {level_name(deepest)} is the deepest allowed'
        yield Finding(heading.span, message)
