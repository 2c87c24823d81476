"""Punctuation and capitals of items that differ from their siblings."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Related, Safety
from roadmaplint.core.rule import Context, rule
from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.lists import ListItem, last_text, lists
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.prose import text_links, texts
from roadmaplint.roadmap.topics.vocabulary import names
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span, shorten

_STOPS = frozenset(".。")
#: Marks after which a sentence may have ended; such items take no side.
_OTHER_ENDS = frozenset("!?:;…,！？：；，)]）】»”\"'")
_ABBREVIATION = lazy(r"(?:\betc|\be\.g|\bi\.e|\bvs|\bInc|\bLtd|\bJr|\bSr|\b[A-Z]|\.\.|т\.[дп])\.\Z")
_INNER_END = lazy(r"[.!?]\s+[^\W\d_]|[。！？]\s*[^\W_]")
_MAX_WORDS = 12


class ItemPunctuationOptions(Struct, frozen=True):
    """`min_items`: shorter lists are left alone. `max_share`: outliers at most, of all items."""

    min_items: int = 4
    max_share: float = 0.25


class _Stop(Struct, frozen=True):
    span: Span


@rule(on=Document, options=ItemPunctuationOptions)
def item_punctuation(
    document: Document, context: Context[ItemPunctuationOptions]
) -> Iterator[Finding]:
    """Yield one finding per list, on its first outlier."""
    options = context.options
    for _, items in lists(document):
        if len(items) < options.min_items:
            continue
        stops = [s for s in (_stop(item, document.source) for item in items) if s is not None]
        bare = sum(_is_bare(item) for item in items)
        if stops and len(stops) <= options.max_share * len(items) and bare >= len(items) * 0.7:
            yield _item_punctuation_finding(stops, len(items))


def _item_punctuation_finding(stops: list[_Stop], total: int) -> Finding:
    some = f"{len(stops)} of {total} items end" if len(stops) > 1 else f"1 of {total} items ends"
    edits = tuple(Edit(stop.span, "") for stop in stops)
    return Finding(
        stops[0].span,
        f"{some} with a full stop, the others have no punctuation at the end",
        Fix("Remove the full stop", edits, Safety.SAFE),
        tuple(Related(stop.span, "this one too") for stop in stops[1:]),
    )


def _stop(item: ListItem, source: Source) -> _Stop | None:
    """The full stop that ends a short item of one sentence."""
    text = item.text
    if item.paragraph is None or text[-1:] not in _STOPS or len(text.split()) > _MAX_WORDS:
        return None
    if _ABBREVIATION.search(text) or _INNER_END.search(text):
        return None
    last = last_text(item.paragraph.inlines)
    if last is None or last.precision != "exact":
        return None
    end = last.span.start + len(source.slice(last.span).rstrip())
    span = Span(end - 1, end)
    return _Stop(span) if source.slice(span) in _STOPS else None


def _is_bare(item: ListItem) -> bool:
    last = item.text[-1:]
    return bool(last) and last not in _STOPS and last not in _OTHER_ENDS


_WORD = lazy(r"[^\W\d_]+")
_FIRST = lazy(r"[^\W\d_]+(?![\w.-]*[A-Z0-9./@_-])")


class ItemCapitalsOptions(Struct, frozen=True):
    """`min_items`: shorter lists are left alone. `max_share`: outliers at most, of all items."""

    min_items: int = 5
    max_share: float = 0.2


@rule(on=Document, options=ItemCapitalsOptions)
def item_capitals(document: Document, context: Context[ItemCapitalsOptions]) -> Iterator[Finding]:
    """Yield one finding per list; a first word that is always small may be a name."""
    options = context.options
    capitals: frozenset[str] | None = None
    for _, items in lists(document):
        small = [item for item in items if item.text[:1].islower()]
        large = sum(item.text[:1].isupper() for item in items)
        if len(items) < options.min_items or not small or large < len(items) - len(small):
            continue
        if len(small) > options.max_share * len(items):
            continue
        capitals = capitals if capitals is not None else _capitalised(document)
        outliers = [place for place in (_place(item, capitals) for item in small) if place]
        if outliers:
            yield _item_capitals_finding(outliers, len(items), document)


def _item_capitals_finding(outliers: list[Span], total: int, document: Document) -> Finding:
    edits = tuple(Edit(span, document.source.slice(span).upper()) for span in outliers)
    verb = "begins" if len(outliers) == 1 else "begin"
    return Finding(
        outliers[0],
        f"{len(outliers)} of {total} items {verb} with a small letter, the others with a capital",
        Fix("Begin with a capital letter", edits, Safety.SUGGESTION),
        tuple(Related(span, "this one too") for span in outliers[1:]),
    )


def _capitalised(document: Document) -> frozenset[str]:
    """Words that the document writes with a capital somewhere and that are no known names."""
    words = {word for _, text in texts(document) for word in _WORD.findall(text)}
    found = frozenset(word.casefold() for word in words if word[0].isupper())
    return found - names(document.packs).keys()


def _place(item: ListItem, capitals: frozenset[str]) -> Span | None:
    """The first letter of an item that begins with an ordinary word of more than one."""
    match = _FIRST.match(item.text)
    if match is None or match[0] not in capitals or " " not in item.text:
        return None
    first = _first_text(item.paragraph.inlines if item.paragraph else ())
    if first is None or first.precision != "exact" or not first.text.startswith(match[0]):
        return None
    return Span(first.span.start, first.span.start + 1)


def _first_text(inlines: tuple[Inline, ...]) -> Inline | None:
    return inlines[0] if inlines and inlines[0].kind == "text" else None


_PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»", "《": "》", "「": "」", "【": "】"}
_CLOSING = {close: open_ for open_, close in _PAIRS.items()}
#: Brackets of two widths, `（C++版)`, still make a pair.
_NARROW = str.maketrans("（）［］", "()[]")
#: „German“ and »inverted« quotes pair the other way round: their marks are counted only.
_AMBIGUOUS = frozenset("„‟»«“”")
_MARK = lazy(r'["()\[\]“”«»（）《》「」【】]')
#: Where a bracket or quote stands for itself: `1)`, `a)`, emoticons, inches, code-like pieces.
_LONE = lazy(
    r"\A\W*(?:[0-9]{1,3}|[A-Za-zА-Яа-я]|[ivxIVX]{1,4})\)"
    r"|(?<!\S)[:;=8xX]['’]?-?[()\[\]DP]+(?!\w)|(?<!\S)[(){}\[\]]+[:;=](?!\S)|[：；][()（）]"
    r"|\b\d+(?:\.\d+)?[\"”]|¯\\_\(.*?\)_/¯|<[(\[]|[)\]]>"
)
#: Brackets of prose are closed lines later, or stand for themselves.
_QUOTES_ONLY = lazy(r"[()\[\]]")
_CODE_LIKE = lazy(r"\w\(\)|\[\]")


class UnbalancedPunctuationOptions(Struct, frozen=True):
    """`prose`: whether quotes in the text around links count too."""

    prose: bool = False


@rule(on=Document, options=UnbalancedPunctuationOptions)
def unbalanced_punctuation(
    document: Document, context: Context[UnbalancedPunctuationOptions]
) -> Iterator[Finding]:
    """Yield a finding per heading and link text with a lone quote or bracket."""
    for block in document.markdown.walk():
        if block.kind == "heading" and block.content is not None:
            yield from _judge(_shown(block.inlines), block.content, None)
        if block.kind == "paragraph" and block.content is not None and context.options.prose:
            around = tuple(inline for inline in block.inlines if inline.kind != "link")
            yield from _judge(_QUOTES_ONLY.sub("", _shown(around)), block.content, None)
    for block, link in text_links(document):
        if block.kind != "heading" and _MARK.search(link.text):
            place = link.content if link.precision == "exact" else None
            yield from _judge(_shown(link.children), place or link.span, place)


def _shown(inlines: tuple[Inline, ...]) -> str:
    """The text without code and images, whose marks are not prose."""
    parts = []
    for inline in inlines:
        if inline.kind in {"break", "softbreak"}:
            parts.append(" ")
        elif inline.kind not in {"code", "image", "html"}:
            parts.append(_shown(inline.children) if inline.children else inline.text)
    return "".join(parts)


def _judge(text: str, span: Span, exact: Span | None) -> Iterator[Finding]:
    if not _MARK.search(text):
        return
    bare = _CODE_LIKE.sub("", _LONE.sub("", text))
    # A quotation may end in a number: `"Rails 7"` is in balance, `a 24" screen` is no quotation.
    if bare.count('"') % 2 and _CODE_LIKE.sub("", text).count('"') % 2:
        fix = _open_quote(text, exact)
        yield Finding(span, f'a quotation mark stands alone in "{shorten(text, 50)}"', fix)
        return
    lone = _lone_bracket(bare)
    if lone:
        side = "closed but never opened" if lone in _CLOSING else "opened but never closed"
        yield Finding(span, f'"{lone}" is {side} in "{shorten(text, 50)}"')


def _lone_bracket(text: str) -> str:
    """The first mark without a partner, empty if all have one."""
    stack: list[str] = []
    typographic = [char for char in text if char in _AMBIGUOUS]
    if len(typographic) % 2:
        return typographic[0]
    for char in text.translate(_NARROW):
        if char in _AMBIGUOUS:
            continue
        if char in _PAIRS:
            stack.append(char)
        elif char in _CLOSING:
            if not stack or stack[-1] != _CLOSING[char]:
                return char
            stack.pop()
    return stack[0] if stack else ""


def _open_quote(text: str, exact: Span | None) -> Fix | None:
    """`Title" by Author` lost the quotation mark at its start."""
    head, mark, tail = text.partition('"')
    if exact is None or mark not in text[1:] or not head or not tail.lstrip().startswith("by "):
        return None
    place = Span(exact.start, exact.start)
    return Fix("Open the quotation", (Edit(place, '"'),), Safety.SUGGESTION)
