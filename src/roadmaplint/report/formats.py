"""The formats by name; a format's module is imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from roadmaplint.report.model import LinkResult, Report
from roadmaplint.report.style import Style

Renderer = Callable[[Report, Style], str]
LinkRenderer = Callable[[Sequence[LinkResult], Style], str]

#: Format name to module and function.
FORMATS: Mapping[str, str] = {
    "text": "text:render_text",
    "concise": "text:render_concise",
    "json": "json_output:render_json",
    "jsonl": "json_output:render_jsonl",
    "github": "ci:render_github",
    "gitlab": "ci:render_gitlab",
    "junit": "ci:render_junit",
    "sarif": "json_output:render_sarif",
    "rdjson": "json_output:render_rdjson",
    "markdown": "markdown:render_markdown",
    "html": "html.page:render_html",
}
#: The same for the list of links.
LINK_FORMATS: Mapping[str, str] = {
    "text": "links:render_text",
    "concise": "links:render_concise",
    "json": "links:render_json",
    "markdown": "links:render_markdown",
}


def renderer(name: str) -> Renderer:
    """The function that writes a report in this format. Raises KeyError for an unknown name."""
    render: Renderer = _load(FORMATS[name])
    return render


def link_renderer(name: str) -> LinkRenderer:
    """The function that writes a list of links. Raises KeyError for an unknown name."""
    render: LinkRenderer = _load(LINK_FORMATS[name])
    return render


def _load(place: str) -> Callable[..., str]:
    module, _, function = place.partition(":")
    found: Callable[..., str] = getattr(import_module(f"roadmaplint.report.{module}"), function)
    return found
