"""Concept packs: TOML data that says which names and acronyms mean one thing."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping

from msgspec import Struct

from roadmaplint.roadmap.acronyms import acronym_token
from roadmaplint.roadmap.keys import EMPTY, Vocabulary, topic_key
from roadmaplint.roadmap.terms import content_tokens

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


def vocabulary_of(concepts: Iterable[Concept]) -> Vocabulary:
    """What the concepts say of words. Raises ValueError if a name belongs to two concepts."""
    concepts = tuple(concepts)
    acronyms = {
        token: content_tokens(concept.names[0][1], concept.names[0][0])
        for concept in concepts
        for token in map(acronym_token, concept.acronyms)
        if token
    }
    acronyms = {token: _flat(token, acronyms) for token in acronyms}
    bare = Vocabulary(acronyms)
    owners: dict[str, str] = {}
    aliases: dict[str, str] = {}
    for concept in concepts:
        lang, first = concept.names[0]
        own = topic_key(first, bare, lang).form
        named = ((lang, name) for lang, name in concept.names)
        short = (("en", acronym) for acronym in concept.acronyms if not acronym_token(acronym))
        for lang, name in (*named, *short):
            for form in set(topic_key(name, bare, lang)):
                if owners.setdefault(form, concept.id) != concept.id:
                    other = owners[form]
                    raise ValueError(f"{name!r} belongs to {other!r} and to {concept.id!r}")
                aliases[form] = own
    return Vocabulary(acronyms, {form: own for form, own in aliases.items() if form != own})


def extended(base: Vocabulary, concepts: Iterable[Concept]) -> Vocabulary:
    """`base` with further concepts on top.

    A concept of which `base` knows a name adds its other names to that one. An acronym that `base`
    reads otherwise takes the new meaning. Raises ValueError if a concept joins two of `base`, or
    two concepts share a name.
    """
    concepts = tuple(concepts)
    acronyms = dict(base.acronyms)
    for concept in concepts:
        lang, first = concept.names[0]
        words = tuple(
            w for word in content_tokens(first, lang) for w in base.acronyms.get(word, (word,))
        )
        acronyms |= {token: words for token in map(acronym_token, concept.acronyms) if token}
    bare = Vocabulary(acronyms)
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
    return Vocabulary(acronyms, aliases)


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


def _flat(token: str, acronyms: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The long form with the acronyms inside it spelt out, one level deep."""
    parts = (acronyms.get(t, (t,)) if t != token else (t,) for t in acronyms[token])
    return tuple(word for part in parts for word in part)


def merged(base: Vocabulary, acronyms: Mapping[str, tuple[str, ...]]) -> Vocabulary:
    """`base` with a document's own acronyms on top.

    An acronym that the document defines otherwise than `base` takes the document's meaning.
    """
    if not acronyms:
        return base
    own = {
        short: tuple(w for word in words for w in base.acronyms.get(word, (word,)))
        for short, words in acronyms.items()
    }
    return Vocabulary({**base.acronyms, **own}, base.aliases)


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
        first, *others = [key for key in forms if key.form] or [EMPTY]
        for key in others:
            aliases |= {key.form: first.form, key.glued: first.form}
        aliases.pop(first.form, None)
    return Vocabulary(base.acronyms, aliases)
