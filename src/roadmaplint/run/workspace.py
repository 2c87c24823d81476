"""A run's settings and rules, and what is derived from them once: plans, the file tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache, partial
from typing import Any

from msgspec.structs import replace

from roadmaplint.config.layers import Origin, Setting
from roadmaplint.config.load import load
from roadmaplint.config.local_rules import VARIABLE, find_local_rules
from roadmaplint.config.settings import Settings
from roadmaplint.core.plan import ACROSS_FILES, Plan
from roadmaplint.core.plugins import (
    RuleFolder,
    installed_rules,
    local_folder,
    names_of,
    with_folder,
)
from roadmaplint.core.registry import RuleSet
from roadmaplint.core.registry import load as load_check
from roadmaplint.core.rule_meta import Card
from roadmaplint.files.project_tree import common_folder, current_folder
from roadmaplint.roadmap.project_index import FileTree
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
    named = [path for path in paths if path != "-"]
    start = common_folder(named) if named else "."
    rules = rules_for(start, overrides.given(), environ, base)
    cards = _cards(rules, across_files=overrides.cross_file)

    def options_of(name: str) -> type:
        entry = rules.by_name[name]
        if not entry.subject:
            raise KeyError(name)
        return load_check(entry).options

    settings = load(start, overrides.given(), environ, cards, options_of, base)
    if settings.baseline is None and not overrides.isolated:
        settings = _with_baseline(settings)
    return Workspace(settings, rules, today)


def rules_for(
    start: str,
    options: Mapping[str, Any],
    environ: Mapping[str, str],
    base: str | None = None,
    *,
    cards_only: bool = False,
) -> RuleSet:
    """All rules that there are for files at `start`: shipped, of plugins, and local ones.

    Local rules that nobody allowed to run are known by name only; a line on the standard error
    says so, once in the life of a process. With `cards_only` no local rule is going to run.
    Raises UsageError.
    """
    rules = installed_rules()
    local = find_local_rules(start, options, environ, base or current_folder())
    if local is None:
        return rules
    if local.allowed and not cards_only:
        return with_folder(rules, local_folder(local.shown, local.folder))
    if not cards_only:
        _say_not_allowed(local.shown)
    return names_of(rules, RuleFolder("local rules", "local", "", local.folder))


@lru_cache(maxsize=64)
def _say_not_allowed(shown: str) -> None:
    from logging import getLogger  # what nobody handles goes to the standard error

    from roadmaplint.report.escape import visible

    getLogger("roadmaplint").warning(
        "roadmaplint: local rules in %s are not run, because they are code of the repository; "
        "--allow-local-rules or %s=1 allows them",
        visible(shown[:100]),
        VARIABLE,
    )


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
