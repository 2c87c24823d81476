"""The typed trees of files, for the `ast` command."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roadmaplint.app.workspace import Workspace
from roadmaplint.files.discover import FoundFile
from roadmaplint.files.read import FileProblem, read
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.decode import decode


def trees(
    files: Iterable[FoundFile], workspace: Workspace, given: bytes | None = None
) -> Iterator[tuple[str, Document | None, str]]:
    """Path and document of every file, or None and the reason why it cannot be read.

    `given` are the bytes of the one file if they are not on disk.
    """
    from roadmaplint.markdown.parser import parse
    from roadmaplint.roadmap.build import build

    for file in files:
        try:
            data = read(file.location, workspace.settings.root) if given is None else given
        except FileProblem as problem:
            yield file.path, None, str(problem)
            continue
        source = decode(data, file.path)
        is_roadmap = workspace.settings.is_roadmap(file.path)
        yield file.path, build(source, parse(source), is_roadmap), ""
