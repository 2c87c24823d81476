"""A run's settings and rules, and what is derived from them once: plans, the file tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import Any

from msgspec.structs import replace

from roadmaplint.config.layer import Origin, Setting
from roadmaplint.config.load import load
from roadmaplint.config.settings import Settings
from roadmaplint.core.plan import ACROSS_FILES, Plan
from roadmaplint.core.registry import RuleSet, shipped
from roadmaplint.core.registry import load as load_check
from roadmaplint.core.rule_meta import Card
from roadmaplint.files.project_tree import common_folder
from roadmaplint.roadmap.project import FileTree
from roadmaplint.run.request import Overrides

#: Where a baseline is written, and looked for, if nobody names a place.
BASELINE = ".roadmaplint-baseline.json"


class Workspace:
    """What every step of a run needs. Crosses processes: only settings, rules and the day do."""

    def __init__(
        self, settings: Settings, rules: RuleSet, today: date, *, catalogue: bool = False
    ) -> None:
        """Bind settings to the rules that exist.

        With `catalogue` the facts of all files hold what they list, whether a rule wants it or not.
        """
        self.settings = settings
        self.catalogue = catalogue
        self.rules = rules
        self.today = today
        self._plans: dict[int, tuple[Mapping[str, Any], Plan]] = {}
        self._plan_by_path: dict[str, Plan] = {}

    def __reduce__(self) -> tuple[Callable[..., Workspace], tuple[object, ...]]:
        """Leave plans behind; they are made again where they are needed."""
        make = partial(Workspace, catalogue=self.catalogue)
        return (make, (self.settings, self.rules, self.today))

    @property
    def cards(self) -> dict[str, Card]:
        """Every rule's card by name."""
        return {name: entry.card for name, entry in self.rules.by_name.items()}

    def plan_at(self, path: str) -> Plan:
        """The plan for a file; files with equal settings share one."""
        plan = self._plan_by_path.get(path)
        if plan is None:
            rules = self.settings.rules_at(path)
            if id(rules) not in self._plans:
                self._plans[id(rules)] = (rules, self._plan(rules, path))
            plan = self._plan_by_path[path] = self._plans[id(rules)][1]
        return plan

    def _plan(self, rules: Mapping[str, Any], path: str) -> Plan:
        catalogue = self.catalogue or (bool(path) and self.plan_at("").catalogue)
        return Plan(self.rules, rules, self.settings.packs, catalogue=catalogue)

    def widest_plan(self, plans: Iterable[Plan]) -> Plan:
        """A plan with every rule that one of the plans, or the root's, has switched on."""
        own = self.plan_at("")
        more = {}
        for plan in plans:
            if plan is not own:
                more.update({name: plan.settings[name] for name in plan.names - own.names})
        return Plan(self.rules, {**own.settings, **more}, own.packs) if more else own

    @cached_property
    def tree(self) -> FileTree:
        """Which files exist below the root; listed when a rule first asks."""
        from roadmaplint.files.project_tree import list_files

        return FileTree(lambda: list_files(self.settings.root))


def open_workspace(
    paths: Sequence[str],
    overrides: Overrides,
    environ: Mapping[str, str],
    today: date,
    base: str | None = None,
) -> Workspace:
    """Find and load the configuration for a run on `paths`. Raises UsageError.

    `base` stands in for the current folder.
    """
    rules = shipped()
    cards = _cards(rules, across_files=overrides.cross_file)

    def options_of(name: str) -> type:
        return load_check(rules.by_name[name]).options

    named = [path for path in paths if path != "-"]
    start = common_folder(named) if named else "."
    settings = load(start, overrides.given(), environ, cards, options_of, base)
    if settings.baseline is None and not overrides.isolated:
        settings = _with_baseline(settings)
    return Workspace(settings, rules, today)


def _cards(rules: RuleSet, *, across_files: bool) -> Mapping[str, Card]:
    """The cards by name; rules that compare files with each other are on where that is wanted."""
    return {
        name: replace(entry.card, default=True)
        if across_files and entry.subject in ACROSS_FILES
        else entry.card
        for name, entry in rules.by_name.items()
    }


def _with_baseline(settings: Settings) -> Settings:
    """With the baseline at its usual place, if there is one."""
    place = settings.root / BASELINE
    if not place.is_file():
        return settings
    found: Setting[Any] = Setting(str(place), Origin("file", BASELINE))
    return replace(settings, values={**settings.values, "baseline": found})


class Limited(Workspace):
    """A workspace with a few of the rules of a whole one; it shares the file tree with it."""

    def __init__(self, whole: Workspace, names: Iterable[str]) -> None:
        """Take the names of the rules that may run."""
        super().__init__(whole.settings, whole.rules, whole.today)
        self._whole, self._names = whole, frozenset(names)

    def __reduce__(self) -> tuple[type[Workspace], tuple[object, ...]]:
        """Cross processes with the names."""
        return (Limited, (self._whole, self._names))

    def _plan(self, rules: Mapping[str, Any], path: str) -> Plan:
        return super()._plan({name: rules[name] for name in self._names if name in rules}, path)

    @cached_property
    def tree(self) -> FileTree:
        """Which files exist below the root."""
        return self._whole.tree
