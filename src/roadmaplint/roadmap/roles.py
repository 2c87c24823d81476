"""What a section is for, read from its title."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from roadmaplint.roadmap.phrases import fold, folded_words, is_cjk, phrase_table, words_of
from roadmaplint.roadmap.values import Role, Stage

#: Roles that words inside a title name; the first that fits is taken.
_BY_WORD: tuple[Role, ...] = (
    *("meta", "prerequisites", "books", "resources", "courses"),
    *("certification", "community", "projects", "career-path"),
)
_LONGEST = 120
#: Roles that the sections below take over where their own titles say nothing.
INHERITED = frozenset({"career-path"})


@lru_cache(maxsize=4096)
def titled_role(title: str) -> Role:
    """The role that a clean title speaks of, `content` where it speaks of none."""
    if len(title) > _LONGEST:
        return "content"
    if (role := phrase_table("section.title").whole(title)) is not None:
        return cast("Role", role)
    found = set(phrase_table("section.word").within(title))
    return next((role for role in _BY_WORD if role in found), "content")


@lru_cache(maxsize=4096)
def named_role(title: str) -> Role:
    """The role of a title made of nothing but its words and fillers, else `content`."""
    if len(title) > _LONGEST:
        return "content"
    if (role := phrase_table("section.title").whole(title)) is not None:
        return cast("Role", role)
    table, fillers = phrase_table("section.word"), folded_words("section.filler")
    words = words_of(fold(title))
    known = [table.whole(word) or (not is_cjk(word) and any(table.within(word))) for word in words]
    fits = all(hit or word in fillers for hit, word in zip(known, words, strict=True))
    return titled_role(title) if table.whole(title) or (fits and any(known)) else "content"


def role_of(title: str, stage: Stage | None, above: Role) -> Role:
    """The role of a section: what its title says, a stage, or what is inherited from above."""
    if stage is not None and stage.level == "prerequisite":
        return "prerequisites"
    if stage is not None:
        return "stage"
    role = titled_role(title)
    return above if role == "content" and above in INHERITED else role
