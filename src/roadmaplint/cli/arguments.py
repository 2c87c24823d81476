"""The command line: which commands there are, and the options of the one that was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module

from roadmaplint import __version__
from roadmaplint.cli.options import COLUMNS_NOTE, Parser

#: Every command with its one-line description; its work is the module of the same name here.
COMMANDS = {
    "init": "Set a repository up: profile, settings, pre-commit entry, workflow.",
    "check": "Check files and folders, and repair them.",
    "links": "Check every link and print each with its verdict.",
    "cache": "Show, clear or prune what is remembered between runs.",
    "ast": "Print the roadmap AST, one JSON document a line.",
    "rule": "Explain a rule; without a name, list them all.",
    "config": "Show every setting and where it came from.",
    "schema": "Derive a schema from a file, judge files by one, or show what one asks.",
    "baseline": "Write today's findings to a file; later checks report only new ones.",
    "stats": "Count what the roadmaps hold and how healthy they are.",
    "server": "Serve an editor: the Language Server Protocol on standard input and output.",
    "completion": "Print a script that lets a shell complete commands, flags and values.",
}


def build_parser(arguments: Sequence[str]) -> Parser:
    """The parser for these arguments: all commands, and the options of the one that they name."""
    named = next((word for word in arguments if word in COMMANDS), None)
    return parser_with([named] if named else [])


def parser_with(names: Iterable[str]) -> Parser:
    """The whole command line with the options of some commands; the truth for help and errors."""
    parser = Parser(
        prog="roadmaplint",
        description="Lint, link-check and repair learning roadmaps kept as Markdown.",
        epilog="Exit codes: 0 clean, 1 findings, 2 usage or configuration, 3 internal fault.",
        allow_abbrev=False,
    )
    parser.add_argument("-V", "--version", action="version", version=f"roadmaplint {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    wanted = set(names)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(
            name, help=summary, description=summary, epilog=COLUMNS_NOTE, allow_abbrev=False
        )
        if name in wanted:
            import_module(module_of(name)).add_options(command)
    return parser


def module_of(command: str) -> str:
    """The module that does a command's work."""
    return f"roadmaplint.cli.{command.replace('-', '_')}"
