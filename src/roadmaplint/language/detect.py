"""Which language a text is in: by script first, by langdetect only for long texts of one script."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from roadmaplint.text.lazy import lazy

Script = Literal[
    "latin", "cyrillic", "cjk", "hangul", "arabic", "hebrew", "greek", "indic", "other"
]

#: Fewer letters say too little: below this the detector is wrong in one of twelve texts.
MIN_LETTERS = 80
_SAMPLE = 4000
_RANGES: tuple[tuple[int, int, Script], ...] = (
    (0x41, 0x24F, "latin"),
    (0x370, 0x3FF, "greek"),
    (0x400, 0x52F, "cyrillic"),
    (0x590, 0x5FF, "hebrew"),
    (0x600, 0x77F, "arabic"),
    (0x900, 0x109F, "indic"),
    (0x1E00, 0x1EFF, "latin"),
    (0x3040, 0x30FF, "cjk"),
    (0x3400, 0x9FFF, "cjk"),
    (0xAC00, 0xD7AF, "hangul"),
    (0xFB50, 0xFDFF, "arabic"),
)
_ADDRESS = lazy(r"\b(?:https?://|www\.)\S+|\S+@\S+|[\w-]+\.(?:com|org|io|net|md|py|js)\b")


class Scripts(Struct, frozen=True):
    """How many letters of a text belong to each script, the commonest first."""

    counts: tuple[tuple[Script, int], ...]

    @property
    def letters(self) -> int:
        """Letters counted."""
        return sum(count for _, count in self.counts)

    @property
    def main(self) -> Script | None:
        """The commonest script, None for a text without letters."""
        return self.counts[0][0] if self.counts else None

    def share(self, script: Script) -> float:
        """The share of a script among the letters, 0 to 1."""
        return dict(self.counts).get(script, 0) / self.letters if self.counts else 0.0


def scripts_of(text: str) -> Scripts:
    """Count letters by script. ASCII texts cost one pass."""
    if text.isascii():
        latin = sum(map(str.isalpha, text))
        return Scripts((("latin", latin),) if latin else ())
    found: dict[Script, int] = {}
    for char in text:
        if char.isalpha():
            script = _script(ord(char))
            found[script] = found.get(script, 0) + 1
    return Scripts(tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))))


@lru_cache(maxsize=4096)
def _script(code: int) -> Script:
    return next((script for low, high, script in _RANGES if low <= code <= high), "other")


def detect(text: str) -> tuple[str, float]:
    """Language code and probability (0 to 1); ("", 0) where the text says too little.

    The same text always gives the same answer. Scripts of one language answer at once; the
    detector is imported only for long Latin, Cyrillic or Arabic texts.
    """
    text = _ADDRESS.sub(" ", text)
    scripts = scripts_of(text)
    main = scripts.main
    if main is None or scripts.letters < MIN_LETTERS // (4 if main in {"cjk", "hangul"} else 1):
        return "", 0.0
    if main == "cjk":
        return ("ja" if re.search(r"[\u3040-\u30ff]", text) else "zh"), 0.99
    if main in {"hangul", "greek", "hebrew"}:
        return {"hangul": "ko", "greek": "el", "hebrew": "he"}[main], 0.99
    if scripts.share(main) < 0.6:
        return "", 0.0
    return _detected(text[:_SAMPLE])


@lru_cache(maxsize=256)
def _detected(text: str) -> tuple[str, float]:
    from langdetect import DetectorFactory, detect_langs
    from langdetect.lang_detect_exception import LangDetectException

    DetectorFactory.seed = 0
    try:
        best = detect_langs(text)[0]
    except LangDetectException:
        return "", 0.0
    return best.lang, best.prob
