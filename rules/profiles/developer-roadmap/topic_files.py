"""Files that hold one topic of a drawn roadmap each: their form, their names, their resources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from msgspec import Struct

from roadmaplint import (
    Context,
    Document,
    Edit,
    Elsewhere,
    Finding,
    Fix,
    Location,
    NoOptions,
    Project,
    ProjectFinding,
    Safety,
    Severity,
    Source,
    Span,
    rule,
)
from roadmaplint.language import detect
from roadmaplint.markdown.tokens import Block, Inline
from roadmaplint.roadmap.lists import ListItem, leading_link, lists
from roadmaplint.roadmap.nodes import Content
from roadmaplint.roadmap.project_index import DocumentFacts
from roadmaplint.roadmap.prose import plain
from roadmaplint.roadmap.source_lines import line_end
from roadmaplint.roadmap.topic_files import TYPES, is_lead, resource_lists, topic_file
from roadmaplint.rules.list_edits import reorder
from roadmaplint.text.lazy import lazy

_TITLE = lazy(r"# +\S")
_TEXT = frozenset({"paragraph", "list", "quote", "table", "code"})


class ContentFileOptions(Struct, frozen=True):
    """`lead`: what the fix writes before the resources; `most_paragraphs`: how long a text is."""

    lead: str = "Visit the following resources to learn more:"
    most_paragraphs: int = 2


@rule(on=Document, options=ContentFileOptions)
def content_file(document: Document, context: Context[ContentFileOptions]) -> Iterator[Finding]:
    """Yield a finding per thing that the file lacks or has too much of."""
    if not document.is_roadmap:
        return
    source = document.source
    first = _content_file_first_line(source)
    if topic_file(source.path) is None:
        name = source.path.rpartition("/")[2]
        yield Finding(first, f'the file name "{name}" is not of the form <slug>@<node-id>.md')
    if not source.text.strip("\ufeff \t\r\n"):
        yield Finding(first, "the file is empty; it needs a title, a text and resources")
        return
    if not _TITLE.match(source.slice(first)):
        yield Finding(first, 'the first line is not "# Title"')
    yield from _headings(document)
    yield from _text(document, context.options)
    yield from _lead(document, context.options)


def _content_file_first_line(source: Source) -> Span:
    line = source.line_span(1)
    return Span(line.start + source.text.startswith("\ufeff"), line.end)


def _headings(document: Document) -> Iterator[Finding]:
    more = [block for block in document.markdown.walk() if block.kind == "heading"][1:]
    if more:
        yield Finding(
            more[0].span,
            "a topic file has one heading, its title; sections are not shown as such"
            + (f" ({len(more)} more headings)" if len(more) > 1 else ""),
            severity=Severity.INFO,
        )


def _text(document: Document, options: ContentFileOptions) -> Iterator[Finding]:
    """What stands under the title, before the resources and the sentence that announces them."""
    blocks = _before_resources(document)
    title = next((block for block in document.markdown.blocks if block.kind == "heading"), None)
    if not any(block.kind in _TEXT for block in blocks):
        span = title.span if title is not None else _content_file_first_line(document.source)
        yield Finding(
            span, "no text explains the topic; write one short paragraph",
            severity=Severity.WARNING,
        )  # fmt: skip
    paragraphs = [block for block in blocks if block.kind == "paragraph"]
    if len(paragraphs) > options.most_paragraphs:
        yield Finding(
            paragraphs[options.most_paragraphs].span,
            f"{len(paragraphs)} paragraphs explain the topic; one is enough, resources say more",
            severity=Severity.INFO,
        )


def _before_resources(document: Document) -> Sequence[Block]:
    blocks = document.markdown.blocks
    first = next(resource_lists(document), None)
    if first is None:
        kept: Sequence[Block] = blocks
    else:
        kept = blocks[: next(at for at, block in enumerate(blocks) if block is first.block)]
        kept = kept[:-1] if kept and is_lead(kept[-1]) else kept
    return [block for block in kept if block.kind != "heading"]


def _lead(document: Document, options: ContentFileOptions) -> Iterator[Finding]:
    first = next(resource_lists(document), None)
    if first is None or (first.before is not None and is_lead(first.before)):
        return
    source, start = document.source, first.block.span.start
    end = line_end(source)
    line = source.line_span(source.line_at(start))
    gap = "" if first.before is None or _is_blank_above(source, start) else end
    edit = Edit(Span(line.start, line.start), f"{gap}{options.lead}{end}{end}")
    fix = Fix("Add the sentence", (edit,), Safety.UNSAFE)
    yield Finding(
        line,
        f'no sentence such as "{options.lead}" introduces the resources',
        fix if options.lead else None,
        severity=Severity.WARNING,
    )


def _is_blank_above(source: Source, offset: int) -> bool:
    number = source.line_at(offset) - 1
    return number < 1 or not source.slice(source.line_span(number)).strip()


_TOP = Location(1, 1, 1, 1)
_CONTENT = "/content/"


@rule(on=Project)
def duplicate_node_id(project: Project, _options: NoOptions) -> Iterator[ProjectFinding]:
    """Yield a finding per file too many, in the files of the run; in all if one is elsewhere."""
    looked_at = {facts.path: key for facts in project.documents if (key := _key_of(facts))}
    if not looked_at:
        return
    wanted = set(looked_at.values())
    groups: dict[tuple[str, str], set[str]] = {}
    for path in (*project.tree.files, *looked_at):
        key = _key(path)
        if key in wanted:
            groups.setdefault(key, set()).add(path)
    for found in groups.values():
        paths = sorted(found)
        here = [path for path in paths if path in looked_at]
        if len(paths) > 1:
            for path in here[1:] if len(here) == len(paths) else here:
                yield _finding(path, [other for other in paths if other != path], project)


def _key_of(facts: DocumentFacts) -> tuple[str, str] | None:
    return _key(facts.path) if facts.is_roadmap else None


def _key(path: str) -> tuple[str, str] | None:
    """The roadmap's folder and the node id; None for files that have none."""
    if "@" not in path:
        return None
    name = topic_file(path)
    if name is None:
        return None
    folder, content, _ = path.rpartition(_CONTENT)
    return (folder if content else path.rpartition("/")[0]), name.node_id


def _finding(path: str, others: list[str], project: Project) -> ProjectFinding:
    facts = project.files[path]
    names = ", ".join(f'"{other.rpartition("/")[2]}"' for other in others)
    equal = any(f.digest == facts.digest for f in map(project.find, others) if f is not None)
    advice = "their texts are equal, delete one" if equal else "only one of them is shown"
    name = topic_file(path)
    related = tuple(Elsewhere(other, _TOP, "the same node id") for other in others)
    place = facts.headings[0].location if facts.headings else _TOP
    return ProjectFinding(
        path,
        place,
        f'node id "{name.node_id if name else ""}" also belongs to {names}; {advice}',
        related,
    )


_RESOURCE_ORDER_TYPED = lazy(r"@([\w-]+)@")


class ResourceOrderOptions(Struct, frozen=True):
    """`order`: types as written in `[@type@Title](url)`, first to last."""

    order: tuple[str, ...] = TYPES


@rule(on=Document, options=ResourceOrderOptions)
def resource_order(document: Document, context: Context[ResourceOrderOptions]) -> Iterator[Finding]:
    """Yield one finding per list, on the first item that stands too late."""
    ranks = {name: rank for rank, name in enumerate(context.options.order)}
    for _, items in lists(document):
        types = [_type(item) for item in items]
        if len(items) < 2 or not all(name in ranks for name in types):
            continue
        late = _first_late([ranks[name] for name in types])
        if late is None:
            continue
        order = sorted(range(len(items)), key=lambda at: ranks[types[at]])
        yield Finding(
            items[late].block.span,
            f"{types[late]} stands after {types[late - 1]}; the order is"
            f" {', '.join(name for name in context.options.order if name in types)}",
            reorder(document.source, items, order, "Put in order"),
        )


def _type(item: ListItem) -> str:
    link = leading_link(item)
    match = _RESOURCE_ORDER_TYPED.match(link.text) if link is not None else None
    return match[1].casefold() if match else ""


def _first_late(ranks: Sequence[int]) -> int | None:
    return next((at for at in range(1, len(ranks)) if ranks[at] < ranks[at - 1]), None)


class TooManyResourcesOptions(Struct, frozen=True):
    """`most`: how many entries a section may list."""

    most: int = 8


@rule(on=Document, options=TooManyResourcesOptions)
def too_many_resources(
    document: Document, context: Context[TooManyResourcesOptions]
) -> Iterator[Finding]:
    """Yield a finding per section, on the first entry too many."""
    most = context.options.most
    nodes: tuple[Content, ...] = (document.root, *document.sections)
    for node in nodes:
        entries = [one for one in node.walk_resources() if one.role == "entry" and one.url]
        if len(entries) > most:
            first = sorted(entries, key=lambda entry: entry.span)[most]
            yield Finding(
                first.span,
                f"{len(entries)} resources for one topic; choose the best {most}",
            )


_FORM = "- [@type@Title](https://…)"
_UNTYPED_RESOURCE_TYPED = lazy(r"@([^@\s]{1,40})@\s*(.*)", re.DOTALL)
#: A type with one of its two signs: `@videoTitle`, `video@Title`.
_TORN = lazy(r"(@?)([a-z]+)(@?)(?=\S)")
_WEB = lazy(r"https?://[^/\s]", re.IGNORECASE)


class UntypedResourceOptions(Struct, frozen=True):
    """`types`: the kinds that the project knows."""

    types: tuple[str, ...] = TYPES


@rule(on=Document, options=UntypedResourceOptions)
def untyped_resource(
    document: Document, context: Context[UntypedResourceOptions]
) -> Iterator[Finding]:
    """Yield a finding per resource line of another form or of an unknown type."""
    if not document.is_roadmap:
        return
    for found in resource_lists(document):
        for item in found.items:
            link = leading_link(item)
            if link is not None:
                yield from _judged(document.source, link, context.options.types)
                if not found.mixed and _has_more(item, link):
                    place = _untyped_resource_first_line(document.source, item)
                    yield Finding(place, f"more than a link in a resource line; write {_FORM}")
            elif not found.mixed or item.text.startswith("[@"):
                place = _untyped_resource_first_line(document.source, item)
                yield Finding(place, f"a resource without a link; write {_FORM}")


def _judged(source: Source, link: Inline, types: Sequence[str]) -> Iterator[Finding]:
    match = _UNTYPED_RESOURCE_TYPED.match(link.text)
    if match is None:
        yield _untyped(source, link, types)
    else:
        if match[1] not in types:
            yield _unknown(source, link, match[1], types)
        if not match[2].strip():
            yield Finding(link.span, f"a resource without a title; write {_FORM}")
    if not _WEB.match(link.target or ""):
        place = link.target_span if link.target_span and link.target else None
        yield Finding(place or link.span, "the address of a resource begins with https://")


def _untyped(source: Source, link: Inline, types: Sequence[str]) -> Finding:
    """A link without a type; where one of the two signs is missing, the fix adds it."""
    torn = _TORN.match(link.text)
    known = next((name for name in types if torn and torn[2].startswith(name)), None)
    if torn is None or known is None:
        return Finding(link.span, f"a resource without a type; write {_FORM}")
    written = f"{torn[1]}{known}{'@' if torn[2] == known and torn[3] else ''}"
    fix = None
    if link.content and source.text.startswith(written, link.content.start):
        span = Span(link.content.start, link.content.start + len(written))
        fix = Fix(f"Write @{known}@", (Edit(span, f"@{known}@"),), Safety.UNSAFE)
    return Finding(link.span, f"a type between two signs: write @{known}@", fix)


def _unknown(source: Source, link: Inline, name: str, types: Sequence[str]) -> Finding:
    """A type that nobody knows; the fix puts the only one near it in its place."""
    near = get_close_matches(name.casefold(), types, 2, 0.75)
    if not near:
        return Finding(link.span, f'unknown type "@{name}@"; there are {", ".join(types)}')
    at = source.text.find(f"@{name}@", link.span.start, link.span.end)
    fix = None
    if at >= 0 and len(near) == 1 and link.precision == "exact":
        edit = Edit(Span(at + 1, at + 1 + len(name)), near[0])
        fix = Fix(f"Write @{near[0]}@", (edit,), Safety.UNSAFE)
    return Finding(link.span, f'unknown type "@{name}@"; did you mean @{near[0]}@?', fix)


def _has_more(item: ListItem, link: Inline) -> bool:
    inlines = item.paragraph.inlines if item.paragraph else ()
    return any(one is not link and one.text.strip(" .") for one in inlines if one.kind != "html")


def _untyped_resource_first_line(source: Source, item: ListItem) -> Span:
    line = source.line_span(source.line_at(item.block.span.start))
    return Span(item.block.span.start, min(item.block.span.end, line.end))


#: Function words of English that other languages hardly have.
_ENGLISH = frozenset({
    "the", "and", "that", "with", "from", "which", "this", "are", "be", "you", "your", "it", "by",
    "for", "can", "have", "not", "their", "they", "how", "what", "when", "such", "or", "is",
})  # fmt: skip
_WORD = lazy(r"[^\W\d_]+")
#: In running text every fifth word is one of them; every seventh is enough.
_SHARE, _SAMPLE = 7, 4000


class NotEnglishOptions(Struct, frozen=True):
    """`language`: the code of the wanted language; `certainty`: least probability, 0 to 1."""

    language: str = "en"
    certainty: float = 0.9


@rule(on=Document, options=NotEnglishOptions)
def not_english(document: Document, context: Context[NotEnglishOptions]) -> Iterator[Finding]:
    """Yield one finding if the prose of the file is surely in another language."""
    paragraphs = list(_prose(document))
    wanted = context.options.language
    prose = " ".join(text for _, text in paragraphs)
    if wanted == "en" and _is_plainly_english(prose):
        return
    lang, probability = detect(prose)
    if lang and lang.partition("-")[0] != wanted and probability >= context.options.certainty:
        start = paragraphs[0][0].span.start
        line = document.source.line_span(document.source.line_at(start))
        yield Finding(
            Span(start, max(start, line.end)),
            f"the text seems to be in {_name(lang)}; this project is written in {_name(wanted)}",
        )


def _is_plainly_english(text: str) -> bool:
    """True where so many words are English function words that no detector need be asked."""
    words = _WORD.findall(text[:_SAMPLE].lower())
    return sum(word in _ENGLISH for word in words) * _SHARE > len(words)


def _prose(document: Document) -> Iterator[tuple[Block, str]]:
    """Paragraphs and cells without their links: titles of resources may be in any language, and
    a line that only introduces them is often copied."""
    for block in document.markdown.walk():
        if block.kind in {"paragraph", "cell"}:
            text = plain(tuple(one for one in block.inlines if one.kind != "link")).strip()
            if text and not text.endswith(":"):
                yield block, text


def _name(code: str) -> str:
    return _NAMES.get(code.partition("-")[0], f'the language "{code}"')


_NAMES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
