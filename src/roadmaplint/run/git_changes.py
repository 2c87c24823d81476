"""What a change has touched: its files, and the links that were there before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from roadmaplint.core.linter import Unparsable
from roadmaplint.files.discover import FoundFile
from roadmaplint.roadmap.nodes import Link
from roadmaplint.run.documents import asked, document_of, is_web
from roadmaplint.run.workspace import Workspace
from roadmaplint.text.decode import decode


class Changes(Struct, frozen=True):
    """The paths that a change made or altered, and what was linked before it.

    `addresses` are web addresses of all those files as they were, `targets` their other targets
    by path.
    """

    paths: frozenset[str]
    addresses: frozenset[str] = frozenset()
    targets: frozenset[tuple[str, str]] = frozenset()

    def of(self, files: Sequence[FoundFile]) -> list[FoundFile]:
        """Those of the files that the change has touched."""
        return [file for file in files if file.path in self.paths]

    def has_added(self, path: str, link: Link) -> bool:
        """True if a link of a file was not there before."""
        if is_web(link):
            return asked(link) not in self.addresses
        return (path, link.target) not in self.targets


def changes_since(workspace: Workspace, ref: str | None, *, links: bool) -> Changes:
    """What has changed since the work tree left `ref`, None for the last commit.

    Links are compared as parsed, so a paragraph that was only rewrapped adds none; they are read
    with `links` only. Raises UsageError without git or for an unknown name.
    """
    from roadmaplint.files.discover import MARKDOWN
    from roadmaplint.files.git import changed_since, contents

    root = workspace.settings.root
    found = changed_since(root, ref)
    if not links:
        return Changes(frozenset(found.now))
    old = [path for path in found.before if path.lower().endswith(MARKDOWN)]
    addresses: set[str] = set()
    targets: set[tuple[str, str]] = set()
    for path, data in contents(root, found.commit, old).items():
        try:
            document = document_of(decode(data, path), workspace)
        except Unparsable:
            continue  # then all its links count as new
        addresses |= set(_addresses(document.links))
        targets |= {(path, link.target) for link in document.links if not is_web(link)}
    return Changes(frozenset(found.now), frozenset(addresses), frozenset(targets))


def _addresses(links: Iterable[Link]) -> Iterable[str]:
    return (asked(link) for link in links if is_web(link))
