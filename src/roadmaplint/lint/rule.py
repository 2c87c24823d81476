"""Former names of the public API, kept for rules written for them; see roadmaplint itself."""

from roadmaplint.core.rule import Check, Context, NoOptions, rule

__all__ = ["Check", "Context", "NoOptions", "rule"]
