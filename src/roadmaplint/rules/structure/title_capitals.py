"""A title with a long word that begins with a small letter."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.lazy import lazy

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
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding for the first Markdown heading of the first level."""
    title = next((h for h in document.headings if h.level == 1 and h.block is not None), None)
    if title is None or not document.is_roadmap:
        return
    small = [word for word in _WORD.findall(title.text) if word not in _SMALL]
    if small:
        words = ", ".join(f'"{word}"' for word in small[:3])
        yield Finding(title.span, f"small letters in the title: {words}")
