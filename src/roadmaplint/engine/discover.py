"""Finds rules by walking cards: for the generated index, for plugins and for tests."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from roadmaplint import data
from roadmaplint.engine.registry import BrokenRule, RuleSet, load
from roadmaplint.lint.card import Card, Entry
from roadmaplint.lint.cardfile import CardFile, read_card
from roadmaplint.lint.examples import CardError

#: The entry-point group under which other distributions offer rules.
PLUGIN_GROUP = "roadmaplint.rules"


class Found(Struct, frozen=True):
    """What a walk gave: sound rules with their cards, and one sentence for each broken one."""

    entries: tuple[Entry, ...]
    cards: tuple[CardFile, ...]
    problems: tuple[str, ...]


def module_name(package: str, card: Card) -> str:
    """The module that holds a card's check."""
    return f"{package}.{card.group}.{card.name.replace('-', '_')}"


def discover(texts: Iterable[tuple[str, str]], package: str = "roadmaplint.rules") -> Found:
    """Read cards, given as path and text, and import the check of each."""
    entries, cards, problems = [], [], []
    for path, text in texts:
        try:
            file = read_card(text, path)
            entry = Entry(file.card, "", module_name(package, file.card))
            entries.append(entry._replace(subject=load(entry).subject.__name__))
        except (CardError, BrokenRule) as error:
            problems.append(str(error))
            continue
        cards.append(file)
    return Found(tuple(entries), tuple(cards), tuple(problems))


def shipped_cards() -> Iterable[tuple[str, str]]:
    """Path below the project and text of every card that comes with the program."""
    for group, name in data.card_names():
        yield f"rules/{group}/{name}.md", data.card_text(group, name)


def with_plugins(rules: RuleSet) -> RuleSet:
    """The same rules and those of installed plugins.

    The value of an entry point is a package with check modules and a folder `cards`. A name that
    is taken gets the name of the distribution as a prefix. Raises BrokenRule.
    """
    from importlib.metadata import entry_points

    entries = {entry.card.name: entry for entry in rules.entries}
    for point in sorted(entry_points(group=PLUGIN_GROUP)):
        found = discover(data.plugin_cards(point.value), point.value)
        if found.problems:
            raise BrokenRule(f"plugin {point.name}: {found.problems[0]}")
        owner = point.dist.name if point.dist else point.name
        for entry in found.entries:
            named = _renamed(entry, owner) if entry.card.name in entries else entry
            entries[named.card.name] = named
    return RuleSet(entries.values())


def _renamed(entry: Entry, owner: str) -> Entry:
    from msgspec.structs import replace

    return entry._replace(card=replace(entry.card, name=f"{owner}-{entry.card.name}"))
