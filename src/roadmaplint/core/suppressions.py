"""Comments that silence rules: which lines each covers, what it silences, which are unused."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, cast

from msgspec.structs import replace

from roadmaplint.core.finding import Diagnostic, Severity
from roadmaplint.core.plan import Plan
from roadmaplint.core.registry import MARKDOWNLINT, RuleSet
from roadmaplint.core.resolve import NEVER_SILENT
from roadmaplint.core.subjects import Cover, Family, Named, Suppression, SuppressionUse
from roadmaplint.errors import nearest
from roadmaplint.markdown.tokens import Comment
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

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


class _Coverage:
    """Walks the directives of a file and notes who silences what, and where."""

    def __init__(self, suppressions: Sequence[Suppression], source: Source) -> None:
        self.suppressions = suppressions
        self.source = source
        self.open: dict[str, tuple[int, int]] = {}
        self.saved: dict[str, tuple[int, int]] = {}
        self.lines: list[dict[tuple[int, int], frozenset[str]]] = [{} for _ in suppressions]
        self.ranges: list[defaultdict[tuple[int, int], set[str]]] = [
            defaultdict(set) for _ in suppressions
        ]

    def covers(self) -> tuple[tuple[Cover, ...], ...]:
        """The covers of every directive, by its index."""
        for index, suppression in enumerate(self.suppressions):
            self._whole_file(index, suppression)
        for index, suppression in enumerate(self.suppressions):
            self._from_here(index, suppression)
        for rule in tuple(self.open):
            self._close(rule, self.source.line_count)
        return tuple(
            tuple(
                Cover(first, last, rules if isinstance(rules, frozenset) else frozenset(rules))
                for (first, last), rules in (*lines.items(), *found.items())
            )
            for lines, found in zip(self.lines, self.ranges, strict=True)
        )

    def _whole_file(self, index: int, suppression: Suppression) -> None:
        if suppression.verb in {"disable-file", "configure-file"}:
            for rule in suppression.rules:
                self.open.setdefault(rule, (index, 1))
        elif suppression.verb == "enable-file":
            for rule in suppression.rules:
                self.open.pop(rule, None)

    def _from_here(self, index: int, suppression: Suppression) -> None:
        first = self.source.line_at(suppression.span.start)
        last = self.source.line_at(suppression.span.end)
        match suppression.verb:
            case "disable":
                for rule in suppression.rules:
                    self.open.setdefault(rule, (index, first))
            case "enable":
                for rule in suppression.rules:
                    self._close(rule, first - 1)
            case "disable-line":
                for line in (first, last):
                    self.lines[index][line, line] = suppression.rules
            case "disable-next-line":
                self.lines[index][last + 1, last + 1] = suppression.rules
            case "capture":
                self.saved = dict(self.open)
            case "restore":
                self._restore(first)

    def _restore(self, line: int) -> None:
        for rule in self.open.keys() - self.saved.keys():
            self._close(rule, line - 1)
        for rule in self.saved.keys() - self.open.keys():
            self.open[rule] = (self.saved[rule][0], line)

    def _close(self, rule: str, last: int) -> None:
        owner, first = self.open.pop(rule, (0, last + 1))
        if first <= last:
            self.ranges[owner][first, last].add(rule)


def add_covers(
    found: Iterable[Suppression], source: Source, today: date | None
) -> tuple[Suppression, ...]:
    """Say which lines each directive covers; one that has expired before `today` covers none."""
    suppressions = tuple(found)
    if not suppressions:
        return ()
    alive = tuple(
        replace(s, rules=frozenset()) if is_expired(s, today) else s for s in suppressions
    )
    covers = _Coverage(alive, source).covers()
    return tuple(replace(s, covers=c) for s, c in zip(suppressions, covers, strict=True))


def is_expired(suppression: Suppression, today: date | None) -> bool:
    """True after the last day of a directive."""
    until = suppression.until
    return until is not None and today is not None and until < today


class SuppressionIndex:
    """Decides for diagnostics of one file whether a directive silences them."""

    def __init__(self, suppressions: Sequence[Suppression]) -> None:
        """Index the covers by rule and line."""
        self.used: list[set[str]] = [set() for _ in suppressions]
        self._severities = dict(pair for s in suppressions for pair in s.severities)
        self._lines: defaultdict[int, list[tuple[frozenset[str], int]]] = defaultdict(list)
        self._known: dict[tuple[str, int], int | None] = {}
        self._ranges: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for owner, suppression in enumerate(suppressions):
            for first, last, rules in suppression.covers:
                if first == last:
                    self._lines[first].append((rules, owner))
                    continue
                for rule in rules:
                    self._ranges[rule].append((first, last, owner))
        for ranges in self._ranges.values():
            ranges.sort()

    def partition_suppressed(
        self, diagnostics: Iterable[Diagnostic]
    ) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
        """Split into what stays, with severities as configured in the file, and what is silent."""
        kept, silent = [], []
        for diagnostic in diagnostics:
            owner = self.owner(diagnostic.rule, diagnostic.location.line)
            if owner is not None:
                self.used[owner].add(diagnostic.rule)
                silent.append(diagnostic)
            elif (severity := self._severities.get(diagnostic.rule)) is not None:
                kept.append(replace(diagnostic, severity=severity))
            else:
                kept.append(diagnostic)
        return tuple(kept), tuple(silent)

    def remember(self, used: Iterable[frozenset[str]]) -> None:
        """Take over what an earlier silencer of the same directives has noted."""
        self.used = [now | before for now, before in zip(self.used, used, strict=True)]

    def owner(self, rule: str, line: int) -> int | None:
        """The index of the directive that silences a rule on a line; None where none does."""
        if rule in NEVER_SILENT:
            return None
        if line in self._lines:
            if (rule, line) not in self._known:
                owners = (owner for rules, owner in self._lines[line] if rule in rules)
                self._known[rule, line] = next(owners, None)
            if (known := self._known[rule, line]) is not None:
                return known
        ranges = self._ranges.get(rule, [])
        at = bisect_right(ranges, line, key=lambda found: found[0]) - 1  # they are disjoint
        return ranges[at][2] if at >= 0 and line <= ranges[at][1] else None


def judge_uses(
    suppressions: Sequence[Suppression],
    used: Sequence[Iterable[str]],
    plan: Plan,
    ran: frozenset[str],
    today: date | None,
) -> Iterator[SuppressionUse]:
    """Say of every directive what became of it, given the names of the rules that `ran`."""
    for suppression, silenced in zip(suppressions, used, strict=True):
        unused: tuple[Named, ...] = ()
        idle = False
        expired = is_expired(suppression, today)
        if suppression.family == "roadmaplint" and suppression.silences and not expired:
            done = frozenset(silenced)
            names = suppression.names
            unused = tuple(name for name in names if _is_idle(name.rules, done, plan, ran))
            idle = len(unused) == len(names)
            if suppression.blanket:
                idle = not suppression.problem and _is_idle(suppression.rules, done, plan, ran)
        yield SuppressionUse(suppression, unused, idle, expired)


def is_deferred(suppression: Suppression, plan: Plan) -> bool:
    """True if a directive speaks of rules that look at the whole project or at the web."""
    return suppression.silences and not suppression.rules.isdisjoint(plan.late)


def _is_idle(
    rules: frozenset[str] | None, silenced: frozenset[str], plan: Plan, ran: frozenset[str]
) -> bool:
    """True if all of these rules that matter have run and none was silenced."""
    if rules is None or not rules.isdisjoint(silenced):
        return False
    by_name = plan.rules.by_name
    if any(by_name[rule].subject == "SuppressionUse" for rule in rules if len(rules) == 1):
        return False
    needed = {r for r in rules if len(rules) == 1 or r in plan.names or by_name[r].card.default}
    return bool(needed) and needed <= ran
