"""Bytes to Source and back, without losing a byte."""

from __future__ import annotations

import codecs
from hashlib import blake2b

from roadmaplint.text.source import Encoding, Source

# UTF-32 LE first: its mark begins with the one of UTF-16 LE.
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def digest_of(data: bytes) -> str:
    """BLAKE2b of the bytes, 32 hex digits."""
    return blake2b(data, digest_size=16).hexdigest()


def decode(data: bytes, path: str) -> Source:
    """Read the bytes of a file as text.

    UTF-16 and UTF-32 are recognised by their byte order mark and decoded strictly; everything
    else is UTF-8 with undecodable bytes kept as lone surrogates. `encode` undoes it exactly.
    """
    for mark, name in _WIDE:
        if data.startswith(mark):
            try:
                return Source(path, data.decode(name), Encoding(name, bom=True), digest_of(data))
            except UnicodeDecodeError:
                continue
    text = data.decode("utf-8", "surrogateescape")
    return Source(path, text, Encoding("utf-8", bom=text.startswith("\ufeff")), digest_of(data))


def encode(text: str, encoding: Encoding) -> bytes:
    """The bytes of a text. Raises UnicodeEncodeError for what the encoding cannot hold."""
    errors = "surrogateescape" if encoding.name == "utf-8" else "strict"
    return text.encode(encoding.name, errors)


def revise(source: Source, text: str, encoding: Encoding | None = None) -> Source:
    """A new revision of a source with another text, as it would read from disk."""
    encoding = encoding or source.encoding
    return decode(encode(text, encoding), source.path)
