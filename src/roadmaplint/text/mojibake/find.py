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
from roadmaplint.text.mojibake.pool import Choice, Piece, choose, in_context, weigh
from roadmaplint.text.mojibake.report import from_choices, from_line, settled, through
from roadmaplint.text.source import Span
from roadmaplint.text.spans import Spans

#: Evidence in nats at one place after which a page is tried with spaces for its no-break spaces.
SPACED = 8.0
# What the first byte of "à" became, before a space.
_LONE_CHARS = frozenset("ÃĂГ√├Γ")
_LONE = re.compile(r"[ÃĂГ√├Γ](?= )(?<![^a-z \n].)")


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
    return tuple(settled(text, [damage for damage in found if not masked(text, damage)]))


def _free(damage: Damage, found: list[Damage]) -> bool:
    """True if no place found so far overlaps."""
    return not any(damage.span.overlaps(other.span) for other in found)


def _plain(text: str) -> Iterator[Damage]:
    """The damage of a text as it stands, in order."""
    runs = Runs(text)
    pieces = [*weigh(text, stretches(runs)), *halves(runs)]
    pieces = in_context(text, pieces)
    spaced = _spaced(runs, pieces)
    if spaced:
        pieces += in_context(text, spaced)
    choices = choose(pieces) if pieces else []
    lines = legacy.choose(legacy.readings(runs))
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


def _spaced(runs: Runs, pieces: list[Piece]) -> list[Piece]:
    """Readings with spaces for no-break spaces, under the pages that have some evidence."""
    codecs = {path[-1] for piece in pieces if piece.gain >= SPACED for path in piece.paths}
    if runs.chars & _LONE_CHARS and _LONE.search(runs.text):
        codecs.update(SINGLE)
    found = [s for codec in SINGLE if codec in codecs for s in spaced_stretches(runs, codec)]
    return weigh(runs.text, found, Kind.SPACED)


def _settle(
    choices: list[Choice], lines: list[legacy.Verdict]
) -> tuple[list[Choice], list[legacy.Verdict]]:
    """Which account of a line holds: misread UTF-8, or legacy text; the likelier one."""
    kept = []
    for verdict in lines:
        line = verdict.line
        inside = [c for c in choices if c.piece.start < line.end and line.start < c.piece.end]
        if sum(choice.piece.gain for choice in inside) < line.gain:
            choices = [choice for choice in choices if choice not in inside]
            kept.append(verdict)
    return choices, kept
