"""Foreign titles and sections, translations that fell behind, acronyms nobody explains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from roadmaplint.core.finding import Elsewhere, Finding, ProjectFinding, Related
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.language import detect, original_of, scripts_of
from roadmaplint.lexicon import words
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.roadmap.project_index import Catalogue, DocumentFacts, HeadingFact
from roadmaplint.roadmap.prose import text_inlines, texts
from roadmaplint.roadmap.topics.acronyms import acronym_token, definitions, letters_of
from roadmaplint.roadmap.topics.vocabulary import vocabulary as vocabulary_of
from roadmaplint.roadmap.urls import canonical_url
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Location, Span

_BODY_LETTERS = 300
_SAMPLE = 6000
#: One or two words may be a name.
_MIN_WORDS = 3


@rule(on=Document)
def title_language(document: Document, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding if the title shares no letter with the script of the body."""
    title = document.headings[0] if document.headings else None
    if not document.is_roadmap or title is None or len(title.text.split()) < _MIN_WORDS:
        return
    head = scripts_of(title.text)
    body = scripts_of(_body(document))
    if body.letters < _BODY_LETTERS or head.main is None or body.main is None:
        return
    if body.share(body.main) >= 0.7 and head.share(body.main) == 0 and head.share(head.main) == 1:
        yield Finding(
            title.text_span,
            f"the title is written in {head.main} letters, the text below in {body.main}:"
            " readers of neither language find what they look for",
        )


def _body(document: Document) -> str:
    parts: list[str] = []
    size = 0
    for block, text in texts(document):
        if block.kind == "heading" and document.headings[0].block is block:
            continue
        parts.append(text)
        size += len(text)
        if size > _SAMPLE:
            break
    return " ".join(parts)


class ForeignSectionOptions(Struct, frozen=True):
    """`certainty`: least probability, 0 to 1; `min_letters` of prose that a section needs."""

    certainty: float = 0.95
    min_letters: int = 160


@rule(on=Document, options=ForeignSectionOptions)
def foreign_section(
    document: Document, context: Context[ForeignSectionOptions]
) -> Iterator[Finding]:
    """Yield a finding per section whose prose is surely in another language than most others."""
    sections = [
        (heading, text, lang)
        for heading, text in _sections(document)
        if len(text) >= context.options.min_letters
        for lang, probability in [detect(text)]
        if lang and probability >= context.options.certainty
    ]
    letters: Counter[str] = Counter()
    for _, text, lang in sections:
        letters[lang] += len(text)
    if len(letters) < 2:
        return
    main, most = letters.most_common(1)[0]
    if most < 0.6 * letters.total():
        return
    for heading, _, lang in sections:
        if lang != main:
            yield Finding(
                heading.text_span,
                f'the text under this heading is in "{lang}", most of the document in "{main}"',
            )


def _sections(document: Document) -> Iterator[tuple[Heading, str]]:
    """Every heading with the paragraphs directly below it."""
    by_block = {heading.span.start: heading for heading in document.headings}
    current: Heading | None = None
    parts: list[str] = []
    for block, text in texts(document):
        if block.kind == "heading":
            if current is not None:
                yield current, " ".join(parts)
            current, parts = by_block.get(block.span.start), []
        else:
            parts.append(text)
    if current is not None:
        yield current, " ".join(parts)


#: Below this likeness two files are two documents, not a document and its translation.
_PARALLEL = 0.5
_MAX_HEADINGS = 600


class TranslationDriftOptions(Struct, frozen=True):
    """`depth`: deepest heading level that is compared."""

    depth: int = 3


@rule(on=Catalogue, options=TranslationDriftOptions)
def translation_drift(
    project: Catalogue, options: TranslationDriftOptions
) -> Iterator[ProjectFinding]:
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


_ACRONYM = lazy(r"(?<![\w./@#&-])[A-Z][A-Z0-9]{1,5}s?(?![\w/@&-]|\.\w)")
_ROMAN = lazy(r"[IVXLC]+\Z")
_MAX_RELATED = 10


class UndefinedAcronymOptions(Struct, frozen=True):
    """`known`: acronyms that the readers know."""

    known: tuple[str, ...] = ()


@rule(on=Document, options=UndefinedAcronymOptions)
def undefined_acronym(
    document: Document, context: Context[UndefinedAcronymOptions]
) -> Iterator[Finding]:
    """Yield one finding per acronym in capitals that neither the file nor the pack explains."""
    whole = [text for _, text in texts(document)]
    if not document.is_roadmap or all(text.isupper() for text in whole):
        return
    known = {letters_of(short) for short, _ in definitions(whole)}
    known |= {acronym_token(name) for name in (*context.options.known, *words("acronym.common"))}
    vocabulary = vocabulary_of(document.packs)
    known |= vocabulary.acronyms.keys() | set(vocabulary.aliases.values())
    found: dict[str, list[Span]] = {}
    for _, inline, _ in text_inlines(document):
        if inline.precision != "exact" or (inline.text.isupper() and " " in inline.text):
            continue
        for match in _ACRONYM.finditer(inline.text):
            token = acronym_token(match[0])
            if token and token not in known and not _ROMAN.match(match[0]):
                start = inline.span.start + match.start()
                found.setdefault(match[0], []).append(Span(start, start + len(match[0])))
    for name, spans in found.items():
        related = tuple(Related(span, f'"{name}"') for span in spans[1:_MAX_RELATED])
        message = f'the acronym "{name}" is never expanded; write it out once: Long Form ({name})'
        yield Finding(spans[0], message, related=related)
