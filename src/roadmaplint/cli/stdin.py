"""`roadmaplint check -`: one text from standard input."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date

from msgspec.structs import replace

from roadmaplint.cli.check import (
    draws_outlines,
    exit_code,
    print_diff,
    print_report,
    refuse_reports,
    report_of,
)
from roadmaplint.cli.console import emit, emit_exact, style_for
from roadmaplint.cli.request import check_request, overrides_from
from roadmaplint.errors import UsageError
from roadmaplint.run.baseline import subtract_baseline
from roadmaplint.run.check import Outcome, check_given
from roadmaplint.run.documents import Lines
from roadmaplint.run.workspace import open_workspace


def run_stdin(options: argparse.Namespace) -> int:
    """Check or repair standard input; with --fix the text goes to standard output, always."""
    if options.links:
        raise UsageError("--links needs files, not standard input")
    if options.changed or options.changed_since is not None:
        raise UsageError("what has changed cannot be told of standard input")
    name = (options.stdin_filename or "stdin.md").replace(os.sep, "/")
    workspace = open_workspace([name], overrides_from(options), os.environ, date.today())
    refuse_reports(options, workspace.settings.output_format)
    path = os.path.relpath(name, workspace.settings.root).replace(os.sep, "/")
    if path.startswith("../"):
        path = name
    request = check_request(options)
    checked = check_given(sys.stdin.buffer.read(), path, workspace, request)
    outcome = Outcome({path: checked.analysis}, checked.repairs)
    if options.diff:
        return print_diff(options, outcome)
    known = subtract_baseline(outcome.diagnostics, {path}, workspace)
    lines = Lines((), workspace.settings.root, checked.source)
    report = report_of(known.diagnostics, workspace, 1, lines, outcome)
    if draws_outlines(options, workspace):
        from roadmaplint.run.documents import outline_of_source

        report = replace(report, outlines=(outline_of_source(checked.source, workspace),))
    if request.fix is None:
        print_report(options, workspace, report)
    else:
        emit_exact(checked.source.text)
        _findings_aside(options, report)
    return exit_code(options, workspace, known.diagnostics, outcome)


def _findings_aside(options: argparse.Namespace, report: object) -> None:
    from roadmaplint.report.formats import renderer
    from roadmaplint.report.model import Report

    assert isinstance(report, Report)
    if options.fix_only:
        return
    text = renderer(options.output_format or "text")(report, style_for(options, to_file=True))
    if options.output_file:
        emit(text, options.output_file)
    else:
        sys.stderr.write(text)
