"""One resource or topic that two files of a project list."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Elsewhere, ProjectFinding
from roadmaplint.lint.rule import rule
from roadmaplint.roadmap.keys import EMPTY, topic_key
from roadmaplint.roadmap.project import Catalogue, DocumentFacts, TopicFact
from roadmaplint.roadmap.urls import canonical_url
from roadmaplint.rules._shared.generic import is_specific
from roadmaplint.rules._shared.occurrences import is_nameless, likeness
from roadmaplint.rules._shared.packs import vocabulary
from roadmaplint.rules._shared.translations import original_of

_Place = tuple[DocumentFacts, TopicFact]


class Options(Struct, frozen=True):
    """`topics`: compare topics too. `max_files`: what stands in more files is common ground."""

    topics: bool = False
    max_files: int = 3


@rule(on=Catalogue, options=Options)
def check(project: Catalogue, options: Options) -> Iterator[ProjectFinding]:
    """Yield one finding per thing, in the second file that lists it."""
    groups: dict[str, list[_Place]] = {}
    for facts in project.documents:
        for resource in facts.resources:
            url = canonical_url(resource.url) if resource.url else None
            if url and not is_nameless(resource.text):
                groups.setdefault(url, []).append((facts, resource))
        for topic in facts.topics if options.topics and facts.is_roadmap else ():
            key = topic_key(topic.text, vocabulary(project.packs), facts.language or "en")
            if key is not EMPTY and is_specific(topic.text, key.form):
                groups.setdefault("topic " + key.form, []).append((facts, topic))
    for name, places in groups.items():
        kept = _one_per_original(places)
        if 2 <= len(kept) <= options.max_files and _alike(name, kept, project.packs):
            yield _finding(kept)


def _one_per_original(places: list[_Place]) -> list[_Place]:
    """The first place of every file; translations of one file are one file."""
    found: dict[str, _Place] = {}
    for facts, fact in places:
        found.setdefault(original_of(facts.path)[0], (facts, fact))
    return list(found.values())


def _alike(name: str, places: list[_Place], packs: tuple[str, ...]) -> bool:
    if name.startswith("topic "):
        return True
    languages = {original_of(facts.path)[1] for facts, _ in places}
    titles = [fact.text for _, fact in places]
    return len(languages) == 1 and all(
        likeness(titles[0], t, packs=packs) != "other" for t in titles[1:]
    )


def _finding(places: list[_Place]) -> ProjectFinding:
    (first, fact), (second, repeat) = places[:2]
    return ProjectFinding(
        second.path,
        repeat.location,
        f'duplicate: "{repeat.text}" is already listed in {first.path}, line {fact.location.line}',
        related=tuple(
            Elsewhere(facts.path, other.location, "listed here, too")
            for facts, other in (places[0], *places[2:])
        ),
    )
