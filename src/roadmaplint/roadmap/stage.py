"""Stages: the learner level a title names, and its place in a sequence."""

from __future__ import annotations

from functools import lru_cache
from typing import cast, get_args

from msgspec import Struct

from roadmaplint.lexicon import words_by_language
from roadmaplint.roadmap.duration import Stretch
from roadmaplint.roadmap.number import Numbering
from roadmaplint.roadmap.phrases import folded_words, is_cjk, words_of
from roadmaplint.roadmap.values import Level, Stage, StageIndex
from roadmaplint.text.fold import fold_case
from roadmaplint.text.lazy import lazy

_BRACKETS = lazy(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_LONGEST_TITLE = 60


class LevelWord(Struct, frozen=True):
    """A learner level as a title names it."""

    level: Level
    matched: str
    lang: str


class _Words(Struct, frozen=True):
    """Level words and the nouns that may stand beside them, folded."""

    levels: dict[str, tuple[str, str]]
    cjk: tuple[tuple[str, str, str], ...]
    generic: frozenset[str]
    cjk_generic: tuple[str, ...]
    weak: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    """The word lists, ready for looking up."""
    levels: dict[str, tuple[str, str]] = {}
    cjk: list[tuple[str, str, str]] = []
    for level in get_args(Level):
        for lang, phrases in words_by_language(f"level.{level}").items():
            for word in phrases:
                levels.setdefault(" ".join(words_of(fold_case(word))), (level, lang))
                if is_cjk(word):
                    cjk.append((word, level, lang))
    generic = sorted(folded_words("level.beside"))
    return _Words(
        levels,
        tuple(sorted(cjk, key=lambda entry: -len(entry[0]))),
        frozenset(word for phrase in generic for word in words_of(phrase)),
        tuple(sorted((word for word in generic if is_cjk(word)), key=len, reverse=True)),
        folded_words("level.only_beside"),
    )


def level_of(title: str) -> LevelWord | None:
    """The level a whole title names: alone or with generic nouns, brackets ignored.

    `Beginner`, `Intermediate Roadmap (6 months)` and `高级阶段` are levels, `Advanced Math` is not.
    """
    if len(title) > _LONGEST_TITLE:
        return None
    bare = _BRACKETS.sub(" ", title)
    if is_cjk(bare):
        return _cjk_level(bare)
    words = words_of(fold_case(bare))
    known = _words()
    found: dict[str, LevelWord] = {}
    at = 0
    while at < len(words):
        phrase = _level_phrase(words[at : at + 3])
        if phrase:
            level, lang = known.levels[phrase]
            found.setdefault(level, LevelWord(cast("Level", level), _written(bare, phrase), lang))
        elif words[at] not in known.generic:
            return None
        at += phrase.count(" ") + 1
    if len(found) != 1 or (len(words) == 1 and words[0] in known.weak):
        return None
    return next(iter(found.values()))


def _level_phrase(words: list[str]) -> str:
    """The longest level phrase that words start with, or nothing."""
    joined = (" ".join(words[:size]) for size in range(len(words), 0, -1))
    return next((phrase for phrase in joined if phrase in _words().levels), "")


def _written(title: str, phrase: str) -> str:
    """A phrase in the letter case of the title, where it can be found there."""
    at = title.casefold().find(phrase)
    return title[at : at + len(phrase)] if at >= 0 else phrase


def _cjk_level(title: str) -> LevelWord | None:
    """The level of a title without spaces: nothing but generic words is left beside it."""
    known = _words()
    rest = fold_case(title)
    found: dict[str, LevelWord] = {}
    for word, level, lang in known.cjk:
        if word in rest:
            rest = rest.replace(word, " ")
            found.setdefault(level, LevelWord(cast("Level", level), word, lang))
    for generic in known.cjk_generic:
        rest = rest.replace(generic, " ")
    plain = all(word in known.generic for word in words_of(rest))
    return next(iter(found.values())) if len(found) == 1 and plain else None


def stage_of(
    title: str, numbering: Numbering | None, stretches: list[Stretch], text: str
) -> Stage | None:
    """The stage of a section.

    `title` is the clean title, `numbering` its number, `stretches` the durations of `text`, the
    heading's rendered text: one in front or alone in brackets gives the place in the sequence.
    """
    index, matched = None, ""
    if numbering is not None and numbering.unit:
        first = numbering.path[-1]
        last = first if numbering.last is None else numbering.last
        index = StageIndex(numbering.unit, first, last)
        matched = text[numbering.start : numbering.end]
    for stretch in stretches:
        if index is None and stretch.kind == "index" and _placed(stretch, text, title):
            high = None if stretch.high is None else int(stretch.high)
            index = StageIndex(stretch.unit, int(stretch.low), high)
            matched = text[stretch.start : stretch.end]
    level = level_of(_without(title, stretches, text))
    if level is None and index is None:
        return None
    if level is None:
        return Stage(index=index, matched=matched)
    return Stage(level.level, index, level.matched, level.lang)


def _placed(stretch: Stretch, text: str, title: str) -> bool:
    """True if an index leads the title, fills a pair of brackets or ends it behind a dash."""
    if title.startswith(text[stretch.start : stretch.end]):
        return True
    before, after = text[: stretch.start].rstrip(), text[stretch.end :].lstrip()
    if not after:
        return before[-1:] in {"|", "-", "–", "—"}
    return before[-1:] in {"(", "（", "["} and after[:1] in {")", "）", "]"}


def _without(title: str, stretches: list[Stretch], text: str) -> str:
    """A title without a leading place in a calendar: `Month 1: Beginner` is about a level."""
    for stretch in stretches:
        raw = text[stretch.start : stretch.end]
        if stretch.kind == "index" and title.startswith(raw) and len(title) > len(raw):
            return title[len(raw) :].lstrip(" :：-–—.|")
    return title
