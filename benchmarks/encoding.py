"""Speed of the search for damaged characters on clean text, in megabytes a second.

Usage: python benchmarks/encoding.py [FILE …]; without files on made text of four languages.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from roadmaplint.text.mojibake.find import find_damage

WORDS = {
    "English": "learn the basics of graphs trees and queues before you build a small project",
    "Russian": "изучите основы графов деревьев и очередей прежде чем строить небольшой проект её",
    "French": "étudiez les bases des graphes là où l’élève réfléchit à ses étapes déjà vues",
    "Chinese": "学习 图论 基础 树结构 队列 之前 构建 一个 小型 项目 并且 复习 线性代数",
}
LINES = 20_000


def made(words: str) -> str:
    """A list of made sentences; the same words in ever new orders."""
    source = random.Random(7)  # noqa: S311 - reproducible, not secret
    pool = words.split(" ")
    return "".join(f"- {' '.join(source.choices(pool, k=10))}.\n" for _ in range(LINES))


def measure(name: str, text: str) -> None:
    """Print one row; the model and the tables are loaded before."""
    size = len(text.encode("utf-8")) / 1e6
    start = time.process_time()
    found = find_damage(text)
    seconds = max(time.process_time() - start, 1e-9)
    print(f"{name:32} {size:6.2f} MB {size / seconds:9.1f} MB/s, {len(found)} places")


def main() -> None:
    """Measure the files named, or made text."""
    find_damage("Ð¿Ð»Ð°Ð½ 馃殌")
    if len(sys.argv) > 1:
        for name in sys.argv[1:]:
            measure(name, Path(name).read_text("utf-8", "surrogateescape"))
        return
    for name, words in WORDS.items():
        measure(name, made(words))
    for factor in (1, 2, 4):
        measure(f"Russian, {factor} times", made(WORDS["Russian"]) * factor)


if __name__ == "__main__":
    main()
