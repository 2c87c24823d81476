"""Examples in pages: what they run, and whether they say what happens.

A page is tried in an empty folder of its own, from top to bottom:

- a fenced block whose info string has `title="NAME"` is the file NAME from there on;
- a block `console` holds commands after `$ ` (more lines of a command after `> `), run by a shell,
  and below each what it prints: `…` alone on a line stands for any lines, at the end of a line for
  the rest of it; a command without a word below it may print what it likes;
- exit codes 0 and 1 (findings) are right, others are not, unless the output shows `exit N`
  from an `echo`;
- a comment `<!-- example: FOLDER -->` copies a folder of the project into the page's folder first
  (`<!-- example: FOLDER without FILE -->` all but one file);
- blocks `sh` are not run, as they need the network or an installation; their calls of roadmaplint
  must be ones that it understands.

`python -m tests.docs.console PAGE…` writes what the commands print into the pages.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^( *)(`{3,})([^\n]*)\n(.*?)^\1\2 *$", re.MULTILINE | re.DOTALL)
_ROLES = ("AUTHOR", "COMMITTER")
_TITLE = re.compile(r'title="([^"]+)"')
_COPY = re.compile(r"<!-- example: (\S+)(?: without (\S+))? -->")


@dataclass(frozen=True)
class Block:
    """A fenced block: its info string, its text, and where the text stands in the page."""

    info: str
    text: str
    start: int
    line: int


@dataclass(frozen=True)
class Command:
    """A command and the output that the page shows; None where it shows nothing."""

    text: str
    shown: str | None


def pages() -> list[Path]:
    """Every page for readers."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page, their indent taken away."""
    for match in _FENCE.finditer(page):
        indent = match[1]
        text = "".join(line.removeprefix(indent) for line in match[4].splitlines(keepends=True))
        yield Block(match[3].strip(), text, match.start(4), page.count("\n", 0, match.start()) + 2)


def commands(text: str) -> Iterator[Command]:
    """The commands of a console block."""
    asked: list[str] = []
    shown: list[str] = []
    for line in text.split("\n")[:-1]:
        if line.startswith("$ "):
            if asked:
                yield Command("\n".join(asked), "\n".join(shown) if shown else None)
            asked, shown = [line[2:]], []
        elif line.startswith("> ") and not shown:
            asked.append(line[2:])
        else:
            shown.append(line)
    if asked:
        yield Command("\n".join(asked), "\n".join(shown) if shown else None)


def agree(shown: str, said: str) -> bool:
    """True if an output is what the page shows."""
    pattern = ""
    for line in shown.strip("\n").split("\n"):
        if line.strip() == "…":
            pattern += r"(?:[^\n]*\n)*?"
        elif line.endswith("…"):
            pattern += re.escape(line[:-1]) + r"[^\n]*\n"
        else:
            pattern += re.escape(line.rstrip()) + r" *\n"
    return re.fullmatch(pattern, said.strip("\n") + "\n") is not None


class Folder:
    """The folder in which a page is tried."""

    def __init__(self, place: Path, page: str) -> None:
        self.place = place
        for name, left_out in _COPY.findall(page):
            ignored = shutil.ignore_patterns(left_out) if left_out else None
            shutil.copytree(ROOT / name, place, dirs_exist_ok=True, ignore=ignored)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("ROADMAPLINT", "GIT_"))}
        path = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}"
        more = {"NO_COLOR": "1", "PYTHONUTF8": "1", "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
        who = {f"GIT_{role}_{key}": "a" for role in _ROLES for key in ("NAME", "EMAIL")}
        self.environment = {**kept, **more, **who, "PATH": path, "HOME": str(place)}

    def put(self, block: Block) -> None:
        """Write the file that a block shows, if it has a name."""
        if titled := _TITLE.search(block.info):
            target = self.place / titled[1]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(block.text.encode())

    def run(self, command: str) -> tuple[int, str]:
        """Exit code and output of a command, errors with it."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.place,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=300,
            check=False,
        )
        return done.returncode, done.stdout.decode("utf-8", "replace")


def tried(page: Path, place: Path) -> Iterator[str]:
    """What is wrong with the examples of a page."""
    text = page.read_text("utf-8")
    folder = Folder(place, text)
    for block in blocks(text):
        folder.put(block)
        if block.info.split(" ")[0] != "console":
            continue
        for command in commands(block.text):
            code, said = folder.run(command.text)
            where = f"{page.name}:{block.line}: $ {command.text}"
            if code not in {0, 1}:
                yield f"{where}\nended with {code}:\n{said}"
            elif command.shown is not None and not agree(command.shown, said):
                yield f"{where}\nprints\n{said}\nbut the page shows\n{command.shown}"


def rewritten(page: Path, place: Path) -> str:
    """A page with what its commands print now; outputs with `…` that still agree are kept."""
    text = page.read_text("utf-8")
    folder = Folder(place, text)
    parts, at = [], 0
    for block in blocks(text):
        folder.put(block)
        if block.info.split(" ")[0] != "console":
            continue
        lines = []
        for command in commands(block.text):
            _, said = folder.run(command.text)
            lines.append("$ " + command.text.replace("\n", "\n> "))
            if command.shown is not None:
                kept = command.shown if agree(command.shown, said) else said.strip("\n")
                lines.append(kept)
        parts += [text[at : block.start], "\n".join(lines) + "\n"]
        at = block.start + len(block.text)
    return "".join([*parts, text[at:]])


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder_name:
            Path(name).write_text(rewritten(Path(name), Path(folder_name)), "utf-8")
