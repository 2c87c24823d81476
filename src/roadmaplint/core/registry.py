"""The rules of a run, found by name, code, alias or group; the names that markdownlint has."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from roadmaplint import data
from roadmaplint.core.rule_meta import GROUPS, Entry
from roadmaplint.errors import UsageError

if TYPE_CHECKING:  # its imports are only paid for when a rule runs
    from roadmaplint.core.rule import Check


#: How the names of packages begin that are imported from a folder, not from sys.path.
PRIVATE = "_roadmaplint_rules_"


class UnknownRule(UsageError):
    """No rule or group has this name; `nearest` is the closest one that exists, or None."""

    def __init__(self, identifier: str, nearest: str | None) -> None:
        """Say what was asked for and what was probably meant."""
        hint = f", did you mean {nearest!r}?" if nearest else ""
        super().__init__(f"unknown rule {identifier!r}{hint}")
        self.identifier = identifier
        self.nearest = nearest


class BrokenRule(RuntimeError):
    """A rule whose module cannot be imported or holds no check."""


class RuleSet:
    """All rules that exist for a run, whether they are switched on or not."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take the rules in any order. Raises ValueError for a name or code that is there twice."""
        self.entries = tuple(sorted(entries, key=lambda entry: entry.card.code))
        self.by_name = {entry.card.name: entry for entry in self.entries}
        codes = {entry.card.code for entry in self.entries}
        if not len(self.by_name) == len(codes) == len(self.entries):
            raise ValueError("two rules have the same name or code")

    @cached_property
    def _index(self) -> dict[str, frozenset[str]]:
        """Lower-case identifier to the names of the rules it means."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for card in (entry.card for entry in self.entries):
            for key in (card.group, "all", *card.aliases):
                found[key.lower()].add(card.name)
        for group in GROUPS:
            found.setdefault(group, set())
        for card in (entry.card for entry in self.entries):
            found[card.name.lower()] = {card.name}
            found[card.code.lower()] = {card.name}
        return {key: frozenset(names) for key, names in found.items()}

    def names(self, identifier: str) -> frozenset[str] | None:
        """The rules that a name, code, alias, group or ALL means; None if it means nothing."""
        return self._index.get(identifier.lower())

    def find(self, identifier: str) -> tuple[Entry, ...]:
        """The same as entries, ordered by code. Raises UnknownRule."""
        names = self.names(identifier)
        if names is None:
            raise UnknownRule(identifier, self.nearest(identifier))
        return tuple(entry for entry in self.entries if entry.card.name in names)

    def nearest(self, identifier: str) -> str | None:
        """The rule name, code or group that looks most like `identifier`, or None."""
        from difflib import get_close_matches

        found = get_close_matches(identifier.lower()[:80], self._index, n=1, cutoff=0.6)
        if not found:
            return None
        code = found[0].upper()
        return code if any(entry.card.code == code for entry in self.entries) else found[0]


def shipped() -> RuleSet:
    """The rules that come with the program, from the generated index."""
    from roadmaplint.core.rule_index import ENTRIES

    return RuleSet(ENTRIES)


def load(entry: Entry) -> Check:
    """Import the module of a rule and return the rule's check. Raises BrokenRule."""
    from roadmaplint.core.rule import Check

    try:
        module = import_from(entry.folder, entry.module)
    except Exception as error:
        raise BrokenRule(f"rule {entry.card.name} cannot be loaded: {error!r}") from error
    checks = [value for value in vars(module).values() if isinstance(value, Check)]
    # a rule whose name was taken has another one than its check, but its page keeps it
    name = entry.card.page.rpartition("/")[2].removesuffix(".md") or entry.card.name
    named = [check for check in checks if check.name == name]
    if len(named) == 1:
        return named[0]
    if len(checks) != 1:
        raise BrokenRule(f"{entry.module} holds no check named {name}")
    return checks[0]


def import_from(folder: str, name: str) -> ModuleType:
    """Import a module of a rule; without a folder, one that is found on sys.path.

    A folder is opened as a package of a private name first. The project's own files are not
    touched: no byte code is written beside them.
    """
    if not folder:
        return import_module(name)
    package = name.partition(".")[0]
    if package not in sys.modules:
        from importlib.machinery import ModuleSpec
        from importlib.util import module_from_spec

        spec = ModuleSpec(package, None, is_package=True)
        spec.submodule_search_locations = [data.rule_folder(folder)]
        sys.modules[package] = module_from_spec(spec)
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = before or Path(folder).is_absolute()
    try:
        return import_module(name)
    finally:
        sys.dont_write_bytecode = before


_NAMES = """
MD001 heading-increment
MD003 heading-style
MD004 ul-style
MD005 list-indent
MD007 ul-indent
MD009 no-trailing-spaces
MD010 no-hard-tabs
MD011 no-reversed-links
MD012 no-multiple-blanks
MD013 line-length
MD014 commands-show-output
MD018 no-missing-space-atx
MD019 no-multiple-space-atx
MD020 no-missing-space-closed-atx
MD021 no-multiple-space-closed-atx
MD022 blanks-around-headings
MD023 heading-start-left
MD024 no-duplicate-heading
MD025 single-title
MD025 single-h1
MD026 no-trailing-punctuation
MD027 no-multiple-space-blockquote
MD028 no-blanks-blockquote
MD029 ol-prefix
MD030 list-marker-space
MD031 blanks-around-fences
MD032 blanks-around-lists
MD033 no-inline-html
MD034 no-bare-urls
MD035 hr-style
MD036 no-emphasis-as-heading
MD037 no-space-in-emphasis
MD038 no-space-in-code
MD039 no-space-in-links
MD040 fenced-code-language
MD041 first-line-heading
MD041 first-line-h1
MD042 no-empty-links
MD043 required-headings
MD044 proper-names
MD045 no-alt-text
MD046 code-block-style
MD047 single-trailing-newline
MD048 code-fence-style
MD049 emphasis-style
MD050 strong-style
MD051 link-fragments
MD052 reference-links-images
MD053 link-image-reference-definitions
MD054 link-image-style
MD055 table-pipe-style
MD056 table-column-count
MD058 blanks-around-tables
MD059 descriptive-link-text
"""

#: Lower-case name to code.
MARKDOWNLINT: Mapping[str, str] = {
    name: code for code, name in (line.split() for line in _NAMES.split("\n") if line)
}
