"""Concept packs: what they say, what they refuse, and the shipped pack itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadmaplint.roadmap.topics.keys import NO_WORDS, topic_key
from roadmaplint.roadmap.topics.vocabulary import (
    Concept,
    dump_vocabulary,
    load_vocabulary,
    parse_pack,
    with_acronyms,
    with_concepts,
    with_equal_names,
)

PACK = Path(__file__).parents[3] / "rules" / "packs" / "concepts.toml"
CONCEPTS = parse_pack(PACK.read_text("utf-8"))
VOCABULARY = with_concepts(NO_WORDS, CONCEPTS)
BY_ID = {concept.id: concept for concept in CONCEPTS}


def forms(concept: Concept) -> set[str]:
    names = {topic_key(name, VOCABULARY, lang).form for lang, name in concept.names}
    return names | {topic_key(acronym, VOCABULARY).form for acronym in concept.acronyms}


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda c: c.id)
def test_all_names_of_a_concept_are_one_topic(concept: Concept) -> None:
    assert len(forms(concept)) == 1


@pytest.mark.parametrize("concept", [c for c in CONCEPTS if c.never], ids=lambda c: c.id)
def test_look_alikes_stay_apart(concept: Concept) -> None:
    for other in concept.never:
        assert not forms(concept) & forms(BY_ID[other])


def test_an_alias_in_two_concepts_is_refused() -> None:
    text = '[[concept]]\nid="a"\nen=["Red tree"]\n[[concept]]\nid="b"\nen=["Tree, red"]\n'
    with pytest.raises(ValueError, match="belongs to 'a'"):
        with_concepts(NO_WORDS, parse_pack(text))


@pytest.mark.parametrize(
    "text",
    ["[[concept]]\nid='a'", "[[concept]]\nen=['x']", "[[concept]]\nid='a'\nen='x'", "= broken"],
)
def test_broken_packs_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - tomllib's own message counts too
        parse_pack(text)


def test_an_id_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        parse_pack('[[concept]]\nid="a"\nen=["x"]\n[[concept]]\nid="a"\nen=["y"]\n')


def test_a_document_overrules_the_pack() -> None:
    own = with_acronyms(VOCABULARY, {"knn": ("kernel", "neighbor", "net")})
    assert topic_key("KNN", own).form != topic_key("KNN", VOCABULARY).form
    assert with_acronyms(VOCABULARY, {}) is VOCABULARY


def test_the_compiled_pack_is_fresh() -> None:
    compiled = PACK.with_suffix(".json").read_text("utf-8")
    assert compiled == dump_vocabulary(VOCABULARY)
    assert load_vocabulary(compiled) == VOCABULARY


def test_a_project_may_add_names() -> None:
    own = with_equal_names(VOCABULARY, ["Crop rotation = Three-field system", "alone", "="])
    one, other = topic_key("Crop Rotation", own), topic_key("three field systems", own)
    assert one.form == other.form
    assert topic_key("alone", own) == topic_key("alone", VOCABULARY)


def own_pack(*entries: str) -> str:
    return "\n".join(f"[[concept]]\n{entry}" for entry in entries)


def test_a_new_concept_joins_its_names_and_acronym() -> None:
    text = own_pack('id="rof"\nen=["Root overflow", "Overfull roots"]\nacr=["ROF"]')
    words = with_concepts(VOCABULARY, parse_pack(text))
    names = ("Root overflow", "overfull root", "ROF", "Root Overflow (ROF)")
    assert len({topic_key(name, words).form for name in names}) == 1
    assert topic_key("KNN", words) == topic_key("KNN", VOCABULARY)


def test_a_known_name_extends_the_known_concept() -> None:
    text = own_pack('id="mine"\nen=["Closest friends method", "K-nearest neighbours"]')
    words = with_concepts(VOCABULARY, parse_pack(text))
    assert topic_key("Closest friends method", words).form == topic_key("KNN", words).form


def test_an_acronym_takes_the_projects_meaning() -> None:
    text = own_pack('id="rnn"\nen=["Root nourishing network"]\nacr=["RNN"]')
    words = with_concepts(VOCABULARY, parse_pack(text))
    assert topic_key("RNN", words).form == topic_key("Root nourishing network", words).form


@pytest.mark.parametrize(
    ("entries", "complaint"),
    [
        (('id="a"\nen=["Red tree"]', 'id="b"\nen=["tree, red"]'), "belongs to 'a' and to 'b'"),
        (('id="a"\nen=["New name", "KNN", "CNN"]',), "joins two known concepts"),
        (('id="a"\nen=["!!"]',), "hold no words"),
    ],
)
def test_packs_that_contradict_are_refused(entries: tuple[str, ...], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        with_concepts(VOCABULARY, parse_pack(own_pack(*entries)))
