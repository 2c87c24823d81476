"""Half emoji: one surrogate of a pair, written as three bytes and misread like the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmaplint.text.mojibake.classes import char_class
from roadmaplint.text.mojibake.codecs import SINGLE, page
from roadmaplint.text.mojibake.damage import Kind
from roadmaplint.text.mojibake.gate import Runs
from roadmaplint.text.mojibake.model import model
from roadmaplint.text.mojibake.pool import Piece

#: High surrogates of the planes' parts that hold emoji, the likeliest first.
HIGH = (0xD83D, 0xD83C, 0xD83E)
#: Nats by which the first of them is preferred.
PREFERENCE = 2.0


def find_half_emoji(low: int) -> str:
    """The likeliest emoji whose second surrogate is `low`, "" if no emoji has it."""
    best, best_cost = "", 1e9
    for index, high in enumerate(HIGH):
        char = chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
        if char_class(char) in {"emoji", "skin"}:
            cost = model().cost(f" {char}") + PREFERENCE * (index > 0)
            if cost < best_cost:
                best, best_cost = char, cost
    return best


def halves(runs: Runs) -> Iterator[Piece]:
    """Every misread low surrogate of an emoji that stands without its high one."""
    for codec in SINGLE if runs.pairs else ():
        held = page(codec).held(runs.chars)
        groups = [
            [char for byte, char in held if low <= byte <= high]
            for low, high in ((0xED, 0xED), (0xB0, 0xBF), (0x80, 0xBF))
        ]
        if all(groups):
            pattern = re.compile("".join(f"[{''.join(group)}]" for group in groups))
            for start, _ in runs.search(pattern):
                piece = _piece(runs.text, start, codec)
                if piece:
                    yield piece


def _piece(text: str, start: int, codec: str) -> Piece | None:
    """The emoji for three characters, weighed like any reading."""
    before = text[start : start + 3]
    data = bytes([page(codec).byte_of[ord(char)] for char in before])
    emoji = find_half_emoji(0xDC00 + ((data[1] & 0x0F) << 6) + (data[2] & 0x3F))
    if not emoji:
        return None
    left = text[start - 1] if start else "\n"
    right = text[start + 3 : start + 4] or "\n"
    gain = model().cost(left + before + right) - model().cost(left + emoji + right)
    if gain <= 0:
        return None
    return Piece(start, start + 3, before, emoji, data, gain, ((codec,),), Kind.HALF_EMOJI)
