"""The first look: figures of the run, and what ails the resources, each with a way to the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from roadmaplint.core.finding import Diagnostic, Safety, Severity
from roadmaplint.report.html.health import STATE_WORDS, STATES
from roadmaplint.report.html.markup import badge, text
from roadmaplint.report.html.tree import Drawing
from roadmaplint.report.model import Report
from roadmaplint.report.summary import findings, plural


def overview(report: Report, drawings: Sequence[Drawing]) -> Iterator[str]:
    """The section of the figures."""
    yield '<section id="overview" aria-labelledby="overview-title">'
    yield '<h2 id="overview-title">Overview</h2>'
    yield f"<p>{text(findings(report))}.{_written(report)}</p>"
    yield '<ul class="cards">'
    yield from _cards(report, drawings)
    yield "</ul>"
    yield '<p class="note">Dead and moved web links are known only to a run with --links.</p>'
    yield from _groups(report.diagnostics)
    yield "</section>"


def _written(report: Report) -> str:
    if not report.fixed:
        return ""
    written = plural(sum(report.fixed.values()), "repair")
    return f" {written} written in {plural(len(report.fixed), 'file')}."


def _cards(report: Report, drawings: Sequence[Drawing]) -> Iterator[str]:
    yield _card(report.files, "files checked", "")
    if drawings:
        yield _card(sum(d.whole.topics for d in drawings), "topics", "")
        yield _card(sum(d.whole.resources for d in drawings), "resources", "")
    for level in reversed(Severity):
        yield _card(report.count(level), f"{level.word}s", level.word, f"severity={level.word}")
    yield _card(report.fixable(), "safe fixes", "safe", f"fix={Safety.SAFE.word}")
    states = Counter(STATES[d.rule] for d in report.diagnostics if d.rule in STATES)
    for state, words in STATE_WORDS.items():
        yield _card(states[state], words, state, f"state={state}")


def _card(count: int, words: str, kind: str, choice: str = "") -> str:
    figure = f"<b>{count:,}</b> <span>{words}</span>"
    if choice and count:
        figure = f'<a href="#findings" data-choose="{choice}">{figure}</a>'
    return f'<li class="{kind if count else "none"}">{figure}</li>'


def _groups(diagnostics: Sequence[Diagnostic]) -> Iterator[str]:
    if not diagnostics:
        return
    counts = Counter((d.group, d.severity) for d in diagnostics)
    yield '<div class="scroll" tabindex="0" role="region" aria-label="Findings by group"><table>'
    yield "<caption>Findings by group</caption><thead><tr><th scope=col>group</th>"
    yield "".join(f"<th scope=col>{badge(s.word, s.word)}</th>" for s in reversed(Severity))
    yield "</tr></thead><tbody>"
    for group in sorted({group for group, _ in counts}):
        cells = "".join(f"<td>{counts[group, level] or '–'}</td>" for level in reversed(Severity))
        name = text(group)
        link = f'<a href="#findings" data-choose="group={name}">{name}</a>'
        yield f"<tr><th scope=row>{link}</th>{cells}</tr>"
    yield "</tbody></table></div>"
