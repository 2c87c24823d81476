"""A project's own packs: found beside their configuration, judged in one line, part of the plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from roadmaplint.config.settings import Settings
from roadmaplint.core.plan import Plan, defaults
from roadmaplint.core.registry import shipped
from roadmaplint.errors import ConfigError

Loader = Callable[..., Settings]

GOOD = 'names = ["RootFlow"]\n[[concept]]\nid = "rof"\nen = ["Root overflow", "Overfull roots"]\n'
RETIRED = '[[retired]]\nnames = ["OldTool"]\nsince = "{}"\nwhat = "was closed"\nsource = "{}"\n'


def written(project: Path, *packs: str) -> None:
    (project / "words").mkdir()
    names = []
    for number, text in enumerate(packs):
        (project / "words" / f"{number}.toml").write_text(text, "utf-8")
        names.append(f"words/{number}.toml")
    (project / "roadmaplint.toml").write_text(f"packs = {names}\n", "utf-8")


def test_the_texts_of_packs_in_their_order(project: Path, loaded: Loader) -> None:
    more = RETIRED.format("2024-01", "https://example.org/")
    written(project, GOOD, more)
    assert loaded().packs == (GOOD, more)


def test_without_packs_there_are_none(project: Path, loaded: Loader) -> None:
    assert loaded().packs == ()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('nams = ["x"]', 'words/0.toml:1: unknown key "nams"; did you mean "names"?'),
        ("names = [3]", 'words/0.toml:1: "names[1]" must be a string, not 3'),
        ('[[concept]]\nen = ["x"]', 'words/0.toml:1: "concept[1]" needs "id"'),
        ('\n[[concept]]\nid = "a"\nen = "x"', 'words/0.toml:4: "concept[1].en" must be a list'),
        (
            '[[concept]]\nid = "a"',
            "words/0.toml: pack: a concept needs an id and at least one name",
        ),
        ("= broken", "words/0.toml:1: not valid TOML"),
        (RETIRED.format("soon", "https://example.org/"), 'words/0.toml:3: "retired[1].since" must'),
        (RETIRED.format("2024", "hearsay"), 'words/0.toml:5: "retired[1].source" must match'),
        ("\udcff", "words/0.toml:1: the file is not UTF-8"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    project: Path, loaded: Loader, text: str, complaint: str
) -> None:
    written(project)
    (project / "words" / "0.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    (project / "roadmaplint.toml").write_text('packs = ["words/0.toml"]\n', "utf-8")
    with pytest.raises(ConfigError) as caught:
        loaded()
    assert str(caught.value).startswith(complaint)
    assert "\n" not in str(caught.value)


def test_a_pack_that_is_not_there(project: Path, loaded: Loader) -> None:
    (project / "roadmaplint.toml").write_text('packs = ["nowhere.toml"]\n', "utf-8")
    with pytest.raises(ConfigError, match=r"the pack nowhere\.toml does not exist"):
        loaded()


def test_a_pack_changes_the_plans_digest() -> None:
    rules = shipped()
    settings = defaults(rules)
    digests = {Plan(rules, settings, packs).digest for packs in ((), (GOOD,), (GOOD, GOOD))}
    assert len(digests) == 3
