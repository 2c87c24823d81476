"""From arguments to an exit code: dispatch, and one line for everything that goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TextIO

from roadmaplint.cli.arguments import build_parser, module_of
from roadmaplint.errors import UsageError

CLEAN, FINDINGS, USAGE, FAULT, INTERRUPTED = 0, 1, 2, 3, 130


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code. Nothing a user can do gives a traceback."""
    for stream in (sys.stdout, sys.stderr):
        _prepare(stream)
    try:
        parser = build_parser(arguments)
        options = parser.parse_args(arguments)
        if options.command is None:
            raise UsageError("no command; try 'roadmaplint --help'")
        command = import_module(module_of(options.command))
        code: int = command.run(options)
        sys.stdout.flush()
    except UsageError as problem:
        return _say(str(problem), USAGE)
    except KeyboardInterrupt:
        return _say("interrupted", INTERRUPTED)
    except BrokenPipeError:
        return _closed()
    except Exception as problem:  # noqa: BLE001 - the last fence before the user
        return _fault(f"{type(problem).__name__}: {problem}")
    return code


def _prepare(stream: TextIO) -> None:
    """Let output never fail on a character that the terminal's encoding lacks."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def _say(message: str, code: int) -> int:
    from roadmaplint.report.style import visible

    sys.stderr.write(f"roadmaplint: {visible(message)}\n")
    return code


def _closed() -> int:
    """The reader of standard output went away: be quiet, and do not fail again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return CLEAN


def _fault(what: str) -> int:
    if os.environ.get("ROADMAPLINT_DEBUG"):
        import traceback

        traceback.print_exc()
    return _say(
        f"internal fault: {what}; please report it (ROADMAPLINT_DEBUG=1 shows where it happened)",
        FAULT,
    )
