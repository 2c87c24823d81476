"""Mojibake: text that was decoded with the wrong character set, and how to undo it.

`find.find_damage` is the entry; it loads the language model only where a text needs it.
"""
