"""Files, patterns and settings hold for whatever people and disks come up with."""

from __future__ import annotations

import json
import stat
import tempfile
import tomllib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaplint.config.toml_positions import KeyPath, lines_of
from roadmaplint.files.cache import Codec, ResultCache
from roadmaplint.files.gitignore import IgnoreRules
from roadmaplint.files.read import read
from roadmaplint.files.write import replace
from roadmaplint.text.decode import digest_of
from roadmaplint.text.glob import Globs

PIECES = st.sampled_from(
    [
        "a",
        "b",
        "*",
        "**",
        "?",
        "[",
        "]",
        "!",
        "^",
        "-",
        "{",
        "}",
        ",",
        "/",
        "\\",
        ".",
        " ",
        ":",
        "#",
    ]
)
PATTERNS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=20)
PATHS = st.lists(st.text("ab.[]-", min_size=1, max_size=5), min_size=1, max_size=5).map("/".join)


@given(PATTERNS, PATHS)
def test_patterns_never_fail(pattern: str, path: str) -> None:
    globs = Globs([pattern])
    matched = globs.match(path)
    assert not (matched and not globs)
    assert IgnoreRules([pattern]).verdict(path, folder=False) in {True, False, None}


@given(PATTERNS, PATHS)
def test_what_holds_for_a_folder_holds_below(pattern: str, path: str) -> None:
    globs = Globs([pattern])
    if globs.match(path, folder=True):
        assert globs.match(path + "/x.md")


@given(PATHS)
def test_a_path_is_its_own_pattern(path: str) -> None:
    literal = "".join(f"[{c}]" if c in "[]" else c for c in path)
    if not path.startswith("./"):
        assert Globs(["/" + literal]).match(path)
    assert IgnoreRules(["/" + literal]).verdict(path, folder=False) is True


@settings(max_examples=30)
@given(st.binary(max_size=300), st.binary(max_size=300), st.integers(0, 0o777))
def test_what_is_written_is_read(old: bytes, new: bytes, mode: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.md"
        file.write_bytes(old)
        file.chmod(mode | 0o600)
        before = stat.S_IMODE(file.stat().st_mode)
        replace(file, new, digest_of(old), folder)
        assert read(file, folder) == new
        assert stat.S_IMODE(file.stat().st_mode) == before
        assert [entry.name for entry in Path(folder).iterdir()] == ["a.md"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=30)
@given(JSON, st.binary(max_size=20), st.text(st.characters(), max_size=10))
def test_the_cache_gives_back_what_it_took(value: object, data: bytes, path: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        codec: Codec[object] = Codec(lambda it: json.dumps(it).encode(), json.loads)
        cache: ResultCache[object] = ResultCache(folder, "1", codec)
        key = cache.key(data.hex(), path, "plan")
        cache.put(key, value)
        cache.flush()
        assert cache.get(key) == value
        cache.flush()


KEYS = st.sampled_from(["a", "b-c", '"d e"', "'f.g'", '"\\u0068"'])
VALUES = st.recursive(
    st.sampled_from(
        ["1", "1.5", "true", '"x # [y]"', "'''\nz = [\n'''", '"""a\\"""b"""', "1979-05-27 07:32:00"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: "[\n  " + ", # c\n".join(items) + "\n]")
        | st.tuples(KEYS, inner).map(lambda pair: f"{{ {pair[0]} = {pair[1]} }}")
    ),
    max_leaves=6,
)
PATH_OF_KEYS = st.lists(KEYS, min_size=1, max_size=3).map(" . ".join)
LINES = st.one_of(
    PATH_OF_KEYS.map(lambda key: f"[{key}]"),
    PATH_OF_KEYS.map(lambda key: f"[[ {key} ]]  # x"),
    st.tuples(PATH_OF_KEYS, VALUES).map(lambda pair: f"{pair[0]} = {pair[1]}"),
    st.sampled_from(["", "# [a]", "   "]),
)


@settings(max_examples=300)
@given(st.lists(LINES, max_size=8))
def test_every_key_of_a_toml_text_has_a_line(lines: list[str]) -> None:
    accepted: list[str] = []
    for line in lines:
        try:
            tomllib.loads("\n".join((*accepted, line)))
        except tomllib.TOMLDecodeError:
            continue
        accepted.append(line)
    text = "\n".join(accepted)
    found = lines_of(text)
    assert set(found) == set(_paths(tomllib.loads(text), ()))
    assert all(1 <= line <= text.count("\n") + 1 for line in found.values())


@given(st.text())
def test_any_text_has_lines_without_a_fault(text: str) -> None:
    assert all(line >= 1 for line in lines_of(text).values())


def _paths(value: object, at: KeyPath) -> list[KeyPath]:
    found: list[KeyPath] = [at] if at else []
    if isinstance(value, dict):
        for key, one in value.items():
            found += _paths(one, (*at, key))
    if isinstance(value, list):
        for place, one in enumerate(value):
            found += _paths(one, (*at, place))
    return found
