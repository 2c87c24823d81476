"""Rules for files that hold one topic of a drawn roadmap."""
