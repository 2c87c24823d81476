"""Completion scripts, one module a shell, all made of the same words."""
