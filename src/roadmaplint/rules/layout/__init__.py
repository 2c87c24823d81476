"""Rules about how Markdown is written down: spaces, markers, indents, tables, tags."""
