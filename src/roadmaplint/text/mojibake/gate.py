"""Where a text could be misread UTF-8: cheap expressions built from the characters it holds."""

from __future__ import annotations

import re
from bisect import bisect_right
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
_RUN = re.compile(r"[^\x00-\x7f]+")


class Stretch(NamedTuple):
    """A piece of text whose bytes under a page may hold UTF-8; offsets into the text."""

    codec: str
    start: int
    end: int


class Runs:
    """The runs of characters beyond ASCII in a text; equal runs are looked at once."""

    __slots__ = ("_begins", "_distinct", "chars", "joined", "places", "text")

    def __init__(self, text: str) -> None:
        """Collect the runs of a text."""
        self.text = text
        self.places: dict[str, list[int]] = {}
        for match in _RUN.finditer(text):
            self.places.setdefault(match[0], []).append(match.start())
        #: All distinct runs, one a line, and the distinct characters in them.
        self.joined = "\n".join(self.places)
        self.chars = frozenset(self.joined) - {"\n"}
        self._distinct = list(self.places)
        self._begins: list[int] = []
        at = 0
        for run in self._distinct:
            self._begins.append(at)
            at += len(run) + 1

    def search(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """Start and end in the text of every match of a pattern that stays within runs."""
        for match in pattern.finditer(self.joined):
            yield from self.spread(match.start(), match.end())

    def spread(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The places in the text of a range of `joined`."""
        index = bisect_right(self._begins, start) - 1
        offset = start - self._begins[index]
        for place in self.places[self._distinct[index]]:
            yield place + offset, place + offset + end - start


def stretches(runs: Runs) -> Iterator[Stretch]:
    """All stretches of a text, page by page."""
    for codec in SINGLE:
        pattern = single_pattern(codec, runs.chars)
        if pattern is not None:
            yield from (Stretch(codec, start, end) for start, end in runs.search(pattern))
    if any(char >= "\u2e80" for char in runs.chars):
        for codec in DOUBLE:
            double = double_pattern(codec, runs.chars)
            if double is not None:
                for start, end in double.find(runs.joined):
                    yield from (Stretch(codec, a, b) for a, b in runs.spread(start, end))


def spaced_stretches(runs: Runs, codec: str) -> Iterator[Stretch]:
    """The stretches under a single-byte page in which a space may stand for a no-break space."""
    pattern = single_pattern(codec, runs.chars, spaced=True)
    if pattern is not None:
        for match in pattern.finditer(runs.text):
            yield Stretch(codec, match.start(), match.end())


def _set(chars: list[str]) -> str:
    """A character class, or one that matches nothing."""
    return f"[{''.join(map(re.escape, sorted(chars)))}]" if chars else r"(?!)"


def single_pattern(
    codec: str, chars: frozenset[str], *, spaced: bool = False
) -> re.Pattern[str] | None:
    """Runs of UTF-8 sequences as a page shows them; None if the text cannot hold any.

    `spaced` lets a space stand for the no-break space that an editor replaced.
    """
    held = page(codec).held(chars)
    more = [char for byte, char in held if 0x80 <= byte < 0xC0]
    if spaced:
        more.append(" ")
    leads = {
        1: [char for byte, char in held if 0xC2 <= byte <= 0xDF],
        2: [char for byte, char in held if 0xE0 <= byte <= 0xEF],
        3: [char for byte, char in held if 0xF0 <= byte <= 0xF4],
    }
    if not more or not any(leads.values()):
        return None
    # Words of a living language may have the shape of UTF-8.
    guard = "(?![а-я]{3})" if codec == "cp866" else ""
    rest = _set(more)
    kinds = [
        f"{guard if n > 1 else ''}{_set(lead)}{rest}{{{n}}}" for n, lead in leads.items() if lead
    ]
    return re.compile(f"(?:{'|'.join(kinds)})+")


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
            by_role.setdefault("".join([_ROLES[b] for b in data]), []).append(char)

    def having(test: Callable[[str], bool]) -> str:
        return _set([c for role, held in by_role.items() if test(role) for c in held])

    lead3 = having(lambda r: r[0] == "3" and r[1:2] in {"c", ""})
    lead4 = having(lambda r: r[0] == "4" and r[1:2] in {"c", ""})
    inner = having(lambda r: r[0] == "c")
    pair = having(lambda r: r == "2c")
    two = having(lambda r: r == "2")
    whole = having(lambda r: "x" not in r and r[0] != "a")
    scripts = [
        _set([c for c in by_role.get("2c", ()) if low <= (encode(c) or b"")[0] <= high])
        for low, high in ((0xCE, 0xCF), (0xD0, 0xD3), (0xD6, 0xD7), (0xD8, 0xDB))
    ]
    kinds = [lead3 + inner, lead4 + inner, two + inner]
    kinds += [script + "{3,}" for script in scripts]
    kinds = [kind for kind in kinds if "(?!)" not in kind]
    if pair != "(?!)":
        # Common characters have this shape: they count only where nothing of the page is beside.
        kinds.append(f"(?<!{whole}){pair}+(?!{whole})")
    if not kinds:
        return None
    trigger = re.compile("|".join(kinds))
    return DoublePattern(trigger, re.compile(whole + "*"), frozenset(by_role.get("2c", ())))
