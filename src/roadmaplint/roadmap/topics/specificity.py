"""Names that say nothing about a subject, and sections that repeat by design."""

from __future__ import annotations

import re

from roadmaplint.lexicon import words
from roadmaplint.roadmap.nodes import Section
from roadmaplint.roadmap.phrases import contains_word
from roadmaplint.text.lazy import lazy

#: Roles of sections whose items are no topics of the path.
_ROLES = frozenset({"career-path", "meta", "toc", "prerequisites", "conclusion"})
#: Titles that hold a number, or end in a word that means something else inside a title.
_PATH = lazy(r"\bpath \d\b|путь \d", re.IGNORECASE)
_SKILLS = lazy(r"\bskills\Z", re.IGNORECASE)
_NAME_LIKE = lazy(r"[A-ZА-ЯЁ].*[A-ZА-ЯЁ0-9]|[a-z][A-Z]|[A-Za-z]\d|\d[A-Za-z]|[+#]")
_CJK = lazy(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CJK_LETTERS = 5
#: Longer texts that begin with a small letter are parts of sentences.
_PHRASE = 5
_CODE = lazy(r"\w\(|\w_\w|[=<>{}]")
_LETTERS = lazy(r"[^\W\d_]")
_DURATION = lazy(r"[~≈]?\$?\d[\d.,–—-]*\s*\S*\Z")


def repeats_by_design(section: Section | None) -> bool:
    """True for sections that name again what others teach: recaps, and one of several ways."""
    if section is None:
        return False
    title = section.title
    if section.role in _ROLES or contains_word(title, "section.alternative") or _PATH.search(title):
        return True
    repeats = contains_word(title, "section.repeats") or _SKILLS.search(title) is not None
    return section.stage is None and repeats


def is_specific(text: str, form: str, known: bool = False) -> bool:
    """True if a name is narrow enough that two mentions mean one thing.

    Known concepts and names of two words or more are; a single word has to be a name (capitals or
    digits inside), or a capitalised word that is no common noun. `form` is the text's key.
    """
    text = text.strip()
    if not _LETTERS.search(text) or _DURATION.match(text) or text[-1:] in ".!?":
        return False
    if _CODE.search(text) or (text[0].islower() and len(text.split()) >= _PHRASE):
        return False
    if known:
        return True
    layout, subjects = words("topic.layout"), words("topic.subject")
    parts = [word for word in form.split() if word not in {"and", "to"}]
    if any(word in layout or word in subjects for word in parts):
        # `Theory (25h)` is no more of a name than `Theory`.
        parts = [word for word in parts if not any(map(str.isdigit, word))]
    if len(parts) >= 2:
        return not layout.issuperset(parts)
    if not parts or parts[0] in layout or parts[0] in subjects:
        return False
    return bool(_NAME_LIKE.search(text)) or _is_name(text)


def is_plain_word(text: str) -> bool:
    """True for a single word that only its capital could make a name."""
    return " " not in text.strip() and not _NAME_LIKE.search(text) and not _starts_cjk(text)


def _starts_cjk(text: str) -> bool:
    return not text[:1].isascii() and _CJK.match(text) is not None


def _is_name(word: str) -> bool:
    if _starts_cjk(word):
        return len(word) >= _CJK_LETTERS
    return (
        word[0].isupper()
        and len(word) > 2
        and not word.lower().endswith(tuple(words("topic.noun_ending")))
    )
