"""An entry without a mark that the project asks for: cost, type, level or language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document, Resource
from roadmaplint.rules._shared.bullets import item_around

#: What counts as a mark of each kind, anywhere in the item.
_MARKS = {
    "cost": r"\b(?:free|paid|subscription|audit|freemium)\b|[$€£¥₽]\s?\d|\d\s?[$€£¥₽]"
    r"|бесплатн|платн|gratis|gratuit|pago|免费|付费|💰|🆓",
    "type": r"\b(?:book|course|video|playlist|article|paper|podcast|tutorial|docs?|documentation"
    r"|blog|tool|repo|repository|slides|pdf|notes|guide|interactive|newsletter|talk)\b|@\w+@"
    r"|книг|курс|видео|стать|libro|curso|vídeo|artículo|livro|artigo|书|课程|视频|文章|📖|📚|🎥"
    r"|📺|📄|🎧",
    "level": r"\b(?:beginners?|basic|intro|introduction|intermediate|advanced|expert|all levels)\b"
    r"|начинающ|продвинут|principiante|intermedio|avanzado|iniciante|avançado|入门|初级|高级|🟢"
    r"|🟡|🔴",
    "language": r"\b(?:english|russian|spanish|french|german|portuguese|chinese|japanese|arabic"
    r"|turkish|en|ru|es|fr|de|pt|zh|ja)\b|на русском|на английском|en español|em português"
    r"|中文|英文",
}


class Options(Struct, frozen=True):
    """`fields`: marks that every entry must carry: cost, type, level, language."""

    fields: tuple[str, ...] = ("cost", "type")


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per entry that lacks one of the marks."""
    patterns = [
        (field, re.compile(_MARKS[field], re.IGNORECASE))
        for field in context.options.fields
        if field in _MARKS
    ]
    for resource in document.resources:
        if resource.role != "entry" or resource.url is None:
            continue
        text = _item_text(document, resource)
        missing = [field for field, pattern in patterns if not pattern.search(text)]
        if missing:
            yield Finding(resource.span, f"the entry does not say its {' and '.join(missing)}")


def _item_text(document: Document, resource: Resource) -> str:
    """The first paragraph of the item without addresses, or the line where it is no item."""
    found = item_around(document, resource.span)
    if found is None or not found[1].children:
        source = document.source
        return source.slice(source.line_span(source.line_at(resource.span.start)))
    return found[1].children[0].text
