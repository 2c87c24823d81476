"""Something meant as a link that is none, or whose address cannot be right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety, Severity
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.rules._shared.host_names import looks_like_host
from roadmaplint.rules._shared.masked import masked_blocks
from roadmaplint.rules._shared.spaced import spaced_targets
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span

_ADDRESS = r"(?:https?://|www\.|mailto:|\.{1,2}/|/|#)[^\s()<>\[\]]*"
_SPACED = re.compile(rf"(?<![!\\])\[[^\[\]\n]+\]([ \t]+)\(({_ADDRESS})\)")
_SWAPPED = re.compile(r"(?<!\])\(([^()\[\]\n]+)\)\[(https?://[^\s\[\]()]+)\]")
_OPEN = re.compile(r"\]\(https?://[^\s()<>]*(?=\s*$)", re.MULTILINE)
_DOUBLED = re.compile(r"(https?)(?:://|:/|//)(?=https?://)", re.IGNORECASE)
_SCHEME = re.compile(r"(h{0,2}t{1,4}ps?)[:;]{0,3}/{1,4}", re.IGNORECASE)
#: Most addresses: one scheme, and no second one behind it.
_SOUND = re.compile(r"https?://(?!/|https?://)", re.IGNORECASE)
_ANY_SWAPPED = re.compile(r"(?<!\\)\([^()\n]+\)\[[^\]^\n][^\]\n]*\](?!\()")


class Options(Struct, frozen=True):
    """`any_swapped`: whether `(text)[text]` counts whatever stands in the brackets."""

    any_swapped: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
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
    code = [part.span for top in block.inlines for part in top.walk() if part.kind == "code"]
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
