"""Patterns made of codes are the very patterns that `re.compile` makes."""

from __future__ import annotations

import pkgutil
import re
import sys
from collections.abc import Iterator
from importlib import import_module

import pytest

import roadmaplint
from roadmaplint.text import codes, lazy

_WANTED = [
    ("a", 0),
    (r"(?P<one>a)(b)(?P<two>c)?", 0),
    (r"(?i)straße|ſ", 0),
    (r" a # b", re.VERBOSE | re.IGNORECASE),
    (rb"[\x80-\xff]{2}(?P<x>.)", re.DOTALL),
    (r"[а-яё]+(?<!x)(?=\w)", re.MULTILINE),
    (r"(?a:\w)\d", 0),
]


@pytest.fixture(autouse=True)
def _known() -> Iterator[None]:
    known, fresh = dict(codes.KNOWN), set(codes.FRESH)
    codes.KNOWN.clear()
    codes.FRESH.clear()
    yield
    codes.KNOWN.clear()
    codes.KNOWN.update(known)
    codes.FRESH.clear()
    codes.FRESH.update(fresh)


@pytest.mark.parametrize(("pattern", "flags"), _WANTED)
def test_a_pattern_of_a_code_equals_the_compiled_one(pattern: str | bytes, flags: int) -> None:
    wanted = re.compile(pattern, flags)
    for _ in ("made", "known"):
        found = codes.compiled(pattern, flags)
        assert found == wanted  # compares pattern, flags and code
        assert found.groups == wanted.groups
        assert found.groupindex == wanted.groupindex
    assert (pattern, int(flags)) in codes.KNOWN


def test_every_pattern_of_the_program_has_a_code() -> None:
    for module in pkgutil.walk_packages(roadmaplint.__path__, "roadmaplint."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    waiting = {
        value._arguments
        for name, module in sorted(sys.modules.items())
        if name.startswith("roadmaplint.")
        for value in vars(module).values()
        if isinstance(value, lazy._Waiting)
    }
    assert len(waiting) > 300
    for pattern, flags in waiting:
        assert codes.compiled(pattern, flags) == re.compile(pattern, flags)
    assert {(pattern, int(flags)) for pattern, flags in waiting} == set(codes.KNOWN)


def test_a_pattern_that_is_none_is_refused_as_ever() -> None:
    with pytest.raises(re.error, match="unterminated"):
        codes.compiled("(a", 0)
    assert not codes.KNOWN
    assert not codes.FRESH


@pytest.mark.parametrize("words", [b"", b"\xff\xff\xff\xff" * 4, b"abc", b"\x00" * 400])
def test_a_damaged_code_is_not_used(words: bytes) -> None:
    pattern, flags, _, groups, by_name, names = codes._code("a(b)", 0)
    codes.KNOWN["a(b)", 0] = (pattern, flags, words, groups, by_name, names)
    match = codes.compiled("a(b)", 0).match("ab")
    assert match
    assert match[1] == "b"


def test_patterns_do_without_the_private_door(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_arguments: object) -> codes.Code:
        raise AttributeError("_code")

    monkeypatch.setattr(codes, "_code", missing)
    assert codes.compiled("a+", 0) == re.compile("a+")
    assert not codes.KNOWN
