"""`roadmaplint baseline`: accept today's findings, or drop what is gone."""

from __future__ import annotations

import argparse
import os
from datetime import date

from roadmaplint.cli.console import say
from roadmaplint.cli.options import Parser, add_files, add_noise, add_paths, add_rules
from roadmaplint.cli.request import overrides_from
from roadmaplint.files.discover import discover
from roadmaplint.run.baseline import prune_baseline, write_baseline
from roadmaplint.run.check import check
from roadmaplint.run.request import CheckRequest
from roadmaplint.run.workspace import open_workspace


def add_options(parser: Parser) -> None:
    """The options of this command."""
    add_paths(parser)
    add_rules(parser)
    add_files(parser)
    parser.add_argument("--baseline", metavar="FILE", help="the file (default: from the config)")
    parser.add_argument("--prune", action="store_true", help="only drop entries that are gone")
    add_noise(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command; the exit code. Raises UsageError."""
    paths = options.paths or ["."]
    workspace = open_workspace(paths, overrides_from(options), os.environ, date.today())
    files = discover(paths, workspace.settings)
    found = check(files, workspace, CheckRequest(jobs=options.jobs or None)).diagnostics
    if options.prune:
        note = prune_baseline(found, {file.path for file in files}, workspace)
    else:
        note = write_baseline(found, workspace)
    if not options.quiet:
        say(note)
    return 0
