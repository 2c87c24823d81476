"""A product that was closed, renamed or replaced, by a dated list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.packs import retired
from roadmaplint.rules._shared.prose import text_inlines
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span


class Options(Struct, frozen=True):
    """`ignore`: names to leave alone."""

    ignore: tuple[str, ...] = ()


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per place that names a retired product."""
    known, pattern = retired(document.packs), _pattern(document.packs)
    for _, inline, _ in text_inlines(document):
        for match in pattern.finditer(inline.text):
            name = match[0]
            if name in context.options.ignore or inline.precision != "exact":
                continue
            start = inline.span.start + match.start()
            span = Span(start, start + len(name))
            if document.source.slice(span) != name:
                continue
            entry = known[name]
            instead = f"; name {entry.use} instead" if entry.use else ""
            message = f"stale: {name} {entry.what} ({entry.since}){instead}. See {entry.source}"
            fix = None
            if re.fullmatch(r"[\w .-]+", entry.use) and " or " not in entry.use:
                fix = Fix(f'Write "{entry.use}"', (Edit(span, entry.use),), Safety.SUGGESTION)
            yield Finding(span, message, fix)


@lru_cache(8)
def _pattern(packs: tuple[str, ...]) -> re.Pattern[str]:
    names = sorted(retired(packs), key=lambda name: (-len(name), name))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?![\w.]*\w)")
