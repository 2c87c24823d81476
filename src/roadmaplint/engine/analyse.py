"""Analyses one file: one parse, every rule of the file tier, suppressions, fingerprints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from roadmaplint.engine.analysis import FileAnalysis
from roadmaplint.engine.collector import collector_paused
from roadmaplint.engine.directives import directives, may_suppress
from roadmaplint.engine.fingerprint import fingerprinted
from roadmaplint.engine.place import crash, failure, place
from roadmaplint.engine.plan import FILE, NETWORK, PROJECT, TEXT, TREE, Bound, Plan
from roadmaplint.engine.reading import Reading, Unparsable
from roadmaplint.engine.suppress import Silencer, covered, is_expired, judge, waits
from roadmaplint.lint.diagnostic import IN_ORDER, Diagnostic
from roadmaplint.lint.event import TOP, Crash
from roadmaplint.lint.rule import Context
from roadmaplint.lint.suppression import Suppression, SuppressionUse
from roadmaplint.lint.verdict import CheckedLink
from roadmaplint.roadmap.project import DocumentFacts, FileTree
from roadmaplint.text.source import Location, Source, Span


def analyse(
    source: Source,
    plan: Plan,
    tree: FileTree,
    *,
    is_roadmap: bool = True,
    today: date | None = None,
) -> FileAnalysis:
    """Run the rules of a plan that need one file only.

    A file without directives is parsed only if a rule on its tree is switched on, or one that
    looks at the whole project and so needs its facts. Without `today` no directive expires.
    """
    with collector_paused():
        return _analyse(source, plan, tree, is_roadmap, today)


def _analyse(
    source: Source, plan: Plan, tree: FileTree, is_roadmap: bool, today: date | None
) -> FileAnalysis:
    reading = Reading(source, is_roadmap, plan.packs)
    run = _Run(reading, plan, tree)
    found = [d for kind in (*TEXT, *TREE) for bound in plan.on(kind) for d in run.rule(bound, kind)]
    suppressions = _suppressions(reading, plan, today)
    facts = _facts(reading, plan) if plan.has(*PROJECT) else None
    if reading.failure is not None:
        event = Crash(source.path, TOP, "the parser", failure(reading.failure))
        found.append(crash(event, plan.rules, source.digest))
    silencer = Silencer(suppressions)
    kept, silent = silencer.sift(fingerprinted(_sorted(found), source))
    judged = run.judge(suppressions, silencer, plan.rules_in(FILE), today)
    kept_too, silent_too = silencer.sift(fingerprinted(_sorted(judged), source))
    return FileAnalysis(
        source.path,
        source.digest,
        _sorted((*kept, *kept_too)),
        _sorted((*silent, *silent_too)),
        suppressions,
        tuple(frozenset(used) for used in silencer.used),
        facts,
        min((s.until for s in suppressions if s.until and not is_expired(s, today)), default=None),
    )


def gather(reading: Reading, plan: Plan, today: date | None = None) -> FileAnalysis:
    """What rules on the whole project and on verdicts need of a file; no rule has run on it yet.

    The plan says which names directives may use.
    """
    suppressions = _suppressions(reading, plan, today)
    nothing = tuple(frozenset[str]() for _ in suppressions)
    source, facts = reading.source, _facts(reading, plan)
    return FileAnalysis(source.path, source.digest, (), (), suppressions, nothing, facts)


def check_links(
    source: Source,
    plan: Plan,
    tree: FileTree,
    links: Sequence[CheckedLink],
    *,
    is_roadmap: bool = True,
) -> tuple[Diagnostic, ...]:
    """What the rules on verdicts say of the links of one file; hand it to `conclude`."""
    run = _Run(Reading(source, is_roadmap, plan.packs), plan, tree)
    found = [d for kind in NETWORK for bound in plan.on(kind) for d in run.rule(bound, kind, links)]
    return fingerprinted(_sorted(found), source)


def conclude(
    analysis: FileAnalysis,
    late: Iterable[Diagnostic],
    plan: Plan,
    ran: frozenset[str],
    source: Callable[[], Source],
    today: date | None = None,
) -> FileAnalysis:
    """Add to an analysis what rules on the whole project or on verdicts said of the file.

    `ran` names the rules of those tiers that have run. Directives that waited for them are judged
    now; only then `source` is asked for.
    """
    silencer = Silencer(analysis.suppressions)
    silencer.remember(analysis.used)
    kept, silent = silencer.sift(_sorted(late))
    waiting = [i for i, s in enumerate(analysis.suppressions) if waits(s, plan)]
    judged: tuple[Diagnostic, ...] = ()
    if waiting and plan.has("SuppressionUse"):
        read = source()
        run = _Run(Reading(read, is_roadmap=True), plan, FileTree((), complete=False))
        ran |= plan.rules_in(FILE)
        found = run.judge(analysis.suppressions, silencer, ran, today, late=True)
        judged, silent_too = silencer.sift(fingerprinted(_sorted(found), read))
        silent += silent_too
    return replace(
        analysis,
        diagnostics=_sorted((*analysis.diagnostics, *kept, *judged)),
        suppressed=_sorted((*analysis.suppressed, *silent)),
        used=tuple(frozenset(used) for used in silencer.used),
    )


class _Run:
    """Runs rules over one file, each behind its own fence."""

    def __init__(self, reading: Reading, plan: Plan, tree: FileTree) -> None:
        self.reading = reading
        self.source = reading.source
        self.plan = plan
        self.tree = tree

    def rule(
        self, bound: Bound, kind: str, subjects: Iterable[object] | None = None
    ) -> Iterator[Diagnostic]:
        """What one rule says; a failure becomes one diagnostic and ends this rule only."""
        context = Context(bound.options, self.source, self.tree, self.reading.document)
        subject: object = None
        try:
            for subject in self.reading.subjects(kind) if subjects is None else subjects:
                for finding in bound.check.run(subject, context):
                    yield place(finding, bound, self.source)  # type: ignore[arg-type]
        except Unparsable:
            return  # reported once for the file
        except Exception as error:  # noqa: BLE001 - the fence around every rule
            what = f"rule {bound.card.name}"
            event = Crash(self.source.path, self._location(subject), what, failure(error))
            yield crash(event, self.plan.rules, self.source.digest)

    def _location(self, subject: object) -> Location:
        span = getattr(subject, "span", None)
        return self.source.location(span if isinstance(span, Span) else Span(0, 0))

    def judge(
        self,
        suppressions: Sequence[Suppression],
        silencer: Silencer,
        ran: frozenset[str],
        today: date | None,
        *,
        late: bool = False,
    ) -> list[Diagnostic]:
        """What the rules on suppressions say: of those that must wait, or of the others."""
        if not suppressions or not self.plan.has("SuppressionUse"):
            return []
        uses: list[SuppressionUse] = []
        for use in judge(suppressions, silencer.used, self.plan, ran, today):
            if waits(use.suppression, self.plan) == late:
                uses.append(use)
            elif not late:
                # Only whether it was of use must wait.
                uses.append(replace(use, unused=(), idle=False))
        rules = self.plan.on("SuppressionUse")
        found = [d for bound in rules for d in self.rule(bound, "SuppressionUse", uses)]
        if late:
            return [d for d in found if d.rule == "unused-suppression"]
        return found


def _suppressions(reading: Reading, plan: Plan, today: date | None) -> tuple[Suppression, ...]:
    if not may_suppress(reading.source.text):
        return ()
    try:
        comments = reading.markdown.comments
    except Unparsable:
        return ()
    return covered(directives(comments, plan.rules), reading.source, today)


def _facts(reading: Reading, plan: Plan) -> DocumentFacts | None:
    from roadmaplint.roadmap.facts import facts_of

    try:
        facts: DocumentFacts = facts_of(reading.document(), catalogue=plan.catalogue)
    except Unparsable:
        return None
    return facts


def _sorted(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=IN_ORDER))
