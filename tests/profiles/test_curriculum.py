"""The curriculum profile: its example is clean, and every damage to it is reported."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from roadmaplint.cli.main import run

EXAMPLE = Path(__file__).parents[2] / "examples" / "curriculum"
#: The rules that the profile adds.
OWN = {"course-table", "circular-prerequisite", "late-prerequisite", "unknown-prerequisite"}

Found = set[tuple[str, str, int]]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example's page to damage."""
    copy = tmp_path / "project"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns(".roadmaplint_cache"))
    monkeypatch.chdir(copy)
    return copy / "README.md"


@pytest.fixture
def found(capsys: pytest.CaptureFixture[str]) -> Callable[[], Found]:
    """Checks the folder; rule, severity and line of every finding."""

    def check() -> Found:
        run(["check", "--no-cache", "--output-format", "json"])
        report = json.loads(capsys.readouterr().out)
        return {(d["rule"], d["severity"], d["location"]["line"]) for d in report["diagnostics"]}

    return check


def damage(page: Path, old: str, new: str) -> None:
    text = page.read_text("utf-8")
    assert text.count(old) == 1
    page.write_text(text.replace(old, new), "utf-8")


def line_of(page: Path, text: str) -> int:
    lines = page.read_text("utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_the_example_is_clean(page: Path, found: Callable[[], Found]) -> None:
    assert found() == set()


@pytest.mark.parametrize(
    ("old", "new", "rule", "severity"),
    [
        ("[Lofting at Full Size](https://example.org/courses/lofting)", "Lofting at Full Size",
         "course-table", "error"),
        ("3 weeks | 10 hours/week", "- | 10 hours/week", "course-table", "warning"),
        ("3 weeks | 10 hours/week", "| 10 hours/week", "course-table", "warning"),
        ("3 weeks | 10 hours/week", "3 weeks | –", "course-table", "info"),
        ("Timber 1B, Lofting at Full Size", "Timber 1B, Clinker Planking",
         "circular-prerequisite", "error"),
        ("6 weeks | 4 hours/week | none", "6 weeks | 4 hours/week | Lofting at Full Size",
         "late-prerequisite", "info"),
        ("8-12 hours/week | Lofting at", "8-12 hours/week | Loftign at",
         "unknown-prerequisite", "warning"),
    ],
)  # fmt: skip
def test_damage_to_a_row(
    page: Path, found: Callable[[], Found], old: str, new: str, rule: str, severity: str
) -> None:
    damage(page, old, new)
    assert found() == {(rule, severity, line_of(page, new))}


def test_a_column_that_one_table_lacks(page: Path, found: Callable[[], Found]) -> None:
    lines = page.read_text("utf-8").split("\n")
    start = next(n for n, text in enumerate(lines) if "Clinker" in text) - 2
    for at in range(start, start + 4):
        name, _, effort, wanted = lines[at].split(" | ")
        lines[at] = " | ".join([name, effort, wanted])
    page.write_text("\n".join(lines), "utf-8")
    assert found() == {("course-table", "error", start + 1)}


def test_a_circle_of_three(page: Path, found: Callable[[], Found]) -> None:
    damage(page, "school geometry | [chat](https://example.org/chat/floating)",
           "Lofting at Full Size | [chat](https://example.org/chat/floating)")  # fmt: skip
    reported = found()
    closing = line_of(page, "[Lines, Tables and Offsets]")
    assert ("circular-prerequisite", "error", closing) in reported
    assert len([one for one in reported if one[0] == "circular-prerequisite"]) == 1


def test_a_page_without_tables(page: Path, found: Callable[[], Found]) -> None:
    text = [line for line in page.read_text("utf-8").split("\n") if "|" not in line]
    page.write_text("\n".join(text), "utf-8")
    assert {one for one in found() if one[0] in OWN} == {("course-table", "error", 1)}


def test_tables_without_leading_pipes_and_with_them_are_equal(
    page: Path, found: Callable[[], Found]
) -> None:
    lines = page.read_text("utf-8").split("\n")
    page.write_text("\n".join(f"| {x} |" if "|" in x else x for x in lines), "utf-8")
    assert found() == set()


def test_several_first_level_headings_are_the_style(page: Path, found: Callable[[], Found]) -> None:
    damage(page, "## Final project", "# Final project")
    assert found() == set()


def test_tables_of_other_things_are_left_alone(page: Path, found: Callable[[], Found]) -> None:
    with page.open("a", encoding="utf-8") as file:
        file.write("\n### Tools\n\n| Tool | Price |\n| --- | --- |\n| Spokeshave | 30 |\n")
    assert found() == set()


def test_a_long_chain_is_no_circle(page: Path, found: Callable[[], Found]) -> None:
    head = "Courses | Duration | Prerequisites\n--- | --- | ---\n"
    rows = [
        f"[Knots {n} of the Sea](https://example.org/{n}) | 1 week | Knots {n - 1} of the Sea"
        for n in range(1, 400)
    ]
    page.write_text("# Knots\n\n## Table\n\n" + head + "\n".join(rows) + "\n", "utf-8")
    assert {one for one in found() if one[0] in OWN - {"unknown-prerequisite"}} == set()
