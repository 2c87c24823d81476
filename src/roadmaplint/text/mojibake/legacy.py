"""Text of one code page read as another, and the code page of bytes that are not UTF-8."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from roadmaplint.text.edit import shortest_edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.mojibake.codecs import PYTHON, encoder, page
from roadmaplint.text.mojibake.model import Model, char_class, model
from roadmaplint.text.mojibake.sequences import Runs

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
_RARE = frozenset({"hanrare", "hanseldom"})
#: The pages that are guessed, the commonest first.
_GUESSED = (
    "cp1252", "cp1251", "gbk", "cp1250", "cp932", "cp949", "big5", "koi8-r", "cp866", "cp1253",
    "cp1254", "cp1255", "cp1256", "cp874", "mac-roman", "euc-jp", "cp850",
)  # fmt: skip
#: Two bytes beyond ASCII together, or one that touches a letter: less says nothing.
_WORDS = lazy(rb"[\x80-\xff]{2}|[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]")
#: Most nats per character beyond ASCII that readable text costs.
READABLE = 11.0
#: Bytes that are judged, and nats by which a rarer page has to be better.
SAMPLE = 4000
RARER = 0.2


class LineReading(NamedTuple):
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


def read_lines(runs: Runs) -> list[LineReading]:
    """Every reading of a suspicious line that is likelier than the line as it stands."""
    text = runs.text
    found: list[LineReading] = []
    seen: set[int] = set()
    memo: dict[str, list[LineReading]] = {}
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


def _proven(found: list[LineReading]) -> dict[str, tuple[str, ...]]:
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


def _line_readings(
    model: Model, line: str, paths: Mapping[str, tuple[str, ...]]
) -> Iterator[LineReading]:
    """The readings of one line under those paths that its characters allow; offsets into it."""
    plain = _cost(model, line)
    for host, sources in paths.items():
        data = _encode(line, host)
        if data is None:
            continue
        for source in sources:
            after = _decode(data, source)
            if after is None:
                continue
            edit = shortest_edit(line, after)
            if edit is None:
                continue
            gain = plain - _cost(model, after)
            if gain > 0 and _plausible(line, host):
                (start, end), new = edit
                yield LineReading(start, end, line[start:end], new, (source, host), data, gain, 0)


def _placed(reading: LineReading, start: int) -> LineReading:
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
        return data.decode(PYTHON.get(source, source))
    except UnicodeDecodeError:
        return None


class Verdict(Struct, frozen=True):
    """The best reading of a line, its evidence with credit, and its lead over the next output."""

    line: LineReading
    total: float
    lead: float


def choose_lines(lines: Iterable[LineReading]) -> list[Verdict]:
    """The best reading of each line that has enough evidence, in order."""
    by_line: dict[int, list[LineReading]] = defaultdict(list)
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


def _total(line: LineReading, support: dict[tuple[str, str], float]) -> float:
    """Evidence for a line: its own, and credit for that of the others on the same path."""
    return line.gain + min(MOST_CREDIT, CREDIT * (support[line.path] - line.gain))


class Guess(Struct, frozen=True):
    """A page and the text that it makes of the bytes."""

    codec: str
    text: str


def guess_page(data: bytes) -> Guess | None:
    """The likeliest page of bytes that are not UTF-8, None if no page makes sense of them."""
    if not _WORDS.search(data):
        return None
    sample = data[:SAMPLE]
    best: tuple[float, str] | None = None
    for rank, name in enumerate(_GUESSED):
        try:
            text = sample.decode(
                PYTHON.get(name, name), "strict" if len(sample) == len(data) else "ignore"
            )
        except UnicodeDecodeError:
            continue
        cost = model().cost(f"\n{text}\n") + RARER * rank
        if best is None or cost < best[0]:
            best = (cost, name)
    if best is None:
        return None
    try:
        text = data.decode(PYTHON.get(best[1], best[1]))
    except UnicodeDecodeError:
        return None
    return Guess(best[1], text) if _readable(text[:SAMPLE]) else None


def _readable(text: str) -> bool:
    """True if the characters beyond ASCII are such as people write."""
    beyond = [i for i, char in enumerate(text) if char >= "\x80"]
    padded = f"\n{text}\n"
    cost = sum(model().cost(padded[i : i + 3]) for i in beyond)
    controls = any("\x80" <= char <= "\x9f" for char in text)
    return not controls and cost <= 2 * READABLE * max(1, len(beyond))
