"""Rules of installed plugins and of folders: found, named, refused with one line."""

from __future__ import annotations

import importlib
import os
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.core.fake_rules import word_rule

from roadmaplint import data
from roadmaplint.core.plan import Plan, RuleSetting
from roadmaplint.core.plugins import (
    PLUGIN_GROUP,
    PluginError,
    discover,
    forget_packages,
    installed_plugins,
    installed_rules,
    local_folder,
    names_of,
    profile_names,
    profile_text,
    with_folder,
)
from roadmaplint.core.registry import RuleSet, load, shipped

CARD = """# stray-word

A word.

```toml
code = "TOP950"
severity = "info"
default = true
fix = "none"
```

## Bad

## Good
"""
CHECK = """
from roadmaplint import Finding, Source, Span, rule

@rule(on=Source)
def check(source, context):
    yield Finding(Span(0, 0), "here")
"""


def write_rules(folder: Path, check: str = CHECK, card: str = CARD) -> Path:
    (folder / "topics").mkdir(parents=True, exist_ok=True)
    (folder / "cards/topics").mkdir(parents=True, exist_ok=True)
    (folder / "topics/stray_word.py").write_text(check)
    (folder / "cards/topics/stray-word.md").write_text(card)
    return folder


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    package = write_rules(tmp_path / "our_rules")
    (package / "__init__.py").write_text("")
    info = tmp_path / "our_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: our-rules\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[roadmaplint.rules]\nours = our_rules\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    yield package
    for name in [name for name in sys.modules if name.split(".")[0] == "our_rules"]:
        del sys.modules[name]


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Path]:
    yield write_rules(tmp_path / "lint_rules")
    forget_packages()


def own(folder: Path) -> RuleSet:
    return with_folder(RuleSet([]), local_folder("lint_rules", str(folder)))


def test_a_plugin_adds_its_rules(plugin: Path) -> None:
    entry = installed_rules().by_name["stray-word"]
    assert entry.subject == "Source"
    assert entry.module == "our_rules.topics.stray_word"
    assert data.card_text(entry.card.place) == CARD


def test_without_plugins_nothing_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    assert data.distributions_offering(PLUGIN_GROUP) == ()
    assert installed_plugins() == ()
    assert installed_rules().by_name.keys() == shipped().by_name.keys()


def test_the_current_folder_offers_nothing(plugin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(plugin.parent)
    assert installed_plugins() == ()


def test_a_taken_name_gets_the_distribution_before_it(plugin: Path) -> None:
    ours = word_rule("x", "stray-word", code="TOP951")
    (found,) = installed_plugins()
    rules = with_folder(RuleSet([ours]), found.rules)
    assert set(rules.by_name) == {"stray-word", "our-rules-stray-word"}
    assert load(rules.by_name["our-rules-stray-word"]).name == "stray-word"


def test_a_plugin_ships_profiles(plugin: Path) -> None:
    (plugin / "profiles").mkdir()
    (plugin / "profiles/words.toml").write_text('description = "Words."\n')
    (plugin / "profile.toml").write_text('description = "Ours."\n')
    forget_plugins()
    assert profile_text("words") == 'description = "Words."\n'
    assert profile_text("ours") == 'description = "Ours."\n'
    assert profile_text("nobody") is None
    assert {"words", "ours", "awesome", "roadmap"} <= set(profile_names())


def forget_plugins() -> None:
    from roadmaplint.core import plugins

    plugins._plugins.cache_clear()


def test_a_local_folder_has_the_same_form(local: Path) -> None:
    (entry,) = own(local).entries
    assert (entry.card.name, entry.subject) == ("stray-word", "Source")
    assert entry.module.startswith("_roadmaplint_rules_local_")
    assert not list(local.rglob("__pycache__"))


def test_modules_of_a_folder_import_each_other(local: Path) -> None:
    (local / "helpers.py").write_text("WORDS = 'here'\n")
    write_rules(local, CHECK.replace("\nfrom", "\nfrom ..helpers import WORDS\nfrom", 1))
    assert len(own(local).entries) == 1


def test_the_digest_of_a_plan_follows_the_content(local: Path) -> None:
    def digest() -> str:
        rules = own(local)
        return Plan(rules, {"stray-word": RuleSetting(rules.entries[0].card.severity)}).digest

    before = digest()
    assert digest() == before
    write_rules(local, CHECK.replace("here", "there"))
    assert digest() != before


@pytest.mark.parametrize(
    ("check", "card", "said"),
    [
        ("import nothing_of_the_kind\n", CARD, "topics/stray_word.py: ModuleNotFoundError"),
        ("def f(:\n", CARD, "topics/stray_word.py: SyntaxError"),
        ("raise SystemExit(4)\n", CARD, "topics/stray_word.py: SystemExit: 4"),
        ("", CARD, "cards/topics/stray-word.md: no check has the name stray-word"),
        (CHECK, "# other\n", "cards/topics/stray-word.md:1: the first line must be"),
        (CHECK, CARD.replace('"none"\n', '"none"\naliases = 3\n'), "aliases must be a list"),
        (CHECK, CARD.replace('"none"\n', '"none"\n[options]\na = 1\n'), "[options] must say"),
        (CHECK, CARD.replace('"info"', "[]"), "cards/topics/stray-word.md: TypeError"),
        (CHECK, CARD.replace('"none"\n', f'"none"\nx = {"[" * 9000}\n'), "RecursionError"),
        (CHECK, CARD.replace("TOP950", "XYZ1"), "cards/topics/stray-word.md:5: the code"),
        (CHECK + CHECK.replace("check", "stray_word"), CARD, "a second check named stray-word"),
        (
            CHECK.replace("on=Source", "on=Source, options=dict"),
            CARD,
            "topics/stray_word.py: TypeError: options of a rule must be a msgspec.Struct",
        ),
        (
            CHECK.replace("def check", "def other"),
            CARD,
            "cards/topics/stray-word.md: no check has the name",
        ),
        (
            CHECK.replace("```toml", "") + CHECK.replace("def check", "def other"),
            CARD,
            "topics/stray_word.py: rule other has no card",
        ),
        (
            CHECK,
            CARD.replace('"none"\n', '"none"\n[options]\nwords = "Which."\n'),
            "topics/stray_word.py: Options of stray-word and [options] of its card: words",
        ),
    ],
)
def test_what_cannot_be_used_is_one_clear_line(
    local: Path, check: str, card: str, said: str
) -> None:
    write_rules(local, check, card)
    with pytest.raises(PluginError) as error:
        own(local)
    assert str(error.value).startswith("local rules in lint_rules: ")
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_broken_plugin_is_named(plugin: Path) -> None:
    write_rules(plugin, "import nothing_of_the_kind\n")
    with pytest.raises(PluginError, match=r"plugin our-rules: topics/stray_word.py: .*nothing_of"):
        installed_rules()


def test_a_plugin_whose_package_is_missing(plugin: Path) -> None:
    info = plugin.parent / "our_rules-1.0.dist-info/entry_points.txt"
    info.write_text("[roadmaplint.rules]\nours = no_such_rules\n")
    forget_plugins()
    with pytest.raises(PluginError, match="plugin our-rules: there is no package no_such_rules"):
        installed_rules()


def test_a_taken_code_is_refused(local: Path) -> None:
    taken = word_rule("x", "other-word", code="TOP950")
    with pytest.raises(PluginError, match="the code TOP950 is taken by other-word"):
        with_folder(RuleSet([taken]), local_folder("lint_rules", str(local)))


def test_links_in_a_folder_are_refused(local: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text("")
    (local / "inside.py").symlink_to(tmp_path / "outside.py")
    with pytest.raises(PluginError, match=r"inside.py: symbolic links are not followed"):
        own(local)


def test_rules_that_nobody_allowed_have_names_only(local: Path) -> None:
    write_rules(local, "raise SystemExit\n")
    folder = local_folder("lint_rules", str(local))
    (entry,) = names_of(RuleSet([]), folder).entries
    assert entry.subject == ""
    plan = Plan(RuleSet([entry]), {"stray-word": RuleSetting(entry.card.severity)})
    assert plan.names == frozenset()


def test_a_walk_tells_sound_cards_from_broken_ones() -> None:
    found = discover([("rules/topics/stray-word.md", "# other\n"), ("rules/topics/x.md", CARD)])
    assert found.entries == ()
    assert len(found.problems) == 2


@pytest.mark.parametrize("name", ["all", "topics", "local", "Loud", "two words"])
def test_names_with_another_meaning_are_refused(local: Path, name: str) -> None:
    card = local / "cards/topics" / f"{name}.md"
    card.write_text(CARD.replace("# stray-word", f"# {name}").replace("TOP950", "TOP951"))
    with pytest.raises(PluginError, match="is no name for a rule"):
        own(local)
    assert name not in names_of(RuleSet([]), local_folder("x", str(local))).by_name


def test_folders_stay_bounded(local: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "MOST_BYTES", 10)
    with pytest.raises(PluginError, match="more than"):
        own(local)
    monkeypatch.setattr(data, "MOST_BYTES", 1 << 20)
    monkeypatch.setattr(data, "MOST_FILES", 1)
    with pytest.raises(PluginError, match="more than 1 files"):
        own(local)
    monkeypatch.setattr(data, "MOST_FILES", 100)
    (local / "/".join("a" * 40)).mkdir(parents=True)
    with pytest.raises(PluginError, match="nested too deeply"):
        own(local)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are of Unix")
def test_a_pipe_is_no_module(local: Path) -> None:
    os.mkfifo(local / "waits.py")
    assert len(own(local).entries) == 1


def test_a_fresh_process_loads_local_rules_from_their_entry(local: Path) -> None:
    """Where processes are not forked, entries reach a worker without their modules."""
    (entry,) = pickle.loads(pickle.dumps(own(local).entries))
    forget_packages()
    assert load(entry).name == "stray-word"
