"""What holds for the Markdown of any text whatsoever."""

from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaplint.markdown.parser import parse
from roadmaplint.markdown.tokens import Block, Inline
from roadmaplint.text.source import Encoding, Source, Span

_PIECES = [
    *"ab*_`[]()!<>#-+|~\\&;:\"'=.1 \t\r\n",
    *("  ", "    ", "\n\n", "- ", "1. ", "> ", "```", "---\n", "===\n", "[ ] ", "](u)", "](<u v>)"),
    *("[r]: /u 't'\n", "[r]", "|-|-|\n", "https://x.org", "www.x.org", "<b>", "<!--", "-->"),
    *("<div ", "id='x'>", "\ufeff", "\x85", "\u2028", "\0", "\udc80", "é", "漢", "\u00a0", "🚀"),
    *("\\|", "\r\n", "&amp;", "<http://x>", "**", "~~", "![", "\x0c", "\x1c"),
]
markdown_like = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)
any_text = st.text(st.characters(exclude_categories=()), max_size=60)


def source_of(text: str) -> Source:
    return Source("README.md", text, Encoding(), "")


def spans_of(inline: Inline) -> list[Span]:
    return [span for span in (inline.span, inline.content, inline.target_span) if span]


def check_inline(inline: Inline, around: Span) -> None:
    for span in spans_of(inline):
        assert span.start <= span.end
        assert around.contains(span)
    at = around.start
    for child in inline.children:
        if inline.precision == "exact":
            assert child.span.start >= at
            at = child.span.end
        check_inline(child, inline.content or inline.span)


def check_block(block: Block, around: Span) -> None:
    assert around.contains(block.span)
    at = block.span.start
    for inline in block.inlines:
        check_inline(inline, block.span)
    for child in block.children:
        assert child.span.start >= at
        at = child.span.end
        check_block(child, block.span)


@settings(max_examples=300, deadline=None)
@given(markdown_like | any_text)
def test_spans_nest_and_follow_each_other(text: str) -> None:
    markdown = parse(source_of(text))
    at = 0
    for block in markdown.blocks:
        assert block.span.start >= at
        at = block.span.end
        check_block(block, Span(0, len(text)))
    for span in (*(tag.span for tag in markdown.tags), *(c.span for c in markdown.comments)):
        assert Span(0, len(text)).contains(span)


@settings(max_examples=300, deadline=None)
@given(markdown_like)
def test_exact_spans_slice_to_their_own_marks(text: str) -> None:
    source = source_of(text)
    for block in parse(source).walk():
        for inline in (piece for whole in block.inlines for piece in whole.walk()):
            if inline.precision != "exact":
                continue
            written = source.slice(inline.span)
            if inline.kind in {"emphasis", "strong", "strike", "code"}:
                assert written.startswith(inline.marker)
                assert written.endswith(inline.marker)
            elif inline.form == "inline":
                assert written.lstrip("!")[0] + written[-1] == "[)"
            if inline.target_span and block.kind != "cell" and "\0" not in text:
                place = source.slice(inline.target_span)
                assert inline.target == place.replace("\udc80", "\ufffd")


@settings(max_examples=200, deadline=None)
@given(markdown_like)
def test_line_ends_do_not_change_what_is_read(text: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    one = parse(source_of(plain))
    other = parse(source_of(plain.replace("\n", "\r\n")))
    assert [(b.kind, b.text, b.level) for b in one.walk()] == [
        (b.kind, b.text, b.level) for b in other.walk()
    ]


@settings(max_examples=100, deadline=None)
@given(markdown_like)
def test_reading_twice_is_equal(text: str) -> None:
    assert parse(source_of(text)) == parse(source_of(text))
