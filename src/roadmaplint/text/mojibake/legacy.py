"""Text of one code page read as another: whole lines that mean nothing as they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from roadmaplint.text.lazy import lazy
from roadmaplint.text.mojibake.classes import char_class
from roadmaplint.text.mojibake.codecs import encoder, page
from roadmaplint.text.mojibake.gate import Runs
from roadmaplint.text.mojibake.model import Model, model

#: Which pages (Python's names) are tried for text that was read as the page in front.
PATHS: dict[str, tuple[str, ...]] = {
    "cp1252": (
        "cp1251", "koi8-r", "cp1253", "cp1254", "cp1255", "cp1256", "cp874", "cp1250",
        "gbk", "big5", "cp932", "cp949", "euc-jp",
    ),
    "cp1251": ("koi8-r", "cp866", "cp1252"),
    "koi8-r": ("cp1251", "cp866"),
    "cp866": ("cp1251", "koi8-r"),
    "gbk": ("cp932", "big5"),
}  # fmt: skip
_PYTHON = {"euc-jp": "euc_jp", "gbk": "gb18030", "big5": "cp950"}

#: Evidence in nats that one line needs, and the share of other lines' evidence it is credited.
THRESHOLD = 8.0
CREDIT = 0.15
MOST_CREDIT = 30.0
#: Evidence in nats after which a path is tried on every line of the text.
PROVEN = 40.0
#: Surprise per character, in nats, above which a run of letters is looked at.
STRANGE = 4.5
#: Longest line that is judged.
LONGEST = 4000

_LINE_END = lazy(r"[\r\n]")
_WESTERN = (
    "\x80-\x9f\xa1-\xaa\xac-\xba\xbc-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192"
    "\u02c6\u02dc\u201a\u201e\u2020\u2021\u2030\u20ac\u2122"
)
# Two of these stand beside accents by right: only three together are strange.
_MARKS = "\xa0\xab\xbb\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u2039\u203a"
_LATIN_RUN = lazy(f"[{_WESTERN}]{{2,}}|[{_WESTERN}{_MARKS}]{{3,}}|[ðþýÐÞÝ³¹¿¶±]")
_CYRILLIC_RUN = lazy(
    "[А-ЯЁ]{4}|[а-яё][А-ЯЁ]{2}|[а-п][¤¦§©¬\xad®ЈЎў]|[¤¦§©¬\xad®ЎўЈҐЇ][а-пЁЄЎўЈҐЇ\xad®¬«]"
    "|[ЂЃѓ€Ќђќћџ‰†‡][„…†‡€‰ЉЊЌЋЏђ‘’“”•ЂЃѓ]|[бвгджзйклмнпрстфхцчшщБВГДЖЗЙКЛМНПРСТФХЦЧШЩ]{5}"
)
# Words in capitals: surprising to the model, usual in headings.
_CAPITALS = lazy(r"\b(?=[^\W\d_]*[A-Z])[A-ZÀ-ÖØ-ÞĀ-Ž]{2,}\b|\b[А-ЯЁЂ-Џ]{2,}\b|\b[Α-Ϋ]{2,}\b")


class Line(NamedTuple):
    """A line that reads better another way; offsets of what is replaced and of the line's
    start, `gain` in nats."""

    start: int
    end: int
    before: str
    after: str
    path: tuple[str, str]
    data: bytes
    gain: float
    line: int


def readings(runs: Runs) -> list[Line]:
    """Every reading of a suspicious line that is likelier than the line as it stands."""
    text = runs.text
    found: list[Line] = []
    seen: set[int] = set()
    memo: dict[str, list[Line]] = {}
    for start, end in _lines(text, sorted(_suspicious(runs))):
        seen.add(start)
        line = text[start:end]
        if line not in memo:
            memo[line] = list(_line_readings(model(), line, PATHS))
        found += [_placed(reading, start) for reading in memo[line]]
    proven = _proven(found)
    if proven:
        for start, end in _lines(text, runs.starts()):
            if start not in seen:
                more = _line_readings(model(), text[start:end], proven)
                found += [_placed(reading, start) for reading in more]
    return found


def _lines(text: str, places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Start and end of the lines that hold ascending offsets, each once, if not very long."""
    done = -1
    for at in places:
        if at < done:
            continue
        start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
        match = _LINE_END.search(text, at)
        done = match.start() if match else len(text)
        if done - start <= LONGEST:
            yield start, done


def _proven(found: list[Line]) -> dict[str, tuple[str, ...]]:
    """The paths that the suspicious lines agree on, as in `PATHS`."""
    support: dict[tuple[str, str], float] = defaultdict(float)
    for line in found:
        support[line.path] += line.gain
    if not support:
        return {}
    path = max(support, key=lambda p: support[p])
    return {path[1]: (path[0],)} if support[path] >= PROVEN else {}


def _suspicious(runs: Runs) -> Iterator[int]:
    """Offsets of runs that are strange as they stand."""
    memo: dict[str, bool] = {}
    for pattern in _patterns(runs.chars):
        for start, end in runs.search(pattern):
            piece = runs.text[max(0, start - 1) : end + 1]
            if piece not in memo:
                memo[piece] = model().cost(piece) > STRANGE * (len(piece) - 1)
            if memo[piece]:
                yield start


def _patterns(chars: frozenset[str]) -> Iterator[re.Pattern[str]]:
    if any("\x80" <= char <= "\xff" for char in chars):
        yield _LATIN_RUN
    if any("\u0400" <= char <= "\u045f" for char in chars):
        yield _CYRILLIC_RUN
    rare = [c for c in chars if "\u4e00" <= c <= "\u9fff" and char_class(c) in _RARE]
    if rare:
        yield re.compile(f"[{''.join(rare)}]")


_RARE = frozenset({"hanrare", "hanseldom"})


def _line_readings(model: Model, line: str, paths: Mapping[str, tuple[str, ...]]) -> Iterator[Line]:
    """The readings of one line under those paths that its characters allow; offsets into it."""
    plain = _cost(model, line)
    for host, sources in paths.items():
        data = _encode(line, host)
        if data is None:
            continue
        for source in sources:
            after = _decode(data, source)
            if after is None or after == line:
                continue
            gain = plain - _cost(model, after)
            if gain > 0 and _plausible(line, host):
                a, b = _changed(line, after)
                stop = len(line) - b
                after = after[a : len(after) - b]
                yield Line(a, stop, line[a:stop], after, (source, host), data, gain, 0)


def _placed(reading: Line, start: int) -> Line:
    """A reading of a line that begins at an offset of the text."""
    return reading._replace(start=reading.start + start, end=reading.end + start, line=start)


def _cost(model: Model, line: str) -> float:
    """Surprise of a line; words in capitals count as if they were small."""
    cost = model.cost(f"\n{line}\n")
    calm = _CAPITALS.sub(lambda match: match[0].lower(), line)
    return cost if calm == line else min(cost, model.cost(f"\n{calm}\n"))


def _plausible(line: str, host: str) -> bool:
    """False for lists of letters or signs, which are nothing but a page's own order."""
    beyond = [ord(char) for char in line if char >= "\x80"]
    if len(set(beyond)) == 1 and len(beyond) > 2:
        return False
    steps = sum(b - a in {1, 2} for a, b in pairwise(beyond))
    if len(beyond) > 6 and steps > 0.7 * len(beyond):
        return False
    small = {chr(code) for code in beyond if chr(code).islower() and chr(code) != "ß"}
    if len(small) > 1 and {c.upper() for c in small} == {
        chr(c) for c in beyond if chr(c).isupper()
    }:
        return False
    letters = sum(chr(code).isalpha() for code in beyond)
    return letters > 0 and (host != "cp1252" or 4 * letters >= len(beyond))


def _encode(line: str, host: str) -> bytes | None:
    """The bytes of a line under the page it was read as; None if a character is not in it."""
    if host == "gbk":
        encode = encoder(host)
        pieces = [encode(char) for char in line]
        return None if None in pieces else b"".join(p for p in pieces if p is not None)
    byte_of = page(host).byte_of
    try:
        return bytes([byte_of[ord(char)] for char in line])
    except KeyError:
        return None


def _decode(data: bytes, source: str) -> str | None:
    """The text of bytes under the page they were written in, None if they are not of it."""
    try:
        return data.decode(_PYTHON.get(source, source))
    except UnicodeDecodeError:
        return None


def _changed(before: str, after: str) -> tuple[int, int]:
    """How many characters two texts share at their start and at their end."""
    limit = min(len(before), len(after))
    start = 0
    while start < limit and before[start] == after[start]:
        start += 1
    end = 0
    while end < limit - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, end


class Verdict(Struct, frozen=True):
    """The best reading of a line, its evidence with credit, and its lead over the next output."""

    line: Line
    total: float
    lead: float


def choose(lines: Iterable[Line]) -> list[Verdict]:
    """The best reading of each line that has enough evidence, in order."""
    by_line: dict[int, list[Line]] = defaultdict(list)
    support: dict[tuple[str, str], float] = defaultdict(float)
    for line in lines:
        by_line[line.line].append(line)
        support[line.path] += line.gain
    chosen = []
    for held in by_line.values():
        ranked = sorted(((_total(line, support), line) for line in held), key=lambda t: -t[0])
        total, best = ranked[0]
        if total >= THRESHOLD:
            rival = max((t for t, line in ranked[1:] if line.after != best.after), default=0.0)
            chosen.append(Verdict(best, total, total - rival))
    return chosen


def _total(line: Line, support: dict[tuple[str, str], float]) -> float:
    """Evidence for a line: its own, and credit for that of the others on the same path."""
    return line.gain + min(MOST_CREDIT, CREDIT * (support[line.path] - line.gain))
