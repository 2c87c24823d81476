"""Acronyms: does a short form fit a long one, and which ones does a text define."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from roadmaplint.lexicon import words
from roadmaplint.roadmap.topics.tokens import content_tokens
from roadmaplint.text.fold import fold_accents
from roadmaplint.text.lazy import lazy

_ACRONYM = r"[A-Z][A-Za-z0-9&/-]{0,6}[A-Z0-9]s?|[A-Z]{2,8}s?"
#: `Long Form (ACR)`: the words before a bracket that holds one acronym.
_LONG_SHORT = lazy(rf"\(\s*({_ACRONYM})\s*\)")
#: `ACR (Long Form)` and `ACR: Long Form` at the start of a topic.
_SHORT_LONG = lazy(rf"\A\W*({_ACRONYM})\s*(?:\(([^()]{{4,80}})\)|[:=]\s*([^,;:]{{4,80}})\Z)")
_BRACKET = lazy(r"\s*\(([^()]{1,80})\)")
#: Could be an acronym: at most ten signs, two capitals or a digit among them.
_SHORT = lazy(r"(?=.{2,10}\Z)(?=.*(?:[^\W\d_a-zа-яё].*[^\W\d_a-zа-яё]|\d))\S+\Z")
_WORD = lazy(r"[^\W_]+")
_MAX_WORDS = 8


class Definition(NamedTuple):
    """An acronym and the words it stands for, both as written."""

    short: str
    long: str


def letters_of(acronym: str) -> str:
    """The letters of an acronym, lower case, without the plural s of `CNNs`."""
    text = acronym.strip()
    if len(text) > 2 and text[-1] == "s" and text[-2].isupper():
        text = text[:-1]
    return "".join(char for char in fold_accents(text) if char.isalnum())


def fits(acronym: str, long_form: str) -> bool:
    """True if the letters of `acronym` stand for the words of `long_form`.

    They fit as initials (small words aside), or in order with at most one word more or less than
    letters: `XAI` and `Explainable AI`.
    """
    letters = letters_of(acronym)
    parts = [fold_accents(word) for word in _WORD.findall(long_form)]
    if len(letters) < 2 or not parts or len(parts) > _MAX_WORDS or letters in parts:
        return False
    small = words("topic.not_in_acronyms")
    large = [word for word in parts if word not in small]
    if letters in {"".join(word[0] for word in parts), "".join(word[0] for word in large)}:
        return True
    if abs(len(large) - len(letters)) > 1 and not (len(parts) == 1 and len(letters) <= 4):
        return False
    return (
        _in_order(letters, "".join(parts))
        and letters[0] in {parts[0][0], parts[0][1:2]}
        and letters[-1] in parts[-1]
        and (len(parts) > 1 or letters[0] == parts[0][0])
    )


def _in_order(letters: str, text: str) -> bool:
    at = 0
    for letter in letters:
        at = text.find(letter, at) + 1
        if not at:
            return False
    return True


def expand_bracket(text: str) -> str:
    """The text without brackets that only repeat it.

    `Long (ACR)` gives `Long`, `ACR (Long)` gives `Long`; a bracket that holds a list goes, any
    other qualifier stays.
    """
    return _unbracketed(text) if "(" in text or "（" in text else text


@lru_cache(maxsize=16384)
def _unbracketed(text: str) -> str:
    text = text.replace("（", "(").replace("）", ")")

    def one(match: re.Match[str]) -> str:
        inside = match[1].strip()
        before = text[: match.start()].strip()
        if (
            "," in inside
            or "、" in inside
            or inside.casefold().startswith(("e.g", "i.e", "например"))
        ):
            return " "
        tail = " ".join(before.split()[-_MAX_WORDS:])
        if _SHORT.match(inside) and any(fits(inside, part) for part in _suffixes(tail)):
            return " "
        if _SHORT.match(before) and fits(before, inside):
            return "\0" + inside
        return match[0]

    out = _BRACKET.sub(one, text)
    return out.rpartition("\0")[2] if "\0" in out else out


def _suffixes(text: str) -> Iterator[str]:
    words = text.split()
    for size in range(1, len(words) + 1):
        yield " ".join(words[-size:])


def definitions(texts: Iterable[str]) -> Iterator[Definition]:
    """Acronyms that the texts define: `Long (ACR)`, `ACR (Long)`, `ACR: Long`."""
    for text in texts:
        if text.isascii() and text.islower():
            continue
        if "(" in text:
            for match in _LONG_SHORT.finditer(text):
                found = _long_before(text[max(0, match.start() - 120) : match.start()], match[1])
                if found:
                    yield Definition(match[1], found)
        lead = _SHORT_LONG.match(text)
        if lead is not None:
            long_form = (lead[2] or lead[3]).strip()
            if fits(lead[1], long_form):
                yield Definition(lead[1], long_form)


def _long_before(before: str, acronym: str) -> str:
    size = len(letters_of(acronym)) + 3
    first = letters_of(acronym)[0]
    phrase = " ".join(re.split(r"[,;:.!?()\[\]]", before)[-1].split()[-size:])
    for candidate in _suffixes(phrase):
        if fits(acronym, candidate) and first in fold_accents(candidate)[:2]:
            return candidate
    return ""


def acronym_token(acronym: str) -> str:
    """The token that stands for an acronym in keys; empty where it is several words (`CI/CD`)."""
    tokens = content_tokens(acronym)
    return tokens[0] if len(tokens) == 1 else ""


def harvest(texts: Iterable[str], lang: str = "en") -> dict[str, tuple[str, ...]]:
    """Acronym to stems of its long form; acronyms with two long forms are left out."""
    found: dict[str, tuple[str, ...]] = {}
    torn: set[str] = set()
    for acronym, long_form in definitions(texts):
        short = acronym_token(acronym)
        stems = content_tokens(long_form, lang)
        known = found.setdefault(short, stems)
        if set(known) != set(stems) and "".join(known) != "".join(stems):
            torn.add(short)
    return {short: stems for short, stems in found.items() if short and short not in torn and stems}
