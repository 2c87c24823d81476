"""A roadmap in which hardly any topic or resource can be recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Severity
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_CLAIM = lazy(r"road\s?map|curriculum|learning path|syllabus|路线图|дорожная карта", re.IGNORECASE)


class Options(Struct, frozen=True):
    """`minimum`: how many topics and resources together make a roadmap."""

    minimum: int = 3


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding for too few topics and resources; info if nothing says roadmap."""
    if not document.is_roadmap or not document.source.text.strip():
        return
    count = len(document.topics) + len(document.resources)
    if count >= context.options.minimum:
        return
    root = document.root
    claims = _CLAIM.search(f"{document.source.path} {root.title or ''}") is not None
    place = root.title_span or Span(0, min(1, len(document.source.text)))
    yield Finding(
        place,
        f"{count} topics and resources recognised, at least {context.options.minimum} expected "
        "of a roadmap; if this is none, leave it out of [project] roadmaps",
        severity=None if claims else Severity.INFO,
    )
