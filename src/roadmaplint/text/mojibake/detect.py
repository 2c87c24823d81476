"""Which code page bytes were written in, when they are not UTF-8."""

from __future__ import annotations

from msgspec import Struct

from roadmaplint.text.lazy import lazy
from roadmaplint.text.mojibake.model import model

#: Python's codec names by the names of this package, the commonest first.
_CODECS = {
    "cp1252": "cp1252",
    "cp1251": "cp1251",
    "gbk": "gb18030",
    "cp1250": "cp1250",
    "cp932": "cp932",
    "cp949": "cp949",
    "big5": "cp950",
    "koi8-r": "koi8_r",
    "cp866": "cp866",
    "cp1253": "cp1253",
    "cp1254": "cp1254",
    "cp1255": "cp1255",
    "cp1256": "cp1256",
    "cp874": "cp874",
    "mac-roman": "mac_roman",
    "euc-jp": "euc_jp",
    "cp850": "cp850",
}
#: Two bytes beyond ASCII together, or one that touches a letter: less says nothing.
_WORDS = lazy(rb"[\x80-\xff]{2}|[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]")
#: Most nats per character beyond ASCII that readable text costs.
READABLE = 11.0
#: Bytes that are judged, and nats by which a rarer page has to be better.
SAMPLE = 4000
RARER = 0.2


class Guess(Struct, frozen=True):
    """A page and the text that it makes of the bytes."""

    codec: str
    text: str


def guess(data: bytes) -> Guess | None:
    """The likeliest page of bytes that are not UTF-8, None if no page makes sense of them."""
    if not _WORDS.search(data):
        return None
    sample = data[:SAMPLE]
    best: tuple[float, str] | None = None
    for rank, (name, python) in enumerate(_CODECS.items()):
        try:
            text = sample.decode(python, "strict" if len(sample) == len(data) else "ignore")
        except UnicodeDecodeError:
            continue
        cost = model().cost(f"\n{text}\n") + RARER * rank
        if best is None or cost < best[0]:
            best = (cost, name)
    if best is None:
        return None
    try:
        text = data.decode(_CODECS[best[1]])
    except UnicodeDecodeError:
        return None
    return Guess(best[1], text) if _readable(text[:SAMPLE]) else None


def _readable(text: str) -> bool:
    """True if the characters beyond ASCII are such as people write."""
    beyond = [i for i, char in enumerate(text) if char >= "\x80"]
    padded = f"\n{text}\n"
    cost = sum(model().cost(padded[i : i + 3]) for i in beyond)
    controls = any("\x80" <= char <= "\x9f" for char in text)
    return not controls and cost <= 2 * READABLE * max(1, len(beyond))
