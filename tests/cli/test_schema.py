"""`roadmaplint schema`, and `check` with a project's schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roadmaplint.cli.main import run

PLAN = """# Path

## Beginner (2 months)

- [A](https://a.example)

## Help

- x
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").write_text(PLAN, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_derived_then_checked(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "derive", "README.md", "-o", "shape.toml"]) == 0
    assert run(["schema", "check", "--schema", "shape.toml", "README.md"]) == 0
    (project / "README.md").write_text(PLAN.replace("## Help", "#### Help"), "utf-8")
    capsys.readouterr()
    arguments = ["schema", "check", "README.md", "--schema", "shape.toml", "--format", "json"]
    assert run(arguments) == 1
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    assert {(d["rule"], d["location"]["line"]) for d in found} == {
        ("missing-section", 9),
        ("schema-violation", 7),
    }


def test_check_and_show_read_the_configuration(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "roadmaplint.toml").write_text('[schema.title]\npattern = "Plan"\n', "utf-8")
    assert run(["check", "--output-format", "concise"]) == 1
    assert "README.md:1:1: SCH013" in capsys.readouterr().out
    assert run(["schema", "check"]) == 1
    assert run(["schema", "show", "README.md"]) == 0
    shown = capsys.readouterr().out
    assert '"title-pattern": {"pattern": "Plan"}' in shown


def test_check_takes_a_schema_for_one_run(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "shape.json").write_text('{"properties": {"title": {"const": "Plan"}}}', "utf-8")
    assert run(["check", "--schema", "shape.json", "--output-format", "concise"]) == 1
    said = 'README.md:1:1: SCH001 shape: title: "Path", "Plan" expected'
    assert said in capsys.readouterr().out
    assert run(["check", "--output-format", "concise", "--ignore", "section-size"]) == 0


WRONG = [
    (["schema", "derive"], "needs one file"),
    (["schema", "derive", "gone.md"], "gone.md"),
    (["schema", "check", "README.md"], "no schema holds"),
    (["schema", "check", "README.md", "--schema", "gone.toml"], "gone.toml does not exist"),
    (["schema", "show", "gone.md", "--schema", "README.md"], ""),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG)
def test_what_is_wrong_is_one_line(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert run(arguments) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
