"""Linked: what the links of a document lead to, as addresses that an editor can open."""

from __future__ import annotations

import os
from collections.abc import Iterator

from lsprotocol import types

from roadmaplint.files.read import FileProblem, read
from roadmaplint.markdown.parser import parse
from roadmaplint.roadmap.build import build
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.roadmap.targets import classify, written_as
from roadmaplint.server.addresses import path_of, uri_of
from roadmaplint.server.checking import Checked
from roadmaplint.server.places import Places
from roadmaplint.text.decode import decode

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")


def document_links(checked: Checked, places: Places) -> Iterator[types.DocumentLink]:
    """Every link that leads somewhere; an anchor in another file is looked for on opening."""
    for link in checked.document.links:
        target, data = _target(link, checked)
        if target is not None:
            span = link.target_span or link.span
            yield types.DocumentLink(range=places.span_range(span), target=target, data=data)


def resolved(link: types.DocumentLink) -> types.DocumentLink:
    """A link whose address also names the line of its anchor, if the file has one."""
    data = link.data if isinstance(link.data, dict) else {}
    path, root, anchor = (data.get(key) for key in ("path", "root", "anchor"))
    if not (isinstance(path, str) and isinstance(root, str) and isinstance(anchor, str)):
        return link
    try:
        source = decode(read(path, root), path)
    except FileProblem:
        return link
    line = _line_of(build(source, parse(source)), anchor)
    return link if line is None else types.DocumentLink(link.range, uri_of(path, line))


def _target(link: Link, checked: Checked) -> tuple[str | None, dict[str, str] | None]:
    """The address of a link, None if none can be opened, and what finds the place in it."""
    target = classify(link.target, checked.source.path)
    here = path_of(checked.buffer.uri)
    if target.kind == "anchor" and here is not None:
        line = _line_of(checked.document, target.fragment or "")
        return (None if line is None else uri_of(here, line)), None
    if target.kind == "file" and target.path is not None and here is not None:
        return _file(target.path, target.fragment, str(checked.workspace.settings.root))
    return _address(written_as(link.target), is_web=target.kind == "web"), None


def _address(written: str, *, is_web: bool) -> str | None:
    start = written[:7].lower()
    if is_web:
        return f"https:{written}" if written.startswith("//") else written
    if start.startswith("www."):
        return f"http://{written}"
    return written if start == "mailto:" else None


def _file(name: str, fragment: str | None, root: str) -> tuple[str | None, dict[str, str] | None]:
    path = os.path.normpath(os.path.join(root, name))
    if not os.path.exists(path):
        return None, None
    has_place = fragment and path.lower().endswith(_MARKDOWN)
    data = {"path": path, "root": root, "anchor": fragment or ""} if has_place else None
    return uri_of(path), data


def _line_of(document: Document, name: str) -> int | None:
    """The 1-based line of an anchor, as GitHub finds it: letter case does not count."""
    wanted = name.casefold()
    for anchor in document.anchors:
        if anchor.name.casefold() == wanted:
            return document.source.line_at(anchor.span.start)
    return None
