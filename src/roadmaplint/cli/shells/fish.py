"""Completion for fish, from version 3.0 on."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.cli.shells.words import Command, Flag, Value, Words

_HEAD = """\
# Completion of roadmaplint for fish. Keep it with:
# roadmaplint completion fish > ~/.config/fish/completions/roadmaplint.fish
set -g __roadmaplint_rules {rules}
set -g __roadmaplint_profiles {profiles}

function __roadmaplint_command
    set -l words (commandline -opc)
    for word in $words[2..-1]
        if contains -- $word {commands}
            test $word = "$argv[1]"
            return
        end
    end
    test -z "$argv[1]"
end

function __roadmaplint_list
    set -l before (string match -r '^.*,' -- (commandline -ct | string replace -r '^--[a-z-]+=' ''))
    for rule in $__roadmaplint_rules
        echo "$before$rule"
    end
end

complete -c roadmaplint -f
"""


def script(words: Words) -> str:
    """The script."""
    head = _HEAD.format(
        rules=" ".join(words.rules),
        profiles=" ".join(words.profiles),
        commands=" ".join(command.name for command in words.commands),
    )
    return head + "".join(_body(words))


def _body(words: Words) -> Iterator[str]:
    for flag in words.flags:
        yield f"complete -c roadmaplint -n __roadmaplint_command{_flag(flag)}\n"
    for command in words.commands:
        yield (
            f"complete -c roadmaplint -n __roadmaplint_command -a {command.name} "
            f"-d {_quoted(command.help)}\n"
        )
    for command in words.commands:
        yield from _command(command)


def _command(command: Command) -> Iterator[str]:
    when = f"complete -c roadmaplint -n {_quoted(f'__roadmaplint_command {command.name}')}"
    for flag in command.flags:
        yield when + _flag(flag) + "\n"
    if command.place is not None:
        # without a flag before it a value is offered, not required
        yield when + _value(command.place).replace(" -r", "").replace(" -x", "") + "\n"


def _flag(flag: Flag) -> str:
    names = [f" -s {name}" for name in flag.short] + [f" -l {name}" for name in flag.long]
    value = "" if flag.value is None else _value(flag.value)
    return "".join(names) + (f" -d {_quoted(flag.help)}" if flag.help else "") + value


def _value(value: Value) -> str:
    if value.kind == "words":
        return f" -x -a {_quoted(' '.join(value.words))}"
    return {
        "rules": " -x -a '(__roadmaplint_list)'",
        "rule": " -x -a '$__roadmaplint_rules'",
        "profile": " -x -a '$__roadmaplint_profiles'",
        "file": " -r -F",
        "folder": " -x -a '(__fish_complete_directories)'",
        "free": " -x",
    }[value.kind]


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
