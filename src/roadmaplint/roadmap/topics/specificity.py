"""Names that say nothing about a subject, and sections that repeat by design."""

from __future__ import annotations

import re

from roadmaplint.roadmap.nodes import Section
from roadmaplint.roadmap.stems import word_set
from roadmaplint.text.lazy import lazy

#: Roles of sections whose items are no topics of the path.
_ROLES = frozenset({"career-path", "meta", "toc", "prerequisites", "conclusion"})
#: Titles of sections that come back to what was said.
_REPEATING = lazy(
    r"\b(?:recap|summary|review|cheat ?sheets?|check ?lists?|glossary|index|tools?|toolbox"
    r"|at a glance|quick reference|timeline|schedule|study plan|calendar|goals?|outcomes?"
    r"|self-?assessment|self-?test|quiz|interview|exercises?|projects?|skills\Z|overview|objectives?"
    r"|topics covered|curriculum map|outline|agenda|you.?ll learn|you will learn)\b"
    r"|итог|резюме|чек-?лист|глоссарий|инструмент|навык|упражнен|проект|готов"
    r"|resumen|repaso|herramientas|glosario|ejercicios|proyectos|resumo|ferramentas|glossário"
    r"|exercícios|projetos|总结|總結|小结|工具|清单|练习|项目",
    re.IGNORECASE,
)
#: Titles of sections that are one of several ways to go.
_ALTERNATIVE = lazy(
    r"\b(?:track|roles?|career|option|alternative|variant|speciali[sz]ations?|focus area|path \d)\b"
    r"|путь \d|трек|специали|вариант|trilha",
    re.IGNORECASE,
)
#: Words for parts of a document, in the stems of topic keys: names of two of them say nothing.
_LAYOUT = word_set(
    "note tool topic theory practice exercise project example resource reference tutorial"
    " video article book course blog paper link concept basics basic overview introduction"
    " intro summary conclusion description goal objective outcome prerequisite setup"
    " installation install environment misc miscellaneous other general more advanced beginner"
    " intermediate expert duration level time week month day step stage phase part module"
    " chapter lesson lecture section unit question answer interview certification community"
    " event conference newsletter podcast forum channel company team people author free paid"
    " official guide doc api ui demo sample code type kind documentation faq quiz homework"
    " assignment assessment reading watch read do build make learn hour min minute easy medium"
    " hard optional required bonus extra useful recommended further additional additionally"
    " main key final first second third new learning study practical platform library"
    " framework service local on-premises premise cloud popular important best application pro"
    " con advantage disadvantage benefit item one two three four five видео відео video"
)
#: Words of many subjects: alone they say nothing, together with another word they do.
_SUBJECT = word_set(
    "language monitoring testing debugging evaluation deployment security performance"
    " optimization training design architecture development implementation analysis management"
    " maintenance communication planning research theorem definition proof data model"
    " algorithm method technique pattern principle practices feature function variable class"
    " object list array string number impact principles reliability scalability saturation"
    " latency traffic error marketing sales"
)
_COMMON = _LAYOUT | _SUBJECT
_NAME_LIKE = lazy(r"[A-ZА-ЯЁ].*[A-ZА-ЯЁ0-9]|[a-z][A-Z]|[A-Za-z]\d|\d[A-Za-z]|[+#]")
_WORD_ENDINGS = (
    "ing",
    "tion",
    "sion",
    "ment",
    "ness",
    "ity",
    "ance",
    "ence",
    "ism",
    "ship",
    "ные",
    "ние",
    "ция",
    "ость",
)
_CJK = lazy(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CJK_LETTERS = 5
#: Longer texts that begin with a small letter are parts of sentences.
_PHRASE = 5
_CODE = lazy(r"\w\(|\w_\w|[=<>{}]")
_LETTERS = lazy(r"[^\W\d_]")
_DURATION = lazy(r"[~≈]?\$?\d[\d.,–—-]*\s*\S*\Z")


def repeats_by_design(section: Section | None) -> bool:
    """True for sections that name again what others teach: recaps, and one of several ways."""
    if section is None:
        return False
    if section.role in _ROLES or _ALTERNATIVE.search(section.title):
        return True
    return section.stage is None and bool(_REPEATING.search(section.title))


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
    if known:
        return True
    words = [word for word in form.split() if word not in {"and", "to"}]
    if any(word in _COMMON for word in words):
        # `Theory (25h)` is no more of a name than `Theory`.
        words = [word for word in words if not any(map(str.isdigit, word))]
    if len(words) >= 2:
        return not all(word in _LAYOUT for word in words)
    if not words or words[0] in _COMMON:
        return False
    return bool(_NAME_LIKE.search(text)) or _is_name(text)


def is_plain_word(text: str) -> bool:
    """True for a single word that only its capital could make a name."""
    return " " not in text.strip() and not _NAME_LIKE.search(text) and not _starts_cjk(text)


def _starts_cjk(text: str) -> bool:
    return not text[:1].isascii() and _CJK.match(text) is not None


def _is_name(word: str) -> bool:
    if _starts_cjk(word):
        return len(word) >= _CJK_LETTERS
    return word[0].isupper() and len(word) > 2 and not word.lower().endswith(_WORD_ENDINGS)
