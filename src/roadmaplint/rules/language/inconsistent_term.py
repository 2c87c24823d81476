"""A name that is spelt in two ways, or otherwise than its makers do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Related, Safety, Severity
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.packs import names
from roadmaplint.rules._shared.terms import Use, misspelt, uses_of
from roadmaplint.text.edit import Edit

_MAX_RELATED = 20


class Options(Struct, frozen=True):
    """`names`: further names as they must be written. `ignore`: names to leave alone."""

    names: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per name and way of spelling it wrong, on the first such place."""
    options = context.options
    ignored = {name.casefold() for name in options.ignore}
    known = {**names(document.packs), **{name.casefold(): name for name in options.names}}
    uses = uses_of(document, known)
    for form in uses.names:
        if form not in ignored:
            yield from _cases(uses.by_form[form], known.get(form))
    for form, right in misspelt(uses, known):
        if form not in ignored:
            yield _typo(uses.by_form[form], known[right], uses.by_form[right][0])


def _cases(found: Sequence[Use], maker: str | None) -> Iterator[Finding]:
    counts = Counter(use.text for use in found)
    if len(counts) == 1 and maker in {None, found[0].text}:
        return
    right = maker or _majority(counts)
    wrong = [use for use in found if right and _deviates(use, right, found)]
    if not right or not wrong:
        return
    same = [use for use in found if use.text == right]
    if not same and maker is None:
        return
    # Without a second spelling beside it, a lone deviation may be a house style.
    sure = same and (maker or len(same) >= 2 * len(wrong))
    # A link text may be a title that somebody else wrote.
    titles = all(use.linked for use in wrong) or (not maker and all(use.linked for use in same))
    severity = None if sure and not titles else Severity.INFO
    where = f'"{right}" elsewhere in this file' if same else f'"{right}" by its makers'
    related = [Related(use.span, f'"{use.text}"') for use in (*wrong[1:], *same[:1])]
    yield Finding(
        wrong[0].span,
        f'inconsistent spelling: "{wrong[0].text}" is written {where}',
        _fix(wrong, right, 0 if titles else len(same)),
        tuple(related[:_MAX_RELATED]),
        severity,
    )


def _majority(counts: Mapping[str, int]) -> str:
    """The commonest spelling with a capital inside or a dot; empty if there is none."""
    inner = {text: n for text, n in counts.items() if not text.isupper() and text != text.title()}
    pool = {text: n for text, n in inner.items() if text != text.lower() or "." in text}
    return max(pool, key=lambda text: pool[text], default="")


def _deviates(use: Use, right: str, found: Sequence[Use]) -> bool:
    """All lower case may be a package, all capitals a heading, a first capital a sentence."""
    text = use.text
    if text in {right, right.upper()} or (text == text.lower() and "." not in text):
        return False
    if text[1:] == right[1:] and right[0].islower():
        return any(other.leads and other.text == right for other in found)
    return text != text.lower() or any(other.text == right for other in found)


def _fix(wrong: Sequence[Use], right: str, votes: int) -> Fix:
    free = [use for use in wrong if not use.linked]
    sure = bool(free) and votes >= 2 * len(wrong)
    edits = tuple(Edit(use.span, right) for use in (free if sure else wrong))
    return Fix(f'Write "{right}"', edits, Safety.SAFE if sure else Safety.SUGGESTION)


def _typo(found: Sequence[Use], right: str, first: Use) -> Finding:
    edits = tuple(Edit(use.span, right) for use in found)
    return Finding(
        found[0].span,
        f'inconsistent spelling: "{found[0].text}" looks like a slip for "{right}"',
        Fix(f'Write "{right}"', edits, Safety.SUGGESTION),
        (*(Related(u.span, f'"{u.text}"') for u in found[1:]), Related(first.span, f'"{right}"')),
    )
