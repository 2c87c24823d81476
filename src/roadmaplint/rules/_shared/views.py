"""Views of a document that several rules ask for: made once, dropped with the document."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from roadmaplint.roadmap.nodes import Document

P = ParamSpec("P")
R = TypeVar("R")


class _Memory:
    """What was made of the latest document, by the function and its other arguments."""

    def __init__(self) -> None:
        self.document: Document | None = None
        self.made: dict[tuple[object, ...], object] = {}


_memory = _Memory()


def shared(
    make: Callable[Concatenate[Document, P], R],
) -> Callable[Concatenate[Document, P], R]:
    """Let a pure function of a document keep its answer while rules look at this document.

    The answer must not be changed by those who get it; further arguments must be hashable.
    """

    @wraps(make)
    def view(document: Document, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if _memory.document is not document:
            _memory.document, _memory.made = document, {}
        key = (make, *args, *kwargs.items())
        if key not in _memory.made:
            _memory.made[key] = make(document, *args, **kwargs)
        return cast("R", _memory.made[key])

    return view
