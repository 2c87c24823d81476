"""Former names of the public API, kept for rules written for them; see roadmaplint itself."""
