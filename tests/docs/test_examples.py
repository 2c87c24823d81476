"""Every example in the pages does what the page says: tests/docs/console.py has the rules."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from tests.docs.console import ROOT, Block, Folder, agree, blocks, commands, pages, tried

from roadmaplint.cli.arguments import COMMANDS, build_parser
from roadmaplint.config.load import load
from roadmaplint.core.registry import load as load_check
from roadmaplint.core.registry import shipped
from roadmaplint.run.workspace import rules_for

PAGES = [page.relative_to(ROOT).as_posix() for page in pages()]
RUN = [name for name in PAGES if "```console" in (ROOT / name).read_text("utf-8")]


@pytest.mark.parametrize("name", RUN)
def test_commands_do_what_the_page_shows(name: str, tmp_path: Path) -> None:
    assert list(tried(ROOT / name, tmp_path)) == []


def calls(page: str) -> list[str]:
    """Calls of roadmaplint in blocks that are not run."""
    found = []
    for block in blocks(page):
        if block.info.split(" ")[0] in {"sh", "bash", "shell"}:
            lines = block.text.replace("\\\n", " ").split("\n")
            found += [line for line in lines if re.match(r"(uvx |pipx run )?roadmaplint\s", line)]
    return found


@pytest.mark.parametrize("name", PAGES)
def test_commands_that_are_not_run_are_understood(name: str) -> None:
    for call in calls((ROOT / name).read_text("utf-8")):
        words = shlex.split(call.partition(" | ")[0].partition(" > ")[0], comments=True)
        arguments = words[words.index("roadmaplint") + 1 :]
        if arguments not in (["--help"], ["--version"]):
            assert build_parser(arguments).parse_args(arguments).command in COMMANDS, call


def settings() -> list[tuple[str, str]]:
    """Every configuration that a page shows."""
    found = []
    for name in PAGES:
        for block in blocks((ROOT / name).read_text("utf-8")):
            info = block.info.split(" ")
            foreign = "title=" in block.info and "roadmaplint" not in block.info
            if info[0] == "toml" and "[tool.roadmaplint" not in block.text and not foreign:
                found.append((f"{name}:{block.line}", block.text))
    return found


@pytest.mark.parametrize(("where", "text"), settings(), ids=lambda value: str(value)[:40])
def test_configurations_are_valid(where: str, text: str, tmp_path: Path) -> None:
    table = tomllib.loads(text)
    if "code" in table and "since" in table:
        return  # the head of a rule's card
    page = (ROOT / where.partition(":")[0]).read_text("utf-8")
    folder = Folder(tmp_path, "")
    for name in set(re.findall(r'"([\w./-]+\.(?:toml|json))"', page)):
        folder.put(Block(f'title="{name}"', "{}" if name.endswith("json") else "", 0, 0))
    for block in blocks(page):
        folder.put(block)
    (tmp_path / "roadmaplint.toml").write_text(text, "utf-8")
    rules = rules_for(str(tmp_path), {}, {}, cards_only=True)
    cards = {name: entry.card for name, entry in rules.by_name.items()}
    known = shipped().by_name
    load(tmp_path, {}, {}, cards, lambda name: load_check(known[name]).options)


def test_the_readme_names_the_commands_that_set_everything_up() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "make test" in readme
    assert "make example" in readme


@pytest.mark.parametrize(
    ("shown", "said", "right"),
    [
        ("one\ntwo", "one\ntwo\n", True),
        ("one", "one\ntwo\n", False),
        ("one\n…", "one\ntwo\nthree\n", True),
        ("…\nthree", "one\ntwo\nthree\n", True),
        ("…\nfour", "one\ntwo\nthree\n", False),
        ("on…\ntwo", "one\ntwo", True),
        ("a.c", "abc", False),
    ],
)
def test_outputs_are_compared(shown: str, said: str, right: bool) -> None:
    assert agree(shown, said) is right


def test_commands_are_read() -> None:
    found = list(commands("$ cat <<E\n> a\n> E\na\n$ true\n$ echo x\nx\n"))
    assert [(c.text, c.shown) for c in found] == [
        ("cat <<E\na\nE", "a"),
        ("true", None),
        ("echo x", "x"),
    ]
