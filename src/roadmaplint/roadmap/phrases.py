"""Word lists made searchable: which phrases a title holds, without compiling an alternation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from roadmaplint.text.lazy import lazy

_WORD = lazy(r"[^\W_]+(?:['’][^\W_]+)*|\+|&")
_LONGEST = 5
#: So many words a table remembers.
_REMEMBERED = 4_096


def is_cjk(text: str) -> bool:
    """True if the text holds Chinese, Japanese or Korean characters."""
    if text.isascii() or max(text) < "\u3005":
        return False
    return any("\u3005" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" for char in text)


def fold(text: str) -> str:
    """A text for comparing words: case folded, a dotted i like any other, one apostrophe."""
    folded = text.casefold()
    return folded if folded.isascii() else folded.replace("i\u0307", "i").replace("’", "'")


def phrases(spec: str) -> Iterator[str]:
    """The phrases of a list written with commas and, between languages, bars."""
    for language in spec.split("|"):
        for phrase in language.split(","):
            if phrase := phrase.strip():
                yield phrase


def words_of(text: str) -> list[str]:
    """The words of a folded text; signs between them are dropped."""
    return _WORD.findall(text)


class PhraseTable:
    """Phrases that name something: looks up whole texts and phrases inside texts.

    Latin, Cyrillic and the like match whole words (`stem*` any ending); Chinese, Japanese and
    Korean match anywhere, the longest phrase first.
    """

    __slots__ = ("_cjk", "_exact", "_first", "_of_word", "_stems")

    def __init__(self, specs: Mapping[str, str]) -> None:
        """Take word lists by name; where two names share a phrase the first wins."""
        self._exact: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        self._cjk: dict[str, str] = {}
        self._first: set[str] = set()
        # The same words come again and again in a text.
        self._of_word = lru_cache(_REMEMBERED)(lambda word: tuple(self._names(word)))
        for name, spec in specs.items():
            for phrase in phrases(spec):
                self._take(name, fold(phrase))
        self._cjk = dict(sorted(self._cjk.items(), key=lambda pair: -len(pair[0])))

    def _take(self, name: str, phrase: str) -> None:
        """File one phrase where it is looked for."""
        if is_cjk(phrase):
            self._cjk.setdefault(phrase, name)
        words = words_of(phrase)
        key = " ".join(words)
        if len(words) > 1:
            self._first.add(words[0])
        if phrase.endswith("*"):
            self._stems.setdefault(key, name)
        else:
            self._exact.setdefault(key, name)

    def whole(self, text: str) -> str | None:
        """The name of a text that is nothing but one phrase."""
        return next(self._names(" ".join(words_of(fold(text)))), None)

    def within(self, text: str) -> Iterator[str]:
        """The names of all phrases inside a text, in no particular order."""
        folded = fold(text)
        words = words_of(folded)
        for start, word in enumerate(words):
            yield from self._of_word(word)
            if word in self._first:
                for end in range(start + 2, min(start + _LONGEST, len(words)) + 1):
                    yield from self._names(" ".join(words[start:end]))
        if is_cjk(folded):
            yield from (name for phrase, name in self._cjk.items() if phrase in folded)

    def _names(self, phrase: str) -> Iterator[str]:
        """The names of one phrase, as written and by its stem."""
        if (name := self._exact.get(phrase)) is not None:
            yield name
        if self._stems:
            for end in range(min(len(phrase), 60), 3, -1):
                if (name := self._stems.get(phrase[:end])) is not None:
                    if " " not in phrase[end:]:
                        yield name
                    break

    def prefix(self, text: str) -> tuple[str, int] | None:
        """The name and length of the longest ideographic phrase at the start of a text."""
        for phrase, name in self._cjk.items():
            if text.startswith(phrase):
                return name, len(phrase)
        return None
