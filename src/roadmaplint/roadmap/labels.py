"""Labels: the lead-in of an entry before a colon or dash, and paragraphs that head a list."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from roadmaplint.roadmap.emoji import leading_emoji, trailing_emoji
from roadmaplint.roadmap.flat import Flat
from roadmaplint.roadmap.phrases import folded_words, is_cjk, words_of
from roadmaplint.text.fold import fold_case
from roadmaplint.text.lazy import lazy

_COLON = lazy(r"[:：]")
_DASH = lazy(r"\s+[-–—]+\s+")
_LONGEST = 60
_MOST_WORDS = 6


class Label(Struct, frozen=True):
    """A lead-in: `start` to `end` without its colon, `rest` is where the text goes on."""

    start: int
    end: int
    rest: int


@lru_cache(maxsize=1)
def _lead_ins() -> frozenset[str]:
    """Lead-ins that name nothing, folded."""
    return frozenset(word.rstrip(".") for word in folded_words("list.lead_in"))


def read_label(flat: Flat, start: int, end: int) -> Label | None:
    """The label of `text[start:end]`: bold with a colon or dash, or a few words and a colon."""
    return _bold(flat, start, end) or _plain(flat, start, end)


def _bold(flat: Flat, start: int, end: int) -> Label | None:
    """A bold lead-in."""
    text = flat.text
    for mark in flat.marks:
        if mark.inline.kind != "strong" or mark.start != start or mark.end > end:
            continue
        begin, stop = flat.trimmed(mark.start, mark.end)
        inside = stop > begin and text[stop - 1] in ":："
        rest = mark.end
        if inside:
            stop = flat.trimmed(begin, stop - 1)[1]
        elif (match := _COLON.match(text, rest)) or (match := _DASH.match(text, rest)):
            rest = match.end()
        else:
            return None
        return Label(begin, stop, flat.trimmed(rest, end)[0]) if stop > begin else None
    return None


def _plain(flat: Flat, start: int, end: int) -> Label | None:
    """A few words and a colon; a link may follow it, but not hold it."""
    text = flat.masked()
    match = _COLON.search(text, start, min(end, start + _LONGEST))
    if match is None or "\0" in text[start : match.start()]:
        return None
    behind = text[match.end() : match.end() + 1]
    if match.group() == ":" and match.end() < end and not behind.isspace():
        return None
    label = text[start : match.start()].strip()
    words = words_of(fold_case(label))
    if not words or len(words) > _MOST_WORDS or any(mark in label for mark in ".!?。！？;,，"):
        return None
    begin, stop = flat.trimmed(start, match.start())
    return Label(begin, stop, flat.trimmed(match.end(), end)[0])


def heads_list(flat: Flat) -> tuple[int, int] | None:
    """The label of a paragraph that heads the list behind it, as a range of its text.

    Such a paragraph is bold throughout, or at most four words (nine ideographs) with a colon.
    """
    text = flat.text
    start, end = flat.trimmed(0, len(text))
    start = leading_emoji(text, start)[1]
    start, stop = flat.trimmed(start, trailing_emoji(text, start, end))
    if start >= stop or any(mark.inline.target is not None for mark in flat.marks):
        return None
    colon = text[stop - 1] in ":："
    bare = flat.trimmed(start, stop - 1)[1] if colon else stop
    if bare <= start or not _short_or_bold(flat, start, bare, colon):
        return None
    label = fold_case(text[start:bare])
    words = words_of(label)
    named = label.rstrip(".") not in _lead_ins() and not (
        folded_words("sentence.word") & set(words)
    )
    return (start, bare) if named or _is_bold(flat, start, bare) else None


def _short_or_bold(flat: Flat, start: int, end: int, colon: bool) -> bool:
    """The two forms a heading paragraph may have."""
    if _is_bold(flat, start, end):
        return True
    text = flat.text[start:end]
    if not colon or any(char in text for char in ".!?。！？"):
        return False
    return len(text) <= 9 if is_cjk(text) else len(text.split()) <= 4


def _is_bold(flat: Flat, start: int, end: int) -> bool:
    """True if one bold construct holds the whole range."""
    return any(
        mark.inline.kind == "strong" and mark.start <= start and mark.end >= end
        for mark in flat.marks
    )
