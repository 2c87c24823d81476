"""Where a text could be misread UTF-8: cheap expressions built from the characters it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from roadmaplint.text.mojibake.codecs import DOUBLE, SINGLE, encoder, page

#: Strict UTF-8 of more than ASCII, and CESU-8 pairs, as bytes.
SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]"
    rb"|\xe0[\xa0-\xbf][\x80-\xbf]"
    rb"|\xed(?:[\x80-\x9f][\x80-\xbf]|[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf])"
    rb"|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}"
    rb"|[\xf1-\xf3][\x80-\xbf]{3}"
    rb"|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)


class Stretch(NamedTuple):
    """A maximal piece of text whose bytes under a page may hold UTF-8; offsets into the text."""

    codec: str
    start: int
    end: int


def stretches(text: str, chars: frozenset[str]) -> Iterator[Stretch]:
    """All stretches of a text, page by page; `chars` are the distinct non-ASCII characters."""
    for codec in SINGLE:
        yield from single_stretches(text, chars, codec)
    if any(char >= "\u2e80" for char in chars):
        for codec in DOUBLE:
            double = double_pattern(codec, chars)
            if double is not None:
                yield from (Stretch(codec, start, end) for start, end in double.find(text))


def single_stretches(
    text: str, chars: frozenset[str], codec: str, *, spaced: bool = False
) -> Iterator[Stretch]:
    """The stretches under one single-byte page; `spaced` as in `single_pattern`."""
    pattern = single_pattern(codec, chars, spaced=spaced)
    if pattern is not None:
        for match in pattern.finditer(text):
            yield Stretch(codec, match.start(), match.end())


def _set(chars: list[str]) -> str:
    """A character class, or one that matches nothing."""
    return f"[{''.join(map(re.escape, chars))}]" if chars else r"(?!)"


@lru_cache(maxsize=64)
def single_pattern(codec: str, chars: frozenset[str], *, spaced: bool) -> re.Pattern[str] | None:
    """Runs of UTF-8 sequences as a page shows them; None if the text cannot hold any.

    `spaced` lets a space stand for the no-break space that an editor replaced.
    """
    byte_of = page(codec).byte_of
    held: list[tuple[int, str]] = [(byte_of[ord(c)], c) for c in chars if ord(c) in byte_of]
    if spaced:
        held.append((0xA0, " "))

    def images(low: int, high: int) -> list[str]:
        return [char for byte, char in held if low <= byte <= high]

    two, three, four = images(0xC2, 0xDF), images(0xE0, 0xEF), images(0xF0, 0xF4)
    more = images(0x80, 0xBF)
    if not more or not (two or three or four):
        return None
    rest = _set(more)
    kinds = []
    if two:
        kinds.append(_set(two) + rest)
    if three:
        kinds.append(_natural(codec) + _set(three) + rest + "{2}")
    if four:
        kinds.append(_natural(codec) + _set(four) + rest + "{3}")
    return re.compile(f"(?:{'|'.join(kinds)})+")


def _natural(codec: str) -> str:
    """A guard against words of a living language that happen to have the shape of UTF-8."""
    return "(?![а-я]{3})" if codec == "cp866" else ""


# What each byte is in UTF-8: a=ASCII, c=continuation, 2, 3, 4=first of that many, x=never.
_ROLES = "".join(
    "a" if b < 0x80 else "c" if b < 0xC0 else "2" if 0xC2 <= b < 0xE0 else "3" if 0xE0 <= b < 0xF0
    else "4" if 0xF0 <= b < 0xF5 else "x"
    for b in range(256)
)  # fmt: skip


class DoublePattern(NamedTuple):
    """Where UTF-8 may start under a double-byte page, and how far it may reach."""

    trigger: re.Pattern[str]
    reach: re.Pattern[str]
    pairs: frozenset[str]

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of every stretch."""
        at = 0
        while match := self.trigger.search(text, at):
            start = match.start()
            while start > at and text[start - 1] in self.pairs:
                start -= 1
            reach = self.reach.match(text, match.end())
            at = max(match.end(), reach.end() if reach else 0)
            yield start, at


@lru_cache(maxsize=16)
def double_pattern(codec: str, chars: frozenset[str]) -> DoublePattern | None:
    """Runs of characters of a double-byte page whose bytes join to UTF-8; None if impossible."""
    encode = encoder(codec)
    by_role: dict[str, list[str]] = {}
    for char in chars:
        data = encode(char)
        if data is not None:
            by_role.setdefault("".join(_ROLES[b] for b in data), []).append(char)

    def having(test: Callable[[str], bool]) -> str:
        return _set([c for role, held in by_role.items() if test(role) for c in held])

    lead3 = having(lambda r: r[0] == "3" and r[1:2] in {"c", ""})
    lead4 = having(lambda r: r[0] == "4" and r[1:2] in {"c", ""})
    inner = having(lambda r: r[0] == "c")
    pair = having(lambda r: r == "2c")
    whole = having(lambda r: "x" not in r and r[0] != "a")
    scripts = [
        _set([c for c in by_role.get("2c", ()) if low <= (encode(c) or b"")[0] <= high])
        for low, high in ((0xCE, 0xCF), (0xD0, 0xD3), (0xD6, 0xD7), (0xD8, 0xDB))
    ]
    two = having(lambda r: r == "2")
    kinds = [lead3 + inner, lead4 + inner, two + inner, f"(?<!{whole}){pair}+(?!{whole})"]
    kinds += [script + "{3,}" for script in scripts]
    kinds = [kind for kind in kinds if "(?!)" not in kind.replace("(?!" + whole, "")]
    if not kinds:
        return None
    return DoublePattern(re.compile("|".join(kinds)), re.compile(whole + "*"), frozenset(by_role.get("2c", ())))
