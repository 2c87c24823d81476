"""A file name that is hard to type, to link or to remember."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

_ARTICLE = lazy(r"(?:the|teh|an?)-", re.IGNORECASE)
_ODD = lazy(r"[^\w.-]|_(?=_)")


@rule(on=Source)
def check(source: Source, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding for the first thing that makes a name awkward."""
    stem = source.path.rpartition("/")[2].rpartition(".")[0]
    what = _smell(stem)
    if what:
        yield Finding(Span(0, 0), f'the file name "{stem[:60]}" {what}')


def _smell(stem: str) -> str:
    if _ARTICLE.match(stem):
        return "begins with an article"
    if "--" in stem:
        return "has dashes in a row"
    if stem != stem.strip("-"):
        return "begins or ends with a dash"
    odd = _ODD.search(stem)
    return f'holds "{odd[0]}"' if odd else ""
