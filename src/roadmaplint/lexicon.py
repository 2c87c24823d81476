"""Words as data: what titles, entries and labels say, by meaning and language.

The lists stand in `rules/lexicon/<language>.toml`, one file a language (`any.toml` holds what no
language owns: hosts, file endings, names). A key is the path of a meaning, such as `and` or
`section.title.toc`. `scripts/generate.py` compiles all files to `rules/lexicon.json`, which is read
once a process, when the first word is asked for.
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


@cache
def words_below(prefix: str) -> Mapping[str, frozenset[str]]:
    """The words of all keys below a prefix by the rest of the key: `phase`, `step` … of `part`."""
    start = f"{prefix}."
    return {key.removeprefix(start): words(key) for key in _lexicon() if key.startswith(start)}


@cache
def names_by_word(prefix: str) -> Mapping[str, str]:
    """The rest of the key by word, for words that stand below one key of a prefix only."""
    return {word: name for name, group in words_below(prefix).items() for word in sorted(group)}


@cache
def alternation(*keys: str) -> str:
    """The words of some meanings as alternatives of a pattern, the longest first."""
    # Imported here: most runs of the program need no pattern of words.
    import re

    found = {word for key in keys for word in words(key)}
    return "|".join(map(re.escape, sorted(found, key=lambda word: (-len(word), word))))
