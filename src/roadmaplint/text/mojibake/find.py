"""Finding damage in a text, with its repair and how sure that is: the entry of the engine."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.text.lazy import lazy
from roadmaplint.text.mojibake import legacy, lost
from roadmaplint.text.mojibake.codecs import SINGLE, page
from roadmaplint.text.mojibake.damage import Confidence, Damage, Kind
from roadmaplint.text.mojibake.legacy import Verdict
from roadmaplint.text.mojibake.lost import find_halves
from roadmaplint.text.mojibake.scoring import (
    RIVAL,
    TELLING,
    Choice,
    Lines,
    Piece,
    choose_pieces,
    correct_by_context,
    joins,
    weigh_stretches,
    word_around,
)
from roadmaplint.text.mojibake.sequences import Runs, spaced_stretches, stretches
from roadmaplint.text.source import Span
from roadmaplint.text.spans import Spans

_ENTITY = lazy(r"&(?:#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,30});")
# The first byte of a sequence read as Windows-1252 and escaped, with something escaped or beyond
# ASCII behind it.
_LEAD = lazy(
    r"&(?:[A-Za-z](?:circ|tilde|uml|ring|grave|acute|cedil|slash)|AElig|aelig|ETH|eth|THORN|szlig|times"
    r"|#(?:19[4-9]|2[0-3][0-9]|24[0-4])|#[xX](?:[c-eC-E][0-9a-fA-F]|[fF][0-4]));"
    r"(?:&[A-Za-z#]|[^\x00-\x7f])"
)
_TALK = lazy(
    r"mojibake|encod|charset|character set|code ?page|utf-?8|utf-?16|unicode|latin-?1|windows-?125"
    r"|cp-?(?:125\d|437|850|932|936|949)|iso-?8859|\bgbk\b|\bgb2312\b|big5|shift.?jis|garbled"
    r"|乱码|亂碼|文字化け|编码|кодировк|кракозябр|codificaci|encodage|kodier|zeichensatz",
    re.IGNORECASE,
)
#: Longest line in which examples are looked for.
LONGEST = 2000
_QUOTES = "`\"'“”‘’«»「」『』"
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
#: What a single place needs to be beyond doubt: characters, or evidence of its own or of others.
ENOUGH_CHARS = 4
ENOUGH_NATS = 22.0
ENOUGH_SUPPORT = 30.0
# What the first byte of "à" became, before a space.
_LONE_CHARS = frozenset("ÃĂГ√├Γ")
_LONE = lazy(r"[ÃĂГ√├Γ](?= )(?<![^a-z \n].)")
#: Evidence in nats that one place must have before the others are looked at.
HOPE = 4.0
#: Share of a legacy reading's evidence that UTF-8 needs where it has the shape of most of a line.
SHAPE = 0.4


class ResolvedText(Struct, frozen=True):
    """A text with its entities resolved; `origin[i]` is where character `i` came from."""

    text: str
    origin: list[int]


def resolve_entities(text: str) -> ResolvedText | None:
    """The resolved text, None if no run of it could hide damage."""
    if "&" not in text or _LEAD.search(text) is None:
        return None
    parts: list[str] = []
    origin: list[int] = []
    at = 0
    for match in _ENTITY.finditer(text):
        char = html.unescape(match[0])
        if len(char) == 1 and not char.isascii():
            parts += (text[at : match.start()], char)
            origin += (*range(at, match.start()), match.start())
            at = match.end()
    parts.append(text[at:])
    origin += range(at, len(text) + 1)
    return ResolvedText("".join(parts), origin)


def is_quoted_example(text: str, line: tuple[int, int], place: tuple[int, int], after: str) -> bool:
    """True if the damage at a place, which `after` repairs, is quoted on purpose.

    That is so in quotation marks or code on a line that talks about encodings, and where the
    repaired form stands elsewhere on the line. `line` is the range of the line.
    """
    start, end = place
    if line[1] - line[0] > LONGEST or not _quoted(text, line, start, end):
        return False
    rest = text[line[0] : start] + "\0" + text[end : line[1]]
    if _TALK.search(rest):
        return True
    shown = after.translate(_STRAIGHT)
    return bool(shown) and shown in rest.translate(_STRAIGHT)


def _quoted(text: str, line: tuple[int, int], start: int, end: int) -> bool:
    """True if a range stands in code or in quotation marks on its line."""
    before, after = text[line[0] : start], text[end : line[1]]
    if before.count("`") % 2 and "`" in after:
        return True
    return before[-1:] in _QUOTES and after[:1] in _QUOTES and bool(before) and bool(after)


def damage_of_choices(text: str, choices: list[Choice]) -> Iterator[Damage]:
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


def damage_of_line(verdict: Verdict) -> Damage:
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


def map_to_entities(view: ResolvedText, text: str, damage: Damage) -> Damage | None:
    """Damage of a resolved text as damage of the text with entities; None if none hid there."""
    start, end = view.origin[damage.span.start], view.origin[damage.span.end]
    before = text[start:end]
    if before == damage.before:
        return None
    confidence = max(damage.confidence, Confidence.LIKELY, key=list(Confidence).index)
    span = Span(start, end)
    return replace(damage, span=span, before=before, confidence=confidence, kind=Kind.ENTITIES)


def settle_confidence(text: str, lines: Lines, found: list[Damage]) -> Iterator[Damage]:
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


def find_damage(text: str) -> tuple[Damage, ...]:
    """Every damaged place of a text, in order and disjoint.

    ASCII text without entities returns at once. The language model is read only if some place
    has the shape of damage.
    """
    view = resolve_entities(text)
    if text.isascii() and view is None:
        return ()
    found = list(_plain(text)) if not text.isascii() else []
    if view is not None:
        taken = Spans([damage.span for damage in found])
        hidden = (map_to_entities(view, text, damage) for damage in _plain(view.text))
        found += [damage for damage in hidden if damage and not taken.touch(damage.span)]
        found.sort(key=lambda damage: damage.span)
    if not found:
        return ()
    lines = Lines(text)
    kept = [
        d for d in found if not is_quoted_example(text, lines.around(d.span.start), d.span, d.after)
    ]
    return tuple(settle_confidence(text, lines, kept))


def _example(text: str, lines: Lines, piece: Piece) -> bool:
    """True if a telling piece shows damage on purpose: then it is no evidence either."""
    if piece.gain < TELLING:
        return False
    start, end = word_around(text, piece.start, piece.end)
    after = text[start : piece.start] + piece.after + text[piece.end : end]
    return is_quoted_example(text, lines.around(start), (start, end), after)


def _plain(text: str) -> Iterator[Damage]:
    """The damage of a text as it stands, in order."""
    runs = Runs(text)
    pieces = [*weigh_stretches(text, stretches(runs)), *find_halves(runs)]
    if not any(piece.gain >= HOPE for piece in pieces):
        pieces = []
    lines = Lines(text) if pieces else None
    examples = Spans([])
    if lines is not None:
        pieces = correct_by_context(text, lines, pieces)
        examples = Spans([Span(p.start, p.end) for p in pieces if _example(text, lines, p)])
        pieces = [p for p in pieces if not examples.touch(Span(p.start, p.end))]
    choices = choose_pieces(pieces)
    spaced = _spaced(runs, choices)
    if spaced:
        choices = choose_pieces(pieces + correct_by_context(text, Lines(text), spaced))
    readings = legacy.read_lines(runs)
    verdicts = legacy.choose_lines(r for r in readings if not examples.touch(Span(r.start, r.end)))
    choices, verdicts = _settle(choices, verdicts)
    found = [*damage_of_choices(text, choices), *(damage_of_line(verdict) for verdict in verdicts)]
    found += _lost(runs, choices, found)
    yield from sorted(found, key=lambda damage: damage.span)


def _lost(runs: Runs, choices: list[Choice], found: list[Damage]) -> list[Damage]:
    """Torn places beside what was found."""
    evidence: dict[str, float] = defaultdict(float)
    for choice in choices:
        evidence[choice.path[-1]] += choice.piece.gain
    taken = Spans([damage.span for damage in found])
    pieces = [p for p in lost.find_torn(runs) if not taken.touch(Span(p.start, p.end))]
    if not pieces:
        return []
    lines = Lines(runs.text)
    kept = lost.settle_torn(lines, correct_by_context(runs.text, lines, pieces), evidence)
    damage = damage_of_choices(runs.text, [Choice(p, p.paths[0], p.gain, 0.0, 0.0) for p in kept])
    return [torn for torn in damage if not taken.touch(torn.span)]


def _spaced(runs: Runs, choices: list[Choice]) -> list[Piece]:
    """Readings with spaces for no-break spaces, under the pages that did damage here."""
    proven = {choice.path[-1] for choice in choices}
    lone = bool(runs.chars & _LONE_CHARS) and _LONE.search(runs.text) is not None
    codecs = [codec for codec in SINGLE if lone or codec in proven]
    found = [stretch for codec in codecs for stretch in spaced_stretches(runs, codec)]
    pieces = weigh_stretches(runs.text, found, Kind.SPACED)
    # Without proof only the commonest case counts: "à", whose second byte is a no-break space.
    return [p for p in pieces if p.after == "à" or any(path[-1] in proven for path in p.paths)]


def _settle(
    choices: list[Choice], verdicts: list[legacy.Verdict]
) -> tuple[list[Choice], list[legacy.Verdict]]:
    """Which account of a line holds: misread UTF-8, or legacy text; the likelier one."""
    starts = [choice.piece.start for choice in choices]
    ends = [choice.piece.end for choice in choices]
    kept: list[legacy.Verdict] = []
    dropped: set[int] = set()
    for verdict in verdicts:
        line = verdict.line
        inside = range(bisect_right(ends, line.start), bisect_left(starts, line.end))
        gain = sum(choices[i].piece.gain for i in inside)
        covered = sum(len(choices[i].piece.before) for i in inside)
        beyond = sum(char >= "\x80" for char in line.before)
        shape = 2 * covered >= beyond and gain >= SHAPE * line.gain
        if gain < line.gain and not shape:
            dropped.update(inside)
            kept.append(verdict)
    return [choice for i, choice in enumerate(choices) if i not in dropped], kept
