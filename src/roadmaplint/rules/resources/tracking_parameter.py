"""An address that carries tracking or affiliate parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Link
from roadmaplint.roadmap.urls import host_of, is_tracking
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy

_PARTS = lazy(r"([^?#]*)\?([^#]*)(#.*)?\Z", re.DOTALL)


class Options(Struct, frozen=True):
    """`names`: further parameters to report. `keep`: parameters to leave alone."""

    names: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


@rule(on=Link, options=Options)
def check(link: Link, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per address with parameters that only say where the reader came from."""
    if "?" not in link.target or link.kind == "image":
        return
    match = _PARTS.match(link.target)
    host = host_of(link.target)
    if match is None or not host:
        return
    parts = re.split(r"&amp;|&", match[2])
    found = [part for part in parts if _tracks(host, part.partition("=")[0], context.options)]
    if not found:
        return
    names = ", ".join(dict.fromkeys(part.partition("=")[0] for part in found))
    yield Finding(
        link.target_span or link.span,
        f"the address carries tracking parameters: {names}",
        _fix(link, match, [part for part in parts if part not in found]),
    )


def _tracks(host: str, name: str, options: Options) -> bool:
    if not name or name in options.keep:
        return False
    return name in options.names or is_tracking(host, name)


def _fix(link: Link, match: re.Match[str], kept: list[str]) -> Fix | None:
    if link.target_span is None or link.precision != "exact":
        return None
    joint = "&amp;" if "&amp;" in match[2] else "&"
    query = "?" + joint.join(kept) if kept else ""
    clean = f"{match[1]}{query}{match[3] or ''}"
    return Fix("Remove the parameters", (Edit(link.target_span, clean),), Safety.UNSAFE)
