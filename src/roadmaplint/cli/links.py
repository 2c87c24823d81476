"""`roadmaplint links`: every link with its verdict."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from datetime import date

from roadmaplint import api
from roadmaplint.cli.check import listener_for, nothing_to_do
from roadmaplint.cli.console import emit, say, style_for
from roadmaplint.cli.options import (
    Parser,
    add_changed,
    add_files,
    add_output,
    add_paths,
    add_web,
)
from roadmaplint.cli.request import links_request
from roadmaplint.errors import UsageError, nearest
from roadmaplint.report.formats import LINK_FORMATS, link_renderer
from roadmaplint.report.model import LinkResult
from roadmaplint.run.workspace import Workspace, open_workspace

CLEAN, FINDINGS, INTERRUPTED = 0, 1, 130
#: The first word of `links merge FILE…`; a folder of this name is `./merge`.
_MERGE = "merge"


def add_options(parser: Parser) -> None:
    """The options of this command."""
    add_paths(parser)
    add_files(parser)
    add_output(parser, tuple(LINK_FORMATS))
    add_web(parser, with_switch=False)
    add_changed(parser)
    more = parser.add_argument_group("parts")
    more.add_argument("--dump", action="store_true", help="list the links, ask nothing")
    more.add_argument("--shard", metavar="I/N", help="only the I-th of N parts of the hosts")
    more.add_argument("--baseline", metavar="FILE", help="what it knows does not fail")
    parser.epilog = (
        f"'{_MERGE} FILE…' in place of paths makes one report of the JSON reports of shards. "
        f"{parser.epilog}"
    )


def run(options: argparse.Namespace) -> int:
    """Run the command; the exit code. Raises UsageError."""
    merging = options.paths[:1] == [_MERGE]
    paths = ["."] if merging else options.paths or ["."]
    if "-" in paths:
        raise UsageError("links needs files, not standard input")
    request = links_request(options)
    if merging:
        from roadmaplint.run.link_report import merge_reports

        workspace = open_workspace(paths, request.overrides, os.environ, date.today())
        _refuse_form(workspace.settings.output_format)
        return _conclude(options, workspace, merge_reports(options.paths[1:]))
    selection = api.select(request)
    _refuse_form(selection.workspace.settings.output_format)
    if options.show_files:
        emit("".join(f"{style_for(options).clean(f.path)}\n" for f in selection.files), None)
        return CLEAN
    if not selection.files:
        say(nothing_to_do(selection))
    result = api.links(request, selection, listener_for(options))
    if options.dump:
        return _dump(options, selection.workspace, result.links)
    code = _conclude(options, selection.workspace, result.links)
    return INTERRUPTED if result.interrupted else code


def _refuse_form(form: str) -> None:
    if form not in LINK_FORMATS:
        hint = nearest(form, tuple(LINK_FORMATS))
        raise UsageError(f'links cannot be written as "{form}"{hint}')


def _dump(options: argparse.Namespace, workspace: Workspace, found: Sequence[LinkResult]) -> int:
    form = workspace.settings.output_format
    style = style_for(options, to_file=options.output_file is not None)
    if form == "text":
        urls = dict.fromkeys(r.url for r in found if r.verdict.outcome == "unchecked")
        text = "".join(f"{style.clean(url)}\n" for url in urls)
    else:
        text = link_renderer(form)(found, style)
    emit(text, options.output_file)
    return CLEAN


def _conclude(
    options: argparse.Namespace, workspace: Workspace, found: Sequence[LinkResult]
) -> int:
    style = style_for(options, to_file=options.output_file is not None)
    emit(link_renderer(workspace.settings.output_format)(found, style), options.output_file)
    least = workspace.settings.fail_on
    failing = any(
        r.severity is not None and least is not None and r.severity >= least for r in found
    )
    return FINDINGS if failing and not options.exit_zero else CLEAN
