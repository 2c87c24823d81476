"""`roadmaplint completion`: a script that lets a shell complete commands, flags and values."""

from __future__ import annotations

import argparse
from importlib import import_module

from roadmaplint.cli.options import Parser
from roadmaplint.cli.streams import emit

SHELLS = ("bash", "zsh", "fish", "powershell")
_HOW = """To load the script now and in every new shell:
  bash        echo 'source <(roadmaplint completion bash)' >> ~/.bashrc
  zsh         echo 'source <(roadmaplint completion zsh)' >> ~/.zshrc   (after compinit)
  fish        roadmaplint completion fish > ~/.config/fish/completions/roadmaplint.fish
  powershell  roadmaplint completion powershell >> $PROFILE"""


def add_options(parser: Parser) -> None:
    """The options of this command."""
    parser.add_argument("shell", choices=SHELLS, help="the shell that is to complete")
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _HOW


def run(options: argparse.Namespace) -> int:
    """Run the command; the exit code."""
    from roadmaplint.cli.arguments import COMMANDS, parser_with
    from roadmaplint.cli.shells.words import words_of

    shell = import_module(f"roadmaplint.cli.shells.{options.shell}")
    emit(shell.script(words_of(parser_with(COMMANDS))), None)
    return 0
