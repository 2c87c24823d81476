"""Single-byte pages: their tables, and the quick look that decides whether they are asked."""

from __future__ import annotations

import pytest

from roadmaplint.text.mojibake.codecs import SINGLE, page
from roadmaplint.text.mojibake.sequences import Runs


@pytest.mark.parametrize("name", SINGLE)
def test_every_image_leads_back_to_its_byte(name: str) -> None:
    table = page(name)
    for byte, image in enumerate(table.images):
        assert image
        assert {table.byte_of[ord(char)] for char in image} == {byte}
    assert table.leads | table.rest <= table.upper
    assert table.leads.isdisjoint(table.rest)


@pytest.mark.parametrize("name", SINGLE)
def test_two_characters_of_a_page_are_never_overlooked(name: str) -> None:
    for char in page(name).upper:
        assert Runs(f"a{char}{char} b").pairs, hex(ord(char))


@pytest.mark.parametrize("text", ["caf\u00e9 \u2013 na\u00efve", "\u6811\u548c\u56fe", "plain"])
def test_lone_characters_are_no_pairs(text: str) -> None:
    assert not Runs(text).pairs
