"""Rules about links: targets in files, the form of addresses, and what the web answers."""
