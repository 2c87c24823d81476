"""Rules for lists of free books."""
