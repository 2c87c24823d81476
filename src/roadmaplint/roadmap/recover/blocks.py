"""Plain text as pieces: what stands between blank lines, and what each piece looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from msgspec import Struct

from roadmaplint.lexicon import words
from roadmaplint.roadmap.duration import stretches
from roadmaplint.roadmap.inline_lists import is_comma_list
from roadmaplint.roadmap.nodes import Role
from roadmaplint.roadmap.phrases import folded_words, is_cjk, words_of
from roadmaplint.roadmap.rendered_text import RenderedText
from roadmaplint.roadmap.section_roles import named_role
from roadmaplint.roadmap.title import Numbering, clean_title, find_number, level_of
from roadmaplint.roadmap.tocs import title_key
from roadmaplint.text.fold import fold_case
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import NEWLINE, Line, Source, Span

#: Lines that only a Markdown author writes; lists of numbers are judged elsewhere.
_MARKUP = lazy(
    r"\s{0,3}(?:#{1,6}[ \t]+\S|[-*+][ \t]+\S|>|```|~~~|\||<[A-Za-z!/]|[=-]{3,}\s*\Z|\[[^\]]+\]:\s)|"
    r"\s{4,}\S|---"
)
_INLINE = lazy(r"\[[^\]\n]{1,200}\]\([^)\n]{1,500}\)|\*\*[^*\n]{1,200}\*\*|!\[")
_STOP = lazy(r"[.!?。！？…][\"”’)»]*\Z")
_INNER_STOP = lazy(
    r"(?<!\bvs)(?<!\b[A-Z])(?<!\b[Dd]r)(?<!\bMr)(?<!e\.g)(?<!i\.e)[.!][\"”’)]*\s+[^\W\d_a-zа-яё]|[。！](?=.)"
)
_LABEL = lazy(r"[^:：]{1,48}[:：](?:\s|(?<=：))\s*\S")
_BLANKS = " \t\ufeff\u00a0\u3000"
_MOST_TITLE_WORDS = 10
_LONGEST_CJK = 24


@lru_cache(maxsize=1)
def _known_titles() -> frozenset[str]:
    """Common titles of learning material, as keys."""
    return frozenset(" ".join(words_of(fold_case(title))) for title in words("heading.usual"))


class Piece(Struct, frozen=True, dict=True):
    """A block of plain text: its place, its text on one line, and what it looks like."""

    span: Span
    text: str

    @cached_property
    def words(self) -> int:
        """How long it is; two ideographs count as a word."""
        if is_cjk(self.text):
            return max(len(self.text.split()), len(self.text) // 2)
        return len(self.text.split())

    @cached_property
    def key(self) -> str:
        """Its words without number and emoji, for comparing titles."""
        return title_key(self.text)

    @cached_property
    def is_row(self) -> bool:
        """True for cells joined by tabs."""
        return "\t" in self.text.strip()

    @cached_property
    def ends(self) -> bool:
        """True if it ends like a sentence."""
        return _STOP.search(self.text) is not None

    @cached_property
    def leads(self) -> bool:
        """True if it ends with a colon."""
        return self.text[-1:] in {":", "："}

    @cached_property
    def is_sentence(self) -> bool:
        """True if it says something: several sentences, or one with a full stop or colon."""
        if self.is_row:
            return False
        if _INNER_STOP.search(self.text) and self.words > 5:
            return True
        if self.text.endswith(("?", "？")):
            return self.words > 20
        if self.numbering is not None and self.words <= 14:
            return False
        if self.ends or self.leads:
            return self.words >= 8 or (self.words >= 4 and self.has_clause and not self.is_names)
        return self.words > 25

    @cached_property
    def is_names(self) -> bool:
        """True for names set apart by commas, whatever stands at the end."""
        return is_comma_list(self.text.rstrip(".。"), 0, len(self.text.rstrip(".。")))

    @cached_property
    def has_clause(self) -> bool:
        """True if it holds words that stand in clauses only."""
        return not folded_words("sentence.word").isdisjoint(words_of(fold_case(self.text)))

    @cached_property
    def is_label(self) -> bool:
        """True for `Label: text`."""
        return _LABEL.match(self.text) is not None and "://" not in self.text[:60]

    @cached_property
    def is_list(self) -> bool:
        """True if commas set its members apart."""
        return any(sign in self.text for sign in (", ", "，", "、"))

    @cached_property
    def is_picture(self) -> bool:
        """True for a picture, bare or as a link."""
        return self.text.startswith(("![", "[!["))

    @cached_property
    def may_head(self) -> bool:
        """True if it could be a title by its form alone."""
        text = self.text
        if self.is_row or self.is_sentence or self.is_picture or not text or "://" in text:
            return False
        limit = len(text) <= _LONGEST_CJK if is_cjk(text) else self.words <= _MOST_TITLE_WORDS
        first = next((char for char in text if char.isalnum()), "")
        return limit and bool(first) and not first.islower() and text[-1] not in ".,;。，；"

    @cached_property
    def numbering(self) -> Numbering | None:
        """The number in front of it."""
        return find_number(self.text)

    @cached_property
    def is_stage(self) -> bool:
        """True for titles of stages: a counted part, a level, a stretch of time alone."""
        if not self.may_head:
            return False
        counted = self.numbering is not None and bool(self.numbering.unit)
        return counted or level_of(clean_title(self.text)) is not None

    @cached_property
    def is_month(self) -> bool:
        """True for titles with a place in a calendar in front: `Month 1: Basics`."""
        found = stretches(self.text[:40])
        return self.may_head and any(part.kind == "index" and part.start == 0 for part in found)

    @cached_property
    def is_timed(self) -> bool:
        """True for titles with a stretch of time in brackets."""
        if not self.may_head or not self.text.endswith((")", "）")):
            return False
        at = max(self.text.rfind("("), self.text.rfind("（"))
        return at > 0 and bool(stretches(self.text[at:]))

    @cached_property
    def is_known(self) -> bool:
        """True for a title of the list of common ones."""
        return self.key in _known_titles()

    @cached_property
    def role(self) -> Role:
        """The role that a title of known words has."""
        return named_role(clean_title(self.text)) if self.may_head else "content"

    def flat(self, source: Source) -> RenderedText:
        """The text with its offsets; line ends inside are spaces."""
        flat = RenderedText()
        at = self.span.start
        for word in re.finditer(r"\S+", source.slice(self.span)):
            begin = self.span.start + word.start()
            if begin > at:
                flat.add(" ", begin - 1)
            flat.add(word.group(), begin)
            at = self.span.start + word.end()
        return flat


def has_markup(source: Source) -> bool:
    """True if any line is written as Markdown, or more than a trace is inline Markdown."""
    text = source.text
    if text.count("](") + text.count("**") > 4 and len(_INLINE.findall(text)) > 2:
        return True
    return any(_MARKUP.match(line.text) for line in source.lines())


def pieces_of(source: Source) -> tuple[Piece, ...]:
    """The pieces of a text without markup.

    Blank lines set pieces apart; where hardly any line is blank, or the lines of a block are all
    short, every line is a piece.
    """
    blocks = list(_blocks(source))
    single = _is_unspaced(blocks)
    found: list[Piece] = []
    for block in blocks:
        if len(block) > 1 and (single or all(len(line.text.strip()) <= 60 for line in block)):
            found += (piece_at(source, line.span) for line in block)
        else:
            found.append(piece_at(source, Span(block[0].span.start, block[-1].span.end)))
    return tuple(found)


def _is_unspaced(blocks: list[list[Line]]) -> bool:
    """True if hardly any line is blank and lines do not run on into the next one."""
    lines = [line.text.strip(_BLANKS) for block in blocks for line in block]
    running = sum(len(text) > 60 or text[0].islower() for text in lines)
    return len(lines) > 3 * len(blocks) and running * 3 < len(lines)


def _blocks(source: Source) -> Iterator[list[Line]]:
    """Lines between blank lines."""
    block: list[Line] = []
    for line in source.lines():
        if line.text.strip(_BLANKS):
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def piece_at(source: Source, span: Span) -> Piece:
    """The piece at a span, without the white space at its ends."""
    text = source.slice(span)
    start = span.start + len(text) - len(text.lstrip(_BLANKS))
    end = max(start, span.end - len(text) + len(text.rstrip()))
    lines = NEWLINE.split(source.text[start:end])
    return Piece(Span(start, end), " ".join(line.strip(_BLANKS) for line in lines).strip())
