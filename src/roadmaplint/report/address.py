"""The addresses that reports point to: the project's home and the page of a rule."""

from __future__ import annotations

from functools import lru_cache

HOME = "https://github.com/roadmaplint/roadmaplint"
PAGES = f"{HOME}/blob/main/rules"


def rule_page(group: str, name: str) -> str:
    """The address of a rule's page; for a rule of a plugin, that of the page on such rules."""
    page = _pages().get(name)
    if page is None:
        return f"{HOME}/blob/main/docs/rule-authors.md"
    return f"{PAGES}/{page or f'{group}/{name}.md'}"


@lru_cache(maxsize=1)
def _pages() -> dict[str, str]:
    """Where the pages of shipped rules stand; empty for the usual place."""
    from roadmaplint.core.rule_index import ENTRIES

    return {entry.card.name: entry.card.page for entry in ENTRIES}
