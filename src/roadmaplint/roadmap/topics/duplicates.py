"""Groups of mentions that mean one topic, without names and repeats that say nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from roadmaplint.lexicon import words
from roadmaplint.roadmap.memoize import shared
from roadmaplint.roadmap.nodes import Document, Section
from roadmaplint.roadmap.phrases import contains_word
from roadmaplint.roadmap.prose import texts
from roadmaplint.roadmap.section_roles import is_path, teaches, topic_count, with_subsections
from roadmaplint.roadmap.topics.mentions import Mention, Mentions, mentions_of
from roadmaplint.roadmap.topics.vocabulary import names
from roadmaplint.text.lazy import lazy
from roadmaplint.text.scripts import is_spaceless

T = TypeVar("T")

#: Roles of sections whose items are no topics of the path.
_ROLES = frozenset({"career-path", "meta", "toc", "prerequisites", "conclusion"})
#: Titles that hold a number, or end in a word that means something else inside a title.
_PATH = lazy(r"\bpath \d\b|путь \d", re.IGNORECASE)
_SKILLS = lazy(r"\bskills\Z", re.IGNORECASE)
_NAME_LIKE = lazy(r"[A-ZА-ЯЁ].*[A-ZА-ЯЁ0-9]|[a-z][A-Z]|[A-Za-z]\d|\d[A-Za-z]|[+#]")
_CJK_LETTERS = 5
#: Longer texts that begin with a small letter are parts of sentences.
_PHRASE = 5
_CODE = lazy(r"\w\(|\w_\w|[=<>{}]")
_LETTERS = lazy(r"[^\W\d_]")
_DURATION = lazy(r"[~≈]?\$?\d[\d.,–—-]*\s*\S*\Z")

#: A name that stands in four places or more is a label of a layout.
MAX_REPEATS = 3
#: A section that repeats this share of its names (and this many) comes back to others.
_RECAP_SHARE, _RECAP_MIN = 0.5, 4
_SUBJECT_SHARE = 0.5
_CONTENTS = 3
#: How much code and running text an outline has, measured by its lists.
_CODE_SHARE, _PROSE_SHARE = 0.3, 3.0
#: Shorter paragraphs are items, not running text.
_SENTENCE = 60
_WORD = lazy(r"[^\W\d_]+")


def repeats_by_design(section: Section) -> bool:
    """True for sections that name again what others teach: recaps, and one of several ways."""
    title = section.title
    if section.role in _ROLES or contains_word(title, "section.alternative") or _PATH.search(title):
        return True
    repeats = contains_word(title, "section.repeats") or _SKILLS.search(title) is not None
    return section.stage is None and repeats


def is_specific(text: str, form: str, known: bool = False) -> bool:
    """True if a name is narrow enough that two mentions mean one thing.

    Known concepts and names of two words or more are; a single word has to be a name (capitals or
    digits inside), or a capitalised word that is no common noun. `form` is the text's key.
    """
    text = text.strip()
    if not _LETTERS.search(text) or _DURATION.match(text) or text[-1:] in ".!?":
        return False
    if _CODE.search(text) or (text[0].islower() and len(text.split()) >= _PHRASE):
        return False
    return known or _is_narrow(text, form)


def _is_narrow(text: str, form: str) -> bool:
    """True for two words that are not all about a document, and for one that is a name."""
    layout, subjects = words("topic.layout"), words("topic.subject")
    parts = [word for word in form.split() if word not in {"and", "to"}]
    if any(word in layout or word in subjects for word in parts):
        # `Theory (25h)` is no more of a name than `Theory`.
        parts = [word for word in parts if not any(map(str.isdigit, word))]
    if len(parts) >= 2:
        return not layout.issuperset(parts)
    common = not parts or parts[0] in layout or parts[0] in subjects
    return not common and (_NAME_LIKE.search(text) is not None or _is_capitalised(text))


def _is_capitalised(text: str) -> bool:
    """True for a word that its capital makes a name; in scripts without capitals, for long ones."""
    if is_spaceless(text[0]):
        return len(text) >= _CJK_LETTERS
    common = text.lower().endswith(tuple(words("topic.noun_ending")))
    return text[0].isupper() and len(text) > 2 and not common


def is_plain_word(text: str) -> bool:
    """True for a single word that only its capital could make a name."""
    return " " not in text.strip() and not _NAME_LIKE.search(text) and not is_spaceless(text[:1])


@shared
def is_curriculum(document: Document) -> bool:
    """True unless half or more of the entries are links: such a document is a list of resources."""
    links = sum(1 for resource in document.resources if resource.url and resource.role == "entry")
    topics = sum(len(topic.items) or 1 for topic in document.topics)
    return links < topics


@shared
def is_outline(document: Document) -> bool:
    """True for a path made of lists; tutorials, whose text and code repeat words, are none."""
    if not is_path(document):
        return False
    if document.root.shape == "plain-text":
        return True
    listed = code = running = 0
    stack = [(block, False) for block in document.markdown.blocks]
    while stack:
        block, inside = stack.pop()
        size = block.span.end - block.span.start
        if block.kind == "code":
            code += size
        elif block.kind in {"paragraph", "cell"}:
            listed += size if inside or block.kind == "cell" else 0
            running += 0 if inside or block.kind == "cell" else size
        inside = inside or block.kind in {"list", "table"}
        stack += ((child, inside) for child in block.children)
    return code <= _CODE_SHARE * listed and running <= _PROSE_SHARE * listed


def eligible(document: Document, same: tuple[str, ...] = ()) -> tuple[Mentions, list[Mention]]:
    """The mentions of a document that could be one topic named twice; `same` as for mentions."""
    mentions = mentions_of(document, same)
    by_design = _sections_by_design(document)
    concepts = frozenset(mentions.words.aliases.values())
    spelt = names(document.packs)
    found = [
        mention
        for mention in mentions.all
        if (mention.kind != "resource" or mention.url)
        and (mention.section is None or mention.section.span.start not in by_design)
    ]
    specific: set[str] = set()
    for mention in found:
        name, known = mention.text.casefold(), mention.key.form in concepts
        # One capitalised word of a list in an item may be anything: a tool, an author, a place.
        unsure = mention.kind == "part" and is_plain_word(mention.text) and name not in spelt
        if is_specific(mention.text, mention.key.form, known) and (known or not unsure):
            specific.add(name)
    if any(
        is_plain_word(mention.text) and mention.text.casefold() in specific for mention in found
    ):
        specific -= _common_nouns(document)
    return mentions, [mention for mention in found if mention.text.casefold() in specific]


def _common_nouns(document: Document) -> frozenset[str]:
    """Words that the document's running text writes with a small letter."""
    lower: set[str] = set()
    for block, text in texts(document, headings=False):
        if block.kind == "paragraph" and len(text) > _SENTENCE:
            lower.update(word for word in _WORD.findall(text) if word.islower())
    return frozenset(lower)


def _sections_by_design(document: Document) -> frozenset[int]:
    """Starts of sections that repeat by design, with everything below them.

    A section that holds most of the document is the path itself, whatever its title says.
    """
    most = _SUBJECT_SHARE * max(1, len(document.topics))
    return frozenset(
        below.span.start
        for section in document.sections
        if repeats_by_design(section) and (section.role == "meta" or topic_count(section) < most)
        for below in with_subsections(section)
    )


def families(members: Sequence[T], keys: Callable[[T], Iterable[Hashable]]) -> Iterator[list[T]]:
    """Members that share a key, directly or through others; each family in the given order."""
    owner: dict[Hashable, int] = {}
    parent = list(range(len(members)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for at, member in enumerate(members):
        for key in keys(member):
            left, right = root(owner.setdefault(key, at)), root(at)
            parent[max(left, right)] = min(left, right)
    found: dict[int, list[T]] = {}
    for at, member in enumerate(members):
        found.setdefault(root(at), []).append(member)
    return (family for family in found.values() if len(family) > 1)


def distinct(family: Sequence[Mention]) -> list[Mention]:
    """The family without echoes: what stands below or inside another member of it."""
    nodes = {mention.node for mention in family}
    out: list[Mention] = []
    end = -1
    for mention in sorted(family, key=lambda mention: mention.span):
        if nodes.isdisjoint(mention.ancestors) and mention.span.start >= end:
            out.append(mention)
            end = mention.span.end
    return out


def recaps(pairs: Iterable[Sequence[Mention]], mentions: Sequence[Mention]) -> frozenset[int]:
    """Starts of sections most of whose names stand elsewhere: indexes, recaps, checklists."""
    total = Counter(m.section.span.start for m in mentions if m.section and m.kind != "heading")
    repeated: Counter[int] = Counter()
    for family in pairs:
        places = {m.section.span.start for m in family if m.section}
        if len(places) > 1:
            repeated.update(places)
    return frozenset(
        start
        for start, count in repeated.items()
        if count >= _RECAP_MIN and count >= _RECAP_SHARE * total[start]
    )


def informal_contents(found: Iterable[Sequence[Mention]]) -> frozenset[int]:
    """Lists that name three headings and more: a table of contents without links."""
    named = Counter(
        mention.list_id
        for family in found
        if any(mention.kind == "heading" for mention in family)
        for mention in family
        if mention.kind != "heading" and mention.list_id is not None
    )
    return frozenset(list_id for list_id, count in named.items() if count >= _CONTENTS)


def may_repeat(document: Document) -> bool:
    """True if the document is a path made of lists, and no mere list of resources."""
    return is_outline(document) and (is_curriculum(document) or teaches(document))


def repeats(document: Document, candidates: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Mentions that share a key, two and more, without echoes, recaps, contents and labels.

    In a list of resources only one link and one group under the same name count.
    """
    judge = _one_topic if is_curriculum(document) else _link_and_group
    found = [distinct(family) for family in families(candidates, lambda mention: mention.key)]
    found = [family for family in found if len(family) > 1]
    skipped, contents = recaps(found, candidates), informal_contents(found)
    for family in found:
        kept = [
            mention
            for mention in family
            if (mention.section is None or mention.section.span.start not in skipped)
            and (mention.list_id is None or mention.list_id not in contents)
        ]
        if all(_is_label(document, mention) for mention in kept):
            continue
        if len(kept) > 1 and judge(kept):
            yield kept


def _is_label(document: Document, mention: Mention) -> bool:
    """True for one word before a colon: `Flutter: rows, lists` tells whose facet follows."""
    behind = document.source.text[mention.span.end : mention.span.end + 4].lstrip("*_ ")
    return " " not in mention.text and not mention.leaf and behind[:1] in {":", "："}


def _one_topic(family: Sequence[Mention]) -> bool:
    """False for layouts that repeat labels, and for different resources of one title."""
    urls = {mention.url for mention in family if mention.url}
    if urls and (len(urls) > 1 or all(mention.url for mention in family)):
        return False
    headings = sum(mention.kind == "heading" for mention in family)
    if headings == len(family):
        return False
    if headings:
        # A bare item that names a section only points at it; one with content repeats it.
        return all(mention.kind == "heading" or not mention.leaf for mention in family)
    if all(mention.group and " " not in mention.text for mention in family):
        return False
    places = {mention.section.span.start if mention.section else -1 for mention in family}
    lists = {mention.list_id for mention in family}
    spellings = {mention.text.casefold() for mention in family}
    # One label under several heads of a section is a facet of each; other words are no label.
    return len(places) > 1 or len(lists) == 1 or len(spellings) == len(family)


def _link_and_group(family: Sequence[Mention]) -> bool:
    """In a list of resources: one entry and one group of entries under the same name."""
    links = sum(mention.kind == "resource" for mention in family)
    groups = sum(mention.kind == "topic" and not mention.leaf for mention in family)
    urls = sum(mention.url is not None for mention in family)
    plain = not any("(" in mention.text for mention in family)
    return plain and len(family) == 2 and links == groups == urls == 1
