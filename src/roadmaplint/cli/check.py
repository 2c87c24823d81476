"""`roadmaplint check`: analyse, repair, report."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from roadmaplint import __version__, api
from roadmaplint.cli.console import emit, emit_exact, say, style_for
from roadmaplint.cli.options import (
    Parser,
    add_changed,
    add_files,
    add_output,
    add_paths,
    add_rules,
    add_web,
    names,
)
from roadmaplint.cli.request import check_request
from roadmaplint.core.finding import Diagnostic, Severity
from roadmaplint.errors import UsageError
from roadmaplint.report.formats import FORMATS
from roadmaplint.report.model import Report
from roadmaplint.run.check import Outcome
from roadmaplint.run.documents import Lines
from roadmaplint.run.workspace import Workspace

CLEAN, FINDINGS, FAULT, INTERRUPTED = 0, 1, 3, 130
#: The formats that `--statistics` has a form for.
_COUNTED = frozenset({"text", "concise", "json"})


def add_options(parser: Parser) -> None:
    """The options of this command."""
    add_paths(parser)
    repair = parser.add_argument_group("repair")
    repair.add_argument("--fix", action="store_true", help="apply safe fixes, then report the rest")
    repair.add_argument(
        "--unsafe-fixes", action="store_true", help="with --fix or --diff: unsafe fixes too"
    )
    repair.add_argument(
        "--diff", "--dry-run", action="store_true", help="print the repairs, write nothing"
    )
    repair.add_argument("--fix-only", action="store_true", help="repair without reporting the rest")
    repair.add_argument(
        "--exit-non-zero-on-fix", action="store_true", help="exit 1 if anything was repaired"
    )
    repair.add_argument("--fixable", type=names, metavar="RULES", help="only fix these rules")
    repair.add_argument("--unfixable", type=names, metavar="RULES", help="never fix these rules")
    add_rules(parser)
    add_files(parser)
    add_output(parser, tuple(FORMATS)).add_argument(
        "--also", type=_second_report, action="append", default=[], metavar="FORMAT=FILE",
        help="write the report in another format to a file, too",
    )  # fmt: skip
    parser.add_argument("--schema", metavar="FILE", help="what the project asks of its roadmaps")
    parser.add_argument(
        "--watch", action="store_true", help="check again after every change, until Ctrl-C"
    )
    more = parser.add_argument_group("adoption")
    more.add_argument("--baseline", metavar="FILE", help="report only what the baseline lacks")
    more.add_argument("--write-baseline", action="store_true", help="accept all findings as known")
    more.add_argument(
        "--cross-file", action="store_true", help="rules that compare files with each other, too"
    )
    add_web(parser, with_switch=True)
    add_changed(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command; the exit code. Raises UsageError."""
    if options.watch:
        from roadmaplint.cli.watch import run_watch

        run_watch(options, run)
    if options.paths == ["-"]:
        from roadmaplint.cli.stdin import run_stdin

        return run_stdin(options)
    _refuse_mixtures(options)
    request = check_request(options)
    selection = api.select(request)
    workspace, files = selection.workspace, selection.files
    refuse_reports(options, workspace.settings.output_format)
    if options.show_files:
        emit("".join(f"{style_for(options).clean(file.path)}\n" for file in files), None)
        return CLEAN
    if not files:
        say(nothing_to_do(selection))
    result = api.check(request, selection, listener_for(options) if options.links else None)
    _say_what_was_wrong(options)
    for note in workspace.settings.notes if options.verbose else ():
        say(note)
    for path, done in sorted(result.outcome.repairs.items()):
        if done.note:
            say(f"{path}: {done.note}")
    code = conclude(options, result)
    return INTERRUPTED if result.interrupted else code


def listener_for(options: argparse.Namespace) -> api.Listener:
    """Shows how far the checking of web links is, and says what the run has to say of it."""
    from roadmaplint.cli.console import WebListener

    return WebListener(quiet=options.quiet)


def nothing_to_do(selection: api.Selection) -> str:
    """Why there are no files."""
    unchanged = selection.changes is not None
    return "no Markdown file has changed" if unchanged else "no Markdown files here"


def conclude(options: argparse.Namespace, result: api.CheckResult) -> int:
    """Report the result in the form that was asked for; the exit code."""
    outcome, workspace, files = result.outcome, result.selection.workspace, result.selection.files
    if options.diff:
        return print_diff(options, outcome)
    lines = Lines(files, workspace.settings.root)
    for note in result.notes:
        say(note)
    shown = () if options.fix_only else result.diagnostics
    report = report_of(shown, workspace, len(files), lines, outcome)
    if draws_outlines(options, workspace):
        from roadmaplint.run.documents import outlines

        report = replace(report, outlines=outlines(files, workspace, options.jobs))
    print_report(options, workspace, report)
    return exit_code(options, workspace, result.diagnostics, outcome)


def report_of(
    diagnostics: Sequence[Diagnostic],
    workspace: Workspace,
    files: int,
    lines: Lines,
    outcome: Outcome,
) -> Report:
    """What the reporters need, without what is below the lowest severity to report."""
    least = workspace.settings.min_severity
    fixed = {path: done.count for path, done in outcome.repairs.items() if done.count}
    shown = tuple(d for d in diagnostics if d.severity >= least)
    return Report(shown, files, lines.text, workspace.cards, __version__, fixed)


def draws_outlines(options: argparse.Namespace, workspace: Workspace) -> bool:
    """True if one of the reports that are asked for draws the roadmaps."""
    return "html" in {workspace.settings.output_format, *(form for form, _ in options.also)}


def print_report(options: argparse.Namespace, workspace: Workspace, report: Report) -> None:
    """Write the report to the standard output or to the file that was named, and where else."""
    from roadmaplint.report.formats import renderer

    form = workspace.settings.output_format
    style = style_for(options, to_file=options.output_file is not None)
    render = renderer(form)
    if options.statistics:
        from roadmaplint.report import statistics

        render = statistics.render_json if form == "json" else statistics.render
    emit(render(report, style), options.output_file)
    for other, file in options.also:
        emit(renderer(other)(report, style_for(options, to_file=True)), file)


def print_diff(options: argparse.Namespace, outcome: Outcome) -> int:
    """Print the repairs as a unified diff; the exit code."""
    from roadmaplint.report.diff import render

    style = style_for(options, to_file=options.output_file is not None)
    texts = (render(old.text, new.text, path, style) for path, old, new in outcome.changes)
    diff = "".join(texts)
    if options.output_file is None and not style.terminal:
        emit_exact(diff)
    else:
        emit(diff, options.output_file)
    return FINDINGS if outcome.changes and not options.exit_zero else CLEAN


def exit_code(
    options: argparse.Namespace,
    workspace: Workspace,
    diagnostics: Sequence[Diagnostic],
    outcome: Outcome,
) -> int:
    """0, 1 or 3 for what was found and what was repaired."""
    if any(d.rule == "rule-crash" for d in outcome.diagnostics):
        return FAULT
    if options.exit_zero:
        return CLEAN
    if options.exit_non_zero_on_fix and any(done.count for done in outcome.repairs.values()):
        return FINDINGS
    if options.fix_only:
        return CLEAN
    least = workspace.settings.fail_on
    warnings = sum(d.severity == Severity.WARNING for d in diagnostics)
    if options.max_warnings is not None and warnings > options.max_warnings:
        return FINDINGS
    failing = least is not None and any(d.severity >= least for d in diagnostics)
    return FINDINGS if failing else CLEAN


def _refuse_mixtures(options: argparse.Namespace) -> None:
    if "-" in options.paths:
        raise UsageError("'-' stands alone: standard input cannot be checked beside files")
    if options.stdin_filename:
        raise UsageError("--stdin-filename needs '-' as the path")
    if options.unsafe_fixes and not (options.fix or options.fix_only or options.diff):
        raise UsageError("--unsafe-fixes needs --fix or --diff")
    if options.diff and (options.fix or options.fix_only):
        raise UsageError("--diff writes nothing, --fix writes: use one of them")


def refuse_reports(options: argparse.Namespace, form: str) -> None:
    """A report goes over no other report, and over no document; not every form has counts."""
    if options.statistics and form not in _COUNTED:
        raise UsageError(
            f"--statistics cannot be written as {form}: use --output-format text or json"
        )
    first = [(form, options.output_file)] if options.output_file is not None else []
    taken: set[str] = set()
    for kind, file in (*first, *options.also):
        place = os.path.realpath(file)
        if place in taken:
            raise UsageError(f"{file}: two reports cannot go to one file")
        taken.add(place)
        document = file.casefold().endswith((".md", ".markdown", ".mdx"))
        if document and kind != "markdown" and not options.diff and Path(file).is_file():
            raise UsageError(f"{file} is a document; the {kind} report would overwrite it")


def _say_what_was_wrong(options: argparse.Namespace) -> None:
    from roadmaplint.run.cache import notices

    if options.verbose:
        for notice in notices():
            say(notice)


def _second_report(text: str) -> tuple[str, str]:
    form, _, file = text.partition("=")
    if form not in FORMATS or not file:
        raise argparse.ArgumentTypeError(f"{text!r} is not FORMAT=FILE with a known format")
    return form, file
