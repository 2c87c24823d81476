"""An acronym that a title uses and nothing explains."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Related
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.acronyms import acronym_token, definitions, letters_of
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.packs import vocabulary
from roadmaplint.rules._shared.prose import text_inlines, texts
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_ACRONYM = lazy(r"(?<![\w./@#&-])[A-Z][A-Z0-9]{1,5}s?(?![\w/@&-]|\.\w)")
_ROMAN = lazy(r"[IVXLC]+\Z")
#: Short forms that everybody reads without their long form.
_COMMON = frozenset(
    {"OK", "FAQ", "PDF", "TV", "PC", "USA", "US", "UK", "EU", "ID", "IT", "VS", "AM", "PM", "TODO"}
)
_MAX_RELATED = 10


class Options(Struct, frozen=True):
    """`known`: acronyms that the readers know."""

    known: tuple[str, ...] = ()


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per acronym in capitals that neither the file nor the pack explains."""
    whole = [text for _, text in texts(document)]
    if not document.is_roadmap or all(text.isupper() for text in whole):
        return
    known = {letters_of(short) for short, _ in definitions(whole)}
    known |= {acronym_token(name) for name in (*context.options.known, *_COMMON)}
    words = vocabulary(document.packs)
    known |= words.acronyms.keys() | set(words.aliases.values())
    found: dict[str, list[Span]] = {}
    for _, inline, _ in text_inlines(document):
        if inline.precision != "exact" or (inline.text.isupper() and " " in inline.text):
            continue
        for match in _ACRONYM.finditer(inline.text):
            token = acronym_token(match[0])
            if token and token not in known and not _ROMAN.match(match[0]):
                start = inline.span.start + match.start()
                found.setdefault(match[0], []).append(Span(start, start + len(match[0])))
    for name, spans in found.items():
        related = tuple(Related(span, f'"{name}"') for span in spans[1:_MAX_RELATED])
        message = f'the acronym "{name}" is never expanded; write it out once: Long Form ({name})'
        yield Finding(spans[0], message, related=related)
