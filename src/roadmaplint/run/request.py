"""What is asked of a run: typed values that the command line and scripts make, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from roadmaplint.core.finding import Safety


class Overrides(Struct, frozen=True, kw_only=True):
    """Settings given for one run; they win over configuration files. None: not given.

    Lists of rules hold names, codes and groups; paths are relative to the current folder. The
    values from `timeout` on are those of the link checker, in seconds, days or numbers of requests.
    """

    config: str | None = None
    isolated: bool = False
    profile: str | None = None
    select: list[str] | None = None
    ignore: list[str] | None = None
    extend_select: list[str] | None = None
    fixable: list[str] | None = None
    unfixable: list[str] | None = None
    cross_file: bool = False
    allow_local_rules: bool = False
    include: list[str] | None = None
    exclude: list[str] | None = None
    extend_exclude: list[str] | None = None
    no_exclude: bool = False
    baseline: str | None = None
    schema: str | None = None
    cache_dir: str | None = None
    no_cache: bool = False
    output_format: str | None = None
    fail_on: str | None = None
    min_severity: str | None = None
    timeout: float | None = None
    max_time: float | None = None
    max_retries: int | None = None
    max_concurrency: int | None = None
    host_concurrency: int | None = None
    host_request_interval: float | None = None
    max_cache_age: float | None = None
    accept: list[str] | None = None
    exclude_url: list[str] | None = None
    allow_address: list[str] | None = None
    suggest_archive: bool | None = None

    def given(self) -> Mapping[str, Any]:
        """Those that are given, by name."""
        return {
            name: value
            for name, value in asdict(self).items()
            if value is not None and value is not False
        }


class FilesRequest(Struct, frozen=True, kw_only=True):
    """Which files a run is about: all below `paths`, or those of them that git says have changed.

    `changed_since` names a commit; with `changed` alone it is the last one.
    """

    paths: tuple[str, ...] = (".",)
    overrides: Overrides = Overrides()
    changed: bool = False
    changed_since: str | None = None
    #: Processes; None decides by the amount of work.
    jobs: int | None = None


class CheckRequest(FilesRequest, frozen=True, kw_only=True):
    """What `check` and `fix` are to do.

    `fix` is the safety that repairs must reach, None for no repair; they are written with `write`,
    else only kept for a diff. With `links` the web is asked, too.
    """

    fix: Safety | None = None
    write: bool = False
    links: bool = False
    write_baseline: bool = False


class LinksRequest(FilesRequest, frozen=True, kw_only=True):
    """What `links` is to do: `shard` such as `2/5` takes a part, `ask` False only lists."""

    shard: str | None = None
    ask: bool = True
