"""Rules on all files together, and events of the run."""

from __future__ import annotations

from collections.abc import Iterator

from tests.unit.core.fake_rules import plan_of, rule_of

from roadmaplint.core.finding import Elsewhere, ProjectFinding, Safety, Severity
from roadmaplint.core.plan import Plan, RuleSetting
from roadmaplint.core.project import announce, check_project
from roadmaplint.core.rule import NoOptions, rule
from roadmaplint.core.subjects import IdleIgnore, StaleEntry, Unreadable
from roadmaplint.roadmap.project_index import DocumentFacts, FileTree, HeadingFact, Project
from roadmaplint.text.source import Location

TREE = FileTree({"README.md"})
PLACE = Location(3, 1, 3, 4)


@rule(on=Project)
def titles(project: Project, options: NoOptions) -> Iterator[ProjectFinding]:
    for document in reversed(list(project.documents)):
        yield ProjectFinding(
            document.path,
            PLACE,
            f"title {document.title} on line 3",
            related=(Elsewhere("other.md", PLACE, "there"),),
            fix_title="cut",
            edits=((PLACE, ""),),
            safety=Safety.UNSAFE,
        )


@rule(on=Project)
def failing(project: Project, options: NoOptions) -> Iterator[ProjectFinding]:
    yield ProjectFinding("a.md", PLACE, "first")
    raise KeyError("lost")


TITLES = rule_of(titles, "stray-title")
FAILING = rule_of(failing, "stray-failure")


def facts(path: str, title: str, line: int = 1) -> DocumentFacts:
    heading = HeadingFact(title, title.lower(), 1, Location(line, 1, line, 5))
    return DocumentFacts(
        path, f"digest of {path}", True, title, None, (heading,), (), (), (), frozenset()
    )


PROJECT = Project({"a.md": facts("a.md", "A"), "b.md": facts("b.md", "B")}, TREE)


def test_findings_come_by_path_and_are_complete() -> None:
    found = check_project(PROJECT, plan_of(TITLES))
    assert list(found) == ["a.md", "b.md"]
    (diagnostic,) = found["a.md"]
    assert diagnostic.digest == "digest of a.md"
    assert diagnostic.location == PLACE
    assert diagnostic.related[0].path == "other.md"
    assert diagnostic.fix is not None
    assert diagnostic.fix.safety is Safety.UNSAFE
    assert diagnostic.fingerprint != found["b.md"][0].fingerprint


def test_fingerprints_do_not_hold_numbers() -> None:
    plan = plan_of(TITLES)
    moved = Project({"a.md": facts("a.md", "A", line=2)}, TREE)
    again = check_project(moved, plan)["a.md"][0]
    assert again.fingerprint == check_project(PROJECT, plan)["a.md"][0].fingerprint


def test_the_plan_of_a_file_counts() -> None:
    plan = plan_of(TITLES)
    off = plan_of(TITLES, settings={"stray-title": RuleSetting(None)})
    louder = plan_of(TITLES, settings={"stray-title": RuleSetting(Severity.ERROR, explicit=True)})
    plans: dict[str, Plan] = {"a.md": off, "b.md": louder}
    found = check_project(PROJECT, plan, plans.__getitem__)
    assert found["a.md"] == ()
    assert found["b.md"][0].severity is Severity.ERROR


def test_a_failing_rule_is_one_diagnostic() -> None:
    found = check_project(PROJECT, plan_of(FAILING, TITLES))
    rules = [diagnostic.rule for diagnostic in found["a.md"]]
    assert sorted(rules) == ["rule-crash", "stray-failure", "stray-title"]


def test_events_become_diagnostics_if_wanted() -> None:
    events = (
        Unreadable("b.md", "permission denied"),
        StaleEntry("base.json", PLACE, "mojibake", "a.md"),
        IdleIgnore(".lycheeignore", PLACE, "^https://a"),
    )
    found = announce(events, plan_of(meta=True))
    assert {(d.path, d.rule, d.severity) for d in found} == {
        (".lycheeignore", "unused-ignore-entry", Severity.INFO),
        ("b.md", "unreadable-file", Severity.ERROR),
        ("base.json", "stale-baseline", Severity.INFO),
    }
    assert announce(events, plan_of(TITLES)) == ()
