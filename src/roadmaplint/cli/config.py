"""`roadmaplint config`: every setting and where it came from."""

from __future__ import annotations

import argparse
import os
from datetime import date
from pathlib import Path
from typing import Any

from roadmaplint.cli.console import emit
from roadmaplint.cli.options import Parser, add_rules
from roadmaplint.cli.request import overrides_from
from roadmaplint.config.settings import describe
from roadmaplint.errors import UsageError
from roadmaplint.report.escape import json_text, visible
from roadmaplint.run.workspace import Workspace, open_workspace


def add_options(parser: Parser) -> None:
    """The options of this command."""
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="for this place")
    add_rules(parser)
    parser.add_argument(
        "--output-format",
        "--format",
        choices=("text", "json"),
        default="text",
        dest="answer_format",
        help="of the answer",
    )


def run(options: argparse.Namespace) -> int:
    """Run the command; the exit code. Raises UsageError."""
    workspace = open_workspace([options.path], overrides_from(options), os.environ, date.today())
    rows = describe(workspace.settings, _inside(options.path, workspace))
    if options.answer_format == "json":
        plain = [{"key": k, "value": _plain(v), "origin": str(o)} for k, v, o in rows]
        emit(json_text({"version": 1, "settings": plain}) + "\n", None)
        return 0
    wide = max(len(key) for key, _, _ in rows)
    lines = (
        f"{key:<{wide}}  {visible(json_text(_plain(value)))}  # {visible(str(origin))}\n"
        for key, value, origin in rows
    )
    emit("".join(lines), None)
    return 0


def _inside(path: str, workspace: Workspace) -> str:
    """A file's path as overrides see it; the root for a folder."""
    place = Path(path)
    if not place.exists():
        raise UsageError(f"{path}: no such file or folder")
    if place.is_dir():
        return ""
    return os.path.relpath(path, workspace.settings.root).replace(os.sep, "/")


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value if isinstance(value, str | int | float | bool | None) else str(value)
