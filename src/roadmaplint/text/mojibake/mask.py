"""Text about mojibake: examples that their authors want as they stand."""

from __future__ import annotations

import re

from roadmaplint.text.lazy import lazy

_TALK = lazy(
    r"mojibake|encod|charset|character set|code ?page|utf-?8|utf-?16|unicode|latin-?1|windows-?125"
    r"|cp-?(?:125\d|437|850|932|936|949)|iso-?8859|\bgbk\b|\bgb2312\b|big5|shift.?jis|garbled"
    r"|乱码|亂碼|文字化け|编码|кодировк|кракозябр|codificaci|encodage|kodier|zeichensatz",
    re.IGNORECASE,
)
#: Longest line that is looked at.
LONGEST = 2000
_QUOTES = "`\"'“”‘’«»「」『』"
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def masked(text: str, line: tuple[int, int], place: tuple[int, int], after: str) -> bool:
    """True if the damage at a place, which `after` repairs, is quoted on purpose.

    That is so in quotation marks or code on a line that talks about encodings, and where the
    repaired form stands elsewhere on the line. `line` is the range of the line.
    """
    start, end = place
    if line[1] - line[0] > LONGEST or not _quoted(text, line, start, end):
        return False
    rest = text[line[0] : start] + "\0" + text[end : line[1]]
    if _TALK.search(rest):
        return True
    shown = after.translate(_STRAIGHT)
    return bool(shown) and shown in rest.translate(_STRAIGHT)


def _quoted(text: str, line: tuple[int, int], start: int, end: int) -> bool:
    """True if a range stands in code or in quotation marks on its line."""
    before, after = text[line[0] : start], text[end : line[1]]
    if before.count("`") % 2 and "`" in after:
        return True
    return before[-1:] in _QUOTES and after[:1] in _QUOTES and bool(before) and bool(after)
