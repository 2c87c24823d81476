"""A quote or bracket in a title or link text that is opened or closed alone."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.prose import text_links
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

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


class Options(Struct, frozen=True):
    """`prose`: whether quotes in the text around links count too."""

    prose: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
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
        yield Finding(span, f'a quotation mark stands alone in "{_short(text)}"', fix)
        return
    lone = _lone_bracket(bare)
    if lone:
        side = "closed but never opened" if lone in _CLOSING else "opened but never closed"
        yield Finding(span, f'"{lone}" is {side} in "{_short(text)}"')


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


def _short(text: str) -> str:
    return text if len(text) <= 50 else text[:49] + "…"
