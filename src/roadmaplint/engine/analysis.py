"""What one analysis of one file gives; crosses processes and the cache."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from roadmaplint.lint.diagnostic import Diagnostic
from roadmaplint.lint.suppression import Suppression
from roadmaplint.roadmap.project import DocumentFacts


class FileAnalysis(Struct, frozen=True):
    """Everything that is known of one revision of one file.

    `diagnostics` and `suppressed` are sorted by `Diagnostic.order`. `facts` is None unless a rule
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
