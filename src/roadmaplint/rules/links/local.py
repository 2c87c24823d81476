"""Links to files and headings of the project that are not there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property
from unicodedata import normalize

from roadmaplint.core.finding import ProjectFinding, Safety, Severity
from roadmaplint.core.rule import NoOptions, rule
from roadmaplint.roadmap.project_index import DocumentFacts, FileTree, LinkFact, Project
from roadmaplint.roadmap.targets import classify
from roadmaplint.roadmap.urls import looks_like_host
from roadmaplint.text.nearest import nearest
from roadmaplint.text.source import Location

#: A site generator may serve these from a page of the same name.
_SERVED = (".md", ".markdown", ".html", ".mdx", "/README.md", "/index.md", "/_index.md")


@rule(on=Project)
def missing_file(project: Project, options: NoOptions) -> Iterator[ProjectFinding]:
    """Yield a finding per target that cannot be found; the nearest name is a suggestion."""
    del options
    if not project.tree.complete:
        return
    names = FileNames(project.tree)
    for facts in project.documents:
        for link in facts.links:
            missing = _missing(project.tree, link, facts.path)
            if missing is not None:
                yield _missing_file_finding(link, facts.path, missing, names.nearest(missing))


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


def _missing_file_finding(link: LinkFact, path: str, missing: str, near: str) -> ProjectFinding:
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


#: Fragments that mean something else than an anchor of the rendered page.
_NOT_ANCHORS = ("L", ":~:", "/", "!")
_ALWAYS = {"top", "readme"}


@rule(on=Project)
def missing_anchor(project: Project, options: NoOptions) -> Iterator[ProjectFinding]:
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
    near = nearest(fragment, sorted(page.anchors), cutoff=0.7) if len(fragment) < 200 else None
    if near is None:
        return None
    line = f" (line {lines[near]})" if near in lines else ""
    return near, f'; nearest: "#{near}"{line}', False


@rule(on=Project)
def wrong_case_path(project: Project, options: NoOptions) -> Iterator[ProjectFinding]:
    """Yield a finding where only letter case keeps the target from its file."""
    del options
    tree = project.tree
    if not tree.complete:
        return
    for facts in project.documents:
        for link in facts.links:
            target = classify(link.target, facts.path)
            if target.kind != "file" or not target.path or tree.exists(target.path):
                continue
            right = tree.other_case(target.path)
            if right is not None:
                yield _wrong_case_path_finding(facts.path, link, target.path, right)


def _wrong_case_path_finding(path: str, link: LinkFact, wrong: str, right: str) -> ProjectFinding:
    spelt = _respelt(link.target, wrong, right)
    location = link.target_location
    return ProjectFinding(
        path,
        location or link.location,
        f'"{wrong}" is spelt "{right}" on disk; git and most servers tell them apart',
        fix_title=f"spell it {right}" if spelt and location else "",
        edits=((location, spelt),) if spelt and location else (),
        safety=Safety.SAFE,
    )


def _respelt(target: str, wrong: str, right: str) -> str | None:
    """The target with the tail that it shares with the wrong path spelt right."""
    if len(wrong) != len(right):
        return None
    for start in range(len(wrong)):
        if start == 0 or wrong[start - 1] == "/":
            at = target.find(wrong[start:])
            if at >= 0:
                return target[:at] + right[start:] + target[at + len(wrong) - start :]
    return None


#: Looking for the nearest name is dear; where more than these are missing, a folder has moved.
_MOST_ASKED = 300
#: In larger folders only names with the same first letter are compared.
_MANY = 500
_ALIKE = 0.75
#: Names that every folder may have: the only one left is not the one that was meant.
_COMMON = ("readme.", "index.", "_index.")
#: Signs of a path that mean something else in a link.
_ESCAPES = {ord(sign): f"%{ord(sign):02X}" for sign in " ()<>%#?"}


class FileNames:
    """The project's files by name, for finding what was moved or renamed."""

    def __init__(self, tree: FileTree) -> None:
        """Nothing is listed before something is asked for."""
        self._tree = tree
        self._asked: dict[str, str] = {}

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in sorted(self._tree.files):
            found.setdefault(posixpath.basename(path).casefold(), []).append(path)
        return found

    def nearest(self, missing: str) -> str:
        """The one file of this name in another folder, else the nearest name in its own folder."""
        if missing not in self._asked:
            dear = len(self._asked) >= _MOST_ASKED
            self._asked[missing] = self._moved(missing) or ("" if dear else self._renamed(missing))
        return self._asked[missing]

    def _moved(self, missing: str) -> str:
        name = posixpath.basename(missing).casefold()
        found = [] if name.startswith(_COMMON) else self._by_name.get(name, [])
        return found[0] if len(found) == 1 else ""

    def _renamed(self, missing: str) -> str:
        folder, name = posixpath.split(missing)
        stem, ending = posixpath.splitext(name)
        alike: dict[str, str] = {}
        for path in self._tree.in_folder(folder):
            other, other_ending = posixpath.splitext(posixpath.basename(path))
            if other_ending.casefold() == ending.casefold():
                alike.setdefault(other.casefold(), path)
        if len(alike) > _MANY:
            alike = {
                other: path for other, path in alike.items() if other[:1] == stem[:1].casefold()
            }
        near = nearest(stem.casefold(), alike, cutoff=_ALIKE)
        return "" if near is None else alike[near]


def target_of(written: str, path: str, near: str) -> str:
    """The target with another file in it, relative as before; what stood behind it is kept."""
    old = re.split(r"[?#]", written, maxsplit=1)[0]
    if old.startswith("/"):
        new = "/" + near
    else:
        new = posixpath.relpath(near, posixpath.dirname(path) or ".")
        new = "./" + new if old.startswith("./") and not new.startswith("..") else new
    return new.translate(_ESCAPES) + written[len(old) :]
