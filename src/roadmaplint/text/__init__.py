"""Text room: source text with exact places, bytes to text and back, edits. Pure."""
