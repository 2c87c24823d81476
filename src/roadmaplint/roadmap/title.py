"""A title taken apart: emoji, number, the clean title, its stage and durations."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import cast, get_args

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.lexicon import words_by_language
from roadmaplint.roadmap.duration import CJK_DIGITS, Stretch, number_of, stretches
from roadmaplint.roadmap.nodes import Level, Number, NumberStyle, Stage, StageIndex
from roadmaplint.roadmap.phrases import folded_names, folded_words, is_cjk, phrase_table, words_of
from roadmaplint.roadmap.rendered_text import RenderedText
from roadmaplint.text.fold import fold_case
from roadmaplint.text.lazy import lazy

_SIGN = (
    "\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\u203c\u2049\u2122\u2139"
)
_CLUSTER = (
    rf"(?:[{_SIGN}][\ufe0e\ufe0f\u200d\U000e0020-\U000e007f]*)+|:[a-z0-9_+-]*[a-z][a-z0-9_+-]*:"
)
_FIRST = lazy(rf"\s*({_CLUSTER})\s*")
_LAST = lazy(rf"\s*(?:{_CLUSTER})\s*\Z")
#: How far from the end a shortcode or a cluster may begin.
_REACH = 48


def leading_emoji(text: str, at: int = 0) -> tuple[str, int]:
    """The emoji or `:shortcode:` at `at` and where the text goes on; ("", at) if there is none."""
    if at < len(text) and (not text.isascii() or ":" in text):
        match = _FIRST.match(text, at)
        if match:
            return match[1], match.end()
    return "", at


def trailing_emoji(text: str, start: int, end: int) -> int:
    """Where a text ends without the emoji and shortcodes behind it."""
    if text.isascii() and ":" not in text:
        return end
    while end > start:
        match = _LAST.search(text, max(start, end - _REACH), end)
        if match is None or match.start() >= end:
            return end
        end = match.start()
    return end


def strip_emoji(text: str, start: int, end: int) -> tuple[int, int]:
    """A range of a text without the emoji at its ends."""
    start = leading_emoji(text, start)[1]
    return start, trailing_emoji(text, start, end)


class Numbering(Struct, frozen=True):
    """A number read from a title.

    `start` and `end` enclose what was written as the number, `rest` is where the title goes on.
    `unit` names the counted part (`phase`) where there is one; `last` ends a range.
    """

    start: int
    end: int
    rest: int
    path: tuple[int, ...]
    style: NumberStyle
    unit: str = ""
    last: int | None = None


_CJK_NUMBER = "[" + "".join(CJK_DIGITS) + "十百]{1,4}"
_KEYCAP = lazy(r"(?P<number>[0-9]*(?:[0-9]\ufe0f?\u20e3)+|🔟)\s*[.:)\-–—]?\s*")
_CIRCLED = lazy(r"(?P<number>[\u2460-\u2473\u2776-\u277f])\s*[.:)]?\s*")
_DOTTED = lazy(
    r"(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3}){1,5}[.)]?)(?:\s*[:：、—–-])?(?:\s+|(?<=[：、]))(?=\S)"
)
_ARABIC = lazy(
    r"(?P<number>(?:[0-9]{1,3}(?:[.)．]|(?=\s?[:：、](?![0-9]))|(?=\s+[-–—]\s))|0[0-9](?=\s)))"
    r"(?:(?<=[.)．])(?=[^\W\d_])|\s*[:：、]\s*|\s+[-–—]\s+|\s+|(?<=．))(?=\S)"
)
_ROMAN = lazy(r"(?P<number>(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})[.)])\s+(?=\S)")
_LETTER = lazy(r"(?P<number>[A-Z][.)])\s+(?=\S)")
_CJK = lazy(rf"(?P<number>{_CJK_NUMBER})\s*[、.．:：]\s*(?=\S)")
_WORD = lazy(
    r"(?P<number>(?P<unit>[^\W\d_]{2,12})\s?[#№.-]?\s?"
    r"(?P<path>[0-9]{1,3}(?:\.[0-9]{1,3})*|(?:X{0,3}(?:IX|IV|V?I{0,3}))(?<=[IVX])|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|" + _CJK_NUMBER + r")"
    r"(?:\s?[-–—~&]\s?(?P<last>[0-9]{1,3})(?![0-9]))?)(?![^\W_])",
    re.IGNORECASE,
)
_COUNTED = lazy(
    r"(?P<number>(?P<ordinal>第\s?)?(?P<path>[0-9]{1,3}|" + _CJK_NUMBER + r")"
    r"(?P<dot>\.|-?[йяе])?\s?(?P<unit>[^\W\d_]{1,12}))"
)
#: Behind `Phase 1`: what sets the title off, or that nothing follows.
_SEPARATOR = lazy(r"\s*(?:[:：.、|)）」】]|[-–—]+(?=\s))\s*|\s*\Z")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


def roman_value(text: str) -> int:
    """The value of a Roman number below forty."""
    values = [_ROMAN_VALUES[char] for char in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-one if one < following else one for one, following in pairs)


def value_of(text: str) -> int:
    """The value of a number as it stands behind `Phase`: digits, Roman, a word, Chinese digits."""
    if text.upper().strip("IVX") == "":
        return roman_value(text.upper())
    return int(number_of(text) or 0)


def _keycap_path(number: str) -> tuple[int, ...]:
    digits = "".join(char for char in number if char.isdigit()) or "10"
    return (int(digits),) if len(digits) <= 4 else ()


def _dotted_path(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.rstrip(".)．").split("."))


def _circled_path(number: str) -> tuple[int, ...]:
    return (ord(number) - (0x245F if ord(number) < 0x2480 else 0x2775),)


#: Numbers that stand for themselves: pattern, style, and what the number written means.
_FORMS: tuple[tuple[re.Pattern[str], NumberStyle, Callable[[str], tuple[int, ...]]], ...] = (
    (_KEYCAP, "keycap", _keycap_path),
    (_DOTTED, "dotted", _dotted_path),
    (_ARABIC, "arabic", _dotted_path),
    (_ROMAN, "roman", lambda number: (roman_value(number[:-1]),)),
    (_LETTER, "letter", lambda number: (ord(number[0]) - ord("A") + 1,)),
    (_CIRCLED, "keycap", _circled_path),
    (_CJK, "word", lambda number: (value_of(number),)),
)


def read_number(text: str, at: int = 0) -> Numbering | None:
    """The number that a title has in front, or None. `at` is where the title's text starts."""
    first = text[at : at + 1]
    if not (first.isascii() and first.isdigit()) and (word := _worded(text, at)) is not None:
        return word
    if not first or (first.isascii() and not first.isdigit() and not "A" <= first <= "Z"):
        return None
    for pattern, style, path_of in _FORMS:
        match = pattern.match(text, at)
        if match is None or (style == "arabic" and _is_counted(text, match)):
            continue
        if not (path := path_of(match["number"])):
            return None
        return Numbering(match.start(), match.end("number"), match.end(), path, style)
    return _counted(text, at)


def _is_counted(text: str, match: re.Match[str]) -> bool:
    """True for `1. Aşama`: the number belongs to the word behind it, not to the title."""
    counted = _COUNTED.match(text, match.start())
    if counted is None or not counted["dot"]:
        return False
    return fold_case(counted["unit"]) in folded_words("ordinal")


def _worded(text: str, at: int) -> Numbering | None:
    """`Phase 3:`, `Модуль 2.`, `阶段1：`."""
    match = _WORD.match(text, at)
    if match is None or (unit := folded_names("part").get(fold_case(match["unit"]))) is None:
        return None
    behind = _SEPARATOR.match(text, match.end())
    raw = match["path"]
    path = tuple(map(int, raw.split("."))) if raw[0].isdigit() else (value_of(raw),)
    last = int(match["last"]) if match["last"] else None
    # `Phase 1 (3 weeks)` and `Phase 1 Basics` keep their words, but they are counted.
    rest = behind.end() if behind else match.start()
    return Numbering(match.start(), match.end(), rest, path, "word", unit, last)


def _counted(text: str, at: int) -> Numbering | None:
    """`第一章：`, `1단계:`, `2. Aşama`, `1-й этап`."""
    match = _COUNTED.match(text, at)
    if match is None:
        return None
    word, end, unit = match["unit"], match.end(), ""
    if is_cjk(word):
        found = phrase_table("part").prefix(word)
        if found is not None and (match["ordinal"] or found[0] in {"stage", "step"}):
            unit, end = found[0], match.start("unit") + found[1]
    elif match["dot"]:
        unit = folded_names("part").get(fold_case(word), "")
    behind = _SEPARATOR.match(text, end)
    if not unit or not (behind or (match["ordinal"] and text[end : end + 1].isspace())):
        return None
    rest = behind.end() if behind else end + 1
    return Numbering(match.start(), end, rest, (value_of(match["path"]),), "word", unit)


_BRACKETS = lazy(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_LONGEST_TITLE = 60


class _Words(Struct, frozen=True):
    """Level words and the nouns that may stand beside them, folded."""

    levels: dict[str, tuple[str, str]]
    cjk: tuple[tuple[str, str, str], ...]
    generic: frozenset[str]
    cjk_generic: tuple[str, ...]
    weak: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
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


def level_of(title: str) -> Stage | None:
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
    found: dict[str, Stage] = {}
    at = 0
    while at < len(words):
        phrase = _level_phrase(words[at : at + 3])
        if phrase:
            level, lang = known.levels[phrase]
            found.setdefault(level, Stage(cast("Level", level), None, _written(bare, phrase), lang))
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


def _cjk_level(title: str) -> Stage | None:
    """The level of a title without spaces: nothing but generic words is left beside it."""
    known = _words()
    rest = fold_case(title)
    found: dict[str, Stage] = {}
    for word, level, lang in known.cjk:
        if word in rest:
            rest = rest.replace(word, " ")
            found.setdefault(level, Stage(cast("Level", level), None, word, lang))
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
    if level is not None:
        return replace(level, index=index)
    return Stage(index=index, matched=matched) if index else None


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


class TitleParts(Struct, frozen=True):
    """What a title is made of; `start` and `end` enclose the clean title in the text."""

    title: str
    start: int
    end: int
    emoji: str
    number: Number | None
    stage: Stage | None
    stretches: tuple[Stretch, ...]


def read_title(flat: RenderedText) -> TitleParts:
    """Take a heading apart. A title is never empty where its text is not."""
    text = flat.text
    start, end = flat.trimmed(0, len(text))
    emoji, at = ("", start) if _is_counter(text, start) else leading_emoji(text, start)
    numbering = read_number(text, at)
    if numbering is not None:
        at = max(at, numbering.rest)
        behind, at = leading_emoji(text, at)
        emoji = emoji or behind
    stop = _stop(text, at, end)
    if at >= stop:
        at, stop = (numbering.start, end) if numbering else (start, end)
    title = text[at:stop]
    found = stretches(flat.masked())
    number = None
    if numbering is not None:
        raw = text[numbering.start : numbering.end]
        span = flat.span(numbering.start, numbering.end)
        number = Number(raw, numbering.path, numbering.style, span)
    stage = stage_of(title, numbering, found, text)
    return TitleParts(title, at, stop, emoji, number, stage, tuple(found))


def _is_counter(text: str, at: int) -> bool:
    """True for the symbols that are numbers and not pictures."""
    return at < len(text) and (text[at] == "🔟" or "\u2776" <= text[at] <= "\u277f")


def clean_title(text: str) -> str:
    """The clean title of a plain text."""
    flat = RenderedText()
    flat.add(text, 0)
    return read_title(flat).title


def _stop(text: str, start: int, end: int) -> int:
    """Where a title ends without its trailing emoji, colon and written id."""
    if text.endswith("}", start, end):
        at = text.rfind("{#", start, end)
        end = at if at > start and " " not in text[at:end] else end
    while True:
        stop = trailing_emoji(text, start, end)
        while stop > start and text[stop - 1] in ":： \t":
            stop -= 1
        if stop == end:
            return end
        end = stop


def find_number(text: str) -> Numbering | None:
    """The number in front of a plain text, behind an emoji too."""
    return read_number(text, leading_emoji(text, len(text) - len(text.lstrip()))[1])
