"""Patterns that are compiled when they are first used, so that starting costs nothing."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Waiting:
    """A regular expression that becomes a compiled one when a method is asked for."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._arguments = (pattern, flags)
        self._compiled: re.Pattern[Any] | None = None

    def __getattr__(self, name: str) -> Any:
        """A method or value of the compiled pattern; it is kept, so that it is asked for once."""
        if self._compiled is None:
            self._compiled = re.compile(*self._arguments)
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Like `re.compile`, but the work is done, and errors are raised, when the pattern is used.

    The result has all methods and values of a pattern; the functions of `re` do not take it.
    """
    return cast("re.Pattern[AnyStr]", _Waiting(pattern, flags))
