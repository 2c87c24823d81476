"""A relative target that differs from the file's name only in letter case."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Link
from roadmaplint.roadmap.targets import classify
from roadmaplint.text.edit import Edit


@rule(on=Link)
def check(link: Link, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding where only letter case keeps the target from its file."""
    tree = context.tree
    target = classify(link.target, context.source.path)
    if target.kind != "file" or not target.path or not tree.complete or tree.exists(target.path):
        return
    right = tree.other_case(target.path)
    if right is None:
        return
    yield Finding(
        link.target_span or link.span,
        f'"{target.path}" is spelt "{right}" on disk; git and most servers tell them apart',
        _respell(link, target.path, right),
    )


def _respell(link: Link, wrong: str, right: str) -> Fix | None:
    span = link.target_span
    if span is None:
        return None
    # The tail that both share is what the author wrote after any ../ in front.
    for start in range(len(wrong)):
        at = link.target.find(wrong[start:])
        if at >= 0 and (start == 0 or wrong[start - 1] == "/"):
            end = at + len(wrong) - start
            text = link.target[:at] + right[start:] + link.target[end:]
            return Fix(f"spell it {right}", (Edit(span, text),), Safety.SAFE)
    return None
