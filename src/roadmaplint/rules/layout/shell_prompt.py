"""Commands with a prompt in front, which cannot be copied as they are."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import row_text, rows_of

_SHELLS = frozenset({"", "sh", "bash", "shell", "zsh", "console", "terminal", "shell-session"})


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per block whose lines are all commands behind a dollar sign."""
    if "$ " not in document.source.text:
        return
    for block in document.markdown.walk():
        words = block.info.split()
        if block.kind != "code" or (words[0].lower() if words else "") not in _SHELLS:
            continue
        rows = [row_text(document.source, row) for row in rows_of(document.source, block)]
        inner = rows[1:-1] if block.style == "fenced" else rows
        lines = [row.strip() for row in inner if row.strip()]
        if lines and all(line.startswith("$ ") for line in lines):
            yield Finding(
                block.span, "a $ in front of every command; without it they can be copied"
            )
