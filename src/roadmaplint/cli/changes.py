"""`--changed` and `--changed-since`: what git says has changed, and the files of a run among it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from roadmaplint.files.discover import FoundFile
from roadmaplint.run.workspace import Workspace

if TYPE_CHECKING:  # a run on all files does not load it
    from roadmaplint.run.git_changes import Changes

NOTHING_CHANGED = "no Markdown file has changed"


def changes_of(options: argparse.Namespace, workspace: Workspace, *, links: bool) -> Changes | None:
    """What has changed, if that was asked for; with `links` also what was linked before it.

    Raises UsageError.
    """
    if not options.changed and options.changed_since is None:
        return None
    from roadmaplint.run.git_changes import changes_since

    return changes_since(workspace, options.changed_since, links=links)


def chosen(files: Sequence[FoundFile], changes: Changes | None) -> Sequence[FoundFile]:
    """The files of a run: all of them, or those that have changed."""
    return files if changes is None else changes.of(files)
