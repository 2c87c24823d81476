"""Benchmarks: roadmaplint and its peers on the same inputs, in turn, in one run."""
