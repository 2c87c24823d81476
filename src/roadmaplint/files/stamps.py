"""Stamps of files: what changes when somebody writes them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

#: Time of the last change in nanoseconds, size in bytes, number of the file; None where none is.
Stamp = tuple[int, int, int] | None


def stamps(locations: Iterable[str]) -> Mapping[str, Stamp]:
    """The stamp of every location."""
    return {location: _stamp(location) for location in locations}


def _stamp(location: str) -> Stamp:
    try:
        status = os.stat(location)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
