"""Letters written as a base and a separate accent where one character exists."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.rules._shared.code_places import literal_places
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Line, Source, Span
from roadmaplint.text.spans import Spans

#: A starter with marks that may compose with it: accents, Hangul letters, kana voice marks.
_COMPOSED = lazy(
    "[^\\s\u0300-\u036f][\u0300-\u036f]+|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
    "|[\u3041-\u30ff][\u3099\u309a]"
)
_HINT = lazy("[\u0300-\u036f\u1161-\u1175\u3099\u309a]")


@rule(on=Source)
def check(source: Source, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per line with letters that NFC would compose."""
    text = source.text
    if text.isascii() or _HINT.search(source.alphabet) is None:
        return
    literal: Spans | None = None
    for line in source.lines():
        if _HINT.search(line.text) is None:
            continue
        literal = literal or literal_places(context.document)
        edits = [edit for edit in _edits(line) if not literal.touch(edit.span)]
        if edits:
            yield _finding(source, edits)


def _edits(line: Line) -> Iterator[Edit]:
    for match in _COMPOSED.finditer(line.text):
        composed = unicodedata.normalize("NFC", match[0])
        if len(composed) < len(match[0]):
            yield Edit(
                Span(line.span.start + match.start(), line.span.start + match.end()), composed
            )


def _finding(source: Source, edits: list[Edit]) -> Finding:
    span = edits[0].span
    parts = " + ".join(f"U+{ord(char):04X}" for char in source.slice(span))
    letter = edits[0].text
    more = f" (and {len(edits) - 1} more on this line)" if len(edits) > 1 else ""
    message = f"{letter} is written as {parts}, not as U+{ord(letter[0]):04X}{more}"
    return Finding(span, message, Fix("Compose the letters (NFC)", tuple(edits), Safety.UNSAFE))
