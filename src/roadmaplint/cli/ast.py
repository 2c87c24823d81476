"""`roadmaplint ast`: the roadmap as JSON, as a tree or as a diagram."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date

from roadmaplint.cli.console import emit, say
from roadmaplint.cli.options import Parser, add_files, add_noise, add_paths
from roadmaplint.cli.request import overrides_from
from roadmaplint.errors import UsageError
from roadmaplint.files.discover import FoundFile, discover
from roadmaplint.report.escape import json_text
from roadmaplint.run.documents import trees
from roadmaplint.run.workspace import open_workspace


def add_options(parser: Parser) -> None:
    """The options of this command."""
    add_paths(parser)
    add_files(parser)
    parser.add_argument(
        "--format", choices=("json", "tree", "mermaid"), default="json", help="what to print"
    )
    parser.add_argument("-o", "--output-file", metavar="FILE", help="write there")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    add_noise(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command; the exit code. Raises UsageError."""
    paths = options.paths or ["."]
    if "-" in paths and len(paths) > 1:
        raise UsageError("'-' stands alone: standard input cannot be read beside files")
    workspace = open_workspace(paths, overrides_from(options), os.environ, date.today())
    given = sys.stdin.buffer.read() if paths == ["-"] else None
    if given is None:
        files = discover(paths, workspace.settings)
    else:
        files = [FoundFile(options.stdin_filename or "stdin.md", "")]
    failed = False
    parts = []
    for path, document, problem in trees(files, workspace, given):
        if document is None:
            say(f"{path}: this file {problem}")
            failed = True
        elif options.format == "json":
            from roadmaplint.roadmap.export import export

            parts.append(json_text(export(document)) + "\n")
        else:
            from roadmaplint.roadmap.render_tree import render_mermaid, render_outline

            parts.append(
                render_outline(document) if options.format == "tree" else render_mermaid(document)
            )
    emit("".join(parts), options.output_file)
    return 1 if failed else 0
