"""Rules: one check per file, grouped as in the catalogue of cards."""
