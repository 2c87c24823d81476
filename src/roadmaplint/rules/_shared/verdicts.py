"""What a finding says of a link's verdict."""

from __future__ import annotations

from roadmaplint.lint.finding import Finding, Fix, Severity
from roadmaplint.lint.verdict import CheckedLink
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span


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
    edit = Edit(span, _written(new.url, before))
    return Fix(f"write {new.url[:120]}", (edit,), new.safety)


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
    """The address so that no character of it ends the link early."""
    if before == "(" and address.count("(") != address.count(")"):
        address = address.replace("(", "%28").replace(")", "%29")
    return address.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E").replace('"', "%22")
