"""The language of a text and the order of its titles."""
