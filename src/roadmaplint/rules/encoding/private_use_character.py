"""A private-use character, which every font shows differently."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.rules._shared.characters import damage_of, named
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span
from roadmaplint.text.spans import Spans

_RUN = lazy("[\ue000-\uf8ff\U000f0000-\U0010fffd]+")
_APPLE = "\uf8ff"


@rule(on=Source)
def check(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per run of private-use characters that is no damage."""
    text = source.text
    if text.isascii() or _RUN.search(source.alphabet) is None:
        return
    damaged = Spans([damage.span for damage in damage_of(text)])
    for match in _RUN.finditer(text):
        span = Span(*match.span())
        if not damaged.touch(span):
            hint = " (an apple on Apple's systems only)" if match[0][0] == _APPLE else ""
            what = f"{named(match[0][0])} is a private-use character{hint}"
            yield Finding(span, f"{what}: most readers see an empty box")
