"""Functions for scripts: lint a text, lint files. `roadmaplint` itself re-exports them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from roadmaplint.core.finding import Diagnostic

if TYPE_CHECKING:
    from roadmaplint.run.request import Overrides


def lint_text(  # noqa: PLR0913 - options by name
    text: str,
    path: str = "README.md",
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    profile: str | None = None,
    config: str | None = None,
    allow_local_rules: bool = False,
) -> list[Diagnostic]:
    """The findings of a text, in the order of their places, as if it stood in the file `path`.

    `select` and `ignore` are rules, groups or codes; `profile` names the rules for a kind of
    repository. Only the configuration file `config` is read, if it is given. The web and the cache
    are not asked, and no file is looked at. Raises roadmaplint.errors.UsageError.
    """
    from roadmaplint.run.lint_files import lint_bytes
    from roadmaplint.run.workspace import open_workspace

    overrides = _overrides(select, ignore, profile, config, allow_local_rules)
    if config is None:
        overrides = replace(overrides, isolated=True)
    workspace = open_workspace([path], overrides, {}, date.today())
    return list(lint_bytes(text.encode(), path.replace(os.sep, "/"), workspace).diagnostics)


def lint_paths(
    paths: Iterable[str | os.PathLike[str]],
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    profile: str | None = None,
    config: str | None = None,
    allow_local_rules: bool = False,
) -> list[Diagnostic]:
    """The findings of files and folders, by path and place, with the configuration found there.

    Arguments are those of `lint_text`. Rules that compare files run, too; the web and the cache
    are not asked, and nothing is written. Raises roadmaplint.errors.UsageError.
    """
    from roadmaplint.files.discover import discover
    from roadmaplint.run.check import check
    from roadmaplint.run.request import CheckRequest
    from roadmaplint.run.workspace import open_workspace

    named = [os.fspath(path) for path in paths]
    overrides = _overrides(select, ignore, profile, config, allow_local_rules)
    workspace = open_workspace(named, overrides, {}, date.today())
    outcome = check(discover(named, workspace.settings), workspace, CheckRequest(jobs=1))
    return list(outcome.diagnostics)


def _overrides(
    select: Sequence[str],
    ignore: Sequence[str],
    profile: str | None,
    config: str | None,
    allow_local_rules: bool,
) -> Overrides:
    from roadmaplint.run.request import Overrides

    return Overrides(
        select=list(select) or None,
        ignore=list(ignore) or None,
        profile=profile,
        config=config,
        allow_local_rules=allow_local_rules,
        no_cache=True,
    )
