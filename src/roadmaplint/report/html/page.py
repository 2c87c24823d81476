"""The html format: one page with its style and script inside, which asks the network nothing.

What runs and what styles is named in the page's policy by its hash, so nothing that a document or
a file name brings along can do either.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from roadmaplint.core.finding import Diagnostic, Safety, Severity
from roadmaplint.data import asset_text
from roadmaplint.report.html.findings import render_findings
from roadmaplint.report.html.markup import Html, fill, join
from roadmaplint.report.html.roadmaps import (
    STATE_WORDS,
    STATES,
    Drawing,
    FileHealth,
    draw,
    findings_by_file,
    render_roadmaps,
)
from roadmaplint.report.model import HOME, Report
from roadmaplint.report.style import Style, ascii_markup
from roadmaplint.report.text import findings_in_words, plural

#: Says before anything is drawn that there is a script, so that long lists wait for it.
_EARLY = 'document.documentElement.className = "scripted";'


def render_html(report: Report, style: Style) -> str:
    """The page. Plain ASCII with character references where the style wants that."""
    found = findings_by_file(report.diagnostics)
    paths = dict.fromkeys((*(o.path for o in report.outlines), *found))
    files = {path: number for number, path in enumerate(paths)}
    drawings = [
        draw(outline, files[outline.path], FileHealth(found.get(outline.path, ())))
        for outline in report.outlines
    ]
    css, script = Html(asset_text("page.css")), Html(asset_text("page.js"))
    policy = (
        f"default-src 'none'; style-src {_hash_source(css)}; script-src {_hash_source(_EARLY)} "
        f"{_hash_source(script)}; base-uri 'none'; form-action 'none'"
    )
    page = fill(
        "page",
        policy=Html(policy),
        css=css,
        early=Html(_EARLY),
        script=script,
        roadmaps_link=fill("roadmaps-link") if drawings else "",
        summary=findings_in_words(report),
        written=_written(report),
        cards=join(_cards(report, drawings)),
        groups=_groups(report.diagnostics),
        roadmaps=render_roadmaps(drawings) if drawings else "",
        findings=render_findings(report, files),
        home=HOME,
        version=report.version,
    )
    return ascii_markup(f"{page}\n", style)


def _hash_source(text: str) -> str:
    """The source expression of a policy that allows exactly this inline text."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _written(report: Report) -> str:
    if not report.fixed:
        return ""
    written = plural(sum(report.fixed.values()), "repair")
    return f" {written} written in {plural(len(report.fixed), 'file')}."


def _cards(report: Report, drawings: Sequence[Drawing]) -> Iterator[Html]:
    """The figures of the run; those of findings lead to the list, narrowed to what they count."""
    yield _card(report.files, "files checked")
    if drawings:
        yield _card(sum(d.whole.topics for d in drawings), "topics")
        yield _card(sum(d.whole.resources for d in drawings), "resources")
    for level in reversed(Severity):
        yield _card(report.count(level), f"{level.word}s", "severity", level.word)
    yield _card(report.fixable(), "safe fixes", "fix", Safety.SAFE.word)
    states = Counter(STATES[d.rule] for d in report.diagnostics if d.rule in STATES)
    for state, words in STATE_WORDS.items():
        yield _card(states[state], words, "state", state)


def _card(count: int, words: str, field: str = "", value: str = "") -> Html:
    figure = fill("figure", count=count, words=words)
    if field and count:
        figure = fill("choose", field=field, value=value, figure=figure)
    return fill("card", kind=value if count else "none", figure=figure)


def _groups(diagnostics: Sequence[Diagnostic]) -> Html:
    if not diagnostics:
        return Html()
    counts = Counter((d.group, d.severity) for d in diagnostics)
    rows = []
    for group in sorted({group for group, _ in counts}):
        numbers = (counts[group, level] or "–" for level in reversed(Severity))
        cells = join(fill("group-cell", count=number) for number in numbers)
        name = fill("choose", field="group", value=group, figure=group)
        rows.append(fill("group-row", name=name, cells=cells))
    heads = join(fill("group-head", level=level.word) for level in reversed(Severity))
    return fill("groups", heads=heads, rows=join(rows))
