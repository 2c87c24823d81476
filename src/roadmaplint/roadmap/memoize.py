"""Views of a document that several rules ask for: made once, dropped with the document."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from roadmaplint.roadmap.nodes import Document

P = ParamSpec("P")
R = TypeVar("R")


class _Memory:
    """What was made of the latest document, by the function and its other arguments.

    Threads of an editor's server may look at different documents: both change hands at once.
    """

    def __init__(self) -> None:
        self._latest: tuple[Document | None, dict[tuple[object, ...], object]] = (None, {})

    def of(self, document: Document) -> dict[tuple[object, ...], object]:
        """What was made of this document so far."""
        latest = self._latest
        if latest[0] is not document:
            self._latest = latest = (document, {})
        return latest[1]


_memory = _Memory()


def shared(
    make: Callable[Concatenate[Document, P], R],
) -> Callable[Concatenate[Document, P], R]:
    """Let a pure function of a document keep its answer while rules look at this document.

    The answer must not be changed by those who get it; further arguments must be hashable.
    """

    @wraps(make)
    def view(document: Document, /, *args: P.args, **kwargs: P.kwargs) -> R:
        made = _memory.of(document)
        key = (make, *args, *kwargs.items())
        if key not in made:
            made[key] = make(document, *args, **kwargs)
        return cast("R", made[key])

    return view
