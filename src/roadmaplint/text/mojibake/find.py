"""Finding damage in a text: the entry of the engine."""

from __future__ import annotations

from roadmaplint.text.mojibake.damage import Confidence, Damage, Kind
from roadmaplint.text.mojibake.gate import stretches
from roadmaplint.text.mojibake.pool import RIVAL, Choice, choose, in_context, joins, weigh, word_around
from roadmaplint.text.source import Span


def find_damage(text: str) -> tuple[Damage, ...]:
    """Every damaged place of a text, in order and disjoint; ASCII text returns at once."""
    if text.isascii():
        return ()
    chars = frozenset(char for char in set(text) if char >= "\x80")
    pieces = in_context(text, weigh(text, stretches(text, chars)))
    return tuple(_damage(text, group) for group in _groups(text, choose(pieces)))


def _groups(text: str, choices: list[Choice]) -> list[list[Choice]]:
    """Choices by place: those of one path that only a space or a comma parts go together."""
    groups: list[list[Choice]] = []
    reach = 0
    for choice in choices:
        start, end = word_around(text, choice.piece.start, choice.piece.end)
        if groups and groups[-1][-1].path == choice.path and joins(text, reach, start):
            groups[-1].append(choice)
        else:
            groups.append([choice])
        reach = end
    return groups


def _damage(text: str, group: list[Choice]) -> Damage:
    """One place from the choices in it."""
    start, _ = word_around(text, group[0].piece.start, group[0].piece.end)
    _, end = word_around(text, group[-1].piece.start, group[-1].piece.end)
    parts = []
    at = start
    for choice in group:
        parts += (text[at : choice.piece.start], choice.piece.after)
        at = choice.piece.end
    parts.append(text[at:end])
    path = group[0].path
    return Damage(
        span=Span(start, end),
        before=text[start:end],
        after="".join(parts),
        path=path,
        data=b"".join(choice.piece.data for choice in group),
        confidence=min((confidence(text, choice) for choice in group), key=list(Confidence).index),
        alike=tuple(sorted({p[-1] for c in group for p in c.piece.paths if len(p) == len(path)} - {path[-1]})),
        support=max(choice.support for choice in group),
    )


def confidence(text: str, choice: Choice) -> Confidence:
    """How sure a choice is."""
    if choice.total - choice.rival < RIVAL:
        return Confidence.AMBIGUOUS
    return Confidence.EXACT
