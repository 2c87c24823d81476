"""Two topics that run together because a line end got lost."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.seams import seams
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span


@rule(on=Document)
def check(document: Document, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per place where one topic runs into the next."""
    for seam in seams(document):
        edit = Edit(Span(seam.at, seam.at), "\n" + seam.marker)
        yield Finding(
            seam.word,
            f'two topics are glued together: "{seam.left}" and "{seam.right}"',
            Fix("Split into two items", (edit,), Safety.SUGGESTION) if seam.marker else None,
        )
