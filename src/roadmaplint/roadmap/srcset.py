"""Reads the addresses in a `srcset` attribute, each with its place."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_ADDRESS = lazy(r"[\s,]*+(\S+)")
#: What may follow an address up to the next one: a width or a density.
_DESCRIPTOR = lazy(r"(?:[^,(]++|\([^)]*+\)?)*+")
_MOST = 64


def candidates(text: str, span: Span) -> Iterator[Span]:
    """The places of the addresses in the value of a `srcset` that stands at `span`.

    An address ends at white space, commas at its end are not part of it; of a very long list only
    the first addresses are given.
    """
    at = span.start
    for _ in range(_MOST):
        match = _ADDRESS.match(text, at, span.end)
        if match is None:
            return
        end = match.end()
        while end > match.start(1) and text[end - 1] == ",":
            end -= 1
        yield Span(match.start(1), end)
        at = match.end()
        if end == at:
            found = _DESCRIPTOR.match(text, at, span.end)
            at = found.end() if found else at
