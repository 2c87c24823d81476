"""roadmaplint: a linter, link checker and fixer for learning roadmaps kept as Markdown."""
