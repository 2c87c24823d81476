"""Characters that nobody sees: controls, bidi marks, zero widths, odd spaces, private use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from roadmaplint.core.finding import Finding, Fix, Safety, Severity
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.roadmap.prose import code_places
from roadmaplint.text.display import damage_of, describe_char
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Line, Source, Span
from roadmaplint.text.spans import Spans

_CONTROL = lazy("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ESCAPE = "\x1b(?:\\[[0-9;?]*[ -/]*[@-~]|[@-Z\\\\-_])"
_CONTROL_CHARACTER_RUN = lazy(f"(?:{_ESCAPE}|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f])+")
_NAMES = {"\x00": "NUL", "\x08": "backspace", "\x0b": "vertical tab", "\x0c": "form feed"}
_NAMES |= {"\x1b": "escape", "\x7f": "delete"}


@rule(on=Source)
def control_character(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per line with control characters, damage of other rules left out."""
    text = source.text
    if _CONTROL.search(source.alphabet) is None or text[:2000].count("\0") * 4 >= len(text[:2000]):
        return
    damaged = Spans([damage.span for damage in damage_of(text)])
    for line in source.lines():
        runs = [_span(line, match) for match in _CONTROL_CHARACTER_RUN.finditer(line.text)]
        runs = [span for span in runs if not damaged.touch(span)]
        if runs:
            yield _control_character_finding(source, runs)


def _span(line: Line, match: re.Match[str]) -> Span:
    return Span(line.span.start + match.start(), line.span.start + match.end())


def _control_character_finding(source: Source, runs: list[Span]) -> Finding:
    first = source.slice(runs[0])[0]
    name = _NAMES.get(first, "a control character")
    more = f" (and {len(runs) - 1} more on this line)" if len(runs) > 1 else ""
    meant = _meant(source.slice(runs[0])) if "\x80" <= first <= "\x9f" else ""
    hint = f", in Windows-1252 {meant}" if meant else ""
    message = f"U+{ord(first):04X} is {name}{hint}{more}"
    edits = tuple(Edit(span, _meant(source.slice(span))) for span in runs)
    title = "Write the characters meant" if meant else "Remove the control characters"
    return Finding(runs[0], message, Fix(title, edits, Safety.UNSAFE))


def _meant(text: str) -> str:
    """C1 controls as Windows-1252 has them; others say nothing."""
    return "".join(
        bytes([ord(char)]).decode("cp1252", "ignore") for char in text if "\x80" <= char <= "\x9f"
    )


_CONTROLS = lazy("[\u202a-\u202e\u2066-\u2069]")
_BIDI_CONTROL_RIGHT_TO_LEFT = lazy("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_EMBEDDINGS = frozenset("\u202a\u202b\u202d\u202e")
_ISOLATES = frozenset("\u2066\u2067\u2068")
_OVERRIDES = frozenset("\u202d\u202e")
_CLOSERS = {"\u202c": _EMBEDDINGS, "\u2069": _ISOLATES}


@rule(on=Source)
def bidi_control(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per control that is unpaired, overrides, or has nothing to direct."""
    if source.text.isascii() or _CONTROLS.search(source.alphabet) is None:
        return
    for line in source.lines():
        if _CONTROLS.search(line.text):
            directed = _BIDI_CONTROL_RIGHT_TO_LEFT.search(line.text) is not None
            for index, why in _judge(line, directed=directed):
                at = line.span.start + index
                span = Span(at, at + 1)
                fix = Fix("Remove the control", (Edit(span, ""),), Safety.SUGGESTION)
                yield Finding(span, f"{describe_char(line.text[index])} {why}", fix)


def _judge(line: Line, *, directed: bool) -> Iterator[tuple[int, str]]:
    """Offsets in a line and what is wrong there, in order."""
    lone, open_ = _unpaired(line.text)
    for match in _CONTROLS.finditer(line.text):
        index, char = match.start(), match[0]
        if index in open_:
            yield index, "is never closed on its line"
        elif index in lone:
            yield index, "closes nothing"
        elif char in _OVERRIDES:
            yield index, "makes text look reordered"
        elif not directed and char not in _CLOSERS:
            yield index, "stands in text that runs left to right"


def _unpaired(text: str) -> tuple[set[int], set[int]]:
    """Offsets of closers without an opener, and of openers without a closer."""
    lone: set[int] = set()
    stack: list[int] = []
    for match in _CONTROLS.finditer(text):
        kinds = _CLOSERS.get(match[0])
        if kinds is None:
            stack.append(match.start())
            continue
        for depth in range(len(stack) - 1, -1, -1):
            if text[stack[depth]] in kinds:
                del stack[depth]
                break
        else:
            lone.add(match.start())
    return lone, set(stack)


_INVISIBLE_CHARACTER_RUN = lazy(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028\u2029\u2060-\u2064\u061c"
    "\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\U000e0001-\U000e007f]+"
)
#: Scripts in which joiners shape letters, or a zero width space parts words.
_SHAPED = lazy("[\u0600-\u08ff\u0900-\u0dff\u0e00-\u109f\u1780-\u18af\u1900-\u1aff\ua800-\ua9ff]")
_INVISIBLE_CHARACTER_RIGHT_TO_LEFT = lazy("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|&[rl]lm;")
_MARKS = frozenset("\u200e\u200f\u061c")
_JOINERS = frozenset("\u200b\u200c\u200d")
_SPACES = {"\u2028": "\n", "\u2029": "\n"}


@rule(on=Source)
def invisible_character(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per run of invisible characters that no script or emoji needs."""
    text = source.text
    if text.isascii() or _INVISIBLE_CHARACTER_RUN.search(source.alphabet) is None:
        return
    damaged = Spans([damage.span for damage in damage_of(text)])
    for match in _INVISIBLE_CHARACTER_RUN.finditer(text):
        span = Span(*match.span())
        if span.start == 0 and match[0] == "\ufeff":
            continue
        if damaged.touch(span) or _needed(text, span):
            continue
        count = f" ({len(match[0])} such characters)" if len(match[0]) > 1 else ""
        edit = Edit(span, "".join(_SPACES.get(char, "") for char in match[0]))
        fix = Fix("Remove what is invisible", (edit,), Safety.SUGGESTION)
        yield Finding(
            span, f"{describe_char(match[0][0])} is invisible and does nothing here{count}", fix
        )


def _needed(text: str, span: Span) -> bool:
    """True if the characters around give the run a meaning."""
    run = text[span.start : span.end]
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    if set(run) <= _MARKS:
        start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
        return (
            _INVISIBLE_CHARACTER_RIGHT_TO_LEFT.search(text, start, end if end >= 0 else len(text))
            is not None
        )
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


_SPACE = "\u00a0\u2007\u202f"
_ANY = lazy(f"[{_SPACE}\u3000]")
_INDENT = lazy(f"[ \\t]*[{_SPACE}][ \\t{_SPACE}]*")
_HEADING = lazy(f"[ \\t>]*#{{1,6}}([ \\t]*[{_SPACE}\u3000][ \\t{_SPACE}\u3000]*)")
_BULLET = lazy(f"[ \\t>]*[-*+](\\s*[{_SPACE}\u3000][ \\t{_SPACE}\u3000]*)")
_NUMBER = lazy(f"[ \\t>]*[0-9]{{1,9}}[.)](\\s*[{_SPACE}\u3000][ \\t{_SPACE}\u3000]*)")
_MARKERS = ((_HEADING, "after #"), (_BULLET, "after a list marker"), (_NUMBER, "after a number"))
_TITLE = lazy(f"(?<=[^\\W\\d])([{_SPACE}]+)(?=[^\\W\\d])")
#: Where a plain space may change data, make code of text or an item of a sentence.
_UNSURE = {"in code", "in an indent", "after a number"}
#: Trees of folders are drawn with no-break spaces on purpose.
_DRAWN = lazy(r"[│├└─]")
_HEAD = lazy(r"[ \t>]*#{1,6}\s")


@rule(on=Source)
def no_break_space(source: Source, context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per no-break space after a marker, in an indent, between words of a title
    and in code."""
    if source.text.isascii() or _ANY.search(source.alphabet) is None:
        return
    damaged = Spans([damage.span for damage in damage_of(source.text)])
    code = code_places(context.document)
    for line in source.lines():
        if _ANY.search(line.text) is None:
            continue
        for span, where in _places(line, code):
            if not damaged.touch(span):
                yield _no_break_space_finding(source, span, where)


def _places(line: Line, code: Spans) -> Iterator[tuple[Span, str]]:
    """Spans of spaces in a line, and where they are."""
    base = line.span.start
    if code.touch(line.span) and not _DRAWN.search(line.text):
        for match in re.finditer(f"[{_SPACE}]+", line.text):
            span = Span(base + match.start(), base + match.end())
            if code.touch(span):
                yield span, "in code"
    for pattern, where in _MARKERS:
        marked = pattern.match(line.text)
        if marked and not code.touch(Span(base + marked.start(1), base + marked.end(1))):
            yield Span(base + marked.start(1), base + marked.end(1)), where
    indent = _INDENT.match(line.text)
    if indent and indent.end() < len(line.text) and not code.touch(line.span):
        yield Span(base, base + indent.end()), "in an indent"
    if _HEAD.match(line.text):
        for match in _TITLE.finditer(line.text):
            yield Span(base + match.start(), base + match.end()), "in a title"


def _no_break_space_finding(source: Source, span: Span, where: str) -> Finding:
    spaces = _ANY.sub(" ", source.slice(span))
    if where.startswith("after"):
        spaces = " "
    char = next(c for c in source.slice(span) if _ANY.match(c))
    safety = Safety.UNSAFE if where in _UNSURE else Safety.SAFE
    effect = {
        "in code": "a program does not take it for a space",
        "in a title": "the title's anchor loses the gap between the words",
    }.get(where, "Markdown does not take it for a space")
    fix = Fix("Put a plain space", (Edit(span, spaces),), safety)
    severity = Severity.INFO if where == "in a title" else None
    name = "ideographic space" if char == "\u3000" else "no-break space"
    return Finding(span, f"{name} (U+{ord(char):04X}) {where}: {effect}", fix, severity=severity)


_PRIVATE_USE_CHARACTER_RUN = lazy("[\ue000-\uf8ff\U000f0000-\U0010fffd]+")
_APPLE = "\uf8ff"


@rule(on=Source)
def private_use_character(source: Source, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per run of private-use characters that is no damage."""
    text = source.text
    if text.isascii() or _PRIVATE_USE_CHARACTER_RUN.search(source.alphabet) is None:
        return
    damaged = Spans([damage.span for damage in damage_of(text)])
    for match in _PRIVATE_USE_CHARACTER_RUN.finditer(text):
        span = Span(*match.span())
        if not damaged.touch(span):
            hint = " (an apple on Apple's systems only)" if match[0][0] == _APPLE else ""
            what = f"{describe_char(match[0][0])} is a private-use character{hint}"
            yield Finding(span, f"{what}: most readers see an empty box")
