"""The form of an entry: a link, a dash, a description."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint import Context, Document, Finding, NoOptions, Span, rule
from roadmaplint.roadmap.lists import Entry, entries
from roadmaplint.roadmap.title import trailing_emoji
from roadmaplint.text.lazy import lazy

_DASH = lazy(r" - (?=\S)")
#: Something like a separator that is not " - ".
_OTHER = lazy(r"\s*(?:--+|[-–—]|:|：)\s*(?=[^\W\d_])")
_END = lazy(r"[.!?…。！？](?:[\"'”’»)\]*_]|\s)*\Z")
_CLOSED = lazy(r"[)\]`]\Z")
_SMALL_WORD = lazy(r"[^\W\d_]+(?=[\s,;:!?)]|\.(?!\w)|\Z)")
_GLUED = lazy(r"[-*+]\[[^\]\n]+\]\(")
#: A list without a description in most entries has no form to keep.
_FEW = 5


class EntryFormOptions(Struct, frozen=True):
    """`share` of the described entries that must have a form before others are told so."""

    share: float = 0.6


class _Described(Struct, frozen=True):
    entry: Entry
    dash: bool
    capital: bool
    ended: bool
    separator: str


@rule(on=Document, options=EntryFormOptions)
def entry_form(document: Document, context: Context[EntryFormOptions]) -> Iterator[Finding]:
    """Yield one finding per entry, on its first departure from the form of most others."""
    for block in document.markdown.blocks:
        start = block.content.start if block.content else 0
        if block.kind == "paragraph" and _GLUED.match(document.source.text, start):
            yield Finding(Span(start, start + 2), "no space between the mark and the link")
    spans = sorted(toc.span for toc in document.tocs)
    starts = [span.start for span in spans]
    found = []
    for entry in entries(document):
        toc = bisect_right(starts, entry.place.start) - 1
        listed = toc >= 0 and spans[toc].end > entry.place.start
        if not listed and not (entry.link.target or "").startswith("#"):
            found.append(_described(entry))
    yield from _judge([one for one in found if one is not None], context.options.share)


def _described(entry: Entry) -> _Described | None:
    """How an entry is written; None without a description."""
    tail = entry.tail.rstrip()
    if not tail.strip() or (tail.strip()[0] in "([（" and tail[-1] in ")]）"):
        return None
    dash, other = _DASH.match(tail), _OTHER.match(tail)
    match = dash or other
    said = tail[match.end() :] if match else ""
    if not match or not any(char.isalpha() for char in said):
        return None
    named = len(entry.rest) > 1 and not entry.rest[0].text[match.end() :]
    capital = named or said.startswith(entry.link.text) or not _is_small(said)
    ended = entry.rest[-1].kind != "text" or _is_ended(said)
    return _Described(entry, bool(dash), capital, ended, match[0].strip())


def _is_small(said: str) -> bool:
    """True for a plain word in small letters of a script that has capitals; names are free."""
    word = _SMALL_WORD.match(said)
    return word is not None and word[0].islower() and word[0] != word[0].upper()


def _is_ended(said: str) -> bool:
    if _END.search(said) or _CLOSED.search(said):
        return True
    return trailing_emoji(said, 0, len(said)) < len(said)


def _judge(found: Sequence[_Described], share: float) -> Iterator[Finding]:
    if len(found) < _FEW:
        return
    needed = share * len(found)
    dashed = sum(one.dash for one in found) >= needed
    capital = sum(one.capital for one in found) >= needed
    ended = sum(one.ended for one in found) >= needed
    for one in found:
        if dashed and not one.dash:
            said = f'"{one.separator}" before the description, where others have " - "'
        elif capital and not one.capital:
            said = "the description begins with a small letter, unlike the others"
        elif ended and not one.ended:
            said = "the description does not end with a full stop, unlike the others"
        else:
            continue
        yield Finding(one.entry.place, said)


_SEPARATOR = lazy(r"\s*(?:[-–—:]|--)\s+(?:(?:The|An?)\s+)?")
#: What follows a name that could be left out: a verb, a punctuation mark, or nothing.
_NEEDLESS = lazy(
    r"(?:\.?\Z|[:,;!?](?:\s|\Z)|\.\s"
    r"|\s+(?:is|are|was|has|have|provides|allows|lets|offers|helps|aims|supports|implements|can"
    r"|makes|gives|contains|includes|enables|uses|brings|combines|comes|works|features|stands)\b)"
)


@rule(on=Document)
def echoed_name(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per entry."""
    for entry in entries(document):
        name, separator = entry.link.text.strip(), _SEPARATOR.match(entry.tail)
        if not name or separator is None:
            continue
        said = entry.tail[separator.end() :]
        if said[: len(name)].casefold() == name.casefold() and _NEEDLESS.match(said[len(name) :]):
            yield Finding(entry.place, f'the description says the name "{name[:60]}" again')
