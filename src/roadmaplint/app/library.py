"""Functions for scripts: lint a text, lint files. `roadmaplint` itself re-exports them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from roadmaplint.core.diagnostic import Diagnostic


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
    from roadmaplint.app.work import examine_bytes
    from roadmaplint.app.workspace import open_workspace

    options = _options(select, ignore, profile, config, allow_local_rules)
    if config is None:
        options["isolated"] = True
    workspace = open_workspace([path], options, {}, date.today())
    return list(examine_bytes(text.encode(), path.replace(os.sep, "/"), workspace).diagnostics)


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
    from roadmaplint.app.check import Task, check
    from roadmaplint.app.workspace import open_workspace
    from roadmaplint.files.discover import discover

    named = [os.fspath(path) for path in paths]
    options = _options(select, ignore, profile, config, allow_local_rules)
    workspace = open_workspace(named, options, {}, date.today())
    outcome = check(discover(named, workspace.settings), workspace, Task(processes=1))
    return list(outcome.diagnostics)


def _options(
    select: Sequence[str],
    ignore: Sequence[str],
    profile: str | None,
    config: str | None,
    allow_local_rules: bool,
) -> dict[str, Any]:
    given: Mapping[str, Any] = {
        "select": list(select) or None,
        "ignore": list(ignore) or None,
        "profile": profile,
        "config": config,
        "allow_local_rules": allow_local_rules,
        "no_cache": True,
    }
    return dict(given)
