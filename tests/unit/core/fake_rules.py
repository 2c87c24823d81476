"""Rules made for tests: checks in modules that exist only in memory."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any

from roadmaplint.core.finding import Finding, Safety, Severity
from roadmaplint.core.plan import Plan, RuleSetting
from roadmaplint.core.plugins import check_modules, shipped_cards
from roadmaplint.core.registry import RuleSet
from roadmaplint.core.rule import Check, Context, NoOptions, rule
from roadmaplint.core.rule_doc import read_card
from roadmaplint.core.rule_meta import Card, Entry
from roadmaplint.text.decode import decode
from roadmaplint.text.source import Source, Span

CODES = (f"TOP{number}" for number in range(500, 1000))


def rule_of(check: Check, name: str, **card: Any) -> Entry:
    """An entry whose check is found under a module of its own."""
    module = ModuleType(f"fake_rules_{name.replace('-', '_')}")
    module.__dict__["check"] = check
    sys.modules[module.__name__] = module
    given: dict[str, Any] = {
        "group": "topics",
        "code": next(CODES),
        "summary": "Made for a test.",
        "severity": Severity.WARNING,
        "default": True,
        "fix": Safety.SAFE,
    }
    return Entry(Card(name=name, **(given | card)), check.subject.__name__, module.__name__)


def meta_rules() -> list[Entry]:
    """The rules of group meta as they are shipped."""
    cards = [read_card(text, path).card for path, text in shipped_cards() if "/meta/" in path]
    subjects = {
        "unused-suppression": "SuppressionUse",
        "unknown-suppression": "SuppressionUse",
        "expired-suppression": "SuppressionUse",
        "blanket-suppression": "SuppressionUse",
        "stale-baseline": "StaleEntry",
        "unused-ignore-entry": "IdleIgnore",
        "unreadable-file": "Unreadable",
        "rule-crash": "Crash",
        "too-deep": "Document",
    }
    checks = check_modules("roadmaplint.rules.meta")
    return [Entry(card, subjects[card.name], checks[card.name]) for card in cards]


def plan_of(
    *entries: Entry,
    meta: bool = False,
    settings: Mapping[str, RuleSetting] | None = None,
    off: Iterable[Entry] = (),
) -> Plan:
    """A plan of these rules with their cards' severity, and of the meta rules if asked for."""
    metas = meta_rules()
    running = [*entries, *(metas if meta else ())]
    chosen = {e.card.name: RuleSetting(e.card.severity) for e in running}
    rules = RuleSet([*entries, *metas, *off])
    return Plan(rules, {**chosen, **(settings or {})})


def source_of(text: str, path: str = "README.md") -> Source:
    """A text as if read from a file."""
    return decode(text.encode("utf-8", "surrogateescape"), path)


def word_rule(word: str, check_name: str, **card: Any) -> Entry:
    """A rule that finds a word on a line."""

    @rule(on=Source)
    def check(source: Source, context: Context[NoOptions]) -> Iterator[Finding]:
        for line in source.lines():
            at = line.text.find(word)
            if at >= 0:
                start = line.span.start + at
                yield Finding(Span(start, start + len(word)), f"found {word}")

    return rule_of(check, check_name, **card)
