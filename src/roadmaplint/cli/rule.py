"""`roadmaplint rule`: explain a rule, or list them all."""

from __future__ import annotations

import argparse
import os

from roadmaplint.cli.console import emit, style_for
from roadmaplint.cli.options import Parser
from roadmaplint.core.registry import UnknownRule
from roadmaplint.data import card_text
from roadmaplint.errors import UsageError
from roadmaplint.report.card import render_card, render_cards, render_cards_json
from roadmaplint.run.workspace import rules_for


def add_options(parser: Parser) -> None:
    """The options of this command."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="a rule's name, code or alias")
    parser.add_argument(
        "--output-format",
        "--format",
        choices=("text", "json"),
        default="text",
        help="of the answer",
    )
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    parser.add_argument("--new", metavar="GROUP/NAME", help="write card and check of a new rule")
    parser.add_argument(
        "--local", action="store_true", help="with --new: into the project's own folder of rules"
    )


def run(options: argparse.Namespace) -> int:
    """Run the command; the exit code. Raises UsageError for a name that nothing has."""
    if options.local and not options.new:
        raise UsageError("--local goes with --new")
    if options.new:
        from roadmaplint.cli.new_rule import write_rule

        emit(write_rule(options.new, local=options.local), None)
        return 0
    rules = rules_for(".", {}, os.environ, cards_only=True)
    try:
        found = rules.find(options.name) if options.name else rules.entries
    except UnknownRule as problem:
        more = "" if "did you mean" in str(problem) else "; 'roadmaplint rule' lists them all"
        raise UsageError(f"{problem}{more}") from problem
    cards = [entry.card for entry in found]
    style = style_for(options)
    if options.output_format == "json":
        emit(render_cards_json(cards, style), None)
    elif options.name and len(cards) == 1:
        emit(render_card(cards[0], card_text(cards[0].place), style), None)
    else:
        emit(render_cards(cards, style), None)
    return 0
