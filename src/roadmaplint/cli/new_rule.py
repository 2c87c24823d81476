"""`roadmaplint rule --new GROUP/NAME`: a card and a check to start from, which work already."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

from roadmaplint.config.local_rules import find_local_rules
from roadmaplint.core.registry import RuleSet
from roadmaplint.core.rule_meta import GROUPS
from roadmaplint.errors import UsageError, nearest
from roadmaplint.run.workspace import rules_for

#: Codes from this one on belong to plugins and projects.
_FIRST_LOCAL = 900
_CODES = Path("rules/codes.toml")
_CHECKS = Path("src/roadmaplint/rules")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

_CARD = """# {name}

A topic that is called {word}.

```toml
code = "{code}"
severity = "warning"
default = true
fix = "none"

[options]
word = "The name that is not wanted."
```

## Why

Say what goes wrong for a reader.

## Bad

```markdown
# Garden

- {word}
- Soil
```

```expect
3:1 called {word}
```

## Good

```markdown
# Garden

- Compost
- Soil
```

## Fix safety

No fix: say why, or what the fix keeps.

## When to turn it off

Say where a finding would be no help.
"""
_CHECK = '''"""A topic that is called {word}."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

{imports}


class Options(Struct, frozen=True):
    """The name that is not wanted."""

    word: str = "{word}"


@rule(on=Topic, options=Options)
def {function}(topic: Topic, context: Context[Options]) -> Iterator[Finding]:
    """Find topics with that name."""
    if topic.text == context.options.word:
        yield Finding(topic.span, f"called {{topic.text}}")
'''
_PUBLIC = "from roadmaplint import Context, Finding, Topic, rule"
_INTERNAL = """from roadmaplint.core.finding import Finding
from roadmaplint.core.rule import Context, rule
from roadmaplint.roadmap.nodes import Topic"""


def write_rule(wanted: str, *, local: bool) -> str:
    """Write the files of a new rule below the current folder; what was done and what comes next.

    In a checkout of the program the rule becomes one of its own, with the next free code; anywhere
    else, or with `local`, it goes to the project's folder of rules. Raises UsageError.
    """
    group, name = _parsed(wanted)
    rules = rules_for(".", {}, os.environ, cards_only=True)
    if name in rules.by_name:
        raise UsageError(f"there is a rule named {name} already")
    if _CODES.is_file() and _CHECKS.is_dir() and not local:
        return _write_shipped(group, name)
    return _write_local(group, name, rules)


def _parsed(wanted: str) -> tuple[str, str]:
    group, _, name = wanted.partition("/")
    if group not in GROUPS:
        hint = nearest(group, tuple(GROUPS)) or f"; there are {', '.join(GROUPS)}"
        raise UsageError(f'--new takes GROUP/NAME, and "{group}" is no group{hint}')
    if not _NAME.fullmatch(name) or name in {"all", "local"}:
        raise UsageError(f'"{name}" is no name for a rule: write words-joined-by-dashes')
    return group, name


def _write_shipped(group: str, name: str) -> str:
    text = _CODES.read_text("utf-8")
    taken = tomllib.loads(text).get(group, {})
    prefix = GROUPS[group]
    code = f"{prefix}{max((int(one[len(prefix) :]) for one in taken), default=0) + 1:03}"
    module = name.replace("-", "_")
    card, check = Path("rules", group, f"{name}.md"), _CHECKS / group / f"{module}.py"
    _write(card, check, _filled(name, code, _INTERNAL))
    head = text.index(f"[{group}]\n")
    end = text.find("\n\n", head)
    end = len(text) - 1 if end < 0 else end
    _CODES.write_text(f'{text[:end]}\n{code} = "{name}"{text[end:]}', "utf-8")
    return (
        f"wrote {card.as_posix()}, {check.as_posix()} and a line of {_CODES.as_posix()}\n"
        "next: make generate; then write what the rule really finds, and run\n"
        f"      pytest tests/cards -k {name}\n"
    )


def _write_local(group: str, name: str, rules: RuleSet) -> str:
    configured = find_local_rules(".", {}, os.environ, str(Path.cwd()))
    top = Path(os.path.relpath(configured.folder)) if configured else Path("lint_rules")
    codes = {entry.card.code for entry in rules.entries}
    numbers = range(_FIRST_LOCAL, 1000)
    named = (f"{GROUPS[group]}{n}" for n in numbers)
    code = next((one for one in named if one not in codes), None)
    if code is None:
        raise UsageError(f"no code from {GROUPS[group]}{_FIRST_LOCAL} on is free")
    module = name.replace("-", "_")
    card, check = top / "cards" / group / f"{name}.md", top / group / f"{module}.py"
    _write(card, check, _filled(name, code, _PUBLIC))
    key = (
        "" if configured else f'      [rules] local = "{top.as_posix()}" in roadmaplint.toml, and\n'
    )
    return (
        f"wrote {card.as_posix()} and {check.as_posix()}\n"
        f"next:\n{key}      roadmaplint check --allow-local-rules --select {name}\n"
    )


def _filled(name: str, code: str, imports: str) -> tuple[str, str]:
    word = name.capitalize()
    card = _CARD.format(name=name, code=code, word=word)
    function = name.replace("-", "_")
    return card, _CHECK.format(word=word, function=function, imports=imports)


def _write(card: Path, check: Path, texts: tuple[str, str]) -> None:
    for path in (card, check):
        if os.path.lexists(path):
            raise UsageError(f"{path.as_posix()} is there already")
    for path, text in zip((card, check), texts, strict=True):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        except OSError as error:
            raise UsageError(f"{path.as_posix()}: {error.strerror}") from error
