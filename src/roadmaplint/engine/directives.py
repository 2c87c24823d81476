"""Reads the comments that silence rules: ours, markdownlint's and markdown-link-check's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, cast

from roadmaplint.engine.registry import RuleSet
from roadmaplint.errors import nearest
from roadmaplint.lint.finding import Severity
from roadmaplint.lint.foreign import MARKDOWNLINT
from roadmaplint.lint.suppression import Family, Named, Suppression
from roadmaplint.markdown.tokens import Comment
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_MARKER = lazy(r"<!--\s*(?:roadmaplint|markdownlint|markdown-link-check)-", re.IGNORECASE)
_DIRECTIVE = lazy(
    r"\s*(roadmaplint|markdownlint|markdown-link-check)-([a-z-]+)(?!\S)", re.IGNORECASE
)
_UNTIL = lazy(r"\buntil=(\S+)")
_REASON = lazy(r"(?:^|\s)--(?:\s+|$)")
_WORD = lazy(r"[^\s,]+")
_SWITCHES = ("disable", "enable", "disable-line", "disable-next-line", "disable-file")
_VERBS = {
    "roadmaplint": (*_SWITCHES, "enable-file", "capture", "restore", "configure-file"),
    "markdownlint": (*_SWITCHES, "enable-file", "capture", "restore", "configure-file"),
    "markdown-link-check": ("disable", "enable", "disable-line", "disable-next-line"),
}


def may_suppress(text: str) -> bool:
    """True if a text holds something that looks like a directive; no parse is needed to say no."""
    return "<!--" in text and _MARKER.search(text) is not None


def directives(comments: Iterable[Comment], rules: RuleSet) -> Iterator[Suppression]:
    """The directives among comments, in order, with the rules that they mean."""
    for comment in comments:
        match = _DIRECTIVE.match(comment.text)
        if not match:
            continue
        family, verb = cast("Family", match[1].lower()), match[2].lower()
        known = _VERBS[family]
        if verb not in known:
            if family == "roadmaplint":
                problem = f'unknown verb "{verb}"{nearest(verb, known)}'
                yield Suppression(family, verb, comment.span, (), frozenset(), problem=problem)
        elif verb == "configure-file":
            yield _configuration(family, comment, match.end(), rules)
        else:
            yield _switch(family, verb, comment, match.end(), rules)


def _switch(family: Family, verb: str, comment: Comment, at: int, rules: RuleSet) -> Suppression:
    rest = comment.text[at:]
    until, problem = None, ""
    if dated := _UNTIL.search(rest):
        rest = rest[: dated.start()] + " " * len(dated[0]) + rest[dated.end() :]
        try:
            until = date.fromisoformat(dated[1])
        except ValueError:
            problem = f'"{dated[1]}" is not a date of the form YYYY-MM-DD'
    parts = _REASON.split(rest, maxsplit=1)
    names: tuple[Named, ...] = ()
    if family != "markdown-link-check":
        start = comment.span.start + len("<!--") + at
        names = tuple(
            _named(family, word[0], Span(start + word.start(), start + word.end()), rules)
            for word in _WORD.finditer(parts[0])
        )
    meant = _meant(family, names, rules)
    reason = parts[1].strip() if len(parts) > 1 else ""
    return Suppression(family, verb, comment.span, names, meant, reason, until, problem)


def _meant(family: Family, names: tuple[Named, ...], rules: RuleSet) -> frozenset[str]:
    if names:
        return frozenset().union(*(name.rules or () for name in names))
    return _blanket(family, rules)


@lru_cache(maxsize=16)
def _blanket(family: Family, rules: RuleSet) -> frozenset[str]:
    """The rules of a directive without names: one set, however many directives there are."""
    cards = (entry.card for entry in rules.entries)
    if family == "roadmaplint":
        return frozenset(card.name for card in cards if card.group != "meta")
    if family == "markdown-link-check":
        return frozenset(card.name for card in cards if card.group == "links")
    return frozenset(card.name for card in cards if any(map(_is_code, card.aliases)))


def _is_code(alias: str) -> bool:
    return alias[:2].upper() == "MD" and alias[2:].isdigit()


def _named(family: Family, text: str, span: Span, rules: RuleSet) -> Named:
    """Look a name up. In a markdownlint comment a name that we do not have means no rule."""
    if family == "roadmaplint":
        meant = rules.names(text)
        return Named(text, span, meant, rules.nearest(text) if meant is None else None)
    code = MARKDOWNLINT.get(text.lower(), text)
    return Named(text, span, (rules.names(code) if _is_code(code) else None) or frozenset())


def _configuration(family: Family, comment: Comment, at: int, rules: RuleSet) -> Suppression:
    """Read `configure-file {"rule": false}` or `{"rule": {"severity": "info"}}`."""
    rest = comment.text[at:]
    start = comment.span.start + len("<!--") + at
    try:
        table = json.loads(rest)
    except (ValueError, RecursionError):
        table = None
    if not isinstance(table, dict):
        problem = "a JSON object must follow configure-file"
        return Suppression(family, "configure-file", comment.span, (), frozenset(), problem=problem)
    off: set[str] = set()
    severities: dict[str, Severity] = {}
    names: list[Named] = []
    for key, value in table.items():
        place = max(rest.find(json.dumps(key, ensure_ascii=False)), 0)
        span = Span(start + place, start + place + len(key) + 2)
        if family == "markdownlint" and key.lower() == "default":
            named = Named(key, span, _meant(family, (), rules) - _kept(table, rules))
        else:
            named = _named(family, key, span, rules)
        names.append(named)
        wanted = _wanted(value)
        if wanted == "off":
            off |= named.rules or set()
        elif wanted and family == "roadmaplint":
            severities |= dict.fromkeys(named.rules or (), Severity[wanted.upper()])
    return Suppression(
        family,
        "configure-file",
        comment.span,
        tuple(names),
        frozenset(off),
        severities=tuple(sorted(severities.items())),
    )


def _kept(table: dict[str, Any], rules: RuleSet) -> frozenset[str]:
    """The rules that a markdownlint configuration keeps although its default is false."""
    kept = (_named("markdownlint", k, Span(0, 0), rules).rules for k, v in table.items() if v)
    return frozenset().union(*(names or () for names in kept))


def _wanted(value: Any) -> str:
    """`off`, the word of a severity, or an empty string for anything else."""
    if value is False:
        return "off"
    if isinstance(value, dict):
        value = value.get("severity")
        if value is False:
            return "off"
    known = {"off", *(severity.word for severity in Severity)}
    return value if isinstance(value, str) and value in known else ""
