"""Structure that a text has lost, found again."""
