"""The addresses that reports point to: the project's home and the page of a rule."""

from __future__ import annotations

from functools import lru_cache

HOME = "https://github.com/roadmaplint/roadmaplint"
PAGES = f"{HOME}/blob/main/rules"


def rule_page(group: str, name: str) -> str:
    """The address of a rule's page."""
    return f"{PAGES}/{_pages().get(name) or f'{group}/{name}.md'}"


@lru_cache(maxsize=1)
def _pages() -> dict[str, str]:
    """Where the pages of rules stand that belong to one profile."""
    from roadmaplint.core.rule_index import ENTRIES

    return {entry.card.name: entry.card.page for entry in ENTRIES if entry.card.page}
