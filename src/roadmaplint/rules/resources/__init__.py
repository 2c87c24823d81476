"""Rules of the group resources."""
