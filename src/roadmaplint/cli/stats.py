"""`roadmaplint stats`: how much the roadmaps hold and how healthy they are."""

from __future__ import annotations

import argparse
import os
import time
from datetime import date

from roadmaplint.cli.options import Parser, add_files, add_noise, add_paths
from roadmaplint.cli.streams import emit, style_for
from roadmaplint.errors import UsageError
from roadmaplint.files.discover import discover
from roadmaplint.run.workspace import open_workspace

#: As in `report.stats.FORMS`, which is imported only when the command runs.
FORMS = ("text", "json", "markdown", "badge")


def add_options(parser: Parser) -> None:
    """The options of this command."""
    add_paths(parser)
    add_files(parser)
    parser.add_argument(
        "--output-format", "--format", dest="form", choices=FORMS, default="text",
        help="a table, JSON, Markdown, or one line of Markdown with a badge",
    )  # fmt: skip
    parser.add_argument("-o", "--output-file", metavar="FILE", help="write there")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    add_noise(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command; the exit code. Raises UsageError."""
    from roadmaplint.report import stats
    from roadmaplint.run.stats import figures_of

    if "-" in options.paths or options.stdin_filename:
        raise UsageError("stats reads files, not standard input")
    paths = options.paths or ["."]
    workspace = open_workspace(paths, vars(options), os.environ, date.today())
    files = discover(paths, workspace.settings)
    if options.show_files:
        emit("".join(f"{style_for(options).clean(file.path)}\n" for file in files), None)
        return 0
    figures = figures_of(files, workspace, time.time(), options.jobs or None)
    style = style_for(options, to_file=options.output_file is not None)
    emit(stats.FORMS[options.form](figures, style), options.output_file)
    return 0
