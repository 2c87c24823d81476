"""Breaks functions at random, one at a time, and says which breaks the tests of their room miss.

    python scripts/mutate.py --count 40 --seed 1

A copy of the project is broken, never the checkout. A mutant is one change of one function: a
condition turned round, a comparison moved by one, `and` for `or`, a number off by one, a result
thrown away, a statement left out. Its room's tests must fail. A mutant that survives is printed
with its place and its change; some are equivalent to the original, which only a reader can tell.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
COPIED = ("src", "tests", "rules", "schemas", "scripts", "examples", "docs", "pyproject.toml")
#: Tests of a room that do not stand in tests/unit/<room>.
MORE_TESTS = {
    "rules": ["tests/cards", "tests/unit/rules"],
    "profiles": ["tests/cards", "tests/profiles"],
    "links": ["tests/unit/links", "tests/links"],
    "server": ["tests/server"],
    "cli": ["tests/unit/cli", "tests/cli"],
    "text": ["tests/unit/text", "tests/properties/test_mojibake.py"],
    "init": ["tests/cli/test_init.py"],
    "report": ["tests/unit/report", "tests/cli/test_stats.py", "tests/cli/test_html.py"],
    "roadmap": ["tests/unit/roadmap", "tests/cards"],
    "run": ["tests/unit/run", "tests/cli/test_check.py"],
}
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


class Mutant(NamedTuple):
    """One broken function: the file, its whole new text, and what was done where."""

    path: Path
    text: str
    place: str
    change: str

    @property
    def room(self) -> str:
        """The package of the program that the file belongs to, or the module at its top."""
        return self.path.relative_to(ROOT / "src/roadmaplint").parts[0].removesuffix(".py")


def changes(function: ast.AST) -> Iterator[tuple[ast.AST, str, object]]:
    """Every change that a function allows: the node, what is done to it, and the new value."""
    for node in ast.walk(function):
        match node:
            case ast.Compare(ops=[op]) if type(op) in COMPARISONS:
                yield node, "ops", [COMPARISONS[type(op)]()]
            case ast.BoolOp(op=ast.And()):
                yield node, "op", ast.Or()
            case ast.BoolOp(op=ast.Or()):
                yield node, "op", ast.And()
            case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
                yield node, "test", ast.UnaryOp(ast.Not(), test)
            case ast.Constant(value=int() as value) if not isinstance(value, bool):
                yield node, "value", value + 1
            case ast.Constant(value=bool() as value):
                yield node, "value", not value
            case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
                yield node, "value", ast.Constant(None)
            case ast.Expr(value=ast.Yield() | ast.YieldFrom() | ast.Call()):
                yield node, "value", ast.Constant(None)
            case _:
                pass


def functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions and methods of a module that do something."""
    found = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [one for one in found if any(True for _ in changes(one))]


def mutant(path: Path, rng: random.Random) -> Mutant | None:
    """One random change of one random function of a file; None where nothing can be changed."""
    tree = ast.parse(path.read_text("utf-8"))
    candidates = functions(tree)
    if not candidates:
        return None
    function = rng.choice(candidates)
    node, field, value = rng.choice(list(changes(function)))
    before = ast.unparse(copy.deepcopy(node)) if isinstance(node, ast.expr | ast.stmt) else ""
    setattr(node, field, value)
    ast.fix_missing_locations(tree)
    after = ast.unparse(node)
    place = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)} {function.name}"
    change = f"{before.splitlines()[0][:70]}  ->  {after.splitlines()[0][:70]}"
    return Mutant(path, ast.unparse(tree), place, change)


def choose(count: int, seed: int, only: str) -> Iterator[Mutant]:
    """Mutants spread over the files: a file comes up as often as it has functions."""
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    files = sorted((ROOT / "src/roadmaplint").rglob("*.py"))
    files = [path for path in files if f"roadmaplint/{only}" in path.as_posix()]
    weights = [len(functions(ast.parse(path.read_text("utf-8")))) for path in files]
    made: set[str] = set()
    while len(made) < count:
        found = mutant(rng.choices(files, weights)[0], rng)
        if found is not None and found.place not in made:
            made.add(found.place)
            yield found


def tests_of(room: str) -> list[str]:
    """The test files and folders of a room that exist."""
    named = MORE_TESTS.get(room, [f"tests/unit/{room}"])
    found = [name for name in named if (ROOT / name).exists()]
    return found or ["tests/unit", "tests/cards"]


def is_caught(found: Mutant, work: Path, seconds: int) -> bool:
    """Run the room's tests on the broken copy; True if they fail or never end."""
    target = work / found.path.relative_to(ROOT)
    original = target.read_text("utf-8")
    target.write_text(found.text, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-n", "2"]
    environment = os.environ | {"PYTHONPATH": str(work / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [*command, *tests_of(found.room)],
            cwd=work,
            env=environment,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        target.write_text(original, "utf-8")
    return done.returncode != 0


def main() -> int:
    """Break, test, report. The exit code is 0 if the wanted share was caught."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=40, help="how many functions to break")
    parser.add_argument("--seed", type=int, default=1, help="another seed breaks other functions")
    parser.add_argument("--only", default="", metavar="ROOM", help="only files of one room")
    parser.add_argument("--share", type=float, default=0.9, help="the share to be caught")
    parser.add_argument("--seconds", type=int, default=300, help="a bound on one run of tests")
    options = parser.parse_args()
    caught = 0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, work / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, work / name)
        for found in choose(options.count, options.seed, options.only):
            if is_caught(found, work, options.seconds):
                caught += 1
                print(f"caught    {found.place}", flush=True)
            else:
                print(f"SURVIVED  {found.place}\n          {found.change}", flush=True)
    print(f"{caught} of {options.count} caught")
    return 0 if caught >= options.share * options.count else 1


if __name__ == "__main__":
    sys.exit(main())
