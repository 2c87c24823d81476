"""What a shell may complete: commands, their flags and the values of both, read off the parsers."""

from __future__ import annotations

import argparse
from typing import Literal, NamedTuple

from msgspec import Struct

from roadmaplint.core.plugins import installed_rules, profile_names

#: What a value is: one of given words, rules with commas between them, one rule, a profile, a file,
#: a folder, or something that nobody can guess.
Kind = Literal["words", "rules", "rule", "profile", "file", "folder", "free"]


class Value(NamedTuple):
    """A value of a flag or in a place; `words` are given for the kind of that name."""

    kind: Kind
    words: tuple[str, ...] = ()


class Flag(Struct, frozen=True):
    """A flag with all its spellings; `value` None for a switch."""

    names: tuple[str, ...]
    help: str
    value: Value | None
    repeats: bool

    @property
    def short(self) -> tuple[str, ...]:
        """The spellings of one letter, without the dash."""
        return tuple(name[1:] for name in self.names if not name.startswith("--"))

    @property
    def long(self) -> tuple[str, ...]:
        """The other spellings, without dashes."""
        return tuple(name[2:] for name in self.names if name.startswith("--"))


class Command(Struct, frozen=True):
    """A command; `place` is the value that stands without a flag, `many` if there may be more."""

    name: str
    help: str
    flags: tuple[Flag, ...]
    place: Value | None
    many: bool


class Words(Struct, frozen=True):
    """Everything that can be completed."""

    flags: tuple[Flag, ...]
    commands: tuple[Command, ...]
    rules: tuple[str, ...]
    profiles: tuple[str, ...]


def words_of(parser: argparse.ArgumentParser) -> Words:
    """Read a whole command line. Hidden flags stay hidden."""
    commands: list[Command] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            help_of = {choice.dest: choice.help or "" for choice in action._choices_actions}
            commands += (_command(n, help_of[n], c) for n, c in action.choices.items())
    names = sorted((entry.card.group, entry.card.name) for entry in installed_rules().entries)
    rules = (*sorted({group for group, _ in names}), *(name for _, name in names))
    return Words(_flags(parser), tuple(commands), rules, profile_names())


def _command(name: str, summary: str, parser: argparse.ArgumentParser) -> Command:
    places = [action for action in parser._actions if not action.option_strings]
    place = _value(places[0], name) if places else None
    return Command(name, summary, _flags(parser), place, bool(places) and places[0].nargs == "*")


def _flags(parser: argparse.ArgumentParser) -> tuple[Flag, ...]:
    return tuple(
        Flag(
            tuple(action.option_strings),
            _help(action),
            None if action.nargs == 0 else _value(action, ""),
            isinstance(action, argparse._AppendAction),
        )
        for action in parser._actions
        if action.option_strings and action.help != argparse.SUPPRESS
    )


def _value(action: argparse.Action, command: str) -> Value:
    if action.choices is not None:
        return Value("words", tuple(map(str, action.choices)))
    named = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    if command == "rule":
        return Value("rule")
    if action.dest == "profile":
        return Value("profile")
    return Value(_KINDS.get(named, "free"))


_KINDS: dict[str, Kind] = {
    "RULES": "rules",
    "PATH": "file",
    "FILE": "file",
    "DIR": "folder",
    "FOLDER": "folder",
}


def _help(action: argparse.Action) -> str:
    """A flag's help on one line, as the help itself would show it."""
    text = " ".join((action.help or "").split())
    return text.replace("%%", "%").replace("%(default)s", str(action.default))
