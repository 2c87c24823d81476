"""One file as its rules see it: parsed at most once, and only when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TypeVar

from roadmaplint.markdown.tokens import Markdown
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.source import Source

T = TypeVar("T")

#: Where the subjects of the tree tier stand in a document, by the name of their type.
_SUBJECTS: dict[str, Callable[[Document], Iterable[object]]] = {
    "Document": lambda document: (document,),
    "Heading": lambda document: document.headings,
    "Section": lambda document: document.sections,
    "Topic": lambda document: document.topics,
    "Resource": lambda document: document.resources,
    "Link": lambda document: document.links,
    "Table": lambda document: document.tables,
    "Comment": lambda document: document.comments,
}


class Unparsable(Exception):
    """The parser failed on a text, which is a fault of the parser."""


class _Memory:
    """The latest text that was parsed, with its tokens; both change hands at once."""

    latest: tuple[str, Markdown] | None = None


_memory = _Memory()


def parsed(source: Source) -> Markdown:
    """The tokens of a text; those of the latest text are kept.

    A repair compares a text with what fixes make of it: the one was parsed for its analysis just
    before, the other will be for its analysis right after. Raises what the parser raises.
    """
    from roadmaplint.markdown.parser import parse

    latest = _memory.latest
    if latest is None or latest[0] != source.text:
        latest = _memory.latest = None  # two large trees at a time take twice the memory
        latest = _memory.latest = (source.text, parse(source))
    return latest[1]


class Reading:
    """A source and, on demand, its tokens and its document."""

    def __init__(self, source: Source, is_roadmap: bool, packs: tuple[str, ...] = ()) -> None:
        """Take the text; nothing is parsed yet."""
        self.source = source
        self.packs = packs
        self.is_roadmap = is_roadmap
        self.failure: Exception | None = None

    @cached_property
    def markdown(self) -> Markdown:
        """The tokens. Raises Unparsable."""
        return self._fenced(lambda: parsed(self.source))

    @cached_property
    def _document(self) -> Document:
        from roadmaplint.roadmap.build import build

        markdown = self.markdown
        return self._fenced(lambda: build(self.source, markdown, self.is_roadmap, self.packs))

    def document(self) -> Document:
        """The typed tree. Raises Unparsable."""
        return self._document

    def subjects(self, kind: str) -> Iterable[object]:
        """Everything of one subject type, in document order. Raises Unparsable."""
        if kind == "Source":
            return (self.source,)
        if kind == "Line":
            return self.source.lines()
        return _SUBJECTS[kind](self._document)

    def _fenced(self, work: Callable[[], T]) -> T:
        if self.failure is not None:
            raise Unparsable from self.failure
        try:
            return work()
        except Exception as error:
            self.failure = error
            raise Unparsable from error
