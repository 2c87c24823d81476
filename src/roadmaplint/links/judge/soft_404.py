"""Pages with a good status that are gone, parked, taken over, or behind a wall or a login."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from roadmaplint import lexicon
from roadmaplint.data import pack
from roadmaplint.links.http import Response
from roadmaplint.links.judge.page import Page
from roadmaplint.links.url import Url, is_address, site_of
from roadmaplint.text.lazy import lazy

#: Lengths of a page's text: next to nothing, a notice, a short page, a page with content.
_TINY, _NOTICE, _SHORT, _LONG = 300, 600, 1500, 6000

_SEPARATOR = lazy(r"\s[-–—|·•:»«]\s|[|·•»«–—]|:\s|\s::\s")
_PUNCTUATION = lazy(r"[^\w]+")
_WORD = lazy(r"[^\W_]+")
_ABOUT_DOMAINS = lazy(r"domain|parking", re.IGNORECASE)
_FOR_SALE = lazy(r"\b[\w-]+\.[a-z]{2,12}\b.{0,20}\b(?:is|may be) for sale\b", re.IGNORECASE)
_ABOUT_404 = lazy(
    r"(?<!\d)(?:404|410)(?!\d)|not[-_ ]?found|broken[-_ ]?link|dead[-_ ]?link|soft[-_ ]?404",
    re.IGNORECASE,
)
_PASSWORD = lazy(r"<input\b[^<>]*type\s*=\s*[\"']?password", re.IGNORECASE)

_CONTENT_QUERY = lazy(r"(?:\A|&)(?:p|id|post|article|page_id|v|t|topic)=\w")


class Suspicion(Struct, frozen=True):
    """Why a page with a good status may be gone; not `sure` wants to be confirmed by a sibling."""

    reason: str
    sure: bool = True


class Arrival(Struct, frozen=True):
    """A page with the way to it: what was asked, where it ended, what its links are called."""

    asked: Url
    final: Url
    page: Page
    texts: tuple[str, ...] = ()

    @property
    def was_redirected(self) -> bool:
        """True if the page stands at another address than was asked."""
        return self.asked.key != self.final.key

    @property
    def is_about_404(self) -> bool:
        """True if the link itself speaks of pages that are not found: an article, not an error."""
        return any(_ABOUT_404.search(text) for text in (self.asked.path, *self.texts))


def bot_wall_of(response: Response) -> str | None:
    """What shows a bot wall in front of the content, whatever the status; None for none."""
    if response.problem is not None:
        return None
    body, kind = response.body, response.headers.get("content-type", "")
    return bot_wall(response, Page.read(body, kind) if body else None)


def bot_wall(response: Response, page: Page | None) -> str | None:
    """What shows a bot wall in front of the content, or None. Statuses are not looked at."""
    wall = pack("pages")["wall"]
    for name, words in wall["headers"].items():
        value = response.headers.get(name)
        if value is not None and any(word in value.lower() for word in words):
            return f"a bot wall ({name})"
    if page is None or len(page.html) > 64 * 1024:
        return None
    if fold(page.title) in wall["titles"] and len(page.text) < _SHORT:
        return f"a bot wall (“{page.title[:60]}”)"
    mark = _first_in(page.lower if page.is_short else "", wall["marks"])
    if mark and len(page.text) < _NOTICE and not page.h1:
        return f"a bot wall ({mark.strip('/')})"
    return None


def login_or_consent(arrival: Arrival) -> str | None:
    """Whether a login or a consent page stands where something else was asked."""
    asked = f"{arrival.asked.host}{arrival.asked.path}"
    final = f"{arrival.final.host}{arrival.final.path}"
    before_query = final.partition("?")[0]
    if arrival.was_redirected:
        is_login = _path("login").search(before_query) or _path("authorize").search(final)
        if is_login and not _path("login").search(asked):
            return "a login is asked for"
        if _path("consent").search(before_query) and not _path("consent").search(asked):
            return "consent is asked for"
    title = fold(_SEPARATOR.split(arrival.page.title)[0])
    if title not in _all_phrases("login") or _path("login").search(asked):
        return None
    return "a login is asked for" if _PASSWORD.search(arrival.page.html) else None


def soft_404(arrival: Arrival) -> Suspicion | None:
    """Why a page with a good status may be gone, or None; the strongest evidence first."""
    return (
        _parked(arrival)
        or _error_page(arrival)
        or _empty_server(arrival.page)
        or _missing_video(arrival)
        or _not_found(arrival)
        or _taken_over(arrival)
        or homepage_redirect(arrival)
    )


def _parked(arrival: Arrival) -> Suspicion | None:
    page, final = arrival.page, arrival.final.site
    if final != arrival.asked.site and final in pack("pages")["parking"]["hosts"]:
        return Suspicion(f"the domain is parked: it sends to {final}")
    if _ABOUT_DOMAINS.search(" ".join((arrival.asked.page, *arrival.texts))):
        return None
    found = _parked_text(page) or (_parked_markup(page) if page.is_short else "")
    return Suspicion(f"the domain is parked: {found}") if found else None


def _parked_text(page: Page) -> str:
    """What a page says of its domain being parked or for sale."""
    words = pack("pages")["parked-text-words"]["any"]
    said = page.title[:80] if _FOR_SALE.search(page.title) else ""
    for text in (page.text[:2000] if page.is_short else "", page.h1, page.title):
        folded = text.casefold()
        match = _parked_pattern().search(folded) if _first_in(folded, words) else None
        said = match[0].strip() if match else said
    return f"“{said}”" if said and len(page.text) <= 2 * _SHORT else ""


def _parked_markup(page: Page) -> str:
    """What in the markup shows a parking service, on a page with next to no text."""
    if len(page.text) >= _NOTICE:
        return ""
    parking, lower = pack("pages")["parking"], page.lower[: 64 * 1024]
    if len(page.text) < 100 and "/lander" in lower and "location" in lower:
        return "a script sends to its lander"
    sign = _first_in(lower, parking["signs"])
    if sign and len(page.text) < _TINY:
        return sign.rstrip("/=")
    hints = [hint for hint in parking["hints"] if hint in lower]
    return ", ".join(hints[:3]) if len(hints) > 1 else ""


def _missing_video(arrival: Arrival) -> Suspicion | None:
    """A video host's page of a video that is not there has no name."""
    if arrival.final.site == "youtube.com" and arrival.page.title == "- YouTube":
        return Suspicion("the video is not available")
    return None


def _error_page(arrival: Arrival) -> Suspicion | None:
    path = arrival.final.path.partition("?")[0]
    if arrival.was_redirected and _path("error").search(path) and not arrival.is_about_404:
        return Suspicion(f"it is sent to the error page {path}")
    return None


def _empty_server(page: Page) -> Suspicion | None:
    titles = pack("pages")["empty-server"]["titles"]
    is_one = fold(page.title) in titles or fold(page.h1) in titles
    if is_one and len(page.text) < 2 * _SHORT:
        said = (page.title or page.h1)[:60]
        return Suspicion(f"only the server's own page is there: “{said}”")
    return None


def _not_found(arrival: Arrival) -> Suspicion | None:
    page = arrival.page
    if arrival.is_about_404:
        return None
    for text in (page.title, *_SEPARATOR.split(page.title), page.h1):
        if says_not_found(text):
            size = len(page.text)
            said = f"the page says “{text.strip()[:60]}”"
            return Suspicion(said, sure=size < _SHORT) if size <= _LONG else None
    if not page.is_short or len(page.text) >= 400 or _ABOUT_404.search(page.title + page.h1):
        return None
    if not holds_not_found(page.text):
        return None
    return Suspicion(f"the page says “{page.text[:80]}”", sure=len(page.text) < 200)


def _taken_over(arrival: Arrival) -> Suspicion | None:
    """Two words of a trade that takes sites over, and nothing of what the link is about."""
    page, spam = arrival.page, pack("pages")["spam"]["words"]
    said = f"{page.title} {page.h1}".casefold()
    if not _first_in(said, spam):
        return None
    said += f" {page.description}".casefold()
    words = set(_WORD.findall(said))
    found = [s for s in spam if s in (words if s.isascii() and " " not in s else said)]
    about = " ".join((arrival.asked.page, *arrival.texts)).casefold()
    if len(found) < 2 or _first_in(about, found):
        return None
    known = words_of(" ".join(arrival.texts) if arrival.texts else arrival.asked.path)
    known -= {"www", "com", "http", "https", "html", "the", "and", "for"}
    return (
        None
        if known & words
        else Suspicion(f"somebody else took the site over: “{page.title[:60]}”")
    )


def homepage_redirect(arrival: Arrival) -> Suspicion | None:
    """Why a deep link that ends on a home page has lost its content, or None."""
    asked, final = arrival.asked, arrival.final
    if not arrival.was_redirected or not is_home(final) or is_home(asked):
        return None
    path, _, query = asked.path.partition("?")
    parts = [part for part in path.split("/") if part and not _path("no-content").match(part)]
    if _CONTENT_QUERY.search(query):
        parts.append(query)
    if not parts:
        return None
    same_site = asked.site == final.site
    is_deep = len(parts) > 1 or _is_slug(parts[0])
    if not is_deep and not same_site:
        return None  # a short link to somebody's home
    if _is_about(arrival, parts, same_site=same_site):
        return None
    where = "its home page" if same_site else f"the home page of {final.host}"
    return Suspicion(f"a deep link is sent to {where}", sure=is_deep)


def is_home(url: Url) -> bool:
    """True for a home page: no path, or only a language or `index.html` in it."""
    path, _, query = url.path.partition("?")
    if url.fragment and url.fragment[:1] in {"/", "!"}:
        return False
    return bool(_path("home").match(path)) and (
        not query or bool(_path("harmless-query").match(query))
    )


def _is_slug(part: str) -> bool:
    words = [word for word in re.split(r"[-_.+]|%20", part) if word]
    return len(words) > 2 or bool(re.search(r"\.(?:html?|php|aspx?|pdf)\Z", part)) or "=" in part


def _is_about(arrival: Arrival, parts: list[str], *, same_site: bool) -> bool:
    """True if the home page is about what was asked: its title, or its name, says so."""
    said = words_of(f"{arrival.page.title} {arrival.page.h1}")
    wanted = words_of(parts[-1].replace("%20", " "))
    wanted -= {"html", "php", "htm", "the", "and", "for", "how"}
    if wanted and len(wanted & said) * 2 >= len(wanted):
        return True
    host = arrival.final.host
    if same_site or is_address(host):
        return False
    labels = words_of(host.replace(site_of(host).rpartition(".")[2], ""))
    asked = words_of(" ".join((arrival.asked.host.rpartition(".")[0], *parts, *arrival.texts)))
    names = {word for word in labels | said if len(word) > 3}
    return bool((names - {"home", "page", "welcome", "official"}) & asked)


def sibling_of(url: Url) -> Url:
    """An address next to this one that nobody has ever published."""
    folder = url.path.partition("?")[0].rstrip("/").rpartition("/")[0]
    token = f"{crc32(url.key.encode('utf-8', 'replace')):08x}"
    return replace(url, path=f"{folder}/no-such-{token}", fragment=None, written="")


def fold(text: str) -> str:
    """Lower case, punctuation as single spaces: the form of the phrases in the lexicon."""
    return _PUNCTUATION.sub(" ", text.casefold()).strip()


def words_of(text: str) -> set[str]:
    """The words of a text or address that carry meaning: folded, three letters and more."""
    return {word for word in _WORD.findall(text.casefold()) if len(word) > 2 or not word.isascii()}


def _first_in(text: str, phrases: Iterable[str]) -> str:
    """The first of the phrases that stands in a text, or an empty text."""
    return next((phrase for phrase in phrases if phrase in text), "")


def says_not_found(text: str) -> bool:
    """True for a title or heading that says "not found" and nothing else."""
    folded = fold(text)
    if not folded or len(folded) > 120:
        return False
    phrases, sentence = _all_phrases("not_found"), _not_found_sentence()
    if folded in phrases or sentence.fullmatch(folded):
        return True
    words = folded.split()
    rest = " ".join(word for word in words if word not in _fillers())
    if rest in phrases:
        return True
    if not {"404", "410"} & set(words):
        return False
    without_code = " ".join(word for word in words if not word.isdigit() and word != "error")
    return not rest or bool(sentence.fullmatch(without_code))


def holds_not_found(text: str) -> bool:
    """True if a short text (its first 800 characters) holds a sentence that says so."""
    folded = fold(text[:800])
    long_phrases = (p for p in _all_phrases("not_found") if len(p) > 14 or not p.isascii())
    return bool(_not_found_sentence().search(folded) or _first_in(folded, long_phrases))


@cache
def _all_phrases(kind: str) -> frozenset[str]:
    """The phrases of one kind in all languages, folded."""
    return frozenset(map(fold, lexicon.words(f"page.{kind}")))


@cache
def _fillers() -> frozenset[str]:
    """Words beside "not found" that say nothing else."""
    return frozenset(map(fold, pack("pages")["filler"]["words"]))


@cache
def _path(kind: str) -> re.Pattern[str]:
    """What the addresses of pages of a kind look like."""
    return re.compile("|".join(pack("pages")["paths"][kind]), re.IGNORECASE)


@cache
def _parked_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(lexicon.words("page.parked"))))


@cache
def _not_found_sentence() -> re.Pattern[str]:
    """English sentences of the form "the page you are looking for could not be found"."""
    parts = {name: "|".join(words) for name, words in pack("pages")["not-found-sentence"].items()}
    thing = rf"(?:(?:{parts['openings']})\s)*(?:{parts['things']})s?"
    related = rf"{thing}(?:\s(?:{parts['relations']}))*"
    return re.compile(
        rf"{related}(?:\s(?:{parts['negations']}))+\s(?:{parts['fates']})"
        rf"|{related}\s(?:has been|was|have been)\s(?:{parts['removals']})"
        rf"|we (?:{parts['failures']}) (?:find|locate) {thing}"
    )
