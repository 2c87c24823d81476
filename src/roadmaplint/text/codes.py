"""What patterns compile to, as plain values that can be kept from one start to the next.

Compiling the two hundred patterns of a first run takes a fifth of its time, making them of their
codes a hundredth of that. Python has no public door to the codes; where the private one is missing
or says no, patterns are compiled as ever.
"""

from __future__ import annotations

import re
import sys
from array import array
from typing import Any

#: Pattern, flags with those that the pattern sets, code as bytes, number of groups, groups by name,
#: names by group: what the engine makes a pattern of.
Code = tuple[str | bytes, int, bytes, int, dict[str, int], tuple[str | None, ...]]

#: Codes that can be used, by pattern and flags.
KNOWN: dict[tuple[str | bytes, int], Code] = {}
#: Those among them that were made by this run.
FRESH: set[tuple[str | bytes, int]] = set()


def compiled(pattern: str | bytes, flags: int) -> re.Pattern[Any]:
    """The pattern, made of its code if that is known. Raises re.error as `re.compile` does."""
    key = (pattern, int(flags))
    code = KNOWN.get(key)
    try:
        if code is None:
            code = KNOWN[key] = _code(*key)
            FRESH.add(key)
        return _pattern(code)
    except Exception:  # noqa: BLE001 - `re.compile` says what is wrong, or does without the codes
        KNOWN.pop(key, None)
        FRESH.discard(key)
        return re.compile(pattern, flags)


def dialect() -> str:
    """What the codes hold for: this Python and its engine; empty if codes can't be had."""
    try:
        engine = f"{_engine().MAGIC} {_engine().CODESIZE} {array('I').itemsize}"
        return f"{engine} {sys.byteorder} {' '.join(sys.version.split())}"
    except (LookupError, AttributeError):
        return ""


def _code(pattern: str | bytes, flags: int) -> Code:
    """The code as the module `re` makes it for itself."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, group in state.groupdict.items():
        names[group] = name
    code = array("I", _compiler._code(parsed, flags)).tobytes()
    flags |= state.flags
    return pattern, flags, code, state.groups - 1, dict(state.groupdict), tuple(names)


def _pattern(code: Code) -> re.Pattern[Any]:
    """The engine's pattern; it looks through the code first and refuses one that is none."""
    pattern, flags, words, groups, by_name, names = code
    listed = memoryview(words).cast("I").tolist()
    found: re.Pattern[Any] = _engine().compile(pattern, flags, listed, groups, by_name, names)
    return found


def _engine() -> Any:
    return sys.modules["_sre"]  # `re` has loaded it
