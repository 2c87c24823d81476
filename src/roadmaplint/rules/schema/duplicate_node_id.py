"""Two topic files of one roadmap that belong to the same place in the drawing."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Elsewhere, ProjectFinding
from roadmaplint.lint.rule import NoOptions, rule
from roadmaplint.roadmap.project import DocumentFacts, Project
from roadmaplint.rules._shared.topic_files import topic_file
from roadmaplint.text.source import Location

_TOP = Location(1, 1, 1, 1)
_CONTENT = "/content/"


@rule(on=Project)
def check(project: Project, _options: NoOptions) -> Iterator[ProjectFinding]:
    """Yield a finding per file too many, in the files of the run; in all if one is elsewhere."""
    looked_at = {facts.path: key for facts in project.documents if (key := _key_of(facts))}
    if not looked_at:
        return
    wanted = set(looked_at.values())
    groups: dict[tuple[str, str], set[str]] = {}
    for path in (*project.tree.files, *looked_at):
        key = _key(path)
        if key in wanted:
            groups.setdefault(key, set()).add(path)
    for found in groups.values():
        paths = sorted(found)
        here = [path for path in paths if path in looked_at]
        if len(paths) > 1:
            for path in here[1:] if len(here) == len(paths) else here:
                yield _finding(path, [other for other in paths if other != path], project)


def _key_of(facts: DocumentFacts) -> tuple[str, str] | None:
    return _key(facts.path) if facts.is_roadmap else None


def _key(path: str) -> tuple[str, str] | None:
    """The roadmap's folder and the node id; None for files that have none."""
    if "@" not in path:
        return None
    name = topic_file(path)
    if name is None:
        return None
    folder, content, _ = path.rpartition(_CONTENT)
    return (folder if content else path.rpartition("/")[0]), name.node_id


def _finding(path: str, others: list[str], project: Project) -> ProjectFinding:
    facts = project.files[path]
    names = ", ".join(f'"{other.rpartition("/")[2]}"' for other in others)
    equal = any(f.digest == facts.digest for f in map(project.find, others) if f is not None)
    advice = "their texts are equal, delete one" if equal else "only one of them is shown"
    name = topic_file(path)
    related = tuple(Elsewhere(other, _TOP, "the same node id") for other in others)
    place = facts.headings[0].location if facts.headings else _TOP
    return ProjectFinding(
        path,
        place,
        f'node id "{name.node_id if name else ""}" also belongs to {names}; {advice}',
        related,
    )
