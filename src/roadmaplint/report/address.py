"""The addresses that reports point to: the project's home and the page of a rule."""

from __future__ import annotations

HOME = "https://github.com/roadmaplint/roadmaplint"
PAGES = f"{HOME}/blob/main/rules"


def rule_page(group: str, name: str) -> str:
    """The address of a rule's page."""
    return f"{PAGES}/{group}/{name}.md"
