"""What `.editorconfig` says of Markdown files as a layer below the project's own settings."""

from __future__ import annotations

from typing import Any

from roadmaplint.config.layer import Layer
from roadmaplint.text.glob import Globs
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import NEWLINE

_PAIR = lazy(r"\s*([A-Za-z_]{1,50})\s*[=:]\s*(\S{1,50})")
_SAMPLE = "README.md"
_LARGEST = 64 * 1024


def layer_of(name: str, data: bytes) -> Layer | None:
    """`end_of_line` and `insert_final_newline` where they hold for a README.md at the root.

    None if nothing is said. What cannot be understood is passed over: other tools judge it.
    """
    rules: dict[str, dict[str, Any]] = {}
    ignore: list[str] = []
    lines: dict[tuple[str | int, ...], int] = {}
    holds = False
    for number, text in enumerate(NEWLINE.split(data[:_LARGEST].decode("utf-8", "replace")), 1):
        line = text.strip().removeprefix("\ufeff")
        if line.startswith("["):
            holds = Globs([line[1:].rpartition("]")[0]]).match(_SAMPLE)
            continue
        found = _PAIR.match(line)
        if found is None or not holds:
            continue
        key, value = found[1].casefold(), found[2].casefold()
        if key == "end_of_line" and value in {"lf", "crlf"}:
            rules["mixed-line-endings"] = {"style": value}
            lines["rules", "mixed-line-endings", "style"] = number
        elif key == "insert_final_newline" and value in {"true", "false"}:
            ignore = ["final-newline"] if value == "false" else []
            lines["ignore", 0] = number
    table = {key: value for key, value in (("rules", rules), ("ignore", ignore)) if value}
    return Layer("editorconfig", table, name, (), lines) if table else None
