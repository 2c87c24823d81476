"""The standard streams: where a report goes, and how it may look there."""

from __future__ import annotations

import argparse
import os
import shutil
import sys

from roadmaplint.errors import UsageError
from roadmaplint.report.style import ColorChoice, Stream, Style, choose_style


def style_for(options: argparse.Namespace, *, to_file: bool = False) -> Style:
    """The style of what a command prints, or of the file that it writes instead."""
    quiet, verbose = getattr(options, "quiet", False), getattr(options, "verbose", False)
    choice: ColorChoice = "never" if to_file and options.color == "auto" else options.color
    stream = Stream() if to_file else _standard_output()
    return choose_style(choice, os.environ, stream, verbose=verbose, summary=not quiet)


def _standard_output() -> Stream:
    terminal = sys.stdout.isatty()
    columns = shutil.get_terminal_size().columns if terminal else 100
    return Stream(terminal, sys.stdout.encoding or "utf-8", columns)


def emit(text: str, file: str | None) -> None:
    """Print a text, or write it to a file as UTF-8. Raises UsageError if that cannot be done."""
    if file is None:
        sys.stdout.write(text)
        return
    from roadmaplint.files.read import FileProblem
    from roadmaplint.files.write import create

    try:
        create(file, text.encode("utf-8", "surrogateescape"))
    except FileProblem as problem:
        raise UsageError(f"{file} {problem}") from problem


def emit_exact(text: str) -> None:
    """Print a document's own text with its bytes and line ends as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def say(message: str) -> None:
    """A note for the person at the terminal; never part of a report."""
    from roadmaplint.report.style import visible

    sys.stderr.write(f"roadmaplint: {visible(message)}\n")
