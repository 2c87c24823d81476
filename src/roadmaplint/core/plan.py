"""The plan of a file: which rules run on it, how severe they are and with which options."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from hashlib import blake2b
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from roadmaplint import __version__
from roadmaplint.core.finding import Severity
from roadmaplint.core.registry import RuleSet, load
from roadmaplint.core.rule import Check
from roadmaplint.core.rule_meta import Card, Entry
from roadmaplint.errors import UsageError

#: Subjects by the tier in which their rules run.
TEXT = ("Source",)
TREE = ("Document", "Heading", "Topic", "Link")
FILE = (*TEXT, *TREE, "SuppressionUse")
ACROSS_FILES = ("Catalogue",)
PROJECT = ("Project", *ACROSS_FILES)
NETWORK = ("CheckedLink",)


class OptionError(UsageError):
    """An option that a rule does not have."""


class RuleSetting(Struct, frozen=True):
    """What a run wants of one rule for one file; `severity` None switches it off.

    `explicit` is True if a user, not a card or a profile, named the severity; `capped` if a profile
    did, so that the rule's own tiers may only be lower. `options` are the rule's options as plain
    values, already validated.
    """

    severity: Severity | None
    options: Mapping[str, Any] = field(default_factory=dict)
    explicit: bool = False
    fixable: bool = True
    capped: bool = False


class ConfiguredRule(Struct, frozen=True):
    """A rule as it runs: its check with options and severity.

    `explicit` is True if a user named the severity: then the rule's own tiers do not count.
    `capped` is True if a profile did: then no tier is higher.
    """

    card: Card
    check: Check
    options: Any
    severity: Severity
    explicit: bool = False
    fixable: bool = True
    capped: bool = False


class Plan:
    """The rules that run on a file. Checks are imported when their subject first comes up."""

    def __init__(
        self,
        rules: RuleSet,
        settings: Mapping[str, RuleSetting],
        packs: tuple[str, ...] = (),
        *,
        catalogue: bool = False,
    ) -> None:
        """Select the rules that have a setting with a severity. Raises KeyError for a stranger.

        `packs` are the texts of the project's own data files. With `catalogue` facts hold all that
        a file lists (topics, resources, web links), even if no rule of this plan asks for it.
        """
        self.rules = rules
        self.packs = packs
        self.settings = dict(settings)
        self._bound: dict[str, tuple[ConfiguredRule, ...]] = {}
        self._by_subject: defaultdict[str, list[Entry]] = defaultdict(list)
        for name, setting in settings.items():
            entry = rules.by_name[name]
            if setting.severity is not None and entry.subject:
                self._by_subject[entry.subject].append(entry)
        self.catalogue = catalogue or self.has(*ACROSS_FILES)

    def __reduce__(self) -> tuple[Callable[..., Plan], tuple[object, ...]]:
        """Cross processes without the checks, which are functions."""
        return (partial(Plan, catalogue=self.catalogue), (self.rules, self.settings, self.packs))

    @cached_property
    def names(self) -> frozenset[str]:
        """The rules that are switched on."""
        return frozenset(e.card.name for entries in self._by_subject.values() for e in entries)

    def has(self, *subjects: str) -> bool:
        """True if a rule on one of these subjects is switched on. Imports nothing."""
        return any(self._by_subject.get(subject) for subject in subjects)

    def on(self, subject: str) -> tuple[ConfiguredRule, ...]:
        """The rules on a subject, ordered by code. Raises BrokenRule and OptionError."""
        if subject not in self._bound:
            entries = sorted(self._by_subject.get(subject, ()), key=lambda e: e.card.code)
            self._bound[subject] = tuple(
                bind(entry, self.settings[entry.card.name]) for entry in entries
            )
        return self._bound[subject]

    def rules_in(self, tiers: tuple[str, ...]) -> frozenset[str]:
        """The names of the switched-on rules whose subject is one of `tiers`."""
        return frozenset(e.card.name for t in tiers for e in self._by_subject.get(t, ()))

    @cached_property
    def late(self) -> frozenset[str]:
        """The switched-on rules that need more than one file: the whole project or the web."""
        return self.rules_in((*PROJECT, *NETWORK))

    @cached_property
    def digest(self) -> str:
        """32 hex digits that change with the program's version, the rules and their settings."""
        parts = [__version__, *self.packs, "catalogue" * self.catalogue]
        for name in sorted(self.names):
            setting = self.settings[name]
            options = sorted((key, _stable(value)) for key, value in setting.options.items())
            policy = (setting.severity, setting.explicit, setting.fixable, setting.capped)
            entry = self.rules.by_name[name]
            touches = sorted(entry.card.touches)
            bare = entry._replace(card=replace(entry.card, touches=frozenset()))
            parts.append(repr((bare, touches, policy, options)))
        return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _stable(value: Any) -> str:
    """The value in one way in every process: sets have no order of their own."""
    return repr(sorted(value)) if isinstance(value, set | frozenset) else repr(value)


def defaults(rules: RuleSet) -> dict[str, RuleSetting]:
    """What the cards say of every rule: off rules have no severity."""
    cards = (entry.card for entry in rules.entries)
    return {card.name: RuleSetting(card.severity if card.default else None) for card in cards}


def bind(entry: Entry, setting: RuleSetting) -> ConfiguredRule:
    """Load a rule's check and give it its options. Raises BrokenRule and OptionError."""
    check = load(entry)
    severity = entry.card.severity if setting.severity is None else setting.severity
    options = options_of(check.options, setting.options)
    policy = (setting.explicit, setting.fixable, setting.capped)
    return ConfiguredRule(entry.card, check, options, severity, *policy)


def options_of(kind: type[Any], values: Mapping[str, Any]) -> Any:
    """Build a rule's options from plain values; keys may have dashes. Raises OptionError.

    Lists become what the option's default is: a tuple or a frozen set.
    """
    usual = kind()
    if not values:
        return usual
    defaults = asdict(usual)
    given = {}
    for key, value in values.items():
        name = key.replace("-", "_")
        if name not in defaults:
            raise OptionError(f"there is no option {key!r}")
        given[name] = _frozen(value, type(defaults[name]))
    return kind(**given)


def _frozen(value: Any, wanted: type = tuple) -> Any:
    if isinstance(value, list | tuple):
        return (frozenset if wanted is frozenset else tuple)(map(_frozen, value))
    if isinstance(value, Mapping):
        return {key: _frozen(inner) for key, inner in value.items()}
    return value
