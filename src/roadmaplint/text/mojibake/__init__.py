"""Mojibake: text that was decoded with the wrong character set, and how to undo it."""

from roadmaplint.text.mojibake.damage import Confidence, Damage, Kind
from roadmaplint.text.mojibake.find import find_damage

__all__ = ["Confidence", "Damage", "Kind", "find_damage"]
