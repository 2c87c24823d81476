"""One topic that a document names twice, under the same or another spelling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Related, Severity
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.bullets import removal_of_twin
from roadmaplint.rules._shared.evidence import describe, where
from roadmaplint.rules._shared.mentions import Mention, Mentions
from roadmaplint.rules._shared.repeats import MAX_REPEATS, eligible
from roadmaplint.rules._shared.verdict import may_repeat, repeats


class Options(Struct, frozen=True):
    """`max_repeats`: names that stand more often are labels. `ignore`: names to leave alone.

    `same`: names of one thing, `first name = other name`.
    """

    max_repeats: int = MAX_REPEATS
    ignore: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per topic, on its first repeat; `related` names all other mentions."""
    options = context.options
    if not may_repeat(document):
        return
    mentions, candidates = eligible(document, options.same)
    ignored = {name.casefold() for name in options.ignore}
    together: dict[tuple[int, ...], list[list[Mention]]] = {}
    for family in repeats(document, candidates):
        if len(family) > options.max_repeats or family[0].text.casefold() in ignored:
            continue
        lines = tuple(document.source.line_at(mention.span.start) for mention in family)
        together.setdefault(lines, []).append(family)
    for group in together.values():
        yield _finding(document, mentions, group)


def _finding(document: Document, mentions: Mentions, group: Sequence[Sequence[Mention]]) -> Finding:
    """One finding for all topics that stand in the same places."""
    first, repeat = group[0][0], group[0][1]
    related = [Related(family[0].span, "first named here") for family in group]
    related += [Related(family[1].span, "again here") for family in group[1:]]
    related += [Related(m.span, "and again here") for family in group for m in family[2:]]
    names = [describe(family[0], family[1], mentions) for family in group]
    verb = "is" if len(names) == 1 else "are"
    fix = removal_of_twin(document, first.span, repeat.span) if _bare(group) else None
    mixed = all(any(mention.kind == "heading" for mention in family) for family in group)
    return Finding(
        repeat.span,
        f"duplicate topic{'s' * (len(names) > 1)}: {', '.join(names)} {verb} already named"
        f" {where(document, first)}; keep one and link to it",
        fix,
        tuple(related),
        Severity.ERROR if fix else Severity.INFO if mixed else None,
    )


def _bare(group: Sequence[Sequence[Mention]]) -> bool:
    """True for one topic that two whole items of one list name."""
    (first, *others), *more = group
    same_list = all(m.list_id == first.list_id and m.kind == "topic" for m in others)
    return not more and first.kind == "topic" and same_list
