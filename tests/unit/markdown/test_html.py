"""Tags, attributes and comments of raw HTML."""

import pytest

from roadmaplint.markdown.parser import parse
from roadmaplint.markdown.tokens import Markdown
from roadmaplint.text.decode import decode
from roadmaplint.text.source import Source


def read(text: str) -> tuple[Source, Markdown]:
    source = decode(text.encode(), "README.md")
    return source, parse(source)


@pytest.mark.parametrize(
    ("text", "attributes", "values"),
    [
        ('<a href="x">', {"href": "x"}, {"href": "x"}),
        ("<IMG SRC='a&amp;b' alt>", {"src": "a&b", "alt": ""}, {"src": "a&amp;b"}),
        ("<p align=center class = c>", {"align": "center", "class": "c"}, {}),
        ('<img src="a"alt="b"/>', {"src": "a", "alt": "b"}, {"alt": "b"}),
        ("<p id=a id=b>", {"id": "a"}, {"id": "a"}),
    ],
)
def test_attributes(text: str, attributes: dict[str, str], values: dict[str, str]) -> None:
    source, markdown = read(f"<div>\n{text}\n</div>\n")
    tag = markdown.tags[1]
    assert source.slice(tag.span) == text
    assert tag.attributes == attributes
    for name, value in values.items():
        assert source.slice(tag.value_spans[name]) == value


def test_inline_tags_and_block_tags_come_in_order() -> None:
    source, markdown = read("a <b>c</b>\n\n> <div\n>   id='x'>\n\n| <br/> |\n|-|\n")
    assert [(t.name, t.closing, t.self_closing) for t in markdown.tags] == [
        ("b", False, False),
        ("b", True, False),
        ("div", False, False),
        ("br", False, True),
    ]
    div = markdown.tags[2]
    assert source.slice(div.span) == "<div\n>   id='x'>"
    assert source.slice(div.value_spans["id"]) == "x"


def test_comments() -> None:
    source, markdown = read("<!-- one -->\n\ntext <!-- two --> <b>\n\n- <!-- three\n\n  -->\n")
    assert [source.slice(c.span) for c in markdown.comments][:2] == ["<!-- one -->", "<!-- two -->"]
    assert [c.text for c in markdown.comments] == [" one ", " two ", " three\n\n"]


def test_an_unclosed_comment_runs_to_the_end_of_its_block() -> None:
    source, markdown = read("<!-- open\n\n<b>x</b>\n")
    assert [source.slice(c.span) for c in markdown.comments] == ["<!-- open\n\n<b>x</b>"]
    assert markdown.tags == ()


@pytest.mark.parametrize(
    "text",
    [
        "`<b>`",
        "```\n<b> <!-- c -->\n```",
        "    <b>",
        "\\<b>",
        "<!-- <b> -->",
        "<script>\nif (a<b>c) {}\n</script>",
        "a < b > c",
        "![<b>](x)",
    ],
)
def test_what_holds_no_bold_tag(text: str) -> None:
    _, markdown = read(text + "\n")
    assert [tag.name for tag in markdown.tags if tag.name == "b"] == []


@pytest.mark.parametrize("text", ["<div <b", '<div a="', "<div", "</", "<div a='x' <p>"])
def test_broken_tags_hide_nothing_after_them(text: str) -> None:
    _, markdown = read(f"<section>\n{text}\n<hr>\n")
    assert markdown.tags[-1].name == "hr"
