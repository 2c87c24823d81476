"""Rules of group meta: suppressions, limits and the run itself."""
