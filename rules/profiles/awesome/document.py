"""What an awesome list has beside its entries: a badge, companions, no template leftovers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from msgspec import Struct

from roadmaplint import (
    Context,
    Document,
    Finding,
    Link,
    Location,
    NoOptions,
    Project,
    ProjectFinding,
    Source,
    Span,
    compile_pattern,
    rule,
)
from roadmaplint.roadmap.source_lines import rows_within
from roadmaplint.text.lazy import lazy

#: The badge's own pictures, and copies of them on other servers or in the repository.
_PICTURE = lazy(r"(?:^|/)badge(?:-flat2?)?\.svg(?:\?|\Z)", re.IGNORECASE)


class MissingBadgeOptions(Struct, frozen=True):
    """`pages` that the badge links to; `images`: words of its pictures' addresses."""

    pages: tuple[str, ...] = ("https://awesome.re", "https://github.com/sindresorhus/awesome")
    images: tuple[str, ...] = ("awesome.re/", "sindresorhus/awesome", "media/badge")


@rule(on=Document, options=MissingBadgeOptions)
def missing_badge(document: Document, context: Context[MissingBadgeOptions]) -> Iterator[Finding]:
    """Yield one finding if no picture above the second Markdown heading is the badge."""
    if not document.is_roadmap:
        return
    title = document.headings[0].span if document.headings else Span(0, 0)
    marked = [heading for heading in document.headings if heading.block is not None]
    end = next((h.span.start for h in marked[1:]), len(document.source.text))
    above = [link for link in document.links if link.span.start < end]
    if any(_is_picture(link, context.options.images) for link in above):
        return
    linked = [link for link in above if link.target.rstrip("/") in context.options.pages]
    if linked:
        yield Finding(linked[0].span, "this links to the Awesome badge's page without its picture")
    else:
        yield Finding(title, "the Awesome badge beside the title is missing")


def _is_picture(link: Link, images: tuple[str, ...]) -> bool:
    return bool(_PICTURE.search(link.target)) and any(word in link.target for word in images)


class MissingCompanionOptions(Struct, frozen=True):
    """`files`: names in any letter case; `folders` where they may stand beside the README's."""

    files: tuple[str, ...] = ("contributing.md",)
    folders: tuple[str, ...] = ("", ".github", "docs")


@rule(on=Project, options=MissingCompanionOptions)
def missing_companion(
    project: Project, options: MissingCompanionOptions
) -> Iterator[ProjectFinding]:
    """Yield one finding per missing file, on the README at the root."""
    readme = next(
        (f for f in project.documents if f.is_roadmap and f.path.casefold() == "readme.md"), None
    )
    if readme is None or not project.tree.complete:
        return
    for name in options.files:
        places = [f"{folder}/{name}" if folder else name for folder in options.folders]
        there = (project.tree.exists(p) or project.tree.other_case(p) for p in places)
        if not any(there):
            shown = ", ".join(folder or "the root" for folder in options.folders)
            yield ProjectFinding(
                readme.path,
                Location(1, 1, 1, 1),
                f"no file {name} in {shown}",
            )


class UnwantedSectionOptions(Struct, frozen=True):
    """`titles`: regular expressions for whole titles, letter case ignored; `reason` to say."""

    titles: Annotated[tuple[str, ...], {"format": "regex"}] = ()
    reason: str = ""


@rule(on=Document, options=UnwantedSectionOptions)
def unwanted_section(
    document: Document, context: Context[UnwantedSectionOptions]
) -> Iterator[Finding]:
    """Yield one finding per section with such a title."""
    titles, reason = context.options.titles, context.options.reason
    if not titles or not document.is_roadmap:
        return
    for heading in document.headings:
        title = heading.text.strip()
        if any(compile_pattern(f"^(?:{pattern})$").search(title) for pattern in titles):
            said = f": {reason}" if reason else ""
            yield Finding(heading.span, f'a section "{title}" does not belong here{said}')


_BUILD = lazy(
    r"travis-ci\.|circleci\.com|/actions/workflows/|/workflows/[^/]+/badge\.svg|appveyor\.com"
    r"|shields\.io/(?:github/(?:actions/)?workflow|travis|circleci|appveyor)|codecov\.io",
    re.IGNORECASE,
)
_WORDS = lazy(r"\bbuild(?: |-)?status\b", re.IGNORECASE)


@rule(on=Link)
def build_badge(link: Link, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per picture; links to such a service are entries like others."""
    del context
    shown = link.kind == "image" or (link.kind == "html" and link.tag == "img")
    if shown and (_BUILD.search(link.target) or _WORDS.search(link.text)):
        yield Finding(link.span, "a badge about a build; readers come for the list")


class LeftoverPlaceholderOptions(Struct, frozen=True):
    """`texts`: placeholders, letter case ignored."""

    texts: tuple[str, ...] = (
        "[INSERT EMAIL ADDRESS]",
        "[INSERT CONTACT METHOD]",
        "[INSERT CONTACT INFO]",
        "[YOUR EMAIL]",
        "[YOUR NAME]",
    )


@rule(on=Document, options=LeftoverPlaceholderOptions)
def leftover_placeholder(
    document: Document, context: Context[LeftoverPlaceholderOptions]
) -> Iterator[Finding]:
    """Yield one finding per placeholder outside of code blocks."""
    text = document.source.text.casefold()
    if len(text) != len(document.source.text):
        text = document.source.text  # letters that fold to two would shift the places
    hidden: set[int] | None = None
    for wanted in context.options.texts:
        at = text.find(wanted.casefold())
        while at >= 0:
            if hidden is None:
                hidden = rows_within(document, frozenset({"code"}))
            span = Span(at, at + len(wanted))
            if document.source.line_at(at) not in hidden:
                yield Finding(span, f"the placeholder {document.source.slice(span)} is still here")
            at = text.find(wanted.casefold(), span.end)


_ARTICLE = lazy(r"(?:the|teh|an?)-", re.IGNORECASE)
_ODD = lazy(r"[^\w.-]|_(?=_)")


@rule(on=Source)
def awkward_file_name(source: Source, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding for the first thing that makes a name awkward."""
    stem = source.path.rpartition("/")[2].rpartition(".")[0]
    what = _smell(stem)
    if what:
        yield Finding(Span(0, 0), f'the file name "{stem[:60]}" {what}')


def _smell(stem: str) -> str:
    if _ARTICLE.match(stem):
        return "begins with an article"
    if "--" in stem:
        return "has dashes in a row"
    if stem != stem.strip("-"):
        return "begins or ends with a dash"
    odd = _ODD.search(stem)
    return f'holds "{odd[0]}"' if odd else ""
