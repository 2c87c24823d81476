"""Words of the lexicon: how texts are searched for them, and that languages agree on the keys."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from roadmaplint.lexicon import alternation, names_by_word, words, words_below, words_by_language
from roadmaplint.roadmap.phrases import contains_word, phrase_table

LEXICON = Path(__file__).parents[3] / "rules" / "lexicon"
#: Keys that English needs no words for; the head of en.toml explains them.
NOT_ENGLISH = ("unit_unspaced.", "alphabet", "stem.ending", "topic.stop.own", "ordinal")


def keys_of(table: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from keys_of(value, f"{prefix}{name}.")
        else:
            yield prefix + name


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("My learning path", "document.teaches", True),
        ("empathy", "document.teaches", False),
        ("study_guide.md", "document.teaches", True),
        ("Brutalist buildings, misguided", "document.teaches", False),
        ("Ruta de aprendizaje", "document.teaches", True),
        ("Recap of the week", "section.repeats", True),
        ("Recapitulation", "section.repeats", False),
        ("本周总结", "section.repeats", True),
        ("ИТОГИ недели", "section.repeats", True),
        ("Pick any of these", "link_text.task_before", True),
        ("Many of these", "link_text.task_before", False),
    ],
)
def test_words_match_as_a_whole_unless_a_star_opens_them(
    text: str, key: str, expected: bool
) -> None:
    assert contains_word(text, key) is expected


def test_words_by_key_language_and_name() -> None:
    assert {"and", "und", "и"} <= words("and")
    assert words_by_language("level.expert")["de"][0] == "experte"
    assert "semaine" in words_below("period")["week"]
    assert names_by_word("ending")["epub"] == "book"
    assert alternation("or").startswith("oder|veya|")
    with pytest.raises(KeyError):
        words("no.such.key")


def test_tables_name_whole_texts_and_parts() -> None:
    assert phrase_table("section.title").whole("Table of Contents") == "toc"
    assert "prerequisites" in phrase_table("section.word").within("Prerequisites for week 2")


@pytest.mark.parametrize("path", sorted(LEXICON.glob("??.toml")), ids=lambda path: path.stem)
def test_every_language_uses_the_keys_of_english(path: Path) -> None:
    known = set(keys_of(tomllib.loads((LEXICON / "en.toml").read_text("utf-8"))))
    known |= set(keys_of(tomllib.loads((LEXICON / "any.toml").read_text("utf-8"))))
    for key in keys_of(tomllib.loads(path.read_text("utf-8"))):
        assert key in known or key.startswith(NOT_ENGLISH), key
