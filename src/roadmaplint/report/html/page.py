"""The html format: one page with its style and its script inside, which asks the network nothing.

What runs and what styles is named in the page's policy by its hash, so nothing that a document or
a file name brings along can do either.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256

from roadmaplint.data import asset_text
from roadmaplint.report.address import HOME
from roadmaplint.report.html.findings import findings
from roadmaplint.report.html.health import FileHealth, by_file
from roadmaplint.report.html.markup import text
from roadmaplint.report.html.overview import overview
from roadmaplint.report.html.tree import drawing, roadmaps
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style

#: Says before anything is drawn that there is a script, so that long lists wait for it.
_EARLY = 'document.documentElement.className = "scripted";'
_THEMES = ("auto", "light", "dark")


def render(report: Report, style: Style) -> str:
    """The page. Plain ASCII with character references where the style wants that."""
    page = "".join(_page(report))
    if style.unicode:
        return page
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _page(report: Report) -> Iterator[str]:
    found = by_file(report.diagnostics)
    paths = dict.fromkeys((*(o.path for o in report.outlines), *found))
    files = {path: number for number, path in enumerate(paths)}
    drawings = [
        drawing(outline, files[outline.path], FileHealth(found.get(outline.path, ())))
        for outline in report.outlines
    ]
    yield from _head()
    yield from _banner(report)
    yield '<main id="main" tabindex="-1">'
    yield from overview(report, drawings)
    if drawings:
        yield from roadmaps(drawings)
    yield from findings(report, files)
    yield f'</main><footer><p>Made by <a href="{HOME}" rel="noreferrer noopener external">'
    yield f"roadmaplint</a> {text(report.version)}.</p></footer>"
    yield f"<script>{asset_text('page.js')}</script></body></html>\n"


def _head() -> Iterator[str]:
    css, script = asset_text("page.css"), asset_text("page.js")
    policy = (
        f"default-src 'none'; style-src {_digest(css)}; script-src {_digest(_EARLY)} "
        f"{_digest(script)}; base-uri 'none'; form-action 'none'"
    )
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="referrer" content="no-referrer">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="color-scheme" content="light dark">\n'
    yield f"<title>Roadmap report</title>\n<style>{css}</style>\n<script>{_EARLY}</script>\n"
    yield "</head>\n<body>\n"


def _banner(report: Report) -> Iterator[str]:
    yield '<a class="skip" href="#main">Skip to the report</a><header><h1>Roadmap report</h1>'
    yield '<nav aria-label="Sections"><ul><li><a href="#overview">Overview</a></li>'
    if report.outlines:
        yield '<li><a href="#roadmaps">Roadmaps</a></li>'
    yield '<li><a href="#findings">Findings</a></li></ul></nav>'
    yield '<fieldset class="theme"><legend>Colours</legend>'
    for theme in _THEMES:
        checked = " checked" if theme == "auto" else ""
        yield f'<label><input type="radio" name="theme" value="{theme}" '
        yield f'id="theme-{theme}"{checked}> {theme}</label>'
    yield "</fieldset></header>"


def _digest(text: str) -> str:
    """The source expression of a policy that allows exactly this inline text."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
