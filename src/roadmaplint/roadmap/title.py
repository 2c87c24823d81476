"""A heading's text taken apart: emoji, number, the clean title, stage and durations."""

from __future__ import annotations

from msgspec import Struct

from roadmaplint.roadmap.duration import Stretch, stretches
from roadmaplint.roadmap.emoji import leading_emoji, trailing_emoji
from roadmaplint.roadmap.flat import Flat
from roadmaplint.roadmap.number import Numbering, read_number
from roadmaplint.roadmap.stage import stage_of
from roadmaplint.roadmap.values import Number, Stage


class TitleParts(Struct, frozen=True):
    """What a title is made of; `start` and `end` enclose the clean title in the text."""

    title: str
    start: int
    end: int
    emoji: str
    number: Number | None
    stage: Stage | None
    stretches: tuple[Stretch, ...]


def read_title(flat: Flat) -> TitleParts:
    """Take a heading apart. A title is never empty where its text is not."""
    text = flat.text
    start, end = flat.trimmed(0, len(text))
    emoji, at = ("", start) if _is_counter(text, start) else leading_emoji(text, start)
    numbering = read_number(text, at)
    if numbering is not None:
        at = max(at, numbering.rest)
        behind, at = leading_emoji(text, at)
        emoji = emoji or behind
    stop = _stop(text, at, end)
    if at >= stop:
        at, stop = (numbering.start, end) if numbering else (start, end)
    title = text[at:stop]
    found = stretches(flat.masked())
    number = None
    if numbering is not None:
        raw = text[numbering.start : numbering.end]
        span = flat.span(numbering.start, numbering.end)
        number = Number(raw, numbering.path, numbering.style, span)
    stage = stage_of(title, numbering, found, text)
    return TitleParts(title, at, stop, emoji, number, stage, tuple(found))


def _is_counter(text: str, at: int) -> bool:
    """True for the symbols that are numbers and not pictures."""
    return at < len(text) and (text[at] == "🔟" or "\u2776" <= text[at] <= "\u277f")


def clean_title(text: str) -> str:
    """The clean title of a plain text."""
    flat = Flat()
    flat.add(text, 0)
    return read_title(flat).title


def _stop(text: str, start: int, end: int) -> int:
    """Where a title ends without its trailing emoji, colon and written id."""
    if text.endswith("}", start, end):
        at = text.rfind("{#", start, end)
        end = at if at > start and " " not in text[at:end] else end
    while True:
        stop = trailing_emoji(text, start, end)
        while stop > start and text[stop - 1] in ":： \t":
            stop -= 1
        if stop == end:
            return end
        end = stop


def numbered(text: str) -> Numbering | None:
    """The number in front of a plain text, behind an emoji too."""
    return read_number(text, leading_emoji(text, len(text) - len(text.lstrip()))[1])
