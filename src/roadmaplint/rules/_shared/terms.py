"""How a document spells the names it uses: every occurrence, by case-folded form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.prose import text_inlines
from roadmaplint.text.source import Span

#: A word, or words joined by dots and dashes; not a part of a path, handle or address.
_NAME = re.compile(r"(?<![\w./@#:\\-])[^\W\d_][^\W_]*(?:[.-][^\W_]+)*(?![\w/@\\]|[.:-]\w)")
_INNER_CAPITAL = re.compile(r"[a-z0-9][A-Z]")
_DOTTED = re.compile(r"[a-z0-9]+\.(?:ai|js|io|py)\Z", re.IGNORECASE)
_QUOTES = frozenset('"“”«»„')
#: Longer link texts are titles that somebody else wrote.
_TITLE_WORDS = 5
_MIN_TYPO = 5


class Use(NamedTuple):
    """One occurrence; `leads` if it begins its block or link, `linked` if in a link text."""

    text: str
    span: Span
    leads: bool
    linked: bool


class Uses(NamedTuple):
    """Occurrences of every word by case-folded form, and the forms that are names."""

    by_form: Mapping[str, list[Use]]
    names: tuple[str, ...]


def uses_of(document: Document, known: Mapping[str, str]) -> Uses:
    """Words of the document; names are those in `known` and those with a capital inside.

    Code, addresses, link texts of more than five words and texts with quotes are left out.
    """
    found: defaultdict[str, list[Use]] = defaultdict(list)
    names: dict[str, None] = {}
    for inline, linked, first in _pieces(document):
        for match in _NAME.finditer(inline.text):
            word = match[0]
            form = word.casefold()
            if form in known or _INNER_CAPITAL.search(word) or _DOTTED.match(word):
                names[form] = None
            start = inline.span.start + match.start()
            leads = first and not any(map(str.isalnum, inline.text[: match.start()]))
            found[form].append(Use(word, Span(start, start + len(word)), leads, linked))
    return Uses(found, tuple(names))


def _pieces(document: Document) -> Iterator[tuple[Inline, bool, bool]]:
    """Plain texts whose place is exact and whose words are the author's own."""
    seen, quoted = (-1, -1), False
    for block, inline, link in text_inlines(document):
        owner = (block.span.start, link.span.start if link else -1)
        if owner[0] != seen[0]:
            quoted = not _QUOTES.isdisjoint(block.text)
        first = owner[0] != seen[0] or (link is not None and owner != seen)
        seen = owner
        if quoted or inline.precision != "exact":
            continue
        if link is not None and len(link.text.split()) > _TITLE_WORDS:
            continue
        if document.source.slice(inline.span) == inline.text:
            yield inline, link is not None, first


def misspelt(uses: Uses, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of a form that is no known name and the known name of this document it misses.

    One letter inside the word is lost, doubled or swapped with its neighbour; both begin with a
    capital letter.
    """
    present = [form for form in uses.names if form in known and len(form) > _MIN_TYPO]
    slips = {slip: form for form in present for slip in _slips(form)}
    if not slips:
        return
    for form, found in uses.by_form.items():
        right = slips.get(form)
        if right and form not in known and all(use.text[:1].isupper() for use in found):
            yield form, right


def _slips(name: str) -> Iterable[str]:
    for at in range(1, len(name) - 1):
        if name[at].isalpha():
            yield name[:at] + name[at + 1 :]
            yield name[: at + 1] + name[at:]
            if at + 2 < len(name):
                yield name[:at] + name[at + 1] + name[at] + name[at + 2 :]
