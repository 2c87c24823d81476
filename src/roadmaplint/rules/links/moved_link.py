"""A web address that has moved for good."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.lint.verdict import CheckedLink
from roadmaplint.roadmap.nodes import Link
from roadmaplint.rules._shared.verdicts import says
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span


@rule(on=CheckedLink)
def check(checked: CheckedLink, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding if the verdict is `moved`, with the new address where it can be trusted."""
    if checked.verdict.outcome != "moved":
        return
    new = checked.verdict.rewrite
    if new is None:
        yield says(checked)
        return
    span = _place(checked.link, context)
    fix = None
    if span is not None:
        edit = Edit(span, _written(new.url, context.source.text[span.start - 1 : span.start]))
        fix = Fix(f"write {new.url[:120]}", (edit,), new.safety)
    yield says(checked, fix)


def _place(link: Link, context: Context[NoOptions]) -> Span | None:
    """Where the address is written: in the link itself, or in the definition of its label."""
    if link.label is None:
        return link.target_span
    wanted = " ".join(link.label.split()).casefold()
    for block in context.document.definitions:
        if " ".join(block.label.split()).casefold() == wanted:
            return block.target_span
    return None


def _written(address: str, before: str) -> str:
    """The address so that no character of it ends the link early."""
    if before == "(" and address.count("(") != address.count(")"):
        address = address.replace("(", "%28").replace(")", "%29")
    return address.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E").replace('"', "%22")
