"""Use cases: what each command does, from settings and files to a report, without a terminal."""
