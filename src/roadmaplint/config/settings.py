"""Settings: every value a run needs, and where each one came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct

from roadmaplint.config.layers import Layer, Origin, Setting
from roadmaplint.config.profiles import Choice, RuleNames, choose
from roadmaplint.core.finding import Severity
from roadmaplint.core.plan import RuleSetting
from roadmaplint.core.rule_meta import Card
from roadmaplint.text.glob import Globs

__all__ = ["Origin", "Override", "RuleSetting", "Setting", "Settings", "describe"]

#: The files that claim to be roadmaps where nobody says otherwise: the README at the root with its
#: translations, and whatever has the word in its name.
ROADMAPS = ("/README*.{md,markdown,mdown,mkd}", "*roadmap*.{md,markdown,mdown,mkd}")


class Override(Struct, frozen=True):
    """Settings for some paths; `profile` are the layers of another profile, None for the same."""

    paths: Globs
    layer: Layer
    profile: tuple[Layer, ...] | None = None


class Scope(Struct, frozen=True):
    """What holds for one set of overrides: every rule's state, and which files are roadmaps."""

    profile: str
    choices: Mapping[str, Choice]
    rules: Mapping[str, RuleSetting]
    roadmaps: Setting[tuple[str, ...]]
    globs: Globs


class Settings(Struct, frozen=True, dict=True):
    """Everything a run needs to know. Paths are absolute; globs are relative to `root`.

    `profile_layers`, `file_layers` and `top_layers` (environment, command line) hold the tables
    that rules are chosen from, lowest first; overrides lie between the last two. `packs` are the
    texts of the project's own data files, already judged. `notes` tell what was passed over.
    """

    root: Path
    file: Path | None
    cards: Mapping[str, Card]
    values: Mapping[str, Setting[Any]]
    profile_layers: tuple[Layer, ...] = ()
    file_layers: tuple[Layer, ...] = ()
    overrides: tuple[Override, ...] = ()
    top_layers: tuple[Layer, ...] = ()
    packs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def rules_at(self, path: str) -> Mapping[str, RuleSetting]:
        """Every rule's setting for a file, by name; equal sets of overrides share one mapping.

        `path` is relative to the root, with `/`. Raises ConfigError for a rule that nobody knows.
        """
        return self.scope_at(path).rules

    def is_roadmap(self, path: str) -> bool:
        """True if a file claims to be a roadmap, so that its content is judged as one."""
        return self.scope_at(path).globs.match(path)

    def check_names(self) -> None:
        """Raise ConfigError if a layer or an override names a rule that nobody knows."""
        self.scope_at("")
        names = RuleNames(self.cards)
        for override in self.overrides:
            choose(names, (override.layer,))

    def scope_at(self, path: str) -> Scope:
        """What holds for a file."""
        matching = tuple(
            place for place, override in enumerate(self.overrides) if override.paths.match(path)
        )
        overrides = [self.overrides[place] for place in matching]
        profile, name = self.profile_layers, self.profile
        for override in overrides:
            if override.profile is not None:
                profile, name = override.profile, override.layer.table["profile"]
        parts = self._parts_of(name, profile)
        holding = tuple(n for n, (globs, _) in enumerate(parts) if not globs or globs.match(path))
        key = (*matching, -1, *holding)
        if key not in self._scopes:
            chosen = tuple(parts[number][1] for number in holding)
            self._scopes[key] = self._scope(name, chosen, overrides)
        return self._scopes[key]

    @cached_property
    def _scopes(self) -> dict[tuple[int, ...], Scope]:
        return {}

    @cached_property
    def _parts(self) -> dict[str, tuple[tuple[Globs | None, Layer], ...]]:
        return {}

    def _parts_of(
        self, name: str, profile: Sequence[Layer]
    ) -> tuple[tuple[Globs | None, Layer], ...]:
        """The layers of a profile, each before its own overrides with their paths."""
        if name not in self._parts:
            found: list[tuple[Globs | None, Layer]] = []
            for layer in profile:
                found.append((None, layer))
                found += [(Globs(own.list("paths")), own) for own in layer.overrides()]
            self._parts[name] = tuple(found)
        return self._parts[name]

    def _scope(self, name: str, profile: Sequence[Layer], overrides: Sequence[Override]) -> Scope:
        layers = (
            *profile,
            *self.file_layers,
            *(override.layer for override in overrides),
            *self.top_layers,
        )
        choices = choose(RuleNames(self.cards), layers)
        roadmaps = _roadmaps(layers)
        rules = {rule: _setting(choice) for rule, choice in choices.items()}
        return Scope(name, choices, rules, roadmaps, Globs(roadmaps.value, ignore_case=True))

    def _value(self, key: str) -> Any:
        return self.values[key].value

    @property
    def profile(self) -> str:
        """The name of the profile."""
        return str(self._value("profile"))

    @property
    def include(self) -> tuple[str, ...]:
        """Globs of files to check beside the Markdown ones."""
        return tuple(self._value("include"))

    @property
    def exclude(self) -> tuple[str, ...]:
        """Globs of files and folders to leave out."""
        return tuple(self._value("exclude"))

    @property
    def respect_gitignore(self) -> bool:
        """True if `.gitignore` and `.ignore` are obeyed."""
        return bool(self._value("respect-gitignore"))

    @property
    def no_exclude(self) -> bool:
        """True if excludes and ignore files are lifted for this run."""
        return bool(self._value("no-exclude"))

    @property
    def fail_on(self) -> Severity | None:
        """The lowest severity that fails a run; None for never."""
        word = self._value("fail-on")
        return None if word == "never" else Severity[word.upper()]

    @property
    def min_severity(self) -> Severity:
        """The lowest severity that is reported."""
        return Severity[self._value("min-severity").upper()]

    @property
    def output_format(self) -> str:
        """The form of the report."""
        return str(self._value("output-format"))

    @property
    def links(self) -> Mapping[str, Any]:
        """The `links` table: keys as in the file, only those that somebody set."""
        prefix = "links."
        return {
            key.removeprefix(prefix): setting.value
            for key, setting in self.values.items()
            if key.startswith(prefix)
        }

    @property
    def baseline(self) -> Path | None:
        """The file of known findings."""
        return self._path("baseline")

    @property
    def schema(self) -> Path | None:
        """The file with the project's own constraints; None without one, or for a table."""
        return self._path("schema") if isinstance(self._value("schema"), str) else None

    @property
    def cache_dir(self) -> Path:
        """The folder where results are remembered."""
        return self._path("cache-dir") or self.root / ".roadmaplint_cache"

    @property
    def cache(self) -> bool:
        """True if results are remembered."""
        return bool(self._value("cache"))

    def _path(self, key: str) -> Path | None:
        value = self._value(key)
        return None if value is None else Path(value)


def _setting(choice: Choice) -> RuleSetting:
    severity = choice.severity if choice.on else None
    capped = choice.origins["severity"].layer == "profile"
    return RuleSetting(severity, choice.options, choice.explicit, choice.fixable, capped)


def _roadmaps(layers: Sequence[Layer]) -> Setting[tuple[str, ...]]:
    for layer in reversed(layers):
        found = layer.table.get("project", {}).get("roadmaps")
        if found is not None:
            return Setting(tuple(found), layer.origin("project", "roadmaps"))
    return Setting(ROADMAPS, Origin("default", key="project.roadmaps"))


def describe(settings: Settings, path: str = "") -> list[tuple[str, Any, Origin]]:
    """Every key with its value and origin: those of the run, then those of each rule at `path`.

    `path` is relative to the root; the empty string asks for the root without overrides.
    """
    scope = settings.scope_at(path)
    rows = [(key, setting.value, setting.origin) for key, setting in settings.values.items()]
    rows.append(("project.roadmaps", scope.roadmaps.value, scope.roadmaps.origin))
    for name in sorted(scope.choices):
        rows += _rule_rows(name, scope.choices[name])
    return rows


def _rule_rows(name: str, choice: Choice) -> Iterator[tuple[str, Any, Origin]]:
    origin = choice.origins["severity" if choice.on else "on"]
    if choice.on and choice.origins["on"].layer != "card" and origin.layer == "card":
        origin = choice.origins["on"]
    yield f"rules.{name}.severity", choice.severity.word if choice.on else "off", origin
    for key, value in choice.options.items():
        yield f"rules.{name}.{key.replace('_', '-')}", value, choice.origins[key]
    if "fixable" in choice.origins:
        yield f"rules.{name}.fixable", choice.fixable, choice.origins["fixable"]
