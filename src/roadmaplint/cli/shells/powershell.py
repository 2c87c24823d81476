"""Completion for PowerShell, from version 5.1 on."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.cli.shells.words import Flag, Value, Words

_HEAD = """\
# Completion of roadmaplint for PowerShell. Keep it with:
# roadmaplint completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName roadmaplint -ScriptBlock {
    param($word, $ast, $position)
"""
_FOOT = """\
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


def script(words: Words) -> str:
    """The script. Where it answers nothing, the shell itself offers files and folders."""
    return _HEAD + "".join(_body(words)) + _FOOT


def _body(words: Words) -> Iterator[str]:
    yield f"    $rules = {_array(words.rules)}\n    $profiles = {_array(words.profiles)}\n"
    names = [command.name for command in words.commands]
    yield f"    $commands = {_array((*names, *_names(words.flags)))}\n"
    yield from _table("flags", {c.name: _array(_names(c.flags)) for c in words.commands})
    places = {c.name: _value(c.place) for c in words.commands if c.place is not None}
    yield from _table("places", places)
    yield "    $values = @{\n"
    for command in words.commands:
        pairs = (
            f"{_quoted(name)} = {_value(flag.value)}"
            for flag in command.flags
            if flag.value is not None
            for name in flag.names
        )
        yield f"        {_quoted(command.name)} = @{{ {'; '.join(pairs)} }}\n"
    yield "    }\n"
    helps = {f" {command.name}": command.help for command in words.commands}
    for command in words.commands:
        for flag in command.flags:
            helps |= {f"{command.name} {name}": flag.help for name in flag.names if flag.help}
    yield from _table("helps", {key: _quoted(text) for key, text in helps.items()})


def _table(name: str, rows: dict[str, str]) -> Iterator[str]:
    """A table; keys that differ in case only are one key there, and the first one stays."""
    yield f"    ${name} = @{{\n"
    seen = set[str]()
    for key, value in rows.items():
        if key.lower() in seen:
            continue
        seen.add(key.lower())
        yield f"        {_quoted(key)} = {value}\n"
    yield "    }\n"


def _value(value: Value) -> str:
    if value.kind == "words":
        return _array(value.words)
    return {"rules": "$rules", "rule": "$rules", "profile": "$profiles"}.get(value.kind, "@()")


def _names(flags: tuple[Flag, ...]) -> tuple[str, ...]:
    return tuple(name for flag in flags for name in flag.names)


def _array(words: tuple[str, ...]) -> str:
    return f"@({', '.join(map(_quoted, words))})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
