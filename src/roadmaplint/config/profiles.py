"""Which rules are on, how severe and with which options: profiles, names and layers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from roadmaplint import data
from roadmaplint.config.layers import DEFAULT_PROFILE, OF_USERS, Layer, Origin
from roadmaplint.config.toml_positions import dotted
from roadmaplint.core import plugins
from roadmaplint.core.finding import Severity
from roadmaplint.core.rule_meta import GROUPS, Card
from roadmaplint.errors import ConfigError, nearest

#: A profile of a plugin that extends itself ends here.
_DEEPEST = 16


def profile_layers(
    name: str, asked: Layer | None = None, key: str = "profile"
) -> tuple[Layer, ...]:
    """The layers of a profile, those it extends first; none for the default profile.

    `asked` is the layer that names the profile under `key`. Raises ConfigError for an unknown one.
    """
    layers: tuple[Layer, ...] = ()
    while name != DEFAULT_PROFILE:
        table = _table_of(name) if _may_be_a_name(name) else None
        if table is None or len(layers) > _DEEPEST:
            raise _unknown(name, asked, key)
        layer = Layer("profile", table, name)
        layers = (layer, *layers)
        name = layer.table.get("extends", DEFAULT_PROFILE)
    return layers


def _table_of(name: str) -> dict[str, Any] | None:
    """The table of a shipped profile, or of one that a plugin ships. Raises ConfigError."""
    import tomllib

    try:
        return tomllib.loads(data.profile_text(name))
    except OSError:
        text = plugins.profile_text(name)
    if text is None:
        return None
    from roadmaplint.config.file import parsed
    from roadmaplint.config.schema import profile_schema
    from roadmaplint.config.validation import problems

    shown = f"profile {name}"
    table = parsed(text, shown)
    cards = {rule: entry.card for rule, entry in plugins.installed_rules().by_name.items()}
    for _, message in problems(profile_schema(cards, {}), table):
        raise ConfigError(message, shown)
    return table


def _may_be_a_name(name: str) -> bool:
    return name.isascii() and name.replace("-", "").isalnum() and len(name) < 100


def _unknown(name: str, asked: Layer | None, key: str) -> ConfigError:
    known = plugins.profile_names()
    hint = nearest(name, known) or f"; there are {', '.join(known)}"
    if asked is None:
        return ConfigError(f'unknown profile "{name}"{hint}')
    origin = asked.origin(key)
    where = "" if asked.file else f" in {origin.key}"
    return ConfigError(f'unknown profile "{name}"{where}{hint}', origin.file, origin.line, key)


#: How exact a word is: all rules, a group, one rule.
ALL, GROUP, RULE = 0, 1, 2


class RuleNames:
    """All rules, found by `ALL`, group, code prefix, name, code or alias in any letter case."""

    def __init__(self, cards: Mapping[str, Card]) -> None:
        """Take all cards by name."""
        self.cards = cards
        self._meaning: dict[str, tuple[int, tuple[str, ...]]] = {"all": (ALL, tuple(cards))}
        members: dict[str, list[str]] = {group: [] for group in GROUPS}
        aliases: dict[str, list[str]] = {}
        for name, card in cards.items():
            members.setdefault(card.group, []).append(name)
            for alias in card.aliases:
                aliases.setdefault(alias.casefold(), []).append(name)
        for alias, rules in aliases.items():
            self._meaning[alias] = (RULE, tuple(rules))
        for group, rules in members.items():
            self._meaning[group] = (GROUP, tuple(rules))
            if group in GROUPS:
                self._meaning[GROUPS[group].casefold()] = (GROUP, tuple(rules))
        for name, card in cards.items():
            self._meaning[card.code.casefold()] = self._meaning[name] = (RULE, (name,))

    def find(self, word: str, layer: Layer, key: str, place: int) -> tuple[int, tuple[str, ...]]:
        """How exact a word is and the rules it means.

        Raises ConfigError for a stranger; a profile that ships with the program may name rules of
        an extension that is not installed, so there it means nothing.
        """
        found = self._meaning.get(word.casefold())
        if found is not None:
            return found
        if layer.name == "profile":
            return RULE, ()
        origin = layer.origin(key, place)
        where = "" if layer.file else f" in {origin.key}"
        hint = nearest(word, self.words)
        raise ConfigError(f'unknown rule or group "{word}"{where}{hint}', origin.file, origin.line,
                          dotted((*layer.at, key, place)))  # fmt: skip

    @property
    def words(self) -> tuple[str, ...]:
        """Every name, group and code, as people write them."""
        codes = tuple(card.code for card in self.cards.values())
        return ("ALL", *GROUPS, *self.cards, *codes)


_DEPTHS = range(RULE + 1)


class Choice(Struct):
    """What the layers say of one rule so far.

    `off_depth` is how exact the word was that switched it off: only a word as exact or more brings
    it back in a later layer. `origins` holds where `on`, `severity` and each option came from.
    """

    card: Card
    on: bool
    severity: Severity
    options: dict[str, Any]
    origins: dict[str, Origin]
    off_depth: int = -1
    explicit: bool = False
    fixable: bool = True


def choose(names: RuleNames, layers: Sequence[Layer]) -> Mapping[str, Choice]:
    """The state of every rule after all layers, lowest first.

    A group means its rules that are on by default, that a lower layer switched on or gave a
    severity; those that are off wait for their name, or ALL. A layer's `select` starts from
    nothing, but what lower layers switched off by a more exact word stays off. Within a layer the
    more exact word wins, and `ignore` at equal depth. A severity in a rule's own table switches on
    a rule that is off by default, unless `select` is in force.
    Raises ConfigError for a name that no rule has.
    """
    choices = {name: _from_card(card) for name, card in names.cards.items()}
    selected = False
    for layer in layers:
        selected = selected or "select" in layer.table
        for name, table in layer.table.get("rules", {}).items():
            if name in choices:
                _tune(choices[name], layer, table, selected)
        _select(choices, names, layer)
        _may_fix(choices, names, layer)
    return choices


def _from_card(card: Card) -> Choice:
    origin = Origin("card", key=card.name)
    return Choice(card, card.default, card.severity, {}, {"on": origin, "severity": origin})


def _tune(choice: Choice, layer: Layer, table: Mapping[str, Any], selected: bool) -> None:
    word = table.get("severity")
    if word is not None:
        origin = layer.origin("rules", choice.card.name, "severity")
        if word != "off":
            choice.severity = Severity[word.upper()]
            choice.explicit = layer.name in OF_USERS
            choice.origins["severity"] = origin
            if not selected and not choice.on:
                _switch(choice, True, RULE, origin)
    for key, value in _field_values({k: v for k, v in table.items() if k != "severity"}).items():
        choice.options[key] = value
        choice.origins[key] = layer.origin("rules", choice.card.name, key.replace("_", "-"))


def _select(choices: Mapping[str, Choice], names: RuleNames, layer: Layer) -> None:
    meant = {name for name, one in choices.items() if one.card.default or one.on or one.explicit}
    if "select" in layer.table:
        for choice in choices.values():
            choice.on = False
            choice.origins["on"] = layer.origin("select")
    marks = list(_marks(names, layer))
    for depth in _DEPTHS:
        for on in (True, False):
            for mark in marks:
                if mark.depth == depth and mark.on is on:
                    # A group is what it is by default; rules that are off wait for their name.
                    some = on and depth == GROUP
                    for name in meant.intersection(mark.rules) if some else mark.rules:
                        _switch(choices[name], on, depth, mark.origin)


class _Mark(Struct, frozen=True):
    rules: tuple[str, ...]
    depth: int
    on: bool
    origin: Origin


def _marks(names: RuleNames, layer: Layer) -> Iterator[_Mark]:
    for key, on in (("select", True), ("extend-select", True), ("ignore", False)):
        for place, word in enumerate(layer.list(key)):
            depth, rules = names.find(word, layer, key, place)
            yield _Mark(rules, depth, on, layer.origin(key, place))
    for name, table in layer.table.get("rules", {}).items():
        if table.get("severity") == "off" and name in names.cards:
            yield _Mark((name,), RULE, False, layer.origin("rules", name, "severity"))


def _switch(choice: Choice, on: bool, depth: int, origin: Origin) -> None:
    if on and choice.off_depth > depth:
        return
    choice.on = on
    choice.off_depth = -1 if on else depth
    choice.origins["on"] = origin


def _may_fix(choices: Mapping[str, Choice], names: RuleNames, layer: Layer) -> None:
    if "fixable" in layer.table:
        for choice in choices.values():
            choice.fixable = False
    for depth in _DEPTHS:
        for key, may in (("fixable", True), ("unfixable", False)):
            for place, word in enumerate(layer.list(key)):
                found, rules = names.find(word, layer, key, place)
                for name in rules if found == depth else ():
                    choices[name].fixable = may
                    choices[name].origins["fixable"] = layer.origin(key, place)


def _field_values(table: Mapping[str, Any]) -> dict[str, Any]:
    """Options as a file writes them, as a rule's dataclass takes them: names with underscores,
    lists as tuples."""
    return {key.replace("-", "_"): _frozen(value) for key, value in table.items()}


def _frozen(value: Any) -> Any:
    """The same value with every list a tuple."""
    if isinstance(value, list | tuple):
        return tuple(_frozen(one) for one in value)
    if isinstance(value, Mapping):
        return {key: _frozen(one) for key, one in value.items()}
    return value
