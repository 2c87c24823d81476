"""A section about the repository itself, such as its licence, inside the last stage."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document, Section
from roadmaplint.rules._shared.outline import level_name


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per such section."""
    stages = [section for section in document.root.sections if _is_stage(section)]
    if not document.is_roadmap or len(stages) < 2:
        return
    last = stages[-1]
    if document.root.sections[-1] is not last or not last.sections:
        return
    for section in last.sections:
        if section.role == "meta":
            yield Finding(
                section.span,
                f'"{section.title}" stands inside "{last.title}": as an {level_name(last.level)} '
                "it would be a section of its own",
            )


def _is_stage(section: Section) -> bool:
    numbered = section.stage is not None or section.number is not None
    return numbered and section.role != "meta"
