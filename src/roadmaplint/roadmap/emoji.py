"""Emoji and shortcodes at the ends of a text."""

from __future__ import annotations

from roadmaplint.text.lazy import lazy

_SIGN = (
    "\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\u203c\u2049\u2122\u2139"
)
_CLUSTER = (
    rf"(?:[{_SIGN}][\ufe0e\ufe0f\u200d\U000e0020-\U000e007f]*)+|:[a-z0-9_+-]*[a-z][a-z0-9_+-]*:"
)
_FIRST = lazy(rf"\s*({_CLUSTER})\s*")
_LAST = lazy(rf"\s*(?:{_CLUSTER})\s*\Z")
#: How far from the end a shortcode or a cluster may begin.
_REACH = 48


def leading_emoji(text: str, at: int = 0) -> tuple[str, int]:
    """The emoji or `:shortcode:` at `at` and where the text goes on; ("", at) if there is none."""
    if at < len(text) and (not text.isascii() or ":" in text):
        match = _FIRST.match(text, at)
        if match:
            return match[1], match.end()
    return "", at


def trailing_emoji(text: str, start: int, end: int) -> int:
    """Where a text ends without the emoji and shortcodes behind it."""
    if text.isascii() and ":" not in text:
        return end
    while end > start:
        match = _LAST.search(text, max(start, end - _REACH), end)
        if match is None or match.start() >= end:
            return end
        end = match.start()
    return end
