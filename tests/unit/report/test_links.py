from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import jsonschema

from roadmaplint.core.finding import Severity
from roadmaplint.core.subjects import Outcome, Verdict
from roadmaplint.report import links as report
from roadmaplint.report.model import LinkResult
from roadmaplint.report.style import Style
from roadmaplint.text.source import Location

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "schemas" / "links-report.schema.json").read_text("utf-8")
)
Links = tuple[LinkResult, ...]


def test_json_golden(links: Links) -> None:
    shown = json.loads(report.render_json(links, Style()))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(shown, SCHEMA)
    assert shown["version"] == 1
    assert shown["summary"] == {"links": 3, "unique": 3, "hosts": 2}
    assert shown["links"][1] == {
        "path": "README.md",
        "location": {"line": 6, "column": 4, "end_line": 6, "end_column": 20},
        "target": "http://example.org/old",
        "url": "http://example.org/old",
        "verdict": "moved",
        "severity": "info",
        "status": 200,
        "final_url": "https://example.org/new",
        "hops": [{"status": 301, "url": "https://example.org/new"}],
        "reason": "Moved for good.",
        "cached": True,
    }
    assert shown["links"][2]["severity"] is None


def test_the_schema_knows_every_verdict() -> None:
    known = SCHEMA["$defs"]["link"]["properties"]["verdict"]["enum"]
    assert known == list(get_args(Outcome))


def test_text_golden(links: Links) -> None:
    assert report.render_text(links, Style()) == (
        "README.md:5:10 error dead https://example.com/book (The server says 404.)\n"
        "README.md:6:4 info moved http://example.org/old → https://example.org/new "
        "(Moved for good.)\n"
        "\n"
        "docs/深.md:3:3 ok docs/深.md#stage\n"
        "\n"
        "3 links, 3 unique, on 2 hosts: 1 ok, 1 dead, 1 moved\n"
    )


def test_concise_golden(links: Links) -> None:
    assert report.render_concise(links, Style()) == (
        "README.md:5:10: dead https://example.com/book\n"
        "README.md:6:4: moved http://example.org/old\n"
        "docs/深.md:3:3: ok docs/深.md#stage\n"
    )


def test_markdown_golden(links: Links) -> None:
    assert report.render_markdown(links, Style()) == (
        "## Links\n\n3 links, 3 unique, on 2 hosts: 1 ok, 1 dead, 1 moved\n"
        "\n### dead: 1\n"
        "\n| place | address | reason |\n| --- | --- | --- |\n"
        "| README.md:5:10 | https://example.com/book | The server says 404. |\n"
        "\n### moved: 1\n"
        "\n| place | address | reason |\n| --- | --- | --- |\n"
        "| README.md:6:4 | http://example.org/old | Moved for good. |\n"
    )


def test_no_links() -> None:
    assert report.render_text((), Style()) == "0 links, 0 unique, on 0 hosts\n"
    assert report.render_text((), Style(summary=False)) == ""
    assert json.loads(report.render_json((), Style()))["summary"]["links"] == 0


def test_hosts_of_odd_addresses() -> None:
    addresses = ["HTTP://Example.com/a", "https://example.com:443", "https://[::1", "mailto:a@b.c"]
    found = tuple(
        LinkResult("a.md", Location(1, 1, 1, 2), a, a, Verdict(a, "invalid", "No."), Severity.ERROR)
        for a in addresses
    )
    assert json.loads(report.render_json(found, Style()))["summary"] == {
        "links": 4, "unique": 4, "hosts": 1,
    }  # fmt: skip


def test_servers_cannot_steer_the_terminal() -> None:
    url = "https://example.com/\x1b]0;x\x07"
    verdict = Verdict(url, "moved", "To \x9b2J", final="https://x/\u202e")
    link = LinkResult("a.md", Location(1, 1, 1, 2), url, url, verdict, Severity.INFO)
    for render in (report.render_text, report.render_concise, report.render_markdown):
        shown = render((link,), Style())
        assert not set(shown) & set("\x1b\x07\x9b\u202e")
