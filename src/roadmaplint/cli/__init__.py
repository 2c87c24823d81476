"""Command line: the door to the terminal. Arguments in, streams and exit codes out."""
