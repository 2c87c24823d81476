"""Unified diffs of repairs, as `patch` and `git apply` read them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from roadmaplint.report.style import Role, Style
from roadmaplint.text.lazy import lazy

CONTEXT = 3
_QUOTED = lazy(r'["\\\x00-\x1f\x7f]')


class _Change(NamedTuple):
    """Lines `[start, stop)` of the old text become lines `[begin, end)` of the new one."""

    start: int
    stop: int
    begin: int
    end: int


def render_diff(before: str, after: str, path: str, style: Style) -> str:
    """The change of one file; empty if there is none.

    Lines are kept exactly, carriage returns and undecodable bytes (lone surrogates) too, so that
    the patch applies: write it with the error handler `surrogateescape`. For a person's screen
    (`style.terminal`) unsafe characters are shown as escapes instead.
    """
    if before == after:
        return ""
    old, new = _lines(before), _lines(after)
    out = [_head("---", "a/", path, style), _head("+++", "b/", path, style)]
    for hunk in _hunks(list(_changes(old, new))):
        out += _hunk(hunk, old, new, style)
    return "".join(out)


def _lines(text: str) -> list[str]:
    """Lines with their `\\n`, the only line end that patches know."""
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _changes(old: list[str], new: list[str]) -> Iterator[_Change]:
    """The changed ranges in order: between lines that both texts hold exactly once."""
    start = begin = 0
    for stop, end in (*_anchors(old, new), (len(old), len(new))):
        yield from _gap(old, new, _Change(start, stop, begin, end))
        start, begin = stop + 1, end + 1


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """The longest rising run of places of lines that stand once in each text (patience)."""
    places = _single(new)
    best: list[int] = []
    chain: list[tuple[int, int, int]] = []
    tips: list[int] = []
    for at, line in ((at, line) for line, at in _single(old).items() if line in places):
        slot = bisect_left(best, places[line])
        chain.append((at, places[line], tips[slot - 1] if slot else -1))
        best[slot : slot + 1] = [places[line]]
        tips[slot : slot + 1] = [len(chain) - 1]
    found = []
    link = tips[-1] if tips else -1
    while link >= 0:
        found.append(chain[link][:2])
        link = chain[link][2]
    return found[::-1]


def _single(lines: list[str]) -> dict[str, int]:
    """The lines that stand once, in order, with their index."""
    counts = Counter(lines)
    return {line: at for at, line in enumerate(lines) if counts[line] == 1}


def _gap(old: list[str], new: list[str], gap: _Change) -> Iterator[_Change]:
    """The changes of a range without anchors; line by line if the lines are as many."""
    start, stop, begin, end = gap
    while start < stop and begin < end and old[start] == new[begin]:
        start, begin = start + 1, begin + 1
    while start < stop and begin < end and old[stop - 1] == new[end - 1]:
        stop, end = stop - 1, end - 1
    if stop - start != end - begin:
        yield _Change(start, stop, begin, end)
        return
    for step in range(stop - start):
        if old[start + step] != new[begin + step]:
            yield _Change(start + step, start + step + 1, begin + step, begin + step + 1)


def _hunks(changes: list[_Change]) -> Iterator[list[_Change]]:
    """Changes whose context would touch, together; neighbours become one change."""
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change.start == hunk[-1].stop and change.begin == hunk[-1].end:
            hunk[-1] = _Change(hunk[-1].start, change.stop, hunk[-1].begin, change.end)
        elif hunk and change.start - hunk[-1].stop > 2 * CONTEXT:
            yield hunk
            hunk = [change]
        else:
            hunk.append(change)
    if hunk:
        yield hunk


def _hunk(hunk: list[_Change], old: list[str], new: list[str], style: Style) -> Iterator[str]:
    start = max(0, hunk[0].start - CONTEXT)
    stop = min(len(old), hunk[-1].stop + CONTEXT)
    begin = hunk[0].begin - (hunk[0].start - start)
    end = hunk[-1].end + (stop - hunk[-1].stop)
    title = f"@@ -{_range(start, stop)} +{_range(begin, end)} @@"
    yield style.paint("title", title) + "\n"
    at = start
    for change in hunk:
        yield from (_line(" ", old[i], None, style) for i in range(at, change.start))
        yield from (_line("-", old[i], "removed", style) for i in range(change.start, change.stop))
        yield from (_line("+", new[i], "added", style) for i in range(change.begin, change.end))
        at = change.stop
    yield from (_line(" ", old[i], None, style) for i in range(at, stop))


def _range(start: int, stop: int) -> str:
    """A hunk's range; an empty one names the line before it."""
    count = stop - start
    if count == 1:
        return str(start + 1)
    return f"{start + 1 if count else start},{count}"


def _line(sign: str, line: str, role: Role | None, style: Style) -> str:
    body = line.removesuffix("\n")
    shown = sign + (_on_screen(body, style) if style.terminal else body)
    end = "\n" if line.endswith("\n") else "\n\\ No newline at end of file\n"
    return (style.paint(role, shown) if role else shown) + end


def _on_screen(body: str, style: Style) -> str:
    return "\t".join(style.clean(part) for part in body.split("\t"))


def _head(sign: str, prefix: str, path: str, style: Style) -> str:
    name = prefix + path
    if _QUOTED.search(name):
        name = '"' + _QUOTED.sub(_quote, name) + '"'
    elif " " in name:
        # a tab ends a name that holds spaces
        name += "\t"
    if style.terminal:
        name = _on_screen(name, style)
    return style.paint("path", f"{sign} {name}") + "\n"


def _quote(match: re.Match[str]) -> str:
    char = match[0]
    return f"\\{char}" if char in '"\\' else f"\\{ord(char):03o}"
