"""Which files are translations of one another, by their paths."""

from __future__ import annotations

import re

from roadmaplint.roadmap.stems import word_set
from roadmaplint.text.lazy import lazy

#: Codes of languages and regions that file names carry.
_CODES = word_set(
    "af ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is"
    " it ja ka kk km kn ko ku ky lo lt lv mk ml mn mr ms my ne nl no pa pl ps pt ro ru si sk sl sq"
    " sr sv sw ta te th tr uk ur uz vi zh cn tw br jp kr ua gr dk cz se"
)
_FOLDERS = word_set("i18n translations translation locales locale lang langs docs-translated")
_NAMED = lazy(r"(?P<stem>.+?)[-_.](?P<code>[a-z]{2})(?:[-_](?P<region>[A-Za-z]{2,4}))?\Z")


def original_of(path: str) -> tuple[str, str]:
    """The path without its marks of a language, and the language; `en` where none is named.

    `docs/README-es.md`, `translations/es/docs/README.md` and `docs/README.md` are one original.
    """
    folders = path.split("/")
    name, dot, ending = folders.pop().rpartition(".")
    language = "en"
    match = _NAMED.match(name)
    if match and match["code"] in _CODES:
        name, language = match["stem"], match["code"]
    kept = []
    for folder in folders:
        code = re.split("[-_]", folder.casefold())[0]
        if code in _CODES and len(folder) <= 5:
            language = code
        elif folder.casefold() not in _FOLDERS:
            kept.append(folder)
    return "/".join([*kept, f"{name}{dot}{ending}"]).casefold(), language
