"""A link to a shop of one country in a list for readers of the whole world."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.roadmap.urls import canonical_url, host_of
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy

#: Shops with a house in many countries, and what names the country.
_SHOP = lazy(r"(?:amazon|ebay|audible)\.(com?\.[a-z]{2}|[a-z]{2})\Z")
#: What a country's shop speaks, where its end is not the language's own code.
_SPEAKS = {
    "ae": "ar",
    "at": "de",
    "cn": "zh",
    "co.jp": "ja",
    "com.br": "pt",
    "com.mx": "es",
    "com.tr": "tr",
    "eg": "ar",
    "sa": "ar",
    "se": "sv",
}


class Options(Struct, frozen=True):
    """`allow`: hosts that are right for the readers of this list."""

    allow: tuple[str, ...] = ()


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield a finding per link to a shop whose language the document does not speak."""
    language = (document.root.language or "en").partition("-")[0]
    for link in document.links:
        host = host_of(link.target)
        match = _SHOP.search(host)
        if match is None or host in context.options.allow or link.kind == "image":
            continue
        if _SPEAKS.get(match[1], match[1]) != language:
            yield Finding(
                link.target_span or link.span,
                f"{host} serves one country; readers elsewhere are better off with the"
                " publisher's page",
                _fix(link),
            )


def _fix(link: Link) -> Fix | None:
    """A book has one number in all shops; other goods have not."""
    book = canonical_url(link.target) or ""
    asin = re.search(r"/([0-9]{9}[0-9X])(?![0-9A-Za-z])", link.target)
    if not book.startswith("isbn:") or asin is None or link.precision != "exact":
        return None
    if link.target_span is None or "amazon." not in host_of(link.target):
        return None
    edit = Edit(link.target_span, f"https://www.amazon.com/dp/{asin[1]}")
    return Fix("Link the international shop", (edit,), Safety.SUGGESTION)
