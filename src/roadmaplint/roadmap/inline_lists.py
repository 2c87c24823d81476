"""What one line packs together: a lead-in before a colon, and a list after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from roadmaplint.lexicon import alternation
from roadmaplint.roadmap.nodes import Item
from roadmaplint.roadmap.phrases import folded_words, is_cjk, words_of
from roadmaplint.roadmap.rendered_text import RenderedText, gaps, trim
from roadmaplint.roadmap.title import strip_emoji
from roadmaplint.text.fold import fold_case
from roadmaplint.text.lazy import lazy

_COLON = lazy(r"[:：]")
_DASH = lazy(r"\s+[-–—]+\s+")
_LONGEST = 60
_MOST_WORDS = 6


class Label(Struct, frozen=True):
    """A lead-in: `start` to `end` without its colon, `rest` is where the text goes on."""

    start: int
    end: int
    rest: int


@lru_cache(maxsize=1)
def _lead_ins() -> frozenset[str]:
    """Lead-ins that name nothing, folded."""
    return frozenset(word.rstrip(".") for word in folded_words("list.lead_in"))


def read_label(flat: RenderedText, start: int, end: int) -> Label | None:
    """The label of `text[start:end]`: bold with a colon or dash, or a few words and a colon."""
    return _bold(flat, start, end) or _plain(flat, start, end)


def _bold(flat: RenderedText, start: int, end: int) -> Label | None:
    text = flat.text
    for mark in flat.marks:
        if mark.inline.kind != "strong" or mark.start != start or mark.end > end:
            continue
        begin, stop = flat.trimmed(mark.start, mark.end)
        inside = stop > begin and text[stop - 1] in ":："
        rest = mark.end
        if inside:
            stop = flat.trimmed(begin, stop - 1)[1]
        elif (match := _COLON.match(text, rest)) or (match := _DASH.match(text, rest)):
            rest = match.end()
        else:
            return None
        return Label(begin, stop, flat.trimmed(rest, end)[0]) if stop > begin else None
    return None


def _plain(flat: RenderedText, start: int, end: int) -> Label | None:
    """A few words and a colon; a link may follow it, but not hold it."""
    text = flat.masked()
    match = _COLON.search(text, start, min(end, start + _LONGEST))
    if match is None or "\0" in text[start : match.start()]:
        return None
    behind = text[match.end() : match.end() + 1]
    if match.group() == ":" and match.end() < end and not behind.isspace():
        return None
    label = text[start : match.start()].strip()
    words = words_of(fold_case(label))
    if not words or len(words) > _MOST_WORDS or any(mark in label for mark in ".!?。！？;,，"):
        return None
    begin, stop = flat.trimmed(start, match.start())
    return Label(begin, stop, flat.trimmed(match.end(), end)[0])


def heads_list(flat: RenderedText) -> tuple[int, int] | None:
    """The label of a paragraph that heads the list behind it, as a range of its text.

    Such a paragraph is bold throughout, or at most four words (nine ideographs) with a colon.
    """
    text = flat.text
    start, end = flat.trimmed(0, len(text))
    start, stop = flat.trimmed(*strip_emoji(text, start, end))
    if start >= stop or any(mark.inline.target is not None for mark in flat.marks):
        return None
    colon = text[stop - 1] in ":："
    bare = flat.trimmed(start, stop - 1)[1] if colon else stop
    if bare <= start or not _short_or_bold(flat, start, bare, colon):
        return None
    label = fold_case(text[start:bare])
    words = words_of(label)
    named = label.rstrip(".") not in _lead_ins() and not (
        folded_words("sentence.word") & set(words)
    )
    return (start, bare) if named or _is_bold(flat, start, bare) else None


def _short_or_bold(flat: RenderedText, start: int, end: int, colon: bool) -> bool:
    """The two forms a heading paragraph may have."""
    if _is_bold(flat, start, end):
        return True
    text = flat.text[start:end]
    if not colon or any(char in text for char in ".!?。！？"):
        return False
    return len(text) <= 9 if is_cjk(text) else len(text.split()) <= 4


def _is_bold(flat: RenderedText, start: int, end: int) -> bool:
    """True if one bold construct holds the whole range."""
    return any(
        mark.inline.kind == "strong" and mark.start <= start and mark.end >= end
        for mark in flat.marks
    )


Range = tuple[int, int]

_OPENING = "([{（【［「『《“‘«"
_CLOSING = ")]}）】］」』》”’»"
_COMMAS = ",，、;；،"
_SIGNS = lazy(f'[{re.escape(_OPENING + _CLOSING + _COMMAS)}"]')
_BRACKETS = lazy(r"[(（]([^()（）]*)[)）]")
_MOST_MEMBER_WORDS = 7
_LONGEST_LIST = 1600
_ENDING = lazy(r"[.。…!！]+\Z")
_INNER_STOP = lazy(r"[.!?。！？]\s+\S|[?？！]|。\S")
_SLASH = lazy(r"\s[/|]\s")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    flags = re.IGNORECASE
    return {
        "example": re.compile(
            rf"\s*(?:{alternation('list.example')})(?:[,:：]\s*|\s+|(?<=[如例]))", flags
        ),
        "like": re.compile(rf"(?<=\s)(?:{alternation('list.like')}):?\s+", flags),
        "and": re.compile(rf"(?:(?:{alternation('and', 'or')})\s+|[和及与或])(?=\S)", flags),
        "or": re.compile(rf"\s+(?:{alternation('or')})\s+|或者?", flags),
        "last": re.compile(rf"\s+(?:{alternation('and')})\s+", flags),
        "more": re.compile(rf"(?:{alternation('list.and_so_on')})[.。…]*\Z", flags),
    }


def split_members(
    flat: RenderedText, start: int, end: int, labelled: bool = False
) -> tuple[Item, ...]:
    """The members of a list inside `text[start:end]`; none where it is no list.

    `labelled` says that a label stands before: then `A or B` is a list, and a single name with
    brackets is a member with members.
    """
    text = flat.text
    start, end = flat.trimmed(start, end)
    if end - start > _LONGEST_LIST or not _promising(text, start, end, labelled):
        return ()
    found = list(_examples(flat, start, end))
    if found or _is_sentence(text, start, end):
        return tuple(found)
    parts = _split(text, start, end)
    if len(parts) > 1:
        lengths = (len(_BRACKETS.sub(" ", text[a:b]).split()) for a, b in parts)
        return tuple(_named(flat, parts)) if max(lengths) <= _MOST_MEMBER_WORDS else ()
    if labelled and (halves := _halves(text, start, end, "or", longest=3)):
        return tuple(_named(flat, halves))
    if inner := _bracketed(flat, start, end):
        return _around(flat, start, end, inner) if labelled else inner
    return tuple(_slashed(flat, start, end))


def _slashed(flat: RenderedText, start: int, end: int) -> Iterator[Item]:
    """Members between slashes that have spaces around them."""
    text = flat.text
    cuts = list(_SLASH.finditer(text, start, end))
    for begin, stop in gaps(start, [cut.span() for cut in cuts], end):
        if cuts and text[begin:stop].strip():
            yield _item(flat, (begin, stop), "slash")


def is_comma_list(text: str, start: int, end: int) -> bool:
    """True if a range is a plain list of at least two short names."""
    if _is_sentence(text, start, end):
        return False
    parts = _split(text, start, end)
    return len(parts) > 1 and all(len(text[a:b].split()) <= 4 for a, b in parts)


def is_more(text: str) -> bool:
    """True for words that only say a list goes on: `etc.`, `and more`."""
    return _patterns()["more"].fullmatch(text.strip()) is not None


def _promising(text: str, start: int, end: int, labelled: bool) -> bool:
    """A cheap test that spares most texts the work."""
    part = text[start:end]
    return labelled or any(sign in part for sign in ",，、;；(（،") or " / " in part


def _split(text: str, start: int, end: int) -> list[Range]:
    """Ranges between the commas that stand outside brackets and quotes."""
    depth, quoted, begin = 0, False, start
    parts: list[Range] = []
    for sign in _SIGNS.finditer(text, start, end):
        at, char = sign.start(), sign.group()
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif char == '"':
            quoted = not quoted
        elif not depth and not quoted and not _in_number(text, at):
            parts.append((begin, at))
            begin = at + 1
    parts.append((begin, end))
    if depth or quoted:
        return [(start, end)] if len(parts) == 1 else parts
    return [part for part in parts if text[part[0] : part[1]].strip()]


def _in_number(text: str, at: int) -> bool:
    """True for the comma of `1,000`."""
    return text[at] == "," and text[at - 1 : at].isdigit() and text[at + 1 : at + 4].isdigit()


def _is_sentence(text: str, start: int, end: int) -> bool:
    """True if a range says something instead of naming things."""
    part = text[start:end]
    if _INNER_STOP.search(part):
        return True
    words = words_of(fold_case(_BRACKETS.sub(" ", part)))
    if folded_words("sentence.word") & set(words):
        return True
    if not _ENDING.search(part) or _patterns()["more"].search(part):
        return False
    names = [text[a:b].strip() for a, b in _split(text, start, end)]
    like = _patterns()["like"].search(part)
    if like is not None and _are_names(text, start + like.end(), end):
        return False
    return len(names) < 3 or not all(_is_name(name) for name in names)


def _is_name(text: str) -> bool:
    """True for a few words with a capital or digit in front, `and` aside."""
    leading = text[:1].isupper() or text[:1].isdigit() or _patterns()["and"].match(text)
    return bool(leading) and text.count(" ") <= 4


def _are_names(text: str, start: int, end: int) -> bool:
    """True if a range is a list of three or more capitalised names."""
    parts = _split(text, start, end)
    return len(parts) > 2 and all(
        text[a:b].strip()[:1].isupper() and len(text[a:b].split()) <= 3 for a, b in parts
    )


def _examples(flat: RenderedText, start: int, end: int) -> Iterator[Item]:
    """Members of `(e.g. a, b)` and of `models like A, B, C`."""
    text = flat.text
    for match in _BRACKETS.finditer(text, start, end):
        lead = _patterns()["example"].match(text, match.start(1), match.end(1))
        if lead is not None:
            parts = _split(text, lead.end(), match.end(1))
            yield from (_item(flat, part, "paren") for part in _members(text, parts))
    like = _patterns()["like"].search(text, start, end)
    if like and "," not in text[start : like.start()] and _are_names(text, like.end(), end):
        yield from _named(flat, _split(text, like.end(), end))


def _members(text: str, parts: list[Range]) -> Iterator[Range]:
    """Ranges of the members proper: no `and`, no full stop, no `etc.`."""
    for index, part in enumerate(parts):
        begin, stop = _bare(text, *part)
        last = 0 < index == len(parts) - 1 and "(" not in text[begin:stop]
        halves = _halves(text, begin, stop, "last", longest=2) if last else []
        for first, end in halves or [(begin, stop)]:
            if end > first and not _patterns()["more"].fullmatch(text, first, end):
                yield first, end


def _bare(text: str, start: int, end: int) -> Range:
    """A member without its conjunction and full stop."""
    start, end = trim(text, start, end)
    if match := _ENDING.search(text, start, end):
        end = match.start()
    if match := _patterns()["and"].match(text, start, end):
        start = match.end()
    if is_cjk(text[start:end]) and (match := _patterns()["more"].search(text, start, end)):
        end = match.start() if match.start() > start else end
    return start, trim(text, start, end)[1]


def _halves(text: str, start: int, end: int, word: str, longest: int) -> list[Range]:
    """The two short names of `A or B` or, as the last member of a list, `B and C`."""
    cuts = list(_patterns()[word].finditer(text, start, end))
    if len(cuts) != 1:
        return []
    halves = [(start, cuts[0].start()), (cuts[0].end(), end)]
    return halves if all(1 <= len(text[a:b].split()) <= longest for a, b in halves) else []


def _named(flat: RenderedText, parts: list[Range]) -> Iterator[Item]:
    text = flat.text
    for start, end in _members(text, parts):
        inner = _bracketed(flat, start, end, alone=True)
        yield _around(flat, start, end, inner)[0] if inner else _item(flat, (start, end), "comma")


def _around(flat: RenderedText, start: int, end: int, inner: tuple[Item, ...]) -> tuple[Item, ...]:
    """One member whose brackets hold members."""
    opening = _BRACKETS.search(flat.text, start, end)
    stop = flat.trimmed(start, opening.start())[1] if opening else end
    if stop <= start:
        return inner
    start, stop = _bare(flat.text, start, stop)
    return (Item(flat.text[start:stop], "comma", flat.span(start, stop), inner),)


def _bracketed(flat: RenderedText, start: int, end: int, alone: bool = False) -> tuple[Item, ...]:
    """What the first brackets of a range hold, if that is a list; `alone`: one name is enough."""
    text = flat.text
    match = _BRACKETS.search(text, start, end)
    if match is None or (alone and text[match.end() : end].strip(" .。")):
        return ()
    lead = _patterns()["example"].match(text, match.start(1), match.end(1))
    begin = lead.end() if lead else match.start(1)
    if _is_sentence(text, begin, match.end(1)):
        return ()
    parts = list(_members(text, _split(text, begin, match.end(1))))
    single = len(parts) == 1 and lead is None
    if single and not (alone and _names_one(match[1], text[start : match.start()].strip())):
        return ()
    return tuple(_item(flat, part, "paren") for part in parts)


def _names_one(inside: str, name: str) -> bool:
    """True if brackets name a thing, not the initials of what stands before or a number."""
    if (
        not name
        or any(char.isdigit() for char in inside.split(" ", maxsplit=1)[0])
        or "://" in inside
    ):
        return False
    initials = inside.removesuffix("s")
    if " " in inside or not initials.isupper():
        return inside[:1].isalpha()
    letters = iter(fold_case(name))
    return not all(char in letters for char in fold_case(initials) if char.isalnum())


def _item(flat: RenderedText, part: Range, via: Literal["comma", "paren", "slash"]) -> Item:
    """One member without members."""
    start, end = _bare(flat.text, *part)
    return Item(flat.text[start:end], via, flat.span(start, end))
