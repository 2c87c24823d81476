"""Control characters that no text needs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.rules._shared.characters import damage_of
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Line, Source, Span
from roadmaplint.text.spans import Spans

_CONTROL = lazy("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ESCAPE = "\x1b(?:\\[[0-9;?]*[ -/]*[@-~]|[@-Z\\\\-_])"
_RUN = lazy(f"(?:{_ESCAPE}|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f])+")
_NAMES = {"\x00": "NUL", "\x08": "backspace", "\x0b": "vertical tab", "\x0c": "form feed"}
_NAMES |= {"\x1b": "escape", "\x7f": "delete"}


@rule(on=Source)
def check(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per line with control characters, damage of other rules left out."""
    text = source.text
    if _CONTROL.search(source.alphabet) is None or text[:2000].count("\0") * 4 >= len(text[:2000]):
        return
    damaged = Spans([damage.span for damage in damage_of(text)])
    for line in source.lines():
        runs = [_span(line, match) for match in _RUN.finditer(line.text)]
        runs = [span for span in runs if not damaged.touch(span)]
        if runs:
            yield _finding(source, runs)


def _span(line: Line, match: re.Match[str]) -> Span:
    return Span(line.span.start + match.start(), line.span.start + match.end())


def _finding(source: Source, runs: list[Span]) -> Finding:
    first = source.slice(runs[0])[0]
    name = _NAMES.get(first, "a control character")
    more = f" (and {len(runs) - 1} more on this line)" if len(runs) > 1 else ""
    meant = _meant(source.slice(runs[0])) if "\x80" <= first <= "\x9f" else ""
    hint = f", in Windows-1252 {meant}" if meant else ""
    message = f"U+{ord(first):04X} is {name}{hint}{more}"
    edits = tuple(Edit(span, _meant(source.slice(span))) for span in runs)
    title = "Write the characters meant" if meant else "Remove the control characters"
    return Finding(runs[0], message, Fix(title, edits, Safety.UNSAFE))


def _meant(text: str) -> str:
    """C1 controls as Windows-1252 has them; others say nothing."""
    return "".join(
        bytes([ord(char)]).decode("cp1252", "ignore") for char in text if "\x80" <= char <= "\x9f"
    )
