"""A relative target that no file or folder has."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import ProjectFinding
from roadmaplint.lint.rule import NoOptions, rule
from roadmaplint.roadmap.project import FileTree, LinkFact, Project
from roadmaplint.roadmap.targets import classify
from roadmaplint.rules._shared.file_names import FileNames, target_of
from roadmaplint.rules._shared.host_names import looks_like_host
from roadmaplint.text.source import Location

#: A site generator may serve these from a page of the same name.
_SERVED = (".md", ".markdown", ".html", ".mdx", "/README.md", "/index.md", "/_index.md")


@rule(on=Project)
def check(project: Project, options: NoOptions) -> Iterator[ProjectFinding]:
    """Yield a finding per target that cannot be found; the nearest name is a suggestion."""
    del options
    if not project.tree.complete:
        return
    names = FileNames(project.tree)
    for facts in project.documents:
        for link in facts.links:
            missing = _missing(project.tree, link, facts.path)
            if missing is not None:
                yield _finding(link, facts.path, missing, names.nearest(missing))


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


def _finding(link: LinkFact, path: str, missing: str, near: str) -> ProjectFinding:
    edits: tuple[tuple[Location, str], ...] = ()
    if near and link.target_location:
        edits = ((link.target_location, target_of(link.target, path, near)),)
    return ProjectFinding(
        path,
        link.target_location or link.location,
        f'no file "{missing}" in the project' + (f"; nearest is {near}" if near else ""),
        fix_title=f"link to {near}" if edits else "",
        edits=edits,
    )
