from __future__ import annotations

from xml.etree import ElementTree

from junitparser import JUnitXml, TestSuite
from msgspec.structs import replace

from roadmaplint.report import ci
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style

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


def test_golden(report: Report) -> None:
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
