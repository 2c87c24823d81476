"""The language of texts and file names, and the order of titles in a language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache

from msgspec import Struct

from roadmaplint.lexicon import words, words_by_language
from roadmaplint.text.lazy import lazy
from roadmaplint.text.scripts import Script, script_of

_WORD = lazy(r"[^\W\d_]{1,15}")
_LETTERS = lazy(r"[^\W\d_]")
_ADDRESS = lazy(r"\b(?:https?://|www\.)\S+|\S+@\S+|[\w-]+\.(?:com|org|io|net|md|py|js)\b")
#: So many characters tell the language of a document.
SAMPLE = 3_000
#: Fewer letters say too little: below this the detector is wrong in one of twelve texts.
MIN_LETTERS = 80
_DETECTED = 4_000
_UKRAINIAN = frozenset("іїєґ")
_PERSIAN = frozenset("پچژگی")
#: Scripts that one language uses; kana tell Japanese from Chinese.
_LANGUAGE = {"hangul": "ko", "greek": "el", "hebrew": "he", "cjk": "zh"}
_KANA = lazy(r"[\u3040-\u30ff]")

_FOREIGN_LETTERS = lazy("[à-ÿœğşıİñãõç]", re.IGNORECASE)
_SPANISH = lazy(
    r"\b(?:el|los|las|y|ción|ciones|aprender?|para|con)\b|ción\b|ciones\b|ñ", re.IGNORECASE
)
_PORTUGUESE = lazy(r"\b(?:do|dos|da|das|em|com|não|para)\b|ção\b|ções\b|ã|õ", re.IGNORECASE)

_NAMED_FILE = lazy(r"[-_.]([a-z]{2,3})(?:[-_]([A-Za-z]{2,4}))?\.(?:md|markdown)\Z")
_FOLDERS = frozenset(
    ["i18n", "translation", "translations", "locale", "locales", "lang", "langs", "docs-translated"]
)
_NAMED = lazy(r"(?P<stem>.+?)[-_.](?P<code>[a-z]{2})(?:[-_](?P<region>[A-Za-z]{2,4}))?\Z")


class Scripts(Struct, frozen=True):
    """How many letters of a text belong to each script, the commonest first."""

    counts: tuple[tuple[Script, int], ...]

    @property
    def letters(self) -> int:
        """Letters counted."""
        return sum(count for _, count in self.counts)

    @property
    def main(self) -> Script | None:
        """The commonest script, None for a text without letters."""
        return self.counts[0][0] if self.counts else None

    def share(self, script: Script) -> float:
        """The share of a script among the letters, 0 to 1."""
        return dict(self.counts).get(script, 0) / self.letters if self.counts else 0.0


def scripts_of(text: str) -> Scripts:
    """Count letters by script. ASCII texts cost one pass."""
    if text.isascii():
        latin = sum(map(str.isalpha, text))
        return Scripts((("latin", latin),) if latin else ())
    found = Counter(script_of(char)[0] for char in text if char.isalpha())
    return Scripts(tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))))


@cache
def _languages_by_word() -> dict[str, tuple[str, ...]]:
    """Languages by common word."""
    found: dict[str, tuple[str, ...]] = {}
    for language, common in words_by_language("common").items():
        for word in common:
            found[word] = (*found.get(word, ()), language)
    return found


def language_of(text: str) -> str | None:
    """The language of a document by its script and commonest words; None where too short."""
    sample = text[:SAMPLE]
    letters = len(_LETTERS.findall(sample))
    if letters < 20:
        return None
    if not sample.isascii() and (language := _by_script(sample, letters)):
        return language
    common = _languages_by_word()
    counts = Counter(
        language for word in _WORD.findall(sample.casefold()) for language in common.get(word, ())
    )
    best = max(counts.items(), key=lambda pair: pair[1], default=("", 0))
    if best[1] < 2:
        return "en" if sample.isascii() and letters >= 40 else None
    return best[0]


def _by_script(sample: str, letters: int) -> str | None:
    """The language whose script has a large share of the letters."""
    counts = Counter(script_of(char)[1] for char in sample if char > "\x7f")
    del counts[""]
    if counts["ja"] * 20 > letters and counts["ja"] * 10 > counts["zh"]:
        return "ja"
    language, count = max(counts.items(), key=lambda pair: pair[1], default=("", 0))
    # Names stay Latin in every language, so a sixth of the letters decides.
    if count * 6 <= letters:
        return None
    if language == "ru" and not _UKRAINIAN.isdisjoint(sample):
        return "uk"
    return "fa" if language == "ar" and len(_PERSIAN.intersection(sample)) > 2 else language


def language_of_name(text: str, default: str = "en") -> str:
    """The language whose plurals fit a short Latin text: `default` unless its letters say more."""
    if text.isascii() or default not in {"en", ""} or not _FOREIGN_LETTERS.search(text):
        return default or "en"
    if _PORTUGUESE.search(text):
        return "pt"
    return "es" if _SPANISH.search(text) else default or "en"


def detect(text: str) -> tuple[str, float]:
    """Language code and probability (0 to 1); ("", 0) where the text says too little.

    The same text always gives the same answer. Scripts of one language answer at once; the
    detector is imported only for long Latin, Cyrillic or Arabic texts.
    """
    text = _ADDRESS.sub(" ", text)
    scripts = scripts_of(text)
    main = scripts.main
    if main is None or scripts.letters < MIN_LETTERS // (4 if main in {"cjk", "hangul"} else 1):
        return "", 0.0
    if main in _LANGUAGE:
        return "ja" if main == "cjk" and _KANA.search(text) else _LANGUAGE[main], 0.99
    return _detected(text[:_DETECTED]) if scripts.share(main) >= 0.6 else ("", 0.0)


@lru_cache(maxsize=256)
def _detected(text: str) -> tuple[str, float]:
    from langdetect import DetectorFactory, detect_langs
    from langdetect.lang_detect_exception import LangDetectException

    DetectorFactory.seed = 0
    try:
        best = detect_langs(text)[0]
    except LangDetectException:
        return "", 0.0
    return best.lang, best.prob


def language_of_path(path: str) -> str:
    """The language that a file name ends with (`books-es.md`), `en` where it names none."""
    match = _NAMED_FILE.search(path)
    return match[1] if match else "en"


def original_of(path: str) -> tuple[str, str]:
    """The path without its marks of a language, and the language; `en` where none is named.

    `docs/README-es.md`, `translations/es/docs/README.md` and `docs/README.md` are one original.
    """
    codes = words("language_code")
    folders = path.split("/")
    name, dot, ending = folders.pop().rpartition(".")
    language = "en"
    match = _NAMED.match(name)
    if match and match["code"] in codes:
        name, language = match["stem"], match["code"]
    kept = []
    for folder in folders:
        code = re.split("[-_]", folder.casefold())[0]
        if code in codes and len(folder) <= 5:
            language = code
        elif folder.casefold() not in _FOLDERS:
            kept.append(folder)
    return "/".join([*kept, f"{name}{dot}{ending}"]).casefold(), language


#: Blanks, punctuation, symbols and digits in the order of the Unicode collation, before letters.
_BEFORE_LETTERS = " _-–—,;:!¡?¿.…·'‘’\"“”«»()[]{}§¶@*/\\&#%`´^¨°©®+±÷×<=>|¦~¤¢$£¥€"
_RANKS = {ord(char): 1 + rank for rank, char in enumerate(_BEFORE_LETTERS)}
_RANKS |= {ord(char): 0x50 + int(char) for char in "0123456789"}
#: What makes a letter come after all that begins with the letter before it.
_AFTER = "\uf8ff"
#: The combining class of the sign that joins Indic letters; the other classes are marks.
_VIRAMA = 9
#: Marks that make another letter: the breve, the circumflex and the horn.
_LETTER_MARKS = {"\u0306": _AFTER, "\u0302": _AFTER * 2, "\u031b": _AFTER * 3}
_LATIN_LAST = {ord("a") + at: 0xE000 + at for at in range(26)}
#: Languages without an alphabetical order that code points could give.
UNORDERED = frozenset({"ja", "km", "lo", "my", "th", "zh"})
_DROPPED_LEAD = lazy(r"\A[-._(《\"'“«\s]+")


@cache
def _own_letters(lang: str) -> tuple[tuple[str, str], ...]:
    """Letters that a language sorts as letters of their own, each with its key."""
    pairs = (entry.split(" ") for entry in words_by_language("alphabet").get(lang, ()))
    return tuple((letter, place.replace("~", _AFTER)) for letter, place in pairs)


@lru_cache(maxsize=8192)
def sort_key(text: str, lang: str = "en") -> str:
    """A key that sorts titles as a reader of `lang` expects; letter case and marks hardly count.

    Leading quotes and brackets, the first comma or colon and the first dash do not count.
    """
    text = _DROPPED_LEAD.sub("", unicodedata.normalize("NFC", text).lower().strip())
    text = re.sub("[,:]", "", text, count=1).replace("-", " ", 1)
    key, lang = text.translate(_RANKS), lang.partition("-")[0]
    for letter, place in _own_letters(lang):
        key = key.replace(letter, place)
    if not text.isascii():
        # words that differ in marks only come in the order of their marks
        key = f"{_bare(key, lang)}\0{unicodedata.normalize('NFD', text)}"
    return key.translate(_LATIN_LAST) if lang in words("alphabet_first") else key


def _bare(key: str, lang: str) -> str:
    """The key without marks, except for those that make a letter of its own."""
    kept = ""
    for char in unicodedata.normalize("NFKD", key):
        if unicodedata.combining(char) not in {0, _VIRAMA}:
            if char in _LETTER_MARKS and (lang == "vi" or "\u0400" <= kept[-1:] <= "\u04ff"):
                kept += _LETTER_MARKS[char]
        else:
            kept += _rank(char) if char > "\x7f" else char
    return kept


@lru_cache(maxsize=1024)
def _rank(char: str) -> str:
    """Other digits count as digits, other signs come before them, invisible characters vanish."""
    kind = unicodedata.category(char)
    if kind == "Nd":
        return chr(0x50 + unicodedata.digit(char))
    if kind[0] in "PSZ":
        return "\x4f"
    return "" if kind == "Cf" or "\ufe00" <= char <= "\ufe0f" else char
