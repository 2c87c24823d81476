"""What headings say: punctuation, emphasis, shortcodes, texts that only look like headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Related, Safety
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.lexicon import words
from roadmaplint.markdown.tokens import Block, Inline
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.roadmap.outline import keeps_anchor
from roadmaplint.roadmap.targets import slug_of
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

_NAMES = {".": "full stop", ",": "comma", ":": "colon", ";": "semicolon", "!": "exclamation mark"}
_WIDE = {"。": ".", "，": ",", "：": ":", "；": ";", "！": "!"}
_SHORTCODE_AT_END = lazy(r":[a-z0-9_+-]+:\Z")
_ENTITY = lazy(r"&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#[xX][0-9A-Fa-f]+);\Z")
_ABBREVIATION = lazy(
    r"(?:\b(?:etc|vs|Inc|Ltd|Co|Corp|Jr|Sr|Dr|St|No|e\.g|i\.e|p\.s|т\.\s?[дпе])|\b[A-Z])\.\Z"
)
_ONLY_NUMBER = lazy(r"\W*(?:[0-9.]+|[IVXivx]+)[.:)]\W*\Z")
_INSIDE = frozenset({"strong", "emphasis", "strike", "link"})


class HeadingPunctuationOptions(Struct, frozen=True):
    """`punctuation`: the characters that must not end a heading. `nested`: also inside bold."""

    punctuation: str = ".,;:。，；："
    nested: bool = True


@rule(on=Heading, options=HeadingPunctuationOptions)
def heading_punctuation(
    heading: Heading, context: Context[HeadingPunctuationOptions]
) -> Iterator[Finding]:
    """Yield a finding for a heading that ends with one of the characters."""
    options = context.options
    if heading.text[-1:] not in options.punctuation or not heading.block:
        return
    last = _last_text(heading.block.inlines, nested=options.nested)
    if last is not None and _is_closed(heading.text):
        finding = _heading_punctuation_finding(context.document, heading, last)
        if finding:
            yield finding


def _is_closed(text: str) -> bool:
    """False for dots and colons that belong to a word: `etc.`, `:book:`, `...`, `1.`."""
    if text.endswith(("..", "…")) or _SHORTCODE_AT_END.search(text) or _ONLY_NUMBER.match(text):
        return False
    return not _ABBREVIATION.search(text)


def _last_text(inlines: tuple[Inline, ...], *, nested: bool) -> Inline | None:
    """The text that a heading ends with."""
    while inlines:
        last = inlines[-1]
        if last.kind == "text":
            return last
        if last.kind not in _INSIDE or not nested:
            return None
        inlines = last.children
    return None


def _heading_punctuation_finding(
    document: Document, heading: Heading, last: Inline
) -> Finding | None:
    mark = heading.text[-1]
    written = document.source.slice(last.span).rstrip()
    if not written.endswith(mark) or _ENTITY.search(written):
        return None
    end = last.span.start + len(written)
    name = _NAMES.get(_WIDE.get(mark, mark), f'"{mark}"')
    span = Span(end - 1, end)
    message = f"a {name} ends the heading; headings need no punctuation at the end"
    return Finding(span, message, _heading_punctuation_fix(document, heading, last, span))


def _heading_punctuation_fix(
    document: Document, heading: Heading, last: Inline, span: Span
) -> Fix | None:
    bare = heading.text[:-1].rstrip()
    if last.precision != "exact" or not bare or bare[-1:] in "\\#":
        return None
    kept = document.source.text[last.span.start : span.start]
    start = last.span.start + len(kept.rstrip())
    if start == last.span.start:
        start = span.start
    safety = Safety.SAFE if keeps_anchor(document, heading, bare) else Safety.UNSAFE
    return Fix("Remove it", (Edit(Span(start, span.end), ""),), safety)


@rule(on=Heading)
def emphasis_in_heading(heading: Heading, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding where one bold text fills the heading."""
    strong = _only(heading.block.inlines) if heading.block else None
    if strong is None or strong.content is None:
        return
    yield Finding(
        strong.span,
        "the whole heading is bold; headings stand out without emphasis",
        _emphasis_in_heading_fix(context.source, strong),
    )


def _only(inlines: tuple[Inline, ...]) -> Inline | None:
    """The bold text that is all there is."""
    told = [inline for inline in inlines if inline.kind != "text" or inline.text.strip()]
    if len(told) != 1:
        return None
    if told[0].kind == "emphasis":
        return _only(told[0].children)
    return told[0] if told[0].kind == "strong" else None


def _emphasis_in_heading_fix(source: Source, strong: Inline) -> Fix | None:
    """Take the marks away, unless what is left would be read in another way."""
    assert strong.content is not None
    text = source.slice(strong.content)
    if strong.precision != "exact" or text.endswith(("#", "\\")) or text[0] in "#_*":
        return None
    edits = (
        Edit(Span(strong.span.start, strong.content.start), ""),
        Edit(Span(strong.content.end, strong.span.end), ""),
    )
    return Fix("Remove the bold marks", edits, Safety.SAFE)


_DEEPEST = 6


class EmphasisAsHeadingOptions(Struct, frozen=True):
    """`punctuation`: a line that ends with one of these is a sentence or a label.

    `before_text`: only a line that no heading introduces and that a text follows.
    """

    punctuation: str = ".,;:!?。，；：！？"
    italic: bool = False
    before_text: bool = False


@rule(on=Document, options=EmphasisAsHeadingOptions)
def emphasis_as_heading(
    document: Document, context: Context[EmphasisAsHeadingOptions]
) -> Iterator[Finding]:
    """Yield one finding per paragraph that is one bold text and nothing else."""
    level, blocks = 0, document.markdown.blocks
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            level = block.level
        mark = _only_mark(block, context.options)
        if mark is None or (context.options.before_text and not _leads(blocks, number)):
            continue
        wanted = min(level + 1, _DEEPEST) if level else 2
        kind = "bold" if mark.kind == "strong" else "italic"
        yield Finding(
            block.span,
            f'"{mark.text}" is a {kind} line used as a heading',
            _emphasis_as_heading_fix(document, block, mark, wanted),
        )


def _leads(blocks: Sequence[Block], number: int) -> bool:
    """True if a text follows, and what stands before is no heading."""
    after = blocks[number + 1].kind if number + 1 < len(blocks) else ""
    before = blocks[number - 1].kind if number else ""
    return after == "paragraph" and before != "heading"


def _only_mark(block: Block, options: EmphasisAsHeadingOptions) -> Inline | None:
    """The bold text that fills a paragraph of one line."""
    if block.kind != "paragraph":
        return None
    shown = [inline for inline in block.inlines if not _is_silent(inline)]
    if len(shown) != 1:
        return None
    mark = shown[0]
    if mark.kind not in ({"strong", "emphasis"} if options.italic else {"strong"}):
        return None
    plain = len(mark.children) == 1 and mark.children[0].kind == "text"
    return mark if plain and mark.text[-1:] not in options.punctuation else None


def _is_silent(inline: Inline) -> bool:
    """True for comments and blanks."""
    if inline.kind == "html":
        return inline.text.startswith("<!--")
    return inline.kind == "text" and not inline.text.strip()


def _emphasis_as_heading_fix(
    document: Document, block: Block, mark: Inline, level: int
) -> Fix | None:
    """Write it as a heading below the one before it."""
    if mark.precision != "exact" or mark.content is None or mark.span != block.content:
        return None
    if document.source.slice(mark.content).endswith("#"):
        return None
    edits = (
        Edit(Span(block.span.start, mark.content.start), "#" * level + " "),
        Edit(Span(mark.content.end, mark.span.end), ""),
    )
    return Fix("Make it a heading", edits, Safety.UNSAFE)


class ListLabelAsHeadingOptions(Struct, frozen=True):
    """`min_items`: how many such items make a finding."""

    min_items: int = 3


@rule(on=Document, options=ListLabelAsHeadingOptions)
def list_label_as_heading(
    document: Document, context: Context[ListLabelAsHeadingOptions]
) -> Iterator[Finding]:
    """Yield one finding per document, on the first of these items."""
    labels = [
        item
        for block in document.markdown.blocks
        if block.kind == "list"
        for item in block.children
        if _is_label(item)
    ]
    if len(labels) < context.options.min_items:
        return
    first, *others = (item.children[0] for item in labels)
    yield Finding(
        first.span,
        f"{len(labels)} bold list items only group the lists below them: "
        "as headings they could be linked to",
        related=tuple(Related(paragraph.span, "this one too") for paragraph in others),
    )


def _is_label(item: Block) -> bool:
    """True for a short bold text and nothing else, with a list below it."""
    if len(item.children) < 2 or item.children[1].kind != "list":
        return False
    told = [inline for inline in item.children[0].inlines if inline.text.strip(" :：")]
    return len(told) == 1 and told[0].kind == "strong" and len(told[0].text.split()) <= 8


_SHORTCODE = lazy(r"(?<![\w:]):([a-z0-9_+-]+):(?![\w:])")


@cache
def _emoji() -> dict[str, str]:
    """The emoji of each shortcode, as GitHub shows it."""
    pairs = (entry.split(" ", 1) for entry in words("emoji.shortcode"))
    return dict(pairs)


@rule(on=Heading)
def emoji_shortcode(heading: Heading, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per shortcode that is known."""
    if heading.block is None or ":" not in heading.text:
        return
    for inline in heading.block.inlines:
        if inline.kind != "text" or inline.precision != "exact":
            continue
        start = inline.span.start
        for match in _SHORTCODE.finditer(context.source.slice(inline.span)):
            if match[1] in _emoji():
                span = Span(start + match.start(), start + match.end())
                yield _emoji_shortcode_finding(heading, match[1], span)


def _emoji_shortcode_finding(heading: Heading, name: str, span: Span) -> Finding:
    emoji = _emoji()[name]
    return Finding(
        span,
        f":{name}: is an emoji shortcode, shown raw outside GitHub and part of the anchor "
        f"#{heading.slug}",
        Fix(f"Write {emoji}", (Edit(span, emoji),), Safety.UNSAFE),
    )


@rule(on=Document)
def anchor_collision(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per anchor that several headings want, if a link in the file uses it."""
    wanted: dict[str, list[Heading]] = {}
    for heading in document.headings:
        wanted.setdefault(slug_of(heading.text), []).append(heading)
    used = {link.target[1:].casefold() for link in document.links if link.target[:1] == "#"}
    for slug, headings in wanted.items():
        if slug and len(headings) > 1 and slug in used:
            second = headings[1]
            yield Finding(
                second.span,
                f"{len(headings)} headings want the anchor #{slug}; links to it reach only the "
                f"first, this one is #{second.slug}",
                related=(
                    Related(headings[0].span, "reached by the links"),
                    *(Related(other.span, f"#{other.slug}") for other in headings[2:]),
                ),
            )
