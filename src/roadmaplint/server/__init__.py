"""The language server: the door to editors. Messages in, diagnostics and edits out."""
