"""Views of a document that several rules ask for: made once, dropped with the document."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from roadmaplint.roadmap.nodes import Document

P = ParamSpec("P")
R = TypeVar("R")

#: The latest document and what was made of it. Threads of an editor's server may look at different
#: documents, so both are replaced at once.
_latest: list[tuple[Document | None, dict[tuple[object, ...], object]]] = [(None, {})]


def shared(
    make: Callable[Concatenate[Document, P], R],
) -> Callable[Concatenate[Document, P], R]:
    """Let a pure function of a document keep its answer while rules look at this document.

    The answer must not be changed by those who get it; further arguments must be hashable.
    """

    @wraps(make)
    def view(document: Document, /, *args: P.args, **kwargs: P.kwargs) -> R:
        latest, made = _latest[0]
        if latest is not document:
            made = {}
            _latest[0] = (document, made)
        key = (make, *args, *kwargs.items())
        if key not in made:
            made[key] = make(document, *args, **kwargs)
        return cast("R", made[key])

    return view
