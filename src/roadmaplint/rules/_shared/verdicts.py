"""What a finding says of a link's verdict."""

from __future__ import annotations

from roadmaplint.lint.finding import Finding, Fix, Severity
from roadmaplint.lint.verdict import CheckedLink
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span

#: With one of these at its end a bare address would end before it.
_NO_END = "?!.,:;*_~)'\""


def says(checked: CheckedLink, fix: Fix | None = None, severity: Severity | None = None) -> Finding:
    """A finding on the link's target with the verdict's own reason; the address leads."""
    link, verdict = checked.link, checked.verdict
    address = link.target if len(link.target) <= 200 else link.target[:200] + "…"
    place = link.target_span or link.span
    return Finding(place, f"{address}: {verdict.reason}", fix, severity=severity)


def rewritten(checked: CheckedLink, document: Document) -> Fix | None:
    """The fix that writes the address which the verdict proposes, if there is one to write."""
    new = checked.verdict.rewrite
    span = _place(checked.link, document)
    if new is None or span is None:
        return None
    before = document.source.text[span.start - 1 : span.start]
    address = _written(new.url, before)
    if checked.link.form == "bare" and address[-1] in _NO_END:
        return None
    return Fix(f"write {new.url[:120]}", (Edit(span, address),), new.safety)


def _place(link: Link, document: Document) -> Span | None:
    """Where the address is written: in the link itself, or in the definition of its label."""
    if link.label is None:
        return link.target_span
    wanted = " ".join(link.label.split()).casefold()
    for block in document.definitions:
        if " ".join(block.label.split()).casefold() == wanted:
            return block.target_span
    return None


def _written(address: str, before: str) -> str:
    """The address so that no character of it ends the link, or the cell of a table, early."""
    unsafe = ' <>"\\|'
    if before == "(" and not _is_balanced(address):
        unsafe += "()"
    if before == "'":
        unsafe += before
    return "".join(f"%{ord(char):02X}" if char in unsafe else char for char in address)


def _is_balanced(address: str) -> bool:
    depth = 0
    for char in address:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return not depth
