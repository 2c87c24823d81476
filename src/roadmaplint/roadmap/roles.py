"""What a section is for, read from its title."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from roadmaplint.roadmap.nodes import Role, Stage
from roadmaplint.roadmap.phrases import PhraseTable, fold, is_cjk, phrases, words_of
from roadmaplint.roadmap.sectionwords import FILLERS, ROLES, WHOLE_ROLES

_ORDER = tuple(ROLES)
_LONGEST = 120
#: Roles that the sections below take over where their own titles say nothing.
INHERITED = frozenset({"career-path"})


@lru_cache(maxsize=1)
def _tables() -> tuple[PhraseTable, PhraseTable]:
    """Titles that are a phrase, and phrases inside titles."""
    return PhraseTable(WHOLE_ROLES), PhraseTable(ROLES)


@lru_cache(maxsize=4096)
def titled_role(title: str) -> Role:
    """The role that a clean title speaks of, `content` where it speaks of none."""
    whole, within = _tables()
    if len(title) > _LONGEST:
        return "content"
    if (role := whole.whole(title)) is not None:
        return cast("Role", role)
    found = set(within.within(title))
    return next((cast("Role", role) for role in _ORDER if role in found), "content")


@lru_cache(maxsize=1)
def _fillers() -> frozenset[str]:
    """Words that may stand beside a role's words."""
    return frozenset(fold(word) for word in phrases(FILLERS))


@lru_cache(maxsize=4096)
def named_role(title: str) -> Role:
    """The role of a title made of nothing but its words and fillers, else `content`."""
    whole, within = _tables()
    if len(title) > _LONGEST:
        return "content"
    if (role := whole.whole(title)) is not None:
        return cast("Role", role)
    words = words_of(fold(title))
    known = [
        within.whole(word) or (not is_cjk(word) and any(within.within(word))) for word in words
    ]
    fits = all(hit or word in _fillers() for hit, word in zip(known, words, strict=True))
    phrase = within.whole(title)
    return titled_role(title) if phrase or (fits and any(known)) else "content"


def role_of(title: str, stage: Stage | None, above: Role) -> Role:
    """The role of a section: what its title says, a stage, or what is inherited from above."""
    if stage is not None and stage.level == "prerequisite":
        return "prerequisites"
    if stage is not None:
        return "stage"
    role = titled_role(title)
    return above if role == "content" and above in INHERITED else role
