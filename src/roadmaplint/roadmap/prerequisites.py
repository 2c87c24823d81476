"""What has to be known first: cells and labels that name courses, sections and links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmaplint.lexicon import words
from roadmaplint.roadmap.context import Context
from roadmaplint.roadmap.flat import Flat
from roadmaplint.roadmap.labels import Label
from roadmaplint.roadmap.phrases import PhraseTable
from roadmaplint.roadmap.resources.build import leads_away
from roadmaplint.roadmap.values import Prerequisite
from roadmaplint.text.fold import fold_case
from roadmaplint.text.lazy import lazy

_NOTHING = frozenset(
    (
        "",
        "none",
        "no",
        "n/a",
        "na",
        "-",
        "–",
        "—",
        "无",
        "無",
        "なし",
        "없음",
        "нет",
        "ninguno",
        "nenhum",
        "aucun",
        "keine",
        "yok",
        "nothing",
        "?",
        "x",
    )
)
_CUT = lazy(r"\s*(?:[,;，、；\n]|<br>)\s*")
_JOIN = lazy(r"\s*(?:&|\band\b|\+)\s*")
#: A longer cell says more than what it takes.
_LONGEST = 2000
_LABEL = PhraseTable({"prerequisites": words("section.word.prerequisites")})


def from_label(context: Context, flat: Flat, label: Label, end: int) -> Iterator[Prerequisite]:
    """Prerequisites behind a label like `Prerequisites:`."""
    if _LABEL.whole(flat.text[label.start : label.end]) and label.rest < end:
        yield from in_text(context, flat, label.rest, end)


def course_key(text: str) -> str:
    """A course's name as it is compared."""
    return " ".join(fold_case(text).replace("-", " ").split())


def in_text(context: Context, flat: Flat, start: int, end: int) -> Iterator[Prerequisite]:
    """The prerequisites that a range of a text enumerates.

    Names of courses in this document are found first, because they hold commas themselves.
    """
    start, end = flat.trimmed(start, end)
    if end - start > _LONGEST:
        return
    if fold_case(flat.text[start:end]).strip(" .*") in _NOTHING:
        return
    at = start
    for begin, stop, target in _courses(context, flat.text, start, end):
        yield from _free(context, flat, at, begin)
        yield Prerequisite(flat.text[begin:stop], flat.span(begin, stop), _url(flat, begin), target)
        at = stop
    yield from _free(context, flat, at, end)


def _courses(context: Context, text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Names of known courses in a range, the longest first where they overlap."""
    folded = text.casefold().replace("-", " ")
    found: list[tuple[int, int, str]] = []
    if len(folded) != len(text):
        return found
    for name, title in context.courses.items():
        at = folded.find(name, start, end)
        stop = at + len(name)
        if at < 0 or any(at < other[1] and other[0] < stop for other in found):
            continue
        before, behind = folded[at - 1 : at], folded[stop : stop + 1]
        if not (before.isalnum() and at > start) and not (behind.isalnum() and stop < end):
            found.append((at, stop, title))
    return sorted(found)


def _free(context: Context, flat: Flat, start: int, end: int) -> Iterator[Prerequisite]:
    """Prerequisites between the known names: what the commas set apart."""
    text = flat.text
    edges = [start]
    depth = 0
    for at in range(start, end):
        depth += text[at] in "(（["
        depth -= text[at] in ")）]" and depth > 0
        cut = None if depth else _CUT.match(text, at, end)
        if cut is not None and cut.group().strip():
            edges += [at, cut.end()]
    edges.append(end)
    for first, last in zip(edges[::2], edges[1::2], strict=False):
        begin, stop = _trim(flat, first, last)
        if stop > begin and any(char.isalnum() for char in text[begin:stop]):
            target = _target(context, text[begin:stop])
            yield Prerequisite(text[begin:stop], flat.span(begin, stop), _url(flat, begin), target)


def _trim(flat: Flat, start: int, end: int) -> tuple[int, int]:
    """A range without white space and joining words at its ends."""
    start, end = flat.trimmed(start, end)
    if match := _JOIN.match(flat.text, start, end):
        start = match.end()
    text = flat.text
    while end > start and text[end - 1] in " &+.,;":
        end -= 1
    if text[start:end].casefold().endswith(" and"):
        end -= 4
    return flat.trimmed(start, end)


def _target(context: Context, text: str) -> str | None:
    """The course that a shortened name means: `Calculus 1A (all)` is `Calculus 1A: Limits`."""
    name = course_key(re.sub(r"\s*\([^()]*\)\s*", " ", text)).strip()
    if len(name) < 3:
        return None
    for known, title in context.courses.items():
        if known == name or (known.startswith(name) and not known[len(name)].isalnum()):
            return title
    return context.keys.get(name)


def _url(flat: Flat, start: int) -> str | None:
    """The address that a prerequisite is linked to."""
    for mark in flat.links:
        if mark.start <= start < mark.end and leads_away(mark.inline.target):
            return mark.inline.target
    return None
