"""Rules for curricula in tables."""
