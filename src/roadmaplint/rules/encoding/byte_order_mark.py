"""A byte order mark at the start of a UTF-8 file."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span


@rule(on=Source)
def check(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding if the text of a UTF-8 file begins with U+FEFF."""
    if source.encoding.name == "utf-8" and source.text.startswith("\ufeff"):
        mark = Span(0, 1)
        fix = Fix("Remove the byte order mark", (Edit(mark, ""),), Safety.SAFE)
        yield Finding(mark, "the file begins with a byte order mark (EF BB BF)", fix)
