"""How a check declares itself: the subject it looks at, its options, and the context it gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from msgspec import Struct

from roadmaplint.core.finding import Finding, ProjectFinding
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.source import Source


class NoOptions(Struct, frozen=True):
    """Options of a rule that has none."""


O = TypeVar("O")  # noqa: E741 - the options of a rule


class Context(Generic[O]):
    """What a check may look at beside its subject.

    `document` parses on first use and is shared by all rules of the file, so a text rule pays for
    a parse only when it really asks.
    """

    __slots__ = ("_document", "options", "source")

    def __init__(self, options: O, source: Source, document: Callable[[], Document]) -> None:
        """Bind a rule's options to one file."""
        self.options = options
        self.source = source
        self._document = document

    @property
    def document(self) -> Document:
        """The parsed file."""
        return self._document()


class Check(Struct, frozen=True):
    """A check as the linter sees it: `name` is its rule, `subject` the type it subscribes to."""

    name: str
    subject: type
    options: type
    run: Callable[..., Iterator[Finding] | Iterator[ProjectFinding]]


def rule(*, on: type, options: type = NoOptions) -> Callable[[Callable[..., Any]], Check]:
    """Declare a generator as a check.

    `on` is the subject: Source (text tier), Heading, Topic, Link or Document (tree tier), Project
    or, where topics, resources and web links of all files count, Catalogue (project tier). The
    generator takes the subject and a
    `Context[Options]` and yields `Finding`s; a project check takes the project and the options and
    yields `ProjectFinding`s. `options` is a frozen `msgspec.Struct` whose fields have defaults;
    anything else raises TypeError. The generator's name with dashes is the rule's name, the
    module's where the generator is called `check`; its card is rules/<group>/<name>.md.
    """

    _check_options(options)

    def declare(run: Callable[..., Any]) -> Check:
        name = run.__module__.rpartition(".")[2] if run.__name__ == "check" else run.__name__
        return Check(name.replace("_", "-"), on, options, run)

    return declare


def _check_options(options: type) -> None:
    """Raise TypeError, with what to write, for a type that cannot hold the options of a rule."""
    form = "write `class Options(Struct, frozen=True):` with a default for every field"
    if not issubclass(options, Struct):
        raise TypeError(f"options of a rule must be a msgspec.Struct, not {options!r}; {form}")
    if not options.__struct_config__.frozen:
        raise TypeError(f"{options.__qualname__} could be changed by a check; {form}")
    try:
        options()
    except TypeError as error:
        raise TypeError(f"{options.__qualname__}: {error}; {form}") from None
