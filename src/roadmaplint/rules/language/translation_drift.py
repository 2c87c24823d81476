"""A section of a document that its translation does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from roadmaplint.lint.finding import Elsewhere, ProjectFinding
from roadmaplint.lint.rule import rule
from roadmaplint.roadmap.project import Catalogue, DocumentFacts, HeadingFact
from roadmaplint.roadmap.urls import canonical_url
from roadmaplint.rules._shared.translations import original_of
from roadmaplint.text.source import Location

#: Below this likeness two files are two documents, not a document and its translation.
_PARALLEL = 0.5
_MAX_HEADINGS = 600


class Options(Struct, frozen=True):
    """`depth`: deepest heading level that is compared."""

    depth: int = 3


@rule(on=Catalogue, options=Options)
def check(project: Catalogue, options: Options) -> Iterator[ProjectFinding]:
    """Yield a finding per section that a translation lacks, where it should stand."""
    families: dict[str, dict[str, DocumentFacts]] = {}
    for facts in project.documents:
        name, language = original_of(facts.path)
        families.setdefault(name, {}).setdefault(language, facts)
    for family in families.values():
        source = family.get("en")
        if source is None:
            continue
        for language, translation in family.items():
            if language != "en":
                yield from _drift(source, translation, options.depth)


def _drift(
    source: DocumentFacts, translation: DocumentFacts, depth: int
) -> Iterator[ProjectFinding]:
    ours, theirs = _outline(source, depth), _outline(translation, depth)
    if not ours or not theirs or max(len(ours), len(theirs)) > _MAX_HEADINGS:
        return
    one, other = [key for key, _ in ours], [key for key, _ in theirs]
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < _PARALLEL:
        return
    for kind, start, end, at, stop in matcher.get_opcodes():
        lost = (end - start) - (stop - at)
        if kind not in {"delete", "replace"} or lost <= 0:
            continue
        place = theirs[at - 1][1].location if at else Location(1, 1, 1, 1)
        for _, heading in ours[end - lost : end]:
            yield ProjectFinding(
                translation.path,
                place,
                f'the translation lacks the section "{heading.text}" of {source.path}'
                f" (line {heading.location.line}); it would stand after this heading",
                related=(Elsewhere(source.path, heading.location, "the section"),),
            )


def _outline(facts: DocumentFacts, depth: int) -> Sequence[tuple[tuple[int, str], HeadingFact]]:
    """Headings with a key that survives translation: the level and the first address below."""
    found = []
    links = list(facts.links)
    at = 0
    for number, heading in enumerate(facts.headings):
        following = facts.headings[number + 1 :][:1]
        end = following[0].location.line if following else 1 << 60
        while at < len(links) and links[at].location.line < heading.location.line:
            at += 1
        first = ""
        while at < len(links) and links[at].location.line < end:
            first = first or canonical_url(links[at].target) or ""
            at += 1
        if heading.level <= depth:
            found.append(((heading.level, first), heading))
    return found
