"""Which profile fits a repository, and what speaks for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from roadmaplint.roadmap.courses import course_tables, rows
from roadmaplint.roadmap.lists import leading_link, lists
from roadmaplint.roadmap.nodes import Content, Document, Section
from roadmaplint.roadmap.topic_files import topic_file
from roadmaplint.text.lazy import lazy

_TOPIC_FOLDER = lazy(r"(?:^|/)roadmaps/[^/]+/content/")
_FREE_BOOKS = lazy(r"(?:^|/)(?:books|courses|casts|more)/free-[a-z-]+[\w-]*\.md$")
_BADGE = lazy(r"awesome\.re\b|/awesome/[^\s)]*badge", re.IGNORECASE)
_AWESOME = lazy(r"\bawesome\b", re.IGNORECASE)
_ENOUGH = 60
#: So many courses speak for themselves, even outside the README.
_MANY = 10


class Survey(Struct, frozen=True):
    """What is known of a repository.

    `name` is its folder's name, `paths` are its Markdown files, `pages` those that were read (the
    README first), `tools` the names of other checkers with the file that runs them.
    """

    name: str
    paths: Sequence[str]
    pages: Sequence[Document]
    tools: Mapping[str, str]


class Evidence(Struct, frozen=True):
    """A profile with what speaks for it; `weight` compares profiles, 60 is enough for one."""

    profile: str
    weight: int
    reasons: tuple[str, ...]


def weigh(survey: Survey, profiles: Sequence[str]) -> tuple[Evidence, ...]:
    """The profiles that something speaks for, the best first; the default one is always there."""
    found = [Evidence("roadmap", _ENOUGH - 1, ("no narrower profile fits; this is the default",))]
    for profile, judge in _JUDGES.items():
        weighed = list(judge(survey)) if profile in profiles else []
        if weighed:
            weight = sum(points for points, _ in weighed)
            found.append(Evidence(profile, weight, tuple(reason for _, reason in weighed)))
    return tuple(sorted(found, key=lambda one: -one.weight))


_Reasons = Iterator[tuple[int, str]]


def _topic_files(survey: Survey) -> _Reasons:
    named = [p for p in survey.paths if _TOPIC_FOLDER.search(p) and topic_file(p) is not None]
    if len(named) >= 2:
        yield (
            200,
            f"{len(named)} files are named <slug>@<node-id>.md, such as {named[0]}",
        )


def _free_books(survey: Survey) -> _Reasons:
    named = [path for path in survey.paths if _FREE_BOOKS.search(path)]
    if len(named) >= 2:
        yield 200, f"{len(named)} lists are named as in that project, such as {named[0]}"
    yield from _tool(survey, "free-programming-books-lint", 100)


def _awesome(survey: Survey) -> _Reasons:
    if survey.name.casefold().startswith("awesome-"):
        yield 30, f'the repository is named "{survey.name}"'
    page = survey.pages[0] if survey.pages else None
    if page is not None:
        if _AWESOME.search(page.root.title or ""):
            yield 40, f'the title of {page.source.path} is "{page.root.title}"'
        if any(_BADGE.search(link.target) for link in page.links):
            yield 40, f"{page.source.path} shows the awesome badge"
        linked, items = _entries(page)
        if linked >= 10 and linked * 10 >= items * 6:
            yield 20, f"{linked} of {items} list items of {page.source.path} start with a link"
    yield from _tool(survey, "awesome-lint", 60)


def _entries(page: Document) -> tuple[int, int]:
    """How many list items start with a link to the web, and how many there are."""
    found = [leading_link(item) for _, items in lists(page) for item in items]
    web = sum(link is not None and "//" in (link.target or "") for link in found)
    return web, len(found)


def _tool(survey: Survey, name: str, points: int) -> _Reasons:
    if name in survey.tools:
        yield points, f"{survey.tools[name]} runs {name}"


def _curriculum(survey: Survey) -> _Reasons:
    for page in survey.pages:
        tables = course_tables(page)
        courses = sum(1 for table in tables for _ in rows(table))
        if courses >= 2:
            first = page is survey.pages[0]
            weight = 90 if first else 80 if courses >= _MANY else _ENOUGH // 2
            listed = "tables" if len(tables) > 1 else "table"
            yield (
                weight,
                f"{len(tables)} {listed} of {page.source.path} with {courses} courses and their"
                " duration, effort or prerequisites",
            )
            return


def _learning_path(survey: Survey) -> _Reasons:
    for page in survey.pages[:1]:
        stages = [stage for stage in _stages(page.root) if _has_time(stage)]
        if len(stages) >= 3:
            yield (
                70,
                f'{page.source.path} has {len(stages)} stages that state a time, such as "'
                f'{stages[0].title}"',
            )


def _stages(node: Content) -> Iterator[Section]:
    return (section for section in node.walk_sections() if section.stage is not None)


def _has_time(section: Section) -> bool:
    return any(duration.kind == "span" for duration in section.durations)


_JUDGES: Mapping[str, Callable[[Survey], _Reasons]] = {
    "developer-roadmap": _topic_files,
    "free-programming-books": _free_books,
    "awesome": _awesome,
    "curriculum": _curriculum,
    "learning-path": _learning_path,
}
