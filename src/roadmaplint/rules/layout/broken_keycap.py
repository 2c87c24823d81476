"""A number of two digits of which only the last is a keycap."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.slug import slug_of
from roadmaplint.rules._shared.characters import damage_of
from roadmaplint.rules._shared.masked import masked_blocks
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_KEYCAP = "\u20e3"
_BROKEN = lazy(r"(?<![0-9\u20e3])([0-9]+\ufe0f?)((?:[0-9]\ufe0f?\u20e3)+)")


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per broken number, in damaged text too: repaired, it is still broken."""
    text = document.source.text
    if not text.isascii():
        for damage in damage_of(text):
            match = _BROKEN.search(damage.after)
            if match and damage.before != damage.after:
                yield Finding(damage.span, _message(_digits(match[0])))
    if _KEYCAP not in text:
        return
    anchors = {link.target.casefold() for link in document.links if link.target[:1] == "#"}
    for block, start, text in masked_blocks(document):
        for match in _BROKEN.finditer(text):
            digits = _digits(match[0])
            whole = _keycaps(digits)
            span = Span(start + match.start(), start + match.end())
            linked = block.kind == "heading" and f"#{slug_of(block.text)}" in anchors
            safety = Safety.UNSAFE if linked else Safety.SAFE
            fix = Fix("Write one keycap", (Edit(span, whole),), safety)
            yield Finding(span, _message(digits), fix)


def _message(digits: str) -> str:
    whole = _keycaps(digits)
    return (
        f"{digits} is written as a plain digit and a keycap digit, a whole keycap emoji is {whole}"
    )


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _keycaps(digits: str) -> str:
    if digits == "10":
        return "🔟"
    return "".join(f"{digit}\ufe0f{_KEYCAP}" for digit in digits)
