"""Sets a repository up: which profile fits, what settings of other tools mean, what to write."""
