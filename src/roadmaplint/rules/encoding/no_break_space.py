"""A no-break space where it breaks Markdown or an anchor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety, Severity
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.rules._shared.characters import damage_of
from roadmaplint.rules._shared.code_places import code_places
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Line, Source, Span
from roadmaplint.text.spans import Spans

_SPACE = "\u00a0\u2007\u202f"
_ANY = lazy(f"[{_SPACE}\u3000]")
_INDENT = lazy(f"[ \\t]*[{_SPACE}][ \\t{_SPACE}]*")
_HEADING = lazy(f"[ \\t>]*#{{1,6}}([ \\t]*[{_SPACE}\u3000][ \\t{_SPACE}\u3000]*)")
_BULLET = lazy(f"[ \\t>]*[-*+](\\s*[{_SPACE}\u3000][ \\t{_SPACE}\u3000]*)")
_NUMBER = lazy(f"[ \\t>]*[0-9]{{1,9}}[.)](\\s*[{_SPACE}\u3000][ \\t{_SPACE}\u3000]*)")
_MARKERS = ((_HEADING, "after #"), (_BULLET, "after a list marker"), (_NUMBER, "after a number"))
_TITLE = lazy(f"(?<=[^\\W\\d])([{_SPACE}]+)(?=[^\\W\\d])")
#: Where a plain space may change data, make code of text or an item of a sentence.
_UNSURE = {"in code", "in an indent", "after a number"}
#: Trees of folders are drawn with no-break spaces on purpose.
_DRAWN = lazy(r"[│├└─]")
_HEAD = lazy(r"[ \t>]*#{1,6}\s")


@rule(on=Source)
def check(source: Source, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per no-break space after a marker, in an indent, between words of a title
    and in code."""
    if source.text.isascii() or _ANY.search(source.alphabet) is None:
        return
    damaged = Spans([damage.span for damage in damage_of(source.text)])
    code = code_places(context.document)
    for line in source.lines():
        if _ANY.search(line.text) is None:
            continue
        for span, where in _places(line, code):
            if not damaged.touch(span):
                yield _finding(source, span, where)


def _places(line: Line, code: Spans) -> Iterator[tuple[Span, str]]:
    """Spans of spaces in a line, and where they are."""
    base = line.span.start
    if code.touch(line.span) and not _DRAWN.search(line.text):
        for match in re.finditer(f"[{_SPACE}]+", line.text):
            span = Span(base + match.start(), base + match.end())
            if code.touch(span):
                yield span, "in code"
    for pattern, where in _MARKERS:
        marked = pattern.match(line.text)
        if marked and not code.touch(Span(base + marked.start(1), base + marked.end(1))):
            yield Span(base + marked.start(1), base + marked.end(1)), where
    indent = _INDENT.match(line.text)
    if indent and indent.end() < len(line.text) and not code.touch(line.span):
        yield Span(base, base + indent.end()), "in an indent"
    if _HEAD.match(line.text):
        for match in _TITLE.finditer(line.text):
            yield Span(base + match.start(), base + match.end()), "in a title"


def _finding(source: Source, span: Span, where: str) -> Finding:
    spaces = _ANY.sub(" ", source.slice(span))
    if where.startswith("after"):
        spaces = " "
    char = next(c for c in source.slice(span) if _ANY.match(c))
    safety = Safety.UNSAFE if where in _UNSURE else Safety.SAFE
    effect = {
        "in code": "a program does not take it for a space",
        "in a title": "the title's anchor loses the gap between the words",
    }.get(where, "Markdown does not take it for a space")
    fix = Fix("Put a plain space", (Edit(span, spaces),), safety)
    severity = Severity.INFO if where == "in a title" else None
    name = "ideographic space" if char == "\u3000" else "no-break space"
    return Finding(span, f"{name} (U+{ord(char):04X}) {where}: {effect}", fix, severity=severity)
