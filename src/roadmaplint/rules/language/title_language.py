"""A title in another script than the text below it."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.language import scripts_of
from roadmaplint.rules._shared.prose import texts

_BODY_LETTERS = 300
_SAMPLE = 6000
#: One or two words may be a name.
_MIN_WORDS = 3


@rule(on=Document)
def check(document: Document, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding if the title shares no letter with the script of the body."""
    title = document.headings[0] if document.headings else None
    if not document.is_roadmap or title is None or len(title.text.split()) < _MIN_WORDS:
        return
    head = scripts_of(title.text)
    body = scripts_of(_body(document))
    if body.letters < _BODY_LETTERS or head.main is None or body.main is None:
        return
    if body.share(body.main) >= 0.7 and head.share(body.main) == 0 and head.share(head.main) == 1:
        yield Finding(
            title.text_span,
            f"the title is written in {head.main} letters, the text below in {body.main}:"
            " readers of neither language find what they look for",
        )


def _body(document: Document) -> str:
    parts: list[str] = []
    size = 0
    for block, text in texts(document):
        if block.kind == "heading" and document.headings[0].block is block:
            continue
        parts.append(text)
        size += len(text)
        if size > _SAMPLE:
            break
    return " ".join(parts)
