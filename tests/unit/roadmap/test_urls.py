"""Canonical addresses: what is one thing behind two spellings."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roadmaplint.roadmap.urls import canonical_url, host_matches, host_of, is_tracking


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.example.org/", "https://example.org"),
        ("https://example.org:443/a/", "//EXAMPLE.org/a"),
        ("http://example.org:80/a//b", "http://example.org/a/b"),
        ("https://example.org/a/index.html", "https://example.org/a"),
        ("https://example.org/%7euser", "https://example.org/~user"),
        ("https://example.org/?b=2&a=1&utm_source=x", "https://example.org/?a=1&b=2"),
        ("https://example.org/a#part", "https://example.org/a"),
        ("https://m.example.org/a", "https://example.org/a"),
        (
            "https://youtu.be/abcdefghijk?si=zz",
            "https://www.youtube.com/watch?v=abcdefghijk&list=PL1",
        ),
        ("https://www.youtube.com/embed/abcdefghijk", "https://m.youtube.com/watch?v=abcdefghijk"),
        (
            "https://youtube.com/playlist?list=PLxyz&si=q",
            "https://www.youtube.com/playlist?list=PLxyz",
        ),
        ("https://arxiv.org/abs/1234.56789v2", "http://arxiv.org/pdf/1234.56789.pdf"),
        (
            "https://www.amazon.de/Some-Book/dp/0123456789/ref=sr_1_1",
            "https://amazon.com/dp/0123456789?tag=x",
        ),
        ("https://openlibrary.org/isbn/978-0-8044-2957-3", "https://example.org/ISBN/080442957x/"),
        ("https://example.org/book?isbn=9780123456786&p=1", "https://amazon.com/dp/0123456789"),
        ("https://dx.doi.org/10.1000/ABC", "https://doi.org/10.1000/abc"),
        ("https://github.com/Own/Repo.git", "https://github.com/own/repo/tree/main"),
        ("https://github.com/own/repo#readme", "https://github.com/own/repo/blob/master/README.md"),
        (
            "https://web.archive.org/web/20200101000000/https://example.org/a",
            "http://example.org/a",
        ),
    ],
)
def test_spellings_of_one_address(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/A", "https://example.org/a"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/#/one", "https://example.org/#/two"),
        ("https://example.org/?id=1", "https://example.org/?id=2"),
        ("https://example.org:8080/", "https://example.org/"),
        ("https://youtu.be/abcdefghijk?t=10", "https://youtu.be/abcdefghijk?t=900"),
        ("https://github.com/own/repo/tree/main/docs", "https://github.com/own/repo"),
        ("https://github.com/own", "https://github.com/other"),
        ("https://team.example.com/x", "https://teaexample.com/x"),
        ("https://arxiv.org/abs/1234.56789", "https://arxiv.org/abs/1234.56780"),
    ],
)
def test_different_addresses(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "text", ["", "mailto:a@b.c", "docs/a.md", "#part", "ftp://x.y/z", "https://"]
)
def test_what_is_no_web_address(text: str) -> None:
    assert canonical_url(text) is None


def test_hosts() -> None:
    assert host_of("https://user@www.Example.org:8080/x") == "example.org"
    assert host_of("https://team.www.example.org") == "team.www.example.org"
    assert host_of("docs/x.md") == ""
    assert host_matches("a.example.org", "example.org")
    assert not host_matches("badexample.org", "example.org")


def test_tracking_depends_on_the_host() -> None:
    assert is_tracking("example.org", "utm_medium")
    assert is_tracking("amazon.co.uk", "tag")
    assert not is_tracking("example.org", "tag")
    assert is_tracking("youtube.com", "si")
    assert not is_tracking("example.org", "si")


@given(st.text())
def test_never_raises(text: str) -> None:
    canonical_url(text)
    canonical_url("https://" + text)


@given(st.text(alphabet="abc/.?=&#%7eE-_~:@"))
@example("?7&=")
def test_canonical_form_is_stable(rest: str) -> None:
    found = canonical_url("https://example.org/" + rest)
    assert found is not None
    assert canonical_url("https://" + found) == found


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/isbn/0123456788",
        "https://example.org/isbn/9780123456780",
        "https://example.org/isbn/9790123456786",
        "https://example.org/isbn/012345678",
        "https://example.org/isbn/01234567890123",
    ],
)
def test_a_number_that_is_no_isbn_stays_an_address(url: str) -> None:
    assert canonical_url(url) == url.removeprefix("https://")
