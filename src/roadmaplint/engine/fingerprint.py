"""Names for diagnostics that survive edits above them: no line numbers, only what stands there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b

from roadmaplint.lint.diagnostic import Diagnostic
from roadmaplint.roadmap.project import DocumentFacts
from roadmaplint.text.source import Location, Source

_MARK = re.compile(r"^ {0,3}(?:(#{1,6})[ \t]+([^\r\n]*)|(`{3,}|~{3,}))", re.MULTILINE)
_NUMBER = re.compile(r"\d+")
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
    headings = headings_of(source)
    seen = Counter() if seen is None else seen
    named = []
    for diagnostic in found:
        line = diagnostic.location.line
        words = (*trail(headings, line), _spanned(source, diagnostic.location))
        named.append(_named(diagnostic, words, seen))
    return tuple(named)


def fingerprinted_facts(
    diagnostics: Iterable[Diagnostic], facts: DocumentFacts | None, seen: Counter[str]
) -> tuple[Diagnostic, ...]:
    """The same where only facts are at hand: the message without numbers stands for the text."""
    headings = [(h.location.line, h.level, fold(h.text)) for h in facts.headings] if facts else []
    named = []
    for diagnostic in diagnostics:
        words = trail(headings, diagnostic.location.line)
        message = fold(_NUMBER.sub("", diagnostic.message))
        named.append(_named(diagnostic, (*words, message), seen))
    return tuple(named)


def headings_of(source: Source) -> list[tuple[int, int, str]]:
    """Line, level and folded text of every `#` heading outside fences, without a parse."""
    found: list[tuple[int, int, str]] = []
    fence = ""
    for mark in _MARK.finditer(source.text):
        if mark[3]:
            if not fence:
                fence = mark[3]
            elif mark[3].startswith(fence):
                fence = ""
        elif not fence:
            found.append((source.line_at(mark.start()), len(mark[1]), fold(mark[2])))
    return found


def trail(headings: Sequence[tuple[int, int, str]], line: int) -> tuple[str, ...]:
    """The titles above a line, outermost first; looks back no further than it must."""
    found: list[str] = []
    level = 7
    for _, depth, text in reversed(headings[: bisect_right(headings, (line, 7, ""))]):
        if depth < level:
            found.append(text)
            level = depth
        if level == 1:
            break
    return tuple(reversed(found))


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
