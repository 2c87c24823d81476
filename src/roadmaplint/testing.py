"""The public harness for rules: runs the examples of a card, as our own tests do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from os import PathLike
from pathlib import Path

from msgspec.structs import replace

from roadmaplint.core.finding import IN_ORDER, Diagnostic, Safety
from roadmaplint.core.fixer import FixOutcome, changed_aspects, fix, invariants_of
from roadmaplint.core.linter import FileAnalysis, analyse, check_links
from roadmaplint.core.plan import FILE, NETWORK, PROJECT, Plan, RuleSetting, defaults
from roadmaplint.core.plugins import local_folder, with_folder
from roadmaplint.core.project import check_project
from roadmaplint.core.registry import RuleSet, shipped
from roadmaplint.core.rule_doc import CardFile, Example, ExampleFile, Expected, read_card
from roadmaplint.core.rule_meta import Card, Touch
from roadmaplint.core.subjects import CheckedLink
from roadmaplint.data import card_text
from roadmaplint.roadmap.project_index import Catalogue, FileTree
from roadmaplint.text.decode import decode, encode
from roadmaplint.text.source import Encoding, Source

#: The day on which examples are run.
TODAY = date(2026, 1, 15)


class ExampleError(AssertionError):
    """An example of a card that does not do what the card says."""


def verify_folder(folder: str | PathLike[str]) -> int:
    """Run every example of the cards in a folder of rules, or in a plugin's package.

    Returns the number of examples. Raises PluginError for rules that cannot be used, and
    ExampleError for an example that does not do what its card says.
    """
    place = Path(folder).absolute()
    own = local_folder(place.name, str(place))
    rules = with_folder(shipped(), own)
    cards = [entry.card for entry in rules.entries if entry.folder == own.folder]
    files = [read_card(card_text(card.place), card.place) for card in cards]
    examples = [(Harness(file, rules), example) for file in files for example in file.examples]
    for harness, example in examples:
        harness.verify(example)
    return len(examples)


class Harness:
    """Runs one card's examples with the rules of a rule set."""

    def __init__(self, file: CardFile, rules: RuleSet) -> None:
        """Take a card and the rules; its own rule must be among them."""
        self.file = file
        self.card: Card = file.card
        self.rules = rules
        self.subject = rules.by_name[file.card.name].subject

    def verify(self, example: Example) -> frozenset[Touch]:
        """Run one example; what its repair touches. Raises ExampleError."""
        found = self._found(example, tuple(map(_source, example.files)))
        self._compare(example, found)
        touched: frozenset[Touch] = frozenset()
        if example.fixed is not None:
            touched = self._verify_fixed(example)
        elif example.expected is not None:
            self._fail_if(self._fixes(found), example, "its findings have fixes: add a fixed block")
        return touched

    def best_fix(self) -> Safety | None:
        """The best safety of all fixes that the examples offer."""
        examples = self.file.examples
        found = (self._found(e, tuple(map(_source, e.files))) for e in examples)
        fixes = [d.fix.safety for diagnostics in found for d in diagnostics if d.fix]
        return max(fixes, default=None)

    def _plan(self, example: Example) -> Plan:
        """Only this rule; for a rule about suppressions all default ones that need one file."""
        settings = {}
        if self.subject == "SuppressionUse":
            alone = {e.card.name for e in self.rules.entries if e.subject in FILE}
            settings = {n: s for n, s in defaults(self.rules).items() if n in alone}
        settings[self.card.name] = RuleSetting(self.card.severity, example.options)
        return Plan(self.rules, settings)

    def _found(self, example: Example, sources: tuple[Source, ...]) -> tuple[Diagnostic, ...]:
        """The findings of the card's rule in all files of an example."""
        plan, tree = self._plan(example), _tree(example)
        found: list[Diagnostic] = []
        analyses = []
        for file, source in zip(example.files, sources, strict=True):
            analyses.append(_analyse(file, source, plan))
            found += analyses[-1].diagnostics
            if self.subject == "CheckedLink":
                links = _checked(file, source, example)
                roadmap = file.is_roadmap
                found += check_links(source, plan, links, is_roadmap=roadmap)
        if self.subject in PROJECT:
            facts = {a.path: a.facts for a in analyses if a.facts is not None}
            for diagnostics in check_project(Catalogue(facts, tree), plan).values():
                found += diagnostics
        for diagnostic in found:
            self._fail_if(diagnostic.rule == "rule-crash", example, diagnostic.message)
        return tuple(d for d in found if d.rule == self.card.name)

    def _compare(self, example: Example, found: Iterable[Diagnostic]) -> None:
        said = sorted(found, key=IN_ORDER)
        expected = example.expected or ()
        if len(said) == len(expected):
            pairs = zip(sorted(expected, key=_place), said, strict=True)
            if all(_matches(line, diagnostic) for line, diagnostic in pairs):
                return
        self._fail_if(True, example, f"it gives\n{_listed(said)}")

    def _verify_fixed(self, example: Example) -> frozenset[Touch]:
        before = _source(example.files[0])
        outcome = self._fix(example, before)
        if outcome.source.text != example.fixed:
            self._fail_if(True, example, f"the repaired text is\n{outcome.source.text!r}")
        self._fail_if(bool(outcome.cycle), example, "its fixes undo each other")
        for diagnostic in outcome.analysis.diagnostics:
            self._fail_if(diagnostic.rule == "rule-crash", example, diagnostic.message)
        return touched_by(before, outcome.source)

    def _fix(self, example: Example, source: Source) -> FixOutcome:
        """Repair the first file until nothing changes, asking rules on more than it again."""
        plan = self._plan(example)
        others = tuple(map(_source, example.files[1:]))

        def again(text: Source) -> FileAnalysis:
            analysis = _analyse(example.files[0], text, plan)
            only = (d for d in analysis.diagnostics if d.rule in {self.card.name, "rule-crash"})
            diagnostics = (_raised(d, example.threshold) for d in only)
            return replace(analysis, diagnostics=tuple(diagnostics))

        while True:
            late: list[Diagnostic] = []
            if self.subject in (*PROJECT, *NETWORK):
                found = self._found(example, (source, *others))
                late = [_raised(d, example.threshold) for d in found if d.path == source.path]
            outcome = fix(source, again, self.rules, example.threshold, late=late)
            if not late or outcome.source.text == source.text:
                return outcome
            source = outcome.source

    def _fixes(self, found: Iterable[Diagnostic]) -> bool:
        return any(d.fix is not None and d.fix.safety > Safety.SUGGESTION for d in found)

    def _fail_if(self, wrong: bool, example: Example, message: str) -> None:
        if wrong:
            raise ExampleError(f"{self.file.path}:{example.line}: {message}")


def touched_by(before: Source, after: Source) -> frozenset[Touch]:
    """What a repair has touched, in the words of cards; empty if only markup changed.

    Bytes and whitespace are named only where nothing else changed.
    """
    touched: frozenset[Touch] = changed_aspects(invariants_of(before), invariants_of(after))
    if touched:
        return touched
    plain = [_plain_ends(source.text) for source in (before, after)]
    if plain[0] == plain[1]:
        same = before.text == after.text and before.encoding == after.encoding
        return frozenset() if same else frozenset({"bytes"})
    bare = ["".join(text.split()) for text in plain]
    return frozenset({"whitespace"}) if bare[0] == bare[1] else frozenset()


def _plain_ends(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _source(file: ExampleFile) -> Source:
    encoding = Encoding(file.encoding)
    return decode(encode(file.text, encoding), file.path)


def _tree(example: Example) -> FileTree:
    return FileTree({path for file in example.files for path in (file.path, *file.others)})


def _analyse(file: ExampleFile, source: Source, plan: Plan) -> FileAnalysis:
    return analyse(source, plan, is_roadmap=file.is_roadmap, today=TODAY)


def _checked(file: ExampleFile, source: Source, example: Example) -> tuple[CheckedLink, ...]:
    from roadmaplint.markdown.parser import parse
    from roadmaplint.roadmap.build import build

    verdicts = {verdict.url: verdict for verdict in example.verdicts}
    document = build(source, parse(source), file.is_roadmap)
    links = (link for link in document.links if link.target in verdicts)
    return tuple(CheckedLink(link, verdicts[link.target]) for link in links)


def _raised(diagnostic: Diagnostic, threshold: Safety) -> Diagnostic:
    """The diagnostic; under the threshold suggestion, with its suggestion as a fix."""
    if diagnostic.fix is None or threshold != Safety.SUGGESTION:
        return diagnostic
    return replace(diagnostic, fix=replace(diagnostic.fix, safety=Safety.UNSAFE))


def _place(expected: Expected) -> tuple[str, tuple[int, int], tuple[int, int]]:
    return (expected.path, expected.start, expected.end or (0, 0))


def _matches(expected: Expected, found: Diagnostic) -> bool:
    place = found.location
    return (
        expected.path in {"", found.path}
        and expected.start == (place.line, place.column)
        and expected.end in {None, (place.end_line, place.end_column)}
        and expected.severity in {None, found.severity}
        and expected.message in found.message
    )


def _listed(found: Iterable[Diagnostic]) -> str:
    lines = []
    for diagnostic in found:
        line, column, end_line, end_column = diagnostic.location
        place = f"{line}:{column}-{end_line}:{end_column}"
        lines.append(f"  {diagnostic.path}:{place} {diagnostic.severity.word} {diagnostic.message}")
    return "\n".join(lines) or "  nothing"
