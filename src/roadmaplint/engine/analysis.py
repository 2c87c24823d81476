"""What one analysis of one file gives; crosses processes and the cache."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import msgspec
from msgspec import Struct

from roadmaplint.lint.diagnostic import Diagnostic
from roadmaplint.lint.suppression import Suppression
from roadmaplint.roadmap.project import DocumentFacts


class FileAnalysis(Struct, frozen=True):
    """Everything that is known of one revision of one file.

    `diagnostics` and `suppressed` are sorted by `IN_ORDER`. `facts` is None unless a rule
    that is switched on looks at the whole project. `used` names, for each of `suppressions`, the
    rules it has silenced. An analysis is true up to and including the day `expires`.
    """

    path: str
    digest: str
    diagnostics: tuple[Diagnostic, ...]
    suppressed: tuple[Diagnostic, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    used: tuple[frozenset[str], ...] = ()
    facts: DocumentFacts | None = None
    expires: date | None = None

    def __reduce__(self) -> tuple[Callable[[bytes], FileAnalysis], tuple[bytes]]:
        """Cross processes as bytes."""
        return (unpacked, (packed(self),))


def packed(analysis: FileAnalysis) -> bytes:
    """An analysis as bytes: a tenth of the memory that it takes as a value."""
    try:
        return msgspec.msgpack.encode(analysis)
    except UnicodeEncodeError:  # halves of characters, which JSON's escapes can hold
        import json

        return json.dumps(msgspec.to_builtins(analysis), separators=(",", ":")).encode("ascii")


def unpacked(data: bytes) -> FileAnalysis:
    """The analysis that was packed. Raises ValueError for anything else."""
    if data.startswith(b"{"):
        import json

        return msgspec.convert(json.loads(data), FileAnalysis)
    return _decoder().decode(data)


@cache
def _decoder() -> msgspec.msgpack.Decoder[FileAnalysis]:
    return msgspec.msgpack.Decoder(FileAnalysis)
