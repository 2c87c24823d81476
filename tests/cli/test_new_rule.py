"""`rule --new`: the files it writes work at once."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from roadmaplint.cli.main import run
from roadmaplint.core.plugins import forget_packages
from roadmaplint.core.rule_doc import read_card
from roadmaplint.testing import verify_folder

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def checkout(folder: Path) -> Path:
    (folder / "src/roadmaplint/rules/topics").mkdir(parents=True)
    (folder / "rules/topics").mkdir(parents=True)
    codes = (ROOT / "rules/codes.toml").read_text("utf-8")
    (folder / "rules/codes.toml").write_text(codes, "utf-8")
    return folder


def test_a_local_rule_works_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "--new", "topics/odd-name"]) == 0
    said = capsys.readouterr().out
    assert '[rules] local = "lint_rules" in roadmaplint.toml' in said
    assert verify_folder(folder / "lint_rules") == 2
    (folder / "roadmaplint.toml").write_text('[rules]\nlocal = "lint_rules"\n')
    (folder / "README.md").write_text("# Garden\n\n- Odd-name\n- Soil\n")
    arguments = ["check", "--allow-local-rules", "--no-cache", "--select", "odd-name", "README.md"]
    assert run(arguments) == 1
    assert "TOP900 odd-name called Odd-name" in capsys.readouterr().out
    forget_packages()


def test_the_next_local_rule_goes_to_the_configured_folder(folder: Path) -> None:
    (folder / "roadmaplint.toml").write_text('[rules]\nlocal = "tools/own"\n')
    assert run(["rule", "--new", "topics/one"]) == 0
    assert run(["rule", "--new", "topics/two"]) == 0
    assert run(["rule", "--new", "links/three"]) == 0
    cards = sorted((folder / "tools/own/cards").rglob("*.md"))
    found = {card.stem: read_card(card.read_text("utf-8"), card.as_posix()) for card in cards}
    codes = {name: file.card.code for name, file in found.items()}
    assert codes == {"one": "TOP900", "two": "TOP901", "three": "LNK900"}
    assert verify_folder(folder / "tools/own") == 6


def test_in_a_checkout_it_takes_the_next_code(checkout: Path) -> None:
    before = tomllib.loads((checkout / "rules/codes.toml").read_text("utf-8"))
    assert run(["rule", "--new", "topics/odd-name"]) == 0
    after = tomllib.loads((checkout / "rules/codes.toml").read_text("utf-8"))
    code = f"TOP{len(before['topics']) + 1:03}"
    assert after == {**before, "topics": {**before["topics"], code: "odd-name"}}
    card = (checkout / "rules/topics/odd-name.md").read_text("utf-8")
    assert read_card(card, "rules/topics/odd-name.md").card.code == code
    check = (checkout / "src/roadmaplint/rules/topics/odd_name.py").read_text("utf-8")
    assert "def odd_name(topic: Topic" in check
    compile(check, "odd_name.py", "exec")


def test_the_last_group_grows_too(checkout: Path) -> None:
    assert run(["rule", "--new", "meta/odd-name"]) == 0
    table = tomllib.loads((checkout / "rules/codes.toml").read_text("utf-8"))
    assert list(table["meta"].values())[-1] == "odd-name"
    assert (checkout / "rules/codes.toml").read_text("utf-8").endswith('"odd-name"\n')


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--new", "topic/x"], '"topic" is no group; did you mean "topics"?'),
        (["--new", "x"], '"x" is no group'),
        (["--new", "topics/Odd Name"], '"Odd Name" is no name for a rule'),
        (["--new", "topics/local"], '"local" is no name for a rule'),
        (["--new", "topics/../x"], '"../x" is no name for a rule'),
        (["--new", "links/dead-link"], "there is a rule named dead-link already"),
        (["--local"], "--local goes with --new"),
    ],
)
def test_what_is_refused(
    folder: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rule", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert list(folder.iterdir()) == []


def test_nothing_is_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "lint_rules/topics").mkdir(parents=True)
    check = folder / "lint_rules/topics/odd_name.py"
    check.write_text("mine\n")
    assert run(["rule", "--new", "topics/odd-name"]) == 2
    assert "lint_rules/topics/odd_name.py is there already" in capsys.readouterr().err
    assert check.read_text() == "mine\n"
    assert not (folder / "lint_rules/cards").exists()
