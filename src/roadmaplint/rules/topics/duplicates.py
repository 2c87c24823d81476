"""Topics that are named twice: in one file, in two, or as their section is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.core.finding import Elsewhere, Finding, ProjectFinding, Related, Severity
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.language import original_of
from roadmaplint.roadmap.nodes import Document, Section
from roadmaplint.roadmap.project_index import Catalogue, DocumentFacts, TopicFact
from roadmaplint.roadmap.resources.titles import is_nameless, likeness
from roadmaplint.roadmap.section_roles import is_path
from roadmaplint.roadmap.topics.acronyms import acronym_token
from roadmaplint.roadmap.topics.duplicates import (
    MAX_REPEATS,
    eligible,
    families,
    is_curriculum,
    is_outline,
    is_specific,
    may_repeat,
    repeats,
)
from roadmaplint.roadmap.topics.keys import NO_KEY, topic_key, weakly_equal
from roadmaplint.roadmap.topics.mentions import Mention, Mentions
from roadmaplint.roadmap.topics.similarity import NamePart, pieces, slips
from roadmaplint.roadmap.topics.vocabulary import vocabulary
from roadmaplint.roadmap.urls import canonical_url
from roadmaplint.rules.list_edits import removal_of_twin
from roadmaplint.text.source import shorten


class DuplicateTopicOptions(Struct, frozen=True):
    """`max_repeats`: names that stand more often are labels. `ignore`: names to leave alone.

    `same`: names of one thing, `first name = other name`.
    """

    max_repeats: int = MAX_REPEATS
    ignore: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


@rule(on=Document, options=DuplicateTopicOptions)
def duplicate_topic(
    document: Document, context: Context[DuplicateTopicOptions]
) -> Iterator[Finding]:
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
        yield _duplicate_topic_finding(document, mentions, group)


def _duplicate_topic_finding(
    document: Document, mentions: Mentions, group: Sequence[Sequence[Mention]]
) -> Finding:
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


class NearDuplicateTopicOptions(Struct, frozen=True):
    """`max_repeats`: names that stand more often are labels."""

    max_repeats: int = MAX_REPEATS


@rule(on=Document, options=NearDuplicateTopicOptions)
def near_duplicate_topic(
    document: Document, context: Context[NearDuplicateTopicOptions]
) -> Iterator[Finding]:
    """Yield one finding per family of names that `duplicate-topic` does not report."""
    if not is_outline(document) or not is_curriculum(document):
        return
    mentions, candidates = eligible(document)
    items = [mention for mention in candidates if mention.kind not in {"heading", "resource"}]
    found = pieces(document, items, mentions.words, document.root.language or "en")
    said: set[int] = set()
    for family in families(found, lambda piece: (piece.weak.form,) if piece.weak.form else ()):
        kept = _apart(family)
        if 2 <= len(kept) <= context.options.max_repeats and _near(kept):
            said.update(piece.mention.node for piece in kept)
            yield _near_duplicate_topic_finding(document, kept)
    for pair in slips(found):
        if said.isdisjoint({piece.mention.node for piece in pair}):
            yield _near_duplicate_topic_finding(document, _apart(pair))


def _apart(family: Sequence[NamePart]) -> list[NamePart]:
    """One piece per mention, without mentions that stand below another one."""
    nodes = {piece.mention.node for piece in family}
    by_place = {piece.mention.span: piece for piece in reversed(family)}
    found = [p for p in by_place.values() if nodes.isdisjoint(p.mention.ancestors)]
    return sorted(found, key=lambda piece: piece.mention.span)


def _near(family: Sequence[NamePart]) -> bool:
    """True unless the family is one strong key without halves, or was cut in several ways."""
    if not any(piece.half for piece in family) and _strong(family):
        return False
    first = family[0]
    if not any(" " in piece.text for piece in family):
        return False
    return all(weakly_equal(first.weak, piece.weak) for piece in family[1:])


def _strong(family: Sequence[NamePart]) -> bool:
    forms = {piece.key.form for piece in family}
    return len(forms) == 1 or len({piece.key.glued for piece in family}) == 1


def _near_duplicate_topic_finding(document: Document, family: Sequence[NamePart]) -> Finding:
    first, repeat = family[0], family[1]
    text, other = repeat.mention.text, first.mention.text
    return Finding(
        repeat.mention.span,
        f'near duplicate: "{shorten(text)}" is much the same as "{shorten(other)}"'
        f" {where(document, first.mention)}",
        related=(
            Related(first.mention.span, "first named here"),
            *(Related(piece.mention.span, "and again here") for piece in family[2:]),
        ),
    )


_Place = tuple[DocumentFacts, TopicFact]


class CrossFileDuplicateOptions(Struct, frozen=True):
    """`topics`: compare topics too. `max_files`: what stands in more files is common ground."""

    topics: bool = False
    max_files: int = 3


@rule(on=Catalogue, options=CrossFileDuplicateOptions)
def cross_file_duplicate(
    project: Catalogue, options: CrossFileDuplicateOptions
) -> Iterator[ProjectFinding]:
    """Yield one finding per thing, in the second file that lists it."""
    groups: dict[str, list[_Place]] = {}
    for facts in project.documents:
        for resource in facts.resources:
            url = canonical_url(resource.url) if resource.url else None
            if url and not is_nameless(resource.text):
                groups.setdefault(url, []).append((facts, resource))
        for topic in facts.topics if options.topics and facts.is_roadmap else ():
            key = topic_key(topic.text, vocabulary(project.packs), facts.language or "en")
            if key is not NO_KEY and is_specific(topic.text, key.form):
                groups.setdefault("topic " + key.form, []).append((facts, topic))
    for name, places in groups.items():
        kept = _one_per_original(places)
        if 2 <= len(kept) <= options.max_files and _alike(name, kept, project.packs):
            yield _cross_file_duplicate_finding(kept)


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


def _cross_file_duplicate_finding(places: list[_Place]) -> ProjectFinding:
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


@rule(on=Document)
def topic_repeats_section(document: Document, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per section that lists nothing but its own title."""
    if not is_path(document):
        return
    lang = document.root.language or "en"
    for section in document.sections:
        if _is_alone(section):
            topic = section.topics[0]
            words = vocabulary(document.packs)
            one = topic_key(section.title, words, lang)
            other = topic_key(topic.label or topic.text, words, lang)
            if NO_KEY not in {one, other} and one.form == other.form:
                yield Finding(
                    topic.text_span or topic.span,
                    f'the only topic of this section repeats its title: "{section.title}"',
                    related=(Related(section.span, "the section"),),
                )


def _is_alone(section: Section) -> bool:
    """True for a section with one bare topic and nothing else to learn."""
    if len(section.topics) != 1 or section.sections or section.resources or section.tables:
        return False
    topic = section.topics[0]
    return not (topic.topics or topic.items or topic.resources) and topic.text in {
        topic.label,
        topic.text.strip(),
    }


def describe(first: Mention, repeat: Mention, mentions: Mentions) -> str:
    """The repeat's text, and the first one's if it is written otherwise, with the reason."""
    if first.text.casefold() == repeat.text.casefold():
        return f'"{shorten(repeat.text)}"'
    token = acronym_token(repeat.text) or acronym_token(first.text)
    reason = ""
    if token in mentions.defined:
        reason = " (the acronym is defined in this file)"
    elif token in mentions.words.acronyms:
        reason = " (a known acronym)"
    return f'"{shorten(repeat.text)}" = "{shorten(first.text)}"{reason}'


def where(document: Document, mention: Mention) -> str:
    """`on line 12 (Section)`."""
    line = document.source.line_at(mention.span.start)
    place = mention.place if mention.kind != "heading" else "heading"
    return f"on line {line}" + (f" ({shorten(place)})" if place else "")
