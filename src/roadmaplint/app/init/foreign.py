"""Which settings of other tools a repository holds, and what they are here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from roadmaplint.app.init.carry import Carried, shown, strings
from roadmaplint.app.init.lychee import carry_lychee
from roadmaplint.app.init.markdownlint import carry_rules, carry_rumdl
from roadmaplint.config.othertools import Unreadable, table_of
from roadmaplint.core.rule_meta import Card
from roadmaplint.roadmap.nodes import Document

_MARKDOWNLINT = tuple(f".markdownlint{end}" for end in (".jsonc", ".json", ".yaml", ".yml", "rc"))
_CLI2 = (".markdownlint-cli2.jsonc", ".markdownlint-cli2.yaml", ".markdownlint-cli2.yml")
_IGNORE = ".markdownlintignore"
_RUMDL = (".rumdl.toml", "rumdl.toml", ".config/rumdl.toml")
_PYPROJECT = "pyproject.toml"
_LYCHEE = ("lychee.toml", ".lychee.toml")
_LYCHEE_IGNORE = ".lycheeignore"
_SCRIPTS = tuple(
    f"{stem}.{end}"
    for stem in (".markdownlint", ".markdownlint-cli2")
    for end in ("js", "cjs", "mjs")
)
#: Every file that is looked for, at the root of the repository.
FILES = (
    *_MARKDOWNLINT, *_CLI2, _IGNORE, *_RUMDL, _PYPROJECT, *_LYCHEE, _LYCHEE_IGNORE, *_SCRIPTS,
)  # fmt: skip
_MOST_COMMENTS = 5


def carry_over(
    files: Mapping[str, bytes],
    pages: Sequence[Document],
    tools: Mapping[str, str],
    cards: Mapping[str, Card],
    options_of: Callable[[str], type],
) -> Carried:
    """The settings of other tools as ours.

    `files` are those of FILES that exist, `tools` other checkers by name with the file that runs
    them. What cannot be carried over is named, never fatal.
    """
    found = Carried()
    for name in (name for name in FILES if name in files):
        try:
            _carry_file(name, files[name], cards, found)
        except Unreadable as problem:
            found.leave(name, str(problem))
    for sentence in _comments(pages, tools):
        found.left.append(sentence)
    found.judge(cards, options_of)
    return found


def _carry_file(name: str, data: bytes, cards: Mapping[str, Card], into: Carried) -> None:
    if name in _SCRIPTS:
        into.leave(name, "settings written as a script are not run; write them as JSON")
    elif name == _LYCHEE_IGNORE:
        into.taken.append(f"{name} → read where it is, nothing to carry over")
    elif name == _IGNORE:
        _carry_ignores(name, data.decode("utf-8", "replace"), into)
    elif name == _PYPROJECT:
        tools = table_of(name, data).get("tool")
        own = tools.get("rumdl") if isinstance(tools, dict) else None
        if isinstance(own, dict):
            carry_rumdl(f"{name} [tool.rumdl]", own, cards, into)
    elif name in _RUMDL:
        carry_rumdl(name, table_of(name, data), cards, into)
    elif name in _LYCHEE:
        carry_lychee(name, table_of(name, data), into)
    elif name in _CLI2:
        _carry_cli2(name, table_of(name, data), cards, into)
    else:
        carry_rules(name, table_of(name, data), cards, into)


def _carry_ignores(name: str, text: str, into: Carried) -> None:
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        pattern = line.strip()
        if pattern.startswith("!"):
            into.leave(f"{name}:{number}", f"{shown(pattern)}: an exclude takes nothing back")
        elif pattern and not pattern.startswith("#"):
            into.take(f"{name}:{number}", ("exclude",), [pattern])


def _carry_cli2(
    name: str, table: Mapping[str, Any], cards: Mapping[str, Card], into: Carried
) -> None:
    for key, value in table.items():
        listed = strings(value)
        if key == "config" and isinstance(value, dict):
            carry_rules(name, value, cards, into)
        elif key == "ignores" and listed is not None:
            kept = [one for one in listed if not one.startswith(("!", "#"))]
            into.take(f"{name}: ignores", ("exclude",), kept)
        elif key == "gitignore" and isinstance(value, bool):
            into.take(f"{name}: gitignore", ("respect-gitignore",), value)
        elif key != "$schema":
            into.leave(f"{name}: {shown(key)}", "there is no such setting here")


def _comments(pages: Sequence[Document], tools: Mapping[str, str]) -> Iterator[str]:
    """awesome-lint has no file of settings, only comments in the pages."""
    if "awesome-lint" in tools:
        said = "awesome-lint has no settings; the profile awesome stands for it"
        yield f"{tools['awesome-lint']}: {said}"
    found = [
        (page.source.path, page.source.line_at(comment.span.start), comment.text.split())
        for page in pages
        for comment in page.comments
        if comment.text.lstrip().startswith("lint ")
    ]
    for path, line, words in found[:_MOST_COMMENTS]:
        told = shown(" ".join(words))
        yield f"{path}:{line}: <!--{told}--> is not read; ours is <!-- roadmaplint-disable RULE -->"
    if len(found) > _MOST_COMMENTS:
        yield f"and {len(found) - _MOST_COMMENTS} more comments of that kind"
