"""Properties of what `init` writes: other people's files keep their meaning, ours can be read."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import yaml  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaplint.core.registry import load, shipped
from roadmaplint.init.importers import FILES, Carried, carry_over
from roadmaplint.init.proposal import toml_text, with_hook

RULES = shipped()
CARDS = {name: entry.card for name, entry in RULES.by_name.items()}

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8)
scalars = words | st.integers(-5, 500) | st.booleans()
values: st.SearchStrategy[Any] = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
repositories = st.fixed_dictionaries(
    {"repo": words, "rev": words, "hooks": st.lists(st.fixed_dictionaries({"id": words}))}
)
hooks = st.dictionaries(words.filter(bool), values, max_size=3).flatmap(
    lambda rest: st.builds(
        lambda repos: {**rest, "repos": repos}, st.lists(repositories, min_size=1, max_size=3)
    )
)
keys = st.sampled_from([
    "MD013", "MD007", "MD024", "line-length", "default", "exclude", "accept", "timeout", "remap",
    "hosts", "global", "disable", "per-file-ignores", "config", "ignores", "max_cache_age",
])  # fmt: skip


def options_of(name: str) -> type:
    return load(RULES.by_name[name]).options


@settings(deadline=None, max_examples=150)
@given(hooks, st.booleans(), st.sampled_from(["", "# mine\n", "---\n"]), st.integers(2, 4))
def test_a_merged_configuration_means_what_it_meant(
    table: dict[str, Any], by_key: bool, above: str, indent: int
) -> None:
    text = above + yaml.safe_dump(
        table, sort_keys=by_key, indent=indent, allow_unicode=True, default_flow_style=False
    )
    merged = with_hook(text, "1.2.3")
    if merged.text is None or merged.reason:
        return
    after = yaml.safe_load(merged.text)
    assert after["repos"].pop()["hooks"] == [{"id": "roadmaplint"}]
    assert after == table


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from("repos: -\n\r\t#'\"|>[]{}&*!ab"), max_size=80))
def test_any_text_is_left_alone_or_grows_by_the_entry(text: str) -> None:
    merged = with_hook(text, "1.2.3")
    if merged.text is None or merged.reason or not text.strip():
        return
    assert len(merged.text) > len(text)
    kept = merged.text.replace(merged.text[_difference(text, merged.text) :], "")
    assert text.startswith(kept)
    assert merged.text.endswith(text[len(kept) :])


def _difference(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


@settings(deadline=None)
@given(st.dictionaries(words, values, max_size=4))
def test_settings_are_read_back_as_they_were_written(table: dict[str, Any]) -> None:
    assert tomllib.loads(toml_text(table)) == table


@settings(deadline=None, max_examples=80)
@given(st.sampled_from(FILES), st.dictionaries(keys | words, values, max_size=4))
def test_no_settings_of_other_tools_stop_the_run(name: str, table: dict[str, Any]) -> None:
    text = toml_text(table) if name.endswith(".toml") else json.dumps(table)
    found = carry_over({name: text.encode()}, [], {}, CARDS, options_of)
    assert isinstance(found, Carried)
    assert tomllib.loads(toml_text(found.settings)) == found.settings


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(FILES), st.binary(max_size=60))
def test_no_bytes_stop_the_run(name: str, data: bytes) -> None:
    found = carry_over({name: data}, [], {}, CARDS, options_of)
    assert tomllib.loads(toml_text(found.settings)) == found.settings
