"""The report: everything a run found, ready to be written in any format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec import Struct

from roadmaplint.core.finding import Diagnostic, Safety, Severity
from roadmaplint.core.rule_meta import Card
from roadmaplint.text.source import Location

if TYPE_CHECKING:
    # verdicts know the AST's links, which a run without links need not load
    from roadmaplint.core.subjects import Verdict

HOME = "https://github.com/roadmaplint/roadmaplint"
PAGES = f"{HOME}/blob/main/rules"


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


class Node(Struct, frozen=True):
    """A line of an outline: a section, a topic or a resource.

    `depth` 0 stands directly below the document; what belongs to a node follows it with a greater
    depth. `location` is the heading or the entry itself, `end_line` the last line of all that
    belongs to it (1-based). `note` is a stage, durations or a type, in words.
    """

    kind: Literal["section", "topic", "resource"]
    depth: int
    text: str
    location: Location
    end_line: int
    note: str = ""
    url: str | None = None
    checked: bool | None = None


class Outline(NamedTuple):
    """A file's roadmap in document order; `language` is a code such as `fa`, None if unknown."""

    path: str
    title: str | None
    language: str | None
    nodes: tuple[Node, ...]


def rule_page(group: str, name: str) -> str:
    """The address of a rule's page; for a rule of a plugin, that of the page on such rules."""
    page = _pages().get(name)
    if page is None:
        return f"{HOME}/blob/main/docs/rule-authors.md"
    return f"{PAGES}/{page or f'{group}/{name}.md'}"


@lru_cache(maxsize=1)
def _pages() -> dict[str, str]:
    """Where the pages of shipped rules stand; empty for the usual place."""
    from roadmaplint.core.rule_index import ENTRIES

    return {entry.card.name: entry.card.page for entry in ENTRIES}
