"""Read a text as a roadmap."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roadmaplint.markdown.parser import parse
from roadmaplint.roadmap.build import build
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.decode import decode

Read = Callable[[str], Document]


@pytest.fixture
def read() -> Read:
    """A function from a text to its document."""

    def document_of(text: str) -> Document:
        source = decode(text.encode("utf-8", "surrogateescape"), "roadmap.md")
        return build(source, parse(source))

    return document_of
