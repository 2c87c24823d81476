"""Every construct is found, and its span slices to its own text."""

from collections.abc import Iterator

import pytest

from roadmaplint.markdown.parser import parse
from roadmaplint.markdown.tokens import Block, Inline
from roadmaplint.text.decode import decode
from roadmaplint.text.source import Source


def source_of(text: str) -> Source:
    return decode(text.encode("utf-8", "surrogateescape"), "README.md")


def blocks_of(text: str, kind: str) -> list[tuple[Block, str]]:
    source = source_of(text)
    return [(b, source.slice(b.span)) for b in parse(source).walk() if b.kind == kind]


def inlines_of(text: str) -> Iterator[tuple[Source, Inline]]:
    source = source_of(text)
    for block in parse(source).walk():
        for inline in block.inlines:
            for piece in inline.walk():
                yield source, piece


def inline_of(text: str, kind: str) -> tuple[Source, Inline]:
    found = [pair for pair in inlines_of(text) if pair[1].kind == kind]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "written", "level", "style", "marker", "title"),
    [
        ("# One\n", "# One", 1, "atx", "#", "One"),
        ("  ## Two ##  \n", "## Two ##  ", 2, "atx-closed", "##", "Two"),
        ("### C#\n", "### C#", 3, "atx", "###", "C#"),
        ("#\n", "#", 1, "atx", "#", ""),
        ("# #\n", "# #", 1, "atx-closed", "#", ""),
        ("#\tTab\n", "#\tTab", 1, "atx", "#", "Tab"),
        ("Under *line*\n=====\n", "Under *line*\n=====", 1, "setext", "=====", "Under line"),
        ("Two\nlines\n---\n", "Two\nlines\n---", 2, "setext", "---", "Two lines"),
    ],
)
def test_headings(text: str, written: str, level: int, style: str, marker: str, title: str) -> None:
    [(block, slice_)] = blocks_of(text, "heading")
    assert slice_ == written
    assert (block.level, block.style, block.marker, block.text) == (level, style, marker, title)


def test_heading_content_excludes_the_marks() -> None:
    source = source_of("> ## A *b* ##\n")
    heading = next(b for b in parse(source).walk() if b.kind == "heading")
    assert heading.content is not None
    assert source.slice(heading.content) == "A *b*"


def test_lists_nest_and_know_their_markers() -> None:
    text = "3. three\n4. four\n   - inner\n   - [x] done\n"
    lists = [block for block, _ in blocks_of(text, "list")]
    assert [(b.style, b.marker, b.start, b.tight) for b in lists] == [
        ("ordered", "3.", 3, True),
        ("bullet", "-", None, True),
    ]
    items = blocks_of(text, "item")
    assert [s for _, s in items] == ["3. three", text[9:-1], "- inner", "- [x] done"]
    assert [b.checked for b, _ in items] == [None, None, None, True]


@pytest.mark.parametrize(
    ("text", "checked", "said"),
    [
        ("- [ ] open\n", False, "open"),
        ("1. [X] done\n", True, "done"),
        ("- [x]tight\n", None, "[x]tight"),
        ("- [y] other\n", None, "[y] other"),
        ("- [ ]\n", None, "[ ]"),
    ],
)
def test_task_items(text: str, checked: bool | None, said: str) -> None:
    [(item, _)] = blocks_of(text, "item")
    assert item.checked is checked
    assert item.children[0].text == said


@pytest.mark.parametrize(
    ("text", "tight"),
    [
        ("- a\n- b\n", [True]),
        ("- a\n\n- b\n", [False]),
        ("- a\n\n  more\n", [False]),
        ("- a\n  > quoted\n- b\n", [True]),
        ("- a\n  - x\n\n  - y\n- b\n", [True, False]),
    ],
)
def test_tight_and_loose_lists(text: str, tight: list[bool]) -> None:
    assert [block.tight for block, _ in blocks_of(text, "list")] == tight


def test_an_empty_item_ends_after_its_marker() -> None:
    assert [s for _, s in blocks_of("-\n- b\n", "item")] == ["-", "- b"]


@pytest.mark.parametrize(
    ("text", "written", "body", "info"),
    [
        ("```py\na\n\n```\n", "```py\na\n\n```", "a\n\n", "py"),
        ("~~~\nopen\n\n", "~~~\nopen", "open", ""),
        ("```\n```\n", "```\n```", "", ""),
        ("- ```\n  in\n  ```\n", "```\n  in\n  ```", "  in\n", ""),
        ("```", "```", "", ""),
    ],
)
def test_fenced_code(text: str, written: str, body: str, info: str) -> None:
    source = source_of(text)
    [(block, slice_)] = blocks_of(text, "code")
    assert slice_ == written
    assert block.content is not None
    assert (source.slice(block.content), block.info, block.style) == (body, info, "fenced")


def test_indented_code_holds_no_inlines() -> None:
    [(block, written)] = blocks_of("text\n\n    *code*\n\n    more\n\n", "code")
    assert (written, block.style, block.inlines) == ("*code*\n\n    more", "indented", ())


@pytest.mark.parametrize("rule", ["***", "- - -", "______"])
def test_rules(rule: str) -> None:
    [(block, written)] = blocks_of(f"{rule}\n", "rule")
    assert (block.marker, written) == (rule, rule)


def test_quotes_hold_blocks() -> None:
    [(quote, written)] = blocks_of("> one\n> two\nlazy\n\nafter\n", "quote")
    assert written == "> one\n> two\nlazy"
    assert quote.children[0].text == "one two lazy"


def test_tables_keep_escaped_pipes_and_places() -> None:
    text = "| a | *b* |\n| - | :-: |\n| `x\\|y` | [l](u\\|v) | over |\n| 1\n"
    source = source_of(text)
    [(table, _)] = blocks_of(text, "table")
    header, wide, short = table.children
    assert header.header
    assert not wide.header
    assert [len(row.children) for row in table.children] == [2, 3, 1]
    assert [cell.text for cell in wide.children] == ["x|y", "l", ""]
    assert wide.children[2].style == "extra"
    assert short.children[0].text == "1"
    link = wide.children[1].inlines[0]
    assert link.target == "u|v"
    assert link.target_span is not None
    assert source.slice(link.target_span) == "u\\|v"


def test_definitions_have_label_target_and_title() -> None:
    text = '[One]: <a b>\n  "T \\"x\\""\n[two]: /p\\_q\n'
    source = source_of(text)
    one, two = (block for block, _ in blocks_of(text, "definition"))
    assert source.slice(one.span) == '[One]: <a b>\n  "T \\"x\\""'
    assert (one.label, one.target, one.title) == ("One", "a b", 'T "x"')
    assert (two.label, two.target, two.title) == ("two", "/p\\_q", None)
    assert [source.slice(d.target_span) for d in (one, two) if d.target_span] == [
        "a b",
        "/p\\_q",
    ]


def test_front_matter_is_opaque() -> None:
    source = source_of("\ufeff---\ntitle: '# no heading'\n---\n# Real\n")
    front, heading = parse(source).blocks
    assert (front.kind, source.slice(front.span)) == (
        "front-matter",
        "---\ntitle: '# no heading'\n---",
    )
    assert front.content is not None
    assert source.slice(front.content) == "title: '# no heading'\n"
    assert source.slice(heading.span) == "# Real"


@pytest.mark.parametrize(
    "text", ["---\n\nkey: x\n\n---\n", "---\nkey: x\n", "---\n# Title\n---\n", "--- x\na: b\n---\n"]
)
def test_what_only_looks_like_front_matter(text: str) -> None:
    assert not blocks_of(text, "front-matter")


@pytest.mark.parametrize(
    ("text", "kind", "written", "content", "said"),
    [
        ("a *b* c\n", "emphasis", "*b*", "b", "b"),
        ("a __b__ c\n", "strong", "__b__", "b", "b"),
        ("~~a~~\n", "strike", "~~a~~", "a", "a"),
        ("~a~\n", "strike", "~a~", "a", "a"),
        ("`` a`b ``\n", "code", "`` a`b ``", " a`b ", "a`b"),
        ("[t *e*](u)\n", "link", "[t *e*](u)", "t *e*", "t e"),
        ("![t *e*](u)\n", "image", "![t *e*](u)", "t *e*", "t e"),
        ("<http://x.org>\n", "link", "<http://x.org>", "http://x.org", "http://x.org"),
        ("> **a\n>   b**\n", "strong", "**a\n>   b**", "a\n>   b", "a b"),
        ("-\t*a*\r\n", "emphasis", "*a*", "a", "a"),
    ],
)
def test_marked_inlines(text: str, kind: str, written: str, content: str, said: str) -> None:
    source, inline = inline_of(text, kind)
    assert source.slice(inline.span) == written
    assert inline.content is not None
    assert (source.slice(inline.content), inline.text) == (content, said)
    assert inline.precision == "exact"


def test_strong_inside_emphasis_of_one_run() -> None:
    source = source_of("***a** b*\n")
    paragraph = parse(source).blocks[0]
    outer = paragraph.inlines[0]
    assert (outer.kind, source.slice(outer.span)) == ("emphasis", "***a** b*")
    assert [(c.kind, source.slice(c.span)) for c in outer.children] == [
        ("strong", "**a**"),
        ("text", " b"),
    ]


@pytest.mark.parametrize("text", ["~~a~\n", "~~~a~~~ b\n", "a ~ b ~ c\n"])
def test_tildes_that_strike_nothing(text: str) -> None:
    assert [i.kind for _, i in inlines_of(text) if i.kind == "strike"] == []


@pytest.mark.parametrize(
    ("text", "target", "form", "title", "label"),
    [
        ("[a](/u)", "/u", "inline", None, None),
        ('[a]( </u v> "t" )', "/u v", "inline", "t", None),
        ("[a](b_(c)_d)", "b_(c)_d", "inline", None, None),
        ("[a](x\\)y&amp;z)", "x\\)y&amp;z", "inline", None, None),
        ("[a]()", "", "inline", None, None),
        ("[a][L]", "/d", "full", "t", "L"),
        ("[l][]", "/d", "collapsed", "t", "l"),
        ("[L]", "/d", "shortcut", "t", "L"),
        ("<mailto:a@b.c>", "mailto:a@b.c", "autolink", None, None),
        ("<a@b.c>", "mailto:a@b.c", "autolink", None, None),
    ],
)
def test_link_forms(
    text: str, target: str, form: str, title: str | None, label: str | None
) -> None:
    source, link = inline_of(f'{text}\n\n[l]: /d "t"\n', "link")
    assert (link.target, link.form, link.title, link.label) == (target, form, title, label)
    assert source.slice(link.span) == text
    if link.target_span is not None:
        assert source.slice(link.target_span) == target
    assert (link.target_span is None) == (label is not None or text == "<a@b.c>")


@pytest.mark.parametrize(
    "text", ["[a](b c)", "[a](<b)", "[a] (b)", "[a][none]", "\\[a](b)", "`[a](b)`", "[a](b"]
)
def test_what_is_no_link(text: str) -> None:
    assert [i for _, i in inlines_of(text + "\n") if i.kind == "link"] == []


def test_links_do_not_nest_but_images_do() -> None:
    _, link = inline_of("[a ![b](c) d](e)\n", "link")
    assert [child.kind for child in link.children] == ["text", "image", "text"]
    assert link.text == "a b d"
    _, inner = inline_of("[a [b](c) d](e)\n", "link")
    assert inner.target == "c"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("see https://x.org/a_b_c.", "https://x.org/a_b_c"),
        ("(https://x.org/a(b))", "https://x.org/a(b)"),
        ("www.x.org/p?q=1&amp;", "www.x.org/p?q=1"),
        ("参考http://x.org 。", "http://x.org"),
        ("HTTP://localhost:80/x!", "HTTP://localhost:80/x"),
        ("**https://x.org**", "https://x.org"),
        ("[https://x.org]", "https://x.org"),
        ("https://x.org/a<b", "https://x.org/a"),
        ("~~www.x.org~~", "www.x.org"),
    ],
)
def test_bare_addresses(text: str, target: str) -> None:
    source, link = inline_of(text + "\n", "link")
    assert (link.form, link.target) == ("bare", target)
    assert link.target_span is not None
    assert source.slice(link.target_span) == target == source.slice(link.span)


@pytest.mark.parametrize(
    "text", ["xhttps://x.org", "http://", "awww.x.org", "www.", "https://a_b.c_d", "`http://x.org`"]
)
def test_what_is_no_bare_address(text: str) -> None:
    assert [i for _, i in inlines_of(text + "\n") if i.kind == "link"] == []


def test_an_address_in_link_text_is_not_a_link_of_its_own() -> None:
    _, link = inline_of("[https://x.org](https://y.org)\n", "link")
    assert link.target == "https://y.org"


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("a\nb", "softbreak", "\n"),
        ("a \r\nb", "softbreak", " \r\n"),
        ("a  \nb", "break", "  \n"),
        ("a\\\n   b", "break", "\\\n"),
        ("a\rb", "softbreak", "\r"),
    ],
)
def test_breaks(text: str, kind: str, written: str) -> None:
    source, inline = inline_of(text, kind)
    assert source.slice(inline.span) == written


def test_text_resolves_escapes_and_entities() -> None:
    source, text = inline_of("a \\* &amp; &#35; \\q\n", "text")
    assert text.text == "a * & # \\q"
    assert source.slice(text.span) == "a \\* &amp; &#35; \\q"


def test_code_points_that_the_parser_never_sees() -> None:
    source = source_of("\ufeff# A\0\udcff *b*\r\n")
    heading = parse(source).blocks[0]
    assert source.slice(heading.span) == "# A\0\udcff *b*"
    assert source.slice(heading.inlines[1].span) == "*b*"
    assert heading.text == "A\ufffd\ufffd b"


def test_line_separators_inside_words_are_text() -> None:
    source = source_of("a\x85b\u2028c *d*\n")
    [paragraph] = parse(source).blocks
    assert source.slice(paragraph.inlines[1].span) == "*d*"


def test_lines_without_exact_places_are_said_to_be_so() -> None:
    text = "- a\n\n\tb *c*\n"
    for source, inline in inlines_of(text):
        assert inline.precision == "exact"
        assert source.slice(inline.span).strip("*") == inline.text


def test_too_deep_content_is_dropped_and_reported() -> None:
    source = source_of("> " * 300 + "deep\n\nafter\n")
    markdown = parse(source)
    [cut] = markdown.too_deep
    assert source.slice(cut).endswith("> deep")
    assert markdown.blocks[-1].text == "after"
    assert all("deep" not in block.text for block in markdown.walk())


def test_deep_emphasis_keeps_its_text() -> None:
    text = "*a **a " * 500 + "b" + "** a*" * 500
    paragraph = parse(source_of(text)).blocks[0]
    assert paragraph.text == text.replace("*", "")


def test_deep_images_and_brackets_keep_their_text() -> None:
    for text in ("![" * 2000 + "a" + "](b)" * 2000, "[" * 2000 + "a" + "]" * 2000):
        assert "a" in parse(source_of(text)).blocks[0].text
