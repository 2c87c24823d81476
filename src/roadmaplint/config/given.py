"""Given for one run: settings from the environment and from the command line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from roadmaplint.config.layer import Layer
from roadmaplint.errors import UsageError, nearest

#: Arguments that are settings of the same name, with dashes.
_PLAIN = (
    "select",
    "ignore",
    "extend_select",
    "fixable",
    "unfixable",
    "profile",
    "include",
    "exclude",
    "extend_exclude",
    "fail_on",
    "min_severity",
    "output_format",
    "no_exclude",
)
_PATHS = ("baseline", "cache_dir", "schema")
#: Arguments that are keys of the `links` table.
_LINKS = {
    "timeout": "timeout",
    "max_time": "max-time",
    "max_retries": "max-retries",
    "max_concurrency": "max-concurrency",
    "host_concurrency": "host-concurrency",
    "host_request_interval": "host-request-interval",
    "max_cache_age": "max-cache-age",
    "accept": "accept",
    "exclude_url": "exclude",
    "allow_address": "allow-addresses",
    "suggest_archive": "suggest-archive",
}
_NO = frozenset({"", "0", "false", "no", "off"})


def from_environment(environ: Mapping[str, str], cwd: str) -> Layer:
    """The layer of ROADMAPLINT_OUTPUT_FORMAT, _CACHE_DIR and _NO_CACHE. Raises UsageError."""
    table: dict[str, Any] = {}
    names = {}
    form = environ.get("ROADMAPLINT_OUTPUT_FORMAT")
    if form:
        from roadmaplint.config.schema import OUTPUT_FORMATS

        if form not in OUTPUT_FORMATS:
            hint = nearest(form, OUTPUT_FORMATS)
            raise UsageError(f'unknown format "{form}" in ROADMAPLINT_OUTPUT_FORMAT{hint}')
        table["output-format"], names["output-format"] = form, "ROADMAPLINT_OUTPUT_FORMAT"
    folder = environ.get("ROADMAPLINT_CACHE_DIR")
    if folder:
        table["cache-dir"] = os.path.join(cwd, folder)
        names["cache-dir"] = "ROADMAPLINT_CACHE_DIR"
    if environ.get("ROADMAPLINT_NO_CACHE", "").casefold() not in _NO:
        table["cache"], names["cache"] = False, "ROADMAPLINT_NO_CACHE"
    return Layer("environment", table, names=names)


def from_command_line(arguments: Mapping[str, Any], cwd: str) -> Layer:
    """The layer of parsed arguments; None, False and strangers are passed over.

    Raises UsageError for a value that is out of range.
    """
    table: dict[str, Any] = {}
    names: dict[str, str] = {}
    for name in (*_PLAIN, *_PATHS):
        value = arguments.get(name)
        if value is None or value is False:
            continue
        key = name.replace("_", "-")
        table[key] = os.path.join(cwd, value) if name in _PATHS else value
        names[key] = f"--{key}"
        if isinstance(value, list | tuple):
            names |= {f"{key}.{place}": f"--{key}" for place in range(len(value))}
    if arguments.get("no_cache"):
        table["cache"], names["cache"] = False, "--no-cache"
    links = {
        key: arguments[name] for name, key in _LINKS.items() if arguments.get(name) is not None
    }
    if links:
        _judge(links)
        table["links"] = links
        names |= {f"links.{key}": f"--{name.replace('_', '-')}" for name, key in _LINKS.items()}
    return Layer("command line", table, names=names)


def _judge(links: Mapping[str, Any]) -> None:
    from roadmaplint.config.explain import is_valid, problems
    from roadmaplint.config.schema import LINKS

    if is_valid(LINKS, links):
        return
    flags = {key: name.replace("_", "-") for name, key in _LINKS.items()}
    for path, message in problems(LINKS, links):
        flag = flags[str(path[0])]
        raise UsageError(message.replace(f'"{path[0]}', f'"--{flag}', 1))
