"""Topics: where they are named and which of them are one."""
