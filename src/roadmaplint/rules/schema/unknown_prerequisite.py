"""A prerequisite that names no course here, although it looks like one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.prerequisites import course_key
from roadmaplint.rules._shared.courses import demands
from roadmaplint.text.edit import Edit

#: Shorter words differ by chance, and so do numbers: `Calculus 1A` is not `Calculus 1B`.
_MIN_WORD = 5
_MOST_ALIKE, _MOST_WORDS = 100, 12
_Frame = tuple[tuple[str, ...], tuple[str, ...]]


class Options(Struct, frozen=True):
    """`strict`: whether every prerequisite must be a course or a section of the document."""

    strict: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per prerequisite that misses the name of a course by a slip."""
    courses, found = demands(document)
    names = _index({key: topic.text for key, topic in courses.items()})
    for _, prerequisite, wanted in found:
        if wanted is not None or prerequisite.target or prerequisite.url:
            continue
        text = prerequisite.text
        near = _near(course_key(text), names)
        if near is not None:
            as_written = document.source.slice(prerequisite.span) == text
            edit = Edit(prerequisite.span, near)
            fix = Fix(f'Write "{near}"', (edit,), Safety.SUGGESTION) if as_written else None
            yield Finding(
                prerequisite.span, f'no course is named "{text}"; did you mean "{near}"?', fix
            )
        elif context.options.strict:
            message = f'"{text[:60]}" is neither a course nor a section of this document'
            yield Finding(prerequisite.span, message)


def _index(courses: Mapping[str, str]) -> dict[_Frame, list[tuple[str, str]]]:
    """Names of courses by what stands around each of their long words, with that word."""
    found: dict[_Frame, list[tuple[str, str]]] = {}
    for key, title in courses.items():
        for frame, word in _frames(key):
            alike = found.setdefault(frame, [])
            if len(alike) < _MOST_ALIKE:
                alike.append((word, title))
    return found


def _near(text: str, names: Mapping[_Frame, Sequence[tuple[str, str]]]) -> str | None:
    """The course whose name has a slip in one long word, against a text."""
    for frame, word in _frames(text):
        for other, title in names.get(frame, ()):
            if abs(len(word) - len(other)) < 2 and word != other and _one_letter(word, other):
                return title
    return None


def _frames(text: str) -> Iterator[tuple[_Frame, str]]:
    words = tuple(text.split())
    if len(words) > _MOST_WORDS:
        return
    for at, word in enumerate(words):
        if len(word) >= _MIN_WORD and word.isalpha():
            yield (words[:at], words[at + 1 :]), word


def _one_letter(one: str, other: str) -> bool:
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, char in enumerate(one) if char != other[i]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :] and other != one + "s"
    swapped = one[at + 1 : at + 2] + one[at : at + 1] + one[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped == other[at:]
