"""A plan knows which rules run, imports them late and gives them their options."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator

import pytest
from msgspec import Struct
from tests.unit.core.fake_rules import plan_of, rule_of, word_rule

from roadmaplint.core.finding import Finding, Severity
from roadmaplint.core.plan import OptionError, Plan, RuleSetting, defaults, options_of
from roadmaplint.core.registry import RuleSet
from roadmaplint.core.rule import Context, rule
from roadmaplint.text.source import Source


class Options(Struct, frozen=True):
    max_length: int = 3
    words: tuple[str, ...] = ("one",)
    hosts: frozenset[str] = frozenset()


@rule(on=Source, options=Options)
def check(source: Source, context: Context[Options]) -> Iterator[Finding]:
    yield from ()


ENTRY = rule_of(check, "long-thing", code="TOP201")
OTHER = word_rule("x", "stray-x", code="TOP202", default=False)


def test_options_are_built_from_plain_values() -> None:
    built = options_of(Options, {"max-length": 5, "words": ["a", "b"], "hosts": ["h"]})
    assert built == Options(5, ("a", "b"), frozenset({"h"}))
    assert options_of(Options, {}) == Options()


def test_an_option_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(OptionError, match="max-lenght"):
        options_of(Options, {"max-lenght": 5})


def test_rules_without_severity_do_not_run() -> None:
    rules = RuleSet([ENTRY, OTHER])
    settings = defaults(rules)
    assert settings["stray-x"].severity is None
    plan = Plan(rules, settings)
    assert plan.names == {"long-thing"}
    assert plan.has("Source")
    assert not plan.has("Line", "Document")


def test_a_bound_rule_has_the_severity_and_options_of_its_setting() -> None:
    setting = RuleSetting(Severity.ERROR, {"max_length": 9}, explicit=True)
    (bound,) = Plan(RuleSet([ENTRY]), {"long-thing": setting}).on("Source")
    assert bound.severity is Severity.ERROR
    assert bound.options == Options(max_length=9)
    assert bound.explicit


def test_a_check_is_imported_when_its_subject_comes_up() -> None:
    entry = rule_of(check, "schema-violation", code="TOP203")
    entry = entry._replace(module="roadmaplint.rules.schema.sections", subject="Document")
    sys.modules.pop(entry.module, None)
    plan = Plan(RuleSet([entry]), defaults(RuleSet([entry])))
    assert plan.has("Document")
    assert entry.module not in sys.modules
    plan.on("Document")
    assert entry.module in sys.modules


def test_the_digest_follows_settings() -> None:
    plain = plan_of(ENTRY)
    louder = plan_of(ENTRY, settings={"long-thing": RuleSetting(Severity.ERROR)})
    longer = plan_of(
        ENTRY, settings={"long-thing": RuleSetting(Severity.WARNING, {"words": ["b"]})}
    )
    off = plan_of(ENTRY, settings={"long-thing": RuleSetting(None)})
    assert len({plan.digest for plan in (plain, louder, longer, off)}) == 4
    assert plan_of(ENTRY).digest == plain.digest


def test_a_plan_crosses_processes() -> None:
    plan = plan_of(ENTRY)
    plan.on("Source")
    copy = pickle.loads(pickle.dumps(plan))
    assert copy.digest == plan.digest
    assert copy.on("Source")[0].card == ENTRY.card
