"""Analyses one file: one parse, every rule of the file tier, suppressions, fingerprints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache, cached_property
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from roadmaplint.core.finding import IN_ORDER, Diagnostic
from roadmaplint.core.plan import FILE, NETWORK, PROJECT, TEXT, TREE, ConfiguredRule, Plan
from roadmaplint.core.resolve import add_fingerprints, crash, failure, place
from roadmaplint.core.rule import Context
from roadmaplint.core.subjects import (
    FILE_START,
    CheckedLink,
    Crash,
    Suppression,
    SuppressionUse,
)
from roadmaplint.core.suppressions import (
    SuppressionIndex,
    add_covers,
    directives,
    is_deferred,
    is_expired,
    judge_uses,
    may_suppress,
)
from roadmaplint.markdown.tokens import Markdown
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.project_index import DocumentFacts
from roadmaplint.text.source import Location, Source, Span


class FileAnalysis(Struct, frozen=True):
    """Everything that is known of one revision of one file.

    `diagnostics` and `suppressed` are sorted by `IN_ORDER`. `facts` is None unless a rule
    that is switched on looks at the whole project. `used` names, for each of `suppressions`, the
    rules it has silenced. An analysis is true up to and including the day `expires`.
    """

    path: str
    digest: str
    diagnostics: tuple[Diagnostic, ...]
    suppressed: tuple[Diagnostic, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    used: tuple[frozenset[str], ...] = ()
    facts: DocumentFacts | None = None
    expires: date | None = None

    def __reduce__(self) -> tuple[Callable[[bytes], FileAnalysis], tuple[bytes]]:
        """Cross processes as bytes."""
        return (unpack, (pack(self),))


def pack(analysis: FileAnalysis) -> bytes:
    """An analysis as bytes: a tenth of the memory that it takes as a value."""
    try:
        return msgspec.msgpack.encode(analysis)
    except UnicodeEncodeError:  # halves of characters, which JSON's escapes can hold
        import json

        return json.dumps(msgspec.to_builtins(analysis), separators=(",", ":")).encode("ascii")


def unpack(data: bytes) -> FileAnalysis:
    """The analysis that was packed. Raises ValueError for anything else."""
    if data.startswith(b"{"):
        import json

        return msgspec.convert(json.loads(data), FileAnalysis)
    return _decoder().decode(data)


@cache
def _decoder() -> msgspec.msgpack.Decoder[FileAnalysis]:
    return msgspec.msgpack.Decoder(FileAnalysis)


T = TypeVar("T")

#: Where the subjects of the tree tier stand in a document, by the name of their type.
_SUBJECTS: dict[str, Callable[[Document], Iterable[object]]] = {
    "Document": lambda document: (document,),
    "Heading": lambda document: document.headings,
    "Topic": lambda document: document.topics,
    "Link": lambda document: document.links,
}


class Unparsable(Exception):
    """The parser failed on a text, which is a fault of the parser."""


class _Memory:
    """The latest text that was parsed, with its tokens; both change hands at once."""

    latest: tuple[str, Markdown] | None = None


_memory = _Memory()


def parse_source(source: Source) -> Markdown:
    """The tokens of a text; those of the latest text are kept.

    A repair compares a text with what fixes make of it: the one was parsed for its analysis just
    before, the other will be for its analysis right after. Raises what the parser raises.
    """
    from roadmaplint.markdown.parser import parse

    latest = _memory.latest
    if latest is None or latest[0] != source.text:
        latest = _memory.latest = None  # two large trees at a time take twice the memory
        latest = _memory.latest = (source.text, parse(source))
    return latest[1]


class FileContext:
    """A source and, on demand, its tokens and its document."""

    def __init__(self, source: Source, is_roadmap: bool, packs: tuple[str, ...] = ()) -> None:
        """Take the text; nothing is parsed yet."""
        self.source = source
        self.packs = packs
        self.is_roadmap = is_roadmap
        self.failure: Exception | None = None

    @cached_property
    def markdown(self) -> Markdown:
        """The tokens. Raises Unparsable."""
        return self._fenced(lambda: parse_source(self.source))

    @cached_property
    def _document(self) -> Document:
        from roadmaplint.roadmap.build import build

        markdown = self.markdown
        return self._fenced(lambda: build(self.source, markdown, self.is_roadmap, self.packs))

    def document(self) -> Document:
        """The typed tree. Raises Unparsable."""
        return self._document

    def subjects(self, kind: str) -> Iterable[object]:
        """Everything of one subject type, in document order. Raises Unparsable."""
        if kind == "Source":
            return (self.source,)
        return _SUBJECTS[kind](self._document)

    def _fenced(self, work: Callable[[], T]) -> T:
        if self.failure is not None:
            raise Unparsable from self.failure
        try:
            return work()
        except Exception as error:
            self.failure = error
            raise Unparsable from error


def analyse(
    source: Source,
    plan: Plan,
    *,
    is_roadmap: bool = True,
    today: date | None = None,
) -> FileAnalysis:
    """Run the rules of a plan that need one file only.

    A file without directives is parsed only if a rule on its tree is switched on, or one that
    looks at the whole project and so needs its facts. Without `today` no directive expires.
    """
    reading = FileContext(source, is_roadmap, plan.packs)
    run = _Run(reading, plan)
    found = [d for kind in (*TEXT, *TREE) for bound in plan.on(kind) for d in run.rule(bound, kind)]
    suppressions = _suppressions(reading, plan, today)
    facts = _facts(reading, plan) if plan.has(*PROJECT) else None
    if reading.failure is not None:
        event = Crash(source.path, FILE_START, "the parser", failure(reading.failure))
        found.append(crash(event, plan.rules, source.digest))
    index = SuppressionIndex(suppressions)
    kept, silent = index.partition_suppressed(add_fingerprints(_sorted(found), source))
    judged = run.judge(suppressions, index, plan.rules_in(FILE), today)
    kept_too, silent_too = index.partition_suppressed(add_fingerprints(_sorted(judged), source))
    return FileAnalysis(
        source.path,
        source.digest,
        _sorted((*kept, *kept_too)),
        _sorted((*silent, *silent_too)),
        suppressions,
        tuple(frozenset(used) for used in index.used),
        facts,
        min((s.until for s in suppressions if s.until and not is_expired(s, today)), default=None),
    )


def gather(reading: FileContext, plan: Plan, today: date | None = None) -> FileAnalysis:
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
    links: Sequence[CheckedLink],
    *,
    is_roadmap: bool = True,
) -> tuple[Diagnostic, ...]:
    """What the rules on verdicts say of the links of one file; hand it to `conclude`."""
    run = _Run(FileContext(source, is_roadmap, plan.packs), plan)
    found = [d for kind in NETWORK for bound in plan.on(kind) for d in run.rule(bound, kind, links)]
    return add_fingerprints(_sorted(found), source)


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
    said = _sorted(late)
    if not said and not analysis.suppressions:
        return analysis
    index = SuppressionIndex(analysis.suppressions)
    index.remember(analysis.used)
    kept, silent = index.partition_suppressed(said)
    judged: tuple[Diagnostic, ...] = ()
    waits = any(is_deferred(suppression, plan) for suppression in analysis.suppressions)
    if waits and plan.has("SuppressionUse"):
        read = source()
        run = _Run(FileContext(read, is_roadmap=True), plan)
        ran |= plan.rules_in(FILE)
        found = run.judge(analysis.suppressions, index, ran, today, late=True)
        judged, silent_too = index.partition_suppressed(add_fingerprints(_sorted(found), read))
        silent += silent_too
    return replace(
        analysis,
        diagnostics=_sorted((*analysis.diagnostics, *kept, *judged)),
        suppressed=_sorted((*analysis.suppressed, *silent)),
        used=tuple(frozenset(used) for used in index.used),
    )


class _Run:
    """Runs rules over one file, each behind its own fence."""

    def __init__(self, reading: FileContext, plan: Plan) -> None:
        self.reading = reading
        self.source = reading.source
        self.plan = plan

    def rule(
        self, bound: ConfiguredRule, kind: str, subjects: Iterable[object] | None = None
    ) -> Iterator[Diagnostic]:
        """What one rule says; a failure becomes one diagnostic and ends this rule only."""
        context = Context(bound.options, self.source, self.reading.document)
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
        index: SuppressionIndex,
        ran: frozenset[str],
        today: date | None,
        *,
        late: bool = False,
    ) -> list[Diagnostic]:
        """What the rules on suppressions say: of those that must wait, or of the others."""
        if not suppressions or not self.plan.has("SuppressionUse"):
            return []
        uses: list[SuppressionUse] = []
        for use in judge_uses(suppressions, index.used, self.plan, ran, today):
            if is_deferred(use.suppression, self.plan) == late:
                uses.append(use)
            elif not late:
                # Only whether it was of use must wait.
                uses.append(replace(use, unused=(), idle=False))
        rules = self.plan.on("SuppressionUse")
        found = [d for bound in rules for d in self.rule(bound, "SuppressionUse", uses)]
        if late:
            return [d for d in found if d.rule == "unused-suppression"]
        return found


def _suppressions(reading: FileContext, plan: Plan, today: date | None) -> tuple[Suppression, ...]:
    if not may_suppress(reading.source.text):
        return ()
    try:
        comments = reading.markdown.comments
    except Unparsable:
        return ()
    return add_covers(directives(comments, plan.rules), reading.source, today)


def _facts(reading: FileContext, plan: Plan) -> DocumentFacts | None:
    from roadmaplint.roadmap.project_index import facts_of

    try:
        facts: DocumentFacts = facts_of(reading.document(), catalogue=plan.catalogue)
    except Unparsable:
        return None
    return facts


def _sorted(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=IN_ORDER))
