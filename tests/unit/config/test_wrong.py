"""What is wrong with a configuration is said in one line: file, line, key, nearest right name."""

# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from roadmaplint.config.settings import Settings
from roadmaplint.errors import ConfigError, UsageError

Loader = Callable[..., Settings]

WRONG = [
    ('selct = ["x"]', '1: unknown key "selct"; did you mean "select"?'),
    ("\n\nnothing-like-it = 1", '3: unknown key "nothing-like-it"'),
    ('select = "layout"', '1: "select" must be a list, not "layout"'),
    ('exclude = [\n"a",\n2]', '3: "exclude[2]" must be a string, not 2'),
    ("cache = 1", '1: "cache" must be true or false, not 1'),
    ("profile = true", '1: "profile" must be a string, not true'),
    ("extends = 3", '1: "extends" must be a string or a list, not 3'),
    ('fail-on = "eror"', '1: "fail-on" must be one of error, warning, info, never; not "eror"; did '
                         'you mean "error"?'),
    ("d = 2020-01-01", '1: unknown key "d"'),
    ("baseline = 2020-01-01", '1: "baseline" must be a string, not 2020-01-01'),
    ('profile = "awsome"', '1: unknown profile "awsome"; did you mean "awesome"?'),
    ('[project]\nroadmap = ["x"]', '2: unknown key "roadmap" in [project]; did you mean "roadmaps"?'),
    ("[links]\ntimeout = 0", '2: "links.timeout" must be more than 0, not 0'),
    ('[links]\nexclude = ["a", "("]', '2: "links.exclude[2]" must be a regular expression, not "("'),
    ("rules = 1", '1: "rules" must be a table, not 1'),
    ('[rules]\nhard-tap.severity = "off"', '2: unknown rule "hard-tap"; did you mean "hard-tab"?'),
    ('[rules.hard-tab]\n\nseverity = "on"',
     '3: "rules.hard-tab.severity" must be one of error, warning, info, off; not "on"'),
    ("[rules.deep-nesting]\n\nmaxlevel = 3",
     '3: rule "deep-nesting" has no option "maxlevel"; did you mean "max-level"?'),
    ("[rules.deep-nesting]\nzzz = 3",
     '2: rule "deep-nesting" has no option "zzz"; it has severity, max-level, share, strict, scope, '
     "names, words, pattern"),
    ("[rules.deep-nesting]\nmax-level = 0",
     '2: "rules.deep-nesting.max-level" must be at least 1, not 0'),
    ("[rules.deep-nesting]\nmax_level = 7",
     '2: "rules.deep-nesting.max-level" must be at most 6, not 7'),
    ("[rules]\ndeep-nesting = { share = 1 }",
     '2: "rules.deep-nesting.share" must be less than 1, not 1'),
    ("rules.deep-nesting.max-level = 2.5",
     '1: "rules.deep-nesting.max-level" must be a whole number, not 2.5'),
    ('rules.deep-nesting.scope = "fil"',
     '1: "rules.deep-nesting.scope" must be one of file, siblings; not "fil"; did you mean "file"?'),
    ('rules.deep-nesting.words = { a = "b", c = 1 }',
     '1: "rules.deep-nesting.words.c" must be a string, not 1'),
    ('rules.deep-nesting.names = ["a", "("]',
     '1: "rules.deep-nesting.names[2]" must be a regular expression, not "("'),
    ("rules.deep-nesting.names = []", '1: "rules.deep-nesting.names" must not be empty'),
    ("rules.deep-nesting.pattern = '\\p{L}'",
     '1: "rules.deep-nesting.pattern" must be a regular expression, not "\\p{L}"'),
    ('[links.remap]\n"(" = "x"', '1: "links.remap" must be a regular expression, not "("'),
    ('rules.deep-nesting.pattern = "["',
     '1: "rules.deep-nesting.pattern" must be a regular expression, not "["'),
    ('[[overrides]]\npaths = ["a"]\n[[overrides]]\nprofile = "awesome"',
     '3: "overrides[2]" needs "paths"'),
    ('[[overrides]]\npaths = []', '2: "overrides[1].paths" must not be empty'),
    ('[[overrides]]\npaths = ["a"]\nprofile = "x"', '3: unknown profile "x"; there are '),
    ('[[overrides]]\npaths = ["a"]\n[overrides.rules.deep-nesting]\nmax-level = 9',
     '4: "overrides[1].rules.deep-nesting.max-level" must be at most 6, not 9'),
    ('[[overrides]]\npaths = ["a"]\nexclude = ["b"]', '3: unknown key "exclude" in [overrides[1]]'),
    ('[[overrides]]\npaths = ["a"]\nfail-on = "x"', '3: unknown key "fail-on" in [overrides[1]]'),
    ("x = [1", "1: not valid TOML: "),
    ("a = 1\nb = ?", "2: not valid TOML: Invalid value"),
    ("a = 1\na = 2", "2: not valid TOML: Cannot overwrite a value"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_one_clear_line(loaded: Loader, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(text)
    said = str(caught.value)
    assert said.startswith(f"roadmaplint.toml:{message}")
    assert "\n" not in said
    assert len(said) < 300


def test_the_first_of_several_is_said(loaded: Loader) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded("cache = true\nbad = 1\nworse = 2\n[zzz]\n")
    assert (caught.value.file, caught.value.line, caught.value.key) == (
        "roadmaplint.toml",
        2,
        "bad",
    )


def test_a_table_inside_pyproject(project: Path, loaded: Loader) -> None:
    (project / "pyproject.toml").write_text(
        '[project]\nname = "x"\n[tool.roadmaplint.rules.hard-tab]\nseverty = 1\n', "utf-8"
    )
    with pytest.raises(ConfigError, match=r'^pyproject.toml:4: rule "hard-tab" has no option'):
        loaded()
    (project / "pyproject.toml").write_text("[tool]\nroadmaplint = 3\n", "utf-8")
    with pytest.raises(ConfigError, match=r'^pyproject.toml:2: "tool.roadmaplint" must be a table'):
        loaded()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a = 1\nb = '\xff'", "roadmaplint.toml:2: the file is not UTF-8"),
        (b"\xff\xfea\x00", "roadmaplint.toml:1: the file is not UTF-8"),
        (b"x = " + b"[" * 100_000, "roadmaplint.toml: the file is nested too deeply"),
        (b"#" * 2_000_000, "the configuration file roadmaplint.toml is larger than 1 MiB"),
        (b"d = 2020-13-45", "roadmaplint.toml:1: not valid TOML"),
    ],
)
def test_bytes_that_are_no_configuration(
    project: Path, loaded: Loader, data: bytes, message: str
) -> None:
    (project / "roadmaplint.toml").write_bytes(data)
    with pytest.raises(UsageError) as caught:
        loaded()
    assert message in str(caught.value)


def test_a_byte_order_mark_and_windows_line_ends_are_fine(project: Path, loaded: Loader) -> None:
    (project / "roadmaplint.toml").write_bytes(b"\xef\xbb\xbfcache = false\r\nfail-on = 'info'\r\n")
    assert not loaded().cache
