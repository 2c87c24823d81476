"""Files that hold one topic of a drawn roadmap: their names and their lists of typed resources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.lists import ListItem, leading_link, lists
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.lazy import lazy

#: The types of resources in the order in which a topic's file lists them.
TYPES = (
    *("roadmap", "official", "opensource", "article", "course"),
    *("podcast", "video", "book", "feed"),
)
_NAME = lazy(r"([a-z0-9._-]*)@([A-Za-z0-9_-]+)\.md")
_TYPED = lazy(r"@[\w-]*@")
_WEB = lazy(r"(?:https?:)?//", re.IGNORECASE)


class TopicFile(Struct, frozen=True):
    """A file's name taken apart: the slug of the topic and the id of its place in the drawing."""

    slug: str
    node_id: str


def topic_file(path: str) -> TopicFile | None:
    """The parts of `folder/slug@id.md`; None for a name of another form."""
    match = _NAME.fullmatch(path.rpartition("/")[2])
    return TopicFile(match[1], match[2]) if match else None


class ResourceList(Struct, frozen=True):
    """A list of resources, its items, and the top-level block before it (None if there is none).

    `mixed` is True if most items are something else: text in which a typed link stands, too.
    """

    block: Block
    items: tuple[ListItem, ...]
    before: Block | None
    mixed: bool


def resource_lists(document: Document) -> Iterator[ResourceList]:
    """Every top-level list of resources.

    That is a list with a typed link (`@type@Title`), one in which all items start with a web link,
    or one that a sentence with a colon announces and in which most items do.
    """
    blocks = document.markdown.blocks
    before = {id(block): blocks[at - 1] if at else None for at, block in enumerate(blocks)}
    for block, items in lists(document):
        if items and id(block) in before:
            above = before[id(block)]
            linked = sum(_starts_with_web_link(item) for item in items)
            mixed = linked * 2 <= len(items)
            announced = above is not None and is_lead(above) and not mixed
            if announced or linked == len(items) or any(map(_is_typed, items)):
                yield ResourceList(block, items, above, mixed)


def is_lead(block: Block) -> bool:
    """True for a paragraph that announces what follows: it ends in a colon."""
    return block.kind == "paragraph" and block.text.rstrip(" *_").endswith((":", "："))


def _is_typed(item: ListItem) -> bool:
    link = leading_link(item)
    return link is not None and _TYPED.match(link.text) is not None


def _starts_with_web_link(item: ListItem) -> bool:
    link = leading_link(item)
    return link is not None and _WEB.match(link.target or "") is not None
