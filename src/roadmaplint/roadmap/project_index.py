"""What a run knows of all its files together: facts without text, and which files exist."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from roadmaplint.markdown.tokens import Markdown
from roadmaplint.roadmap.flat_index import index_document
from roadmaplint.roadmap.nodes import Content, Document, Heading, Link
from roadmaplint.roadmap.targets import classify
from roadmaplint.text.source import Location, Source


class HeadingFact(Struct, frozen=True):
    """A heading of a file, without its text's source."""

    text: str
    slug: str
    level: int
    location: Location


class LinkFact(Struct, frozen=True):
    """A link of a file; `target_location` is None where the exact place is not known."""

    target: str
    text: str
    kind: str
    location: Location
    target_location: Location | None


class TopicFact(NamedTuple):
    """A topic or resource of a file; `url` None for topics and resources without a link."""

    text: str
    url: str | None
    trail: tuple[str, ...]
    location: Location


class DocumentFacts(Struct, frozen=True):
    """What other files may want to know of one file. Picklable, holds no text of the file.

    Topics, resources and links to the web are there only if a rule on a Catalogue is on.
    """

    path: str
    digest: str
    is_roadmap: bool = False
    title: str | None = None
    language: str | None = None
    headings: tuple[HeadingFact, ...] = ()
    links: tuple[LinkFact, ...] = ()
    topics: tuple[TopicFact, ...] = ()
    resources: tuple[TopicFact, ...] = ()
    anchors: frozenset[str] = frozenset()


class FileTree:
    """Which paths exist below the project root, in the letter case that git sees.

    `complete` is False where the tree could not be listed (standard input without a project):
    then nothing may be said about missing files.
    """

    def __init__(
        self, paths: Iterable[str] | Callable[[], Iterable[str]], complete: bool = True
    ) -> None:
        """Take the files' paths, relative to the root, with `/`; or how to list them when asked."""
        self._paths = paths
        self.complete = complete

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file's path."""
        return frozenset(self._paths() if callable(self._paths) else self._paths)

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds a file, the root as the empty string."""
        found = {""}
        for path in self.files:
            folder = path.rpartition("/")[0]
            while folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    @cached_property
    def _by_folder(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for path in sorted(self.files):
            found.setdefault(path.rpartition("/")[0], []).append(path)
        return {folder: tuple(paths) for folder, paths in found.items()}

    def in_folder(self, folder: str) -> tuple[str, ...]:
        """The files directly in a folder, sorted; the root is the empty string."""
        return self._by_folder.get(folder, ())

    def exists(self, path: str) -> bool:
        """True if a file or folder has exactly this path."""
        return path in self.files or path in self.folders

    @cached_property
    def by_folded(self) -> dict[str, str]:
        """Case-folded path to a path that exists, files and folders."""
        return {p.casefold(): p for p in sorted(self.files | self.folders, reverse=True)}

    def other_case(self, path: str) -> str | None:
        """The existing path that differs from `path` only in letter case, or None."""
        found = self.by_folded.get(path.casefold())
        return found if found != path else None


class Project(Struct, frozen=True, dict=True):
    """All files of a run and the file tree they live in.

    `files` are their facts by path, perhaps made anew each time they are asked for. `neighbours`
    are files outside the run that its links point at: known, but not reported on. `packs` as for
    `Document`.
    """

    files: Mapping[str, DocumentFacts]
    tree: FileTree
    neighbours: Mapping[str, DocumentFacts] = {}
    packs: tuple[str, ...] = ()

    @property
    def documents(self) -> Collection[DocumentFacts]:
        """The facts of the files of the run, one after the other."""
        return self.files.values()

    def find(self, path: str) -> DocumentFacts | None:
        """The facts of a file or a neighbour; None for one that is not known."""
        return self.files.get(path) or self.neighbours.get(path)


class Catalogue(Project, frozen=True, dict=True):
    """A project whose facts hold all that its files list: topics, resources and web links, too."""


#: How nearly all addresses begin that only a Catalogue holds.
_WEB = ("https://", "http://")


def facts_of(document: Document, *, catalogue: bool = True) -> DocumentFacts:
    """The picklable facts of one document; places are lines and columns, not offsets.

    Without `catalogue` they hold what rules on a Project need: a third of the whole.
    """
    source, root = document.source, document.root
    topics: list[TopicFact] = []
    resources: list[TopicFact] = []
    for node, trail in _nodes(root, ()) if catalogue else ():
        for topic in node.walk_topics():
            # A topic's address is that of the resource it leads with.
            url = next((found.url for found in topic.resources if found.role == "entry"), None)
            topics.append(TopicFact(topic.text, url, trail, source.location(topic.span)))
        resources += (
            TopicFact(found.title, found.url, trail, source.location(found.span))
            for found in node.walk_resources()
        )
    return DocumentFacts(
        path=source.path,
        digest=source.digest,
        is_roadmap=document.is_roadmap,
        title=root.title,
        language=root.language,
        headings=_headings(source, document.headings),
        links=tuple(
            _link(source, link)
            for link in document.links
            if (catalogue or not link.target.startswith(_WEB)) and not _is_footnote(link)
        ),
        topics=tuple(sorted(topics, key=lambda fact: fact.location)),
        resources=tuple(sorted(resources, key=lambda fact: fact.location)),
        anchors=frozenset(anchor.name for anchor in document.anchors),
    )


def page_facts_of(source: Source, markdown: Markdown) -> DocumentFacts:
    """The headings and anchors of a text that is only linked to; the rest of its facts is empty."""
    index = index_document(source, markdown)
    return DocumentFacts(
        path=source.path,
        digest=source.digest,
        headings=_headings(source, (title.heading for title in index.titles)),
        anchors=frozenset(anchor.name for anchor in index.anchors),
    )


def _headings(source: Source, headings: Iterable[Heading]) -> tuple[HeadingFact, ...]:
    return tuple(
        HeadingFact(heading.text, heading.slug, heading.level, source.location(heading.span))
        for heading in headings
    )


def _link(source: Source, link: Link) -> LinkFact:
    exact = link.target_span if link.precision == "exact" else None
    place = None if exact is None else source.location(exact)
    return LinkFact(link.target, link.text, link.kind, source.location(link.span), place)


def _is_footnote(link: Link) -> bool:
    """True for `[^1]` where the note is one word: Markdown sees a link there, readers a note."""
    label = link.label or ""
    return label.startswith("^") and classify(link.target, "").kind != "web"


def _nodes(node: Content, trail: tuple[str, ...]) -> Iterator[tuple[Content, tuple[str, ...]]]:
    """The root and every section with the titles above their content, outermost first."""
    yield node, trail
    for section in node.sections:
        yield from _nodes(section, (*trail, section.title))
