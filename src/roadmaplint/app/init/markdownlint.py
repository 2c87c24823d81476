"""Settings of markdownlint and rumdl as ours: which rules, how severe, and the options we share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from roadmaplint.app.init.carry import Carried, shown, strings
from roadmaplint.config.markdownlint import OPTIONS
from roadmaplint.core.registry import MARKDOWNLINT
from roadmaplint.core.rule_meta import Card

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
            into.leave(f"{file}: {shown(key)}", _WHY.get(key, "there is no such rule here"))
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


_WHY = {
    "extends": "the files it extends are not read; import them by themselves",
    "customRules": "rules written as scripts are not run",
}
