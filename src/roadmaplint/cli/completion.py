"""`roadmaplint completion`: a script that lets a shell complete commands, flags and values."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Literal, NamedTuple

from msgspec import Struct

from roadmaplint.cli.console import emit
from roadmaplint.cli.options import Parser
from roadmaplint.core.plugins import installed_rules, profile_names

SHELLS = ("bash", "zsh", "fish", "powershell")
_HOW = """To load the script now and in every new shell:
  bash        echo 'source <(roadmaplint completion bash)' >> ~/.bashrc
  zsh         echo 'source <(roadmaplint completion zsh)' >> ~/.zshrc   (after compinit)
  fish        roadmaplint completion fish > ~/.config/fish/completions/roadmaplint.fish
  powershell  roadmaplint completion powershell >> $PROFILE"""


def add_options(parser: Parser) -> None:
    """The options of this command."""
    parser.add_argument("shell", choices=SHELLS, help="the shell that is to complete")
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _HOW


def run(options: argparse.Namespace) -> int:
    """Run the command; the exit code."""
    from roadmaplint.cli.arguments import COMMANDS, parser_with

    scripts = {
        "bash": bash_script,
        "zsh": zsh_script,
        "fish": fish_script,
        "powershell": powershell_script,
    }
    emit(scripts[options.shell](words_of(parser_with(COMMANDS))), None)
    return 0


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


def bash_script(words: Words) -> str:
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


_ZSH_HEAD = """\
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
_ZSH_FOOT = """\
}

if [[ $funcstack[1] == _roadmaplint ]]; then
    _roadmaplint "$@"
elif (( $+functions[compdef] )); then
    compdef _roadmaplint roadmaplint
fi
"""


def zsh_script(words: Words) -> str:
    """The script."""
    head = _ZSH_HEAD.format(rules=" ".join(words.rules), profiles=" ".join(words.profiles))
    return head + "".join(_zsh_body(words)) + _ZSH_FOOT


def _zsh_body(words: Words) -> Iterator[str]:
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
        yield from _zsh_command(command)
    yield "            esac ;;\n    esac\n"


def _zsh_command(command: Command) -> Iterator[str]:
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


_FISH_HEAD = """\
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


def fish_script(words: Words) -> str:
    """The script."""
    head = _FISH_HEAD.format(
        rules=" ".join(words.rules),
        profiles=" ".join(words.profiles),
        commands=" ".join(command.name for command in words.commands),
    )
    return head + "".join(_fish_body(words))


def _fish_body(words: Words) -> Iterator[str]:
    for flag in words.flags:
        yield f"complete -c roadmaplint -n __roadmaplint_command{_fish_flag(flag)}\n"
    for command in words.commands:
        yield (
            f"complete -c roadmaplint -n __roadmaplint_command -a {command.name} "
            f"-d {_fish_quoted(command.help)}\n"
        )
    for command in words.commands:
        yield from _fish_command(command)


def _fish_command(command: Command) -> Iterator[str]:
    when = f"complete -c roadmaplint -n {_fish_quoted(f'__roadmaplint_command {command.name}')}"
    for flag in command.flags:
        yield when + _fish_flag(flag) + "\n"
    if command.place is not None:
        # without a flag before it a value is offered, not required
        yield when + _fish_value(command.place).replace(" -r", "").replace(" -x", "") + "\n"


def _fish_flag(flag: Flag) -> str:
    names = [f" -s {name}" for name in flag.short] + [f" -l {name}" for name in flag.long]
    value = "" if flag.value is None else _fish_value(flag.value)
    return "".join(names) + (f" -d {_fish_quoted(flag.help)}" if flag.help else "") + value


def _fish_value(value: Value) -> str:
    if value.kind == "words":
        return f" -x -a {_fish_quoted(' '.join(value.words))}"
    return {
        "rules": " -x -a '(__roadmaplint_list)'",
        "rule": " -x -a '$__roadmaplint_rules'",
        "profile": " -x -a '$__roadmaplint_profiles'",
        "file": " -r -F",
        "folder": " -x -a '(__fish_complete_directories)'",
        "free": " -x",
    }[value.kind]


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


_POWERSHELL_HEAD = """\
# Completion of roadmaplint for PowerShell. Keep it with:
# roadmaplint completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName roadmaplint -ScriptBlock {
    param($word, $ast, $position)
"""
_POWERSHELL_FOOT = """\
    $said = @($ast.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { $_.ToString() })
    $command = $said | Where-Object { $flags.ContainsKey($_) } | Select-Object -First 1
    $before = if ($said.Count) { $said[-1] } else { '' }
    $lead = ''
    if (-not $command) {
        $found = $commands
    } elseif ($values[$command].ContainsKey($before)) {
        $found = $values[$command][$before]
        if ($found.Count -and [object]::ReferenceEquals($found, $rules) -and $word.Contains(',')) {
            $lead = $word.Substring(0, $word.LastIndexOf(',') + 1)
        }
    } elseif ($word.StartsWith('-')) {
        $found = $flags[$command]
    } else {
        $found = $places[$command]
    }
    $found | Where-Object { "$lead$_".StartsWith($word) } | ForEach-Object {
        $help = $helps["$command $_"]
        if (-not $help) { $help = $_ }
        [System.Management.Automation.CompletionResult]::new(
            "$lead$_", $_, 'ParameterValue', $help)
    }
}
"""


def powershell_script(words: Words) -> str:
    """The script. Where it answers nothing, the shell itself offers files and folders."""
    return _POWERSHELL_HEAD + "".join(_powershell_body(words)) + _POWERSHELL_FOOT


def _powershell_body(words: Words) -> Iterator[str]:
    yield f"    $rules = {_array(words.rules)}\n    $profiles = {_array(words.profiles)}\n"
    names = [command.name for command in words.commands]
    yield f"    $commands = {_array((*names, *_powershell_names(words.flags)))}\n"
    yield from _table("flags", {c.name: _array(_powershell_names(c.flags)) for c in words.commands})
    places = {c.name: _powershell_value(c.place) for c in words.commands if c.place is not None}
    yield from _table("places", places)
    yield "    $values = @{\n"
    for command in words.commands:
        pairs = (
            f"{_powershell_quoted(name)} = {_powershell_value(flag.value)}"
            for flag in command.flags
            if flag.value is not None
            for name in flag.names
        )
        yield f"        {_powershell_quoted(command.name)} = @{{ {'; '.join(pairs)} }}\n"
    yield "    }\n"
    helps = {f" {command.name}": command.help for command in words.commands}
    for command in words.commands:
        for flag in command.flags:
            helps |= {f"{command.name} {name}": flag.help for name in flag.names if flag.help}
    yield from _table("helps", {key: _powershell_quoted(text) for key, text in helps.items()})


def _table(name: str, rows: dict[str, str]) -> Iterator[str]:
    """A table; keys that differ in case only are one key there, and the first one stays."""
    yield f"    ${name} = @{{\n"
    seen = set[str]()
    for key, value in rows.items():
        if key.lower() in seen:
            continue
        seen.add(key.lower())
        yield f"        {_powershell_quoted(key)} = {value}\n"
    yield "    }\n"


def _powershell_value(value: Value) -> str:
    if value.kind == "words":
        return _array(value.words)
    return {"rules": "$rules", "rule": "$rules", "profile": "$profiles"}.get(value.kind, "@()")


def _powershell_names(flags: tuple[Flag, ...]) -> tuple[str, ...]:
    return tuple(name for flag in flags for name in flag.names)


def _array(words: tuple[str, ...]) -> str:
    return f"@({', '.join(map(_powershell_quoted, words))})"


def _powershell_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
