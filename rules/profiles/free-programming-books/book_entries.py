"""The form of an entry: title, author, format, licence, archive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from roadmaplint import Context, Document, Edit, Finding, Fix, NoOptions, Safety, Source, Span, rule
from roadmaplint.markdown.tokens import Inline, plain_text
from roadmaplint.roadmap.lists import Entry, entries
from roadmaplint.roadmap.title import leading_emoji, trailing_emoji
from roadmaplint.roadmap.urls import host_matches, host_of
from roadmaplint.text.lazy import lazy

_FORMAT = lazy(
    r"(?:PDF|EPUB|HTML|MOBI|Kindle|DjVu|PS|PostScript|TXT|Markdown|DOCX?|ODT|AZW3|CHM"
    r"|podcast|screencast|videocast)(?:\s*[,/&+]\s*(?:and\s+)?|\Z)",
    re.IGNORECASE,
)
_ENTRY_ORDER_LICENCE = lazy(r"(?:CC[ -](?:BY|0)|CC0|GFDL)\b", re.IGNORECASE)
_ENTRY_ORDER_GROUP = lazy(r"\(([^()]{1,80})\)")
_YEAR = lazy(r" - [^()\d]{2,60}(?:,| -) ?(?:19[5-9]|20[0-4])\d\Z")
_RANKS = ("format", "licence", "note")


@rule(on=Document)
def entry_order(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per entry, on the first two parts that should change places."""
    for entry in entries(document):
        parts = list(_parts(entry.rest))
        for first, second in pairwise(parts):
            if first[0] > second[0]:
                yield Finding(
                    entry.place,
                    f"the {_RANKS[second[0]]} ({second[1]}) belongs before the"
                    f" {_RANKS[first[0]]} ({first[1]}): author, format, licence, note",
                )
                break
        if _YEAR.search(entry.tail.rstrip()):
            message = "the year stands behind the author; it belongs into the title"
            yield Finding(entry.place, message)


def _parts(inlines: tuple[Inline, ...]) -> Iterator[tuple[int, str]]:
    """Ranks and texts of the bracketed parts; further links start parts of their own."""
    for inline in inlines:
        if inline.kind == "link":
            return
        if inline.kind in {"emphasis", "strong"}:
            note = plain_text(inline.children).strip()
            if note.startswith("(") and note.endswith(")"):
                yield 2, " ".join(note[1:-1].split())
        elif inline.kind == "text":
            for match in _ENTRY_ORDER_GROUP.finditer(inline.text):
                rank = _rank(match[1])
                if rank is not None:
                    yield rank, match[1]


def _rank(text: str) -> int | None:
    """What a bracketed text is; None for the many words that can be anything."""
    text = text.strip()
    if _ENTRY_ORDER_LICENCE.match(text):
        return 1
    at = 0
    while match := _FORMAT.match(text, at):
        at = match.end()
        if at == len(text):
            return 0
    return None


#: A dash, and the words behind it up to a bracket.
_CREDIT = lazy(r"- ([^(\n]*)")


@rule(on=Document)
def misplaced_author(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per entry."""
    for entry in entries(document):
        credit = _CREDIT.search(entry.tail)
        if credit is None:
            continue
        if credit.start() == 0:
            message = "no space between the link and the dash before the author"
            yield Finding(entry.place, message, _fix(document.source, entry))
        elif credit.start() > 1 and not credit[1].endswith(")"):
            said = " ".join(entry.tail[: credit.start()].split())
            what = f'behind "{said[:40]}"' if said else "behind more than one space"
            yield Finding(
                entry.place,
                f"the author stands {what}, not right behind the link: [title](address) - Author",
            )


def _fix(source: Source, entry: Entry) -> Fix | None:
    end = entry.link.span.end
    if entry.link.precision != "exact" or not source.text.startswith("- ", end):
        return None
    return Fix("Insert a space", (Edit(Span(end, end), " "),), Safety.SAFE)


_HONORIFIC = lazy(
    r" - (?:[^(\n]*(?:, | and | & ))?((?:Prof|Dr|Mr|Mrs|Ms)\.?|Professor|Ph\.?D\.?)(?= \w)"
)
_LEAD = lazy(r"\s*- ?\Z")


@rule(on=Document)
def decorated_author(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per entry."""
    for entry in entries(document):
        title = _HONORIFIC.match(entry.tail)
        if title:
            yield Finding(entry.place, f'"{title[1]}" before a name: authors have no titles here')
        linked = _linked(entry.rest)
        if linked is not None:
            yield Finding(linked.span, f'the author "{linked.text[:60]}" is a link; name only')


def _linked(rest: tuple[Inline, ...]) -> Inline | None:
    """The link right behind the dash; one in brackets is another format of the resource."""
    if len(rest) < 2 or rest[0].kind != "text" or not _LEAD.match(rest[0].text):
        return None
    link = rest[1]
    return link if link.kind == "link" and not link.text.startswith("(") else None


_WORD = lazy(r"[^\W\d_]+")
_LONG = 4


@rule(on=Document)
def loud_title(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per title of an entry."""
    for entry in entries(document):
        title = entry.link.text.strip()
        if _shouts(title):
            yield Finding(entry.link.span, f'the title "{title[:60]}" is in capitals only')
        elif not title.isascii() and _has_emoji(title):
            yield Finding(entry.link.span, f'an emoji in the title "{title[:60]}"')


def _shouts(title: str) -> bool:
    """Two long words in capitals and no small letter; short ones are acronyms."""
    if title != title.upper():
        return False
    words: list[str] = _WORD.findall(title)
    return sum(len(word) > _LONG and word.isupper() for word in words) > 1


def _has_emoji(title: str) -> bool:
    emoji, _ = leading_emoji(title)
    return bool(emoji) or trailing_emoji(title, 0, len(title)) < len(title)


_UNLISTED_LICENCE_GROUP = lazy(r"\(([^()]{2,80})\)")
_UNLISTED_LICENCE_LICENCE = lazy(
    r"(?:CC(?:[ -](?:BY|0|NC|SA|ND)\b|0\b|\Z)|Creative Commons\b|GFDL\b|GNU (?:FDL|Free Doc|GPL)"
    r"|A?GPL(?:v\d|\b)|MIT Licen[cs]e|Apache(?: Licen[cs]e|-?2\.0)|BSD[ -](?:\d|Licen[cs]e)|WTFPL)",
    re.IGNORECASE,
)
_VERSION = lazy(r"[ -]?(?:v\.?)?\d(?:\.\d+)?\b")


class UnlistedLicenceOptions(Struct, frozen=True):
    """`licences`: the notes that may stand in brackets, as they are written."""

    licences: tuple[str, ...] = (
        "CC BY",
        "CC BY-NC",
        "CC BY-NC-ND",
        "CC BY-NC-SA",
        "CC BY-ND",
        "CC BY-SA",
        "GFDL",
    )


@rule(on=Document, options=UnlistedLicenceOptions)
def unlisted_licence(
    document: Document, context: Context[UnlistedLicenceOptions]
) -> Iterator[Finding]:
    """Yield one finding per bracketed licence in another form."""
    licences = context.options.licences
    for entry in entries(document):
        for match in _UNLISTED_LICENCE_GROUP.finditer(entry.tail):
            said = match[1].strip()
            parts = [part.strip() for part in said.split(",")]
            if not _UNLISTED_LICENCE_LICENCE.match(said) or all(part in licences for part in parts):
                continue
            yield Finding(
                entry.place, f'"{said}" is no licence note of this list{_hint(said, licences)}'
            )


def _hint(said: str, licences: tuple[str, ...]) -> str:
    bare = _plain(_VERSION.sub("", said))
    near = next((one for one in licences if _plain(one) == bare), None)
    return f'; write "{near}"' if near else ""


def _plain(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.casefold())


class UnmarkedArchiveOptions(Struct, frozen=True):
    """`hosts`: archives. `marks`: what the entry must show one of, letter case ignored."""

    hosts: tuple[str, ...] = ("web.archive.org", "archive.is", "archive.ph", "archive.today")
    marks: tuple[str, ...] = (":card_file_box:", "🗃", "archive")


@rule(on=Document, options=UnmarkedArchiveOptions)
def unmarked_archive(
    document: Document, context: Context[UnmarkedArchiveOptions]
) -> Iterator[Finding]:
    """Yield one finding per entry."""
    options = context.options
    for entry in entries(document):
        host = host_of(entry.link.target or "")
        if not host or not any(host_matches(host, archive) for archive in options.hosts):
            continue
        shown = f"{entry.link.text} {entry.tail}".casefold()
        if not any(mark.casefold() in shown for mark in options.marks):
            yield Finding(entry.place, f"this is a copy in an archive ({host}) and does not say so")
