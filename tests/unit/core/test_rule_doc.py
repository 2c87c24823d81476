"""Cards: head, sections, examples, and one clear line for what is wrong."""

from __future__ import annotations

import pytest

from roadmaplint.core.finding import Safety, Severity
from roadmaplint.core.rule_doc import CardError, CardFile, read_card, unescape
from roadmaplint.core.subjects import Rewrite

HEAD = """# stray-word

A word that
stands alone.

```toml
code = "TOP123"
aliases = ["MD024"]
severity = "warning"
default = true
fix = "unsafe"
touches = ["text", "links"]

[options]
words = "The words."
```
"""
BAD = """
## Why

Because.

## Bad

"""
GOOD = """
## Good

```markdown
fine
```
"""


def card(bad: str = "", head: str = HEAD, good: str = GOOD) -> CardFile:
    return read_card(head + BAD + bad + good, "rules/topics/stray-word.md")


def test_the_head() -> None:
    found = card().card
    assert (found.name, found.group, found.code) == ("stray-word", "topics", "TOP123")
    assert found.summary == "A word that stands alone."
    assert found.severity is Severity.WARNING
    assert found.default
    assert found.fix is Safety.UNSAFE
    assert found.aliases == ("MD024",)
    assert found.touches == {"text", "links"}
    assert found.options == (("words", "The words."),)


def test_sections_keep_their_text() -> None:
    assert card().sections["Why"] == "Because."
    assert list(card().sections) == ["", "Why", "Bad", "Good"]


def test_an_example_with_everything() -> None:
    bad = """```toml
words = ["x"]
```

````markdown name=docs/a.md files=b.md,c.png other
```
x
```
````

```expect
2:1-2:2 error a message: with 3 words
4:5
```

```fixed suggestion no-final-newline
y
```
"""
    example = card(bad).examples[0]
    assert example.options == {"words": ["x"]}
    (file,) = example.files
    assert (file.path, file.text) == ("docs/a.md", "```\nx\n```\n")
    assert file.others == ("b.md", "c.png")
    assert not file.is_roadmap
    assert example.expected is not None
    first, second = example.expected
    assert (first.start, first.end) == ((2, 1), (2, 2))
    assert first.severity is Severity.ERROR
    assert first.message == "a message: with 3 words"
    assert (second.start, second.end, second.severity) == ((4, 5), None, None)
    assert (example.fixed, example.threshold) == ("y", Safety.SUGGESTION)


def test_a_project_of_files() -> None:
    bad = """```markdown name=a.md project
one
```

```markdown name=b/c.md project
two
```

```expect
b/c.md:1:1 two
```
"""
    example = card(bad).examples[0]
    assert example.is_project
    assert [file.path for file in example.files] == ["a.md", "b/c.md"]
    assert example.expected is not None
    assert example.expected[0].path == "b/c.md"


def test_verdicts() -> None:
    bad = """```verdicts
https://a.example/ moved 200 permanently -> https://b.example/ unsafe
https://c.example/ insecure - expired
```

```markdown
[a](https://a.example/)
```

```expect
1:5
```
"""
    first, second = card(bad).examples[0].verdicts
    assert (first.url, first.outcome, first.status) == ("https://a.example/", "moved", 200)
    assert (first.reason, first.final) == ("permanently", "https://b.example/")
    assert first.hops[0].url == "https://b.example/"
    assert first.rewrite == Rewrite("https://b.example/", Safety.UNSAFE)
    assert second.rewrite is None
    assert (second.status, second.final, second.hops) == (None, None, ())


def test_good_examples_expect_nothing() -> None:
    (example,) = card().examples
    assert example.expected is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (r"a\x00b", "a\x00b"),
        (r"\uf8ff", "\uf8ff"),
        (r"\U0001f600", "\U0001f600"),
        (r"\udc80", "\udc80"),
        (r"\r\n\t\f", "\r\n\t\f"),
        (r"\\n", "\\n"),
        (r"ä\xe4", "ää"),
        (r"\q", "\\q"),
    ],
)
def test_escapes(text: str, meant: str) -> None:
    assert unescape(text) == meant


@pytest.mark.parametrize(
    ("head", "line", "words"),
    [
        (HEAD.replace("# stray-word", "# Stray"), 1, "first line"),
        (HEAD.replace("A word that\nstands alone.\n", ""), 3, "a sentence"),
        (HEAD.replace("```toml", "```yaml"), 5, "toml block"),
        (HEAD.replace("TOP123", "ENC123"), 6, "TOP and three digits"),
        (HEAD.replace("aliases", "alias"), 6, "unknown key 'alias'"),
        (HEAD.replace('severity = "warning"\n', ""), 6, "missing key 'severity'"),
        (HEAD.replace('"warning"', '"bad"'), 6, "severity 'bad'"),
        (HEAD.replace('"unsafe"', '"never"'), 6, "fix 'never'"),
        (HEAD.replace('"links"', '"moon"'), 6, "touches may name"),
        (HEAD.replace("default = true", "default = "), 6, "value"),
        (HEAD.replace("```\n", ""), 6, "never closed"),
    ],
)
def test_what_is_wrong_in_the_head(head: str, line: int, words: str) -> None:
    with pytest.raises(CardError, match=rf"^rules/topics/stray-word\.md:{line}: .*{words}"):
        read_card(head, "rules/topics/stray-word.md")


@pytest.mark.parametrize(
    ("bad", "line", "words"),
    [
        ("```markdown\nx\n```\n", 0, "needs an expect"),
        ("```expect\n1:1\n```\n", 0, "belongs to no example"),
        ("```markdown\nx\n```\n\n```expect\nhere\n```\n", 5, "LINE:COLUMN"),
        ("```toml\nx = \n```\n\n```markdown\nx\n```\n", 0, "value"),
        ("```verdicts\nx\n```\n\n```markdown\nx\n```\n", 1, "URL OUTCOME"),
        ("```verdicts\nx lost - y\n```\n\n```markdown\nx\n```\n", 1, "URL OUTCOME"),
        ("```toml\nx = 1\n```\n", 0, "belongs to no example"),
        ("## Why\n", 0, "second section"),
    ],
)
def test_what_is_wrong_in_examples(bad: str, line: int, words: str) -> None:
    line += (HEAD + BAD).count("\n") + 1
    with pytest.raises(CardError, match=rf":{line}: .*{words}"):
        card(bad)


def test_a_card_of_no_group() -> None:
    with pytest.raises(CardError, match="no group 'moon'"):
        read_card(HEAD, "rules/moon/stray-word.md")


def test_a_good_example_must_not_expect() -> None:
    good = "\n## Good\n\n```markdown\nx\n```\n\n```expect\n1:1\n```\n"
    with pytest.raises(CardError, match="must have none"):
        card(good=good)
