"""Finds rules by walking cards: for the generated index, for plugins and for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from roadmaplint import data
from roadmaplint.core.registry import BrokenRule, RuleSet, load
from roadmaplint.core.rule_doc import CardError, CardFile, read_card
from roadmaplint.core.rule_meta import Entry

#: The entry-point group under which other distributions offer rules.
PLUGIN_GROUP = "roadmaplint.rules"


class Found(Struct, frozen=True):
    """What a walk gave: sound rules with their cards, and one sentence for each broken one."""

    entries: tuple[Entry, ...]
    cards: tuple[CardFile, ...]
    problems: tuple[str, ...]


def check_modules(package: str) -> Mapping[str, str]:
    """The module of every check below a package, by the name of its rule. Raises BrokenRule."""
    from importlib import import_module
    from pkgutil import walk_packages

    from roadmaplint.core.rule import Check

    found: dict[str, str] = {}
    try:
        for info in walk_packages(import_module(package).__path__, f"{package}."):
            for value in vars(import_module(info.name)).values():
                if isinstance(value, Check):
                    found[value.name] = info.name
    except Exception as error:
        raise BrokenRule(f"{package} cannot be loaded: {error!r}") from error
    return found


def discover(
    texts: Iterable[tuple[str, str]],
    packages: tuple[str, ...] = ("roadmaplint.rules", "roadmaplint.profiles"),
) -> Found:
    """Read cards, given as path and text, and find the check of each in these packages."""
    entries, cards, problems = [], [], []
    modules = {name: module for one in packages for name, module in check_modules(one).items()}
    for path, text in texts:
        try:
            file = read_card(text, path)
            if file.card.name not in modules:
                raise BrokenRule(f"rule {file.card.name}: no check has this name")
            entry = Entry(file.card, "", modules[file.card.name])
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
        try:
            found = discover(data.plugin_cards(point.value), (point.value,))
        except BrokenRule as error:
            raise BrokenRule(f"plugin {point.name}: {error}") from error
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
