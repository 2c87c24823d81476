"""Rules of other distributions are found by their entry point, and only when asked for."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.core.fake_rules import word_rule

from roadmaplint.core.plugins import discover, with_plugins
from roadmaplint.core.registry import BrokenRule, RuleSet

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

@rule(on=Source)
def check(source, context):
    yield Finding(Span(0, 0), "here")
"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    package = tmp_path / "our_rules"
    (package / "topics").mkdir(parents=True)
    (package / "cards/topics").mkdir(parents=True)
    for file in (package / "__init__.py", package / "topics/__init__.py"):
        file.write_text("")
    (package / "topics/stray_word.py").write_text(CHECK)
    (package / "cards/topics/stray-word.md").write_text(CARD)
    info = tmp_path / "our_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: our-rules\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[roadmaplint.rules]\nours = our_rules\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    yield package
    for name in [name for name in sys.modules if name.split(".")[0] == "our_rules"]:
        del sys.modules[name]


def test_a_plugin_adds_its_rules(plugin: Path) -> None:
    rules = with_plugins(RuleSet([]))
    (entry,) = rules.entries
    assert entry.card.name == "stray-word"
    assert entry.subject == "Source"
    assert entry.module == "our_rules.topics.stray_word"


def test_a_taken_name_gets_the_distribution_before_it(plugin: Path) -> None:
    ours = word_rule("x", "stray-word", code="TOP951")
    rules = with_plugins(RuleSet([ours]))
    assert set(rules.by_name) == {"stray-word", "our-rules-stray-word"}


def test_a_broken_plugin_is_one_clear_error(plugin: Path) -> None:
    (plugin / "topics/stray_word.py").write_text("import nothing_of_the_kind\n")
    with pytest.raises(BrokenRule, match=r"plugin ours: .*nothing_of_the_kind"):
        with_plugins(RuleSet([]))


def test_a_walk_tells_sound_cards_from_broken_ones() -> None:
    found = discover([("rules/topics/stray-word.md", "# other\n"), ("rules/topics/x.md", CARD)])
    assert found.entries == ()
    assert len(found.problems) == 2
