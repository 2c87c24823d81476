"""U+FFFD: the place of a character that is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Line, Source, Span

_RUN = lazy("\ufffd+")
_QUOTES = "`\"'“”‘’«»()"


@rule(on=Source)
def check(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per line with lost characters."""
    if "\ufffd" not in source.text:
        return
    for line in source.lines():
        runs = [match.span() for match in _RUN.finditer(line.text) if not _quoted(line, match)]
        if not runs:
            continue
        start, end = runs[0]
        count = sum(b - a for a, b in runs)
        lost = (
            "a character is lost here"
            if count == 1
            else f"{count} characters of this line are lost"
        )
        span = Span(line.span.start + start, line.span.start + end)
        yield Finding(span, f"{lost} (U+FFFD): some program could not decode the bytes")


def _quoted(line: Line, match: re.Match[str]) -> bool:
    """True for a replacement character that is shown as such."""
    before, after = line.text[: match.start()][-1:], line.text[match.end() :][:1]
    return bool(before) and bool(after) and before in _QUOTES and after in _QUOTES
