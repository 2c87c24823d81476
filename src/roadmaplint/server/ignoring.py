"""Ignoring: where a comment has to stand so that it silences a finding and changes nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from roadmaplint.server.checking import Buffer, Checked, check_buffer
from roadmaplint.text.edit import Edit, splice
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

_NUMBER = lazy(r"\d+")
_INDENT = lazy(r"[ \t]*")


def ignoring(checked: Checked, rule: str, message: str, line: int) -> Edit | None:
    """The edit that silences a rule on a 1-based line, or None if there is no such place.

    Every place is tried on the text: the finding must go, no other may come, and the outline must
    stay.
    """
    if not 1 <= line <= checked.source.line_count:
        return None
    before = _counted(checked)
    late = any(d.rule == rule and d.message == message for d in checked.late)
    for edit in _places(checked.source, rule, line):
        text = splice(checked.source.text, [edit])
        buffer = Buffer(checked.buffer.uri, text)
        after = check_buffer(buffer, checked.opened)
        target = (rule, _NUMBER.sub("0", message))
        if _is_better(before, _counted(after), target, late=late) and (
            _outline(checked) == _outline(after)
        ):
            return edit
    return None


def _places(source: Source, rule: str, line: int) -> Iterator[Edit]:
    """The places that a comment may take, the best first."""
    span = source.line_span(line)
    text = source.slice(span)
    here = f"<!-- roadmaplint-disable-line {rule} -->"
    end = span.start + len(text.rstrip())
    newline = "\r\n" if "\r\n" in source.text else "\n"
    indent = _INDENT.match(text)
    comment = f"<!-- roadmaplint-disable-next-line {rule} -->{newline}"
    above = Edit(Span(span.start, span.start), (indent[0] if indent else "") + comment)
    if text.startswith("#"):
        yield above
    if text.strip():
        yield Edit(Span(end, end), f" {here}")
        if text.rstrip().endswith("|"):
            yield Edit(Span(end - 1, end - 1), f"{here} ")
    yield above
    size = len(source.text)
    gap = "" if source.text.endswith(("\n", "\r")) else newline
    whole = f"{gap}{newline}<!-- roadmaplint-disable-file {rule} -->{newline}"
    yield Edit(Span(size, size), whole)


def _counted(checked: Checked) -> Counter[tuple[str, str]]:
    """How often each rule says what; numbers of lines may move."""
    found = checked.whole.diagnostics
    return Counter((d.rule, _NUMBER.sub("0", d.message)) for d in found)


def _outline(checked: Checked) -> tuple[list[tuple[int, str]], int, int]:
    document = checked.document
    headings = [(heading.level, heading.slug) for heading in document.headings]
    return headings, len(document.topics), len(document.resources)


def _is_better(
    before: Counter[tuple[str, str]],
    after: Counter[tuple[str, str]],
    target: tuple[str, str],
    *,
    late: bool,
) -> bool:
    """True if the target is rarer and nothing is new; what comparing files said is not counted."""
    if not late and after[target] >= before[target]:
        return False
    more = after - before
    return all(late and rule == "unused-suppression" for rule, _ in more)
