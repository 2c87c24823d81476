"""The list of links with their verdicts, in every format that has one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from roadmaplint.report.json_output import json_document, json_location
from roadmaplint.report.markdown import fit_summary, table_head, table_row
from roadmaplint.report.model import LinkResult
from roadmaplint.report.style import Style, ascii_markup, visible
from roadmaplint.report.text import plural


def render_json(links: Sequence[LinkResult], style: Style) -> str:
    """One JSON document, a link a line (schemas/links-report.schema.json)."""
    return json_document("links", map(_plain, links), _summary(links), style)


def render_concise(links: Sequence[LinkResult], style: Style) -> str:
    """`path:line:column: verdict address` for every link."""
    return "".join(
        f"{_place(link, style)}: {_verdict(link, style)} {style.clean(_address(link))}\n"
        for link in links
    )


def render_text(links: Sequence[LinkResult], style: Style) -> str:
    """The links by file, with reasons for all that are not plainly good, then the counts."""
    blocks = []
    for _, group in groupby(links, key=lambda link: link.path):
        blocks.append("\n".join(_line(link, style) for link in group))
    if style.summary:
        blocks.append(_trailer(links))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def render_markdown(links: Sequence[LinkResult], style: Style) -> str:
    """A job summary: counts, then a table for every verdict but `ok`, the worst first."""
    head = f"## Links\n\n{_trailer(links)}\n"
    return ascii_markup(fit_summary([head, *_tables(links, style)]), style)


def _plain(link: LinkResult) -> dict[str, Any]:
    verdict = link.verdict
    return {
        "path": link.path,
        "location": json_location(link.location),
        "target": link.target,
        "url": link.url,
        "verdict": verdict.outcome,
        "severity": None if link.severity is None else link.severity.word,
        "status": verdict.status,
        "final_url": verdict.final,
        "hops": [{"status": hop.status, "url": hop.url} for hop in verdict.hops],
        "reason": visible(verdict.reason),
        "cached": verdict.cached,
    }


def _summary(links: Sequence[LinkResult]) -> dict[str, int]:
    addresses = {link.url for link in links}
    hosts = {host for address in addresses if (host := _host(address))}
    return {"links": len(links), "unique": len(addresses), "hosts": len(hosts)}


def _host(address: str) -> str | None:
    """The host of a web address; None for files, anchors and what is no address."""
    if not address[:8].lower().startswith(("http://", "https://")):
        return None
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _place(link: LinkResult, style: Style) -> str:
    where = f"{style.clean(link.path)}:{link.location.line}:{link.location.column}"
    return style.paint("path", where)


def _verdict(link: LinkResult, style: Style) -> str:
    word = style.clean(link.verdict.outcome)
    return word if link.severity is None else style.severity(link.severity, word)


def _address(link: LinkResult) -> str:
    return link.url or link.target


def _line(link: LinkResult, style: Style) -> str:
    severity = "" if link.severity is None else f" {link.severity.word}"
    line = f"{_place(link, style)}{severity} {_verdict(link, style)} {style.clean(_address(link))}"
    final = link.verdict.final
    if final and final != link.url:
        line += f" {'→' if style.unicode else '->'} {style.clean(final)}"
    if link.verdict.outcome != "ok" and link.verdict.reason:
        line += style.paint("quiet", f" ({style.clean(link.verdict.reason)})")
    return line


def _trailer(links: Sequence[LinkResult]) -> str:
    counts = Counter(link.verdict.outcome for link in links)
    ordered = sorted(counts.items(), key=lambda entry: (entry[0] != "ok", -entry[1], entry[0]))
    verdicts = ", ".join(f"{count} {outcome}" for outcome, count in ordered)
    numbers = _summary(links)
    text = f"{plural(numbers['links'], 'link')}, {numbers['unique']} unique, "
    text += f"on {plural(numbers['hosts'], 'host')}"
    return f"{text}: {verdicts}" if verdicts else text


def _tables(links: Sequence[LinkResult], style: Style) -> Iterator[str]:
    def weight(link: LinkResult) -> tuple[int, str]:
        return (0 if link.severity is None else -1 - link.severity, link.verdict.outcome)

    shown = sorted((link for link in links if link.verdict.outcome != "ok"), key=weight)
    for (_, outcome), group in groupby(shown, key=weight):
        found = list(group)
        yield f"\n### {outcome}: {len(found)}\n"
        yield table_head("place", "address", "reason")
        for link in found:
            where = f"{link.path}:{link.location.line}:{link.location.column}"
            yield table_row((where, _address(link), link.verdict.reason), style)
