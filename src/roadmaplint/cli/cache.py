"""`roadmaplint cache`: what is remembered between runs, and how to forget it."""

from __future__ import annotations

import argparse
import json
import os
import time
from datetime import date

from roadmaplint.cli.console import emit
from roadmaplint.cli.options import Parser
from roadmaplint.cli.request import overrides_from
from roadmaplint.run.cache_admin import CacheState, clear, described, prune, state_of
from roadmaplint.run.workspace import open_workspace


def add_options(parser: Parser) -> None:
    """The options of this command."""
    parser.add_argument(
        "action", choices=("info", "clear", "prune"),
        help="info: what is remembered; clear: forget it all; prune: forget what is of no use",
    )  # fmt: skip
    parser.add_argument("--cache-dir", metavar="DIR", help="the folder (default: from the config)")
    parser.add_argument("--config", metavar="FILE", help="use this configuration file")
    parser.add_argument("--isolated", "--no-config", action="store_true", help="no config files")
    parser.add_argument("--output-format", choices=("text", "json"), default=None,
                        help="of info")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Run the command; the exit code. Raises UsageError."""
    form = options.output_format or "text"
    settings = open_workspace(
        ["."], overrides_from(options, output_format=None), os.environ, date.today()
    ).settings
    folder, now = settings.cache_dir, time.time()
    if options.action == "clear":
        emit(f"{clear(folder, now)}\n", None)
    elif options.action == "prune":
        emit(f"{prune(folder, now)}\n", None)
    else:
        state = state_of(folder, now)
        emit(_plain(state) if form == "json" else described(state), None)
    return 0


def _plain(state: CacheState) -> str:
    table = {
        "version": 1, "folder": state.folder, "exists": state.exists, "analyses": state.analyses,
        "links": state.links, "fresh": state.fresh,
        "verdicts": dict(state.outcomes), "bytes": dict(state.sizes),
    }  # fmt: skip
    return json.dumps(table) + "\n"
