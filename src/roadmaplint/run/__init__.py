"""Runs over many files: what check, links, stats and the other commands do, without a terminal."""
