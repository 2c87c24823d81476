"""Rule names: what a word in `select` or `ignore` means, and how exact it is."""

from __future__ import annotations

from collections.abc import Mapping

from roadmaplint.config.layer import Layer
from roadmaplint.config.toml_lines import dotted
from roadmaplint.core.rule_meta import GROUPS, Card
from roadmaplint.errors import ConfigError, nearest

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
