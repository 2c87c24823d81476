"""Writes what is made from the cards: the index of rules, the table of rules, the schemas."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from roadmaplint.config.schema import config_schema, profile_schema
from roadmaplint.config.schema_dsl import short_form_schema
from roadmaplint.core.plugins import Found, discover, shipped_cards
from roadmaplint.core.registry import RuleSet, load
from roadmaplint.core.rule_meta import GROUPS, Card, Entry

ROOT = Path(__file__).parents[1]
INDEX = ROOT / "src/roadmaplint/core/rule_index.py"
TABLE = ROOT / "docs/rules.md"
SETTINGS = ROOT / "docs/settings.md"
SCHEMA = ROOT / "schemas/config.schema.json"
PROFILE_SCHEMA = ROOT / "schemas/profile.schema.json"
LEXICON = ROOT / "rules/lexicon.json"
SHORT_FORM = ROOT / "schemas/short-form.schema.json"


def index(entries: tuple[Entry, ...]) -> str:
    """The module that lists all rules, so that a start reads neither Markdown nor TOML."""
    severities = sorted(
        {f"Severity.{card.severity.name}" for card in (entry.card for entry in entries)}
    )
    assert severities
    lines = [
        '"""All rules that are shipped: their cards as data; written by scripts/generate.py."""',
        "",
        "# ruff: noqa: E501",
        "# fmt: off",
        "from roadmaplint.core.finding import Safety, Severity",
        "from roadmaplint.core.rule_meta import Card, Entry",
        "",
        "ENTRIES: tuple[Entry, ...] = (",
        *(f"    {entry_code(entry)}," for entry in entries),
        ")",
    ]
    return "\n".join(lines) + "\n"


def entry_code(entry: Entry) -> str:
    """One entry as Python."""
    card, subject, module, folder, _ = entry
    fix = "None" if card.fix is None else f"Safety.{card.fix.name}"
    touches = ", ".join(f'"{touch}"' for touch in sorted(card.touches))
    fields = [
        f"{text(card.name)}, {text(card.group)}, {text(card.code)}, {text(card.summary)}",
        f"Severity.{card.severity.name}, {card.default}, {fix}, {plain(card.aliases)}",
        f"frozenset({{{touches}}})" if touches else "frozenset()",
        f"{text(card.since)}, {plain(card.options)}",
    ]
    own = ""
    if folder:
        fields.append(text(card.page))
        own = f", {text(folder)}"
    return f"Entry(Card({', '.join(fields)}), {text(subject)}, {text(module)}{own})"


def text(value: str) -> str:
    """A string as Python, in double quotes."""
    return json.dumps(value, ensure_ascii=False)


def plain(values: tuple[str, ...] | tuple[tuple[str, str], ...]) -> str:
    """A tuple of strings, or of pairs of them, as Python."""
    inner = [plain(value) if isinstance(value, tuple) else text(value) for value in values]
    return f"({', '.join(inner)}{',' if len(inner) == 1 else ''})"


def table(entries: tuple[Entry, ...]) -> str:
    """The page that lists all rules by group."""
    parts = [
        "# Rules",
        "",
        "Every rule has a page; `roadmaplint rule NAME` prints it. *Fix* is the best repair that a",
        "rule offers: safe ones are applied by `--fix`, unsafe ones by `--fix --unsafe-fixes`, a",
        "suggestion is only shown. Rules that are off wait for a profile or a configuration.",
        "This page is written by `scripts/generate.py`.",
    ]
    for group in GROUPS:
        cards = [entry.card for entry in entries if entry.card.group == group]
        if not cards:
            continue
        parts += ["", f"## {group}", "", "| Code | Rule | Default | Fix | Finds |"]
        parts += ["| --- | --- | --- | --- | --- |", *map(row, cards)]
    return "\n".join(parts) + "\n"


def row(card: Card) -> str:
    """A rule as a row of the table."""
    default = card.severity.word if card.default else "off"
    fix = card.fix.word if card.fix is not None else "–"
    summary = card.summary.replace("|", "\\|")
    page = f"[{card.name}](../rules/{card.place})"
    return f"| {card.code} | {page} | {default} | {fix} | {summary} |"


def settings(schema: Mapping[str, Any]) -> str:
    """The page that lists every key of a configuration file."""
    parts = [
        "# All settings",
        "",
        "Keys of `roadmaplint.toml`, or of `[tool.roadmaplint]` in `pyproject.toml`;",
        "[configuration](configuration.md) tells how they work together. Options of rules stand on",
        "the rules' pages. This page is written by `scripts/generate.py`.",
    ]
    keys = schema["properties"]
    parts += ["", "## Top level", "", *settings_table(keys)]
    for name, one in keys.items():
        inner = one.get("properties") or one.get("items", {}).get("properties")
        if inner:
            head = f"[[{name}]]" if "items" in one else f"[{name}]"
            said = one.get("description") or one["items"].get("description", "")
            parts += ["", f"## `{head}`", "", said, "", *settings_table(inner)]
    return "\n".join(parts) + "\n"


def settings_table(keys: Mapping[str, Any]) -> list[str]:
    """Keys of one table as rows."""
    rows = ["| Key | Type | Default | Meaning |", "| --- | --- | --- | --- |"]
    for name, one in keys.items():
        default = f"`{json.dumps(one['default'])}`" if "default" in one else ""
        said = one.get("description", "").replace("|", "\\|")
        rows.append(f"| `{name}` | {kind(one)} | {default} | {said} |")
    return rows


def kind(schema: Mapping[str, Any]) -> str:
    """What a key may hold, in a few words."""
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(kind(one) for one in schema["anyOf"]))
    named = schema.get("type", "table")
    if isinstance(named, list):
        return " or ".join(kind({"type": one}) for one in named)
    words = {"object": "table", "array": "list", "boolean": "true or false"}
    return words.get(named, str(named))


def generated(found: Found) -> Mapping[Path, str]:
    """Every generated file with its text."""
    entries = RuleSet(found.entries).entries
    cards = {entry.card.name: entry.card for entry in entries}
    options = {entry.card.name: load(entry).options for entry in entries}
    return {
        INDEX: index(entries),
        TABLE: table(entries),
        SCHEMA: as_json(config_schema(cards, options)),
        SETTINGS: settings(config_schema(cards, options)),
        PROFILE_SCHEMA: as_json(profile_schema(cards, options)),
        SHORT_FORM: as_json(short_form_schema()),
    }


def lexicon() -> str:
    """All word lists as one file: key to language to words."""
    lines = [
        f"{text(key)}: {json.dumps(by_language, ensure_ascii=False, separators=(',', ':'))}"
        for key, by_language in sorted(word_lists().items())
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def word_lists() -> dict[str, dict[str, list[str]]]:
    """The words of rules/lexicon/*.toml by key and language, English ones first."""
    found: dict[str, dict[str, list[str]]] = {}
    files = (ROOT / "rules/lexicon").glob("*.toml")
    for path in sorted(files, key=lambda path: (path.stem != "en", path.stem)):
        tables: list[tuple[str, Any]] = [("", tomllib.loads(path.read_text("utf-8")))]
        while tables:
            prefix, table = tables.pop()
            for name, value in table.items():
                if isinstance(value, dict):
                    tables.append((f"{prefix}{name}.", value))
                else:
                    found.setdefault(prefix + name, {})[path.stem] = value
    return found


def print_missing(language: str) -> None:
    """Print the keys that English has and a language lacks, each with the English words."""
    for key, by_language in sorted(word_lists().items()):
        if "en" in by_language and language not in by_language:
            print(f"{key}: {', '.join(by_language['en'])}")


def as_json(schema: Mapping[str, Any]) -> str:
    """A schema as the text of its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the files, or with `--check` say which of them are stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail if stale")
    parser.add_argument("--missing", metavar="LANG", help="list the words that a language lacks")
    options = parser.parse_args()
    if options.missing:
        print_missing(options.missing)
        return 0
    check = options.check
    # The rules read the lexicon when they are imported.
    stale = [LEXICON] if update(LEXICON, lexicon(), check) else []
    found = discover(shipped_cards())
    for problem in found.problems:
        print(problem, file=sys.stderr)
    stale += [path for path, new in generated(found).items() if update(path, new, check)]
    return 1 if found.problems or (check and stale) else 0


def update(path: Path, new: str, check: bool) -> bool:
    """Write a file that is stale, or with `check` only say so; True if it was stale."""
    if path.exists() and path.read_text("utf-8") == new:
        return False
    if check:
        print(f"{path.relative_to(ROOT)} is stale: run scripts/generate.py", file=sys.stderr)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(new, "utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return True


if __name__ == "__main__":
    sys.exit(main())
