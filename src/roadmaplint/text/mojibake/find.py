"""Finding damage in a text: the entry of the engine."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from roadmaplint.text.mojibake import entities, legacy, lost
from roadmaplint.text.mojibake.codecs import SINGLE
from roadmaplint.text.mojibake.damage import Damage, Kind
from roadmaplint.text.mojibake.gate import Runs, spaced_stretches, stretches
from roadmaplint.text.mojibake.half import halves
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
_LONE = re.compile(r"[ÃĂГ√├Γ](?= )(?<![^a-z \n].)")

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
        hidden = (through(view, text, damage) for damage in _plain(view.text))
        found += [damage for damage in hidden if damage and _free(damage, found)]
        found.sort(key=lambda damage: damage.span)
    return tuple(settled(text, [damage for damage in found if not _quoted(text, damage)]))


def _quoted(text: str, damage: Damage) -> bool:
    """True if a place shows damage on purpose."""
    return masked(text, damage.span.start, damage.span.end, damage.after)


def _example(text: str, piece: Piece) -> bool:
    """True if a telling piece shows damage on purpose: then it is no evidence either."""
    if piece.gain < TELLING:
        return False
    start, end = word_around(text, piece.start, piece.end)
    after = text[start : piece.start] + piece.after + text[piece.end : end]
    return masked(text, start, end, after)


def _free(damage: Damage, found: list[Damage]) -> bool:
    """True if no place found so far overlaps."""
    return not any(damage.span.overlaps(other.span) for other in found)


def _plain(text: str) -> Iterator[Damage]:
    """The damage of a text as it stands, in order."""
    runs = Runs(text)
    pieces = [*weigh(text, stretches(runs)), *halves(runs)]
    pieces = in_context(text, pieces)
    examples = Spans([Span(p.start, p.end) for p in pieces if _example(text, p)])
    pieces = [p for p in pieces if not examples.touch(Span(p.start, p.end))]
    choices = choose(pieces)
    spaced = _spaced(runs, choices)
    if spaced:
        choices = choose(pieces + in_context(text, spaced))
    readings = legacy.readings(runs)
    lines = legacy.choose(r for r in readings if not examples.touch(Span(r.start, r.end)))
    choices, lines = _settle(choices, lines)
    found = [*from_choices(text, choices), *(from_line(line) for line in lines)]
    found += _lost(runs, choices, found)
    yield from sorted(found, key=lambda damage: damage.span)


def _lost(runs: Runs, choices: list[Choice], found: list[Damage]) -> list[Damage]:
    """Torn places beside what was found."""
    evidence: dict[str, float] = defaultdict(float)
    for choice in choices:
        evidence[choice.path[-1]] += choice.piece.gain
    taken = Spans([damage.span for damage in found])
    pieces = [p for p in lost.torn(runs) if not taken.touch(Span(p.start, p.end))]
    kept = lost.settle(runs.text, in_context(runs.text, pieces), evidence)
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
    choices: list[Choice], lines: list[legacy.Verdict]
) -> tuple[list[Choice], list[legacy.Verdict]]:
    """Which account of a line holds: misread UTF-8, or legacy text; the likelier one."""
    kept = []
    for verdict in lines:
        line = verdict.line
        inside = [c for c in choices if c.piece.start < line.end and line.start < c.piece.end]
        gain = sum(choice.piece.gain for choice in inside)
        covered = sum(choice.piece.end - choice.piece.start for choice in inside)
        beyond = sum(char >= "\x80" for char in line.before)
        shape = 2 * covered >= beyond and gain >= SHAPE * line.gain
        if gain < line.gain and not shape:
            choices = [choice for choice in choices if choice not in inside]
            kept.append(verdict)
    return choices, kept
