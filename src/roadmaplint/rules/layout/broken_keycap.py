"""A number of two digits of which only the last is a keycap."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.slug import slug_of
from roadmaplint.rules._shared.masked import masked_blocks
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span

_KEYCAP = "\u20e3"
_BROKEN = re.compile(r"(?<![0-9\u20e3])([0-9]+\ufe0f?)((?:[0-9]\ufe0f?\u20e3)+)")


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per broken number."""
    if _KEYCAP not in document.source.text:
        return
    anchors = {link.target.casefold() for link in document.links if link.target[:1] == "#"}
    for block, start, text in masked_blocks(document):
        for match in _BROKEN.finditer(text):
            digits = "".join(char for char in match[0] if char.isdigit())
            whole = _keycaps(digits)
            span = Span(start + match.start(), start + match.end())
            linked = block.kind == "heading" and f"#{slug_of(block.text)}" in anchors
            safety = Safety.UNSAFE if linked else Safety.SAFE
            yield Finding(
                span,
                f"{digits} is written as a plain digit and a keycap digit, "
                f"a whole keycap emoji is {whole}",
                Fix("Write one keycap", (Edit(span, whole),), safety),
            )


def _keycaps(digits: str) -> str:
    if digits == "10":
        return "🔟"
    return "".join(f"{digit}\ufe0f{_KEYCAP}" for digit in digits)
