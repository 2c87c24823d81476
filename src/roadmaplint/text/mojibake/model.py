"""The language model: how surprising a text is, in nats."""

from __future__ import annotations

import json
import lzma
import pkgutil
from functools import cache

from msgspec import Struct, field

from roadmaplint.text.mojibake.classes import char_class

#: One unit of the quantised costs, in nats.
UNIT = 0.1
#: Longest text whose cost is remembered.
SHORT = 8


class Model(Struct, frozen=True):
    """Costs of a character after another: telling pairs first, else classes.

    `pairs` maps two characters to a cost; `moves` maps a class to the costs of the classes that
    follow; `inside` is the cost of a character within its class. All costs are integers in `UNIT`.
    """

    number: dict[str, int]
    moves: tuple[bytes, ...]
    unseen: tuple[int, ...]
    inside: dict[str, int]
    pairs: dict[str, int]
    other: int
    memo: dict[str, int] = field(default_factory=dict)
    short: dict[str, float] = field(default_factory=dict)

    def step(self, pair: str) -> int:
        """Cost of the second character of a pair after the first."""
        known = self.memo.get(pair)
        if known is None:
            known = self.pairs.get(pair)
            if known is None:
                two = self.number.get(char_class(pair[1]), self.other)
                move = self.moves[self.number.get(char_class(pair[0]), self.other)][two]
                known = move + self.inside.get(pair[1], self.unseen[two])
            if len(self.memo) > 200_000:
                self.memo.clear()
            self.memo[pair] = known
        return known

    def cost(self, text: str) -> float:
        """Surprise of a text in nats, its first character given."""
        if len(text) > SHORT:
            return self._sum(text)
        known = self.short.get(text)
        if known is None:
            if len(self.short) > 100_000:
                self.short.clear()
            known = self.short[text] = self._sum(text)
        return known

    def _sum(self, text: str) -> float:
        text = text.translate(_DIGITS)
        step = self.step
        return UNIT * sum([step(text[i : i + 2]) for i in range(len(text) - 1)])


_DIGITS = dict.fromkeys(map(ord, "123456789"), "0")


@cache
def model() -> Model:
    """The model shipped beside this module, read once."""
    # Part of the package like a module, and read like one.
    raw = pkgutil.get_data(__name__, "model.json.xz")
    assert raw is not None
    data = json.loads(lzma.decompress(raw))
    pairs: dict[str, int] = {}
    for head, tail, costs in zip(data["heads"], data["tails"], data["pairs"], strict=True):
        pairs.update({head + char: ord(cost) - 35 for char, cost in zip(tail, costs, strict=True)})
    number = {name: i for i, name in enumerate(data["classes"])}
    return Model(
        number=number,
        moves=tuple(bytes(ord(c) - 35 for c in row) for row in data["moves"]),
        unseen=tuple(data["unseen"]),
        inside={c: ord(q) - 35 for c, q in zip(data["chars"], data["costs"], strict=True)},
        pairs=pairs,
        other=number["unassigned"],
    )
