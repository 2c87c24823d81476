"""The options that several commands share, and the parser that names the nearest right one."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from typing import NoReturn

_CHOICE = re.compile(r"invalid choice: '([^']*)' \(choose from (.*)\)$")
_QUOTED = re.compile(r"'?([\w-]+)'?")
COLUMNS_NOTE = "Lines and columns are 1-based; columns count Unicode code points."


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line that names the nearest right flag."""

    def error(self, message: str) -> NoReturn:
        """Print one line and leave with exit code 2."""
        sys.stderr.write(f"roadmaplint: {message}{self._nearest(message)}\n")
        sys.stderr.write(f"Try '{self.prog} --help'.\n")
        sys.exit(2)

    def _nearest(self, message: str) -> str:
        from difflib import get_close_matches

        choice = _CHOICE.search(message)
        if choice is not None:
            wrong, known = choice[1], _QUOTED.findall(choice[2])
            if "," in wrong and "--output-format" in message:
                return "; one format here, more with --also FORMAT=FILE"
        elif message.startswith("unrecognized arguments:"):
            known = [flag for flag in self._flags() if flag.startswith("--")]
            wrong = message.partition(":")[2].split()[0].partition("=")[0]
        else:
            return ""
        match = get_close_matches(wrong, known, 1, 0.6)
        return f"; did you mean {match[0]}?" if match else ""

    def _flags(self) -> Iterator[str]:
        """The flags of this parser and of the commands below it: errors come from the topmost."""
        yield from self._option_string_actions
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                for parser in action.choices.values():
                    yield from parser._flags()


def add_paths(parser: Parser) -> None:
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and folders (default: the current folder)"
    )
    parser.add_argument("--stdin-filename", metavar="NAME", help="with '-': the name to report")


def add_rules(parser: Parser) -> None:
    group = parser.add_argument_group("rules (a group, a name or a code; comma separated)")
    group.add_argument("--select", "--enable", type=names, metavar="RULES", help="only these")
    group.add_argument("--ignore", "--disable", type=names, metavar="RULES", help="not these")
    group.add_argument("--extend-select", type=names, metavar="RULES", help="these as well")
    group.add_argument("--profile", metavar="NAME", help="rules for a kind of repository")
    group.add_argument("--config", metavar="FILE", help="use this configuration file")
    add_trust(group)
    group.add_argument(
        "--isolated", "--no-config", action="store_true", help="ignore all configuration files"
    )


def add_trust(group: argparse._ActionsContainer) -> None:
    group.add_argument("--allow-local-rules", action="store_true",
                       help="run the rules of the project's own folder (rules.local)")  # fmt: skip


def add_files(parser: Parser) -> None:
    group = parser.add_argument_group("files")
    group.add_argument("--exclude", type=names, metavar="GLOBS", help="leave these out")
    group.add_argument("--extend-exclude", type=names, metavar="GLOBS", help="these as well")
    group.add_argument("--include", type=names, metavar="GLOBS", help="check these too")
    group.add_argument("--no-exclude", action="store_true", help="lift every exclude")
    group.add_argument("--force-exclude", action="store_true", help=argparse.SUPPRESS)
    group.add_argument("--show-files", action="store_true", help="list the files, check nothing")
    group.add_argument("--jobs", type=count, metavar="N", help="processes (default: by the work)")
    group.add_argument("--no-cache", action="store_true", help="do not read or write the cache")
    group.add_argument("--cache-dir", metavar="DIR", help="where results are remembered")
    if not any(action.dest == "config" for action in parser._actions):
        group.add_argument("--profile", metavar="NAME", help=argparse.SUPPRESS)
        group.add_argument("--config", metavar="FILE", help="use this configuration file")
        add_trust(group)
        group.add_argument("--isolated", "--no-config", action="store_true", help="no config files")


def add_output(parser: Parser, formats: Sequence[str]) -> argparse._ArgumentGroup:
    group = parser.add_argument_group("output")
    group.add_argument("--output-format", "--format", choices=formats, metavar="FORMAT",
                       help=f"one of {', '.join(formats)}")  # fmt: skip
    group.add_argument("-o", "--output-file", metavar="FILE", help="write the report there")
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    group.add_argument("--statistics", action="store_true", help="count findings by rule")
    group.add_argument("--exit-zero", action="store_true", help="exit 0 in spite of findings")
    group.add_argument("--fail-on", choices=("error", "warning", "info", "never"),
                       help="the lowest severity that fails (default: warning)")  # fmt: skip
    group.add_argument("--min-severity", choices=("error", "warning", "info"),
                       help="report nothing below")  # fmt: skip
    group.add_argument("--max-warnings", type=count, metavar="N", help=argparse.SUPPRESS)
    add_noise(group)
    return group


def add_noise(group: argparse._ActionsContainer) -> None:
    group.add_argument("-q", "--quiet", action="store_true", help="findings only, no summary")
    group.add_argument(
        "-v", "--verbose", action="store_true", help="say what happens, fold nothing"
    )


def add_web(parser: Parser, *, with_switch: bool) -> None:
    group = parser.add_argument_group("web links")
    if with_switch:
        group.add_argument("--links", action="store_true", help="check web links too (network)")
    group.add_argument("--timeout", type=float, metavar="SECONDS", help="for one request")
    group.add_argument("--max-retries", type=count, metavar="N")
    group.add_argument("--max-concurrency", type=count, metavar="N", help="requests at once")
    group.add_argument("--host-concurrency", type=count, metavar="N", help="the same, a host")
    group.add_argument("--host-request-interval", type=float, metavar="SECONDS")
    group.add_argument("--accept", type=names, metavar="CODES", help="status codes that are fine")
    group.add_argument("--exclude-url", action="append", metavar="REGEX", help="skip these")
    group.add_argument("--allow-address", action="append", metavar="NETWORK",
                       help="let this address or network through the guard")  # fmt: skip
    group.add_argument("--max-time", type=float, metavar="SECONDS", help="for all links together")
    group.add_argument("--suggest-archive", action="store_true", default=None,
                       help="look for archived copies of dead pages")  # fmt: skip
    group.add_argument("--max-cache-age", type=float, metavar="DAYS", help="of remembered verdicts")


def add_changed(parser: Parser) -> None:
    group = parser.add_argument_group("changes (by git)").add_mutually_exclusive_group()
    group.add_argument("--changed", action="store_true",
                       help="only files that differ from the last commit")  # fmt: skip
    group.add_argument("--changed-since", metavar="REF",
                       help="only files that differ from where the work left REF; of their web"
                       " links, only those that were not there before")  # fmt: skip


def names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0")
    return int(text)
