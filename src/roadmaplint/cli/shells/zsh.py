"""Completion for zsh."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.cli.shells.words import Command, Flag, Value, Words

_HEAD = """\
#compdef roadmaplint
# Completion of roadmaplint for zsh. Load it after compinit with:
# source <(roadmaplint completion zsh)

_roadmaplint_rules=({rules})
_roadmaplint_profiles=({profiles})

_roadmaplint_list() {{
    compset -P '*,'
    compadd -S '' -a _roadmaplint_rules
}}

_roadmaplint() {{
    local context state state_descr line
    typeset -A opt_args
"""
_FOOT = """\
}

if [[ $funcstack[1] == _roadmaplint ]]; then
    _roadmaplint "$@"
elif (( $+functions[compdef] )); then
    compdef _roadmaplint roadmaplint
fi
"""


def script(words: Words) -> str:
    """The script."""
    head = _HEAD.format(rules=" ".join(words.rules), profiles=" ".join(words.profiles))
    return head + "".join(_body(words)) + _FOOT


def _body(words: Words) -> Iterator[str]:
    yield "    _arguments -C \\\n"
    for flag in words.flags:
        yield f"        {_flag(flag)} \\\n"
    yield "        '1: :->command' '*:: :->arguments'\n"
    yield "    case $state in\n        command)\n            local -a commands=(\n"
    for command in words.commands:
        yield f"                {_quoted(command.name + ':' + command.help)}\n"
    yield "            )\n            _describe command commands ;;\n"
    yield "        arguments)\n            case $line[1] in\n"
    for command in words.commands:
        yield from _command(command)
    yield "            esac ;;\n    esac\n"


def _command(command: Command) -> Iterator[str]:
    yield f"                {command.name})\n                    _arguments -s -S"
    for flag in command.flags:
        yield f" \\\n                        {_flag(flag)}"
    if command.place is not None:
        number = "*" if command.many else "1"
        yield f" \\\n                        {_quoted(f'{number}: :{_action(command.place)}')}"
    yield " ;;\n"


def _flag(flag: Flag) -> str:
    """A specification of `_arguments`: spellings that exclude each other, help, value."""
    help_text = f"[{_plain(flag.help)}]"
    value = ""
    if flag.value is not None:
        value = f":value:{_action(flag.value)}"
    mark = "=" if flag.value is not None else ""
    spellings = [name + (mark if name.startswith("--") else "") for name in flag.names]
    if flag.repeats:
        specs = [f"*{spelling}{help_text}{value}" for spelling in spellings]
    else:
        excluded = f"({' '.join(flag.names)})"
        specs = [f"{excluded}{spelling}{help_text}{value}" for spelling in spellings]
    return " ".join(map(_quoted, specs))


def _action(value: Value) -> str:
    if value.kind == "words":
        return f"({' '.join(value.words)})"
    return {
        "rules": "_roadmaplint_list",
        "rule": "compadd -a _roadmaplint_rules",
        "profile": "compadd -a _roadmaplint_profiles",
        "file": "_files",
        "folder": "_files -/",
        "free": " ",
    }[value.kind]


def _plain(text: str) -> str:
    """Help without the characters that end it."""
    for char in "\\[]:":
        text = text.replace(char, "\\" + char)
    return text


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
