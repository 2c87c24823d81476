"""Every key of a TOML text is found on its line."""

from __future__ import annotations

import tomllib

import pytest

from roadmaplint.config.toml_positions import KeyPath, dotted, line_at, lines_of

TEXT = '''\
# a comment = 1
plain = 1
"quoted key" = [  # first
    "one",
    "two",   # with a comment

    { inner = 1, "x y" = [10,
        20] },
]
a.b.c = """
[not.a.table]
key = 1
"""
literal = \'\'\'
x = "y"\'\'\'\'
"\\u0061sc" = 'it is = [not] a key'

[table]
key = 1979-05-27 07:32:00
[ table . "sub.table" ]
k = { d.e = 1 , f = {} }
[[list]]
name = "first"
[list.under]
x = 1
[[list]]
name = "second"
[list.under]
x = 2
[[list.deep]]
y = 1
[[list.deep]]
y = 2
'''
PLACES: dict[KeyPath, int] = {
    ("plain",): 2,
    ("quoted key",): 3,
    ("quoted key", 0): 4,
    ("quoted key", 1): 5,
    ("quoted key", 2): 7,
    ("quoted key", 2, "inner"): 7,
    ("quoted key", 2, "x y", 1): 8,
    ("a", "b", "c"): 10,
    ("a", "b"): 10,
    ("literal",): 14,
    ("asc",): 16,
    ("table",): 18,
    ("table", "key"): 19,
    ("table", "sub.table"): 20,
    ("table", "sub.table", "k"): 21,
    ("table", "sub.table", "k", "d", "e"): 21,
    ("list",): 22,
    ("list", 0): 22,
    ("list", 0, "name"): 23,
    ("list", 0, "under"): 24,
    ("list", 0, "under", "x"): 25,
    ("list", 1): 26,
    ("list", 1, "name"): 27,
    ("list", 1, "under", "x"): 29,
    ("list", 1, "deep", 0, "y"): 31,
    ("list", 1, "deep", 1, "y"): 33,
}


@pytest.mark.parametrize("path", PLACES, ids=dotted)
def test_places(path: KeyPath) -> None:
    assert lines_of(TEXT)[path] == PLACES[path]


def test_exactly_the_keys_of_the_parser_are_found() -> None:
    found = {path for path in lines_of(TEXT) if path}
    assert found == set(_paths(tomllib.loads(TEXT), ()))


def _paths(value: object, at: KeyPath) -> list[KeyPath]:
    found: list[KeyPath] = [at] if at else []
    if isinstance(value, dict):
        for key, one in value.items():
            found += _paths(one, (*at, key))
    if isinstance(value, list):
        for place, one in enumerate(value):
            found += _paths(one, (*at, place))
    return found


def test_windows_line_ends_count_once() -> None:
    assert lines_of("a = 1\r\n\r\nb = 2\r\n") == {("a",): 1, ("b",): 3}


def test_what_is_not_toml_gives_what_was_understood() -> None:
    assert lines_of("a = 1\n= 2\n") == {("a",): 1}
    assert lines_of("x = " + "[" * 100_000)[("x",)] == 1


def test_the_nearest_known_place_is_used() -> None:
    lines = lines_of("[rules]\nx = {}\n")
    assert line_at(lines, ("rules", "x", "missing", 3)) == 2
    assert line_at(lines, ("nowhere",)) is None


def test_dotted_counts_from_one() -> None:
    assert dotted(("overrides", 1, "rules", "x")) == "overrides[2].rules.x"
