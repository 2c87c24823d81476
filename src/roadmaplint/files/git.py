"""Asks git what has changed since a commit, and how files were then."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from roadmaplint.errors import UsageError
from roadmaplint.text.lazy import lazy

_SECONDS = 120
_OBJECT = lazy(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")
_CONTROL = lazy(r"[\x00-\x20\x7f]")
#: Nothing of a repository may start a program, ask a question or write.
_QUIET = ("-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-c", "core.pager=cat")
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
_DIFF = ("diff", "--no-ext-diff", "--no-textconv", "--no-renames", "--no-color", "-z")


class Changed(NamedTuple):
    """Paths below a folder, relative to it with `/`, that differ from an earlier commit.

    `now` exist and are new or other than they were; `before` existed then and are other or gone.
    `commit` is what they were compared with, in hex digits.
    """

    now: tuple[str, ...]
    before: tuple[str, ...]
    commit: str


def changed_since(folder: str | os.PathLike[str], ref: str | None) -> Changed:
    """What differs in the work tree from where it left `ref`; None for the last commit.

    Files that git does not track yet and does not ignore count as new. Raises UsageError without
    git, outside a repository and for a name that means no commit.
    """
    place = os.fspath(folder)
    _run(place, "rev-parse", "--git-dir")
    commit = _last(place) if ref is None else _base(place, ref)
    rows = _run(place, *_DIFF, "--name-status", "--relative", commit, "--", ".").split(b"\0")
    now, before = [], []
    for status, path in zip(rows[::2], rows[1::2], strict=False):
        name = _name(path)
        if status[:1] != b"D":
            now.append(name)
        if status[:1] != b"A":
            before.append(name)
    fresh = _run(place, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    now += [_name(path) for path in fresh.split(b"\0") if path]
    return Changed(tuple(dict.fromkeys(now)), tuple(before), commit)


def tracked_paths(folder: str | os.PathLike[str]) -> tuple[str, ...]:
    """The paths below a folder that git tracks, relative to it with `/`. Raises UsageError."""
    found = _run(os.fspath(folder), "ls-files", "-z", "--", ".").split(b"\0")
    return tuple(_name(path) for path in found if path)


def contents(
    folder: str | os.PathLike[str], commit: str, paths: Iterable[str]
) -> Mapping[str, bytes]:
    """The bytes of files at a commit, by path relative to `folder`, of those that were there."""
    place = os.fspath(folder)
    wanted = [path for path in paths if "\n" not in path]
    if not wanted:
        return {}
    prefix = _run(place, "rev-parse", "--show-prefix").rstrip(b"\n")
    names = [commit.encode() + b":" + prefix + os.fsencode(path) for path in wanted]
    output = _run(place, "cat-file", "--batch", given=b"\n".join(names) + b"\n")
    return dict(_split(wanted, output))


def _split(paths: Sequence[str], output: bytes) -> Iterable[tuple[str, bytes]]:
    """The answers of `cat-file --batch`: a line that says type and size, then the bytes."""
    at = 0
    for path in paths:
        end = output.find(b"\n", at)
        if end < 0:
            return
        words = output[at:end].rsplit(b" ", 2)
        at = end + 1
        if len(words) == 3 and words[2].isdigit():
            size = int(words[2])
            if words[1] == b"blob":
                yield path, output[at : at + size]
            at += size + 1


def _base(folder: str, ref: str) -> str:
    """The commit where the work tree left `ref`: changes made there since are not ours."""
    commit = _commit(folder, ref)
    if commit is None:
        raise UsageError(f'git knows no commit "{ref}"; in a shallow copy, fetch it first')
    done = _git(folder, "merge-base", commit, "HEAD")
    base = done.stdout.strip()
    return base.decode() if not done.returncode and _OBJECT.match(base) else commit


def _last(folder: str) -> str:
    commit = _commit(folder, "HEAD")
    if commit is not None:
        return commit
    return _run(folder, "hash-object", "-t", "tree", "--stdin").strip().decode()


def _commit(folder: str, ref: str) -> str | None:
    if not ref or ref.startswith("-") or _CONTROL.search(ref):
        raise UsageError(f'"{ref}" cannot be the name of a commit')
    done = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    found = done.stdout.strip()
    return found.decode() if not done.returncode and _OBJECT.match(found) else None


def _run(folder: str, *words: str, given: bytes = b"") -> bytes:
    done = _git(folder, *words, given=given)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0][:300]
        reason = said.removeprefix("fatal: ") or f"it ended with {done.returncode}"
        raise UsageError(f"git cannot say what has changed: {reason}")
    return done.stdout


def _git(folder: str, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - a list of words, no shell
            ["git", *_QUIET, *words],  # noqa: S607
            cwd=folder,
            env={**os.environ, **_ENVIRONMENT},
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        raise UsageError("git is not installed; what has changed cannot be told") from error
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"git did not answer in {_SECONDS} s") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"git cannot be started: {error}") from error


def _name(path: bytes) -> str:
    return os.fsdecode(path)
