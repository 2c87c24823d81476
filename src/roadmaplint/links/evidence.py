"""Evidence that a page with a good status is gone, parked, taken over or behind a wall."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from roadmaplint.links import phrases
from roadmaplint.links.answer import Answer
from roadmaplint.links.domains import phrases as word_phrases
from roadmaplint.links.domains import site
from roadmaplint.links.page import Page
from roadmaplint.links.target import Target
from roadmaplint.text.lazy import lazy

Doubt = Literal["gone-soft", "blocked"]

_LITTLE = 1500
_SOME = 6000
_SIGNED = 300
_SEPARATOR = lazy(r"\s[-–—|·•:»«]\s|[|·•»«–—]|:\s|\s::\s")
_ABOUT_DOMAINS = lazy(r"domain|parking", re.IGNORECASE)
_FOR_SALE = lazy(r"\b[\w-]+\.[a-z]{2,12}\b.{0,20}\b(?:is|may be) for sale\b", re.IGNORECASE)
_WORD = lazy(r"[^\W_]+")
_ABOUT_404 = lazy(
    r"(?<!\d)(?:404|410)(?!\d)|not[-_ ]?found|broken[-_ ]?link|dead[-_ ]?link|soft[-_ ]?404",
    re.IGNORECASE,
)
_ERROR_PATH = lazy(
    r"/(?:errors?/)?(?:error[-_]?)?(?:404|410)(?:[-_]?(?:error|page|not[-_]?found))?(?:\.\w{2,5})?/?\Z"
    r"|/(?:errors?/)?(?:page[-_]?)?not[-_]?found(?:\.\w{2,5})?/?\Z"
    r"|/(?:page[-_]?missing|page[-_]?unavailable|file[-_]?not[-_]?found)(?:\.\w{2,5})?/?\Z",
    re.IGNORECASE,
)
_LOGIN = lazy(
    r"(?:\A|[/.])(?:log[-_]?in|sign[-_]?in|sign[-_]?on|log[-_]?on|wp-login|servicelogin|authwall"
    r"|(?:auth|sso|idp|cas|accounts?)(?=\.[\w-]+\.)|sessions?/new)(?:[/.?]|\Z)",
    re.IGNORECASE,
)
#: Words that mean a login only if the way back is carried along.
_AUTHORIZE = lazy(
    r"(?:\A|[/.])(?:oauth2?|authorize|authenticate|auth|sso|saml2?|cas|checkpoint)(?:[/.]|\Z).*"
    r"[?&](?:next|return\w*|redirect\w*|continue|dest\w*|goto|service|client_id|samlrequest|state)=",
    re.IGNORECASE,
)
_LOGIN_TITLE = word_phrases(
    """
    log in, login, sign in, signin, log in or sign up, login required, sign in to continue,
    anmelden, einloggen, iniciar sesión, connexion, se connecter, entrar, accedi, вход, войти,
    авторизация, 登录, 登入, ログイン, 로그인
    """
)
_CONSENT = lazy(
    r"(?:\A|[/.])(?:consent|cookie[-_]?(?:consent|wall|check)|privacy[-_]?gate|gdpr[-_]?consent)(?:[/.?]|\Z)",
    re.IGNORECASE,
)
_PASSWORD = lazy(r"<input\b[^<>]*type\s*=\s*[\"']?password", re.IGNORECASE)
_WALL_HEADERS = (
    ("cf-mitigated", ("challenge",)),
    ("x-amzn-waf-action", ("captcha", "challenge")),
    ("x-vercel-mitigated", ("challenge", "deny")),
    ("x-datadome", ("protected",)),
    ("x-dd-b", ("",)),
    ("x-sucuri-block", ("",)),
    ("x-px-block", ("",)),
)


class Evidence(Struct, frozen=True):
    """What speaks against a page; not `sure` wants to be confirmed by asking a sibling."""

    outcome: Doubt
    reason: str
    sure: bool = True


class View(Struct, frozen=True):
    """A page with the way to it: what was asked, where it ended, what its links are called."""

    asked: Target
    final: Target
    page: Page
    texts: tuple[str, ...] = ()

    @property
    def was_sent_on(self) -> bool:
        """True if the page stands at another address than was asked."""
        return self.asked.key != self.final.key


def wall(answer: Answer, page: Page | None) -> str | None:
    """What shows a bot wall in front of the content, or None. Statuses are not looked at."""
    for name, words in _WALL_HEADERS:
        value = answer.headers.get(name)
        if value is not None and any(word in value.lower() for word in words):
            return f"a bot wall ({name})"
    if page is None or len(page.html) > 64 * 1024:
        return None
    title = phrases.folded(page.title)
    if title in phrases.WALL_TITLES and len(page.text) < _LITTLE:
        return f"a bot wall (“{page.title[:60]}”)"
    low = page.low if page.is_short else ""
    mark = next((mark for mark in phrases.WALL_MARKS if mark in low), None)
    if mark and len(page.text) < 600 and not page.h1:
        return f"a bot wall ({mark.strip('/')})"
    return None


def gate(view: View) -> str | None:
    """Whether a login or a consent page stands where something else was asked."""
    asked, final = f"{view.asked.host}{view.asked.path}", f"{view.final.host}{view.final.path}"
    before_query = final.partition("?")[0]
    if view.was_sent_on:
        is_login = _LOGIN.search(before_query) or _AUTHORIZE.search(final)
        if is_login and not _LOGIN.search(asked):
            return "a login is asked for"
        if _CONSENT.search(before_query) and not _CONSENT.search(asked):
            return "consent is asked for"
    title = phrases.folded(_SEPARATOR.split(view.page.title)[0])
    if title in _LOGIN_TITLE and _PASSWORD.search(view.page.html) and not _LOGIN.search(asked):
        return "a login is asked for"
    return None


def soft_death(view: View) -> Evidence | None:
    """Why a page with a good status may be gone, or None; the strongest evidence first."""
    return (
        _parked(view)
        or _error_page(view)
        or _empty_server(view.page)
        or _video(view)
        or _not_found(view)
        or _taken_over(view)
    )


def _gone(reason: str, *, sure: bool = True) -> Evidence:
    return Evidence("gone-soft", reason, sure)


def _parked(view: View) -> Evidence | None:
    home = site(view.final.host)
    if view.was_sent_on and home != site(view.asked.host) and home in phrases.PARKING_HOSTS:
        return _gone(f"the domain is parked: it sends to {home}")
    if _ABOUT_DOMAINS.search(" ".join((view.asked.url, *view.texts))):
        return None
    found = _parked_words(view.page) or (_parked_marks(view.page) if view.page.is_short else "")
    return _gone(f"the domain is parked: {found}") if found else None


def _parked_words(page: Page) -> str:
    """What a page says of its domain being parked or for sale."""
    said = (page.title, page.h1, page.text[:2000] if page.is_short else "")
    found = next((words for words in map(phrases.parked, said) if words), "")
    if not found and _FOR_SALE.search(page.title):
        found = page.title[:80]
    return f"“{found}”" if found and len(page.text) <= 2 * _LITTLE else ""


def _parked_marks(page: Page) -> str:
    """What in the markup shows a parking service, on a page with next to no text."""
    low = page.low[: 64 * 1024]
    if len(page.text) < 100 and "/lander" in low and "location" in low:
        return "a script sends to its lander"
    sign = next((sign for sign in phrases.PARKED_SIGNS if sign in low), "")
    if sign and len(page.text) < _SIGNED:
        return sign.rstrip("/=")
    hints = [hint for hint in phrases.PARKED_HINTS if hint in low]
    return ", ".join(hints[:3]) if len(hints) > 1 and len(page.text) < 600 else ""


def _video(view: View) -> Evidence | None:
    """A video host's page of a video that is not there has no name."""
    if site(view.final.host) == "youtube.com" and view.page.title == "- YouTube":
        return _gone("the video is not available")
    return None


def _error_page(view: View) -> Evidence | None:
    path = view.final.path.partition("?")[0]
    if view.was_sent_on and _ERROR_PATH.search(path) and not _about_404(view):
        return _gone(f"it is sent to the error page {path}")
    return None


def _empty_server(page: Page) -> Evidence | None:
    names = (phrases.folded(page.title), phrases.folded(page.h1))
    if any(name in phrases.DEFAULT_PAGES for name in names) and len(page.text) < 2 * _LITTLE:
        return _gone(f"only the server's own page is there: “{(page.title or page.h1)[:60]}”")
    return None


def _about_404(view: View) -> bool:
    """True if the link itself speaks of such pages: an article, not an error."""
    return any(_ABOUT_404.search(text) for text in (view.asked.path, *view.texts))


def _not_found(view: View) -> Evidence | None:
    page = view.page
    if _about_404(view):
        return None
    for text in (page.title, *_SEPARATOR.split(page.title), page.h1):
        if phrases.says_not_found(text):
            size = len(page.text)
            if size > _SOME:
                return None
            return _gone(f"the page says “{text.strip()[:60]}”", sure=size < _LITTLE)
    about = _ABOUT_404.search(page.title + page.h1)
    short = page.is_short and not about and len(page.text) < 400
    if short and phrases.sentence_not_found(page.text):
        return _gone(f"the page says “{page.text[:80]}”", sure=len(page.text) < 200)
    return None


def words_of(text: str) -> frozenset[str]:
    """The words of a text or address that carry meaning: folded, three letters and more."""
    return frozenset(w for w in _WORD.findall(text.casefold()) if len(w) > 2 or not w.isascii())


def _taken_over(view: View) -> Evidence | None:
    page = view.page
    said = f"{page.title} {page.h1}".casefold()
    if not phrases.SPAM_WORDS.search(said):
        return None
    said += f" {page.description}".casefold()
    words = set(_WORD.findall(said))
    spam = [s for s in phrases.SPAM if (s in words if s.isascii() and " " not in s else s in said)]
    if len(spam) < 2:
        return None
    known = words_of(" ".join(view.texts)) if view.texts else words_of(view.asked.path)
    known -= {"www", "com", "http", "https", "html", "the", "and", "for"}
    if known & words or any(s in " ".join((view.asked.url, *view.texts)).casefold() for s in spam):
        return None
    return _gone(f"somebody else took the site over: “{page.title[:60]}”")
