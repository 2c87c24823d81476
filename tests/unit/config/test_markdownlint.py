"""markdownlint's settings are defaults below the project's own, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadmaplint.config.load import load
from roadmaplint.config.settings import Settings, describe
from roadmaplint.core.registry import MARKDOWNLINT, shipped
from roadmaplint.core.registry import load as load_check
from roadmaplint.errors import ConfigError

RULES = shipped()
CARDS = {name: entry.card for name, entry in RULES.by_name.items()}
SHARED = {n for n, card in CARDS.items() if set(card.aliases) & set(MARKDOWNLINT.values())}


def settings(project: Path, name: str, text: str, own: str = "") -> Settings:
    (project / name).write_text(text, "utf-8")
    (project / "roadmaplint.toml").write_text(own, "utf-8")
    return load(project, {}, {}, CARDS, lambda rule: load_check(RULES.by_name[rule]).options)


def off(found: Settings) -> set[str]:
    plain = load("/", {"isolated": True}, {}, CARDS)
    before, now = plain.rules_at(""), found.rules_at("")
    return {r for r in now if before[r].severity is not None and now[r].severity is None}


def origins(found: Settings) -> dict[str, str]:
    return {key: str(origin) for key, _, origin in describe(found)}


def test_codes_names_and_tags_in_any_case(project: Path) -> None:
    text = """{ // ours
      "md009": false,
      "NO-HARD-TABS": false, /* spaces */
      "Hard_Tab": false,
      "ul": false,
    }"""
    found = settings(project, ".markdownlint.jsonc", text)
    assert off(found) == {
        "trailing-space",
        "hard-tab",
        "list-marker",
        "list-indent",
        "marker-space",
        "blanks-around-list",
    }
    assert origins(found)["rules.trailing-space.severity"] == ".markdownlint.jsonc:2"


def test_a_rule_with_two_counterparts_is_off_if_both_are(project: Path) -> None:
    found = settings(project, ".markdownlint.json", '{"MD019": false}')
    assert off(found) == set()
    found = settings(project, ".markdownlint.json", '{"MD019": false, "MD021": false}')
    assert off(found) == {"extra-heading-space"}


def test_options_and_severities(project: Path) -> None:
    text = (
        "MD007:\n  indent: 4\nMD026: info\nMD013: {line_length: 120}\nMD024: {siblings_only: no}\n"
    )
    found = settings(project, ".markdownlint.yaml", text)
    rules = found.rules_at("")
    assert rules["list-indent"].options == {"indent": 4}
    assert rules["heading-punctuation"].severity is not None
    assert rules["heading-punctuation"].severity.word == "info"
    assert rules["line-length"].options == {"length": 120}
    assert rules["line-length"].severity is not None
    assert rules["duplicate-heading"].options == {"scope": "file"}
    assert origins(found)["rules.list-indent.indent"] == ".markdownlint.yaml:1"
    assert origins(found)["rules.line-length.length"] == ".markdownlint.yaml:4"


def test_what_is_off_by_default_here_waits_for_its_name(project: Path) -> None:
    found = settings(project, ".markdownlint.yml", "default: true\n")
    assert found.rules_at("")["line-length"].severity is None
    assert off(found) == set()


def test_only_what_is_named_if_the_default_is_off(project: Path) -> None:
    found = settings(project, ".markdownlint.yml", "default: false\nMD009: true\n")
    assert off(found) == {n for n in SHARED if CARDS[n].default} - {"trailing-space"}


def test_the_projects_own_file_wins(project: Path) -> None:
    own = '[rules]\ntrailing-space.severity = "warning"\nlist-indent.indent = 2\n'
    text = '{"MD009": false, "MD007": {"indent": 4}}'
    rules = settings(project, ".markdownlint.json", text, own).rules_at("")
    assert rules["trailing-space"].severity is not None
    assert rules["list-indent"].options == {"indent": 2}


def test_cli2_counts_if_it_has_a_config(project: Path) -> None:
    (project / ".markdownlint.json").write_text('{"MD009": false}', "utf-8")
    found = settings(project, ".markdownlint-cli2.jsonc", '{"config": {"MD010": false}}')
    assert off(found) == {"hard-tab"}
    found = settings(project, ".markdownlint-cli2.jsonc", '{"fix": true}')
    assert off(found) == {"trailing-space"}


def test_what_is_passed_over_is_noted_not_fatal(project: Path) -> None:
    text = '{"MD033": false, "foo": 1, "MD007": {"indent": "x", "start_indent": 2}, "MD044": []}'
    found = settings(project, ".markdownlint.json", text)
    assert [note.split('"')[1] for note in found.notes] == [
        "foo",
        "MD007.indent",
        "MD007.start_indent",
    ]
    assert off(found) == set()


def test_aliases_of_yaml_do_not_multiply(project: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    found = settings(project, ".markdownlint.yaml", "\n".join([*lines, "MD044: {names: *a29}"]))
    assert off(found) == set()


WRONG = [
    (".markdownlint.json", '{"a"'),
    (".markdownlint.json", "[1]"),
    (".markdownlint.json", "[" * 50_000),
    (".markdownlint.yaml", "a: ["),
    (".markdownlint.yaml", "!!python/object/apply:os.getcwd []"),
    (".markdownlint.yaml", "#" * 200_000),
]


@pytest.mark.parametrize(("name", "text"), WRONG, ids=range(len(WRONG)))
def test_a_bad_file_is_one_line(project: Path, name: str, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        settings(project, name, text)
    assert str(caught.value).startswith(name)
    assert "\n" not in str(caught.value)


def test_isolated_reads_nothing(project: Path) -> None:
    (project / ".markdownlint.json").write_text("{", "utf-8")
    assert load(project, {"isolated": True}, {}, CARDS).notes == ()


def test_the_profile_switches_on_exactly_the_shared_rules() -> None:
    rules = load("/", {"isolated": True, "profile": "markdownlint"}, {}, CARDS).rules_at("")
    on = {name for name, rule in rules.items() if rule.severity is not None}
    # its rule on names knows none by default; ours does
    assert on == SHARED - {"inconsistent-term"}
