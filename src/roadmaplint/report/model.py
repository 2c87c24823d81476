"""The report: everything a run found, ready to be written in any format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from roadmaplint.core.finding import Diagnostic, Safety, Severity
from roadmaplint.core.rule_meta import Card
from roadmaplint.report.outline import Outline
from roadmaplint.text.source import Location

if TYPE_CHECKING:
    # verdicts know the AST's links, which a run without links need not load
    from roadmaplint.core.subjects import Verdict


class Report(Struct, frozen=True):
    """The input of every reporter.

    `diagnostics` are sorted by `IN_ORDER`. `line` gives the text of a 1-based line of a
    file as it was checked, None where it is not at hand. `cards` explains the rules by name.
    `files` counts the files checked, `fixed` the repairs that were written, by path. `outlines`
    are the files' roadmaps; made only for reports that draw them.
    """

    diagnostics: tuple[Diagnostic, ...]
    files: int
    line: Callable[[str, int], str | None]
    cards: Mapping[str, Card]
    version: str
    fixed: Mapping[str, int]
    outlines: tuple[Outline, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many diagnostics have this severity."""
        return sum(d.severity == severity for d in self.diagnostics)

    def fixable(self, safety: Safety = Safety.SAFE) -> int:
        """How many diagnostics have a fix of at least this safety."""
        return sum(d.fix is not None and d.fix.safety >= safety for d in self.diagnostics)


class LinkResult(Struct, frozen=True):
    """One link of the `links` report, good ones too.

    `target` is the address as written, `url` as asked. `severity` is None where the verdict is
    nothing to report.
    """

    path: str
    location: Location
    target: str
    url: str
    verdict: Verdict
    severity: Severity | None
