"""roadmaplint: a linter, link checker and fixer for learning roadmaps kept as Markdown.

What stands here is the public API, for rules and for scripts; docs/rule-authors.md shows its use.
Every other module may change between versions. Names are imported when they are first asked for,
so that `import roadmaplint` stays cheap.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take it for true; `typing` is too dear for `--version`
if TYPE_CHECKING:
    from roadmaplint.core.finding import (
        Diagnostic,
        Elsewhere,
        Finding,
        Fix,
        ProjectFinding,
        Related,
        Safety,
        Severity,
    )
    from roadmaplint.core.project_schema import compile_pattern
    from roadmaplint.core.rule import Context, NoOptions, rule
    from roadmaplint.core.subjects import CheckedLink
    from roadmaplint.roadmap.nodes import Document, Heading, Link, Resource, Section, Topic
    from roadmaplint.roadmap.project_index import Project
    from roadmaplint.run.library import lint_paths, lint_text
    from roadmaplint.text.edit import Edit
    from roadmaplint.text.source import Location, Source, Span

__version__ = "0.1.0"

__all__ = [
    "CheckedLink",
    "Context",
    "Diagnostic",
    "Document",
    "Edit",
    "Elsewhere",
    "Finding",
    "Fix",
    "Heading",
    "Link",
    "Location",
    "NoOptions",
    "Project",
    "ProjectFinding",
    "Related",
    "Resource",
    "Safety",
    "Section",
    "Severity",
    "Source",
    "Span",
    "Topic",
    "__version__",
    "compile_pattern",
    "lint_paths",
    "lint_text",
    "rule",
]

#: The module of every public name.
_MODULES = {
    "run.library": ("lint_paths", "lint_text"),
    "core.finding": (
        "Diagnostic", "Elsewhere", "Finding", "Fix", "ProjectFinding", "Related", "Safety",
        "Severity",
    ),
    "core.project_schema": ("compile_pattern",),
    "core.rule": ("Context", "NoOptions", "rule"),
    "core.subjects": ("CheckedLink",),
    "roadmap.nodes": ("Document", "Heading", "Link", "Resource", "Section", "Topic"),
    "roadmap.project_index": ("Project",),
    "text.edit": ("Edit",),
    "text.source": ("Location", "Source", "Span"),
}  # fmt: skip
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


if not TYPE_CHECKING:  # a type checker shall know the names above and no others

    def __getattr__(name: str) -> object:
        """A public name, imported now."""
        module = _MODULE_OF.get(name)
        if module is None:
            raise AttributeError(f"module 'roadmaplint' has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(f"roadmaplint.{module}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """The public names."""
    return __all__
