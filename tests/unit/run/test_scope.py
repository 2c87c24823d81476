"""Which links of a run are looked at."""

from __future__ import annotations

import pytest

from roadmaplint.errors import UsageError
from roadmaplint.roadmap.nodes import Link
from roadmaplint.run.git_changes import Changes
from roadmaplint.run.link_check import Scope, Shard, shard_from
from roadmaplint.text.source import Span


def link(target: str) -> Link:
    return Link("link", Span(0, 1), target, Span(0, 1), "text")


@pytest.mark.parametrize("text", ["1/1", "2/5", "5/5"])
def test_shards_as_written(text: str) -> None:
    assert "/".join(map(str, shard_from(text))) == text


@pytest.mark.parametrize("text", ["", "/", "0/2", "3/2", "1/", "/2", "a/b", "1/2/3", "١/٢", "-1/2"])
def test_what_is_no_shard(text: str) -> None:
    with pytest.raises(UsageError, match="2/5"):
        shard_from(text)


def test_every_link_is_in_one_shard_and_hosts_stay_together() -> None:
    hosts = [f"host{n}.example" for n in range(50)]
    links = [link(f"https://{host}/{path}") for host in hosts for path in "ab"]
    links += [link("#part"), link("a.md"), link("mailto:a@b.example"), link("https://")]
    scopes = [Scope(shard=Shard(number, 3)) for number in (1, 2, 3)]
    for one in links:
        assert sum(scope.holds("a.md", one) for scope in scopes) == 1
    for a, b in zip(links[:100:2], links[1:100:2], strict=True):
        assert [s.holds("a.md", a) for s in scopes] == [s.holds("a.md", b) for s in scopes]
    assert all(any(scope.holds("a.md", one) for one in links[:100]) for scope in scopes)


def test_links_that_a_change_added() -> None:
    changes = Changes(
        frozenset({"a.md"}), frozenset({"https://a.example/"}), frozenset({("a.md", "b.md")})
    )
    scope = Scope(changes)
    assert not scope.holds("a.md", link("https://a.example/"))
    assert scope.holds("a.md", link("https://a.example/new"))
    assert not scope.holds("a.md", link("b.md"))
    assert scope.holds("c.md", link("b.md"))
