"""The HTML report in a real Chromium: it filters, switches its theme and asks the network nothing.

Needs a Chromium on the PATH (Debian: `apt-get install chromium`) and Playwright from the
development dependencies; says so and skips where one is missing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from roadmaplint.core.finding import IN_ORDER, Diagnostic, PlacedEdit, PlacedFix, Safety, Severity
from roadmaplint.report.html.page import render
from roadmaplint.report.model import Report
from roadmaplint.report.outline import Node, Outline
from roadmaplint.report.style import Style
from roadmaplint.text.source import Location

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

PROGRAM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
HOSTILE = "<img src=https://example.com/x.png onerror=alert(1)>"
RULES = (
    ("links", "dead-link", Severity.ERROR),
    ("resources", "unlinked-resource", Severity.WARNING),
    ("layout", "list-marker", Severity.INFO),
)


def finding(number: int) -> Diagnostic:
    group, rule, severity = RULES[number % 3]
    place = Location(number + 1, 1, number + 1, 5)
    fix = PlacedFix("Write it", Safety.SAFE, (PlacedEdit(place, "* x"),))
    message = f"finding {number} {HOSTILE}"
    return Diagnostic(
        "a/README.md" if number % 2 else "b/نقشه.md", rule, "XYZ001", group, severity, message,
        place, fix=fix if severity == Severity.INFO else None,
    )  # fmt: skip


def report_of(count: int) -> Report:
    found = sorted((finding(number) for number in range(count)), key=IN_ORDER)
    lines = count + 1
    nodes = (
        Node("section", 0, "First", Location(1, 1, 1, 8), 6),
        Node("resource", 1, "Script", Location(2, 1, 2, 9), 2, url="javascript:alert(1)"),
        Node("section", 0, "Second", Location(7, 1, 7, 9), lines),
        Node("topic", 1, HOSTILE, Location(8, 1, 8, 9), 8),
    )
    outlines = (
        Outline("a/README.md", "Learn", "en", nodes),
        Outline("b/نقشه.md", "نقشه راه", "fa", nodes),
    )
    return Report(tuple(found), 2, lambda path, line: f"- line {line}", {}, "1", {}, outlines)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if PROGRAM is None:
        pytest.skip("no chromium on the PATH; on Debian: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        # Chromium's own sandbox does not run as root, as in most containers
        arguments = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
        started = playwright.chromium.launch(executable_path=PROGRAM, args=arguments)
        yield started
        started.close()


class Watched:
    """A page with everything that went wrong on it, and every address that it asked for."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page = page
        self.problems: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.problems.append(message.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("dialog", lambda dialog: self.problems.append(dialog.message))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(file.as_uri())
        self.file = file


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Watched]:
    yield from watch(browser, tmp_path, report_of(120))


def watch(browser: Browser, folder: Path, report: Report) -> Iterator[Watched]:
    file = folder / "report.html"
    file.write_text(render(report, Style()), "utf-8")
    page = browser.new_page(viewport={"width": 1200, "height": 900}, color_scheme="light")
    watched = Watched(page, file)
    yield watched
    page.close()
    assert watched.problems == []
    assert watched.requests == [file.as_uri()]


def status(page: Page) -> str:
    return page.inner_text("#status")


def wait_for_status(page: Page, words: str) -> None:
    page.locator("#status").filter(has_text=words).wait_for()


def test_pages_of_findings(opened: Watched) -> None:
    page = opened.page
    assert status(page) == "120 findings, here 1 to 50."
    assert page.locator("#list > li").count() == 50
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Next").click()
    assert status(page) == "120 findings, here 101 to 120."
    assert page.get_by_role("button", name="Next").is_disabled()
    assert page.evaluate("document.activeElement.id") == "findings"


def test_filters_narrow_and_reset_widens(opened: Watched) -> None:
    page = opened.page
    page.get_by_role("checkbox", name="info").uncheck()
    assert status(page).startswith("80 of 120 findings")
    page.get_by_label("Group", exact=True).select_option("links")
    assert status(page).startswith("40 of 120 findings")
    page.get_by_label("File", exact=True).select_option(label="a/README.md (60)")
    assert status(page).startswith("20 of 120 findings")
    page.get_by_label("Text", exact=True).fill("finding 3")
    wait_for_status(page, "5 of 120")
    page.get_by_label("Text", exact=True).fill("not to be found")
    wait_for_status(page, "No finding of 120")
    page.get_by_role("button", name="Reset").click()
    assert status(page) == "120 findings, here 1 to 50."


def test_figures_and_sections_lead_to_their_findings(opened: Watched) -> None:
    page = opened.page
    page.locator(".cards .unlinked a").click()
    assert status(page).startswith("40 of 120 findings")
    assert page.get_by_label("Resource", exact=True).input_value() == "unlinked"
    page.locator("#section-0-0 .jump").first.click()
    assert page.locator("#list > li").count() == 3
    assert page.inner_text("#scope-name") == "First"
    page.get_by_role("button", name="Everywhere").click()
    assert status(page) == "120 findings, here 1 to 50."


def test_theme_follows_the_system_and_the_switch(opened: Watched) -> None:
    page = opened.page
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(paper)
    assert dark != light
    page.get_by_role("radio", name="light").check()
    assert page.evaluate(paper) == light
    page.emulate_media(color_scheme="light")
    page.get_by_role("radio", name="dark").check()
    assert page.evaluate(paper) == dark
    page.reload()
    assert page.evaluate(paper) == dark
    opened.requests.pop()


def test_the_keyboard_reaches_everything(opened: Watched) -> None:
    page = opened.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
    assert {"severity", "group", "rule", "file", "state", "fix", "text", "SUMMARY"} <= seen
    page.locator("#list summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#list details[open]").count() == 1
    assert page.locator("#list details[open] ins").first.is_visible()


def test_names_and_roles_for_screen_readers(opened: Watched) -> None:
    page = opened.page
    for landmark in ("banner", "main", "contentinfo", "search"):
        assert page.get_by_role(landmark).count() == 1
    assert page.get_by_role("status").count() == 1
    nameless = page.evaluate(
        """[...document.querySelectorAll('a, button, select, input, summary')].filter(e =>
            !e.textContent.trim() && !(e.labels && e.labels.length)).length"""
    )
    assert nameless == 0
    assert page.get_by_role("img").first.get_attribute("aria-label")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_from_its_ground(opened: Watched, theme: str) -> None:
    page = opened.page
    page.get_by_role("radio", name=theme).check()
    faint = page.evaluate(CONTRAST)
    assert faint == []


def test_right_to_left_runs_from_the_right(opened: Watched) -> None:
    page = opened.page
    assert page.evaluate("getComputedStyle(document.querySelector('#section-1-0')).direction") == (
        "rtl"
    )
    first = page.locator("#file-1 .stage").first.bounding_box()
    second = page.locator("#file-1 .stage").last.bounding_box()
    assert first is not None
    assert second is not None
    assert first["x"] > second["x"]


def test_narrow_screens_do_not_scroll_sideways(opened: Watched) -> None:
    opened.page.set_viewport_size({"width": 320, "height": 700})
    root = "document.documentElement"
    assert opened.page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0


def test_ten_thousand_findings_stay_a_small_page(browser: Browser, tmp_path: Path) -> None:
    for opened in watch(browser, tmp_path, report_of(10_000)):
        page = opened.page
        assert status(page) == "10,000 findings, here 1 to 50."
        assert page.evaluate("document.getElementsByTagName('*').length") < 5000
        page.get_by_label("Text", exact=True).fill("9999 dead-link")
        wait_for_status(page, "1 of 10,000")
        assert page.locator("#list > li").count() == 1


def test_without_scripts_everything_is_there(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(render(replace(report_of(90), outlines=()), Style()), "utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("#list > li").count() == 90
    assert page.locator("#list").is_visible()
    assert not page.locator("#filters").is_visible()
    context.close()


#: The texts whose contrast with the nearest ground is below 4.5, as WCAG counts it.
CONTRAST = """(() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const color = rgb(getComputedStyle(e).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255];
  };
  const faint = new Set();
  for (const e of document.querySelectorAll('body *')) {
    if (e.matches(':disabled') || !e.checkVisibility() || e.closest('svg')) continue;
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.add(e.tagName + '.' + e.className);
  }
  return [...faint];
})()"""
