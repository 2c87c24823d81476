"""Text about mojibake: examples that their authors want as they stand."""

from __future__ import annotations

import re

_TALK = re.compile(
    r"mojibake|encod|charset|character set|code ?page|utf-?8|utf-?16|unicode|latin-?1|windows-?125"
    r"|cp-?(?:125\d|437|850|932|936|949)|iso-?8859|\bgbk\b|\bgb2312\b|big5|shift.?jis|garbled"
    r"|乱码|亂碼|文字化け|编码|кодировк|кракозябр|codificaci|encodage|kodier|zeichensatz",
    re.IGNORECASE,
)
#: Longest line that is looked at.
LONGEST = 2000
_QUOTES = "`\"'“”‘’«»「」『』"
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def masked(text: str, start: int, end: int, after: str) -> bool:
    """True if the damage at a range, which `after` repairs, is quoted on purpose.

    That is so in quotation marks or code on a line that talks about encodings, and where the
    repaired form stands elsewhere on the line.
    """
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    if line_end - line > LONGEST or not _quoted(text, line, start, end, line_end):
        return False
    rest = text[line:start] + "\0" + text[end:line_end]
    if _TALK.search(rest):
        return True
    shown = after.translate(_STRAIGHT)
    return bool(shown) and shown in rest.translate(_STRAIGHT)


def _quoted(text: str, line: int, start: int, end: int, line_end: int) -> bool:
    """True if a range stands in code or in quotation marks on its line."""
    before, after = text[line:start], text[end:line_end]
    if before.count("`") % 2 and "`" in after:
        return True
    return before[-1:] in _QUOTES and after[:1] in _QUOTES and bool(before) and bool(after)
