"""Project schemas: judges files by one, says what it asks for, derives one from a document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from roadmaplint.config.layers import Layer
from roadmaplint.core.finding import Diagnostic
from roadmaplint.core.linter import analyse
from roadmaplint.core.plan import Plan
from roadmaplint.core.project_schema import compile_pattern
from roadmaplint.errors import UsageError
from roadmaplint.files.discover import FoundFile
from roadmaplint.files.read import FileProblem, read
from roadmaplint.roadmap.export import Json, node_view, select
from roadmaplint.roadmap.nodes import Document
from roadmaplint.run.lint_files import unreadable
from roadmaplint.run.workspace import Workspace
from roadmaplint.text.decode import decode
from roadmaplint.text.lazy import lazy


def judge(files: Iterable[FoundFile], workspace: Workspace) -> Iterator[Diagnostic]:
    """What the schema that holds for each file says of it, whatever else is wrong.

    Raises UsageError if no schema holds for a file.
    """
    for file in files:
        try:
            data = read(file.location, workspace.settings.root)
        except FileProblem as problem:
            yield from unreadable(file.path, str(problem), workspace).diagnostics
            continue
        named = _rules(schema_layers(workspace, file.path))
        settings = {
            name: setting
            for name, setting in workspace.settings.rules_at(file.path).items()
            if name in named
        }
        found = analyse(decode(data, file.path), Plan(workspace.rules, settings))
        yield from found.diagnostics


def schema_layers(workspace: Workspace, path: str) -> tuple[Layer, ...]:
    """The layers that a schema has put among the settings for a file. Raises UsageError."""
    settings = workspace.settings
    layers = (
        *settings.file_layers,
        *(one.layer for one in settings.overrides if one.paths.match(path)),
    )
    found = tuple(layer for layer in layers if layer.name == "schema")
    if not found:
        raise UsageError(
            f"no schema holds for {path or 'this folder'}; name one with --schema, or with "
            "'schema' in the configuration"
        )
    return found


def asked(layers: Iterable[Layer]) -> dict[str, Any]:
    """What schemas ask for, as plain data: the options of each rule, constraints spelled out."""
    found: dict[str, dict[str, Any]] = {}
    for layer in layers:
        for name, table in layer.table.get("rules", {}).items():
            found.setdefault(name, {}).update(table)
    for table in found.values():
        if "constraints" in table:
            table["constraints"] = [json.loads(text) for text in table["constraints"]]
    return found


def _rules(layers: Iterable[Layer]) -> set[str]:
    return {name for layer in layers for name in layer.table.get("rules", {})}


_SPECIAL = lazy(r"[.^$*+?{}\[\]\\|()]")
_CONTROL = lazy(r"[\x00-\x1f\x7f]")
#: A longer title is a sentence, and of more sections a list of all is no agreement.
_LONGEST_TITLE, _MOST_SECTIONS = 200, 100
#: With fewer sections a schema has to say that so few will do.
_USUAL_SECTIONS = 2
_UNKNOWN = "\ufffd"
_OF_STAGES = ("topics", "resources", "durations")


def derive(document: Document) -> str:
    """A short form as TOML: title, top sections and their order, levels, and the least that each
    stage and leaf section holds."""
    view = node_view(document)
    tables = (
        ("title", _title(view)),
        ("sections", _sections(view)),
        ("each_stage", _least(view, "topstage", _OF_STAGES, "deep_{}")),
        ("each_leaf", _least(view, "leaf", ("entries",), "{}")),
    )
    parts = [f"# What {_one_line(document.source.path)} keeps to; loosen what was chance.\n"]
    for name, lines in tables:
        if lines:
            parts.append("\n".join((f"[{name}]", *lines, "")))
    return "\n".join(parts)


def _title(view: Json) -> list[str]:
    title = view["title"]
    return [f"pattern = {_text(_exactly(title))}"] if title and _is_plain(title) else []


def _sections(view: Json) -> list[str]:
    titles = [section["title"] for section in view["sections"]]
    patterns = [_exactly(title) for title in dict.fromkeys(titles) if _is_plain(title)]
    lines = []
    if patterns and len(patterns) <= _MOST_SECTIONS:
        lines.append(_list("required", patterns))
        lines += _order(titles, patterns)
    levels = sorted({placed.node["level"] for placed in select(view, "section")})
    if levels:
        lines.append(f"allowed_levels = {levels}")
    if view["counts"]["deep_sections"] < _USUAL_SECTIONS:
        lines.append(f"min = {view['counts']['deep_sections']}")
    return lines


def _order(titles: Sequence[str], patterns: Sequence[str]) -> Iterator[str]:
    """The order of the top sections, if each pattern means one of them."""
    searches: list[Callable[[str], bool]] = [
        compile_pattern(pattern).search for pattern in patterns
    ]
    hits = [sum(map(search, titles)) for search in searches]
    if len(patterns) > 1 and all(count == 1 for count in hits):
        yield _list("order", patterns)


def _least(view: Json, kind: str, names: Sequence[str], form: str) -> list[str]:
    """`min_…` for each count that no node of the kind lacks."""
    counts = [placed.node["counts"] for placed in select(view, kind)]
    least = {name: min((one[form.format(name)] for one in counts), default=0) for name in names}
    return [f"min_{name} = {number}" for name, number in least.items() if number]


def _is_plain(title: str) -> bool:
    return len(title) <= _LONGEST_TITLE and _UNKNOWN not in title and "\n" not in title


def _exactly(title: str) -> str:
    """A regular expression that the title matches from end to end."""
    return "^" + _SPECIAL.sub(r"\\\g<0>", title) + "$"


def _list(key: str, texts: Sequence[str]) -> str:
    return "\n".join((f"{key} = [", *(f"    {_text(text)}," for text in texts), "]"))


def _text(text: str) -> str:
    """A string of TOML, without escapes where it needs none."""
    if "'" not in text and not _CONTROL.search(text):
        return f"'{text}'"
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", plain) + '"'


def _one_line(text: str) -> str:
    return _CONTROL.sub(" ", text.encode("utf-8", "replace").decode("utf-8"))
