"""Which rules are on follows from layers, and from how exact the words are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roadmaplint.config.settings import Settings
from roadmaplint.core.finding import Severity
from roadmaplint.errors import ConfigError

Loader = Callable[..., Settings]

DEFAULT = {"mojibake", "trailing-space", "hard-tab", "several-titles"}


def on(settings: Settings, path: str = "README.md") -> set[str]:
    return {name for name, rule in settings.rules_at(path).items() if rule.severity is not None}


def test_without_anything_the_cards_decide(loaded: Loader) -> None:
    settings = loaded()
    assert on(settings) == DEFAULT
    assert settings.rules_at("x.md")["mojibake"].severity is Severity.ERROR
    assert not settings.rules_at("x.md")["mojibake"].explicit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('select = ["ALL"]', DEFAULT | {"deep-nesting"}),
        ("select = []", set()),
        ('select = ["layout"]', {"trailing-space", "hard-tab"}),
        ('select = ["lay"]', {"trailing-space", "hard-tab"}),
        ('select = ["structure"]', {"several-titles"}),
        ('select = ["structure", "deep-nesting"]', {"several-titles", "deep-nesting"}),
        ('select = ["hard-tab"]\nextend-select = ["STR"]', {"hard-tab", "several-titles"}),
        (
            'select = ["structure"]\nrules.deep-nesting.severity = "error"',
            {"several-titles", "deep-nesting"},
        ),
        ('select = ["MD010", "enc001"]', {"hard-tab", "mojibake"}),
        ('extend-select = ["Deep-Nesting"]', DEFAULT | {"deep-nesting"}),
        ('ignore = ["layout"]', {"mojibake", "several-titles"}),
        ('ignore = ["layout"]\nextend-select = ["hard-tab"]', DEFAULT - {"trailing-space"}),
        ('select = ["layout"]\nignore = ["layout"]', set()),
        ('select = ["hard-tab"]\nignore = ["layout"]', {"hard-tab"}),
        ('select = ["ALL"]\nignore = ["structure"]', DEFAULT - {"several-titles"}),
        ('rules.hard-tab.severity = "off"', DEFAULT - {"hard-tab"}),
        ('rules.deep-nesting.severity = "error"', DEFAULT | {"deep-nesting"}),
        (
            'select = ["layout"]\nrules.deep-nesting.severity = "error"',
            {"trailing-space", "hard-tab"},
        ),
        ('ignore = ["layout"]\nrules.hard-tab.severity = "error"', {"mojibake", "several-titles"}),
    ],
)
def test_one_file(loaded: Loader, text: str, expected: set[str]) -> None:
    assert on(loaded(text)) == expected


def test_the_command_line_selects_anew_but_exact_words_stay(loaded: Loader) -> None:
    text = 'ignore = ["hard-tab"]\nextend-select = ["deep-nesting"]'
    assert on(loaded(text, select=["layout"])) == {"trailing-space"}
    assert on(loaded(text, select=["hard-tab"])) == {"hard-tab"}
    assert on(loaded('ignore = ["layout"]', select=["layout"])) == {"hard-tab", "trailing-space"}
    assert on(loaded(text, select=["structure"])) == {"several-titles", "deep-nesting"}
    assert on(loaded(text, ignore=["ALL"])) == set()


def test_a_severity_of_a_user_is_explicit(loaded: Loader) -> None:
    rules = loaded('rules.hard-tab.severity = "error"').rules_at("a.md")
    assert rules["hard-tab"].severity is Severity.ERROR
    assert rules["hard-tab"].explicit
    assert not rules["trailing-space"].explicit


def test_options_are_fields_with_tuples(loaded: Loader) -> None:
    rules = loaded('[rules.deep-nesting]\nmax-level = 3\nnames = ["x"]\nwords = { a = "b" }')
    options = rules.rules_at("a.md")["deep-nesting"].options
    assert options == {"max_level": 3, "names": ("x",), "words": {"a": "b"}}


def test_overrides_hold_for_their_paths_and_later_ones_win(loaded: Loader) -> None:
    settings = loaded(
        """
        rules.deep-nesting.severity = "off"
        rules.deep-nesting.max_level = 2
        [[overrides]]
        paths = ["courses/**"]
        ignore = ["encoding"]
        rules.deep-nesting.max-level = 3
        [[overrides]]
        paths = ["*.x.md"]
        extend-select = ["mojibake"]
        rules.deep-nesting = { max-level = 4, strict = true }
        """
    )
    assert on(settings, "a.md") == DEFAULT
    assert on(settings, "courses/a.md") == DEFAULT - {"mojibake"}
    assert on(settings, "courses/a.x.md") == DEFAULT
    options = settings.rules_at("courses/a.x.md")["deep-nesting"].options
    assert options == {"max_level": 4, "strict": True}


def test_an_exact_word_brings_a_group_member_back(loaded: Loader) -> None:
    settings = loaded(
        """
        ignore = ["layout"]
        [[overrides]]
        paths = ["courses/**"]
        rules.hard-tab.severity = "error"
        """
    )
    assert on(settings, "courses/a.md") == {"mojibake", "several-titles", "hard-tab"}


def test_equal_overrides_share_one_mapping(loaded: Loader) -> None:
    settings = loaded('[[overrides]]\npaths = ["a/**"]\nignore = ["layout"]')
    assert settings.rules_at("a/x.md") is settings.rules_at("a/y.md")
    assert settings.rules_at("b.md") is settings.rules_at("c.md")
    assert settings.rules_at("a/x.md") is not settings.rules_at("b.md")


def test_the_command_line_beats_overrides(loaded: Loader) -> None:
    settings = loaded('[[overrides]]\npaths = ["*"]\nselect = ["layout"]', select=["mojibake"])
    assert on(settings) == {"mojibake"}


def test_fixable_and_unfixable(loaded: Loader) -> None:
    rules = loaded('unfixable = ["layout"]\nfixable = ["hard-tab", "encoding"]').rules_at("a.md")
    assert {name for name, rule in rules.items() if rule.fixable} == {"hard-tab", "mojibake"}
    rules = loaded("", unfixable=["ENC001"]).rules_at("a.md")
    assert {name for name, rule in rules.items() if not rule.fixable} == {"mojibake"}


def test_unknown_words_are_errors_with_the_nearest_right_one(loaded: Loader) -> None:
    with pytest.raises(ConfigError, match=r'^roadmaplint.toml:2: unknown rule or group "hard-tap"; '
                                          r'did you mean "hard-tab"\?$'):  # fmt: skip
        loaded('ignore = ["layout",\n"hard-tap"]')
    with pytest.raises(ConfigError, match=r'^unknown rule or group "layuot" in --select; did you'):
        loaded("", select=["mojibake", "layuot"])
    with pytest.raises(ConfigError, match=r"^roadmaplint.toml:3: unknown rule or group"):
        loaded('[[overrides]]\npaths = ["x"]\nignore = ["nothing-like-it"]')
