"""Names for diagnostics that survive edits above them: no line numbers, only what stands there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from msgspec.structs import replace

from roadmaplint.lint.diagnostic import Diagnostic
from roadmaplint.roadmap.project import DocumentFacts
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Location, Source

_MARK = lazy(r"^ {0,3}(?:(#{1,6})[ \t]+([^\r\n]*)|(`{3,}|~{3,}))", re.MULTILINE)
_NUMBER = lazy(r"\d+")
#: More of a spanned text does not make its name better.
_ENOUGH = 500


def fingerprinted(
    diagnostics: Iterable[Diagnostic], source: Source, seen: Counter[str] | None = None
) -> tuple[Diagnostic, ...]:
    """Give the diagnostics of one file, in order, their fingerprints.

    One is made of the rule, the path, the titles above, the text of the spanned lines with spaces
    and letter case folded, and a number among equals, which `seen` counts.
    """
    found = tuple(diagnostics)
    if not found:
        return ()
    trails = Trails(headings_of(source))
    seen = Counter() if seen is None else seen
    named = []
    for diagnostic in found:
        line = diagnostic.location.line
        words = (*trails.at(line), _spanned(source, diagnostic.location))
        named.append(_named(diagnostic, words, seen))
    return tuple(named)


def fingerprinted_facts(
    diagnostics: Iterable[Diagnostic], facts: DocumentFacts | None, seen: Counter[str]
) -> tuple[Diagnostic, ...]:
    """The same where only facts are at hand: the message without numbers stands for the text."""
    headings = facts.headings if facts else ()
    trails = Trails((h.location.line, h.level, fold(h.text)) for h in headings)
    named = []
    for diagnostic in diagnostics:
        words = trails.at(diagnostic.location.line)
        message = fold(_NUMBER.sub("", diagnostic.message))
        named.append(_named(diagnostic, (*words, message), seen))
    return tuple(named)


class Trails:
    """The titles above every line; each heading is looked at once."""

    def __init__(self, headings: Iterable[tuple[int, int, str]]) -> None:
        """Take line, level and folded text of the headings in order."""
        self.lines: list[int] = []
        self.trails: list[tuple[str, ...]] = []
        above: list[tuple[int, str]] = []
        for line, level, text in headings:
            while above and above[-1][0] >= level:
                above.pop()
            above.append((level, text))
            self.lines.append(line)
            self.trails.append(tuple(title for _, title in above))

    def at(self, line: int) -> tuple[str, ...]:
        """The titles above a line, outermost first; a heading stands below itself."""
        index = bisect_right(self.lines, line) - 1
        return self.trails[index] if index >= 0 else ()


def headings_of(source: Source) -> Iterator[tuple[int, int, str]]:
    """Line, level and folded text of every `#` heading outside fences, without a parse."""
    fence = ""
    for mark in _MARK.finditer(source.text):
        if mark[3]:
            if not fence:
                fence = mark[3]
            elif mark[3].startswith(fence):
                fence = ""
        elif not fence:
            yield source.line_at(mark.start()), len(mark[1]), fold(mark[2][:_ENOUGH])


def fold(text: str) -> str:
    """The text in small letters with one space between words."""
    return " ".join(text.split()).casefold()


def _spanned(source: Source, location: Location) -> str:
    start = source.line_starts[location.line - 1]
    last = location.end_line
    if location.end_column == 1 and last > location.line:
        last -= 1
    return fold(source.text[start : min(start + _ENOUGH, source.line_span(last).end)])


def _named(diagnostic: Diagnostic, words: Sequence[str], seen: Counter[str]) -> Diagnostic:
    key = "\0".join((diagnostic.rule, diagnostic.path, *words))
    seen[key] += 1
    data = f"{key}\0{seen[key]}".encode("utf-8", "surrogatepass")
    return replace(diagnostic, fingerprint=blake2b(data, digest_size=16).hexdigest())
