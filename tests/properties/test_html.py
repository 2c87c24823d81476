"""Whatever the text: its outline follows its tree, and the page that draws it is well formed."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaplint.core.finding import Diagnostic, Severity
from roadmaplint.markdown.parser import parse
from roadmaplint.report.html.page import render
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style
from roadmaplint.roadmap.build import build
from roadmaplint.run.documents import outline_of
from roadmaplint.text.decode import decode
from roadmaplint.text.source import Span

WRITTEN = [
    "# ", "## ", "### ", "- ", "  - ", "    - ", "1. ", "> ", "[ ] ", "| a | b |\n|---|---|\n",
    "[x](https://example.org/a)", "[<b>](javascript:alert(1))", '"Title" by Ann Author', "`code`",
    "<script>", "</script>", "<!--", "-->", "]]>", "&lt;", "' onload=x", "Month 1: ", "3 weeks",
    "**Bold:**", "سلام", "🚀", "\n", "\n\n", "\r\n", "\t",
]  # fmt: skip
ODD = ["\u202e", "\u200f", "\udc80", "\0", "\x1b[31m", "\u2028"]
PIECES = st.sampled_from([*WRITTEN, *ODD])
#: Never closed, as HTML has it.
VOID = {"meta", "input"}


class WellFormed(HTMLParser):
    """Fails where a tag is not closed in its order; keeps the tags that it saw."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on") or name == "style"]
        hrefs = [value or "" for name, value in attrs if name == "href"]
        assert all(href.startswith(("#", "http://", "https://")) for href in hrefs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment got through: {data}")


@settings(deadline=None)
@given(st.lists(PIECES, max_size=50).map("".join))
def test_outline_and_page(text: str) -> None:
    source = decode(text.encode("utf-8", "surrogateescape"), "a.md")
    document = build(source, parse(source))
    outline = outline_of(document)
    kinds = [node.kind for node in outline.nodes]
    assert kinds.count("section") == len(document.sections)
    assert kinds.count("topic") == len(document.topics)
    assert kinds.count("resource") == len(document.resources)
    above = -1
    for node in outline.nodes:
        assert 0 <= node.depth <= above + 1 or node.kind == "section"
        assert node.location.line <= node.end_line <= source.line_count
        above = node.depth
    whole = source.location(Span(0, len(source.text)))
    found = Diagnostic("a.md", "x", "X1", "layout", Severity.ERROR, text, whole)
    lines = source.text.split("\n")
    report = Report(
        (found,), 1, lambda _, n: lines[n - 1] if n <= len(lines) else None, {}, "1", {}, (outline,)
    )
    page = WellFormed()
    page.feed(render(report, Style()))
    page.close()
    assert page.open == []
    assert page.seen <= {
        "html", "head", "meta", "title", "style", "script", "body", "a", "header", "h1", "nav",
        "ul", "li", "fieldset", "legend", "label", "input", "main", "section", "h2", "p", "b",
        "span", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "button",
        "details", "summary", "h3", "ol", "bdi", "strong", "svg", "rect", "form", "select",
        "option", "pre", "code", "mark", "footer",
    }  # fmt: skip
