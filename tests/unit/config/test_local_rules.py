"""Whose word lets the code of a repository run, and where it may stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roadmaplint.config.local_rules import LocalRules, find_local_rules
from roadmaplint.errors import ConfigError


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / ".git").mkdir(parents=True)
    (root / "lint_rules").mkdir()
    (root / "roadmaplint.toml").write_text('[rules]\nlocal = "lint_rules"\n')
    return root


def found(project: Path, **given: Any) -> LocalRules | None:
    environ = given.pop("environ", {})
    return find_local_rules(project, given, environ, str(project))


def allowed(project: Path, **given: Any) -> bool:
    rules = found(project, **given)
    assert rules is not None
    assert (rules.shown, rules.folder) == ("lint_rules", str(project / "lint_rules"))
    return rules.allowed


def test_a_configuration_in_the_repository_allows_nothing(project: Path) -> None:
    assert not allowed(project)


def test_named_by_the_user_it_is_still_a_file_of_the_repository(project: Path) -> None:
    assert not allowed(project, config=str(project / "roadmaplint.toml"))


def test_a_link_to_a_file_of_the_repository_is_one(project: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").symlink_to(project / "roadmaplint.toml")
    assert not allowed(project, config=str(tmp_path / "mine.toml"))


def test_the_users_word_allows(project: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('[rules]\nlocal = "lint_rules"\n')
    assert allowed(project, allow_local_rules=True)
    assert allowed(project, environ={"ROADMAPLINT_ALLOW_LOCAL_RULES": "1"})
    assert allowed(project, config=str(tmp_path / "mine.toml"))
    assert allowed(project, environ={"ROADMAPLINT_CONFIG": str(tmp_path / "mine.toml")})


@pytest.mark.parametrize("word", ["", "0", "no"])
def test_other_values_of_the_variable_do_not(project: Path, word: str) -> None:
    assert not allowed(project, environ={"ROADMAPLINT_ALLOW_LOCAL_RULES": word})


def test_isolated_reads_no_configuration(project: Path) -> None:
    assert found(project, isolated=True, allow_local_rules=True) is None


def test_a_table_of_pyproject(project: Path) -> None:
    (project / "roadmaplint.toml").unlink()
    (project / "pyproject.toml").write_text('[tool.roadmaplint.rules]\nlocal = "lint_rules"\n')
    assert not allowed(project)


@pytest.mark.parametrize("value", ["..", "../project/lint_rules/..", "/tmp", ".", "a/../.."])
def test_a_folder_elsewhere_is_refused(project: Path, value: str) -> None:
    (project / "roadmaplint.toml").write_text(f'[rules]\nlocal = "{value}"\n')
    with pytest.raises(ConfigError, match="must be a folder below the project"):
        found(project)


def test_a_link_on_the_way_is_refused(project: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (project / "linked").symlink_to(tmp_path / "elsewhere")
    (project / "roadmaplint.toml").write_text('[rules]\nlocal = "linked"\n')
    with pytest.raises(ConfigError, match="without links"):
        found(project)


@pytest.mark.parametrize("text", ["", "[rules]\n", "local = 1\n", "rules = 3 # local\n", "[local"])
def test_without_the_key_there_is_nothing(project: Path, text: str) -> None:
    (project / "roadmaplint.toml").write_text(text)
    assert found(project) is None
