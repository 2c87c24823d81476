"""A text that is not in the language that the project asks for."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.language import detect
from roadmaplint.rules._shared.prose import plain
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

#: Function words of English that other languages hardly have.
_ENGLISH = frozenset({
    "the", "and", "that", "with", "from", "which", "this", "are", "be", "you", "your", "it", "by",
    "for", "can", "have", "not", "their", "they", "how", "what", "when", "such", "or", "is",
})  # fmt: skip
_WORD = lazy(r"[^\W\d_]+")
#: In running text every fifth word is one of them; every seventh is enough.
_SHARE, _SAMPLE = 7, 4000


class Options(Struct, frozen=True):
    """`language`: the code of the wanted language; `certainty`: least probability, 0 to 1."""

    language: str = "en"
    certainty: float = 0.9


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding if the prose of the file is surely in another language."""
    paragraphs = list(_prose(document))
    wanted = context.options.language
    prose = " ".join(text for _, text in paragraphs)
    if wanted == "en" and _is_plainly_english(prose):
        return
    lang, probability = detect(prose)
    if lang and lang.partition("-")[0] != wanted and probability >= context.options.certainty:
        start = paragraphs[0][0].span.start
        line = document.source.line_span(document.source.line_at(start))
        yield Finding(
            Span(start, max(start, line.end)),
            f"the text seems to be in {_name(lang)}; this project is written in {_name(wanted)}",
        )


def _is_plainly_english(text: str) -> bool:
    """True where so many words are English function words that no detector need be asked."""
    words = _WORD.findall(text[:_SAMPLE].lower())
    return sum(word in _ENGLISH for word in words) * _SHARE > len(words)


def _prose(document: Document) -> Iterator[tuple[Block, str]]:
    """Paragraphs and cells without their links: titles of resources may be in any language, and
    a line that only introduces them is often copied."""
    for block in document.markdown.walk():
        if block.kind in {"paragraph", "cell"}:
            text = plain(tuple(one for one in block.inlines if one.kind != "link")).strip()
            if text and not text.endswith(":"):
                yield block, text


def _name(code: str) -> str:
    return _NAMES.get(code.partition("-")[0], f'the language "{code}"')


_NAMES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
