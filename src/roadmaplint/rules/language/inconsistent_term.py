"""A name that one document spells in two ways, or otherwise than its makers do."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Related, Safety, Severity
from roadmaplint.core.rule import Context, rule
from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.prose import text_inlines
from roadmaplint.roadmap.topics.vocabulary import names
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_MAX_RELATED = 20


class InconsistentTermOptions(Struct, frozen=True):
    """`names`: further names as they must be written. `ignore`: names to leave alone."""

    names: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@rule(on=Document, options=InconsistentTermOptions)
def inconsistent_term(
    document: Document, context: Context[InconsistentTermOptions]
) -> Iterator[Finding]:
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


#: What a name must not touch: it would be a part of a path, handle or address.
_BEFORE = r"(?<![\w./@#:\\-])"
_AFTER = r"(?![\w/@\\]|[.:-]\w)"
_JOINTS = frozenset("_./@#:\\-")
#: Words that begin with a capital. Looking back after the first letter, the search stops at
#: capitals only; it takes a quarter of the time.
_CAPITAL = lazy(r"[A-Z](?<![\w./@#:\\-].)[^\W_]*(?:[.-][^\W_]+)*", re.DOTALL)
#: A capital behind another letter, and what may follow it in its word.
_LATE_CAPITAL = lazy(r"[A-Z](?<=[^\W\d_A-Z].)")
_REST = lazy(r"[^\W_]*(?:[.-][^\W_]+)*")
_ENDING = lazy(r"\.(?:ai|js|io|py)(?![\w/])", re.IGNORECASE)
_DOTTED = lazy(r"[^\W_]+\.(?:ai|js|io|py)(?![\w/])", re.IGNORECASE)
_INNER_CAPITAL = lazy(r"[a-z0-9][A-Z]")
_QUOTES = frozenset('"“”«»„')
#: Longer link texts are titles that somebody else wrote.
_TITLE_WORDS = 5
_MIN_TYPO = 5


class Use(Struct, frozen=True):
    """One occurrence; `leads` if it begins its block or link, `linked` if in a link text."""

    text: str
    span: Span
    leads: bool
    linked: bool


class Uses(Struct, frozen=True):
    """Occurrences of every word of interest by case-folded form, and the forms that are names."""

    by_form: Mapping[str, list[Use]]
    names: tuple[str, ...]


def uses_of(document: Document, known: Mapping[str, str]) -> Uses:
    """Occurrences of names that the document spells in several ways, or misses by a letter.

    Names are those in `known` and words with a capital inside. Code, addresses, link texts of more
    than five words and texts with quotes are left out. Documents without such names cost one scan.
    """
    names, wanted = _candidates(document.source.text, known)
    if not wanted:
        return Uses({}, ())
    ordered = sorted(wanted, key=lambda form: (-len(form), form))
    words = "|".join(map(re.escape, ordered))
    pattern = re.compile(f"{_BEFORE}(?:{words}){_AFTER}", re.IGNORECASE)
    found: defaultdict[str, list[Use]] = defaultdict(list)
    for inline, linked, first in _pieces(document):
        for match in pattern.finditer(inline.text):
            start = inline.span.start + match.start()
            leads = first and not any(map(str.isalnum, inline.text[: match.start()]))
            use = Use(match[0], Span(start, start + len(match[0])), leads, linked)
            found[match[0].casefold()].append(use)
    return Uses(found, tuple(form for form in names if form in found))


def _candidates(text: str, known: Mapping[str, str]) -> tuple[tuple[str, ...], set[str]]:
    """Forms of names in doubt, and all forms whose places are needed to judge them."""
    spellings: defaultdict[str, set[str]] = defaultdict(set)
    for word in {*_CAPITAL.findall(text), *_late_capitals(text), *_dotted(text)}:
        spellings[word.casefold()].add(word)
    doubtful = {form for form, words in spellings.items() if _in_doubt(words, known.get(form))}
    wanted = set(doubtful)
    for slip, right in _slips_of(form for form in spellings if form in known).items():
        if slip in spellings and slip not in known:
            wanted |= {slip, right}
    return tuple(sorted(doubtful)), wanted


def _late_capitals(text: str) -> Iterator[str]:
    """Words that begin with a small letter and have a capital after letters: `iOS`, `macOS`."""
    at = 0
    while match := _LATE_CAPITAL.search(text, at):
        start = match.start()
        while start > at and text[start - 1].isalnum() and not text[start - 1].isdecimal():
            start -= 1
        rest = _REST.match(text, match.start())
        at = rest.end() if rest else match.end()
        if _is_free(text, start):
            yield text[start:at]


def _dotted(text: str) -> Iterator[str]:
    """Words with the ending of a domain or file that names have: `Node.js`, `fast.ai`."""
    last = 0
    for match in _ENDING.finditer(text):
        start = match.start()
        while start > last and text[start - 1].isalnum():
            start -= 1
        last = match.end()
        if start < match.start() and _is_free(text, start):
            yield text[start:last]


def _is_free(text: str, start: int) -> bool:
    """True if nothing stands before a place that would make what follows a part of a name."""
    before = text[start - 1 : start]
    return before not in _JOINTS and not before.isalnum()


def _in_doubt(words: set[str], right: str | None) -> bool:
    if right is not None:
        usual = {right, right.upper(), right.lower()}
        return not words <= usual or ("." in right and len(words) > 1)
    return len(words) > 1 and any(_INNER_CAPITAL.search(w) or _DOTTED.match(w) for w in words)


def _pieces(document: Document) -> Iterator[tuple[Inline, bool, bool]]:
    """Plain texts whose place is exact and whose words are the author's own."""
    seen, quoted = (-1, -1), False
    for block, inline, link in text_inlines(document):
        owner = (block.span.start, link.span.start if link else -1)
        if owner[0] != seen[0]:
            quoted = not _QUOTES.isdisjoint(block.text)
        first = owner[0] != seen[0] or (link is not None and owner != seen)
        seen = owner
        if quoted or inline.precision != "exact":
            continue
        if link is not None and len(link.text.split()) > _TITLE_WORDS:
            continue
        if document.source.slice(inline.span) == inline.text:
            yield inline, link is not None, first


def misspelt(uses: Uses, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of a form that is no known name and the known name of this document it misses.

    One letter inside the word is lost, doubled or swapped with its neighbour; both begin with a
    capital letter.
    """
    slips = _slips_of(form for form in uses.by_form if form in known)
    for form, found in uses.by_form.items():
        right = slips.get(form)
        if right and form not in known and all(use.text[:1].isupper() for use in found):
            yield form, right


def _slips_of(names: Iterable[str]) -> dict[str, str]:
    return {slip: name for name in names if len(name) > _MIN_TYPO for slip in _slips(name)}


def _slips(name: str) -> Iterable[str]:
    for at in range(1, len(name) - 1):
        if name[at].isalpha():
            yield name[:at] + name[at + 1 :]
            yield name[: at + 1] + name[at:]
            if at + 2 < len(name):
                yield name[:at] + name[at + 1] + name[at] + name[at + 2 :]
