"""Settings of other tools as ours: markdownlint, rumdl, lychee, awesome-lint."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from roadmaplint.config.importers import OPTIONS, Unreadable, table_of
from roadmaplint.config.schema import config_schema
from roadmaplint.config.toml_positions import dotted
from roadmaplint.config.validation import is_valid, problems
from roadmaplint.core.registry import MARKDOWNLINT
from roadmaplint.core.rule_meta import Card
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.lazy import lazy

_LONGEST = 80


class Carried(Struct):
    """Settings that grow file by file; `taken` and `left` are sentences for people."""

    settings: dict[str, Any] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    sources: dict[tuple[str, ...], str] = field(default_factory=dict)

    def take(self, source: str, path: tuple[str, ...], value: Any) -> None:
        """Set a value; lists grow, for other values the first one stays. `source` is file: key."""
        table = self.settings
        for key in path[:-1]:
            table = table.setdefault(key, {})
        old = table.get(path[-1])
        if isinstance(old, list) and isinstance(value, list):
            old += [one for one in value if one not in old]
        elif isinstance(old, dict) and isinstance(value, dict):
            old.update({key: one for key, one in value.items() if key not in old})
        elif old is not None and old != value:
            self.leave(source, f"{'.'.join(path)} is set by {self.sources.get(path)} already")
            return
        else:
            table[path[-1]] = list(value) if isinstance(value, list) else value
        self.sources.setdefault(path, source)
        sentence = f"{source} → {'.'.join(path)}"
        if sentence not in self.taken:
            self.taken.append(sentence)

    def leave(self, source: str, why: str) -> None:
        """Name something that is not carried over."""
        self.left.append(f"{source}: {why}"[: 4 * _LONGEST])

    def judge(self, cards: Mapping[str, Card], options_of: Callable[[str], type]) -> None:
        """Take out, and name, what our own configuration would refuse."""
        named = {name for name in self.settings.get("rules", {}) if name in cards}
        schema = config_schema(cards, {name: options_of(name) for name in sorted(named)})
        while not is_valid(schema, self.settings):
            path, message = next(iter(problems(schema, self.settings)), ((), ""))
            if not path or not self._drop(path):
                break
            keys = tuple(str(key) for key in path)
            source = next((s for p, s in self.sources.items() if keys[: len(p)] == p), dotted(path))
            self.taken = [one for one in self.taken if not one.startswith(f"{source} → ")]
            self.leave(source, message)

    def _drop(self, path: tuple[str | int, ...]) -> bool:
        """Take out what stands at a path; True if something was there."""
        table: Any = self.settings
        for key in path[:-1]:
            table = table[key]
        if isinstance(table, list):
            del table[int(path[-1])]
        else:
            table.pop(path[-1], None)
        return True


def shown(value: Any) -> str:
    """A key or value of another tool, short enough for a line."""
    text = str(value) if isinstance(value, str | int | float | bool) else type(value).__name__
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def strings(value: Any) -> list[str] | None:
    """A list of strings, or a single one as a list; None for anything else."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return list(value)
    return None


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


_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
_TIME = lazy(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*")
_RANGE = lazy(r"(\d{3})?\.\.(=?)(\d{3})?")
_DAY = 86_400

#: Keys that are ours under another name, with the same meaning.
_SAME = {
    "timeout": "timeout",
    "max_retries": "max-retries",
    "max_redirects": "max-redirects",
    "max_concurrency": "max-concurrency",
    "host_concurrency": "host-concurrency",
    "include_fragments": "anchors",
}
#: What lychee is told that roadmaplint does by itself, or has no setting for.
_WHY = {
    "cache": "roadmaplint remembers verdicts by itself",
    "exclude_all_private": "addresses of private networks are never asked unless allowed",
    "exclude_private": "addresses of private networks are never asked unless allowed",
    "exclude_link_local": "addresses of private networks are never asked unless allowed",
    "exclude_loopback": "addresses of private networks are never asked unless allowed",
    "exclude_mail": "mail addresses are never asked",
    "github_token": "roadmaplint takes it from GITHUB_TOKEN",
    "header": 'headers belong to one origin here: [links.headers] "https://host" = {…}',
    "user_agent": "roadmaplint names itself to servers",
    "insecure": "certificates are always checked",
    "require_https": "the rule plain-http reports such links",
    "exclude_path": "these are regular expressions of paths; write globs under exclude",
    "offline": "roadmaplint check asks nobody without --links",
    "method": "roadmaplint asks for headers first and falls back by itself",
}


def carry_lychee(file: str, table: Mapping[str, Any], into: Carried) -> None:
    """Carry over a lychee.toml; every key is either taken or named."""
    for key, value in table.items():
        source = f"{file}: {shown(key)}"
        own = _CARRIERS.get(key)
        if key in _SAME and not isinstance(value, dict | list):
            into.take(source, ("links", _SAME[key]), value)
        elif own is not None:
            own(source, value, into)
        else:
            into.leave(source, _WHY.get(key, "there is no such setting here"))


def _exclude(source: str, value: Any, into: Carried) -> None:
    for pattern in strings(value) or ():
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError):
            into.leave(source, f'"{shown(pattern)}" is no regular expression of Python')
        else:
            into.take(source, ("links", "exclude"), [pattern])
    if strings(value) is None:
        into.leave(source, "it is no list of strings")


def _accept(source: str, value: Any, into: Carried) -> None:
    words = value.split(",") if isinstance(value, str) else value
    codes: list[int | str] = []
    for one in words if isinstance(words, list) else ():
        text = str(one).strip()
        if text.isascii() and text.isdigit():
            codes.append(int(text))
            continue
        found = _RANGE.fullmatch(text)
        if found is None:
            into.leave(source, f'"{shown(one)}" is no status code')
            continue
        last = int(found[3] or 599) - (found[3] is not None and not found[2])
        codes.append(f"{found[1] or 100}..={last}")
    if codes:
        into.take(source, ("links", "accept"), codes)


def _remap(source: str, value: Any, into: Carried) -> None:
    for line in strings(value) or ():
        pattern, _, new = line.strip().rpartition(" ")
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError):
            pattern = ""
        if not pattern:
            into.leave(source, f'"{shown(line)}" is no pattern with what takes its place')
        else:
            new = re.sub(r"\$(?:\{(\w+)\}|(\w+))", r"\\g<\1\2>", new)
            into.take(source, ("links", "remap"), {pattern.strip(): new})


def _age(source: str, value: Any, into: Carried) -> None:
    seconds = _seconds(value)
    if seconds is None:
        into.leave(source, f'"{shown(value)}" is no time')
    else:
        days = seconds / _DAY
        into.take(source, ("links", "max-cache-age"), int(days) if days % 1 == 0 else days)


def _interval(source: str, value: Any, into: Carried) -> None:
    seconds = _seconds(value)
    if seconds is None:
        into.leave(source, f'"{shown(value)}" is no time')
    else:
        into.take(source, ("links", "host-request-interval"), seconds)


def _hosts(source: str, value: Any, into: Carried) -> None:
    for host, table in value.items() if isinstance(value, dict) else ():
        place = f"{source}.{shown(host)}"
        for key, one in table.items() if isinstance(table, dict) else ():
            if key == "concurrency":
                into.take(f"{place}.{key}", ("links", "hosts", host, "concurrency"), one)
            elif key == "request_interval" and (seconds := _seconds(one)) is not None:
                into.take(f"{place}.{key}", ("links", "hosts", host, "interval"), seconds)
            else:
                into.leave(f"{place}.{shown(key)}", "there is no such setting for a host here")


def _seconds(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None or (match[2] or "s") not in _SECONDS:
        return None
    return round(float(match[1]) * _SECONDS[match[2] or "s"], 6)


_CARRIERS: Mapping[str, Callable[[str, Any, Carried], None]] = {
    "exclude": _exclude,
    "accept": _accept,
    "remap": _remap,
    "max_cache_age": _age,
    "host_request_interval": _interval,
    "hosts": _hosts,
}


_Codes = Mapping[str, tuple[str, ...]]

_SEVERITIES = ("error", "warning", "info")


def rules_by_code(cards: Mapping[str, Card]) -> _Codes:
    """Our rules by the codes of markdownlint that they stand for."""
    found: dict[str, tuple[str, ...]] = {}
    for card in cards.values():
        for alias in card.aliases:
            found[alias] = (*found.get(alias, ()), card.name)
    return found


def carry_rules(
    file: str, table: Mapping[str, Any], cards: Mapping[str, Card], into: Carried
) -> None:
    """Carry over rules by id or alias; every key is either taken or named."""
    codes = rules_by_code(cards)
    default = table.get("default", True) is not False
    states: dict[str, tuple[str, bool, Any]] = {}
    for key, value in table.items():
        code = MARKDOWNLINT.get(key.casefold(), key.upper())
        if key in {"default", "$schema"}:
            continue
        if code in codes:
            states[code] = (f"{file}: {shown(key)}", _is_on(value), value)
        elif _is_on(value):
            into.leave(f"{file}: {shown(key)}", _NO_RULE.get(key, "there is no such rule here"))
    for rule, own in sorted(_codes_of(codes).items()):
        named = [states[code] for code in own if code in states]
        others = default and len(named) < len(own)
        _carry_rule(cards[rule], named, into, f"{file}: default", others=others)
        for code in own:
            if code in states and states[code][1]:
                _carry_options(code, rule, states[code], into)


def _is_on(value: Any) -> bool:
    if isinstance(value, dict):
        return value.get("enabled", True) is not False
    return value is not False and value is not None


def _codes_of(codes: _Codes) -> dict[str, list[str]]:
    """The codes of markdownlint's own rules that each of our rules stands for."""
    known = set(MARKDOWNLINT.values())
    found: dict[str, list[str]] = {}
    for code, rules in codes.items():
        for rule in rules if code in known else ():
            found.setdefault(rule, []).append(code)
    return found


def _carry_rule(
    card: Card,
    states: Sequence[tuple[str, bool, Any]],
    into: Carried,
    default: str,
    *,
    others: bool,
) -> None:
    """Switch one of our rules as its counterparts are; `others` of them are on unsaid."""
    on = [source for source, is_on, _ in states if is_on]
    off = [source for source, is_on, _ in states if not is_on]
    if on or others:
        for source in off:
            into.leave(source, f"{card.name} stands for other rules, too, and stays on")
        if on and not card.default:
            into.take(on[0], ("extend-select",), [card.name])
        elif on and not isinstance(states[0][2], dict):
            into.taken.append(f"{on[0]} → {card.name} is on")
    elif card.default:
        into.take(off[0] if off else default, ("ignore",), [card.name])
    elif off:
        into.taken.append(f"{off[0]} → {card.name} is off")


def _carry_options(code: str, name: str, state: tuple[str, bool, Any], into: Carried) -> None:
    source, _, value = state
    if isinstance(value, str) and value in _SEVERITIES:
        value = {"severity": value}
    for key, one in value.items() if isinstance(value, dict) else ():
        word = str(key).replace("-", "_")
        place = f"{source}.{shown(key)}"
        rule, option, values = OPTIONS.get((code, word), ("", "", None))
        if word == "severity" and one in _SEVERITIES:
            rule, option, values = name, "severity", None
        if word == "enabled":
            continue
        if rule != name:
            into.leave(place, "there is no such option here")
        elif values is None:
            into.take(place, ("rules", rule, option), one)
        elif isinstance(one, str | bool) and one in values:
            into.take(place, ("rules", rule, option), values[one])
        else:
            into.leave(place, f'there is no such value as "{shown(one)}" here')


def carry_rumdl(
    file: str, table: Mapping[str, Any], cards: Mapping[str, Card], into: Carried
) -> None:
    """Carry over a configuration of rumdl; every key is either taken or named."""
    rules = {key: value for key, value in table.items() if _is_rule(key, value)}
    nested = table.get("global")
    top = {key: value for key, value in table.items() if key not in rules and key != "global"}
    states: dict[str, Any] = {}
    for key, value in {**top, **(nested if isinstance(nested, dict) else {})}.items():
        source, name = f"{file}: {shown(key)}", str(key).replace("_", "-")
        listed = strings(value)
        if name in {"enable", "disable", "extend-enable", "extend-disable"} and listed is not None:
            states |= dict.fromkeys(listed, name.endswith("enable"))
            if name == "enable":
                states["default"] = False
        elif name in {"exclude", "include"} and listed is not None:
            into.take(source, (name,), listed)
        elif name in {"respect-gitignore", "cache"} and isinstance(value, bool):
            into.take(source, (name,), value)
        elif name == "line-length":
            into.take(source, ("rules", "line-length", "length"), value)
        elif name == "per-file-ignores" and isinstance(value, dict):
            _per_file(source, value, cards, into)
        else:
            into.leave(source, "there is no such setting here")
    for key, value in rules.items():
        if states.get(key) is not False:
            states[key] = value
    carry_rules(file, states, cards, into)


def _is_rule(key: str, value: Any) -> bool:
    """True for the table of a rule; `line-length = 100` is a setting of all."""
    code = key.upper().startswith("MD") and key[2:].isdigit()
    return code or (isinstance(value, dict) and key.casefold() in MARKDOWNLINT)


def _per_file(
    source: str, table: Mapping[str, Any], cards: Mapping[str, Card], into: Carried
) -> None:
    codes = rules_by_code(cards)
    for pattern, listed in table.items():
        own: list[str] = []
        for word in strings(listed) or ():
            code = MARKDOWNLINT.get(word.casefold(), word.upper())
            own += [rule for rule in codes.get(code, ()) if rule not in own]
            if code not in codes:
                into.leave(f"{source}.{shown(pattern)}", f"{shown(word)}: no such rule here")
        if own:
            into.take(source, ("overrides",), [{"paths": [pattern], "ignore": own}])


_NO_RULE = {
    "extends": "the files it extends are not read; import them by themselves",
    "customRules": "rules written as scripts are not run",
}
