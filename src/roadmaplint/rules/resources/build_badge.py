"""A badge of a build in a list that readers come to for its entries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Link
from roadmaplint.text.lazy import lazy

_BUILD = lazy(
    r"travis-ci\.|circleci\.com|/actions/workflows/|/workflows/[^/]+/badge\.svg|appveyor\.com"
    r"|shields\.io/(?:github/(?:actions/)?workflow|travis|circleci|appveyor)|codecov\.io",
    re.IGNORECASE,
)
_WORDS = lazy(r"\bbuild(?: |-)?status\b", re.IGNORECASE)


@rule(on=Link)
def check(link: Link, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per picture; links to such a service are entries like others."""
    del context
    shown = link.kind == "image" or (link.kind == "html" and link.tag == "img")
    if shown and (_BUILD.search(link.target) or _WORDS.search(link.text)):
        yield Finding(link.span, "a badge about a build; readers come for the list")
