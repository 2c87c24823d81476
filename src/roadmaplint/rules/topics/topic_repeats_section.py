"""The only topic of a section is the section's own title."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Related
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.keys import EMPTY, topic_key
from roadmaplint.roadmap.nodes import Document, Section
from roadmaplint.rules._shared.packs import vocabulary
from roadmaplint.rules._shared.stages import is_path


@rule(on=Document)
def check(document: Document, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per section that lists nothing but its own title."""
    if not is_path(document):
        return
    lang = document.root.language or "en"
    for section in document.sections:
        if _is_alone(section):
            topic = section.topics[0]
            words = vocabulary(document.packs)
            one = topic_key(section.title, words, lang)
            other = topic_key(topic.label or topic.text, words, lang)
            if EMPTY not in {one, other} and one.form == other.form:
                yield Finding(
                    topic.text_span or topic.span,
                    f'the only topic of this section repeats its title: "{section.title}"',
                    related=(Related(section.span, "the section"),),
                )


def _is_alone(section: Section) -> bool:
    """True for a section with one bare topic and nothing else to learn."""
    if len(section.topics) != 1 or section.sections or section.resources or section.tables:
        return False
    topic = section.topics[0]
    return not (topic.topics or topic.items or topic.resources) and topic.text in {
        topic.label,
        topic.text.strip(),
    }
