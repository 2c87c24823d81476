"""The arguments of every command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from roadmaplint import __version__

OUTPUT_FORMATS = (
    "text",
    "concise",
    "json",
    "jsonl",
    "github",
    "gitlab",
    "junit",
    "sarif",
    "rdjson",
    "markdown",
)
LINK_FORMATS = ("text", "concise", "json", "markdown")
COLUMNS_NOTE = "Lines and columns are 1-based; columns count Unicode code points."


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line that names the nearest right flag."""

    def error(self, message: str) -> NoReturn:
        """Print one line and leave with exit code 2."""
        sys.stderr.write(f"roadmaplint: {message}{self._nearest(message)}\n")
        sys.stderr.write(f"Try '{self.prog} --help'.\n")
        sys.exit(2)

    def _nearest(self, message: str) -> str:
        if not message.startswith("unrecognized arguments:"):
            return ""
        from difflib import get_close_matches

        known = [flag for flag in self._option_string_actions if flag.startswith("--")]
        wrong = message.partition(":")[2].split()[0].partition("=")[0]
        match = get_close_matches(wrong, known, 1, 0.6)
        return f"; did you mean {match[0]}?" if match else ""


def build_parser() -> Parser:
    """The whole command line. The truth for help and errors."""
    parser = Parser(
        prog="roadmaplint",
        description="Lint, link-check and repair learning roadmaps kept as Markdown.",
        epilog="Exit codes: 0 clean, 1 findings, 2 usage or configuration, 3 internal fault.",
        allow_abbrev=False,
    )
    parser.add_argument("-V", "--version", action="version", version=f"roadmaplint {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    _check(commands)
    _links(commands)
    _ast(commands)
    _rule(commands)
    _config(commands)
    _baseline(commands)
    return parser


Commands = argparse._SubParsersAction  # argparse has no public name for it


def _command(commands: Commands[Parser], name: str, summary: str, epilog: str = "") -> Parser:
    return commands.add_parser(
        name, help=summary, description=summary, epilog=epilog, allow_abbrev=False
    )


def _check(commands: Commands[Parser]) -> None:
    parser = _command(commands, "check", "Check files and folders, and repair them.", COLUMNS_NOTE)
    _paths(parser)
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
    repair.add_argument("--fixable", type=_names, metavar="RULES", help="only fix these rules")
    repair.add_argument("--unfixable", type=_names, metavar="RULES", help="never fix these rules")
    _rules(parser)
    _files(parser)
    _output(parser, OUTPUT_FORMATS).add_argument(
        "--also", type=_second_report, action="append", default=[], metavar="FORMAT=FILE",
        help="write the report in another format to a file, too",
    )  # fmt: skip
    more = parser.add_argument_group("adoption")
    more.add_argument("--baseline", metavar="FILE", help="report only what the baseline lacks")
    more.add_argument("--write-baseline", action="store_true", help="accept all findings as known")
    more.add_argument(
        "--cross-file", action="store_true", help="rules that compare files with each other, too"
    )
    _link_options(parser, with_switch=True)


def _links(commands: Commands[Parser]) -> None:
    parser = _command(
        commands, "links", "Check every link and print each with its verdict.", COLUMNS_NOTE
    )
    _paths(parser)
    _files(parser)
    _output(parser, LINK_FORMATS)
    _link_options(parser, with_switch=False)


def _ast(commands: Commands[Parser]) -> None:
    parser = _command(commands, "ast", "Print the roadmap AST, one JSON document a line.")
    _paths(parser)
    _files(parser)
    parser.add_argument(
        "--format", choices=("json", "tree", "mermaid"), default="json", help="what to print"
    )
    parser.add_argument("-o", "--output-file", metavar="FILE", help="write there")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    _noise(parser)


def _rule(commands: Commands[Parser]) -> None:
    parser = _command(commands, "rule", "Explain a rule; without a name, list them all.")
    parser.add_argument("name", nargs="?", metavar="NAME", help="a rule's name, code or alias")
    parser.add_argument(
        "--output-format",
        "--format",
        choices=("text", "json"),
        default="text",
        help="of the answer",
    )
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")


def _config(commands: Commands[Parser]) -> None:
    parser = _command(commands, "config", "Show every setting and where it came from.")
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="for this place")
    _rules(parser)
    parser.add_argument(
        "--output-format",
        "--format",
        choices=("text", "json"),
        default="text",
        help="of the answer",
    )


def _baseline(commands: Commands[Parser]) -> None:
    parser = _command(
        commands, "baseline", "Write today's findings to a file; later checks report only new ones."
    )
    _paths(parser)
    _rules(parser)
    _files(parser)
    parser.add_argument("--baseline", metavar="FILE", help="the file (default: from the config)")
    parser.add_argument("--prune", action="store_true", help="only drop entries that are gone")
    _noise(parser)


def _paths(parser: Parser) -> None:
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and folders (default: the current folder)"
    )
    parser.add_argument("--stdin-filename", metavar="NAME", help="with '-': the name to report")


def _rules(parser: Parser) -> None:
    group = parser.add_argument_group("rules (a group, a name or a code; comma separated)")
    group.add_argument("--select", "--enable", type=_names, metavar="RULES", help="only these")
    group.add_argument("--ignore", "--disable", type=_names, metavar="RULES", help="not these")
    group.add_argument("--extend-select", type=_names, metavar="RULES", help="these as well")
    group.add_argument("--profile", metavar="NAME", help="rules for a kind of repository")
    group.add_argument("--config", metavar="FILE", help="use this configuration file")
    group.add_argument(
        "--isolated", "--no-config", action="store_true", help="ignore all configuration files"
    )


def _files(parser: Parser) -> None:
    group = parser.add_argument_group("files")
    group.add_argument("--exclude", type=_names, metavar="GLOBS", help="leave these out")
    group.add_argument("--extend-exclude", type=_names, metavar="GLOBS", help="these as well")
    group.add_argument("--include", type=_names, metavar="GLOBS", help="check these too")
    group.add_argument("--no-exclude", action="store_true", help="lift every exclude")
    group.add_argument("--force-exclude", action="store_true", help=argparse.SUPPRESS)
    group.add_argument("--show-files", action="store_true", help="list the files, check nothing")
    group.add_argument("--jobs", type=_count, metavar="N", help="processes (default: by the work)")
    group.add_argument("--no-cache", action="store_true", help="do not read or write the cache")
    group.add_argument("--cache-dir", metavar="DIR", help="where results are remembered")
    if not any(action.dest == "config" for action in parser._actions):
        group.add_argument("--profile", metavar="NAME", help=argparse.SUPPRESS)
        group.add_argument("--config", metavar="FILE", help="use this configuration file")
        group.add_argument("--isolated", "--no-config", action="store_true", help="no config files")


def _output(parser: Parser, formats: Sequence[str]) -> argparse._ArgumentGroup:
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
    group.add_argument("--max-warnings", type=_count, metavar="N", help=argparse.SUPPRESS)
    _noise(group)
    return group


def _noise(group: argparse._ActionsContainer) -> None:
    group.add_argument("-q", "--quiet", action="store_true", help="findings only, no summary")
    group.add_argument(
        "-v", "--verbose", action="store_true", help="say what happens, fold nothing"
    )


def _link_options(parser: Parser, *, with_switch: bool) -> None:
    group = parser.add_argument_group("web links")
    if with_switch:
        group.add_argument("--links", action="store_true", help="check web links too (network)")
    group.add_argument("--timeout", type=float, metavar="SECONDS", help="for one request")
    group.add_argument("--max-retries", type=_count, metavar="N")
    group.add_argument("--max-concurrency", type=_count, metavar="N", help="requests at once")
    group.add_argument("--host-concurrency", type=_count, metavar="N", help="the same, a host")
    group.add_argument("--host-request-interval", type=float, metavar="SECONDS")
    group.add_argument("--accept", type=_names, metavar="CODES", help="status codes that are fine")
    group.add_argument("--exclude-url", action="append", metavar="REGEX", help="skip these")
    group.add_argument("--allow-address", action="append", metavar="NETWORK",
                       help="let this address or network through the guard")  # fmt: skip
    group.add_argument("--max-time", type=float, metavar="SECONDS", help="for all links together")
    group.add_argument("--max-cache-age", type=float, metavar="DAYS", help="of remembered verdicts")


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _second_report(text: str) -> tuple[str, str]:
    form, _, file = text.partition("=")
    if form not in OUTPUT_FORMATS or not file:
        raise argparse.ArgumentTypeError(f"{text!r} is not FORMAT=FILE with a known format")
    return form, file


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0")
    return int(text)
