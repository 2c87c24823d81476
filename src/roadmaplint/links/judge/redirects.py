"""Redirects: following them with their cookies to the end, and what may be written instead."""

from __future__ import annotations

import re
from email.message import Message
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal, cast

from msgspec import Struct

from roadmaplint.core.finding import Safety
from roadmaplint.core.subjects import Rewrite
from roadmaplint.links.http import Response
from roadmaplint.links.judge.page import Page, read_refresh
from roadmaplint.links.url import Url, join
from roadmaplint.roadmap.urls import is_tracking
from roadmaplint.text.lazy import lazy

if TYPE_CHECKING:
    from roadmaplint.links.schedule.fetcher import Fetcher

Stop = Literal["end", "loop", "too-many", "elsewhere", "malformed"]

_REDIRECTS = frozenset({300, 301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
#: A refresh of at most so many seconds, written into a page, is its way to say it has moved.
_MAX_REFRESH_DELAY = 5.0

_SESSION = lazy(
    r"[?&;/](?:j?sessionid|phpsessid|aspsessionid\w*|sid|sessid|session|cfid|cftoken|zenid|osCsid"
    r"|token|ticket|nonce|state)=",
    re.IGNORECASE,
)
_LOCALE_PART = lazy(r"[a-z]{2}(?:[-_][a-z]{2,4})?\Z", re.IGNORECASE)
_LOCALE_QUERY = lazy(r"[?&](?:hl|lang|locale|language|country|gl|region)=", re.IGNORECASE)

_MAX_COOKIES = 50
_MAX_COOKIE_LENGTH = 4096
_CONTROL = lazy(r"[\x00-\x1f\x7f]")


class Step(Struct, frozen=True):
    """One redirect: its status (200 for a refresh in the page) and where it led."""

    status: int
    url: Url
    by_page: bool = False

    @property
    def is_permanent(self) -> bool:
        """True if the old address is given up for good."""
        return self.by_page or self.status in _PERMANENT


class RedirectChain(Struct, frozen=True):
    """The way of one link: its steps, where it stopped and why, and what was said there.

    `page` is there when the end is HTML with a good status. `tries` counts the requests for the
    end, `wall` is the bot wall that was seen there.
    """

    asked: Url
    steps: tuple[Step, ...]
    final: Url
    response: Response
    page: Page | None
    stop: Stop = "end"
    tries: int = 1
    wall: str | None = None


def permanent_steps(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The leading steps that are permanent."""
    for n, step in enumerate(steps):
        if not step.is_permanent:
            return steps[:n]
    return steps


async def follow(
    fetcher: Fetcher, asked: Url, *, anchors: bool, max_redirects: int
) -> RedirectChain:
    """Fetches and follows; a loop is walked a second time before it is believed."""
    chain = await _walk(fetcher, asked, anchors=anchors, most=max_redirects, again=False)
    if chain.stop == "loop":
        chain = await _walk(fetcher, asked, anchors=anchors, most=max_redirects, again=True)
    return chain


async def _walk(
    fetcher: Fetcher, asked: Url, *, anchors: bool, most: int, again: bool
) -> RedirectChain:
    jar: CookieJar | None = None
    steps: list[Step] = []
    visits: dict[tuple[str, str], int] = {}
    url = asked
    while True:
        cookie = jar.header(url) if jar else ""
        place = (url.key, cookie)
        visits[place] = visits.get(place, 0) + 1
        final = await fetcher.fetch(url, cookie=cookie, anchors=anchors, again=again)
        response = final.response
        if response.cookies:
            jar = jar or CookieJar()
            jar.store(url, response.cookies)
        page = None
        if response.is_success and response.body:
            page = Page.read(response.body, response.headers.get("content-type", ""))
        step = _next_step(url, response, page)
        stop: Stop = "end"
        if step is not None:
            if step.url.kind != "web":
                stop = "malformed" if step.url.kind == "invalid" else "elsewhere"
            elif visits[place] > (2 if again else 1):
                stop = "end" if step.by_page else "loop"
            elif len(steps) >= most:
                stop = "too-many"
            else:
                steps.append(step)
                url = step.url
                continue
        end = url if step is None or step.url.kind == "web" else step.url
        return RedirectChain(
            asked, tuple(steps), end, response, page, stop, final.tries, final.wall
        )


def _next_step(url: Url, response: Response, page: Page | None) -> Step | None:
    """The redirect in a response: a Location, or a quick refresh by header or page."""
    if response.problem is None and response.status in _REDIRECTS:
        location = response.headers.get("location", "").strip()
        return Step(response.status, join(url, location)) if location else None
    if not response.is_success:
        return None
    refresh = read_refresh(response.headers.get("refresh", "")) or (page and page.refresh)
    if not refresh or refresh.delay > _MAX_REFRESH_DELAY:
        return None
    new = join(url, refresh.url)
    if new.kind != "web" or new.key == url.key:
        return None
    return Step(response.status or 200, new, by_page=True)


class CookieJar:
    """Cookies of one chain of redirects, kept and sent back by the standard library's policy."""

    def __init__(self) -> None:
        from http import cookiejar

        policy = cookiejar.DefaultCookiePolicy(strict_domain=True)
        self._jar = cookiejar.CookieJar(policy)

    def store(self, url: Url, lines: tuple[str, ...]) -> None:
        """Takes the Set-Cookie lines of a response for `url`."""
        headers = Message()
        for line in lines[:_MAX_COOKIES]:
            if not _CONTROL.search(line):
                headers["Set-Cookie"] = line[:_MAX_COOKIE_LENGTH]
        if len(self._jar) < _MAX_COOKIES:
            response = cast("Any", SimpleNamespace(info=lambda: headers))
            self._jar.extract_cookies(response, self._request(url))

    def header(self, url: Url) -> str:
        """The Cookie header for a request, empty if there is nothing to send."""
        request = self._request(url)
        self._jar.add_cookie_header(request)
        return str(request.get_header("Cookie", ""))

    def _request(self, url: Url) -> Any:
        from urllib.request import Request

        return Request(url.page)  # noqa: S310


def rewrite_of(asked: Url, steps: tuple[Step, ...]) -> tuple[Rewrite | None, str]:
    """What to write instead after a living end, or None with the reason why not.

    Safe is the same path on the same site (https, `www`, a slash); unsafe another path there;
    a suggestion is another site, or a move that only a page's own refresh states.
    """
    run = permanent_steps(steps)
    if not run:
        return None, ""
    new = run[-1].url
    why_not = _objection(asked, new, steps)
    if why_not:
        return None, why_not
    if any(step.by_page for step in run) or asked.site != new.site:
        return Rewrite(new.full, Safety.SUGGESTION), ""
    same_path = asked.path.rstrip("/") == new.path.rstrip("/")
    same_place = same_path and asked.fragment == new.fragment
    return Rewrite(new.full, Safety.SAFE if same_place else Safety.UNSAFE), ""


def _objection(asked: Url, new: Url, steps: tuple[Step, ...]) -> str:
    if any(step.url.key == asked.key for step in steps):
        return "the way leads back to the address itself"
    if asked.scheme == "https" and new.scheme == "http":
        return "the new address gives up https"
    if _SESSION.search(new.path) and not _SESSION.search(asked.path):
        return "the new address holds a session"
    if _tracking(new) - _tracking(asked):
        return "the new address adds tracking"
    if _adds_locale(asked, new):
        return "the new address adds a language"
    return ""


def _tracking(url: Url) -> set[str]:
    query = url.path.partition("?")[2]
    names = (part.partition("=")[0] for part in query.split("&") if part)
    return {name for name in names if is_tracking(url.host, name)}


def _adds_locale(asked: Url, new: Url) -> bool:
    if _LOCALE_QUERY.search(new.path) and not _LOCALE_QUERY.search(asked.path):
        return True
    old_parts = [part for part in asked.path.partition("?")[0].split("/") if part]
    new_parts = [part for part in new.path.partition("?")[0].split("/") if part]
    return any(
        new_parts[:n] + new_parts[n + 1 :] == old_parts and _LOCALE_PART.match(part)
        for n, part in enumerate(new_parts)
    )
