"""An HTML tag without its partner."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Related
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Tag
from roadmaplint.roadmap.nodes import Document

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Tags that change what follows when they are left open.
_PAIRED = _HEADINGS | {
    *("details", "summary", "div", "center", "table", "picture", "blockquote", "pre", "code"),
    *("a", "b", "i", "u", "s", "em", "strong", "kbd", "sub", "sup", "del", "ins", "mark", "font"),
    *("span", "ul", "ol", "dl", "video", "section", "article", "small", "big", "q"),
}


class Options(Struct, frozen=True):
    """`ignore`: names of tags that are not looked at."""

    ignore: tuple[str, ...] = ()


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per tag that is opened or closed alone, or closed by another one."""
    names = _PAIRED - set(context.options.ignore)
    open_tags: list[Tag] = []
    counts: dict[str, int] = {}
    for tag in document.tags:
        if tag.name not in names or tag.self_closing or _is_quoted(document, tag):
            continue
        if not tag.closing:
            open_tags.append(tag)
            counts[tag.name] = counts.get(tag.name, 0) + 1
        elif counts.get(tag.name):
            yield from _close(open_tags, counts, tag)
        elif open_tags and {open_tags[-1].name, tag.name} <= _HEADINGS:
            start = open_tags.pop()
            counts[start.name] -= 1
            yield Finding(
                tag.span,
                f"</{tag.name}> closes <{start.name}>: the wrong end tag",
                related=(Related(start.span, "opened here"),),
            )
        else:
            yield Finding(tag.span, f"</{tag.name}> closes nothing")
    for tag in open_tags:
        yield _unclosed(tag)


def _is_quoted(document: Document, tag: Tag) -> bool:
    """True for a tag between backticks in a block of HTML: some sites read Markdown there."""
    text = document.source.text
    return text.startswith("`", max(0, tag.span.start - 1)) and text.startswith("`", tag.span.end)


def _close(open_tags: list[Tag], counts: dict[str, int], tag: Tag) -> Iterator[Finding]:
    """Close the nearest tag of that name; what was opened inside it is left open."""
    while open_tags:
        start = open_tags.pop()
        counts[start.name] -= 1
        if start.name == tag.name:
            return
        yield _unclosed(start)


def _unclosed(tag: Tag) -> Finding:
    return Finding(tag.span, f"<{tag.name}> is never closed")
