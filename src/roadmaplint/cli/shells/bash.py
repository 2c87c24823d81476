"""Completion for bash, from version 3.2 on."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.cli.shells.words import Flag, Value, Words

_HEAD = """\
# Completion of roadmaplint for bash. Load it with: source <(roadmaplint completion bash)
_roadmaplint_rules='{rules}'
_roadmaplint_profiles='{profiles}'

_roadmaplint_words() {{
    COMPREPLY=($(compgen -W "$1" -- "$cur"))
}}

_roadmaplint_list() {{
    local before=''
    [[ $cur == *,* ]] && before=${{cur%,*}},
    COMPREPLY=($(compgen -P "$before" -W "$1" -- "${{cur##*,}}"))
    compopt -o nospace 2>/dev/null
}}

_roadmaplint_places() {{
    local IFS=$'\\n'
    COMPREPLY=($(compgen "$1" -- "$cur"))
    compopt -o filenames 2>/dev/null
}}

_roadmaplint() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} command='' at
    # bash breaks --flag=value at the sign
    if [[ $cur == '=' ]]; then
        cur=''
    elif [[ $prev == '=' ]]; then
        prev=${{COMP_WORDS[COMP_CWORD-2]}}
    fi
    COMPREPLY=()
    for ((at = 1; at < COMP_CWORD; at++)); do
        case ${{COMP_WORDS[at]}} in
            {commands}) command=${{COMP_WORDS[at]}}; break ;;
        esac
    done
"""
_FOOT = """\
}

complete -F _roadmaplint roadmaplint
"""


def script(words: Words) -> str:
    """The script. Names of commands, flags and rules hold nothing that a shell would expand."""
    names = [command.name for command in words.commands]
    head = _HEAD.format(
        rules=" ".join(words.rules), profiles=" ".join(words.profiles), commands="|".join(names)
    )
    return head + "".join(_body(words)) + _FOOT


def _body(words: Words) -> Iterator[str]:
    yield '    case "$command $prev" in\n'
    for value, patterns in _by_value(words).items():
        yield f"        {'|'.join(patterns)})\n            {_answer(value)}; return ;;\n"
    yield '    esac\n    case "$command $cur" in\n'
    yield f"        ' '*) _roadmaplint_words '{_all(words.flags)} {_names(words)}' ;;\n"
    for command in words.commands:
        yield f"        '{command.name} -'*) _roadmaplint_words '{_all(command.flags)}' ;;\n"
    for command in words.commands:
        if command.place is not None:
            yield f"        '{command.name} '*) {_answer(command.place)} ;;\n"
    yield "    esac\n"


def _by_value(words: Words) -> dict[Value, list[str]]:
    """Every kind of value with the patterns of command and flag that ask for it."""
    found: dict[Value, list[str]] = {}
    for command in words.commands:
        for flag in command.flags:
            if flag.value is not None:
                patterns = (f"'{command.name} {name}'" for name in flag.names)
                found.setdefault(flag.value, []).extend(patterns)
    return found


def _answer(value: Value) -> str:
    if value.kind == "words":
        return f"_roadmaplint_words '{' '.join(value.words)}'"
    return {
        "rules": '_roadmaplint_list "$_roadmaplint_rules"',
        "rule": '_roadmaplint_words "$_roadmaplint_rules"',
        "profile": '_roadmaplint_words "$_roadmaplint_profiles"',
        "file": "_roadmaplint_places -f",
        "folder": "_roadmaplint_places -d",
        "free": "COMPREPLY=()",
    }[value.kind]


def _all(flags: tuple[Flag, ...]) -> str:
    return " ".join(name for flag in flags for name in flag.names)


def _names(words: Words) -> str:
    return " ".join(command.name for command in words.commands)
