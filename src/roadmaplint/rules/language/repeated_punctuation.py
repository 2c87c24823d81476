"""A punctuation mark that is said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document


class Options(Struct, frozen=True):
    """`marks`: the characters that must not stand twice in a row."""

    marks: str = "!！?？,，·~～"


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per run, in texts outside of code and link addresses."""
    marks = context.options.marks
    if not marks:
        return
    run = re.compile(rf"([{re.escape(marks)}])\1+")
    for block in document.markdown.walk():
        for top in block.inlines:
            for inline in top.walk():
                found = run.search(inline.text) if inline.kind == "text" else None
                if found is None or "://" in inline.text:
                    continue
                yield Finding(inline.span, f'"{found[0][:10]}": one {found[1]} is enough')
