"""The profile of free-programming-books: quiet on healthy lists, and every damage is seen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.profiles.damages_fpb import DAMAGES, UNCHECKED
from tests.profiles.running import ROOT
from tests.profiles.running import findings as run_on

HEALTHY = ROOT / "examples/free-programming-books"
LIST = HEALTHY / "books/free-programming-books-en.md"
RANKS = {"info": 0, "warning": 1, "error": 2}


def findings(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """What the program reports on a folder with this profile."""
    return run_on(folder, "--profile", "free-programming-books", *arguments)


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The findings by damage: all damaged lists are checked in one run."""
    folder = tmp_path_factory.mktemp("lists")
    names = {}
    text = LIST.read_text("utf-8")
    for number, (name, damage) in enumerate({**DAMAGES, **UNCHECKED}.items()):
        changed = damage.change(text)
        assert changed != text, name
        names[f"list{number}-en.md"] = name
        (folder / f"list{number}-en.md").write_text(changed, "utf-8")
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names.values()}
    for one in findings(folder):
        found[names[one["path"]]].append(one)
    return found


def test_healthy_lists_are_clean() -> None:
    assert findings(HEALTHY) == []


@pytest.mark.parametrize("name", DAMAGES)
def test_what_the_linter_of_the_lists_reports_is_an_error(
    name: str, damaged: dict[str, list[dict[str, Any]]]
) -> None:
    errors = {one["rule"] for one in damaged[name] if one["severity"] == "error"}
    assert DAMAGES[name].rule in errors


@pytest.mark.parametrize("name", UNCHECKED)
def test_what_only_the_guide_says_is_a_warning_at_most(
    name: str, damaged: dict[str, list[dict[str, Any]]]
) -> None:
    rule = UNCHECKED[name].rule
    found = [one["severity"] for one in damaged[name] if one["rule"] == rule]
    assert found
    if rule != "padded-url":
        assert max(RANKS[one] for one in found) < RANKS["error"]


def test_one_damage_is_no_more_than_one_kind_of_error(
    damaged: dict[str, list[dict[str, Any]]],
) -> None:
    """A slip must not drown in what follows from it."""
    for name, found in damaged.items():
        errors = {one["rule"] for one in found if one["severity"] == "error"}
        assert len(errors) <= 2, (name, errors)


def test_pages_about_the_lists_are_no_lists(tmp_path: Path) -> None:
    text = "# Guide\n\nText.\n\n- b\n- a\n\n## Rules\n\nText.\n"
    (tmp_path / "docs").mkdir()
    for name in ("README.md", "docs/CONTRIBUTING-de.md", "CODE_OF_CONDUCT.md", "SUMMARY.md"):
        (tmp_path / name).write_text(text, "utf-8")
    assert findings(tmp_path) == []


def test_languages_have_their_own_alphabets(tmp_path: Path) -> None:
    """An order that is wrong in English is right elsewhere; unknown orders are not judged."""
    (tmp_path / "list-es.md").write_text(
        "* [Nube](https://a.example)\n* [Ñu](https://b.example)\n* [Oso](https://c.example)\n",
        "utf-8",
    )
    (tmp_path / "list-zh.md").write_text(
        "* [树](https://a.example)\n* [图](https://b.example)\n", "utf-8"
    )
    (tmp_path / "list-ru.md").write_text(
        "* [Яблоко](https://a.example)\n* [Apple](https://b.example)\n", "utf-8"
    )
    assert [one for one in findings(tmp_path) if one["rule"] == "unsorted-list"] == []
    (tmp_path / "list-sv.md").write_text(
        "* [Öl](https://a.example)\n* [Zebra](https://b.example)\n", "utf-8"
    )
    (found,) = (one for one in findings(tmp_path) if one["rule"] == "unsorted-list")
    assert found["severity"] == "info"


RIGHT_TO_LEFT = """<div dir="rtl" markdown="1">

### فهرست

* [تعلم Python](https://a.example/1) - آدا نمونه&rlm; (PDF)
* [دليل](https://a.example/2) - Ada Example
* [لغة C#](https://a.example/3)

"""


def test_directions(tmp_path: Path) -> None:
    (tmp_path / "list-ar.md").write_text(RIGHT_TO_LEFT, "utf-8")
    rules = {(one["rule"], one["severity"]) for one in findings(tmp_path)}
    assert {
        ("unmarked-latin", "warning"),
        ("unmarked-latin", "info"),
        ("direction-mark", "warning"),
        ("unclosed-html", "warning"),
    } <= rules


def test_the_profile_in_a_file_and_a_name_with_a_slip(tmp_path: Path) -> None:
    (tmp_path / "list-en.md").write_text("* b\n* a\n", "utf-8")
    (tmp_path / "roadmaplint.toml").write_text('profile = "free-programming-books"\n', "utf-8")
    command = [sys.executable, "-m", "roadmaplint", "check", "--no-cache"]

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, "--output-format", "concise", *more, "."],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    done = run()
    assert done.returncode == 1
    assert "TOP010" in done.stdout
    wrong = run("--profile", "free-programing-books")
    assert wrong.returncode == 2
    assert 'did you mean "free-programming-books"' in wrong.stderr
    assert len(wrong.stderr.strip().splitlines()) == 1
