"""A section whose text is in another language than the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.rules._shared.language import detect
from roadmaplint.rules._shared.prose import texts


class Options(Struct, frozen=True):
    """`certainty`: least probability, 0 to 1; `min_letters` of prose that a section needs."""

    certainty: float = 0.95
    min_letters: int = 160


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per section whose prose is surely in another language than most others."""
    sections = [
        (heading, text, lang)
        for heading, text in _sections(document)
        if len(text) >= context.options.min_letters
        for lang, probability in [detect(text)]
        if lang and probability >= context.options.certainty
    ]
    letters: Counter[str] = Counter()
    for _, text, lang in sections:
        letters[lang] += len(text)
    if len(letters) < 2:
        return
    main, most = letters.most_common(1)[0]
    if most < 0.6 * letters.total():
        return
    for heading, _, lang in sections:
        if lang != main:
            yield Finding(
                heading.text_span,
                f'the text under this heading is in "{lang}", most of the document in "{main}"',
            )


def _sections(document: Document) -> Iterator[tuple[Heading, str]]:
    """Every heading with the paragraphs directly below it."""
    by_block = {heading.span.start: heading for heading in document.headings}
    current: Heading | None = None
    parts: list[str] = []
    for block, text in texts(document):
        if block.kind == "heading":
            if current is not None:
                yield current, " ".join(parts)
            current, parts = by_block.get(block.span.start), []
        else:
            parts.append(text)
    if current is not None:
        yield current, " ".join(parts)
