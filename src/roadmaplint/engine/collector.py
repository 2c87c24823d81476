"""Holds the garbage collector while one text is analysed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """No search for reference cycles inside.

    A tree is made of many objects, all of them in use until it is thrown away as a whole: looking
    through them again and again as they grow in number costs a third of the time and frees nothing.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # what is left counts as old now, and is not searched at once
        gc.enable()
