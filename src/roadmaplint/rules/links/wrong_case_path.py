"""A relative target that differs from the file's name only in letter case."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import ProjectFinding, Safety
from roadmaplint.lint.rule import NoOptions, rule
from roadmaplint.roadmap.project import LinkFact, Project
from roadmaplint.roadmap.targets import classify


@rule(on=Project)
def check(project: Project, options: NoOptions) -> Iterator[ProjectFinding]:
    """Yield a finding where only letter case keeps the target from its file."""
    del options
    tree = project.tree
    if not tree.complete:
        return
    for facts in project.documents:
        for link in facts.links:
            target = classify(link.target, facts.path)
            if target.kind != "file" or not target.path or tree.exists(target.path):
                continue
            right = tree.other_case(target.path)
            if right is not None:
                yield _finding(facts.path, link, target.path, right)


def _finding(path: str, link: LinkFact, wrong: str, right: str) -> ProjectFinding:
    spelt = _respelt(link.target, wrong, right)
    location = link.target_location
    return ProjectFinding(
        path,
        location or link.location,
        f'"{wrong}" is spelt "{right}" on disk; git and most servers tell them apart',
        fix_title=f"spell it {right}" if spelt and location else "",
        edits=((location, spelt),) if spelt and location else (),
        safety=Safety.SAFE,
    )


def _respelt(target: str, wrong: str, right: str) -> str | None:
    """The target with the tail that it shares with the wrong path spelt right."""
    if len(wrong) != len(right):
        return None
    for start in range(len(wrong)):
        if start == 0 or wrong[start - 1] == "/":
            at = target.find(wrong[start:])
            if at >= 0:
                return target[:at] + right[start:] + target[at + len(wrong) - start :]
    return None
