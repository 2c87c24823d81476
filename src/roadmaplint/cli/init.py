"""`roadmaplint init`: propose a profile, write settings, a hook and a workflow."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

from roadmaplint import api
from roadmaplint.cli.console import emit, style_for
from roadmaplint.cli.options import Parser
from roadmaplint.errors import UsageError
from roadmaplint.init.proposal import Setup, Wanted
from roadmaplint.report.escape import visible


def add_options(parser: Parser) -> None:
    """The options of this command."""
    parser.add_argument(
        "folder", nargs="?", default=".", metavar="FOLDER",
        help="the repository, or a folder in it (default: the current folder)",
    )  # fmt: skip
    parser.add_argument("--profile", metavar="NAME", help="this profile, whatever fits best")
    parser.add_argument(
        "--import", dest="carry", action="store_true",
        help="carry over settings of markdownlint, rumdl, lychee and awesome-lint",
    )  # fmt: skip
    parser.add_argument("--force", action="store_true", help="overwrite files that are there")
    parser.add_argument(
        "--diff", "--dry-run", action="store_true", help="show what would be written, write nothing"
    )
    parser.add_argument("--no-hook", action="store_true", help="no entry for pre-commit")
    parser.add_argument("--no-workflow", action="store_true", help="no workflow for GitHub")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")


def run(options: argparse.Namespace) -> int:
    """Run the command; the exit code. Raises UsageError."""
    if not os.path.isdir(options.folder):  # noqa: PTH112 - hostile names stay strings
        raise UsageError(f"{options.folder}: no such folder")
    wanted = Wanted(
        profile=options.profile,
        carry=options.carry,
        force=options.force,
        hook=not options.no_hook,
        workflow=not options.no_workflow,
    )
    setup = api.init(options.folder, wanted, write=not options.diff)
    if options.diff:
        emit("".join(_lines(setup, "would write")) + _diff(setup, options), None)
        return 0
    emit("".join(_lines(setup, "wrote")), None)
    return 0


def _lines(setup: Setup, verb: str) -> Iterator[str]:
    yield f"profile: {setup.profile}\n"
    for evidence in setup.evidence:
        mark = "because" if evidence.profile == setup.profile else f"also {evidence.profile}:"
        if evidence.profile == setup.profile or evidence.profile != "roadmap":
            yield from (f"  {mark} {visible(reason)}\n" for reason in evidence.reasons)
    if setup.carried is not None:
        yield from _carried(setup)
    yield from (f"{verb} {change.path}\n" for change in setup.changes)
    yield from (f"note: {visible(note)}\n" for note in setup.notes)
    for title, text in setup.snippets:
        yield f"\n{title}:\n\n{text.rstrip()}\n"
    if not setup.changes:
        yield "nothing to write\n"
    elif verb == "wrote":
        yield "next: roadmaplint check\n"


def _carried(setup: Setup) -> Iterator[str]:
    carried = setup.carried
    if carried is None or not (carried.taken or carried.left):
        yield "carried over: no settings of other tools were found\n"
        return
    yield f"carried over: {len(carried.taken)}\n"
    yield from (f"  {visible(line)}\n" for line in carried.taken)
    if carried.left:
        yield f"not carried over: {len(carried.left)}\n"
        yield from (f"  {visible(line)}\n" for line in carried.left)


def _diff(setup: Setup, options: argparse.Namespace) -> str:
    from roadmaplint.report.diff import render

    style = style_for(options)
    texts = (
        render(
            (change.before or b"").decode("utf-8", "replace"),
            change.after.decode("utf-8"),
            change.path,
            style,
        )
        for change in setup.changes
    )
    return "\n" + "".join(texts) if setup.changes else ""
