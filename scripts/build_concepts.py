"""Compile rules/packs/concepts.toml to concepts.json, which a run reads in a millisecond.

Usage: python scripts/build_concepts.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

from roadmaplint.roadmap.topics.keys import NO_WORDS
from roadmaplint.roadmap.topics.vocabulary import dump_vocabulary, parse_pack, with_concepts

PACKS = Path(__file__).parents[1] / "rules" / "packs"


def main(arguments: list[str]) -> int:
    """Write the compiled pack; with --check only say whether it is fresh (exit code 1 if not)."""
    concepts = parse_pack((PACKS / "concepts.toml").read_text("utf-8"))
    text = dump_vocabulary(with_concepts(NO_WORDS, concepts))
    place = PACKS / "concepts.json"
    if "--check" in arguments:
        return 0 if place.is_file() and place.read_text("utf-8") == text else 1
    place.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
