"""The formats github and junit; gitlab's are in test_formats."""

from __future__ import annotations

from xml.etree import ElementTree

from junitparser import JUnitXml, TestSuite
from msgspec.structs import replace

from roadmaplint.core.finding import Severity
from roadmaplint.report import ci
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style


def test_golden(report: Report) -> None:
    assert ci.render_github(report, Style()) == (
        "::error file=README.md,line=4,endLine=4,col=4,endColumn=8,title=roadmaplint (ENC001)"
        "::“🚀” was read as Windows-1252\n"
        "::error file=README.md,line=5,endLine=5,col=10,endColumn=34,title=roadmaplint (LNK001)"
        "::https://example.com/book: 404, Not | Found\n"
        "::warning file=README.md,line=7,endLine=8,title=roadmaplint (TOP001)"
        "::Closures stands twice\n"
        "::warning file=docs/深.md,line=1,endLine=1,col=10,endColumn=11,"
        "title=roadmaplint (STR007)::Colon at the end\n"
        "::notice file=README.md,line=3,endLine=3,col=15,endColumn=17,"
        "title=roadmaplint (LAY003)::Two spaces at the end\n"
        "::notice file=README.md,line=6,endLine=6,col=1,endColumn=2,"
        "title=roadmaplint (LAY001)::Another marker than above\n"
    )


def test_nothing_found(empty: Report) -> None:
    assert ci.render_github(empty, Style()) == ""


def test_messages_are_escaped(report: Report) -> None:
    one = replace(report.diagnostics[2], message="50% sure:\r\n::set-output name=x::y, z")
    shown = ci.render_github(replace(report, diagnostics=(one,)), Style())
    assert shown.endswith(r"::50%25 sure:\x0d\x0a::set-output name=x::y, z" + "\n")
    assert shown.count("\n") == 1


def test_properties_are_escaped(report: Report) -> None:
    one = replace(report.diagnostics[2], path="50%,a:b\nc.md", code="A:1,2")
    shown = ci.render_github(replace(report, diagnostics=(one,)), Style())
    assert shown.startswith(r"::error file=50%25%2Ca%3Ab\x0ac.md,line=5,")
    assert "title=roadmaplint (A%3A1%2C2)::" in shown


def test_ten_a_level_and_the_rest_as_log_lines(report: Report) -> None:
    errors = [replace(report.diagnostics[2], message=f"error {n}") for n in range(12)]
    warnings = [replace(report.diagnostics[4], message=f"warning {n}") for n in range(11)]
    shown = ci.render_github(replace(report, diagnostics=(*warnings, *errors)), Style())
    lines = shown.split("\n")
    assert [line.partition(" ")[0] for line in lines[:20]] == ["::error"] * 10 + ["::warning"] * 10
    assert lines[20:] == [
        "3 findings more than GitHub shows as annotations:",
        "- README.md:5:10: LNK001 error 10",
        "- README.md:5:10: LNK001 error 11",
        "- README.md:7:1: TOP001 warning 10",
        "",
    ]


def test_log_lines_are_no_commands(report: Report) -> None:
    path = "::stop-commands::x"
    many = [
        replace(report.diagnostics[2], path=path, message="##[add-path]y ##[debug]")
        for _ in range(11)
    ]
    last = ci.render_github(replace(report, diagnostics=tuple(many)), Style(color=True)).split(
        "\n"
    )[-2]
    assert last == "- ::stop-commands::x:5:10: LNK001 ## [add-path]y ## [debug]"


def test_levels(report: Report) -> None:
    words = {
        Severity.ERROR: "::error ",
        Severity.WARNING: "::warning ",
        Severity.INFO: "::notice ",
    }
    for severity, word in words.items():
        one = replace(report.diagnostics[0], severity=severity)
        assert ci.render_github(replace(report, diagnostics=(one,)), Style()).startswith(word)


GOLDEN = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="roadmaplint" tests="2" failures="1" errors="0" skipped="0" time="0">
  <testsuite name="README.md" tests="2" failures="1" errors="0" skipped="0" time="0">
    <testcase classname="README.md" name="LAY001 list-marker 6:1" file="README.md" line="6" \
time="0">
      <system-out>README.md:6:1 Another marker than above
https://github.com/roadmaplint/roadmaplint/blob/main/rules/layout/list-marker.md</system-out>
    </testcase>
    <testcase classname="README.md" name="TOP001 duplicate-topic 7:1" file="README.md" line="7" \
time="0">
      <failure message="Closures stands twice" type="warning">README.md:7:1 Closures stands twice
see docs/深.md:3:1 here, too
unsafe fix: Drop the item
https://github.com/roadmaplint/roadmaplint/blob/main/rules/topics/duplicate-topic.md</failure>
    </testcase>
  </testsuite>
</testsuites>
"""


def test_junit_golden(report: Report) -> None:
    two = replace(report, diagnostics=report.diagnostics[3:5])
    assert ci.render_junit(two, Style()) == GOLDEN


def test_another_program_reads_it(report: Report) -> None:
    suites = JUnitXml.fromstring(ci.render_junit(report, Style()).encode())
    assert (suites.tests, suites.failures, suites.errors) == (6, 4, 0)
    first = next(iter(suites))
    assert isinstance(first, TestSuite)
    assert (first.name, first.tests, first.failures) == ("README.md", 5, 3)
    cases = list(first)
    assert [len(case.result) for case in cases] == [0, 1, 1, 0, 1]
    assert cases[1].result[0].message == "“🚀” was read as Windows-1252"


def test_an_empty_report_holds_one_passing_test(empty: Report) -> None:
    suites = JUnitXml.fromstring(ci.render_junit(empty, Style()).encode())
    assert (suites.tests, suites.failures) == (1, 0)
    assert [case.name for suite in suites for case in suite] == ["nothing found"]


def test_markup_and_controls_in_messages(report: Report) -> None:
    text = "<b a='1'>\"&amp;\"</b> ]]> \x00\x1b\ufffe"
    hostile = replace(report.diagnostics[1], message=text, path=text)
    shown = ci.render_junit(replace(report, diagnostics=(hostile,)), Style())
    root = ElementTree.fromstring(shown)
    failure = root.find("./testsuite/testcase/failure")
    assert failure is not None
    expected = text[:-3] + r"\x00\x1b\ufffe"
    assert failure.get("message") == expected
    assert failure.text is not None
    assert expected in failure.text


def test_ascii(report: Report) -> None:
    shown = ci.render_junit(report, Style(unicode=False))
    assert shown.isascii()
    plain = ci.render_junit(report, Style())
    assert ElementTree.canonicalize(shown) == ElementTree.canonicalize(plain)
