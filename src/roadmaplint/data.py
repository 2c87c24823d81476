"""The reader of what is shipped (cards, profiles, schemas) and of the files of rule packages."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

_PACKAGE = Path(__file__).parent
#: A package of rules is small. More files, or larger or deeper ones, are a mistake or an attack.
MOST_FILES = 5000
MOST_BYTES = 16 * 1024 * 1024
DEEPEST = 16
#: Folders of a rule package that hold no checks.
_WITHOUT_CHECKS = frozenset({"cards", "profiles", "tests"})


class FolderProblem(Exception):
    """A folder of rules that cannot be read; the text is one line that names the file."""


def _folder(kind: Literal["rules", "schemas"]) -> Path:
    shipped = _PACKAGE / "_data" / kind
    return shipped if shipped.is_dir() else _PACKAGE.parents[1] / kind


def card_pages() -> tuple[str, ...]:
    """The path of every shipped card below rules/, sorted."""
    top = _folder("rules")
    found = [*top.glob("*/*.md"), *top.glob("profiles/*/cards/*/*.md")]
    return tuple(sorted(path.relative_to(top).as_posix() for path in found))


def card_text(page: str) -> str:
    """The Markdown text of a card, by its path below rules/ or an absolute one. Raises OSError."""
    return (_folder("rules") / page).read_text("utf-8")


def rule_folder(folder: str) -> str:
    """The absolute path of a folder of rules, which is absolute already or stands below rules/."""
    return str(_folder("rules") / folder)


def profile_folders() -> tuple[str, ...]:
    """The path below rules/ of every profile that has rules of its own, sorted."""
    top = _folder("rules")
    found = (path.parent.relative_to(top) for path in top.glob("profiles/*/cards"))
    return tuple(sorted(path.as_posix() for path in found))


def profile_names() -> tuple[str, ...]:
    """The names of the shipped profiles, sorted."""
    top = _folder("rules") / "profiles"
    with_rules = (path.parent.name for path in top.glob("*/profile.toml"))
    return tuple(sorted([*with_rules, *(path.stem for path in top.glob("*.toml"))]))


def profile_text(name: str) -> str:
    """The TOML text of a profile. Raises FileNotFoundError."""
    top = _folder("rules") / "profiles"
    own = top / name / "profile.toml"
    return (own if own.is_file() else top / f"{name}.toml").read_text("utf-8")


def schema_text(name: str) -> str:
    """The JSON text of schemas/<name>.schema.json. Raises FileNotFoundError."""
    return (_folder("schemas") / f"{name}.schema.json").read_text("utf-8")


def pack_text(name: str) -> str:
    """The text of a shipped data file, rules/packs/<name>. Raises FileNotFoundError."""
    return (_folder("rules") / "packs" / name).read_text("utf-8")


@cache
def pack(name: str) -> Mapping[str, Any]:
    """The tables of rules/packs/<name>.toml, read once. Raises FileNotFoundError."""
    import tomllib

    return tomllib.loads((_folder("rules") / "packs" / f"{name}.toml").read_text("utf-8"))


def lexicon_text() -> str:
    """The JSON text of the compiled word lists, rules/lexicon.json."""
    return (_folder("rules") / "lexicon.json").read_text("utf-8")


def asset_text(name: str) -> str:
    """The text of a style or script of the HTML report. Raises FileNotFoundError."""
    return (_PACKAGE / "report" / "html" / "assets" / name).read_text("utf-8")


def files_of(folder: str) -> dict[str, bytes]:
    """The modules, cards and profiles of a package of rules: path with `/` to bytes, sorted.

    Raises FolderProblem for a folder that is none, a file that is too large, and for symbolic
    links: what they lead to may lie outside the package.
    """
    found: dict[str, bytes] = {}
    if os.path.islink(folder) or not os.path.isdir(folder):  # noqa: PTH112, PTH114 - as the walk
        raise FolderProblem("there is no such folder")
    left = MOST_BYTES
    places: list[str] = []
    for place in _walked(folder, ""):
        places.append(place)
        if len(places) > MOST_FILES:
            raise FolderProblem(f"more than {MOST_FILES} files")
    for place in sorted(places):
        with Path(folder, place).open("rb") as file:
            found[place] = file.read(left + 1)
        left -= len(found[place])
        if left < 0:
            raise FolderProblem(f"{place}: more than {MOST_BYTES >> 20} MiB in all")
    return found


def _walked(folder: str, above: str) -> Iterator[str]:
    if above.count("/") > DEEPEST:
        raise FolderProblem(f"{above}: folders are nested too deeply")
    try:
        entries = list(os.scandir(os.path.join(folder, above)))  # noqa: PTH118
    except OSError as error:
        raise FolderProblem(f"{above or '.'}: {error.strerror}") from error
    for entry in entries:
        place = f"{above}{entry.name}"
        if entry.name.startswith(".") or entry.name == "__pycache__":
            continue
        if entry.is_symlink():
            raise FolderProblem(f"{place}: symbolic links are not followed")
        if entry.is_dir():
            yield from _walked(folder, f"{place}/")
        elif entry.is_file() and entry.name.endswith((".py", ".md", ".toml")):
            yield place


def modules_among(places: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Path and dotted name (empty for the package itself) of the modules that may hold checks."""
    for place in places:
        *above, name = place.split("/")
        if not name.endswith(".py") or name.startswith(("test_", "conftest", "__main__")):
            continue
        if not _WITHOUT_CHECKS.intersection(above):
            own = [] if name == "__init__.py" else [name.removesuffix(".py")]
            yield place, ".".join([*above, *own])


def distributions_offering(group: str) -> tuple[str, ...]:
    """The metadata folders of installed distributions with an entry point of this group.

    `importlib.metadata.entry_points` takes about 15 ms, most of it for its own import and for
    distributions that have no such entry point. A look at the files is a tenth of that, and is all
    that a run without plugins pays. The current folder is passed over: `python -m roadmaplint`
    puts it on the path, and what lies in a repository that is checked must not run by itself.
    """
    wanted = f"[{group}]".encode()
    found = []
    for folder in dict.fromkeys(sys.path):
        try:
            if not folder or os.path.samefile(folder, "."):  # noqa: PTH121 - '.' may be gone
                continue
            names = sorted(os.listdir(folder))  # noqa: PTH208
        except OSError:
            continue
        for name in names:
            if name.endswith((".dist-info", ".egg-info")):
                path = f"{folder}/{name}/entry_points.txt"
                try:
                    with open(path, "rb") as file:  # noqa: PTH123 - hundreds of them
                        offers = wanted in file.read()
                except OSError:
                    continue
                if offers:
                    found.append(f"{folder}/{name}")
    return tuple(found)
