"""Which families of mentions are one topic said twice, and which are repeats by design."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.mentions import Mention
from roadmaplint.rules._shared.repeats import (
    distinct,
    families,
    informal_contents,
    is_curriculum,
    is_outline,
    recaps,
)
from roadmaplint.rules._shared.stages import teaches


def may_repeat(document: Document) -> bool:
    """True if the document is a path made of lists, and no mere list of resources."""
    return is_outline(document) and (is_curriculum(document) or teaches(document))


def repeats(document: Document, candidates: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Mentions that share a key, two and more, without echoes, recaps, contents and labels.

    In a list of resources only one link and one group under the same name count.
    """
    judge = _one_topic if is_curriculum(document) else _link_and_group
    found = [distinct(family) for family in families(candidates, lambda mention: mention.key)]
    found = [family for family in found if len(family) > 1]
    skipped, contents = recaps(found, candidates), informal_contents(found)
    for family in found:
        kept = [
            mention
            for mention in family
            if (mention.section is None or mention.section.span.start not in skipped)
            and (mention.list_id is None or mention.list_id not in contents)
        ]
        if all(_is_label(document, mention) for mention in kept):
            continue
        if len(kept) > 1 and judge(kept):
            yield kept


def _is_label(document: Document, mention: Mention) -> bool:
    """True for one word before a colon: `Flutter: rows, lists` tells whose facet follows."""
    behind = document.source.text[mention.span.end : mention.span.end + 4].lstrip("*_ ")
    return " " not in mention.text and not mention.leaf and behind[:1] in {":", "："}


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
    words = {mention.text.casefold() for mention in family}
    # One label under several heads of a section is a facet of each; other words are no label.
    return len(places) > 1 or len(lists) == 1 or len(words) == len(family)


def _link_and_group(family: Sequence[Mention]) -> bool:
    """In a list of resources: one entry and one group of entries under the same name."""
    links = sum(mention.kind == "resource" for mention in family)
    groups = sum(mention.kind == "topic" and not mention.leaf for mention in family)
    urls = sum(mention.url is not None for mention in family)
    plain = not any("(" in mention.text for mention in family)
    return plain and len(family) == 2 and links == groups == urls == 1
