from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaplint.report.style import json_text, visible

ANY_TEXT = st.text(st.characters())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("two\nlines\tand tab", r"two\x0alines\x09and tab"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("one-byte CSI \x9b2J", r"one-byte CSI \x9b2J"),
        ("abc\u202ecba", r"abc\u202ecba"),
        ("bad byte \udcff", r"bad byte \udcff"),
        ("no \ufeffBOM \u200b", r"no \ufeffBOM \u200b"),
        ("\uf8ff\U000f0000", r"\uf8ff\U000f0000"),
        ("hidden \U000e0041", r"hidden \U000e0041"),
        ("über 日本 👩\u200d💻", "über 日本 👩\u200d💻"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        (r"C:\x1b", r"C:\x1b"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_visible_within_ascii() -> None:
    assert visible("ü→🚀\x07", ascii_only=True) == r"\xfc\u2192\U0001f680\x07"


@given(ANY_TEXT)
def test_visible_text_steers_nothing(text: str) -> None:
    shown = visible(text)
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert all(char >= " " and not "\x7f" <= char <= "\x9f" for char in shown)


@given(ANY_TEXT)
def test_visible_ascii_is_ascii(text: str) -> None:
    shown = visible(text, ascii_only=True)
    assert shown.isascii()
    assert shown.isprintable()


@given(ANY_TEXT, st.booleans())
def test_json_keeps_values_and_prints_nothing_harmful(text: str, ascii_only: bool) -> None:
    written = json_text({"text": text}, ascii_only=ascii_only)
    assert visible(written) == written
    assert written.isascii() or not ascii_only
    # a pair of surrogates is one character to every reader of JSON
    expected = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    assert json.loads(written) == {"text": expected}
