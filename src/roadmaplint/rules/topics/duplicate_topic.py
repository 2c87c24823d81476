"""One topic that a document names twice, under the same or another spelling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from roadmaplint.lint.finding import Finding, Related, Severity
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.bullets import removal_of_twin
from roadmaplint.rules._shared.evidence import describe, where
from roadmaplint.rules._shared.mentions import Mention, Mentions
from roadmaplint.rules._shared.repeats import (
    MAX_REPEATS,
    distinct,
    eligible,
    families,
    informal_contents,
    is_curriculum,
    is_outline,
    recaps,
)
from roadmaplint.rules._shared.stages import teaches


@dataclass(frozen=True, slots=True)
class Options:
    """`max_repeats`: names that stand more often are labels. `ignore`: names to leave alone."""

    max_repeats: int = MAX_REPEATS
    ignore: tuple[str, ...] = ()


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per topic, on its first repeat; `related` names all other mentions."""
    if not is_outline(document):
        return
    options = context.options
    mentions, candidates = eligible(document)
    ignored = {name.casefold() for name in options.ignore}
    found = [
        kept
        for family in families(candidates, lambda mention: mention.key)
        for kept in [distinct(family)]
        if len(kept) > 1 and family[0].text.casefold() not in ignored
    ]
    skipped, contents = recaps(found, candidates), informal_contents(found)
    judge = _one_topic if is_curriculum(document) else _link_and_group
    if judge is _link_and_group and not teaches(document):
        found = []
    together: dict[tuple[int, ...], list[list[Mention]]] = {}
    for family in found:
        kept = [
            mention
            for mention in family
            if (mention.section is None or mention.section.span.start not in skipped)
            and (mention.list_id is None or mention.list_id not in contents)
        ]
        if 2 <= len(kept) <= options.max_repeats and judge(kept):
            lines = tuple(document.source.line_at(mention.span.start) for mention in kept)
            together.setdefault(lines, []).append(kept)
    for group in together.values():
        yield _finding(document, mentions, group)


def _one_topic(family: Sequence[Mention]) -> bool:
    """False for layouts that repeat labels, and for different resources of one title."""
    urls = {mention.url for mention in family if mention.url}
    if urls and (len(urls) > 1 or all(mention.url for mention in family)):
        return False
    headings = sum(mention.kind == "heading" for mention in family)
    if headings == len(family):
        return False
    if headings:
        # A bare item that names a section only points at it; one with content repeats it.
        return all(mention.kind == "heading" or not mention.leaf for mention in family)
    if all(mention.group and " " not in mention.text for mention in family):
        return False
    places = {mention.section.span.start if mention.section else -1 for mention in family}
    lists = {mention.list_id for mention in family}
    return len(places) > 1 or len(lists) == 1


def _link_and_group(family: Sequence[Mention]) -> bool:
    """In a list of resources: one entry and one group of entries under the same name."""
    links = sum(mention.kind == "resource" for mention in family)
    groups = sum(mention.kind == "topic" and not mention.leaf for mention in family)
    urls = sum(mention.url is not None for mention in family)
    plain = not any("(" in mention.text for mention in family)
    return plain and len(family) == 2 and links == groups == urls == 1


def _finding(document: Document, mentions: Mentions, group: Sequence[Sequence[Mention]]) -> Finding:
    """One finding for all topics that stand in the same places."""
    first, repeat = group[0][0], group[0][1]
    related = [Related(family[0].span, "first named here") for family in group]
    related += [Related(family[1].span, "named again here") for family in group[1:]]
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
