"""Rules from cards and check modules: shipped ones, installed plugins, a project's own folder.

All of them have one form: a folder with `cards/<group>/<name>.md` and Python modules with a check
for each card. Rules of the program itself are found in the generated index; their folders are only
walked to write it. Rules of others are read whenever a run begins.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import asdict, replace

from roadmaplint import data
from roadmaplint.core.registry import PRIVATE, BrokenRule, RuleSet, import_from, load, shipped
from roadmaplint.core.rule_meta import GROUPS, Card, Entry
from roadmaplint.errors import UsageError
from roadmaplint.text.lazy import lazy

if TYPE_CHECKING:  # a run without plugins reads no card
    from roadmaplint.core.rule_doc import CardFile

#: The entry-point group under which other distributions offer rules.
PLUGIN_GROUP = "roadmaplint.rules"
_NAME = lazy(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class PluginError(UsageError):
    """Rules of a plugin or of a local folder that cannot be used; one line says which and why."""


class Found(Struct, frozen=True):
    """What a walk gave: sound rules with their cards, and one sentence for each broken one."""

    entries: tuple[Entry, ...]
    cards: tuple[CardFile, ...]
    problems: tuple[str, ...]


class RuleFolder(NamedTuple):
    """A folder of rules that do not belong to the program.

    `title` names it in messages, `owner` is the prefix of names that are taken, `package` the
    name under which its modules are imported: one of our own (`PRIVATE`) for a folder that is no
    installed package.
    """

    title: str
    owner: str
    package: str
    folder: str


class Plugin(NamedTuple):
    """An installed distribution that offers rules: its folder, and its profiles by name."""

    rules: RuleFolder
    version: str
    profiles: Mapping[str, str]


def check_modules(package: str) -> Mapping[str, str]:
    """The module of every check below a package, by the name of its rule. Raises BrokenRule."""
    folder = import_module(package).__path__[0]
    places = data.files_of(folder)
    return {name: module for name, (module, _) in _checks("", package, places).items()}


def _checks(folder: str, package: str, files: Mapping[str, bytes]) -> dict[str, tuple[str, str]]:
    """The module and the file of every check of a package, by the name of its rule."""
    from roadmaplint.core.rule import Check

    found: dict[str, tuple[str, str]] = {}
    for place, name in data.modules_among(dict(files)):
        module = f"{package}.{name}".rstrip(".")
        try:
            values = list(vars(import_from(folder, module)).values())
        except (Exception, SystemExit) as error:
            raise BrokenRule(f"{place}: {_words(error)}") from error
        for check in values:
            if not isinstance(check, Check) or check.run.__module__ != module:
                continue
            if check.name in found:
                other = found[check.name][1]
                raise BrokenRule(f"{place}: a second check named {check.name}; see {other}")
            found[check.name] = (module, place)
    return found


def _words(error: BaseException) -> str:
    """What an exception says, on one line."""
    text = str(error).partition("\n")[0]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def discover(texts: Iterable[tuple[str, str]]) -> Found:
    """Read shipped cards, given as path and text, and find the check of each."""
    from roadmaplint.core.rule_doc import CardError, read_card

    checks = {name: (module, "") for name, module in check_modules("roadmaplint.rules").items()}
    for folder in data.profile_folders():
        package = profile_package(folder)
        found = _checks(folder, package, data.files_of(data.rule_folder(folder)))
        checks |= {name: (module, folder) for name, (module, _) in found.items()}
    entries, cards, problems = [], [], []
    for path, text in texts:
        try:
            file = read_card(text, path)
            if file.card.name not in checks:
                raise BrokenRule(f"rule {file.card.name}: no check has this name")
            module, folder = checks[file.card.name]
            if folder:
                file = replace(file, card=replace(file.card, page=path.removeprefix("rules/")))
            entry = Entry(file.card, "", module, folder)
            entries.append(entry._replace(subject=load(entry).subject.__name__))
        except (CardError, BrokenRule) as error:
            problems.append(str(error))
            continue
        cards.append(file)
    return Found(tuple(entries), tuple(cards), tuple(problems))


def profile_package(folder: str) -> str:
    """The private package name of a shipped profile's rules."""
    return PRIVATE + folder.rpartition("/")[2].replace("-", "_")


def shipped_cards() -> Iterable[tuple[str, str]]:
    """Path below the project and text of every card that comes with the program."""
    for page in data.card_pages():
        yield f"rules/{page}", data.card_text(page)


def installed_rules() -> RuleSet:
    """The rules that come with the program and those of installed plugins. Raises PluginError."""
    rules = shipped()
    for plugin in installed_plugins():
        rules = with_folder(rules, plugin.rules, version=plugin.version)
    return rules


def installed_plugins() -> tuple[Plugin, ...]:
    """The distributions that offer rules, by name. Raises PluginError."""
    offering = data.distributions_offering(PLUGIN_GROUP)
    return _plugins(offering) if offering else ()


@lru_cache(maxsize=4)
def _plugins(offering: tuple[str, ...]) -> tuple[Plugin, ...]:
    from importlib.metadata import Distribution

    found: dict[tuple[str, str], Plugin] = {}
    for path in offering:
        distribution = Distribution.at(path)
        owner = distribution.name or path.rpartition("/")[2].partition("-")[0]
        for point in distribution.entry_points.select(group=PLUGIN_GROUP):
            title = f"plugin {owner}"
            folder = _package_folder(point.value, title)
            rules = RuleFolder(title, owner, point.value, folder)
            profiles = _profiles_in(rules, point.name)
            key = (owner.casefold(), point.value)
            found.setdefault(key, Plugin(rules, distribution.version or "", profiles))
    return tuple(found[key] for key in sorted(found))


def _package_folder(package: str, title: str) -> str:
    """Where a package stands; the package itself is not imported yet. Raises PluginError."""
    from importlib.util import find_spec

    try:
        spec = find_spec(package)
    except (Exception, SystemExit) as error:
        raise PluginError(f"{title}: {package}: {_words(error)}") from error
    if spec is None or not spec.submodule_search_locations:
        raise PluginError(f"{title}: there is no package {package}, which its entry point names")
    return str(Path(next(iter(spec.submodule_search_locations))).absolute())


def _profiles_in(rules: RuleFolder, name: str) -> Mapping[str, str]:
    """The text of every profile of a plugin: `profiles/NAME.toml`, and `profile.toml`, which has
    the name of the entry point."""
    found = {}
    for place, content in _files(rules).items():
        above, _, file = place.rpartition("/")
        if place == "profile.toml":
            found[name] = content.decode("utf-8", "replace")
        elif above == "profiles" and file.endswith(".toml"):
            found[file.removesuffix(".toml")] = content.decode("utf-8", "replace")
    return found


def _files(rules: RuleFolder) -> dict[str, bytes]:
    try:
        return data.files_of(rules.folder)
    except (data.FolderProblem, OSError) as error:
        raise PluginError(f"{rules.title}: {error}") from error


def local_folder(shown: str, folder: str) -> RuleFolder:
    """A project's own folder of rules. Its package has another name whenever its files change, so
    that a long-lived process loads them anew."""
    rules = RuleFolder(f"local rules in {shown}", "local", "", folder)
    digest = _digest(folder, _files(rules))
    return rules._replace(package=f"{PRIVATE}local_{digest}")


def _digest(title: str, files: Mapping[str, bytes]) -> str:
    made = blake2b(title.encode("utf-8", "surrogateescape"), digest_size=12)
    for place, content in files.items():
        made.update(f"\0{place}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        made.update(content)
    return made.hexdigest()


def with_folder(rules: RuleSet, own: RuleFolder, *, version: str = "") -> RuleSet:
    """The same rules and those of a folder.

    A name that is taken gets the owner's name as a prefix. Raises PluginError, one line that names
    the folder and the file, if anything in it cannot be used.
    """
    from roadmaplint.core.rule_doc import CardError

    files = _files(own)
    digest = _digest(f"{own.title} {version}", files)
    folder = own.folder if own.package.startswith(PRIVATE) else ""
    try:
        checks = _checks(folder, own.package, files)
        known = {entry.card.name: entry for entry in rules.entries}
        for file in _cards(files):
            module, place = checks.pop(file.card.name, ("", ""))
            if not module:
                raise BrokenRule(f"{file.path}: no check has the name {file.card.name}")
            card = replace(file.card, page=f"{own.folder}/{file.path}")
            entry = Entry(card, "", module, folder, digest)
            check = load(entry)
            _compare_options(card, check.options, place)
            entry = entry._replace(subject=check.subject.__name__)
            if card.name in known:
                entry = entry._replace(card=replace(card, name=f"{own.owner}-{card.name}"))
            _refuse_taken(entry, known, file.path)
            known[entry.card.name] = entry
        if checks:
            name, (_, place) = min(checks.items())
            raise BrokenRule(f"{place}: rule {name} has no card, cards/<group>/{name}.md")
    except (BrokenRule, CardError) as error:
        raise PluginError(f"{own.title}: {error}") from error
    return RuleSet(known.values())


def names_of(rules: RuleSet, own: RuleFolder) -> RuleSet:
    """The same rules, and those of a folder that nobody allowed: they have names, so that a
    configuration may speak of them, and never run. Nothing of the folder is imported."""
    from roadmaplint.core.rule_doc import CardError

    known = {entry.card.name: entry for entry in rules.entries}
    codes = {entry.card.code for entry in rules.entries}
    try:
        for file in _cards(_files(own)):
            card = replace(file.card, page=f"{own.folder}/{file.path}", aliases=())
            if card.name in known:
                card = replace(card, name=f"{own.owner}-{card.name}")
            if card.name not in known and card.code not in codes:
                known[card.name] = Entry(card, "", "")
                codes.add(card.code)
    except (PluginError, CardError):
        pass  # said when the rules are allowed
    return RuleSet(known.values())


class _PluginCard(NamedTuple):
    path: str
    card: Card


def _cards(files: Mapping[str, bytes]) -> Iterator[_PluginCard]:
    from roadmaplint.core.rule_doc import CardError, read_card

    for place, content in files.items():
        if not (place.startswith("cards/") and place.count("/") == 2 and place.endswith(".md")):
            continue
        try:
            card = read_card(content.decode("utf-8"), place).card
        except CardError:
            raise
        except Exception as error:  # the author's mistake, whatever it is
            raise CardError(f"{place}: {_words(error)}") from error
        if not _NAME.fullmatch(card.name) or card.name in {"all", "local", *GROUPS}:
            raise CardError(f"{place}: {card.name} is no name for a rule")
        yield _PluginCard(place, card)


def _compare_options(card: Card, options: Callable[[], Struct], place: str) -> None:
    fields = {name.replace("_", "-") for name in asdict(options())}
    said = {name.replace("_", "-") for name, _ in card.options}
    if fields != said:
        differing = ", ".join(sorted(fields ^ said))
        raise BrokenRule(f"{place}: Options of {card.name} and [options] of its card: {differing}")


def _refuse_taken(entry: Entry, known: Mapping[str, Entry], place: str) -> None:
    for other in known.values():
        for what, own, theirs in (
            ("name", entry.card.name, other.card.name),
            ("code", entry.card.code, other.card.code),
        ):
            if own == theirs:
                raise BrokenRule(f"{place}: the {what} {own} is taken by {other.card.name}")


def profile_text(name: str) -> str | None:
    """The text of a profile that a plugin ships, or None. Raises PluginError."""
    return next((p.profiles[name] for p in installed_plugins() if name in p.profiles), None)


def profile_names() -> tuple[str, ...]:
    """The names of all profiles, shipped ones and those of plugins, sorted."""
    more = {name for plugin in installed_plugins() for name in plugin.profiles}
    return tuple(sorted({*data.profile_names(), *more}))


def forget_packages() -> None:
    """Drop private packages from memory; for tests."""
    for name in [name for name in sys.modules if name.startswith(PRIVATE)]:
        del sys.modules[name]
