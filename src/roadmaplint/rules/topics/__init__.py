"""Rules of the group topics."""
