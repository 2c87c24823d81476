"""Runs the rules that look at all files together, and those that speak of the run itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import cast

from msgspec.structs import replace

from roadmaplint.core.finding import IN_ORDER, Diagnostic, ProjectFinding
from roadmaplint.core.plan import PROJECT, ConfiguredRule, Plan
from roadmaplint.core.resolve import (
    CRASH,
    add_fingerprints_by_facts,
    crash,
    failure,
    place_project,
)
from roadmaplint.core.subjects import FILE_START, Crash, IdleIgnore, StaleEntry, Unreadable
from roadmaplint.roadmap.project_index import Project


def check_project(
    project: Project, plan: Plan, plan_of: Callable[[str], Plan] | None = None
) -> dict[str, tuple[Diagnostic, ...]]:
    """What the project rules of `plan` say, by path; hand each file's part to `conclude`.

    `plan_of` gives the plan of a file: where it switches a rule off, or names another severity,
    that counts.
    """
    found: list[Diagnostic] = []
    for bound in (bound for kind in PROJECT for bound in plan.on(kind)):
        try:
            for finding in cast(
                "Iterable[ProjectFinding]", bound.check.run(project, bound.options)
            ):
                facts = project.find(finding.path)
                found.append(place_project(finding, bound, facts.digest if facts else ""))
        except Exception as error:  # noqa: BLE001 - the fence around every rule
            path = next(iter(project.files), "")
            event = Crash(path, FILE_START, f"rule {bound.card.name}", failure(error))
            found.append(crash(event, plan.rules, ""))
    by_path: defaultdict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in sorted(found, key=IN_ORDER):
        by_path[diagnostic.path].append(diagnostic)
    return {
        path: add_fingerprints_by_facts(
            _adjusted(diagnostics, plan_of(path) if plan_of else plan),
            project.find(path),
            Counter(),
        )
        for path, diagnostics in by_path.items()
    }


def announce(
    events: Iterable[Unreadable | StaleEntry | IdleIgnore], plan: Plan
) -> tuple[Diagnostic, ...]:
    """The diagnostics of events, as far as the plan wants them."""
    found: list[Diagnostic] = []
    for event in events:
        for bound in plan.on(type(event).__name__):
            found += [place_project(finding, bound, "") for finding in _said(bound, event)]
    found.sort(key=IN_ORDER)
    return add_fingerprints_by_facts(found, None, Counter())


def _said(bound: ConfiguredRule, subject: object) -> Iterable[ProjectFinding]:
    return cast("Iterable[ProjectFinding]", bound.check.run(subject, bound.options))


def _adjusted(diagnostics: Iterable[Diagnostic], plan: Plan) -> Iterable[Diagnostic]:
    for diagnostic in diagnostics:
        setting = plan.settings.get(diagnostic.rule)
        if diagnostic.rule == CRASH or setting is None:
            yield diagnostic
        elif setting.severity is None:
            continue
        elif setting.explicit:
            yield replace(diagnostic, severity=setting.severity)
        else:
            yield diagnostic
