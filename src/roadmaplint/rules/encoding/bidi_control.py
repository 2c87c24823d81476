"""Controls of writing direction that can make text look other than it is."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.rules._shared.characters import named
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Line, Source, Span

_CONTROLS = lazy("[\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = lazy("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_EMBEDDINGS = frozenset("\u202a\u202b\u202d\u202e")
_ISOLATES = frozenset("\u2066\u2067\u2068")
_OVERRIDES = frozenset("\u202d\u202e")
_CLOSERS = {"\u202c": _EMBEDDINGS, "\u2069": _ISOLATES}


@rule(on=Source)
def check(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per control that is unpaired, overrides, or has nothing to direct."""
    if source.text.isascii() or _CONTROLS.search(source.alphabet) is None:
        return
    for line in source.lines():
        if _CONTROLS.search(line.text):
            directed = _RIGHT_TO_LEFT.search(line.text) is not None
            for index, why in _judge(line, directed=directed):
                at = line.span.start + index
                span = Span(at, at + 1)
                fix = Fix("Remove the control", (Edit(span, ""),), Safety.SUGGESTION)
                yield Finding(span, f"{named(line.text[index])} {why}", fix)


def _judge(line: Line, *, directed: bool) -> Iterator[tuple[int, str]]:
    """Offsets in a line and what is wrong there, in order."""
    lone, open_ = _unpaired(line.text)
    for match in _CONTROLS.finditer(line.text):
        index, char = match.start(), match[0]
        if index in open_:
            yield index, "is never closed on its line"
        elif index in lone:
            yield index, "closes nothing"
        elif char in _OVERRIDES:
            yield index, "makes text look reordered"
        elif not directed and char not in _CLOSERS:
            yield index, "stands in text that runs left to right"


def _unpaired(text: str) -> tuple[set[int], set[int]]:
    """Offsets of closers without an opener, and of openers without a closer."""
    lone: set[int] = set()
    stack: list[int] = []
    for match in _CONTROLS.finditer(text):
        kinds = _CLOSERS.get(match[0])
        if kinds is None:
            stack.append(match.start())
            continue
        for depth in range(len(stack) - 1, -1, -1):
            if text[stack[depth]] in kinds:
                del stack[depth]
                break
        else:
            lone.add(match.start())
    return lone, set(stack)
