"""Where the lines of a text are, asked for many places."""

from __future__ import annotations

from bisect import bisect_right

from roadmaplint.text.lazy import lazy

_END = lazy(r"[\r\n]")


class Lines:
    """The lines of a text by offset; built once, asked in logarithmic time."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, text: str) -> None:
        """Note every line end; CRLF makes an empty line, which no place is in."""
        self._ends = [match.start() for match in _END.finditer(text)]
        self._starts = [0, *(end + 1 for end in self._ends)]
        self._ends.append(len(text))

    def around(self, offset: int) -> tuple[int, int]:
        """Start and end (without its line end) of the line that holds an offset."""
        index = bisect_right(self._starts, offset) - 1
        return self._starts[index], self._ends[index]
