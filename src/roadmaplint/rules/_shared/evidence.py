"""Words for what two mentions have in common and where the other one stands."""

from __future__ import annotations

from roadmaplint.roadmap.acronyms import acronym_token
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.mentions import Mention, Mentions

_SHOWN = 60


def describe(first: Mention, repeat: Mention, mentions: Mentions) -> str:
    """The repeat's text, and the first one's if it is written otherwise, with the reason."""
    if first.text.casefold() == repeat.text.casefold():
        return f'"{short(repeat.text)}"'
    token = acronym_token(repeat.text) or acronym_token(first.text)
    reason = ""
    if token in mentions.defined:
        reason = " (the acronym is defined in this file)"
    elif token in mentions.words.acronyms:
        reason = " (a known acronym)"
    return f'"{short(repeat.text)}" = "{short(first.text)}"{reason}'


def where(document: Document, mention: Mention) -> str:
    """`on line 12 (Section)`."""
    line = document.source.line_at(mention.span.start)
    place = mention.place if mention.kind != "heading" else "heading"
    return f"on line {line}" + (f" ({short(place)})" if place else "")


def short(text: str) -> str:
    """A text of at most sixty characters."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
