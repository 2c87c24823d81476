"""Finding damage in a text: the entry of the engine."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator

from roadmaplint.text.lazy import lazy
from roadmaplint.text.mojibake import entities, legacy, lost
from roadmaplint.text.mojibake.codecs import SINGLE
from roadmaplint.text.mojibake.damage import Damage, Kind
from roadmaplint.text.mojibake.gate import Runs, spaced_stretches, stretches
from roadmaplint.text.mojibake.half import halves
from roadmaplint.text.mojibake.lines import Lines
from roadmaplint.text.mojibake.mask import masked
from roadmaplint.text.mojibake.pool import (
    TELLING,
    Choice,
    Piece,
    choose,
    in_context,
    weigh,
    word_around,
)
from roadmaplint.text.mojibake.report import from_choices, from_line, settled, through
from roadmaplint.text.source import Span
from roadmaplint.text.spans import Spans

# What the first byte of "à" became, before a space.
_LONE_CHARS = frozenset("ÃĂГ√├Γ")
_LONE = lazy(r"[ÃĂГ√├Γ](?= )(?<![^a-z \n].)")

#: Evidence in nats that one place must have before the others are looked at.
HOPE = 4.0
#: Share of a legacy reading's evidence that UTF-8 needs where it has the shape of most of a line.
SHAPE = 0.4


def find_damage(text: str) -> tuple[Damage, ...]:
    """Every damaged place of a text, in order and disjoint.

    ASCII text without entities returns at once. The language model is read only if some place
    has the shape of damage.
    """
    view = entities.view(text)
    if text.isascii() and view is None:
        return ()
    found = list(_plain(text)) if not text.isascii() else []
    if view is not None:
        taken = Spans([damage.span for damage in found])
        hidden = (through(view, text, damage) for damage in _plain(view.text))
        found += [damage for damage in hidden if damage and not taken.touch(damage.span)]
        found.sort(key=lambda damage: damage.span)
    if not found:
        return ()
    lines = Lines(text)
    kept = [d for d in found if not masked(text, lines.around(d.span.start), d.span, d.after)]
    return tuple(settled(text, lines, kept))


def _example(text: str, lines: Lines, piece: Piece) -> bool:
    """True if a telling piece shows damage on purpose: then it is no evidence either."""
    if piece.gain < TELLING:
        return False
    start, end = word_around(text, piece.start, piece.end)
    after = text[start : piece.start] + piece.after + text[piece.end : end]
    return masked(text, lines.around(start), (start, end), after)


def _plain(text: str) -> Iterator[Damage]:
    """The damage of a text as it stands, in order."""
    runs = Runs(text)
    pieces = [*weigh(text, stretches(runs)), *halves(runs)]
    if not any(piece.gain >= HOPE for piece in pieces):
        pieces = []
    lines = Lines(text) if pieces else None
    examples = Spans([])
    if lines is not None:
        pieces = in_context(text, lines, pieces)
        examples = Spans([Span(p.start, p.end) for p in pieces if _example(text, lines, p)])
        pieces = [p for p in pieces if not examples.touch(Span(p.start, p.end))]
    choices = choose(pieces)
    spaced = _spaced(runs, choices)
    if spaced:
        choices = choose(pieces + in_context(text, Lines(text), spaced))
    readings = legacy.readings(runs)
    verdicts = legacy.choose(r for r in readings if not examples.touch(Span(r.start, r.end)))
    choices, verdicts = _settle(choices, verdicts)
    found = [*from_choices(text, choices), *(from_line(verdict) for verdict in verdicts)]
    found += _lost(runs, choices, found)
    yield from sorted(found, key=lambda damage: damage.span)


def _lost(runs: Runs, choices: list[Choice], found: list[Damage]) -> list[Damage]:
    """Torn places beside what was found."""
    evidence: dict[str, float] = defaultdict(float)
    for choice in choices:
        evidence[choice.path[-1]] += choice.piece.gain
    taken = Spans([damage.span for damage in found])
    pieces = [p for p in lost.torn(runs) if not taken.touch(Span(p.start, p.end))]
    if not pieces:
        return []
    lines = Lines(runs.text)
    kept = lost.settle(lines, in_context(runs.text, lines, pieces), evidence)
    damage = from_choices(runs.text, [Choice(p, p.paths[0], p.gain, 0.0, 0.0) for p in kept])
    return [torn for torn in damage if not taken.touch(torn.span)]


def _spaced(runs: Runs, choices: list[Choice]) -> list[Piece]:
    """Readings with spaces for no-break spaces, under the pages that did damage here."""
    proven = {choice.path[-1] for choice in choices}
    lone = bool(runs.chars & _LONE_CHARS) and _LONE.search(runs.text) is not None
    codecs = [codec for codec in SINGLE if lone or codec in proven]
    found = [stretch for codec in codecs for stretch in spaced_stretches(runs, codec)]
    pieces = weigh(runs.text, found, Kind.SPACED)
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
