"""Addresses in srcset."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roadmaplint.roadmap.nodes import Document

Read = Callable[[str], Document]


@pytest.mark.parametrize(
    ("value", "addresses"),
    [
        ("dark.png", ["dark.png"]),
        (" a.png 1x, b.png 2x ", ["a.png", "b.png"]),
        ("a,b.png 100w,c.png,, d.png", ["a,b.png", "c.png", "d.png"]),
        ("a.png (1,2), b.png", ["a.png", "b.png"]),
        ("a.png (1,2", ["a.png"]),
        ("x?a=1&amp;b=2 1x", ["x?a=1&b=2"]),
        ("a.png 1x,\n  b.png 2x", ["a.png", "b.png"]),
        (" , ", []),
        ("", []),
    ],
)
def test_every_address_is_a_link(read: Read, value: str, addresses: list[str]) -> None:
    document = read(f'<picture><source srcset="{value}"><img src="c.gif"></picture>\n')
    found = [link for link in document.links if link.attribute == "srcset"]
    assert [link.target for link in found] == addresses
    for link in found:
        assert link.target_span is not None
        written = document.source.text[link.target_span.start : link.target_span.end]
        assert written.replace("&amp;", "&") == link.target


def test_what_src_names_is_listed_once(read: Read) -> None:
    document = read('<img src="a.png" srcset="a.png 1x, b.png 2x">\n')
    assert [link.target for link in document.links] == ["a.png", "b.png"]


def test_a_quotation_mark_is_no_address(read: Read) -> None:
    document = read('> <img srcset="a.png 1x,\n> b.png 2x">\n')
    assert ">" not in [link.target for link in document.links]
