"""The programs that are compared, as far as they are installed, and how each is asked."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Tool(NamedTuple):
    """A peer: `words` check a folder, `keep` are added where it may use a cache of its own."""

    name: str
    words: tuple[str, ...]
    no_cache: tuple[str, ...] = ()
    cache: str = ""


OURS = Tool(
    "roadmaplint",
    (sys.executable, "-m", "roadmaplint", "check", "--exit-zero"),
    ("--no-cache",),
    ".roadmaplint_cache",
)
_LINTERS = (
    Tool("rumdl", ("rumdl", "check"), ("--no-cache",), ".rumdl_cache"),
    Tool("markdownlint-cli2", ("markdownlint-cli2",)),
    Tool("pymarkdown", ("pymarkdown", "scan", "-r")),
    Tool("lychee (offline)", ("lychee", "--offline", "--no-progress")),
)
_SINGLE = (Tool("awesome-lint", ("awesome-lint",)), Tool("ftfy", ("ftfy",)))
_LINK_CHECKERS = (
    Tool("lychee", ("lychee", "--no-progress", "--max-retries", "0")),
    Tool("linkinator", ("linkinator", "--markdown", "--retry-errors-count", "0")),
)


def ours() -> Tool:
    """This program: its command beside the interpreter if there is one, else the module."""
    command = Path(sys.executable).with_name("roadmaplint")
    start = (str(command),) if command.is_file() else OURS.words[:3]
    return OURS._replace(words=(*start, "check", "--exit-zero"))


def linters() -> list[Tool]:
    """Installed programs that check folders."""
    return _installed(_LINTERS)


def of_one_file() -> list[Tool]:
    """Installed programs that check or repair one file."""
    return _installed(_SINGLE)


def link_checkers() -> list[Tool]:
    """Installed programs that ask the web."""
    return _installed(_LINK_CHECKERS)


def words_for(tool: Tool, target: str, *, cached: bool) -> tuple[str, ...]:
    """The command for a folder or a file named `target`."""
    named = target
    if tool.name == "markdownlint-cli2" and not target.endswith(".md"):
        named = "**/*.md"
    return (*tool.words, *(() if cached else tool.no_cache), named)


def _installed(tools: Sequence[Tool]) -> list[Tool]:
    found = []
    for tool in tools:
        place = shutil.which(tool.words[0])
        if place:
            found.append(tool._replace(words=(place, *tool.words[1:])))
    return found
