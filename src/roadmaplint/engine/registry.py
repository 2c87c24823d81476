"""The rules of a run: cards and where their checks live, found by name, code, alias or group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from roadmaplint.errors import UsageError
from roadmaplint.lint.card import GROUPS, Entry

if TYPE_CHECKING:  # its imports are only paid for when a rule runs
    from roadmaplint.lint.rule import Check


class UnknownRule(UsageError):
    """No rule or group has this name; `nearest` is the closest one that exists, or None."""

    def __init__(self, identifier: str, nearest: str | None) -> None:
        """Say what was asked for and what was probably meant."""
        hint = f", did you mean {nearest!r}?" if nearest else ""
        super().__init__(f"unknown rule {identifier!r}{hint}")
        self.identifier = identifier
        self.nearest = nearest


class BrokenRule(RuntimeError):
    """A rule whose module cannot be imported or holds no check."""


class RuleSet:
    """All rules that exist for a run, whether they are switched on or not."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take the rules in any order. Raises ValueError for a name or code that is there twice."""
        self.entries = tuple(sorted(entries, key=lambda entry: entry.card.code))
        self.by_name = {entry.card.name: entry for entry in self.entries}
        codes = {entry.card.code for entry in self.entries}
        if not len(self.by_name) == len(codes) == len(self.entries):
            raise ValueError("two rules have the same name or code")

    @cached_property
    def _index(self) -> dict[str, frozenset[str]]:
        """Lower-case identifier to the names of the rules it means."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for card, _, _ in self.entries:
            for key in (card.group, "all", *card.aliases):
                found[key.lower()].add(card.name)
        for group in GROUPS:
            found.setdefault(group, set())
        for card, _, _ in self.entries:
            found[card.name.lower()] = {card.name}
            found[card.code.lower()] = {card.name}
        return {key: frozenset(names) for key, names in found.items()}

    def names(self, identifier: str) -> frozenset[str] | None:
        """The rules that a name, code, alias, group or ALL means; None if it means nothing."""
        return self._index.get(identifier.lower())

    def find(self, identifier: str) -> tuple[Entry, ...]:
        """The same as entries, ordered by code. Raises UnknownRule."""
        names = self.names(identifier)
        if names is None:
            raise UnknownRule(identifier, self.nearest(identifier))
        return tuple(entry for entry in self.entries if entry.card.name in names)

    def nearest(self, identifier: str) -> str | None:
        """The rule name, code or group that looks most like `identifier`, or None."""
        from difflib import get_close_matches

        found = get_close_matches(identifier.lower()[:80], self._index, n=1, cutoff=0.6)
        if not found:
            return None
        code = found[0].upper()
        return code if any(entry.card.code == code for entry in self.entries) else found[0]


def shipped() -> RuleSet:
    """The rules that come with the program, from the generated index."""
    from roadmaplint.rules.index import ENTRIES

    return RuleSet(ENTRIES)


def load(entry: Entry) -> Check:
    """Import the module of a rule and return its one check. Raises BrokenRule."""
    from roadmaplint.lint.rule import Check

    try:
        module = import_module(entry.module)
    except Exception as error:
        raise BrokenRule(f"rule {entry.card.name} cannot be loaded: {error!r}") from error
    checks = [value for value in vars(module).values() if isinstance(value, Check)]
    if len(checks) != 1:
        raise BrokenRule(f"{entry.module} must hold one check, it holds {len(checks)}")
    return checks[0]
