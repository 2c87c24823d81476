"""Path patterns: which project-relative paths a list of globs names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate

from roadmaplint.text.lazy import lazy

_BRACES = lazy(r"\{([^{}]*,[^{}]*)\}")
_NOTHING = lazy(r"(?!)")
#: More alternatives than this are taken literally.
_MOST_ALTERNATIVES = 64

#: The parts of a pattern between slashes; None stands for `**`.
Segments = tuple[re.Pattern[str] | None, ...]


class Globs:
    """Patterns for paths with `/`, as people know them from ignore files.

    A pattern without an inner or leading slash holds in every folder, any other one from the root.
    `*` and `?` stay inside a segment, `**` spans folders, `{a,b}` gives alternatives, a trailing
    slash asks for a folder. A folder's pattern holds for everything below it. Matching takes time
    linear in path and pattern, whatever they are.
    """

    __slots__ = ("_anchored", "_names", "patterns")

    def __init__(self, patterns: Iterable[str], *, ignore_case: bool = False) -> None:
        """Compile the patterns; an empty one matches nothing."""
        self.patterns = tuple(patterns)
        self._names: list[tuple[re.Pattern[str], bool]] = []
        self._anchored: list[tuple[Segments, bool]] = []
        flags = re.IGNORECASE if ignore_case else 0
        for pattern in self.patterns:
            for plain in _alternatives(pattern):
                self._add(plain, flags)

    def _add(self, pattern: str, flags: int) -> None:
        folder = pattern.endswith("/")
        text = pattern.removeprefix("./")
        rooted = "/" in text.rstrip("/")
        parts = [part for part in text.split("/") if part]
        if len(parts) > 1 and parts[-1] == "**":
            parts, folder, rooted = parts[:-1], True, True
        segments = tuple(
            None if part == "**" else re.compile(translate(part), flags) for part in parts
        )
        if not segments:
            return
        if rooted or segments[0] is None:
            self._anchored.append((segments, folder))
        else:
            self._names.append((segments[0], folder))

    def __bool__(self) -> bool:
        """True if there is a pattern that can match anything."""
        return bool(self._names or self._anchored)

    def match(self, path: str, *, folder: bool = False) -> bool:
        """True if a pattern names `path` or a folder above it; `folder` says what `path` is."""
        if not self:
            return False
        parts = path.split("/")
        above = parts if folder else parts[:-1]
        for name, only_folder in self._names:
            if any(name.match(part) for part in (above if only_folder else parts)):
                return True
        return any(
            _matches_start(segments, above if only_folder else parts)
            for segments, only_folder in self._anchored
        )


def _alternatives(pattern: str) -> list[str]:
    waiting, done = [pattern], list[str]()
    while waiting:
        text = waiting.pop()
        found = _BRACES.search(text)
        if found is None or len(waiting) + len(done) >= _MOST_ALTERNATIVES:
            done.append(text)
            continue
        waiting += [
            text[: found.start()] + part + text[found.end() :] for part in found[1].split(",")
        ]
    return done


def matches_whole(segments: Segments, parts: list[str]) -> bool:
    """True if the segments use up all parts of a path; `**` may stand for nothing."""
    states = _skipped({0}, segments)
    for part in parts:
        states = _after(states, segments, part)
        if not states:
            return False
    return len(segments) in states


def _matches_start(segments: Segments, parts: list[str]) -> bool:
    """True if the segments use up a leading run of the parts, one at least."""
    states = _skipped({0}, segments)
    for part in parts:
        states = _after(states, segments, part)
        if len(segments) in states:
            return True
    return False


def _after(states: set[int], segments: Segments, part: str) -> set[int]:
    """The states that a part leads to: sets of states, so that nothing is tried twice."""
    reached = set()
    for state in states:
        segment = segments[state] if state < len(segments) else _NOTHING
        if segment is None:
            reached.add(state)
        elif segment.match(part):
            reached.add(state + 1)
    return _skipped(reached, segments)


def _skipped(states: set[int], segments: Segments) -> set[int]:
    reached = set(states)
    for state in states:
        while state < len(segments) and segments[state] is None:
            state += 1  # noqa: PLW2901 - `**` may stand for nothing
            reached.add(state)
    return reached
