"""Lines that end in different ways in one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Related, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import NEWLINE, Source, Span

_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "a lone CR"}
#: How many other places a finding names.
SHOWN = 5


class Options(Struct, frozen=True):
    """`style`: the line end that is wanted; `majority` asks only that all are alike."""

    style: Literal["majority", "lf", "crlf"] = "majority"


@rule(on=Source, options=Options)
def check(source: Source, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per file: the first line that ends another way than the rest."""
    style = context.options.style
    if "\r" not in source.text and style != "crlf":
        return
    ends = list(NEWLINE.finditer(source.text))
    counts = Counter(match[0] for match in ends)
    wanted = _wanted(counts, style)
    odd = [Span(*match.span()) for match in ends if match[0] != wanted]
    if not odd:
        return
    kinds = ", ".join(f"{counts[end]} {name}" for end, name in _NAMES.items() if counts[end])
    first = source.slice(odd[0])
    message = (
        f"this line ends with {_NAMES[first]}, {_NAMES[wanted]} is expected ({kinds} in the file)"
    )
    edits = tuple(Edit(span, wanted) for span in odd)
    related = tuple(Related(span, "this one too") for span in odd[1 : SHOWN + 1])
    yield Finding(odd[0], message, Fix("End all lines alike", edits, Safety.SAFE), related)


def _wanted(counts: Counter[str], style: str) -> str:
    """The line end that the file should have; LF where two are equally frequent."""
    if style != "majority":
        return "\n" if style == "lf" else "\r\n"
    return "\r\n" if counts["\r\n"] > counts["\n"] + counts["\r"] else "\n"
