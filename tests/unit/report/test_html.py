"""The HTML report as a tree of elements: what it holds, and what it never holds."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from roadmaplint.core.finding import Diagnostic, PlacedEdit, PlacedFix, Safety, Severity
from roadmaplint.data import asset_text
from roadmaplint.report.html.change import Change, changes
from roadmaplint.report.html.health import FileHealth
from roadmaplint.report.html.page import render
from roadmaplint.report.html.tree import drawing
from roadmaplint.report.model import Report
from roadmaplint.report.outline import Node, Outline
from roadmaplint.report.style import Style
from roadmaplint.text.source import Encoding, Location

VOID = {"meta", "input", "rect"}
HOSTILE = "</script><img src=x onerror=alert(1)>\"' & \u202e\x1b[31m"


class Element(NamedTuple):
    tag: str
    attributes: dict[str, str]
    parts: list[Element | str]

    def walk(self) -> Iterator[Element]:
        yield self
        for part in self.parts:
            if isinstance(part, Element):
                yield from part.walk()

    @property
    def text(self) -> str:
        return "".join(p if isinstance(p, str) else p.text for p in self.parts)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [
            e
            for e in self.walk()
            if e.tag == tag and all(e.attributes.get(n) == v for n, v in wanted.items())
        ]


class Reader(HTMLParser):
    """Builds the tree and refuses what is not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.stack = [Element("page", {}, [])]
        self.feed(text)
        self.close()
        assert [e.tag for e in self.stack] == ["page"]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        element = Element(tag, {name: value or "" for name, value in attrs}, [])
        self.stack[-1].parts.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack[-1].parts.append(Element(tag, dict.fromkeys(a for a, _ in attrs), []))  # type: ignore[arg-type]

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.stack[-1].parts.append(data)


def page_of(report: Report) -> Element:
    return Reader(render(report, Style())).stack[0]


def node(kind: str, depth: int, text: str, line: int, **more: object) -> Node:
    end = int(str(more.pop("end", line)))
    return Node(kind, depth, text, Location(line, 1, line, 80), end, **more)  # type: ignore[arg-type]


OUTLINE = Outline(
    "README.md",
    "Learn Rust",
    "en",
    (
        node("section", 0, "First steps", 3, end=6, note="beginner"),
        node("topic", 1, "🚀 Ownership", 4),
        node("resource", 1, "Book", 5, url="https://example.com/book", note="book"),
        node("resource", 2, "Sample", 6, url="javascript:alert(1)"),
        node("section", 0, "Then", 7, end=8),
        node("topic", 1, "Closures", 7, checked=True),
        node("resource", 1, "The Rust Book", 8),
    ),
)


@pytest.fixture
def drawn(report: Report) -> Element:
    return page_of(replace(report, outlines=(OUTLINE,)))


def test_page_is_complete(drawn: Element) -> None:
    assert drawn.all("html")[0].attributes == {"lang": "en"}
    assert [e.text for e in drawn.all("title")[:1]] == ["Roadmap report"]
    for landmark in ("header", "main", "footer", "nav"):
        assert drawn.all(landmark)
    assert [e.text for e in drawn.all("h2")] == ["Overview", "Roadmaps", "Findings"]


def test_ids_are_unique_and_labels_lead_to_them(drawn: Element) -> None:
    ids = [e.attributes["id"] for e in drawn.walk() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    pointers = [e.attributes["for"] for e in drawn.all("label") if "for" in e.attributes]
    pointers += [e.attributes["aria-labelledby"] for e in drawn.all("section")]
    pointers += [
        e.attributes["href"][1:] for e in drawn.all("a") if e.attributes["href"].startswith("#")
    ]
    assert set(pointers) <= set(ids)
    fields = [*drawn.all("select"), *drawn.all("input", type="search")]
    assert fields
    assert {e.attributes["id"] for e in fields} <= set(pointers)


def test_policy_allows_exactly_the_page_s_own_style_and_scripts(drawn: Element) -> None:
    policy = drawn.all("meta")[1].attributes["content"]
    inline = [e.text for e in (*drawn.all("style"), *drawn.all("script"))]
    hashes = {b64encode(sha256(text.encode()).digest()).decode() for text in inline}
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == hashes
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_nothing_is_loaded_and_nothing_styled_in_place(drawn: Element) -> None:
    for element in drawn.walk():
        assert not set(element.attributes) & {"src", "srcset", "style", "background", "action"}
        assert not [name for name in element.attributes if name.startswith("on")]
    assert not [e for tag in ("link", "img", "iframe", "object", "base") for e in drawn.all(tag)]
    assert "@import" not in asset_text("page.css")
    assert "url(" not in asset_text("page.css")


def test_assets_are_ascii() -> None:
    for name in ("page.css", "page.js"):
        assert asset_text(name).isascii()
        assert "</" not in asset_text(name).replace("</>", "")


def test_findings_carry_what_the_filters_ask_for(drawn: Element, report: Report) -> None:
    items = [e for e in drawn.all("li") if "data-severity" in e.attributes]
    assert [e.attributes["data-rule"] for e in items] == [d.rule for d in report.diagnostics]
    assert items[2].attributes["data-state"] == "dead"
    assert items[1].attributes["data-fix"] == "safe"
    assert {e.attributes["value"] for e in drawn.all("select", name="file")[0].all("option")} == {
        "",
        "0",
        "1",
    }
    assert drawn.all("mark")[0].text == "··"


def test_tree_follows_the_outline(drawn: Element) -> None:
    tree = drawn.all("ul", class_="tree")[0]
    sections = tree.all("li", class_="section")
    assert [e.all("strong")[0].text for e in sections] == ["First steps", "Then"]
    assert [e.text.split()[0] for e in sections[0].all("li", class_="resource")] == [
        "Book",
        "Sample",
    ]
    stages = drawn.all("ol", class_="map")[0].all("li")
    assert [e.all("a")[0].text for e in stages] == ["First steps", "Then"]
    assert [e.attributes["class"] for e in stages] == ["stage broken", "stage weak"]


def test_resources_show_their_state(drawn: Element) -> None:
    states = {
        e.all("bdi")[0].text: [b.text for b in e.all("span") if "badge" in b.attributes["class"]]
        for e in drawn.all("li", class_="resource")
    }
    assert states == {"Book": ["dead"], "Sample": [], "The Rust Book": ["unlinked"]}


def test_only_web_addresses_become_links(drawn: Element) -> None:
    targets = {e.attributes["href"] for e in drawn.all("a")}
    assert "https://example.com/book" in targets
    assert not [t for t in targets if not t.startswith(("#", "https://", "http://"))]


@pytest.mark.parametrize(
    "address", ["data:text/html,x", " javascript:x", "http\n://x", "https://x/\u202e", "//x", ""]
)
def test_other_addresses_are_text(report: Report, address: str) -> None:
    outline = Outline("a.md", None, None, (node("resource", 0, "Name", 1, url=address),))
    page = page_of(replace(report, diagnostics=(), outlines=(outline,)))
    assert "Name" in page.all("li", class_="resource")[0].text
    assert not page.all("li", class_="resource")[0].all("a")


def test_hostile_text_stays_text(report: Report) -> None:
    hostile = Diagnostic(
        HOSTILE, HOSTILE, HOSTILE, HOSTILE, Severity.ERROR, HOSTILE, Location(1, 1, 1, 4),
        fix=PlacedFix(HOSTILE, Safety.SAFE, (PlacedEdit(Location(1, 1, 1, 3), HOSTILE),)),
    )  # fmt: skip
    outline = Outline(HOSTILE, HOSTILE, HOSTILE, (node("section", 0, HOSTILE, 1, note=HOSTILE),))
    page = page_of(
        replace(
            report, diagnostics=(hostile,), outlines=(outline,), line=lambda path, line: HOSTILE
        )
    )
    assert not page.all("img")
    assert len(page.all("script")) == 2
    assert "</script><img src=x onerror=alert(1)>" in page.all("h3")[-1].text
    assert "\\u202e\\x1b[31m" in page.all("h3")[-1].text


def test_right_to_left_text_has_its_direction(report: Report) -> None:
    outline = Outline("fa.md", "نقشه راه", "fa", (node("section", 0, "شروع", 1),))
    page = page_of(replace(report, outlines=(outline,)))
    block = page.all("details", class_="file")[0]
    assert block.all("h3")[0].attributes == {"lang": "fa", "dir": "rtl"}
    assert block.all("div")[0].attributes == {"lang": "fa", "dir": "rtl"}
    assert all(e.attributes["dir"] == "auto" for e in page.all("pre"))


def test_an_empty_report_says_so(empty: Report) -> None:
    page = page_of(empty)
    assert "Nothing found." in page.all("section", id="findings")[0].text
    assert not page.all("form")


def test_ascii_where_the_style_asks_for_it(report: Report) -> None:
    plain = render(replace(report, outlines=(OUTLINE,)), Style(unicode=False))
    assert plain.isascii()
    assert Reader(plain).stack[0].text == page_of(replace(report, outlines=(OUTLINE,))).text


def test_a_full_page_draws_less(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roadmaplint.report.html.tree.NODES", 9)
    more = (OUTLINE, OUTLINE._replace(path="docs/深.md"), OUTLINE._replace(path="z.md"))
    first, second, third = page_of(replace(report, outlines=more)).all("details", class_="file")
    assert len(first.all("li", class_="resource")) == 3
    assert not second.all("li", class_="resource")
    assert len(second.all("li", class_="section")) == 2
    assert "only the sections are drawn" in second.text
    assert not third.all("li")
    assert "3 topics" not in third.text
    assert "2 topics · 3 resources" in third.text


def test_a_full_list_keeps_the_weightiest(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roadmaplint.report.html.findings.MOST", 3)
    page = page_of(report)
    items = [e.attributes for e in page.all("li") if "data-severity" in e.attributes]
    assert [(e["data-severity"], e["data-line"]) for e in items] == [
        ("error", "4"),
        ("error", "5"),
        ("warning", "7"),
    ]
    assert "3 findings of the lowest severity left out" in page.text
    assert page.all("select", name="rule")[0].text.startswith("all")


def test_health_counts_lines_and_entries(report: Report) -> None:
    found = [d for d in report.diagnostics if d.path == "README.md"]
    drawn = drawing(OUTLINE, 0, FileHealth(found))
    first, then = drawn.parts.values()
    assert first.health[:3] == (2, 0, 2)
    assert (first.topics, first.resources) == (1, 2)
    assert (first.health.entries, first.health.clean, first.health.percent) == (3, 1, 33)
    assert then.health.word == "weak"
    assert drawn.whole.health[:3] == (2, 1, 2)


def sides(change: Change) -> tuple[str, str]:
    """Both sides as text, changed parts in brackets."""
    before, after = (
        "".join(f"[{p.text}]" if p.changed and p.text else p.text for p in side)
        for side in (change.before, change.after)
    )
    return before, after


LINES = ("# Title:", "", "- one", "- two", "- three")


def read_line(number: int) -> str | None:
    return LINES[number - 1] if number <= len(LINES) else None


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([((1, 8, 1, 9), "")], [(1, "# Title[:]", "# Title")]),
        ([((3, 1, 4, 1), "")], [(3, "[- one\n]- two", "- two")]),
        ([((3, 1, 3, 1), "\r\n")], [(3, "- one", "[\n]- one")]),
        (
            [((3, 1, 3, 2), "*"), ((4, 1, 4, 2), "*")],
            [(3, "[-] one\n[-] two", "[*] one\n[*] two")],
        ),
        (
            [((1, 8, 1, 9), ""), ((5, 3, 5, 8), "3")],
            [(1, "# Title[:]", "# Title"), (5, "- [three]", "- [3]")],
        ),
        ([((9, 1, 9, 5), "x")], [(9, "", "[x]")]),
    ],
)
def test_changes(
    edits: list[tuple[tuple[int, int, int, int], str]], expected: list[tuple[int, str, str]]
) -> None:
    placed = tuple(PlacedEdit(Location(*place), new) for place, new in edits)
    found = changes(PlacedFix("", Safety.SAFE, placed), read_line)
    assert [(c.line, *sides(c)) for c in found] == expected


def test_a_new_encoding_is_said(report: Report) -> None:
    found = replace(
        report.diagnostics[0],
        fix=PlacedFix("Write UTF-8", Safety.UNSAFE, (), Encoding("utf-8")),
    )
    page = page_of(replace(report, diagnostics=(found,)))
    assert "the file is written as utf-8" in page.all("details", class_="fix")[0].text


def test_long_lines_are_cut_around_the_change(report: Report) -> None:
    line = "a" * 5000 + "X" + "b" * 5000
    place = Location(1, 5001, 1, 5002)
    fix = PlacedFix("Drop it", Safety.SAFE, (PlacedEdit(place, ""),))
    found = replace(report.diagnostics[0], location=place, fix=fix)
    page = page_of(replace(report, diagnostics=(found,), line=lambda path, number: line))
    texts = [e.text for e in page.all("pre")]
    assert all(len(text) < 200 for text in texts)
    assert "aaaXbbb" in texts[0]
    assert "aaaXbbb" in texts[1]
    assert "aaa…" not in texts[0]
    assert "aaabbb" in texts[2]
