"""Topic keys: what is one topic and what is not."""

from __future__ import annotations

import pytest

from roadmaplint.roadmap.topics.keys import (
    NO_KEY,
    Vocabulary,
    compatible,
    is_series,
    topic_key,
    weak_key,
    weakly_equal,
)

VOCABULARY = Vocabulary({"knn": ("knearest", "neighbor"), "llm": ("large", "language", "model")})


def same(one: str, other: str, lang: str = "en") -> bool:
    left, right = topic_key(one, VOCABULARY, lang), topic_key(other, VOCABULARY, lang)
    return NO_KEY not in {left, right} and (left.form == right.form or left.glued == right.glued)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hash Tables", "hash table"),
        ("K Means", "KMeans"),
        ("K-Means", "k means"),
        ("Feature Engineering & Feature Selection", "Feature Selection & Engineering"),
        ("Graph Traversal", "Traversal of Graphs"),
        ("KNN", "k-Nearest Neighbours"),
        ("Prompting LLMs", "Prompting Large Language Models"),
        ("Data Pre-processing", "data preprocessing"),
        ("Visualisation of Trees", "Tree Visualization"),
        ("Java Script", "JavaScript"),
        ("Parameter Efficient Tuning (PET)", "Parameter Efficient Tuning"),
        ("Trees (Binary)", "Binary trees"),
        ("Evaluation Metrics", "evaluation metric"),
        ("Dijkstra's algorithm", "Dijkstra algorithm"),
        ("Кодовые базы", "кодовая база"),
        ("Матрицы и векторы", "Векторы и матрицы"),
        ("算法的设计", "算法设计"),
        ("Python 网络编程", "Python网络编程"),
        ("Matrices", "Matrix"),
        ("Front end testing", "Frontend testing"),
        ("Node.js", "NodeJS"),
    ],
)
def test_spellings_of_one_topic_share_a_key(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Training and Optimization", "Training optimization"),
        ("Speech to Text", "Text to Speech"),
        ("HTTP", "HTTPS"),
        ("C", "C++"),
        ("C#", "C++"),
        ("3 Way Radix Quicksort", "Radix Quicksort"),
        (".NET", "Net"),
        ("DFS (recursive)", "DFS (iterative)"),
        ("Calculus I", "Calculus II"),
        ("Supervised Learning", "Unsupervised Learning"),
        ("Обучение с учителем", "Обучение без учителя"),
        ("线性回归", "逻辑回归"),
        ("C4.5", "C5.0"),
        ("Part A", "Part B"),
        ("Windows", "Window"),
    ],
)
def test_different_topics_differ(one: str, other: str) -> None:
    assert not same(one, other)


def test_languages_have_their_own_plurals() -> None:
    assert same("Redes neuronales", "Red neuronal", "es")
    assert same("Funções", "Função", "pt")
    assert same("Réseaux", "Réseau", "fr")


def test_sentences_and_empty_texts_have_no_key() -> None:
    assert topic_key("") == NO_KEY
    assert topic_key("— ! —") == NO_KEY
    assert topic_key("word " * 15 + "end") == NO_KEY
    assert topic_key("x" * 500) == NO_KEY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hash tables basics", "Hash Tables"),
        ("Testing hypotheses", "Hypothesis tests"),
        ("One-way and two-way mirrors", "Mirror"),
        ("Graph search for large maps", "Graph search for large maps analysis"),
    ],
)
def test_weak_keys_drop_filler(one: str, other: str) -> None:
    assert weakly_equal(weak_key(one), weak_key(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Advanced RAG", "RAG"),
        ("Python basics", "Python"),
        ("L1 loss", "L2 loss"),
        ("Search tree basics", "Search tree algorithms"),
        ("", ""),
    ],
)
def test_weak_keys_keep_what_matters(one: str, other: str) -> None:
    assert not weakly_equal(weak_key(one), weak_key(other))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Lecture 13", "Lecture 14", False),
        ("Type I error", "Type II error", False),
        ("Supervised", "Unsupervised", False),
        ("Direct injection", "Indirect injection", False),
        ("Beginner math", "Advanced math", False),
        ("C tutorial", "C++ tutorial", False),
        ("Plotly charts", "Ploty charts", True),
    ],
)
def test_guards(one: str, other: str, expected: bool) -> None:
    assert compatible(one, other) is expected

    assert is_series("Sorting, part 2")
    assert is_series("Calculus II")
    assert not is_series("Part-time work")
