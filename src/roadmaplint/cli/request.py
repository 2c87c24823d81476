"""Parsed arguments to typed requests: below this room nobody sees argparse."""

from __future__ import annotations

import argparse
from typing import Any

from roadmaplint.core.finding import Safety
from roadmaplint.run.request import CheckRequest, FilesRequest, LinksRequest, Overrides


def overrides_from(options: argparse.Namespace, **more: Any) -> Overrides:
    """The settings that the arguments of any command name; `more` win over them."""
    names = Overrides.__struct_fields__
    given = {name: v for name in names if (v := getattr(options, name, None)) is not None}
    return Overrides(**{**given, **more})


def files_request(options: argparse.Namespace) -> FilesRequest:
    """The files and settings that any command is about."""
    return FilesRequest(**_files(options))


def check_request(options: argparse.Namespace) -> CheckRequest:
    """What `check` is asked to do."""
    repairs = options.fix or options.fix_only or options.diff
    threshold = Safety.UNSAFE if options.unsafe_fixes else Safety.SAFE
    return CheckRequest(
        **_files(options),
        fix=threshold if repairs else None,
        write=not options.diff,
        links=options.links,
        write_baseline=options.write_baseline,
    )


def links_request(options: argparse.Namespace) -> LinksRequest:
    """What `links` is asked to do."""
    return LinksRequest(**_files(options), shard=options.shard, ask=not options.dump)


def _files(options: argparse.Namespace) -> dict[str, Any]:
    return {
        "paths": tuple(options.paths or ["."]),
        "overrides": overrides_from(options),
        "changed": getattr(options, "changed", False),
        "changed_since": getattr(options, "changed_since", None),
        "jobs": options.jobs or None,
    }
