"""A small report with every kind of finding, as all formats are shown it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from roadmaplint.core.finding import Diagnostic, Elsewhere, PlacedEdit, PlacedFix, Safety, Severity
from roadmaplint.core.rule_meta import Card
from roadmaplint.core.subjects import Hop, Verdict
from roadmaplint.report.model import LinkResult, Report
from roadmaplint.text.source import Location

FILES: Mapping[str, tuple[str, ...]] = {
    "README.md": (
        "# Learn Rust",
        "",
        "## First steps  ",
        "\t- ðŸš€ Ownership",
        "- [Book](https://example.com/book)",
        "*  Traits",
        "- Closures",
        "- Iterators",
    ),
    "docs/深.md": ("# 深入 Rust:", "", "- Closures"),
}

CARDS = {
    card.name: card
    for card in (
        Card(
            name="mojibake",
            group="encoding",
            code="ENC001",
            summary="Text that was decoded with the wrong encoding.",
            severity=Severity.ERROR,
            default=True,
            fix=Safety.SAFE,
            aliases=("MD083",),
            touches=frozenset({"text", "links"}),
            options=(("minimum", "How much evidence is asked for."),),
        ),
        Card(
            name="repeated-link",
            group="links",
            code="LNK050",
            summary="One address linked again.",
            severity=Severity.WARNING,
            default=False,
            fix=None,
        ),
    )
}

DIAGNOSTICS = (
    Diagnostic(
        path="README.md",
        rule="trailing-space",
        code="LAY003",
        group="layout",
        severity=Severity.INFO,
        message="Two spaces at the end",
        location=Location(3, 15, 3, 17),
        fix=PlacedFix("Drop them", Safety.SAFE, (PlacedEdit(Location(3, 15, 3, 17), ""),)),
        fingerprint="0" * 31 + "1",
    ),
    Diagnostic(
        path="README.md",
        rule="mojibake",
        code="ENC001",
        group="encoding",
        severity=Severity.ERROR,
        message="“🚀” was read as Windows-1252",
        location=Location(4, 4, 4, 8),
        aliases=("MD083",),
        fix=PlacedFix("Restore “🚀”", Safety.SAFE, (PlacedEdit(Location(4, 4, 4, 8), "🚀"),)),
        fingerprint="0" * 31 + "2",
    ),
    Diagnostic(
        path="README.md",
        rule="dead-link",
        code="LNK001",
        group="links",
        severity=Severity.ERROR,
        message="https://example.com/book: 404, Not | Found",
        location=Location(5, 10, 5, 34),
        fingerprint="0" * 31 + "3",
    ),
    Diagnostic(
        path="README.md",
        rule="list-marker",
        code="LAY001",
        group="layout",
        severity=Severity.INFO,
        message="Another marker than above",
        location=Location(6, 1, 6, 2),
        fingerprint="0" * 31 + "4",
    ),
    Diagnostic(
        path="README.md",
        rule="duplicate-topic",
        code="TOP001",
        group="topics",
        severity=Severity.WARNING,
        message="Closures stands twice",
        location=Location(7, 1, 8, 1),
        related=(Elsewhere("docs/深.md", Location(3, 1, 3, 11), "here, too"),),
        fix=PlacedFix("Drop the item", Safety.UNSAFE, (PlacedEdit(Location(7, 1, 8, 1), ""),)),
        fingerprint="0" * 31 + "5",
    ),
    Diagnostic(
        path="docs/深.md",
        rule="title-punctuation",
        code="STR007",
        group="structure",
        severity=Severity.WARNING,
        message="Colon at the end",
        location=Location(1, 10, 1, 11),
        fix=PlacedFix("Drop it", Safety.SUGGESTION, (PlacedEdit(Location(1, 10, 1, 11), ""),)),
        fingerprint="0" * 31 + "6",
    ),
)


def line(path: str, number: int) -> str | None:
    lines = FILES.get(path, ())
    return lines[number - 1] if number <= len(lines) else None


@pytest.fixture
def report() -> Report:
    return Report(
        diagnostics=DIAGNOSTICS, files=2, line=line, cards=CARDS, version="1.2.3", fixed={}
    )


@pytest.fixture
def empty() -> Report:
    return Report(diagnostics=(), files=3, line=line, cards=CARDS, version="1.2.3", fixed={})


@pytest.fixture
def cards() -> dict[str, Card]:
    return dict(CARDS)


@pytest.fixture
def links() -> tuple[LinkResult, ...]:
    book = "https://example.com/book"
    hop = Hop(301, "https://example.org/new")
    return (
        LinkResult(
            "README.md", Location(5, 10, 5, 34), book, book,
            Verdict(book, "dead", "The server says 404.", status=404), Severity.ERROR,
        ),
        LinkResult(
            "README.md", Location(6, 4, 6, 20), "http://example.org/old", "http://example.org/old",
            Verdict(
                "http://example.org/old", "moved", "Moved for good.", status=200,
                final="https://example.org/new", hops=(hop,), cached=True,
            ),
            Severity.INFO,
        ),
        LinkResult(
            "docs/深.md", Location(3, 3, 3, 9), "#stage", "docs/深.md#stage",
            Verdict("docs/深.md#stage", "ok", "The heading is there."), None,
        ),
    )  # fmt: skip
