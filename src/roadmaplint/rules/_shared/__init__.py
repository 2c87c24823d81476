"""Shared parts of rules: used by two or more of them."""
