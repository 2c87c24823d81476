"""A prerequisite that names no course here, although it looks like one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.prerequisites import course_key
from roadmaplint.rules._shared.courses import demands
from roadmaplint.text.edit import Edit

#: Shorter words differ by chance, and so do numbers: `Calculus 1A` is not `Calculus 1B`.
_MIN_WORD = 5
_MOST_NAMES = 600


@dataclass(frozen=True, slots=True)
class Options:
    """`strict`: whether every prerequisite must be a course or a section of the document."""

    strict: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per prerequisite that misses the name of a course by a slip."""
    courses, found = demands(document)
    names = {key: topic.text for key, topic in list(courses.items())[:_MOST_NAMES]}
    for _, prerequisite, wanted in found:
        if wanted is not None or prerequisite.target or prerequisite.url:
            continue
        text = prerequisite.text
        near = next((name for key, name in names.items() if _is_slip(course_key(text), key)), None)
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


def _is_slip(text: str, name: str) -> bool:
    """True if one long word of two names differs by one letter, or two letters in their order."""
    ours, theirs = text.split(), name.split()
    if abs(len(text) - len(name)) > 1 or len(ours) != len(theirs):
        return False
    pairs = [(one, other) for one, other in zip(ours, theirs, strict=True) if one != other]
    if len(pairs) != 1 or not all(word.isalpha() and len(word) >= _MIN_WORD for word in pairs[0]):
        return False
    return _one_letter(*pairs[0])


def _one_letter(one: str, other: str) -> bool:
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, char in enumerate(one) if char != other[i]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :] and other != one + "s"
    swapped = one[at + 1 : at + 2] + one[at : at + 1] + one[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped == other[at:]
