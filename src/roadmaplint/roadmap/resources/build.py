"""Resources: things to learn from, linked or only named, and what kind of thing each is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import cast

from msgspec import Struct

from roadmaplint.lexicon import names_by_word
from roadmaplint.markdown.tokens import Inline, Tag
from roadmaplint.roadmap.context import Context
from roadmaplint.roadmap.html_parts import NO_LINKS, html_text
from roadmaplint.roadmap.nodes import Resource, ResourceRole, ResourceType, Role
from roadmaplint.roadmap.phrases import folded_words, phrase_table
from roadmaplint.roadmap.rendered_text import InlineRange, RenderedText
from roadmaplint.roadmap.title import leading_emoji
from roadmaplint.roadmap.urls import split_url
from roadmaplint.text.fold import fold_case
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_DOCS = lazy(r"/(?:docs?|documentation|reference|manual)(?:/|\Z)")
_SECTIONS: dict[str, ResourceType] = {
    "books": "book",
    "courses": "course",
    "certification": "certification",
}
#: Title words that say more than the host.
_STRONG: tuple[ResourceType, ...] = ("roadmap", "docs", "book", "playlist", "podcast", "dataset")
#: Kinds by a word of a label or title, in the order in which they are tried.
_BY_WORD: tuple[ResourceType, ...] = (
    *("roadmap", "book", "course", "playlist", "video", "podcast", "paper", "docs", "article"),
    *("repo", "dataset", "certification", "community", "platform", "tool"),
)


def is_generic(text: str) -> bool:
    """True for a link text like `pdf` or `[html]`."""
    return fold_case(text.strip(" []()")) in folded_words("link_text.kind")


def is_free(text: str) -> bool:
    """True if a text says that something costs nothing."""
    return not folded_words("free").isdisjoint(re.findall(r"[^\W\d_]+", fold_case(text)))


def named_kind(text: str) -> ResourceType | None:
    """The kind that a short label names, as in `Course` or `official`."""
    return _first(set(phrase_table("kind").within(text)))


def kind_of(url: str | None, title: str, label: str, role: Role) -> ResourceType:
    """The kind of a resource; `label` stands before it, `role` is its section's."""
    if label and (kind := named_kind(label)):
        return kind
    if role in _SECTIONS:
        return _SECTIONS[role]
    said = set(phrase_table("kind").within(title[:120]))
    strong = next((kind for kind in _STRONG if kind in said), None)
    return strong or _by_address(url or "") or _first(said) or "other"


def _first(said: Collection[str]) -> ResourceType | None:
    """The first kind among those a title speaks of."""
    return next((kind for kind in _BY_WORD if kind in said), None)


def _by_address(url: str) -> ResourceType | None:
    """What the host and the path of an address say."""
    address = split_url(url)
    if address is None:
        return _by_ending(url.partition("#")[0])
    host, path = address.host.partition(":")[0], address.path
    if "youtube.com" in host and "list=" in url:
        return "playlist"
    kinds = names_by_word("host")
    parent = host.partition(".")[2]
    kind = kinds.get(host) or (None if parent.startswith("amazon.") else kinds.get(parent))
    if kind is not None:
        return cast("ResourceType", kind)
    return _by_ending(path) or ("docs" if _DOCS.search(path) else None)


def _by_ending(path: str) -> ResourceType | None:
    ending = path.rpartition(".")[2].casefold()
    return cast("ResourceType | None", names_by_word("ending").get(ending))


_DOUBLE = '"“”„«»《》'
_QUOTES = "\"“”„«»'‘’「」《》"
_NOT_NAMES = frozenset(
    {"Step", "Doing", "Example", "Examples", "Design", "Hand", "Side", "Default", "Day", "Day!"}
)
_BETWEEN = lazy(r"\s*(?:,\s*(?:and|&)?|\band\b|&|;|\bund\b|\by\b|\bet\b|\be\b|、|，|и)\s+")
_TAGGED = lazy(r"@([a-z]+)@")
_QUOTED = lazy(r"[\"“«](?P<title>[^\"“”«»\n]{2,200})[\"”»]|《(?P<cjk>[^》\n]{1,100})》")
_AUTHORS = lazy(r"\s*,?\s*(?:by|[–—-])\s+(?P<names>[^\W\d_a-z][^\"“«]*)")
_PROVIDER = lazy(r"\s*[(（](?P<provider>[^()（）]{2,60})[)）]\s*\Z")
_SCHEMES = ("#", "mailto:", "tel:", "javascript:", "data:")


class NamedWork(Struct, frozen=True):
    """A resource named without a link: its place in the text, its title and authors."""

    start: int
    end: int
    title: str
    authors: tuple[str, ...]


class Surroundings(Struct, frozen=True):
    """What surrounds a resource: its role, the label before it, the checkbox, the list."""

    role: ResourceRole = "inline"
    label: str = ""
    checked: bool | None = None
    list_id: int | None = None
    kind: ResourceType | None = None
    note: str = ""


def leads_away(target: str | None) -> bool:
    """True for a target that is a resource: no place in this page, no mail, no script."""
    return bool(target) and not target.casefold().startswith(_SCHEMES) if target else False


def split_authors(text: str) -> tuple[str, tuple[str, ...]]:
    """A title without quotes and `by Author`, and the authors."""
    authors: tuple[str, ...] = ()
    at = text.find(" by ")
    while at > 0:
        names = text[at + 4 :].lstrip()
        first = names.split(" ", 1)[0]
        if first[:1].isupper() and first not in _NOT_NAMES:
            authors, text = split_names(names), text[:at].rstrip(" ,")
            break
        at = text.find(" by ", at + 1)
    return strip_quotes(text), authors


def strip_quotes(text: str) -> str:
    """A title without the quotes around it; a double quote left alone goes too."""
    text = text.strip().strip(_DOUBLE).strip()
    pair = len(text) > 2 and (text[0], text[-1]) in {("'", "'"), ("‘", "’")}
    return text[1:-1].strip() if pair else text


def split_names(text: str) -> tuple[str, ...]:
    """The names in an enumeration of authors."""
    parts = (part.strip(" \t.,;:*_" + _QUOTES) for part in _BETWEEN.split(text))
    return tuple(part for part in parts if part)


def resource_of_link(
    context: Context, flat: RenderedText, mark: InlineRange, setting: Surroundings
) -> Resource:
    """The resource that a link is."""
    raw = flat.text[mark.start : mark.end].strip()
    label = setting.label
    text = raw
    if raw.startswith("@") and (tagged := _TAGGED.match(raw)):
        label, text = tagged[1], raw[tagged.end() :]
    text = text[leading_emoji(text)[1] :].strip() or text.strip()
    title, authors = split_authors(text)
    inline = mark.inline
    title = title or text
    return Resource(
        title=title,
        span=inline.span,
        url=inline.target,
        raw_title=raw if raw != title else "",
        url_span=inline.target_span,
        authors=authors,
        type=setting.kind or kind_of(inline.target, title, label, context.role(inline.span.start)),
        role=setting.role,
        checked=setting.checked,
        free=True if setting.note and is_free(setting.note) else None,
        note=setting.note,
        struck=flat.is_struck(mark),
        list_id=setting.list_id,
    )


def inline_links(
    context: Context, flat: RenderedText, setting: Surroundings, skip: InlineRange | None = None
) -> Iterator[Resource]:
    """The resources that the links of a text are, all but one."""
    for mark in flat.links:
        if (
            mark is not skip
            and leads_away(mark.inline.target)
            and flat.text[mark.start : mark.end].strip()
        ):
            yield resource_of_link(context, flat, mark, setting)


def find_named_works(flat: RenderedText, start: int, end: int, books: bool) -> list[NamedWork]:
    """Resources named without a link in `text[start:end]`; empty where it is something else.

    `"Title" by Author`, several of them set apart by commas, `"Title" (Provider)`, `《Title》`;
    with `books` any text is a title.
    """
    text = flat.text
    found = list(_enumerated(flat, start, end, books))
    complete = bool(found) and not text[found[-1].end : end].strip(" .,;，、。")
    if complete or (found and text[start] == "《"):
        return found
    if not books or start >= end:
        return []
    title, authors = split_authors(text[start:end])
    return [NamedWork(start, end, title, authors)] if title else []


def _enumerated(flat: RenderedText, start: int, end: int, books: bool) -> Iterator[NamedWork]:
    """Quoted titles one behind the other, each with its authors or provider."""
    text, at = flat.text, start
    while at < end and (match := _QUOTED.match(text, at, end)):
        behind = _AUTHORS.match(text, match.end(), end) or _PROVIDER.match(text, match.end(), end)
        if behind is None and not match["cjk"] and not books:
            return
        stop = behind.end() if behind else match.end()
        names = behind.groupdict().get("names") if behind else None
        begin, last = flat.trimmed(match.start(), stop)
        title = match["title"] or match["cjk"]
        authors = split_names(names) if names else ()
        yield NamedWork(begin, _without_comma(text, begin, last), title.strip(), authors)
        at = _next_start(text, stop, end)


def _without_comma(text: str, start: int, end: int) -> int:
    """The end of a range without the comma behind it."""
    while end > start and text[end - 1] in " ,;，、":
        end -= 1
    return end


def _next_start(text: str, at: int, end: int) -> int:
    """Where the next name of an enumeration starts."""
    while at < end and text[at] in " ,;，、.。&":
        at += 1
    return at + 4 if text.startswith("and ", at) else at


def named_resource(
    context: Context, flat: RenderedText, found: NamedWork, span: Span, setting: Surroundings
) -> Resource:
    """The resource that a name without a link is."""
    raw = flat.text[found.start : found.end]
    role = context.role(span.start)
    kind = kind_of(None, found.title, setting.label, role)
    return Resource(
        title=found.title,
        span=span,
        url=None,
        raw_title=raw if raw != found.title else "",
        authors=found.authors,
        type="book" if kind == "other" and found.authors else kind,
        role="entry",
        checked=setting.checked,
        list_id=setting.list_id,
    )


def html_links(context: Context, tags: Sequence[Tag]) -> Iterator[Resource]:
    """The resources that the tags of a block of HTML lead to."""
    for index, tag in enumerate(tags):
        href = tag.attributes.get("href")
        if tag.closing or tag.name in NO_LINKS or not leads_away(href):
            continue
        close = next(
            (t for t in tags[index + 1 : index + 12] if t.closing and t.name == tag.name), None
        )
        end = tag.span.end if close is None or tag.self_closing else close.span.start
        cuts = [t.span for t in tags[index + 1 : index + 12] if t.span.end <= end]
        flat = html_text(context.source, Span(tag.span.end, end), cuts)
        span = Span(tag.span.start, tag.span.end if close is None else close.span.end)
        link = Inline("link", span, target=href, target_span=tag.value_spans.get("href"))
        start, stop = flat.trimmed(0, len(flat.text))
        if stop > start:
            yield resource_of_link(context, flat, InlineRange(start, stop, link), Surroundings())
