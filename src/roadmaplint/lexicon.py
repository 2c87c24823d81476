"""Words as data: what titles, entries and labels say, by meaning and language.

The lists stand in `rules/lexicon/<language>.toml`, one file a language (`any.toml` holds what no
language owns: hosts, file endings, names). A key is the path of a meaning, such as
`section.contents` or `level.beginner`. `scripts/generate.py` compiles all files to
`rules/lexicon.json`, which is read once a process, when the first word is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec

from roadmaplint import data


@cache
def _lexicon() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    kind = dict[str, dict[str, tuple[str, ...]]]
    return msgspec.json.decode(data.lexicon_text(), type=kind)


def words_by_language(key: str) -> Mapping[str, tuple[str, ...]]:
    """The words of one meaning by language code, as written. Raises KeyError for no such key."""
    return _lexicon()[key]


@cache
def words(key: str) -> frozenset[str]:
    """The words of one meaning in all languages, as written. Raises KeyError for no such key."""
    return frozenset(word for group in _lexicon()[key].values() for word in group)


def keys(prefix: str) -> tuple[str, ...]:
    """All keys below a prefix (`section` gives `section.contents` …), sorted."""
    return tuple(sorted(key for key in _lexicon() if key.startswith(f"{prefix}.")))
