"""A file whose last line has no end."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.rules._shared.rows import line_end
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span


@rule(on=Source)
def check(source: Source, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding at the end of the file."""
    text = source.text
    if not text.strip("\ufeff") or text.endswith(("\n", "\r")):
        return
    end = len(text)
    fix = Fix("End the line", (Edit(Span(end, end), line_end(source)),), Safety.SAFE)
    yield Finding(Span(end - 1, end), "the last line does not end with a line end", fix)
