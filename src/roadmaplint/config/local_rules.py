"""The project's own folder of rules: where it is, and whether the user allows its code to run.

The key `rules.local` must be known before a configuration is judged, because the names of local
rules may stand in it. It is read from the file itself, not from files that it extends.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from roadmaplint.config.load import FILE_NAMES, named_file, project_root, reading
from roadmaplint.errors import ConfigError
from roadmaplint.files.project_tree import candidates, folder_of, is_below

VARIABLE = "ROADMAPLINT_ALLOW_LOCAL_RULES"
_YES = frozenset({"1", "true", "yes", "on"})


class LocalRules(Struct, frozen=True):
    """A folder of rules below a project's root: as the configuration writes it, and absolute.

    `allowed` is True if the user's own word lets its code run: a flag, an environment variable, or
    a configuration outside the project that was given by name. A configuration that was found in
    the project is a stranger's word.
    """

    shown: str
    folder: str
    allowed: bool


def find_local_rules(
    start: str | os.PathLike[str],
    command_line: Mapping[str, Any],
    environ: Mapping[str, str],
    cwd: str,
) -> LocalRules | None:
    """The local rules that the configuration for `start` names, or None.

    Raises ConfigError for a path that leads out of the project. A configuration that cannot be
    read is no matter here: loading it says what is wrong.
    """
    named = named_file(command_line, environ, cwd)
    if named is False:
        return None
    folder = folder_of(start)
    root, repository = project_root(folder, cwd)
    if isinstance(named, str):
        places = iter([(root, named)])
    else:
        places = candidates(folder, FILE_NAMES, repository)
    for place, path in places:
        try:
            shown, data = reading(cwd)(path)
            table = _table(path, data, shown)
        except ConfigError:
            return None
        if table is None:
            continue
        rules = table.get("rules")
        value = rules.get("local") if isinstance(rules, dict) else None
        if not isinstance(value, str) or not value:
            return None
        allowed = bool(command_line.get("allow_local_rules"))
        allowed = allowed or environ.get(VARIABLE, "").casefold() in _YES
        real = os.path.realpath(path)
        outside = isinstance(named, str) and not is_below(real, os.path.realpath(place))
        return LocalRules(value, _below(place, value, shown), allowed or outside)
    return None


def _table(path: str, data: bytes, shown: str) -> dict[str, Any] | None:
    """The settings in a file; None for a pyproject.toml without ours."""
    from roadmaplint.config.file import parsed, text_of

    inner = os.path.basename(path) == "pyproject.toml"
    if inner and b"roadmaplint" not in data:
        return None
    if b"local" not in data and not inner:
        return {}
    values: Any = parsed(text_of(data, shown), shown)
    if inner:
        tool = values.get("tool")
        values = tool.get("roadmaplint") if isinstance(tool, dict) else None
    return values if isinstance(values, dict) else None


def _below(root: str, value: str, shown: str) -> str:
    """The folder as an absolute path. Raises ConfigError if it is not below the root."""
    path = os.path.normpath(os.path.join(root, value))
    inside = is_below(path, root) and path != root and not os.path.isabs(value)
    if not inside or os.path.realpath(path) != os.path.join(
        os.path.realpath(root), os.path.relpath(path, root)
    ):
        raise ConfigError(
            f'"rules.local" must be a folder below the project, without links, not "{value[:100]}"',
            shown,
            None,
            "rules.local",
        )
    return path
