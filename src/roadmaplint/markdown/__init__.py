"""Markdown room: the only place that knows a parser; hands on our own tokens with exact places."""
