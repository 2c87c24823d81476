"""Rules about the outline of a document: titles, levels, numbers, contents, lost structure."""
