"""Concept packs: TOML data that says which names and acronyms mean one thing."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from roadmaplint import data
from roadmaplint.roadmap.topics.acronyms import acronym_token
from roadmaplint.roadmap.topics.keys import NO_KEY, Vocabulary, topic_key
from roadmaplint.roadmap.topics.tokens import content_tokens

#: Codes of the languages that a concept may have names in.
LANGUAGES = ("en", "ru", "zh", "es", "pt", "fr", "de", "it", "tr")


class Concept(Struct, frozen=True):
    """One thing to learn: its names by language, acronyms, and ids that it must not equal."""

    id: str
    names: tuple[tuple[str, str], ...]
    acronyms: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


def parse_pack(text: str) -> tuple[Concept, ...]:
    """The concepts of a pack's TOML text.

    Raises ValueError for text that is no TOML, entries without `id` and a name, and ids that
    stand twice.
    """
    entries = tomllib.loads(text).get("concept", [])
    concepts = tuple(_concept(entry) for entry in entries)
    seen: set[str] = set()
    for concept in concepts:
        if concept.id in seen:
            raise ValueError(f"the concept {concept.id!r} stands twice")
        seen.add(concept.id)
    return concepts


def _concept(entry: Mapping[str, object]) -> Concept:
    names = tuple((lang, name) for lang in LANGUAGES for name in _texts(entry, lang))
    identity = entry.get("id")
    if not isinstance(identity, str) or not names:
        raise ValueError(f"a concept needs an id and at least one name: {dict(entry)!r}")
    return Concept(identity, names, _texts(entry, "acr"), _texts(entry, "never"))


def _texts(entry: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = entry.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{name} of the concept {entry.get('id')!r} must be a list of texts")
    return tuple(value)


def with_concepts(base: Vocabulary, concepts: Iterable[Concept]) -> Vocabulary:
    """`base` with further concepts on top.

    A concept of which `base` knows a name adds its other names to that one. An acronym that `base`
    reads otherwise takes the new meaning. Raises ValueError if a concept joins two of `base`, or
    two concepts share a name.
    """
    concepts = tuple(concepts)
    long_forms = {
        token: content_tokens(concept.names[0][1], concept.names[0][0])
        for concept in concepts
        for token in map(acronym_token, concept.acronyms)
        if token
    }
    bare = Vocabulary(_with_long_forms(base.acronyms, long_forms))
    known = set(base.aliases.values())
    aliases = dict(base.aliases)
    owners: dict[str, str] = {}
    for concept in concepts:
        forms = _forms(concept, bare)
        own = _home(concept, forms, base.aliases, known)
        for form, name in forms.items():
            if owners.setdefault(form, concept.id) != concept.id:
                raise ValueError(f"{name!r} belongs to {owners[form]!r} and to {concept.id!r}")
            aliases[form] = own
        aliases.pop(own, None)
    return Vocabulary(bare.acronyms, aliases)


def _forms(concept: Concept, bare: Vocabulary) -> dict[str, str]:
    """The forms of all names and of short forms that are no single token, the own form first."""
    short = (("en", acronym) for acronym in concept.acronyms if not acronym_token(acronym))
    forms: dict[str, str] = {}
    for lang, name in (*concept.names, *short):
        for form in topic_key(name, bare, lang):
            forms.setdefault(form, name)
    forms.pop("", None)
    return forms


def _home(
    concept: Concept, forms: Mapping[str, str], aliases: Mapping[str, str], known: set[str]
) -> str:
    """The form that stands for the concept: that of the one it extends, else its own."""
    found = {aliases.get(form, form if form in known else "") for form in forms} - {""}
    if len(found) > 1:
        raise ValueError(f"{concept.id!r} joins two known concepts: {' and '.join(sorted(found))}")
    if not found and not forms:
        raise ValueError(f"the names of {concept.id!r} hold no words")
    return next(iter(found or forms))


def _with_long_forms(
    base: Mapping[str, tuple[str, ...]], own: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Acronyms with further ones; those inside a long form are spelt out, one level deep."""
    known = {**base, **own}
    spelt = {
        short: tuple(
            part
            for word in long
            for part in (known.get(word, (word,)) if word != short else (word,))
        )
        for short, long in own.items()
    }
    return {**base, **spelt}


def with_acronyms(base: Vocabulary, acronyms: Mapping[str, tuple[str, ...]]) -> Vocabulary:
    """`base` with a document's own acronyms on top.

    An acronym that the document defines otherwise than `base` takes the document's meaning.
    """
    if not acronyms:
        return base
    return Vocabulary(_with_long_forms(base.acronyms, acronyms), base.aliases)


def dump_vocabulary(vocabulary: Vocabulary) -> str:
    """A vocabulary as JSON, the same text for the same content."""
    acronyms = {short: " ".join(words) for short, words in vocabulary.acronyms.items()}
    content = {"acronyms": acronyms, "aliases": dict(vocabulary.aliases)}
    return json.dumps(content, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def load_vocabulary(text: str) -> Vocabulary:
    """The vocabulary that `dump_vocabulary` wrote. Raises ValueError for text that is no JSON."""
    content = json.loads(text)
    acronyms = {short: tuple(words.split()) for short, words in content["acronyms"].items()}
    return Vocabulary(acronyms, content["aliases"])


def with_equal_names(base: Vocabulary, lines: Iterable[str], lang: str = "en") -> Vocabulary:
    """`base` with names that a project counts as one, each line `first name = other = other`.

    Lines without two names are left out.
    """
    aliases = dict(base.aliases)
    for line in lines:
        forms = [topic_key(name, base, lang) for name in line.split("=")]
        first, *others = [key for key in forms if key.form] or [NO_KEY]
        for key in others:
            aliases |= {key.form: first.form, key.glued: first.form}
        aliases.pop(first.form, None)
    return Vocabulary(base.acronyms, aliases)


#: Packs are few and the same for all files of a run.
_KEPT = 8


@lru_cache(_KEPT)
def vocabulary(packs: tuple[str, ...] = ()) -> Vocabulary:
    """Concepts with their names and acronyms (rules/packs/concepts.toml, compiled).

    `packs` are the texts of the project's own packs, later ones on top. Raises ValueError where
    they contradict each other.
    """
    if not packs:
        return load_vocabulary(data.pack_text("concepts.json"))
    return with_concepts(vocabulary(), (one for text in packs for one in parse_pack(text)))


@lru_cache(_KEPT)
def names(packs: tuple[str, ...] = ()) -> Mapping[str, str]:
    """Names as their makers write them, by case-folded form (rules/packs/terms.toml)."""
    texts = (data.pack_text("terms.toml"), *packs)
    found = (name for text in texts for name in tomllib.loads(text).get("names", []))
    return {name.casefold(): name for name in found}


class Retired(Struct, frozen=True):
    """A product that was closed, renamed or replaced: see rules/packs/retired.toml."""

    since: str
    what: str
    use: str
    source: str


@lru_cache(_KEPT)
def retired(packs: tuple[str, ...] = ()) -> Mapping[str, Retired]:
    """Retired products by the names that lists give them (rules/packs/retired.toml)."""
    texts = (data.pack_text("retired.toml"), *packs)
    return {
        name: Retired(entry["since"], entry["what"], entry.get("use", ""), entry["source"])
        for text in texts
        for entry in tomllib.loads(text).get("retired", [])
        for name in entry["names"]
    }
