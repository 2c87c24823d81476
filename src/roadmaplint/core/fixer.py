"""Repairs a text: choose fixes, splice, check their promise, analyse again, until none is left."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, get_args

from msgspec import Struct, field
from msgspec.structs import replace

from roadmaplint.core.finding import IN_ORDER, Diagnostic, PlacedEdit, Safety
from roadmaplint.core.linter import FileAnalysis, parse_source
from roadmaplint.core.registry import RuleSet
from roadmaplint.core.resolve import crash
from roadmaplint.core.rule_meta import Touch
from roadmaplint.core.subjects import Crash
from roadmaplint.markdown.tokens import Block, Inline, Markdown
from roadmaplint.text.decode import encode, revise
from roadmaplint.text.edit import Edit, conflict, splice
from roadmaplint.text.source import Encoding, Location, Source, Span

#: The aspects of a text that can be compared before and after.
Aspect = Literal["outline", "links", "text"]
_TARGETS = ("href", "src")


class Invariants(Struct, frozen=True):
    """What a reader meets: the levels of the headings, the link targets, all words in order."""

    outline: tuple[int, ...]
    links: Mapping[str, int]
    text: str


def invariants_of(source: Source) -> Invariants:
    """Parse a text and note its aspects; spaces in words are folded."""
    return invariants_of_markdown(source, parse_source(source))


def invariants_of_markdown(source: Source, markdown: Markdown) -> Invariants:
    """The aspects of a text that is parsed already."""
    outline: list[int] = []
    links: Counter[str] = Counter()
    words: list[str] = []
    unseen = sorted([tag.span for tag in markdown.tags] + [c.span for c in markdown.comments])
    for block in markdown.walk():
        if block.kind == "heading":
            outline.append(block.level)
        elif block.kind == "definition":
            links[block.target] += 1
        words += _words(block, source, unseen)
        for inline in _inlines(block.inlines):
            if inline.target is not None:
                links[inline.target] += 1
    for tag in markdown.tags:
        links.update(tag.attributes[name] for name in _TARGETS if name in tag.attributes)
    return Invariants(tuple(outline), links, fold(" ".join(words)))


def changed_aspects(before: Invariants, after: Invariants) -> frozenset[Aspect]:
    """The aspects that differ."""
    aspects: tuple[Aspect, ...] = get_args(Aspect)
    return frozenset(a for a in aspects if getattr(before, a) != getattr(after, a))


def guarded(touches: frozenset[Touch]) -> frozenset[Aspect]:
    """The aspects that a fix which touches these must leave alone."""
    aspects: tuple[Aspect, ...] = get_args(Aspect)
    return frozenset(aspects) - touches


def fold(text: str) -> str:
    """The text with one space for every run of spaces and line ends."""
    return " ".join(text.split())


def _inlines(inlines: Iterable[Inline]) -> Iterable[Inline]:
    for inline in inlines:
        yield from inline.walk()


def _words(block: Block, source: Source, unseen: Sequence[Span]) -> list[str]:
    if block.inlines:
        return [block.text]
    if block.kind in {"code", "front-matter"} and block.content is not None:
        return [source.slice(block.content)]
    if block.kind == "html":
        return _outside(block.span, source, unseen)
    return []


def _outside(span: Span, source: Source, unseen: Sequence[Span]) -> list[str]:
    """The pieces of a text between tags and comments."""
    pieces = []
    at = span.start
    for index in range(bisect_left(unseen, (span.start, 0)), len(unseen)):
        start, end = unseen[index]
        if start >= span.end:
            break
        pieces.append(source.text[at : max(at, start)])
        at = max(at, end)
    pieces.append(source.text[at : span.end])
    return pieces


class Unencodable(ValueError):
    """The bytes of a repaired text would read as another text."""


def apply_fixes(source: Source, fixes: Sequence[Candidate]) -> Source:
    """The text with these compatible fixes. Raises Unencodable."""
    text = splice(source.text, merge_edits(fixes))
    encoding = next((fix.reencode for fix in fixes if fix.reencode), source.encoding)
    try:
        result = revise(source, text, encoding)
        if result.text == text and encode(text, result.encoding) == encode(text, encoding):
            return result
    except UnicodeError:
        pass
    raise Unencodable(f"{source.path} cannot be written as {encoding.name}")


#: How many characters may be parsed to tell guilty fixes from innocent ones.
PATIENCE = 1_000_000


class FixCheck:
    """Compares a text with what fixes make of it.

    When patience is at an end, all fixes that are under suspicion count as guilty.
    """

    def __init__(self, source: Source, before: Invariants | None = None) -> None:
        """Take the text before the fixes, and its aspects if they are known."""
        self.source = source
        self.before = before
        #: The aspects of the text with all fixes, if none is guilty and they were looked at.
        self.after: Invariants | None = None
        self._latest: Invariants | None = None
        self.trials = max(8, PATIENCE // (len(source.text) + 1))

    def failing(self, taken: Sequence[Candidate]) -> list[Candidate]:
        """The fixes that must go so that the others keep their promise.

        All are tried together. Where that changes an aspect that some of them must leave alone,
        those that touch the same things are tried by themselves.
        """
        together = self._changed(taken)
        self.after = self._latest
        kinds = dict.fromkeys(fix.touches for fix in taken)
        if together is not None and all(together <= touches for touches in kinds):
            return []
        by_rule = sorted(taken, key=lambda fix: fix.diagnostic.rule)
        found: list[Candidate] = []
        for touches in kinds:
            if together is None or not together <= touches:
                found += self._halve([fix for fix in by_rule if fix.touches == touches])
        if found or together is None or not together <= frozenset().union(*kinds):
            gone = set(map(id, found))
            found += self._halve([fix for fix in by_rule if id(fix) not in gone])
        if found:
            self.after = None
        return found

    def why(self, fix: Candidate) -> str:
        """What a fix changes that it must not, in words."""
        changes = self._changed([fix])
        if changes is None:
            return "the text cannot be encoded"
        broken = changes - fix.touches
        if not broken:
            return "it does not go with the others"
        return f"it changes the {' and the '.join(sorted(broken))}"

    def _changed(self, fixes: Sequence[Candidate]) -> frozenset[Aspect] | None:
        """The aspects that these fixes change, as far as one must not; None for no text at all."""
        if not fixes:
            return frozenset()
        try:
            result = apply_fixes(self.source, fixes)
        except Unencodable:
            return None
        if not any(guarded(fix.touches) for fix in fixes):
            return frozenset()
        if self.before is None:
            self.before = invariants_of(self.source)
        self._latest = invariants_of(result)
        return changed_aspects(self.before, self._latest)

    def _halve(self, fixes: list[Candidate]) -> list[Candidate]:
        changes = self._changed(fixes)
        if changes is not None and changes <= frozenset().union(*(fix.touches for fix in fixes)):
            return []
        self.trials -= 1
        if len(fixes) == 1 or self.trials < 0:
            return fixes
        half = len(fixes) // 2
        return self._halve(fixes[:half]) + self._halve(fixes[half:]) or fixes


class Candidate(Struct, frozen=True):
    """A fix in offsets of the text at hand, with the diagnostic that offers it."""

    diagnostic: Diagnostic
    edits: tuple[Edit, ...]
    touches: frozenset[Touch]
    reencode: Encoding | None = None

    @property
    def order(self) -> tuple[int, str, str]:
        """Sort key: first place, then rule."""
        first = self.edits[0].span.start if self.edits else 0
        return (first, self.diagnostic.rule, self.diagnostic.message)


def candidate(
    diagnostic: Diagnostic, source: Source, touches: frozenset[Touch], threshold: Safety
) -> Candidate | None:
    """The fix of a diagnostic if it reaches the threshold and fits the text; never a suggestion."""
    fix = diagnostic.fix
    if fix is None or fix.safety < max(threshold, Safety.UNSAFE):
        return None
    if diagnostic.digest != source.digest:
        return None
    edits = tuple(Edit(source.span(place), text) for place, text in fix.edits)
    useful = tuple(edit for edit in edits if source.slice(edit.span) != edit.text)
    if not useful and (fix.reencode is None or fix.reencode == source.encoding):
        return None
    return Candidate(diagnostic, useful, touches, fix.reencode)


def select_compatible(
    candidates: Iterable[Candidate],
) -> tuple[list[Candidate], list[Candidate]]:
    """Split into fixes that go together, earlier ones first, and those that must wait.

    A fix is taken whole or not at all; equal edits of two fixes are shared. Repairs of damaged
    characters come alone: every other fix waits for them.
    """
    ordered = sorted(candidates, key=lambda candidate: candidate.order)
    first = [c for c in ordered if c.diagnostic.group == "encoding"]
    taken: list[Candidate] = []
    waiting = [c for c in ordered if first and c.diagnostic.group != "encoding"]
    edits: list[Edit] = []
    encoding: Encoding | None = None
    for fix in first or ordered:
        other_bytes = fix.reencode not in {None, encoding} and encoding is not None
        if other_bytes or any(_collides(edit, edits) for edit in fix.edits):
            waiting.append(fix)
            continue
        for edit in fix.edits:
            at = bisect_left(edits, edit)
            if at == len(edits) or edits[at] != edit:
                insort(edits, edit)
        encoding = fix.reencode or encoding
        taken.append(fix)
    return taken, waiting


def merge_edits(candidates: Iterable[Candidate]) -> tuple[Edit, ...]:
    """The edits of compatible fixes, sorted, equal ones once."""
    return tuple(sorted({edit for candidate in candidates for edit in candidate.edits}))


def _collides(edit: Edit, taken: list[Edit]) -> bool:
    """True if an edit conflicts with one of the disjoint, sorted ones."""
    at = bisect_left(taken, edit)
    # An insertion and a replacement may begin at one place, so two neighbours on the left.
    return any(conflict(edit, other) for other in taken[max(0, at - 2) : at + 3])


class _Shift:
    """Where offsets of a text stand after sorted, disjoint edits."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.edits = edits
        self.ends = [edit.span.end for edit in edits]
        self.sums = [0]
        for (start, end), text in edits:
            self.sums.append(self.sums[-1] + len(text) - (end - start))

    def offset(self, offset: int) -> int:
        """The new offset; a place inside a replaced range moves to its beginning."""
        at = bisect_left(self.ends, offset)
        if at < len(self.edits) and self.edits[at].span.start < offset:
            offset = self.edits[at].span.start
        return offset + self.sums[at]

    def span(self, span: Span) -> Span:
        """The new span."""
        start = self.offset(span.start)
        return Span(start, max(start, self.offset(span.end)))

    def touched(self, span: Span, text: str) -> bool:
        """True if replacing `span` conflicts with one of the edits."""
        at = bisect_left(self.ends, span.start)
        near = self.edits[max(0, at - 1) : at + 3]
        return any(edit == Edit(span, text) or conflict(edit, Edit(span, text)) for edit in near)


def rebase(
    late: Iterable[Diagnostic], edits: Sequence[Edit], old: Source, new: Source
) -> list[Diagnostic]:
    """The diagnostics in places of the new text; a fix whose place was touched is dropped."""
    shift = _Shift(edits)

    def move(location: Location) -> Location:
        return new.location(shift.span(old.span(location)))

    moved = []
    for diagnostic in late:
        fix = diagnostic.fix
        if fix is not None:
            spans = [(old.span(edit.location), edit.text) for edit in fix.edits]
            if any(shift.touched(*placed) for placed in spans):
                fix = None
            else:
                places = (new.location(shift.span(span)) for span, _ in spans)
                edited = zip(places, spans, strict=True)
                placed = tuple(PlacedEdit(place, text) for place, (_, text) in edited)
                fix = replace(fix, edits=placed)
        location = move(diagnostic.location)
        moved.append(replace(diagnostic, location=location, fix=fix, digest=new.digest))
    return moved


#: A text that still changes after so many rounds is left as it is then.
ROUNDS = 10


class FixOutcome(Struct, frozen=True):
    """What a repair did.

    `analysis` belongs to the repaired `source` and also reports fixes that broke their promise.
    `late` are those of the late diagnostics that are not repaired, in places of that source.
    `applied` are the diagnostics whose fixes are in the text, `deferred` those whose fix could
    still be applied when it stopped. `cycle` names the rules that undo each other's work.
    """

    source: Source
    analysis: FileAnalysis
    late: tuple[Diagnostic, ...] = ()
    applied: tuple[Diagnostic, ...] = ()
    deferred: tuple[Diagnostic, ...] = ()
    rounds: int = 0
    cycle: tuple[str, ...] = ()


class _State(Struct):
    """Where a repair stands; `history` has the state before each round."""

    source: Source
    analysis: FileAnalysis
    late: list[Diagnostic]
    applied: list[Diagnostic] = field(default_factory=list)
    history: list[_State] = field(default_factory=list)
    blocked: set[str] = field(default_factory=set)
    broken: dict[str, Diagnostic] = field(default_factory=dict)
    cycle: tuple[str, ...] = ()
    aspects: Invariants | None = None


def fix(
    source: Source,
    analyse_again: Callable[[Source], FileAnalysis],
    rules: RuleSet,
    threshold: Safety = Safety.SAFE,
    *,
    first: FileAnalysis | None = None,
    late: Iterable[Diagnostic] = (),
) -> FixOutcome:
    """Apply every fix that reaches the threshold; suggestions never.

    `first` is the analysis of `source` if there is one already. `late` are diagnostics of project
    and link rules, which `analyse_again` cannot find again: their fixes move along with the text
    as long as nothing else touches their places.
    """
    state = _State(source, first or analyse_again(source), list(late))
    waiting: list[Candidate] = []
    while True:
        taken, waiting = select_compatible(_candidates(state, rules, threshold))
        if not taken or len(state.history) == ROUNDS:
            waiting += taken
            break
        kept = _keep_promises(state, taken, rules)
        if kept and not _advance(state, kept, analyse_again):
            break
    return FixOutcome(
        state.source,
        _with(state.analysis, state.broken.values()),
        tuple(state.late),
        tuple(state.applied),
        tuple(fix.diagnostic for fix in waiting),
        len(state.history),
        state.cycle,
    )


def _candidates(state: _State, rules: RuleSet, threshold: Safety) -> list[Candidate]:
    found = []
    for diagnostic in (*state.analysis.diagnostics, *state.late):
        entry = rules.by_name.get(diagnostic.rule)
        if entry is None or diagnostic.fingerprint in state.blocked:
            continue
        offered = candidate(diagnostic, state.source, entry.card.touches, threshold)
        if offered is not None:
            found.append(offered)
    return found


def _keep_promises(state: _State, taken: Sequence[Candidate], rules: RuleSet) -> list[Candidate]:
    """The fixes that keep their promise; the others are blocked and reported."""
    promise = FixCheck(state.source, state.aspects)
    guilty = promise.failing(taken)
    for fix in guilty:
        found = fix.diagnostic
        state.blocked.add(found.fingerprint)
        event = Crash(found.path, found.location, f"a fix of {found.rule}", promise.why(fix))
        state.broken[found.rule] = crash(event, rules, state.source.digest)
    gone = set(map(id, guilty))
    kept = [fix for fix in taken if id(fix) not in gone]
    state.aspects = promise.after if kept else promise.before
    return kept


def _advance(
    state: _State, kept: Sequence[Candidate], analyse_again: Callable[[Source], FileAnalysis]
) -> bool:
    """Take the next text; False if it was there before: then go back to where the cycle began."""
    old, new = state.source, apply_fixes(state.source, kept)
    before = replace(state, applied=list(state.applied))
    state.history.append(before)
    applied = [fix.diagnostic for fix in kept]
    for past in state.history:
        if past.source.digest == new.digest:
            since = (*state.applied[len(past.applied) :], *applied)
            state.cycle = tuple(sorted({diagnostic.rule for diagnostic in since}))
            state.source, state.analysis, state.late = past.source, past.analysis, past.late
            state.applied = past.applied
            return False
    state.applied += applied
    done = set(map(id, applied))
    left = [diagnostic for diagnostic in state.late if id(diagnostic) not in done]
    state.late = rebase(left, merge_edits(kept), old, new)
    state.source, state.analysis = new, analyse_again(new)
    return True


def _with(analysis: FileAnalysis, more: Iterable[Diagnostic]) -> FileAnalysis:
    diagnostics = sorted((*analysis.diagnostics, *more), key=IN_ORDER)
    return replace(analysis, diagnostics=tuple(diagnostics))
