"""`roadmaplint schema`: derive a schema from a file, judge files by one, show what one asks."""

from __future__ import annotations

import argparse
import os
from datetime import date
from pathlib import Path

from roadmaplint import __version__
from roadmaplint.cli.console import emit, say, style_for
from roadmaplint.cli.options import Parser, add_files, add_output
from roadmaplint.cli.request import overrides_from
from roadmaplint.core.finding import IN_ORDER, Severity
from roadmaplint.errors import UsageError
from roadmaplint.files.discover import discover
from roadmaplint.report.escape import json_text
from roadmaplint.run.documents import Lines, trees
from roadmaplint.run.workspace import Workspace, open_workspace

FORMATS = ("text", "concise", "json", "jsonl", "github", "sarif")
_ACTIONS = {
    "derive": "write a schema in the short form that one file satisfies",
    "check": "judge files by the schema alone",
    "show": "print what the schema asks for, as JSON",
}


def add_options(parser: Parser) -> None:
    """The options of this command."""
    actions = parser.add_subparsers(
        dest="action", metavar="ACTION", required=True, parser_class=Parser
    )
    for name, summary in _ACTIONS.items():
        action = actions.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
        action.add_argument("paths", nargs="*", metavar="PATH", help="files and folders")
        action.add_argument("--schema", metavar="FILE", help="this schema, not the configured one")
        add_files(action)
        add_output(action, FORMATS)


def run(options: argparse.Namespace) -> int:
    """Run the command; the exit code. Raises UsageError."""
    overrides = overrides_from(options)
    if options.schema:
        overrides = overrides_from(options, isolated=not options.config)
    workspace = open_workspace(options.paths or ["."], overrides, os.environ, date.today())
    if options.action == "derive":
        return _derive(options, workspace)
    if options.action == "show":
        return _show(options, workspace)
    return _check(options, workspace)


def _derive(options: argparse.Namespace, workspace: Workspace) -> int:
    from roadmaplint.run.project_schema import derive

    if len(options.paths) != 1 or Path(options.paths[0]).is_dir():
        raise UsageError("derive needs one file: roadmaplint schema derive README.md")
    for path, document, problem in trees(discover(options.paths, workspace.settings), workspace):
        if document is None:
            raise UsageError(f"{path} {problem}")
        emit(derive(document), options.output_file)
    return 0


def _show(options: argparse.Namespace, workspace: Workspace) -> int:
    from roadmaplint.run.project_schema import asked, schema_layers

    path = options.paths[0] if options.paths else "."
    if not Path(path).exists():
        raise UsageError(f"{path}: no such file or folder")
    inside = os.path.relpath(path, workspace.settings.root).replace(os.sep, "/")
    layers = schema_layers(workspace, "" if inside == "." else inside)
    emit(json_text({"version": 1, "rules": asked(layers)}) + "\n", options.output_file)
    return 0


def _check(options: argparse.Namespace, workspace: Workspace) -> int:
    from roadmaplint.report.formats import renderer
    from roadmaplint.report.model import Report
    from roadmaplint.run.project_schema import judge

    files = discover(options.paths or ["."], workspace.settings)
    if not files:
        say("no Markdown files here")
    settings = workspace.settings
    found = tuple(
        d for d in sorted(judge(files, workspace), key=IN_ORDER)
        if d.severity >= settings.min_severity
    )  # fmt: skip
    lines = Lines(files, settings.root)
    report = Report(found, len(files), lines.text, workspace.cards, __version__, {})
    style = style_for(options, to_file=options.output_file is not None)
    form = settings.output_format if settings.output_format in FORMATS else "text"
    emit(renderer(form)(report, style), options.output_file)
    least = settings.fail_on or Severity.ERROR + 1
    failing = any(d.severity >= least for d in found)
    return 1 if failing and not options.exit_zero else 0
