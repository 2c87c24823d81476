"""Regular expressions from a configuration, compiled once, and matched in bounded time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from roadmaplint.text.lazy import lazy

#: Titles longer than this are matched by their beginning.
LONGEST = 1000
_ESCAPED = lazy(r"\\.|\[\^?\]?[^\]]*\]", re.DOTALL)
_REPEATED_GROUP = lazy(r"\)(?:[*+?]|\{)")
_REPEAT = lazy(r"[*+]|\{\d*,\d*\}")
_FEW = 2
_ELSEWHERE = lazy(r"Resource '([^']*)' is not present in a registry")
#: What the validator says of a schema that is nested in itself more than it bears.
_TOO_DEEP = "Recursion limit reached"
#: How often a pattern with a look-around may step back before it counts as no match.
_PATIENCE = 100_000


class Pattern:
    """A regular expression that is searched in titles, letter case ignored.

    Patterns in which repetitions could multiply are left to an engine without that weakness.
    """

    __slots__ = ("_find", "_judge")

    def __init__(self, pattern: str) -> None:
        """Compile. Raises re.error for a pattern that is none, or that no engine can bound."""
        self._find = re.compile(pattern, re.IGNORECASE)
        self._judge = validator({"pattern": f"(?i){pattern}"}) if is_risky(pattern) else None

    def search(self, text: str) -> bool:
        """True if the pattern is found in the first thousand characters of the text."""
        if self._judge is None:
            return self._find.search(text[:LONGEST]) is not None
        found: bool = self._judge.is_valid(_whole(text[:LONGEST]))
        return found


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Pattern:
    """The pattern, letter case ignored. Raises re.error for a pattern that is none."""
    return Pattern(pattern)


def is_risky(pattern: str) -> bool:
    """True if a pattern repeats a group or repeats often, so that trying all ways may take long."""
    bare = _ESCAPED.sub("_", pattern)
    return bool(_REPEATED_GROUP.search(bare)) or len(_REPEAT.findall(bare)) > _FEW


def validator(schema: Mapping[str, Any] | bool) -> Any:
    """A validator of a JSON Schema that asks nobody for other schemas, its patterns bounded.

    Raises re.error with one line for a schema that is wrong or names a schema elsewhere.
    """
    import jsonschema_rs

    def refuse(address: str) -> Any:
        raise ValueError(f"other schemas are not fetched: {address}")

    try:
        return jsonschema_rs.validator_for(
            dict(schema) if isinstance(schema, Mapping) else schema,
            retriever=refuse,
            pattern_options=jsonschema_rs.FancyRegexOptions(backtrack_limit=_PATIENCE),
        )
    except (ValueError, TypeError, RecursionError) as error:
        line = str(error).partition("\n")[0].replace(_TOO_DEEP, "it is nested too deeply")
        elsewhere = _ELSEWHERE.match(line)
        if elsewhere:
            line = f"it refers to {elsewhere[1]}; a schema stands in one file, others are not read"
        raise re.error(line[:200]) from error


def _whole(text: str) -> str:
    """The text without what no JSON string can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
