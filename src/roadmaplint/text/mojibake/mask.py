"""Text about mojibake: examples that their authors want as they stand."""

from __future__ import annotations

import re

from roadmaplint.text.mojibake.damage import Damage

_TALK = re.compile(
    r"mojibake|encod|charset|character set|code ?page|utf-?8|utf-?16|unicode|latin-?1|windows-?125"
    r"|cp-?(?:125\d|437|850|932|936|949)|iso-?8859|\bgbk\b|\bgb2312\b|big5|shift.?jis|garbled"
    r"|乱码|亂碼|文字化け|编码|кодировк|кракозябр|codificaci|encodage|kodier|zeichensatz",
    re.IGNORECASE,
)
_QUOTES = "`\"'“”‘’«»「」『』"
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def masked(text: str, damage: Damage) -> bool:
    """True if the damage is quoted on purpose.

    That is so in quotation marks or code on a line that talks about encodings, and where the
    repaired form stands elsewhere on the line.
    """
    start = max(text.rfind("\n", 0, damage.span.start), text.rfind("\r", 0, damage.span.start)) + 1
    end = text.find("\n", damage.span.end)
    end = len(text) if end < 0 else end
    if end - start > 2000 or not _quoted(text, start, damage.span.start, damage.span.end, end):
        return False
    rest = text[start : damage.span.start] + "\0" + text[damage.span.end : end]
    if _TALK.search(rest):
        return True
    shown = damage.after.translate(_STRAIGHT)
    return bool(shown) and shown in rest.translate(_STRAIGHT)


def _quoted(text: str, line: int, start: int, end: int, line_end: int) -> bool:
    """True if a range stands in code or in quotation marks on its line."""
    before, after = text[line:start], text[end:line_end]
    if before.count("`") % 2 and "`" in after:
        return True
    return before[-1:] in _QUOTES and after[:1] in _QUOTES and bool(before) and bool(after)
