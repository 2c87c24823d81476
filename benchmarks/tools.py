"""The programs that are compared, as far as they are installed, and how each is asked."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import NamedTuple


class Tool(NamedTuple):
    """A program: `words` check what is named behind them.

    `no_cache` are added where it must remember nothing; `cache` is the folder where it does, empty
    for a program without a memory. `folder` is how it wants a folder to be named. `patient` is
    False for one that would spend its time limit on most hard texts.
    """

    name: str
    words: tuple[str, ...]
    no_cache: tuple[str, ...] = ()
    cache: str = ""
    folder: str = "."
    patient: bool = True

    def on(self, target: str, *, cached: bool = False) -> tuple[str, ...]:
        """The command for a folder (`.`) or a file."""
        named = self.folder if target == "." else target
        return (*self.words, *(() if cached else self.no_cache), named)


OURS = "roadmaplint"
BARE = Tool("bare interpreter", (sys.executable, "-c", "pass"))

LINTERS = (
    Tool("rumdl", ("rumdl", "check"), ("--no-cache",), ".rumdl_cache"),
    Tool("markdownlint-cli2", ("markdownlint-cli2",), folder="**/*.md"),
    Tool("pymarkdown", ("pymarkdown", "scan", "-r"), patient=False),
    Tool("lychee (offline)", ("lychee", "--offline", "--no-progress")),
)
OF_ONE_FILE = (Tool("awesome-lint", ("awesome-lint",)), Tool("ftfy", ("ftfy",)))
LINK_CHECKERS = (
    Tool("lychee", ("lychee", "--no-progress", "--max-retries", "0")),
    Tool("linkinator", ("linkinator", "--markdown", "--retry-errors-count", "0")),
)


def ours() -> Tool:
    """This program: its command beside the interpreter if there is one, else the module."""
    command = Path(sys.executable).with_name(OURS)
    start = (str(command),) if command.is_file() else (sys.executable, "-m", OURS)
    return Tool(OURS, (*start, "check", "--exit-zero"), ("--no-cache",), ".roadmaplint_cache")


def our_links() -> Tool:
    """This program as a checker of links to hosts of this machine."""
    check = ours()
    start = check.words[: check.words.index("check")]
    guard = ("--allow-address", "127.64.0.0/10")
    return Tool(OURS, (*start, "links", "--exit-zero", "--no-cache", *guard))


def installed(*tools: Tool) -> list[Tool]:
    """Those that are on the PATH, by their full place."""
    places = ((tool, shutil.which(tool.words[0])) for tool in tools)
    return [tool._replace(words=(place, *tool.words[1:])) for tool, place in places if place]


def missing() -> list[str]:
    """The names of those that are not."""
    everybody = (*LINTERS, *OF_ONE_FILE, *LINK_CHECKERS)
    return sorted({tool.words[0] for tool in everybody if not installed(tool)})
