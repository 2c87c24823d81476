"""What is wrong with a piece of text: the value that the engine returns."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from roadmaplint.text.source import Span

#: Names of code pages for people.
LABELS = {
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
    "cp1254": "Windows-1254",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "cp1257": "Windows-1257",
    "cp874": "Windows-874",
    "mac-roman": "Mac Roman",
    "mac-cyrillic": "Mac Cyrillic",
    "cp437": "DOS 437",
    "cp850": "DOS 850",
    "cp852": "DOS 852",
    "cp866": "DOS 866",
    "koi8-r": "KOI8-R",
    "gbk": "GBK",
    "big5": "Big5",
    "cp932": "Shift-JIS",
    "cp949": "EUC-KR",
    "euc-jp": "EUC-JP",
    "utf-8": "UTF-8",
}


class Confidence(StrEnum):
    """How sure a repair is.

    EXACT: the round trip is exact and nothing else explains the text. LIKELY: right as a rule, but
    little evidence or a step that cannot be proven. AMBIGUOUS: several repairs fit. LOSSY: bytes
    are gone, there is nothing to restore from.
    """

    EXACT = "exact"
    LIKELY = "likely"
    AMBIGUOUS = "ambiguous"
    LOSSY = "lossy"


class Kind(StrEnum):
    """How the text came to harm."""

    MISREAD = "misread"  # UTF-8 read as a code page
    SPACED = "spaced"  # the same, and its no-break spaces became spaces
    ENTITIES = "entities"  # the same, then written as HTML entities
    LEGACY = "legacy"  # text of one code page read as another
    HALF_EMOJI = "half-emoji"  # one half of a surrogate pair
    LOST = "lost"  # the same as MISREAD, and bytes are missing


class Damage(Struct, frozen=True):
    """One damaged place.

    `span` covers whole words of the text (code points); `before` stands there, `after` is the
    repair ("" if there is none). `path` names the pages through which the text was misread, the
    first misreading in front; `alike` are other pages that explain it equally. `data` are the
    bytes that were misread. `evidence` says how much likelier the repair is than what stands
    there, in nats, with credit for what was found elsewhere in the text.
    """

    span: Span
    before: str
    after: str
    path: tuple[str, ...]
    data: bytes
    confidence: Confidence
    kind: Kind = Kind.MISREAD
    alike: tuple[str, ...] = ()
    evidence: float = 0.0

    @property
    def depth(self) -> int:
        """How many times the text was misread."""
        return len(self.path)
