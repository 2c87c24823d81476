"""A list without a file that must stand beside it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import ProjectFinding
from roadmaplint.lint.rule import rule
from roadmaplint.roadmap.project import Project
from roadmaplint.text.source import Location


class Options(Struct, frozen=True):
    """`files`: names in any letter case; `folders` where they may stand beside the README's."""

    files: tuple[str, ...] = ("contributing.md",)
    folders: tuple[str, ...] = ("", ".github", "docs")


@rule(on=Project, options=Options)
def check(project: Project, options: Options) -> Iterator[ProjectFinding]:
    """Yield one finding per missing file, on the README at the root."""
    readme = next(
        (f for f in project.documents if f.is_roadmap and f.path.casefold() == "readme.md"), None
    )
    if readme is None or not project.tree.complete:
        return
    for name in options.files:
        places = [f"{folder}/{name}" if folder else name for folder in options.folders]
        there = (project.tree.exists(p) or project.tree.other_case(p) for p in places)
        if not any(there):
            shown = ", ".join(folder or "the root" for folder in options.folders)
            yield ProjectFinding(
                readme.path,
                Location(1, 1, 1, 1),
                f"no file {name} in {shown}",
            )
