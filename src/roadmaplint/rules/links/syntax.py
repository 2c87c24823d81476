"""Links that are written wrong: broken markup, bare addresses, references without a definition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Safety, Severity
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.roadmap.prose import masked_blocks
from roadmaplint.roadmap.source_lines import whole_lines
from roadmaplint.roadmap.targets import slug_of
from roadmaplint.roadmap.urls import looks_like_host
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

_ADDRESS = r"(?:https?://|www\.|mailto:|\.{1,2}/|/|#)[^\s()<>\[\]]*"
_SPACED = re.compile(rf"(?<![!\\])\[[^\[\]\n]+\]([ \t]+)\(({_ADDRESS})\)")
_SWAPPED = re.compile(r"(?<!\])\(([^()\[\]\n]+)\)\[(https?://[^\s\[\]()]+)\]")
_OPEN = re.compile(r"\]\(https?://[^\s()<>]*(?=\s*$)", re.MULTILINE)
_DOUBLED = re.compile(r"(https?)(?:://|:/|//)(?=https?://)", re.IGNORECASE)
_SCHEME = re.compile(r"(h{0,2}t{1,4}ps?)[:;]{0,3}/{1,4}", re.IGNORECASE)
#: Most addresses: one scheme, and no second one behind it.
_SOUND = re.compile(r"https?://(?!/|https?://)", re.IGNORECASE)
_ANY_SWAPPED = re.compile(r"(?<!\\)\([^()\n]+\)\[[^\]^\n][^\]\n]*\](?!\()")


class MalformedLinkOptions(Struct, frozen=True):
    """`any_swapped`: whether `(text)[text]` counts whatever stands in the brackets."""

    any_swapped: bool = False


@rule(on=Document, options=MalformedLinkOptions)
def malformed_link(document: Document, context: Context[MalformedLinkOptions]) -> Iterator[Finding]:
    """Yield a finding per broken construct and per impossible address."""
    anchors = frozenset(anchor.name for anchor in document.anchors)
    for block, base, text in masked_blocks(document):
        if "[" in text:
            yield from _constructs(base, text)
            yield from _spaced(base, text, anchors)
        if context.options.any_swapped:
            yield from _any_swapped(document, block, text)
    for link in document.links:
        if link.kind != "html" and (link.label is None or link.target in {"", "#", "<>"}):
            yield from () if _SOUND.match(link.target) else _address(link)


def _any_swapped(document: Document, block: Block, masked: str) -> Iterator[Finding]:
    """Brackets in the wrong order that no other sign tells to be a link."""
    assert block.content is not None
    code = [inline.span for inline in block.walk_inlines() if inline.kind == "code"]
    for match in _ANY_SWAPPED.finditer(document.source.slice(block.content)):
        span = _at(block.content.start, match)
        if not _SWAPPED.match(masked, match.start()) and not any(map(span.overlaps, code)):
            yield Finding(span, "brackets swapped: a link is [text](address)")


def _constructs(base: int, text: str) -> Iterator[Finding]:
    for match in _SPACED.finditer(text):
        gap = Span(base + match.start(1), base + match.end(1))
        # an address can only be meant as one; "[x] (/y)" and "[x] (#y)" may be text
        sure = Safety.SAFE if "://" in match[2] else Safety.UNSAFE
        fix = Fix("join text and address", (Edit(gap, ""),), sure)
        message = "a space between ] and ( keeps this from being a link"
        yield Finding(gap, message, fix, severity=Severity.WARNING)
    for match in _SWAPPED.finditer(text):
        edit = Edit(_at(base, match), f"[{match[1]}]({match[2]})")
        fix = Fix("swap the brackets", (edit,), Safety.SAFE)
        yield Finding(edit.span, "brackets swapped: a link is [text](address)", fix)
    for match in _OPEN.finditer(text):
        end = Span(base + match.end(), base + match.end())
        fix = Fix("close the bracket", (Edit(end, ")"),), Safety.UNSAFE)
        yield Finding(_at(base, match), "the bracket around this address is never closed", fix)


def _spaced(base: int, text: str, anchors: frozenset[str]) -> Iterator[Finding]:
    for start, end, right, is_web in spaced_targets(text, anchors):
        span = Span(base + start, base + end)
        fix = Fix(f"write {right[:80]}", (Edit(span, right),), Safety.UNSAFE)
        message = "a space in the address keeps this from being a link"
        yield Finding(span, message, fix, severity=None if is_web else Severity.WARNING)


def _at(base: int, match: re.Match[str]) -> Span:
    return Span(base + match.start(), base + match.end())


def _address(link: Link) -> Iterator[Finding]:
    if link.target in {"", "#", "<>"}:
        message = f"empty target: this {'image' if link.kind == 'image' else 'link'} leads nowhere"
        yield Finding(link.span, message, severity=Severity.WARNING)
        return
    right, why = _repaired(link.target)
    if right is None and link.form != "bare" and looks_like_host(link.target):
        right, why = f"https://{link.target}", "the scheme is missing, so this points at a file"
    if right is None:
        return
    fix = None
    if link.target_span is not None:
        fix = Fix(f"write {right[:80]}", (Edit(link.target_span, right),), Safety.UNSAFE)
    message = f'malformed address "{link.target[:120]}": {why}'
    yield Finding(link.target_span or link.span, message, fix)


def _repaired(target: str) -> tuple[str | None, str]:
    if _DOUBLED.match(target):
        while match := _DOUBLED.match(target):
            target = target[match.end() :]
        return target, "two schemes in a row"
    match = _SCHEME.match(target)
    if match is None or len(target) == match.end():
        return None, ""
    if ":" not in match[0] and "//" not in match[0]:
        return None, ""  # a folder called http
    scheme = "https" if match[1].lower().endswith("s") else "http"
    return f"{scheme}://{target[match.end() :]}", "the scheme is misspelt"


_TARGET = lazy(r"\]\(([^()<>\n\"'\x00]++)(?:\"[^\"\n]*+\"|'[^'\n]*+')?+[ \t]*+\)")
_FILE = lazy(
    r"[^\s:*|][^:*|]*\.(?:md|markdown|mdx|html?|txt|rst|adoc|pdf|png|jpe?g|gif|svg|webp|ipynb"
    r"|docx?|pptx?|xlsx?|csv|json|ya?ml|py|js|ts|java|c|cpp|go|rs|rb|sh|sql|zip|mp4)(?:[?#]\S*)?\Z",
    re.IGNORECASE,
)


class Spaced(NamedTuple):
    """A target (`start` to `end` in the text); `right` is how to write it."""

    start: int
    end: int
    right: str
    is_web: bool


def spaced_targets(text: str, anchors: frozenset[str]) -> Iterator[Spaced]:
    """Targets in inline text that can only be meant as one; `anchors` are those of the file."""
    for match in _TARGET.finditer(text) if " " in text else ():
        target = match[1].strip()
        if " " not in target:
            continue
        start = match.start(1) + match[1].index(target)
        is_web = target.startswith(("https://", "http://"))
        if is_web or _FILE.match(target):
            right = target.replace(" ", "%20")
            yield Spaced(start, start + len(target), right, is_web)
        elif target.startswith("#"):
            slug = slug_of(target[1:].strip())
            if slug in anchors:
                yield Spaced(start, start + len(target), f"#{slug}", is_web)


_IN_BROKEN_LINK = lazy(r"\][ \t]*\([ \t]*\Z")


@rule(on=Link)
def bare_url(link: Link, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per bare address; the fix puts angle brackets around it."""
    if link.form != "bare" or link.precision != "exact":
        return
    if _IN_BROKEN_LINK.search(context.source.text, max(0, link.span.start - 9), link.span.start):
        return  # malformed-link speaks of it
    text = context.source.slice(link.span)
    fix = None
    if text.startswith(("http://", "https://")):
        fix = Fix(
            "put it in angle brackets",
            (Edit(link.span, f"<{text}>"),),
            _safety(link, context.source),
        )
    yield Finding(link.span, "bare address: only some sites turn it into a link", fix)


def _safety(link: Link, source: Source) -> Safety:
    """Safe where nobody can doubt the address's end: before white space, and free of stray text."""
    address, following = source.slice(link.span), source.text[link.span.end : link.span.end + 1]
    ends = not following or following.isspace() or following in ".,;:!?)"
    whole = address.isascii() and address.count("(") == address.count(")")
    return Safety.SAFE if ends and whole else Safety.UNSAFE


_FULL = lazy(r"(?<!\\)\[((?:[^\[\]\\\x00]|\\.)+)\]\[((?:[^\[\]\\\x00]|\\.)*)\]")
#: `dp[i][j]` and ticked boxes are not references.
_CODE_LIKE = lazy(r"[\w)\]]$")


class UndefinedReferenceOptions(Struct, frozen=True):
    """`ignored_labels`: labels that are never references."""

    ignored_labels: tuple[str, ...] = ("x", "X", " ")


@rule(on=Document, options=UndefinedReferenceOptions)
def undefined_reference(
    document: Document, context: Context[UndefinedReferenceOptions]
) -> Iterator[Finding]:
    """Yield a finding per `[text][label]` that no definition answers."""
    known = {fold_label(block.label) for block in document.definitions}
    for _, base, text in masked_blocks(document):
        if "][" not in text:
            continue
        for match in _FULL.finditer(text):
            label = match[2].strip() or match[1]
            if label in context.options.ignored_labels or fold_label(label) in known:
                continue
            if _CODE_LIKE.search(text[: match.start()][-1:]) or text[match.end() :][:1] == "[":
                continue
            span = Span(base + match.start(), base + match.end())
            yield Finding(span, f'no definition for the reference "{label[:80]}"')


def fold_label(label: str) -> str:
    """The label of a reference or definition as Markdown compares them."""
    return " ".join(label.split()).casefold()


class UnusedDefinitionOptions(Struct, frozen=True):
    """`ignored_definitions`: labels that may stand unused; `//` is a common comment."""

    ignored_definitions: tuple[str, ...] = ("//",)


@rule(on=Document, options=UnusedDefinitionOptions)
def unused_definition(
    document: Document, context: Context[UnusedDefinitionOptions]
) -> Iterator[Finding]:
    """Yield a finding per definition that does nothing; the fix removes its line."""
    used = {fold_label(link.label) for link in document.links if link.label is not None}
    seen: set[str] = set()
    for block in document.definitions:
        label = fold_label(block.label)
        if block.label in context.options.ignored_definitions or _is_comment(block):
            continue
        fix = Fix("remove the definition", (_removal(context.source, block),), Safety.UNSAFE)
        if label in seen:
            yield Finding(block.span, f'"[{block.label}]" is defined twice; the first counts', fix)
        elif label not in used:
            yield Finding(block.span, f'no link uses the definition "[{block.label}]"', fix)
        seen.add(label)


def _is_comment(block: Block) -> bool:
    """True for `[note]: # (words)` and `[note]: <> (words)`, which hide words from readers."""
    return block.target in {"", "#"} and bool(block.title)


def _removal(source: Source, block: Block) -> Edit:
    first = source.line_at(block.span.start)
    last = source.line_at(max(block.span.start, block.span.end - 1))
    return Edit(whole_lines(source, first, last), "")
