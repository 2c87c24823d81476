"""Entries that lack something: a link, a mark of their format, data on time and level."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from functools import cache, lru_cache

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Related, Safety, Severity
from roadmaplint.core.rule import Context, rule
from roadmaplint.lexicon import words_by_language
from roadmaplint.roadmap.lists import entries, item_around
from roadmaplint.roadmap.nodes import Content, Document, Link, Resource, Topic
from roadmaplint.roadmap.prose import text_inlines
from roadmaplint.roadmap.resources.titles import SURE, is_title
from roadmaplint.roadmap.topics.keys import NO_KEY, topic_key
from roadmaplint.roadmap.topics.vocabulary import retired
from roadmaplint.roadmap.urls import canonical_url, host_of, split_url
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span, shorten

#: What may follow a title's main part.
_SUBTITLE = (" with ", ": ", " – ", " — ", " - ", " (", ", ", " for ", " using ")
_MIN_WORDS = 3
_PAPERS = lazy(r"(?i)\b(?:papers?|publications?)\b|стать|论文|論文")
_WORD = lazy(r"[^\W_]+")


class UnlinkedResourceOptions(Struct, frozen=True):
    """`types`: types of resources that are reported; empty for all."""

    types: tuple[str, ...] = ()


@rule(on=Document, options=UnlinkedResourceOptions)
def unlinked_resource(
    document: Document, context: Context[UnlinkedResourceOptions]
) -> Iterator[Finding]:
    """Yield a finding per resource without a link; the fix takes the link from elsewhere."""
    wanted = context.options.types
    linked: dict[str, list[Resource]] | None = None
    top = frozenset(b.span.start for b in document.markdown.blocks if b.kind == "list")
    for resource in document.resources:
        if resource.url is not None or resource.struck or not is_title(resource, top):
            continue
        if wanted and (resource.type or "other") not in wanted:
            continue
        linked = _linked(document) if linked is None else linked
        known = _elsewhere(resource, linked)
        span = _name_span(document, resource)
        kind = _kind(document, resource)
        found = f"; the same title is linked on line {_line(document, known)}" if known else ""
        yield Finding(
            span or resource.span,
            f'{kind} without a link: "{shorten(resource.title)}"{found}',
            _unlinked_resource_fix(document, known, span),
            (Related(known.span, "linked here"),) if known else (),
            None if resource.type in SURE else Severity.INFO,
        )


def _kind(document: Document, resource: Resource) -> str:
    """What the message calls it; papers are often written like books."""
    if resource.type == "book":
        at = bisect(document.headings, resource.span.start, key=lambda found: found.span.start)
        if "al" in resource.authors or (at and _PAPERS.search(document.headings[at - 1].text)):
            return "paper"
    return resource.type if resource.type in SURE else "resource"


def _linked(document: Document) -> dict[str, list[Resource]]:
    """Linked resources by the first three words of their title, case-folded."""
    found: dict[str, list[Resource]] = {}
    for resource in document.resources:
        if resource.url and resource.role == "entry":
            found.setdefault(_head(resource.title), []).append(resource)
    return found


def _head(title: str) -> str:
    return " ".join(_WORD.findall(title.casefold())[:_MIN_WORDS])


def _elsewhere(resource: Resource, linked: dict[str, list[Resource]]) -> Resource | None:
    """The one linked resource with this title, or with this title and a subtitle."""
    title = resource.title.strip()
    if len(title.split()) < _MIN_WORDS:
        return None
    key = topic_key(title)
    found = [
        other
        for other in linked.get(_head(title), ())
        if (key is not NO_KEY and topic_key(other.title) == key) or _extends(other.title, title)
    ]
    return found[0] if len({other.url for other in found}) == 1 else None


def _extends(long: str, short: str) -> bool:
    rest = long.casefold().removeprefix(short.casefold())
    return rest != long.casefold() and rest.startswith(_SUBTITLE)


def _name_span(document: Document, resource: Resource) -> Span | None:
    """Where the name stands, without the markup around it."""
    name = resource.raw_title or resource.title
    at = document.source.text.find(name, resource.span.start, resource.span.end)
    return Span(at, at + len(name)) if at >= 0 else None


def _unlinked_resource_fix(
    document: Document, known: Resource | None, span: Span | None
) -> Fix | None:
    if known is None or known.url is None or span is None:
        return None
    name = document.source.slice(span)
    if any(mark in name for mark in "[]<>`\n") or any(mark in known.url for mark in " ()<>"):
        return None
    title = f'Link to the address of "{shorten(known.title)}"'
    return Fix(title, (Edit(span, f"[{name}]({known.url})"),), Safety.SAFE)


def _line(document: Document, resource: Resource) -> int:
    return document.source.line_at(resource.span.start)


class TopicWithoutResourceOptions(Struct, frozen=True):
    """`section_counts`: a list of resources in the same section serves all its topics."""

    section_counts: bool = True


@rule(on=Document, options=TopicWithoutResourceOptions)
def topic_without_resource(
    document: Document, context: Context[TopicWithoutResourceOptions]
) -> Iterator[Finding]:
    """Yield a finding per topic that neither links nor holds a resource."""
    if not document.is_roadmap:
        return
    nodes: tuple[Content, ...] = (document.root, *document.sections)
    for node in nodes:
        if context.options.section_counts and node.resources:
            continue
        for topic in node.topics:
            if not _has_resource(topic):
                name = topic.label or topic.text
                yield Finding(
                    topic.text_span or topic.span,
                    f'no resource for "{shorten(name)}"',
                )


def _has_resource(topic: Topic) -> bool:
    return any(one.resources for one in topic.walk())


#: What counts as a mark of each kind, anywhere in the item.
_MARKS = {
    "cost": r"\b(?:free|paid|subscription|audit|freemium)\b|[$€£¥₽]\s?\d|\d\s?[$€£¥₽]"
    r"|бесплатн|платн|gratis|gratuit|pago|免费|付费|💰|🆓",
    "type": r"\b(?:book|course|video|playlist|article|paper|podcast|tutorial|docs?|documentation"
    r"|blog|tool|repo|repository|slides|pdf|notes|guide|interactive|newsletter|talk)\b|@\w+@"
    r"|книг|курс|видео|стать|libro|curso|vídeo|artículo|livro|artigo|书|课程|视频|文章|📖|📚|🎥"
    r"|📺|📄|🎧",
    "level": r"\b(?:beginners?|basic|intro|introduction|intermediate|advanced|expert|all levels)\b"
    r"|начинающ|продвинут|principiante|intermedio|avanzado|iniciante|avançado|入门|初级|高级|🟢"
    r"|🟡|🔴",
    "language": r"\b(?:english|russian|spanish|french|german|portuguese|chinese|japanese|arabic"
    r"|turkish|en|ru|es|fr|de|pt|zh|ja)\b|на русском|на английском|en español|em português"
    r"|中文|英文",
}


class MissingMetadataOptions(Struct, frozen=True):
    """`fields`: marks that every entry must carry: cost, type, level, language."""

    fields: tuple[str, ...] = ("cost", "type")


@rule(on=Document, options=MissingMetadataOptions)
def missing_metadata(
    document: Document, context: Context[MissingMetadataOptions]
) -> Iterator[Finding]:
    """Yield a finding per entry that lacks one of the marks."""
    patterns = [
        (field, re.compile(_MARKS[field], re.IGNORECASE))
        for field in context.options.fields
        if field in _MARKS
    ]
    for resource in document.resources:
        if resource.role != "entry" or resource.url is None:
            continue
        text = _item_text(document, resource)
        missing = [field for field, pattern in patterns if not pattern.search(text)]
        if missing:
            yield Finding(resource.span, f"the entry does not say its {' and '.join(missing)}")


def _item_text(document: Document, resource: Resource) -> str:
    """The first paragraph of the item without addresses, or the line where it is no item."""
    found = item_around(document, resource.span)
    if found is None or not found[1].children:
        source = document.source
        return source.slice(source.line_span(source.line_at(resource.span.start)))
    return found[1].children[0].text


class StaleResourceOptions(Struct, frozen=True):
    """`ignore`: names to leave alone."""

    ignore: tuple[str, ...] = ()


@rule(on=Document, options=StaleResourceOptions)
def stale_resource(document: Document, context: Context[StaleResourceOptions]) -> Iterator[Finding]:
    """Yield a finding per place that names a retired product."""
    known, pattern = retired(document.packs), _pattern(document.packs)
    for _, inline, _ in text_inlines(document):
        for match in pattern.finditer(inline.text):
            name = match[0]
            if name in context.options.ignore or inline.precision != "exact":
                continue
            start = inline.span.start + match.start()
            span = Span(start, start + len(name))
            if document.source.slice(span) != name:
                continue
            entry = known[name]
            instead = f"; name {entry.use} instead" if entry.use else ""
            message = f"stale: {name} {entry.what} ({entry.since}){instead}. See {entry.source}"
            fix = None
            if re.fullmatch(r"[\w .-]+", entry.use) and " or " not in entry.use:
                fix = Fix(f'Write "{entry.use}"', (Edit(span, entry.use),), Safety.SUGGESTION)
            yield Finding(span, message, fix)


@lru_cache(8)
def _pattern(packs: tuple[str, ...]) -> re.Pattern[str]:
    names = sorted(retired(packs), key=lambda name: (-len(name), name))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?![\w.]*\w)")


#: How far behind a link the mark may stand.
_REACH = 60
_PDF = lazy(r"\.pdf(?:\?|\Z)")


class UnmarkedFormatOptions(Struct, frozen=True):
    """`mark`: what must stand behind the link of an entry, after a space; empty: any word of it."""

    mark: str = ""


@rule(on=Document, options=UnmarkedFormatOptions)
def unmarked_format(
    document: Document, context: Context[UnmarkedFormatOptions]
) -> Iterator[Finding]:
    """Yield a finding per link to a PDF whose text and surroundings do not name the format."""
    if ".pdf" not in document.source.text.casefold():
        return
    if context.options.mark:
        yield from _strict(document, context.options.mark)
        return
    for link in document.links:
        yield from _loose(link, document.source)


def _strict(document: Document, mark: str) -> Iterator[Finding]:
    """Entries of lists whose first link leads to a PDF."""
    for entry in entries(document):
        if not _PDF.search(entry.link.target or ""):
            continue
        at = entry.tail.find(mark)
        if at == 0:
            place = Span(entry.link.span.end, entry.link.span.end)
            exact = document.source.text.startswith(mark, place.start)
            fix = Fix("Insert a space", (Edit(place, " "),), Safety.UNSAFE) if exact else None
            yield Finding(entry.place, f"no space between the link and {mark}", fix)
        elif at < 0:
            yield Finding(entry.place, f"this leads straight to a PDF file; say so: {mark}")


def _loose(link: Link, source: Source) -> Iterator[Finding]:
    if link.kind != "link" or ".pdf" not in link.target.casefold():
        return
    address = split_url(link.target)
    if address is None or not address.path.casefold().endswith(".pdf"):
        return
    text = source.text
    behind = text[link.span.end : link.span.end + _REACH].partition("\n")[0]
    before = text[max(0, link.span.start - 20) : link.span.start].rpartition("\n")[2]
    if "pdf" in f"{link.text} {behind} {before}".casefold() or link.form in {"bare", "autolink"}:
        return
    fix = None
    if link.precision == "exact":
        place = Span(link.span.end, link.span.end)
        fix = Fix('Add "(PDF)" behind the link', (Edit(place, " (PDF)"),), Safety.UNSAFE)
    yield Finding(link.span, "this leads straight to a PDF file; say so: (PDF)", fix)


#: Shops with a house in many countries, and what names the country.
_SHOP = lazy(r"(?:amazon|ebay|audible)\.(com?\.[a-z]{2}|[a-z]{2})\Z")


@cache
def _language_of_shop() -> dict[str, str]:
    """What a country's shop speaks, where its end is not the language's own code."""
    by_language = words_by_language("shop.domain")
    return {end: language for language, ends in by_language.items() for end in ends}


class RegionalShopOptions(Struct, frozen=True):
    """`allow`: hosts that are right for the readers of this list."""

    allow: tuple[str, ...] = ()


@rule(on=Document, options=RegionalShopOptions)
def regional_shop(document: Document, context: Context[RegionalShopOptions]) -> Iterator[Finding]:
    """Yield a finding per link to a shop whose language the document does not speak."""
    language = (document.root.language or "en").partition("-")[0]
    for link in document.links:
        host = host_of(link.target)
        match = _SHOP.search(host)
        if match is None or host in context.options.allow or link.kind == "image":
            continue
        if _language_of_shop().get(match[1], match[1]) != language:
            yield Finding(
                link.target_span or link.span,
                f"{host} serves one country; readers elsewhere are better off with the"
                " publisher's page",
                _regional_shop_fix(link),
            )


def _regional_shop_fix(link: Link) -> Fix | None:
    """A book has one number in all shops; other goods have not."""
    book = canonical_url(link.target) or ""
    asin = re.search(r"/([0-9]{9}[0-9X])(?![0-9A-Za-z])", link.target)
    if not book.startswith("isbn:") or asin is None or link.precision != "exact":
        return None
    if link.target_span is None or "amazon." not in host_of(link.target):
        return None
    edit = Edit(link.target_span, f"https://www.amazon.com/dp/{asin[1]}")
    return Fix("Link the international shop", (edit,), Safety.SUGGESTION)
