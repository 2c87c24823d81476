"""A link whose text does not name where it leads."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.prose import text_links

_VAGUE = (
    "here",
    "click here",
    "right here",
    "over here",
    "link",
    "this",
    "this link",
    "the link",
    "read more",
    "more",
    "learn more",
    "click",
    "click this",
    "url",
    "website link",
    "здесь",
    "тут",
    "ссылка",
    "по ссылке",
    "сюда",
    "подробнее",
    "aquí",
    "aqui",
    "haz clic aquí",
    "enlace",
    "clique aqui",
    "ici",
    "cliquez ici",
    "lien",
    "hier",
    "qui",
    "buraya",
    "buradan",
    "这里",
    "點此",
    "点这里",
    "点击这里",
    "点我",
    "此处",
    "链接",
    "こちら",
    "ここ",
    "여기",
    "링크",
)


class Options(Struct, frozen=True):
    """`texts` replaces the list of vague texts; `bare` reports addresses as link text too."""

    texts: tuple[str, ...] = _VAGUE
    bare: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per link with a vague text; table cells are named by their row."""
    vague = frozenset(text.casefold() for text in context.options.texts)
    for block, link in text_links(document):
        if block.kind == "cell":
            continue
        text = link.text.strip()
        said = text.strip(" .,:;!»«<>[]()→").casefold().replace("-", " ")
        if said in vague and all(part.kind != "code" for part in link.children):
            message = f'the link text "{text}" does not say where the link leads'
            yield Finding(link.span, message)
        elif context.options.bare and text.startswith(("http://", "https://")):
            yield Finding(link.span, "the link text is an address; name the page instead")
