"""From judgement to report: places widened to words, their repair and how sure it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from roadmaplint.text.mojibake.codecs import SINGLE, page
from roadmaplint.text.mojibake.damage import Confidence, Damage, Kind
from roadmaplint.text.mojibake.entities import View
from roadmaplint.text.mojibake.legacy import Verdict
from roadmaplint.text.mojibake.lines import Lines
from roadmaplint.text.mojibake.pool import RIVAL, Choice, joins, word_around
from roadmaplint.text.source import Span

#: What a single place needs to be beyond doubt: characters, or evidence of its own or of others.
ENOUGH_CHARS = 4
ENOUGH_NATS = 22.0
ENOUGH_SUPPORT = 30.0


def from_choices(text: str, choices: list[Choice]) -> Iterator[Damage]:
    """The damage of chosen pieces: those of one path that only a space parts are one place."""
    group: list[Choice] = []
    reach = floor = 0
    for choice in choices:
        start, end = word_around(text, choice.piece.start, choice.piece.end)
        if group and not (_same(group[-1], choice) and joins(text, reach, start)):
            yield _damage(text, group, floor)
            group = []
            floor = reach
        group.append(choice)
        reach = end
    if group:
        yield _damage(text, group, floor)


def _same(one: Choice, other: Choice) -> bool:
    """True if two choices can be told as one: lost no-break spaces are part of a misreading."""
    spaces = {Kind.MISREAD, Kind.SPACED}
    kinds = {one.piece.kind, other.piece.kind}
    return one.path == other.path and (len(kinds) == 1 or kinds == spaces)


def _damage(text: str, group: list[Choice], floor: int) -> Damage:
    """One place from the choices in it; words are not widened beyond `floor`."""
    start, _ = word_around(text, group[0].piece.start, group[0].piece.end)
    start = max(start, floor)
    _, end = word_around(text, group[-1].piece.start, group[-1].piece.end)
    parts: list[str] = []
    at = start
    for choice in group:
        parts += (text[at : choice.piece.start], choice.piece.after)
        at = choice.piece.end
    parts.append(text[at:end])
    path = group[0].path
    alike = {p[-1] for c in group for p in c.piece.paths if len(p) == len(path)} - {path[-1]}
    return Damage(
        span=Span(start, end),
        before=text[start:end],
        after="" if group[0].piece.kind is Kind.LOST else "".join(parts),
        path=path,
        data=b"".join(choice.piece.data for choice in group),
        confidence=max((_confidence(text, c) for c in group), key=list(Confidence).index),
        kind=max((choice.piece.kind for choice in group), key=lambda kind: kind is Kind.SPACED),
        alike=tuple(sorted(alike)),
        evidence=max(choice.total for choice in group),
    )


def _confidence(text: str, choice: Choice) -> Confidence:
    """How sure one choice is."""
    piece = choice.piece
    if piece.kind is Kind.LOST:
        return Confidence.LOSSY
    if choice.total - choice.rival < RIVAL:
        return Confidence.AMBIGUOUS
    if piece.kind is not Kind.MISREAD or not _sound(piece.after) or _loose_end(text, choice):
        return Confidence.LIKELY
    enough = (
        len(piece.before) >= ENOUGH_CHARS
        or choice.total >= ENOUGH_NATS
        or choice.support >= ENOUGH_SUPPORT
    )
    return Confidence.EXACT if enough else Confidence.LIKELY


def _sound(after: str) -> bool:
    """True if a repair holds no control, private, unassigned or replacement character."""
    return "\ufffd" not in after and not any(
        unicodedata.category(char) in {"Cc", "Co", "Cn", "Cs"} for char in after if char > "\x7f"
    )


def _loose_end(text: str, choice: Choice) -> bool:
    """True if a character beside the piece belongs to the upper half of the same page."""
    codec = choice.path[-1]
    if codec not in SINGLE:
        return False
    byte_of = page(codec).byte_of
    ends = (
        text[choice.piece.start - 1 : choice.piece.start],
        text[choice.piece.end : choice.piece.end + 1],
    )
    return any(char >= "\x80" and ord(char) in byte_of for char in ends if char)


def from_line(verdict: Verdict) -> Damage:
    """The damage of a line that was written in another page."""
    line = verdict.line
    doubtful = verdict.lead < RIVAL
    return Damage(
        span=Span(line.start, line.end),
        before=line.before,
        after=line.after,
        path=line.path,
        data=line.data,
        confidence=Confidence.AMBIGUOUS if doubtful else Confidence.LIKELY,
        kind=Kind.LEGACY,
        evidence=verdict.total,
    )


def through(view: View, text: str, damage: Damage) -> Damage | None:
    """Damage of a resolved text as damage of the text with entities; None if none hid there."""
    start, end = view.origin[damage.span.start], view.origin[damage.span.end]
    before = text[start:end]
    if before == damage.before:
        return None
    confidence = max(damage.confidence, Confidence.LIKELY, key=list(Confidence).index)
    return Damage(
        span=Span(start, end),
        before=before,
        after=damage.after,
        path=damage.path,
        data=damage.data,
        confidence=confidence,
        kind=Kind.ENTITIES,
        alike=damage.alike,
        evidence=damage.evidence,
    )


def settled(text: str, lines: Lines, found: list[Damage]) -> Iterator[Damage]:
    """The damage of a text; a repair is beyond doubt only if nothing on its line is left over."""
    rows: dict[tuple[int, int], list[Damage]] = {}
    for damage in found:
        rows.setdefault(lines.around(damage.span.start), []).append(damage)
    for line, row in rows.items():
        clear = all(d.confidence is Confidence.EXACT for d in row) and not _remains(text, line, row)
        for damage in row:
            if damage.confidence is Confidence.EXACT and not clear:
                yield replace(damage, confidence=Confidence.LIKELY)
            else:
                yield damage


def _remains(text: str, line: tuple[int, int], row: list[Damage]) -> bool:
    """True if a line still holds the first byte of two before a space or its end.

    There a no-break space was, or a byte that is lost.
    """
    at, end = line
    kept = []
    for damage in row:
        kept.append(text[at : damage.span.start])
        at = damage.span.end
    kept.append(text[at:end])
    rest = "\0".join(kept) + " "
    if rest.isascii():
        return False
    tables = [page(name).byte_of for name in {damage.path[-1] for damage in row} & set(SINGLE)]
    return any(
        0xC2 <= table.get(ord(char), 0) <= 0xDF and after in " ?\ufffd\xa0\r\0"
        for char, after in pairwise(rest)
        if char >= "\x80"
        for table in tables
    )
