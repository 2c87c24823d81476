"""Word lists made searchable: which phrases a text holds, without compiling an alternation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from roadmaplint.lexicon import words, words_below
from roadmaplint.text.fold import fold_case
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


def words_of(text: str) -> list[str]:
    """The words of a folded text; signs between them are dropped."""
    return _WORD.findall(text)


@cache
def folded_words(key: str) -> frozenset[str]:
    """The words of one meaning of the lexicon, folded."""
    return frozenset(map(fold_case, words(key)))


@cache
def folded_names(prefix: str) -> Mapping[str, str]:
    """The last part of the key by folded word, for all keys of the lexicon below a prefix."""
    return {fold_case(word): name for name, group in words_below(prefix).items() for word in group}


@cache
def phrase_table(prefix: str) -> PhraseTable:
    """All keys of the lexicon below a prefix, named by the last part of the key."""
    return PhraseTable(words_below(prefix))


@cache
def _parts_of(key: str) -> tuple[tuple[str, ...], tuple[tuple[str, bool, bool], ...]]:
    """The parts that may stand anywhere, and words with what may stand on either side of them."""
    anywhere, bounded = [], []
    for word in sorted(words(key)):
        bare = word.strip("*").casefold()
        if is_cjk(bare) or (word[0] == word[-1] == "*"):
            anywhere.append(bare)
        else:
            bounded.append((bare, word[0] == "*", word[-1] == "*"))
    return tuple(anywhere), tuple(bounded)


def contains_word(text: str, key: str) -> bool:
    """True if a text holds a word of one meaning of the lexicon.

    Words match as a whole; with a `*` before or behind them, inside longer words as well.
    """
    folded = text.casefold()
    anywhere, bounded = _parts_of(key)
    return any(part in folded for part in anywhere) or any(
        word in folded and _stands_apart(word, folded, *open_sides) for word, *open_sides in bounded
    )


def _stands_apart(word: str, text: str, open_left: bool, open_right: bool) -> bool:
    at = text.find(word)
    while at >= 0:
        left, right = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        if (open_left or not left.isalnum()) and (open_right or not right.isalnum()):
            return True
        at = text.find(word, at + 1)
    return False


class PhraseTable:
    """Phrases that name something: looks up whole texts and phrases inside texts.

    Latin, Cyrillic and the like match whole words (`stem*` any ending); Chinese, Japanese and
    Korean match anywhere, the longest phrase first.
    """

    __slots__ = ("_cjk", "_exact", "_first", "_of_word", "_stems")

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        """Take phrases by name; where two names share a phrase the first wins."""
        self._exact: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        self._cjk: dict[str, str] = {}
        self._first: set[str] = set()
        # The same words come again and again in a text.
        self._of_word = lru_cache(_REMEMBERED)(lambda word: tuple(self._names(word)))
        for name, phrases in groups.items():
            for phrase in phrases:
                self._take(name, fold_case(phrase))
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
        return next(self._names(" ".join(words_of(fold_case(text)))), None)

    def within(self, text: str) -> Iterator[str]:
        """The names of all phrases inside a text, in no particular order."""
        folded = fold_case(text)
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
