"""Repairs a text: choose, splice, check the promise, analyse again, until nothing is left to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from roadmaplint.engine.analysis import FileAnalysis
from roadmaplint.engine.carry import carried
from roadmaplint.engine.choose import Candidate, candidate, compatible, merged
from roadmaplint.engine.guard import Aspects
from roadmaplint.engine.place import crash
from roadmaplint.engine.promise import Promise, revised
from roadmaplint.engine.registry import RuleSet
from roadmaplint.lint.diagnostic import IN_ORDER, Diagnostic
from roadmaplint.lint.event import Crash
from roadmaplint.lint.finding import Safety
from roadmaplint.text.source import Source

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
    aspects: Aspects | None = None


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
        taken, waiting = compatible(_candidates(state, rules, threshold))
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
    promise = Promise(state.source, state.aspects)
    guilty = promise.guilty(taken)
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
    old, new = state.source, revised(state.source, kept)
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
    state.late = carried(left, merged(kept), old, new)
    state.source, state.analysis = new, analyse_again(new)
    return True


def _with(analysis: FileAnalysis, more: Iterable[Diagnostic]) -> FileAnalysis:
    diagnostics = sorted((*analysis.diagnostics, *more), key=IN_ORDER)
    return replace(analysis, diagnostics=tuple(diagnostics))
