"""`roadmaplint links`, and the web links of `check --links`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import date

from roadmaplint.cli.changes import NOTHING_CHANGED, changes_of, chosen
from roadmaplint.cli.options import (
    Parser,
    add_changed,
    add_files,
    add_output,
    add_paths,
    add_web,
)
from roadmaplint.cli.progress import progress_for
from roadmaplint.cli.streams import emit, say, style_for
from roadmaplint.errors import UsageError, nearest
from roadmaplint.files.discover import FoundFile, discover
from roadmaplint.report.formats import LINK_FORMATS, link_renderer
from roadmaplint.report.model import LinkResult
from roadmaplint.run.check import Outcome, Task, check
from roadmaplint.run.git_changes import Changes
from roadmaplint.run.link_check import NoNetwork, Scope, Shard, Web, shard_from
from roadmaplint.run.link_report import check_all_links, list_links
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
    workspace = open_workspace(paths, vars(options), os.environ, date.today())
    form = workspace.settings.output_format
    if form not in LINK_FORMATS:
        hint = nearest(form, tuple(LINK_FORMATS))
        raise UsageError(f'links cannot be written as "{form}"{hint}')
    if merging:
        from roadmaplint.run.link_report import merge_reports

        return _conclude(options, workspace, merge_reports(options.paths[1:]))
    shard = shard_from(options.shard) if options.shard is not None else None
    changes = changes_of(options, workspace, links=True)
    files = chosen(discover(paths, workspace.settings), changes)
    if options.show_files:
        emit("".join(f"{style_for(options).clean(file.path)}\n" for file in files), None)
        return CLEAN
    if not files:
        say("no Markdown files here" if changes is None else NOTHING_CHANGED)
    web = web_of(workspace, options, changes, shard)
    if options.dump:
        return _dump(options, workspace, web, files)
    found = _asked(files, workspace, web)
    code = _conclude(options, workspace, found)
    return INTERRUPTED if web.interrupted else code


def check_with_links(
    files: Sequence[FoundFile], workspace: Workspace, task: Task, web: Web
) -> Outcome:
    """A check that asks the web, too. Raises UsageError without a network."""
    try:
        return check(files, workspace, task, web.judge)
    except NoNetwork as problem:
        raise UsageError(str(problem)) from problem
    finally:
        _finish(web)


def web_of(
    workspace: Workspace,
    options: argparse.Namespace,
    changes: Changes | None = None,
    shard: Shard | None = None,
) -> Web:
    """The web for a run, with progress on standard error unless it is quiet."""
    progress = progress_for(quiet=options.quiet)
    scope = Scope(changes, shard)
    isolated = bool(options.isolated)
    return Web(workspace, time.time, os.environ, progress, scope, isolated)


def _asked(files: Sequence[FoundFile], workspace: Workspace, web: Web) -> list[LinkResult]:
    try:
        return check_all_links(files, workspace, web)
    except NoNetwork as problem:
        raise UsageError(str(problem)) from problem
    finally:
        _finish(web)


def _dump(
    options: argparse.Namespace, workspace: Workspace, web: Web, files: Sequence[FoundFile]
) -> int:
    found = list_links(files, workspace, web)
    _finish(web)
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


def _finish(web: Web) -> None:
    """Take the progress away and say what the run has to say beside its verdicts."""
    close = getattr(web.progress, "close", None)
    if close is not None:
        close()
    for note in dict.fromkeys((*web.notes, web.stopped)):
        if note:
            say(note)
    sys.stderr.flush()
