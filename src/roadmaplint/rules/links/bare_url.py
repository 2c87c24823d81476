"""An address in the text that is a link only where bare addresses are linked."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Link
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source

_IN_BROKEN_LINK = lazy(r"\][ \t]*\([ \t]*\Z")


@rule(on=Link)
def check(link: Link, context: Context[NoOptions]) -> Iterator[Finding]:
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
