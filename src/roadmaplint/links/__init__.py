"""Links room: what a link points at, whether it lives, and how to ask politely."""
