"""A fragment that no heading and no HTML id of its file has."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from unicodedata import normalize

from roadmaplint.lint.finding import ProjectFinding, Safety, Severity
from roadmaplint.lint.rule import NoOptions, rule
from roadmaplint.roadmap.project import DocumentFacts, LinkFact, Project
from roadmaplint.roadmap.targets import classify
from roadmaplint.text.source import Location

#: Fragments that mean something else than an anchor of the rendered page.
_NOT_ANCHORS = ("L", ":~:", "/", "!")
_ALWAYS = {"top", "readme"}


@rule(on=Project)
def check(project: Project, options: NoOptions) -> Iterator[ProjectFinding]:
    """Yield a finding per link whose fragment hits nothing, in this file or another."""
    del options
    for facts in project.documents:
        for link in facts.links:
            if "#" in link.target:
                yield from _of_link(project, facts, link)


def _of_link(project: Project, facts: DocumentFacts, link: LinkFact) -> Iterator[ProjectFinding]:
    target = classify(link.target, facts.path)
    fragment = target.fragment
    if not fragment or target.kind not in {"anchor", "file"} or fragment.startswith(_NOT_ANCHORS):
        return
    page = facts if target.kind == "anchor" else project.find(target.path or "")
    if page is None or fragment.casefold() in _ALWAYS or _hits(page, fragment):
        return
    near = _nearest(page, fragment)
    where = "" if page is facts else f" in {page.path}"
    edits: tuple[tuple[Location, str], ...] = ()
    if near and link.target_location:
        before = link.target.partition("#")[0]
        edits = ((link.target_location, f"{before}#{near[0]}"),)
    yield ProjectFinding(
        facts.path,
        link.target_location or link.location,
        f'"#{fragment}": no such heading{where}{near[1] if near else ""}',
        fix_title=f"link to #{near[0]}" if near else "",
        edits=edits,
        safety=Safety.UNSAFE if near and near[2] else Safety.SUGGESTION,
        severity=Severity.INFO if near and near[2] else None,
    )


def _hits(page: DocumentFacts, fragment: str) -> bool:
    names = {fragment, normalize("NFC", fragment)}
    names |= {name.removeprefix("user-content-") for name in names}
    return not names.isdisjoint(page.anchors) or normalize("NFC", fragment) in _composed(page)


def _composed(page: DocumentFacts) -> set[str]:
    return {normalize("NFC", name) for name in page.anchors if not name.isascii()}


def _nearest(page: DocumentFacts, fragment: str) -> tuple[str, str, bool] | None:
    """Nearest anchor, how the message names it, and whether only letter case differs."""
    lines = {heading.slug: heading.location.line for heading in page.headings}
    same = [name for name in sorted(page.anchors) if name.casefold() == fragment.casefold()]
    if same:
        return same[0], f'; it is "#{same[0]}", and only GitHub forgives the case', True
    close = get_close_matches(fragment, sorted(page.anchors), 1, 0.7) if len(fragment) < 200 else []
    if not close:
        return None
    line = f" (line {lines[close[0]]})" if close[0] in lines else ""
    return close[0], f'; nearest: "#{close[0]}"{line}', False
