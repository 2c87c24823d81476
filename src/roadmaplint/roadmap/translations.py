"""Links to the same document in other languages."""

from __future__ import annotations

import re
from functools import lru_cache

from roadmaplint.roadmap.emoji import leading_emoji, trailing_emoji
from roadmaplint.roadmap.flat import Flat, Mark
from roadmaplint.roadmap.phrases import folded_names
from roadmaplint.roadmap.values import Translation
from roadmaplint.text.fold import fold_case
from roadmaplint.text.lazy import lazy

_SAME_DOCUMENT = lazy(
    r"readme|roadmap|translation|i18n|lang|locale|[-_./][a-z]{2}(?:[-_][a-z]{2,4})?(?:\.md|/|\Z)",
    re.IGNORECASE,
)
_FILE_CODE = lazy(r"readme[-_.]([a-z]{2})(?:[-_][a-z]{2,4})?\.(?:md|markdown)\Z", re.IGNORECASE)
_LEAD = lazy(r"(?:readme|read(?: this)?|translation|version|available)?\s*(?:in|en|to|:|-)\s+")
_REGION = lazy(r"\s*[(\[（].*[)\]）]\s*\Z")


@lru_cache(maxsize=512)
def language_named(text: str) -> str | None:
    """The code of the language that a text names, flags and brackets aside."""
    start = leading_emoji(text, 0)[1]
    name = fold_case(text[start : trailing_emoji(text, start, len(text))].strip(" *"))
    name = _LEAD.sub("", name)
    for form in (name, name.strip("()[]【】 "), _REGION.sub("", name).removesuffix("版本")):
        if code := folded_names("language").get(form):
            return code
    return None


def translations_in(flat: Flat, among: bool = False) -> list[tuple[Mark, Translation]]:
    """The translation links of a text.

    Most of its links name languages, or one that does leads to a file of the same kind; beside
    such a one, or `among` others, links to files with a language in their names are too.
    """
    links = [mark for mark in flat.links if not (mark.inline.target or "").startswith("#")]
    found: dict[Mark, str] = {}
    for mark in links:
        title = flat.text[mark.start : mark.end].strip()
        if len(title) <= 40 and (lang := language_named(title)):
            found[mark] = lang
    several = len(found) >= 2 and len(found) * 10 >= len(links) * 6
    sure = {mark for mark in found if several or _SAME_DOCUMENT.search(mark.inline.target or "")}
    out = []
    for mark in links:
        target = mark.inline.target or ""
        code = _FILE_CODE.search(target) if sure or among else None
        if mark in sure or code:
            title = flat.text[mark.start : mark.end].strip()
            lang = found.get(mark) or (code[1].casefold() if code else None)
            out.append((mark, Translation(title, lang, target, mark.inline.span)))
    return out
