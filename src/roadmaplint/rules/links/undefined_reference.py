"""A reference link whose label is defined nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.masked import masked_blocks
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_FULL = lazy(r"(?<!\\)\[((?:[^\[\]\\\x00]|\\.)+)\]\[((?:[^\[\]\\\x00]|\\.)*)\]")
#: `dp[i][j]` and ticked boxes are not references.
_CODE_LIKE = lazy(r"[\w)\]]$")


class Options(Struct, frozen=True):
    """`ignored_labels`: labels that are never references."""

    ignored_labels: tuple[str, ...] = ("x", "X", " ")


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per `[text][label]` that no definition answers."""
    known = {_folded(block.label) for block in document.definitions}
    for _, base, text in masked_blocks(document):
        if "][" not in text:
            continue
        for match in _FULL.finditer(text):
            label = match[2].strip() or match[1]
            if label in context.options.ignored_labels or _folded(label) in known:
                continue
            if _CODE_LIKE.search(text[: match.start()][-1:]) or text[match.end() :][:1] == "[":
                continue
            span = Span(base + match.start(), base + match.end())
            yield Finding(span, f'no definition for the reference "{label[:80]}"')


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
