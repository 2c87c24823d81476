"""A relative target that no file or folder has."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Link
from roadmaplint.roadmap.project import FileTree
from roadmaplint.roadmap.targets import classify
from roadmaplint.rules._shared.host_names import looks_like_host
from roadmaplint.text.edit import Edit

#: A site generator may serve these from a page of the same name.
_SERVED = (".md", ".markdown", ".html", ".mdx", "/README.md", "/index.md", "/_index.md")


@rule(on=Link)
def check(link: Link, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding for a target that cannot be found; the nearest name is a suggestion."""
    tree = context.tree
    if not tree.complete:
        return
    target = classify(link.target, context.source.path)
    if target.kind != "file" or target.path is None or _is_there(tree, target.path):
        return
    if tree.other_case(target.path) or looks_like_host(link.target):
        return  # wrong-case-path and malformed-link say it better
    if target.rooted and target.path.partition("/")[0] not in tree.folders:
        return  # a route of a site, not a path of the repository
    near = get_close_matches(target.path, _siblings(tree, target.path), 1, 0.75)
    hint = f"; nearest is {near[0]}" if near else ""
    fix = None
    if near and link.target_span and target.path in link.target:
        text = link.target.replace(target.path, near[0], 1)
        fix = Fix(f"link to {near[0]}", (Edit(link.target_span, text),), Safety.SUGGESTION)
    yield Finding(
        link.target_span or link.span, f'no file "{target.path}" in the project{hint}', fix
    )


def _is_there(tree: FileTree, path: str) -> bool:
    if tree.exists(path):
        return True
    stem = path.removesuffix(".html")
    return any(stem + ending in tree.files for ending in _SERVED)


def _siblings(tree: FileTree, path: str) -> list[str]:
    folder = path.rpartition("/")[0]
    prefix = folder + "/" if folder else ""
    name = path.rpartition("/")[2]
    found = [f for f in tree.files if f.startswith(prefix) and "/" not in f[len(prefix) :]]
    return found if len(found) <= 500 else [f for f in found if f[len(prefix) :][:1] == name[:1]]
