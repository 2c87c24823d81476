"""Neighbours: files outside a run, looked at for the anchors that its links point at."""

from __future__ import annotations

from collections.abc import Iterable

from roadmaplint.app.memory import Memory
from roadmaplint.app.workspace import Workspace
from roadmaplint.files.read import FileProblem, read
from roadmaplint.roadmap.project_index import DocumentFacts
from roadmaplint.text.decode import decode, digest_of

#: More of them than this are not looked at.
_MOST = 500


def neighbours(paths: Iterable[str], workspace: Workspace) -> dict[str, DocumentFacts]:
    """The headings and anchors of files by path; those that cannot be read are left out."""
    memory = Memory(workspace)
    found = {}
    for path in sorted(paths)[:_MOST]:
        facts = _facts(path, workspace, memory)
        if facts is not None:
            found[path] = facts
    memory.flush()
    return found


def _facts(path: str, workspace: Workspace, memory: Memory) -> DocumentFacts | None:
    root = workspace.settings.root
    try:
        data = read(root / path, root)
    except FileProblem:
        return None
    digest = digest_of(data)
    facts = memory.recall_page(path, digest)
    if facts is None:
        from roadmaplint.markdown.parser import parse
        from roadmaplint.roadmap.project_index import page_facts_of

        source = decode(data, path)
        facts = page_facts_of(source, parse(source))
        memory.keep_page(facts)
    return facts
