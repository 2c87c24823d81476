"""A relative target that no file or folder has."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from roadmaplint.lint.finding import ProjectFinding
from roadmaplint.lint.rule import NoOptions, rule
from roadmaplint.roadmap.project import FileTree, LinkFact, Project
from roadmaplint.roadmap.targets import classify
from roadmaplint.rules._shared.host_names import looks_like_host
from roadmaplint.text.source import Location

#: A site generator may serve these from a page of the same name.
_SERVED = (".md", ".markdown", ".html", ".mdx", "/README.md", "/index.md", "/_index.md")

#: Looking for the nearest name is dear; where more than these are missing, a folder has moved.
_MOST_ASKED = 300


@rule(on=Project)
def check(project: Project, options: NoOptions) -> Iterator[ProjectFinding]:
    """Yield a finding per target that cannot be found; the nearest name is a suggestion."""
    del options
    if not project.tree.complete:
        return
    nearest: dict[str, str] = {}
    for facts in project.documents:
        for link in facts.links:
            missing = _missing(project.tree, link, facts.path)
            if missing is None:
                continue
            if missing not in nearest:
                asked = len(nearest) < _MOST_ASKED
                nearest[missing] = _nearest(project.tree, missing) if asked else ""
            yield _finding(link, facts.path, missing, nearest[missing])


def _missing(tree: FileTree, link: LinkFact, path: str) -> str | None:
    target = classify(link.target, path)
    if target.kind != "file" or target.path is None or _is_there(tree, target.path):
        return None
    if tree.other_case(target.path) or looks_like_host(link.target):
        return None  # wrong-case-path and malformed-link say it better
    if target.rooted and target.path.partition("/")[0] not in tree.folders:
        return None  # a route of a site, not a path of the repository
    return target.path


def _is_there(tree: FileTree, path: str) -> bool:
    if tree.exists(path):
        return True
    stem = path.removesuffix(".html")
    return any(stem + ending in tree.files for ending in _SERVED)


def _nearest(tree: FileTree, missing: str) -> str:
    return next(iter(get_close_matches(missing, _siblings(tree, missing), 1, 0.75)), "")


def _finding(link: LinkFact, path: str, missing: str, near: str) -> ProjectFinding:
    edits: tuple[tuple[Location, str], ...] = ()
    if near and link.target_location and missing in link.target:
        edits = ((link.target_location, link.target.replace(missing, near, 1)),)
    return ProjectFinding(
        path,
        link.target_location or link.location,
        f'no file "{missing}" in the project' + (f"; nearest is {near}" if near else ""),
        fix_title=f"link to {near}" if edits else "",
        edits=edits,
    )


def _siblings(tree: FileTree, path: str) -> list[str]:
    folder, _, name = path.rpartition("/")
    found = tree.in_folder(folder)
    if len(found) > 500:
        start = len(folder) + 1 if folder else 0
        found = tuple(f for f in found if f[start : start + 1] == name[:1])[:500]
    return list(found)
