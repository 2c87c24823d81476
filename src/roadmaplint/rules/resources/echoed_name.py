"""A description that begins with the name it describes."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.entries import entries
from roadmaplint.text.lazy import lazy

_SEPARATOR = lazy(r"\s*(?:[-–—:]|--)\s+(?:(?:The|An?)\s+)?")
#: What follows a name that could be left out: a verb, a punctuation mark, or nothing.
_NEEDLESS = lazy(
    r"(?:\.?\Z|[:,;!?](?:\s|\Z)|\.\s"
    r"|\s+(?:is|are|was|has|have|provides|allows|lets|offers|helps|aims|supports|implements|can"
    r"|makes|gives|contains|includes|enables|uses|brings|combines|comes|works|features|stands)\b)"
)


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per entry."""
    for entry in entries(document):
        name, separator = entry.link.text.strip(), _SEPARATOR.match(entry.tail)
        if not name or separator is None:
            continue
        said = entry.tail[separator.end() :]
        if said[: len(name)].casefold() == name.casefold() and _NEEDLESS.match(said[len(name) :]):
            yield Finding(entry.place, f'the description says the name "{name[:60]}" again')
