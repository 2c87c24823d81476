"""`roadmaplint server`: the language server on standard input and output."""

from __future__ import annotations

import argparse
import os
import sys
from importlib.util import find_spec

from roadmaplint.cli.console import say
from roadmaplint.cli.options import Parser, add_rules
from roadmaplint.errors import UsageError

_RULES = ("config", "isolated", "profile", "select", "ignore", "extend_select")


def add_options(parser: Parser) -> None:
    """The options of this command."""
    parser.add_argument(
        "--stdio", action="store_true", help="speak on standard input and output (always so)"
    )
    add_rules(parser)


def run(options: argparse.Namespace) -> int:
    """Serve one editor until it leaves; the exit code. Raises UsageError."""
    if find_spec("pygls") is None:
        raise UsageError(
            "the language server is not installed; run: pip install 'roadmaplint[server]'"
        )
    from roadmaplint.server.connection import serve

    if sys.stdin.isatty():
        say("this speaks to an editor, see docs/editors.md; Ctrl-C ends it")

    given = {name: value for name in _RULES if (value := getattr(options, name))}
    return serve(os.environ, given)
