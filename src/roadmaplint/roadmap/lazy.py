"""Patterns that are compiled when they are first asked, so that starting costs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator


class Lazy:
    """A regular expression in waiting; takes the flags of `re.compile`."""

    __slots__ = ("_compiled", "_flags", "_pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        """Keep the pattern as written."""
        self._pattern = pattern
        self._flags = flags
        self._compiled: re.Pattern[str] | None = None

    def get(self) -> re.Pattern[str]:
        """The compiled pattern."""
        if self._compiled is None:
            self._compiled = re.compile(self._pattern, self._flags)
        return self._compiled

    def match(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Like `re.Pattern.match`."""
        return self.get().match(text, start, len(text) if end is None else end)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Like `re.Pattern.search`."""
        return self.get().search(text, start, len(text) if end is None else end)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Like `re.Pattern.fullmatch`."""
        return self.get().fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Like `re.Pattern.finditer`."""
        return self.get().finditer(text)

    def split(self, text: str) -> list[str]:
        """Like `re.Pattern.split`, for patterns without groups."""
        return self.get().split(text)

    def sub(self, new: str, text: str) -> str:
        """Like `re.Pattern.sub`."""
        return self.get().sub(new, text)
