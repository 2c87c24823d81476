"""The findings as a list, each with its line, related places and fix, and the form to filter it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from roadmaplint.core.finding import IN_ORDER, Diagnostic, Severity
from roadmaplint.report.address import rule_page
from roadmaplint.report.html.change import fix_html, marked_line
from roadmaplint.report.html.health import STATE_WORDS, STATES
from roadmaplint.report.html.markup import apart, badge, text
from roadmaplint.report.model import Report
from roadmaplint.report.summary import plural

#: How many related places a finding lists.
RELATED = 20
#: How many findings the page holds; the weightiest ones, where there are more.
MOST = 20_000


def findings(report: Report, files: Mapping[str, int]) -> Iterator[str]:
    """The section of the findings; `files` numbers the paths as the page's other parts do."""
    yield '<section id="findings" aria-labelledby="findings-title" tabindex="-1">'
    yield '<h2 id="findings-title">Findings</h2>'
    if not report.diagnostics:
        yield '<p class="good">Nothing found.</p></section>'
        return
    shown = _weightiest(report.diagnostics)
    if left := len(report.diagnostics) - len(shown):
        yield f'<p class="note">The page is full: {plural(left, "finding")} of the lowest severity '
        yield "left out. Fewer paths, --select or --min-severity make room.</p>"
    yield from _form(shown, files)
    yield '<ol id="list">'
    for diagnostic in shown:
        yield _finding(diagnostic, report, files[diagnostic.path])
    yield "</ol>"
    yield (
        '<nav id="pager" aria-label="Pages of findings" hidden>'
        '<button type="button" id="previous">Previous</button> <span id="page"></span> '
        '<button type="button" id="next">Next</button></nav></section>'
    )


def _weightiest(diagnostics: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """As many findings as the page holds, in the order of reports."""
    if len(diagnostics) <= MOST:
        return diagnostics
    kept = sorted(diagnostics, key=lambda d: -d.severity)[:MOST]
    return sorted(kept, key=IN_ORDER)


def _form(diagnostics: Sequence[Diagnostic], files: Mapping[str, int]) -> Iterator[str]:
    levels = Counter(d.severity for d in diagnostics)
    yield '<form id="filters" role="search" aria-label="Filter the findings">'
    yield '<fieldset class="levels"><legend>Severity</legend>'
    for level in reversed(Severity):
        yield (
            f'<label><input type="checkbox" name="severity" value="{level.word}" checked> '
            f"{badge(level.word, level.word)} <span class=count>{levels[level]}</span></label>"
        )
    yield "</fieldset>"
    groups = Counter(d.group for d in diagnostics)
    rules = Counter((d.code, d.rule) for d in diagnostics)
    paths = Counter(d.path for d in diagnostics)
    states = Counter(STATES[d.rule] for d in diagnostics if d.rule in STATES)
    fixes = Counter(d.fix.safety.word if d.fix else "none" for d in diagnostics)
    yield _choice("group", "Group", ((g, g, n) for g, n in sorted(groups.items())))
    yield _choice(
        "rule", "Rule", ((rule, f"{code} {rule}", n) for (code, rule), n in sorted(rules.items()))
    )
    yield _choice("file", "File", ((str(files[p]), p, n) for p, n in sorted(paths.items())))
    yield _choice("state", "Resource", ((s, s, states[s]) for s in STATE_WORDS if states[s]))
    order = ("safe", "unsafe", "suggestion", "none")
    yield _choice("fix", "Fix", ((s, s, fixes[s]) for s in order if fixes[s]))
    yield (
        '<p class="field wide"><label for="filter-text">Text</label>'
        '<input type="search" id="filter-text" name="text" autocomplete="off" dir="auto"></p>'
        '<p class="field"><button type="reset">Reset</button></p>'
        '<p id="scope" hidden>Only in <bdi id="scope-name"></bdi> '
        '<button type="button" id="scope-off">Everywhere</button></p></form>'
        '<p id="status" role="status"></p>'
    )


def _choice(name: str, label: str, values: Iterable[tuple[str, str, int]]) -> str:
    options = "".join(
        f'<option value="{text(value)}">{text(shown)} ({count})</option>'
        for value, shown, count in values
    )
    return (
        f'<p class="field"><label for="filter-{name}">{label}</label>'
        f'<select id="filter-{name}" name="{name}"><option value="">all</option>{options}'
        "</select></p>"
    )


def _finding(diagnostic: Diagnostic, report: Report, file: int) -> str:
    level = diagnostic.severity.word
    fix = diagnostic.fix.safety.word if diagnostic.fix else "none"
    state = STATES.get(diagnostic.rule, "")
    return "".join(
        (
            f'<li class="finding {level}" data-severity="{level}" '
            f'data-group="{text(diagnostic.group)}" data-rule="{text(diagnostic.rule)}" '
            f'data-file="{file}" data-line="{diagnostic.location.line}" data-state="{state}" '
            f'data-fix="{fix}"><h3>{badge(level, level)} {apart(diagnostic.message)}</h3>',
            _place(diagnostic),
            *_details(diagnostic, report),
            "</li>\n",
        )
    )


def _place(diagnostic: Diagnostic) -> str:
    page = text(rule_page(diagnostic.group, diagnostic.rule))
    place = f"{diagnostic.location.line}:{diagnostic.location.column}"
    label = text(f"{diagnostic.code} {diagnostic.rule}")
    return (
        f'<p class="meta"><span class="path">{apart(diagnostic.path)}:{place}</span> '
        f'<a href="{page}" rel="noreferrer noopener external">{label}</a></p>'
    )


def _details(diagnostic: Diagnostic, report: Report) -> Iterator[str]:
    read_line = _reader(report, diagnostic.path)
    line = read_line(diagnostic.location.line)
    if line:
        shown = marked_line(line, diagnostic.location)
        yield f'<pre class="line" dir="auto"><code>{shown}</code></pre>'
    if diagnostic.related:
        yield from _related(diagnostic)
    if diagnostic.fix is not None:
        yield fix_html(diagnostic.fix, read_line)


def _related(diagnostic: Diagnostic) -> Iterator[str]:
    places = plural(len(diagnostic.related), "related place")
    yield f'<details class="related"><summary>{places}</summary><ul>'
    for path, location, message in diagnostic.related[:RELATED]:
        where = f"{apart(path)}:{location.line}:{location.column}"
        yield f'<li><span class="path">{where}</span> {apart(message)}</li>'
    if len(diagnostic.related) > RELATED:
        yield f"<li>and {len(diagnostic.related) - RELATED} more</li>"
    yield "</ul></details>"


def _reader(report: Report, path: str) -> Callable[[int], str | None]:
    return lambda number: report.line(path, number)
