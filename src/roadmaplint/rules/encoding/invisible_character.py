"""Characters that nobody sees and that do nothing where they stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.rules._shared.characters import damage_of, named
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span
from roadmaplint.text.spans import Spans

_RUN = lazy(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028\u2029\u2060-\u2064\u061c"
    "\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\U000e0001-\U000e007f]+"
)
#: Scripts in which joiners shape letters, or a zero width space parts words.
_SHAPED = lazy("[\u0600-\u08ff\u0900-\u0dff\u0e00-\u109f\u1780-\u18af\u1900-\u1aff\ua800-\ua9ff]")
_RIGHT_TO_LEFT = lazy("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|&[rl]lm;")
_MARKS = frozenset("\u200e\u200f\u061c")
_JOINERS = frozenset("\u200b\u200c\u200d")
_SPACES = {"\u2028": "\n", "\u2029": "\n"}


@rule(on=Source)
def check(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per run of invisible characters that no script or emoji needs."""
    text = source.text
    if text.isascii() or _RUN.search(source.alphabet) is None:
        return
    damaged = Spans([damage.span for damage in damage_of(text)])
    for match in _RUN.finditer(text):
        span = Span(*match.span())
        if span.start == 0 and match[0] == "\ufeff":
            continue
        if damaged.touch(span) or _needed(text, span):
            continue
        count = f" ({len(match[0])} such characters)" if len(match[0]) > 1 else ""
        edit = Edit(span, "".join(_SPACES.get(char, "") for char in match[0]))
        fix = Fix("Remove what is invisible", (edit,), Safety.SUGGESTION)
        yield Finding(span, f"{named(match[0][0])} is invisible and does nothing here{count}", fix)


def _needed(text: str, span: Span) -> bool:
    """True if the characters around give the run a meaning."""
    run = text[span.start : span.end]
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    if set(run) <= _MARKS:
        start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
        return _RIGHT_TO_LEFT.search(text, start, end if end >= 0 else len(text)) is not None
    if set(run) <= _JOINERS | _MARKS and (_SHAPED.match(before) or _SHAPED.match(after)):
        return True
    if run == "\u200d":
        return _pictorial(before) and _pictorial(after)
    if "\ufe00" <= run[0] <= "\ufe0e":
        return unicodedata.category(before or " ")[0] in "SLN"
    return before == "\U0001f3f4" and run[-1] == "\U000e007f"


def _pictorial(char: str) -> bool:
    """True for what a joiner joins in emoji: pictures, skin tones, the emoji style."""
    return char == "\ufe0f" or (char != "" and unicodedata.category(char) in {"So", "Sk"})
