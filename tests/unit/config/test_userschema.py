"""Schemas of projects become options of rules; what is wrong with one is told in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from roadmaplint.config.load import load
from roadmaplint.config.settings import Settings
from roadmaplint.core.registry import load as load_check
from roadmaplint.core.registry import shipped
from roadmaplint.errors import ConfigError

RULES = shipped()
CARDS = {name: entry.card for name, entry in RULES.by_name.items()}


def settings(project: Path, schema: str, *, name: str = "shape.toml", more: str = "") -> Settings:
    (project / name).write_text(schema, "utf-8")
    (project / "roadmaplint.toml").write_text(f'schema = "{name}"\n{more}', "utf-8")
    return load(project, {}, {}, CARDS, lambda rule: load_check(RULES.by_name[rule]).options)


def options(found: Settings, rule: str, path: str = "README.md") -> dict[str, Any]:
    return dict(found.rules_at(path)[rule].options)


def constraints(found: Settings, path: str = "README.md") -> list[dict[str, Any]]:
    texts = options(found, "schema-violation", path).get("constraints", ())
    return [json.loads(text) for text in texts]


def test_required_sections_order_and_title(project: Path) -> None:
    found = settings(
        project,
        """
        [title]
        pattern = "Plan"
        [sections]
        required = ["^Start$", {match = "^Help$", severity = "warning"}]
        order = ["^Start$", "^End$"]
        """,
    )
    assert options(found, "missing-section") == {
        "required": ("^Start$",),
        "recommended": ("^Help$",),
        "max_depth": 1,
    }
    assert options(found, "section-order") == {"order": ("^Start$", "^End$")}
    assert options(found, "title-pattern") == {"pattern": "Plan"}
    assert constraints(found) == []


def test_a_required_section_with_counts_is_a_constraint(project: Path) -> None:
    found = settings(project, '[sections]\nrequired = [{match = "^Books$", min-resources = 6}]')
    (one,) = constraints(found)
    assert (one["match"], one["depth"], one["at_least"]) == ("^Books$", 1, 1)
    counts = one["schema"]["properties"]["counts"]["properties"]
    assert counts == {"deep_resources": {"minimum": 6}}
    assert "missing-section" not in {r for r, s in found.rules_at("").items() if s.options}


def test_counts_of_stages_switch_their_rule_on(project: Path) -> None:
    found = settings(project, "[each_stage]\nmin_resources = 4\nmax_topics = 9")
    assert found.rules_at("README.md")["thin-stage"].severity is not None
    assert options(found, "thin-stage") == {
        "min_topics": 0,
        "min_resources": 4,
        "min_durations": 0,
    }
    assert [one["id"] for one in constraints(found)] == ["each_stage"]


def test_severities_of_rules_and_of_constraints(project: Path) -> None:
    found = settings(
        project,
        """
        [severity]
        skipped-level = "error"
        allowed_levels = "warning"
        gone = "off"
        [sections]
        allowed_levels = [2]
        [[constraints]]
        id = "gone"
        select = "row"
        """,
    )
    skipped = found.rules_at("README.md")["skipped-level"]
    assert skipped.severity is not None
    assert skipped.severity.word == "error"
    assert [(one["id"], one["severity"]) for one in constraints(found)] == [
        ("allowed_levels", "warning")
    ]


def test_a_schema_adds_to_what_it_extends(project: Path) -> None:
    (project / "base.toml").write_text(
        '[sections]\nrequired = ["^A$"]\norder = ["^A$"]\n[title]\npattern = "X"\n'
        '[[constraints]]\nid = "one"\nselect = "row"\nat_most = 1\n',
        "utf-8",
    )
    found = settings(
        project,
        'extends = "./base.toml"\n[sections]\nrequired = ["^B$"]\n'
        '[[constraints]]\nid = "one"\nselect = "row"\nat_most = 2\n',
    )
    assert options(found, "missing-section")["required"] == ("^A$", "^B$")
    assert options(found, "section-order") == {"order": ("^A$",)}
    assert options(found, "title-pattern") == {"pattern": "X"}
    assert [one["at_most"] for one in constraints(found)] == [2]


def test_a_schema_may_extend_a_profile(project: Path) -> None:
    found = settings(project, 'extends = "learning-path"\n[title]\npattern = "^Great"')
    profile = load(project, {"profile": "learning-path", "isolated": True}, {}, CARDS)
    assert options(found, "title-pattern") == {"pattern": "^Great"}
    assert options(found, "thin-stage") == options(profile, "thin-stage") != {}


def test_the_configuration_itself_wins(project: Path) -> None:
    more = '[rules.title-pattern]\npattern = "mine"'
    found = settings(project, '[title]\npattern = "theirs"', more=more)
    assert options(found, "title-pattern") == {"pattern": "mine"}


def test_a_table_in_the_configuration(project: Path) -> None:
    (project / "base.toml").write_text('[title]\npattern = "X"\n', "utf-8")
    (project / "pyproject.toml").write_text(
        '[tool.roadmaplint.schema]\nextends = "base.toml"\n'
        "[tool.roadmaplint.schema.sections]\nallowed-levels = [2, 3]\n",
        "utf-8",
    )
    found = load(project, {}, {}, CARDS)
    assert options(found, "title-pattern") == {"pattern": "X"}
    assert [one["id"] for one in constraints(found)] == ["allowed_levels"]
    assert found.schema is None


def test_other_paths_have_another_schema(project: Path) -> None:
    (project / "course.json").write_text('{"required": ["title"], "type": "object"}', "utf-8")
    more = '[[overrides]]\npaths = ["courses/**"]\nschema = "course.json"'
    found = settings(project, '[title]\npattern = "X"\n[sections]\nallowed_levels = [2]', more=more)
    path = "courses/plan.md"
    assert options(found, "title-pattern", path) == {"pattern": ""}
    assert [(one["id"], one["whole"]) for one in constraints(found, path)] == [("course", True)]
    assert found.is_roadmap(path)
    assert not found.is_roadmap("other/plan.md")


WRONG = [
    ('[sections]\nrequird = ["x"]', 2, 'unknown key "requird" in [sections]'),
    ('[sections]\nrequired = ["(x"]', 2, "must be a regular expression"),
    ("sections = 3", 1, '"sections" must be a table'),
    ('[[constraints]]\nselect = "row"', 1, 'needs "id"'),
    ('[[constraints]]\nid = "a"\nselect = "rows"', 1, "selects nothing"),
    ('[[constraints]]\nid = "a"\nselect = "row[x]"', 1, "is no condition"),
    ('[[constraints]]\nid = "a"\nschema = {type = "objekt"}', 1, "objekt"),
    ('[[constraints]]\nid = "a"\nschema = {const = 2020-01-01}', 1, "JSON does not have"),
    ('[[constraints]]\nid = "a"\nschema = {"$ref" = "https://a.example/"}', 1, "are not read"),
    ('extends = "shape.toml"', 1, "leads back"),
    ('extends = "roadmapp"', 1, "no file and no profile"),
    ('extends = "gone.toml"', None, "gone.toml does not exist"),
    ('[severity]\nskipped-levl = "error"', 2, 'did you mean "skipped-level"?'),
    ("a = ", 1, "not valid TOML"),
]


@pytest.mark.parametrize(("schema", "line", "words"), WRONG)
def test_what_is_wrong_is_told_with_its_place(
    project: Path, schema: str, line: int | None, words: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        settings(project, schema)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.line == line


WRONG_JSON = [
    ('{"a"', "not valid JSON"),
    ("[]", "must be a table"),
    ('{"type": "objekt"}', "objekt"),
    ('{"$ref": "other.json"}', "others are not read"),
    ('{"$ref": "file:///etc/hosts"}', "others are not read"),
    ('{"not": ' * 900 + "true" + "}" * 900, "too deeply"),
    ("[" * 100_000, "too deeply"),
]


@pytest.mark.parametrize(("schema", "words"), WRONG_JSON, ids=range(len(WRONG_JSON)))
def test_a_wrong_json_schema(project: Path, schema: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        settings(project, schema, name="shape.json")


def test_a_json_file_may_hold_the_short_form(project: Path) -> None:
    found = settings(project, '{"title": {"pattern": "X"}}', name="shape.json")
    assert options(found, "title-pattern") == {"pattern": "X"}
