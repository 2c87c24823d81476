"""Explains: the card of the rule behind a diagnostic, for a hover."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roadmaplint.core.finding import Diagnostic
from roadmaplint.core.rule_meta import Card
from roadmaplint.data import card_text
from roadmaplint.report.card import card_markdown
from roadmaplint.text.lazy import lazy

_WHY = lazy(r"^## Why[ \t]*\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_MOST = 3


def explained(found: Iterable[Diagnostic], cards: dict[str, Card]) -> str:
    """The cards of the rules of some diagnostics as Markdown, each once; empty for none."""
    rules = list(dict.fromkeys(d.rule for d in found if d.rule in cards))
    return "\n\n---\n\n".join(_card(cards[rule]) for rule in rules[:_MOST])


def plain(markdown: str) -> str:
    """The same without marks, for clients that show plain text only."""
    text = re.sub(r"\[([^]]*)\]\(([^)]*)\)", r"\1: \2", markdown)
    return text.replace("**", "").replace("`", "")


def _card(card: Card) -> str:
    try:
        why = _WHY.search(card_text(card.place))
    except OSError:
        why = None
    short = card_markdown(card)
    if why is None:
        return short
    head, _, rest = short.partition("\n\n")
    return f"{head}\n\n{why[1].strip()}\n\n{rest}"
