"""Roadmap room: the vocabulary of the domain, from tokens to a typed tree and back to JSON."""
