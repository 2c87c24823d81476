"""Two topics that are probably one, said in other words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Related
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.keys import weakly_equal
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.evidence import short, where
from roadmaplint.rules._shared.nearness import Piece, pieces, slips
from roadmaplint.rules._shared.repeats import (
    MAX_REPEATS,
    eligible,
    families,
    is_curriculum,
    is_outline,
)


class Options(Struct, frozen=True):
    """`max_repeats`: names that stand more often are labels."""

    max_repeats: int = MAX_REPEATS


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per family of names that `duplicate-topic` does not report."""
    if not is_outline(document) or not is_curriculum(document):
        return
    mentions, candidates = eligible(document)
    items = [mention for mention in candidates if mention.kind not in {"heading", "resource"}]
    found = pieces(document, items, mentions.words, document.root.language or "en")
    said: set[int] = set()
    for family in families(found, lambda piece: (piece.weak.form,) if piece.weak.form else ()):
        kept = _apart(family)
        if 2 <= len(kept) <= context.options.max_repeats and _near(kept):
            said.update(piece.mention.node for piece in kept)
            yield _finding(document, kept)
    for pair in slips(found):
        if said.isdisjoint({piece.mention.node for piece in pair}):
            yield _finding(document, _apart(pair))


def _apart(family: Sequence[Piece]) -> list[Piece]:
    """One piece per mention, without mentions that stand below another one."""
    nodes = {piece.mention.node for piece in family}
    by_place = {piece.mention.span: piece for piece in reversed(family)}
    found = [p for p in by_place.values() if nodes.isdisjoint(p.mention.ancestors)]
    return sorted(found, key=lambda piece: piece.mention.span)


def _near(family: Sequence[Piece]) -> bool:
    """True unless the family is one strong key without halves, or was cut in several ways."""
    if not any(piece.half for piece in family) and _strong(family):
        return False
    first = family[0]
    if not any(" " in piece.text for piece in family):
        return False
    return all(weakly_equal(first.weak, piece.weak) for piece in family[1:])


def _strong(family: Sequence[Piece]) -> bool:
    forms = {piece.key.form for piece in family}
    return len(forms) == 1 or len({piece.key.glued for piece in family}) == 1


def _finding(document: Document, family: Sequence[Piece]) -> Finding:
    first, repeat = family[0], family[1]
    text, other = repeat.mention.text, first.mention.text
    return Finding(
        repeat.mention.span,
        f'near duplicate: "{short(text)}" is much the same as "{short(other)}"'
        f" {where(document, first.mention)}",
        related=(
            Related(first.mention.span, "first named here"),
            *(Related(piece.mention.span, "and again here") for piece in family[2:]),
        ),
    )
