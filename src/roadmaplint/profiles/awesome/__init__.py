"""Rules for awesome lists."""
