"""Contents, titles and punctuation of an awesome list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadmaplint import Context, Document, Finding, NoOptions, Related, rule
from roadmaplint.roadmap.tocs import title_key
from roadmaplint.text.lazy import lazy


class DeepContentsOptions(Struct, frozen=True):
    """`max_depth`: so many levels may be listed."""

    max_depth: int = 2


@rule(on=Document, options=DeepContentsOptions)
def deep_contents(document: Document, context: Context[DeepContentsOptions]) -> Iterator[Finding]:
    """Yield one finding per contents list, on its first entry that is too deep."""
    for toc in document.tocs:
        top = min((entry.depth for entry in toc.entries), default=0)
        deep = [entry for entry in toc.entries if entry.depth - top >= context.options.max_depth]
        if deep:
            more = f" and {len(deep) - 1} more" if len(deep) > 1 else ""
            levels = context.options.max_depth
            yield Finding(
                deep[0].span, f'"{deep[0].text}"{more} below level {levels} of the contents'
            )


@rule(on=Document)
def renamed_contents(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per entry; emoji, numbers and letter case do not count."""
    headings = {heading.slug: heading for heading in document.headings} if document.tocs else {}
    for toc in document.tocs:
        for entry in toc.entries:
            heading = headings.get(entry.target or "")
            if heading is not None and title_key(entry.text) != title_key(heading.text):
                yield Finding(
                    entry.span,
                    f'"{entry.text}" leads to "{heading.text}"; one name for one section',
                    related=(Related(heading.span, "the section"),),
                )


#: Sections that may stand in front of everything.
_THANKS = lazy(r"\b(?:sponsor|backer|patron|supporter|donat|translation)", re.IGNORECASE)


@rule(on=Document)
def late_contents(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding if other sections stand before the first contents list."""
    if not document.tocs:
        return
    toc = document.tocs[0]
    before = [heading for heading in document.headings if heading.span.start < toc.span.start]
    own = before[-1] if before else None
    if own is None:
        return
    sections = [
        heading
        for heading in before[:-1]
        if heading.level > 1 and heading.level >= own.level and heading.block is not None
        if not _THANKS.search(heading.text)
    ]
    if sections and own.level > 1:
        yield Finding(
            own.span,
            f'the contents stand behind "{sections[0].text}"; they belong before all sections',
            related=(Related(sections[0].span, "the first section"),),
        )


_WORD = lazy(r"(?<![^\s(\"'“‘/-])[a-z][a-z’']{3,}(?![\w.+#/@])")
_SMALL = frozenset(
    {
        *("about", "after", "against", "along", "among", "around", "away", "because", "before"),
        *("behind", "below", "between", "beyond", "down", "during", "except", "from", "inside"),
        *("into", "like", "near", "onto", "over", "past", "since", "than", "that", "through"),
        *("till", "toward", "under", "until", "unto", "upon", "versus", "when", "with", "within"),
        *("without", "your"),
    }
)


@rule(on=Document)
def title_capitals(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding for the first Markdown heading of the first level."""
    title = next((h for h in document.headings if h.level == 1 and h.block is not None), None)
    if title is None or not document.is_roadmap:
        return
    small = [word for word in _WORD.findall(title.text) if word not in _SMALL]
    if small:
        words = ", ".join(f'"{word}"' for word in small[:3])
        yield Finding(title.span, f"small letters in the title: {words}")


class RepeatedPunctuationOptions(Struct, frozen=True):
    """`marks`: the characters that must not stand twice in a row."""

    marks: str = "!！?？,，·~～"


@rule(on=Document, options=RepeatedPunctuationOptions)
def repeated_punctuation(
    document: Document, context: Context[RepeatedPunctuationOptions]
) -> Iterator[Finding]:
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
