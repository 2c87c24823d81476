"""Settings of other tools as layers: .editorconfig, markdownlint; JSON, YAML and TOML to tables."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

from msgspec import Struct

from roadmaplint.config.layers import Layer
from roadmaplint.config.schema import SEVERITIES
from roadmaplint.config.validation import is_valid, options_schema
from roadmaplint.core.registry import MARKDOWNLINT
from roadmaplint.core.rule_meta import Card
from roadmaplint.errors import ConfigError
from roadmaplint.text.glob import Globs
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import NEWLINE

_TRAILING = lazy(r",(?=\s{0,999}[}\]])")


class Unreadable(Exception):
    """A settings file is not what its name says; the text is the reason."""


def table_of(name: str, data: bytes) -> dict[str, Any]:
    """The table that a settings file holds, by the ending of its name. Raises Unreadable."""
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Unreadable("the file is not UTF-8") from error
    try:
        if name.endswith(".toml"):
            import tomllib

            value: Any = tomllib.loads(text.replace("\r\n", "\n"))
        elif name.endswith((".yaml", ".yml")):
            value = _yaml(text)
        else:
            value = json.loads(without_comments(text))
    except RecursionError as error:
        raise Unreadable("the file is nested too deeply") from error
    except ValueError as error:  # of JSON, TOML and dates that do not exist
        raise Unreadable(f"the file cannot be read: {str(error)[:120]}") from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Unreadable("the file does not hold a table")
    return {str(key): one for key, one in value.items()}


def _yaml(text: str) -> Any:
    yaml = import_module("yaml")
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        place = "" if line is None else f" (line {line + 1})"
        raise Unreadable(f"the file is not valid YAML{place}") from error


def without_comments(text: str) -> str:
    """JSON text without comments and without commas before closing brackets."""
    parts: list[str] = []
    at = start = 0
    while at < len(text):
        char = text[at]
        if char == '"':
            parts.append(_TRAILING.sub("", text[start:at]))
            end = _string_end(text, at)
            parts.append(text[at:end])
            at = start = end
        elif char == "/" and text.startswith(("//", "/*"), at):
            parts.append(text[start:at])
            line = text[at + 1] == "/"
            end = text.find("\n" if line else "*/", at + 2)
            at = start = len(text) if end < 0 else end if line else end + 2
        else:
            at += 1
    parts.append(text[start:])
    return _bare(parts)


def _bare(parts: list[str]) -> str:
    """The parts joined; a comma before a closing bracket may have a comment between them."""
    joined: list[str] = []
    for part in parts:
        if not part.startswith('"') and joined and part.lstrip()[:1] in {"}", "]"}:
            last = next((i for i in range(len(joined) - 1, -1, -1) if joined[i].strip()), 0)
            if not joined[last].startswith('"'):
                joined[last] = joined[last].rstrip().removesuffix(",")
        joined.append(part if part.startswith('"') else _TRAILING.sub("", part))
    return "".join(joined)


def _string_end(text: str, at: int) -> int:
    end = at + 1
    while end < len(text) and text[end] != '"':
        end += 2 if text[end] == "\\" else 1
    return min(end + 1, len(text))


_PAIR = lazy(r"\s*([A-Za-z_]{1,50})\s*[=:]\s*(\S{1,50})")
_SAMPLE = "README.md"
_LARGEST = 64 * 1024


def editorconfig_layer(name: str, data: bytes) -> Layer | None:
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


#: Settings are short, and readers of YAML are slow.
_LARGEST_FILE = 128 * 1024
#: Options with one meaning: code and key there; rule, option and values here.
OPTIONS: Mapping[tuple[str, str], tuple[str, str, Mapping[Any, Any] | None]] = {
    ("MD003", "style"): ("heading-style", "style", {
        "atx": "atx", "atx_closed": "atx-closed", "setext": "setext", "consistent": "first"}),
    ("MD004", "style"): ("list-marker", "style", {
        "asterisk": "asterisk", "dash": "dash", "plus": "plus", "consistent": "consistent",
        "sublist": "depth"}),
    ("MD007", "indent"): ("list-indent", "indent", None),
    ("MD009", "br_spaces"): ("trailing-space", "break-spaces", None),
    ("MD010", "code_blocks"): ("hard-tab", "code", None),
    ("MD012", "maximum"): ("blank-lines", "maximum", None),
    ("MD013", "line_length"): ("line-length", "length", None),
    ("MD024", "siblings_only"): ("duplicate-heading", "scope", {True: "siblings", False: "file"}),
    ("MD025", "level"): ("several-titles", "level", None),
    ("MD026", "punctuation"): ("heading-punctuation", "punctuation", None),
    ("MD029", "style"): ("ordered-number", "any-start", {
        "one_or_ordered": False, "ordered": False}),
    ("MD036", "punctuation"): ("emphasis-as-heading", "punctuation", None),
    ("MD041", "level"): ("missing-title", "level", None),
    ("MD044", "names"): ("inconsistent-term", "names", None),
    ("MD052", "ignored_labels"): ("undefined-reference", "ignored-labels", None),
    ("MD053", "ignored_definitions"): ("unused-definition", "ignored-definitions", None),
    ("MD059", "prohibited_texts"): ("vague-link-text", "texts", None),
}  # fmt: skip

_TAGS = """
accessibility MD045 MD059
atx MD018 MD019
atx_closed MD020 MD021
blank_lines MD012 MD022 MD031 MD032 MD047
blockquote MD027 MD028
bullet MD004 MD005 MD007 MD032
code MD014 MD031 MD038 MD040 MD046 MD048
emphasis MD036 MD037 MD049 MD050
hard_tab MD010
headings MD001 MD003 MD018 MD019 MD020 MD021 MD022 MD023 MD024 MD025 MD026 MD036 MD041 MD043
hr MD035
html MD033
images MD045 MD052 MD053 MD054
indentation MD005 MD007 MD027
language MD040
links MD011 MD034 MD039 MD042 MD051 MD052 MD053 MD054 MD059
ol MD029 MD030 MD032
spaces MD018 MD019 MD020 MD021 MD023
spelling MD044
table MD055 MD056 MD058
ul MD004 MD005 MD007 MD030 MD032
url MD034
whitespace MD009 MD010 MD012 MD027 MD028 MD030 MD037 MD038 MD039
"""

#: Lower-case tag to codes.
TAGS: Mapping[str, tuple[str, ...]] = {
    line.split()[0]: tuple(line.split()[1:]) for line in _TAGS.split("\n") if line
}
_NO_RULES = frozenset({"default", "$schema", "extends"})


class Wanted(Struct, frozen=True):
    """What a key says of one of markdownlint's rules."""

    key: str
    is_on: bool
    value: Any


class Found(Struct, frozen=True):
    """The layer that a file means, None without any rule; and what was passed over, in words."""

    layer: Layer | None
    notes: tuple[str, ...]


def markdownlint_layer(
    name: str,
    data: bytes,
    cards: Mapping[str, Card],
    options_of: Callable[[str], type] | None,
) -> Found:
    """The settings of a file named `name`. Raises ConfigError for one that cannot be read."""
    if len(data) > _LARGEST_FILE:
        raise ConfigError("the file is larger than settings of markdownlint are", name)
    try:
        table = table_of(name, data)
    except Unreadable as error:
        raise ConfigError(str(error), name) from error
    if "cli2" in name:
        inner = table.get("config", {})
        table = inner if isinstance(inner, dict) else {}
    notes: list[str] = []
    states = dict(_states(table, name, notes))
    default = table.get("default", True) is not False
    maker = _Maker(cards, options_of, name, notes)
    for rule, codes in _shared(cards).items():
        maker.rule(rule, codes, states, default=default)
    lines = _lines(data, maker.keys)
    layer = Layer("markdownlint", maker.table(), name, (), lines) if maker.said else None
    return Found(layer, tuple(notes))


def _shared(cards: Mapping[str, Card]) -> dict[str, tuple[str, ...]]:
    """The codes of markdownlint's rules that each of our rules stands for."""
    known = set(MARKDOWNLINT.values())
    own = {name: tuple(a for a in card.aliases if a in known) for name, card in cards.items()}
    return {name: codes for name, codes in own.items() if codes}


def _states(table: Mapping[str, Any], name: str, notes: list[str]) -> Iterator[tuple[str, Wanted]]:
    """What is said of each code; as there, tags and names count in the order they stand in."""
    known = set(MARKDOWNLINT.values())
    for key, value in table.items():
        word = key.casefold()
        code = MARKDOWNLINT.get(word, key.upper())
        codes = TAGS.get(word, (code,) if code in known else ())
        if not codes and word not in _NO_RULES:
            notes.append(f'{name}: "{key[:60]}" is no rule that we share')
        if word == "extends":
            notes.append(f"{name}: files that it extends are not read")
        for one in codes:
            yield one, Wanted(key, _is_on(value), value)


def _is_on(value: Any) -> bool:
    if isinstance(value, dict):
        return value.get("enabled", True) is not False
    return value is not False and value is not None


class _Maker:
    """Makes the table of the layer, rule by rule."""

    def __init__(
        self,
        cards: Mapping[str, Card],
        options_of: Callable[[str], type] | None,
        name: str,
        notes: list[str],
    ) -> None:
        self.cards, self.options_of, self.name, self.notes = cards, options_of, name, notes
        self.rules: dict[str, dict[str, Any]] = {}
        self.more: list[str] = []
        self.off: list[str] = []
        self.keys: dict[tuple[str | int, ...], str] = {}

    @property
    def said(self) -> bool:
        return bool(self.rules or self.more or self.off)

    def table(self) -> dict[str, Any]:
        lists = {"extend-select": self.more, "ignore": self.off}
        return {"rules": self.rules, **{key: names for key, names in lists.items() if names}}

    def rule(
        self, rule: str, codes: tuple[str, ...], states: Mapping[str, Wanted], *, default: bool
    ) -> None:
        named = [states[code] for code in codes if code in states]
        if any(one.is_on for one in named):
            on = next(one for one in named if one.is_on)
            if not self.cards[rule].default:
                self.keys["extend-select", len(self.more)] = on.key
                self.more.append(rule)
            for code in codes:
                if code in states and states[code].is_on:
                    self.options(rule, code, states[code])
        elif (len(named) == len(codes) or not default) and self.cards[rule].default:
            self.keys["ignore", len(self.off)] = named[0].key if named else "default"
            self.off.append(rule)

    def options(self, rule: str, code: str, state: Wanted) -> None:
        value = {"severity": state.value} if isinstance(state.value, str) else state.value
        for key, one in value.items() if isinstance(value, dict) else ():
            word = str(key).replace("-", "_")
            if word == "severity" and one in SEVERITIES[:3]:
                self._take(rule, "severity", one, state)
                continue
            owner, option, values = OPTIONS.get((code, word), ("", "", None))
            if values is not None:
                one_here = values.get(one) if isinstance(one, str | bool) else None
            else:
                one_here = one
            if owner == rule and one_here is not None and self._fits(rule, option, one_here):
                self._take(rule, option, one_here, state)
            elif word != "enabled":
                self.notes.append(f'{self.name}: "{state.key}.{word[:60]}" has no counterpart here')

    def _fits(self, rule: str, option: str, value: Any) -> bool:
        if isinstance(value, list) and not all(isinstance(one, str) for one in value):
            return False
        if self.options_of is None or not isinstance(value, str | int | float | list):
            return False
        schema = options_schema(self.options_of(rule)).get(option)
        return schema is not None and is_valid({"properties": {"x": schema}}, {"x": value})

    def _take(self, rule: str, option: str, value: Any, state: Wanted) -> None:
        self.rules.setdefault(rule, {})[option] = value
        self.keys["rules", rule, option] = state.key


def _lines(
    data: bytes, keys: Mapping[tuple[str | int, ...], str]
) -> dict[tuple[str | int, ...], int]:
    """The line on which each key stands first, as far as that can be seen."""
    text = data.decode("utf-8", "replace")
    lines: dict[str, int] = {}
    for key in set(keys.values()):
        pattern = rf"^[^\S\n]*[{{,]?[^\S\n]*[\"']?{re.escape(key)}[\"']?[^\S\n]*:"
        found = re.search(pattern, text, re.MULTILINE)
        at = found.end() if found else text.find(key)
        if at >= 0:
            lines[key] = text.count("\n", 0, at) + 1
    return {path: lines[key] for path, key in keys.items() if key in lines}
