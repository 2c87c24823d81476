"""The same section title at different levels in parallel parts of the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Related
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.rules._shared.outline import level_name, outline
from roadmaplint.text.lazy import lazy

#: Numbers, emoji and punctuation around a title.
_AROUND = lazy(r"\A[\W\d_]+|[\W_]+\Z")


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per title; only titles below parents of one level are compared."""
    entries = outline(document)
    groups: dict[tuple[str, int], list[Heading]] = {}
    for heading, parent in entries:
        if parent < 0 or heading.block is None:
            continue
        key = (_AROUND.sub("", heading.text).casefold(), entries[parent].heading.level)
        groups.setdefault(key, []).append(heading)
    for headings in groups.values():
        levels = Counter(heading.level for heading in headings)
        if len(headings) < 3 or len(levels) < 2:
            continue
        (usual, count), *_ = levels.most_common()
        odd = [heading for heading in headings if heading.level != usual]
        if count > 2 * len(odd) or (count > len(odd) and len(odd) == 1):
            yield _finding(odd, usual, count)


def _finding(odd: list[Heading], usual: int, count: int) -> Finding:
    first, *others = odd
    return Finding(
        first.span,
        f'"{first.text}" is an {level_name(first.level)} here and an {level_name(usual)} '
        f"in {count} parallel sections: one level for one kind of section",
        related=tuple(Related(heading.span, "this one too") for heading in others),
    )
