"""What is not asked, told from the address alone."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from roadmaplint.core.subjects import Verdict
from roadmaplint.links.exclusions import Ignore, IgnoreList, Prefilter, from_lychee
from roadmaplint.links.settings import LinkSettings
from roadmaplint.links.url import Url, parse


@pytest.mark.parametrize(
    ("kind", "text", "url", "is_ignored"),
    [
        ("host", "example.org", "https://example.org/x", True),
        ("host", "example.org", "https://a.b.example.org/", True),
        ("host", "*.example.org", "https://a.example.org/", True),
        ("host", "Example.ORG", "https://EXAMPLE.org./", True),
        ("host", "example.org", "https://myexample.org/", False),
        ("host", "example.org", "https://example.org.evil.test/", False),
        ("host", "127.0.0.1", "http://127.1/", True),
        ("host", "bücher.example", "https://xn--bcher-kva.example/", True),
        ("url", "https://a.example/x", "https://a.example/x", True),
        ("url", "https://a.example/x", "https://a.example/x#part", True),
        ("url", "https://a.example/x#part", "https://a.example/x#part", True),
        ("url", "https://a.example/x#part", "https://a.example/x#other", False),
        ("url", "https://a.example/x#part", "https://a.example/x", False),
        ("url", "https://a.example/%7Ex", "https://a.example/~x", True),
        ("url", "https://a.example/x", "https://a.example/xy", False),
        ("pattern", r"\.example/x$", "https://a.example/x", True),
        ("pattern", r"^http:", "https://a.example/x", False),
    ],
)
def test_what_an_entry_means(kind: str, text: str, url: str, is_ignored: bool) -> None:
    ignored = IgnoreList([Ignore(kind, text)])  # type: ignore[arg-type]
    assert (ignored.reason(parse(url), url) is not None) == is_ignored


def test_the_reason_is_told() -> None:
    url = "https://a.example/x"
    assert (
        IgnoreList([Ignore("host", "a.example", "ours")]).reason(parse(url), url) == "ignored: ours"
    )
    assert "a.example" in str(IgnoreList([Ignore("host", "a.example")]).reason(parse(url), url))


def test_a_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(re.error):
        IgnoreList([Ignore("pattern", "(")])


@pytest.mark.parametrize(
    ("text", "patterns", "strange"),
    [
        ("", [], ()),
        ("# a comment\n\n  \n", [], ()),
        ("a\r\nb\n", ["a", "b"], ()),
        ("a\n(\nb", ["a", "b"], (2,)),
        ("x" * 3000, [], (1,)),
        ("\ufffd\n" * 3, ["\ufffd"] * 3, ()),
    ],
)
def test_lines_of_an_ignore_file(text: str, patterns: list[str], strange: tuple[int, ...]) -> None:
    found, odd = from_lychee(text)
    assert [entry.text for entry in found] == patterns
    assert odd == strange


def test_targets_are_rewritten_before_they_are_judged() -> None:
    settings = replace(
        LinkSettings(), remap=(("^https://old", "https://new"),), ignore=(Ignore("host", "old.x"),)
    )
    found = Prefilter(settings).read("https://old.x/a", 1.0)
    assert isinstance(found, Url)
    assert found.host == "new.x"


@pytest.mark.parametrize(
    ("target", "outcome"),
    [
        ("https://a.example/", "skipped"),
        ("https://b.example/", "skipped"),
        ("mailto:x@a.example", "skipped"),
        ("https://", "invalid"),
    ],
)
def test_what_needs_no_asking(target: str, outcome: str) -> None:
    settings = replace(LinkSettings(), exclude=("b.ex",), ignore=(Ignore("host", "a.example"),))
    found = Prefilter(settings).read(target, 7.0)
    assert isinstance(found, Verdict)
    assert (found.outcome, found.checked_at) == (outcome, 7.0)
