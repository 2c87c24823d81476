"""Makes text of documents and servers harmless to look at, and JSON harmless to print."""

from __future__ import annotations

import re
from typing import Any

from roadmaplint.text.lazy import lazy

#: Characters that steer a terminal, reorder or hide text, or that UTF-8 and XML cannot hold:
#: C0, DEL, C1, soft hyphen, every bidi control, zero-width space and kin, line and paragraph
#: separators, BOM, interlinear marks, noncharacters, tag characters, lone surrogates, and private
#: use, which every font shows otherwise. The joiners U+200C and U+200D stay: Persian words and
#: emoji need them.
_UNSAFE = lazy(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\uf8ff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_NOT_ASCII = lazy("[^\x20-\x7e]")
_ASCII_CONTROL = lazy("[\x00-\x1f\x7f]")


def visible(text: str, *, ascii_only: bool = False) -> str:
    r"""The text on one line, every character that is not plainly visible written as an escape.

    Escapes are `\x1b`, `\u202e` or `\U000e0041`; line ends and tabs become escapes too. With
    `ascii_only` everything outside printable ASCII does. Backslashes stay single.
    """
    if text.isprintable() and not (ascii_only and not text.isascii()):
        return text
    if text.isascii():
        return _ASCII_CONTROL.sub(_escape, text)
    return (_NOT_ASCII if ascii_only else _UNSAFE).sub(_escape, text)


def json_text(value: Any, *, ascii_only: bool = False) -> str:
    r"""One line of JSON that prints nothing harmful; unlike `visible` it keeps every value exact.

    Unsafe characters are written as JSON's own `\uXXXX`, so a reader gets them back unchanged.
    """
    import json

    text = json.dumps(value, ensure_ascii=ascii_only, separators=(", ", ": "))
    if text.isascii():
        return text.replace("\x7f", "\\u007f")
    return text if text.isprintable() else _UNSAFE.sub(_json_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
