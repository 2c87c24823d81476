"""`roadmaplint stats`: how much the roadmaps hold and how healthy they are."""

from __future__ import annotations

import argparse

from roadmaplint import api
from roadmaplint.cli.console import emit, style_for
from roadmaplint.cli.options import Parser, add_files, add_noise, add_paths
from roadmaplint.cli.request import files_request
from roadmaplint.errors import UsageError

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

    if "-" in options.paths or options.stdin_filename:
        raise UsageError("stats reads files, not standard input")
    request = files_request(options)
    selection = api.select(request)
    if options.show_files:
        emit("".join(f"{style_for(options).clean(f.path)}\n" for f in selection.files), None)
        return 0
    style = style_for(options, to_file=options.output_file is not None)
    emit(stats.FORMS[options.form](api.stats(request, selection), style), options.output_file)
    return 0
