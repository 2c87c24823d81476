"""roadmaplint: a linter, link checker and fixer for learning roadmaps kept as Markdown."""

__version__ = "0.1.0"
