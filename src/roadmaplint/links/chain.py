"""Following a link to its end: redirects by hand, with cookies, until a page or a wall."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from roadmaplint.links.answer import Answer
from roadmaplint.links.asker import Asker
from roadmaplint.links.cookies import Jar
from roadmaplint.links.moves import MOST_REFRESH, Step
from roadmaplint.links.page import Page, Refresh, refresh_of
from roadmaplint.links.target import Target, join

Stop = Literal["end", "loop", "too-many", "elsewhere", "malformed"]

_REDIRECTS = frozenset({300, 301, 302, 303, 307, 308})


class Trail(Struct, frozen=True):
    """The way of one link: its steps, where it stopped and why, and what was said there.

    `page` is there when the end is HTML with a good status. `tries` counts the asks of the end.
    """

    asked: Target
    steps: tuple[Step, ...]
    final: Target
    answer: Answer
    page: Page | None
    stop: Stop = "end"
    tries: int = 1
    wall: str | None = None


async def follow(asker: Asker, asked: Target, *, anchors: bool, most: int) -> Trail:
    """Asks and follows; a loop is walked a second time before it is believed."""
    trail = await _walk(asker, asked, anchors=anchors, most=most, again=False)
    if trail.stop == "loop":
        trail = await _walk(asker, asked, anchors=anchors, most=most, again=True)
    return trail


async def _walk(asker: Asker, asked: Target, *, anchors: bool, most: int, again: bool) -> Trail:
    jar = Jar()
    steps: list[Step] = []
    visits: dict[tuple[str, str], int] = {}
    target = asked
    while True:
        cookie = jar.header(target)
        place = (target.key, cookie)
        visits[place] = visits.get(place, 0) + 1
        reply = await asker.reply(target, cookie=cookie, anchors=anchors, again=again)
        answer = reply.answer
        jar.store(target, answer.cookies)
        page = _page(answer)
        step = _step(target, answer, page)
        stop: Stop = "end"
        if step is not None:
            if step.target.kind != "web":
                stop = "malformed" if step.target.kind == "invalid" else "elsewhere"
            elif visits[place] > (2 if again else 1):
                stop = "end" if step.by_page else "loop"
            elif len(steps) >= most:
                stop = "too-many"
            else:
                steps.append(step)
                target = step.target
                continue
        final = target if step is None or step.target.kind == "web" else step.target
        return Trail(asked, tuple(steps), final, answer, page, stop, reply.tries, reply.wall)


def _page(answer: Answer) -> Page | None:
    if answer.problem is not None or not 200 <= (answer.status or 0) < 300 or not answer.body:
        return None
    return Page.read(answer.body, answer.headers.get("content-type", ""))


def _refresh(answer: Answer, page: Page | None) -> Refresh | None:
    """The refresh of a good answer: that of its header, which browsers obey too, or its page's."""
    if answer.problem is None and 200 <= (answer.status or 0) < 300:
        written = refresh_of(answer.headers.get("refresh", ""))
        if written is not None:
            return written
    return page.refresh if page is not None else None


def _step(target: Target, answer: Answer, page: Page | None) -> Step | None:
    """The redirect in an answer: a Location, or a quick refresh."""
    if answer.problem is None and answer.status in _REDIRECTS:
        location = answer.headers.get("location", "").strip()
        return Step(answer.status, join(target, location)) if location else None
    refresh = _refresh(answer, page)
    if refresh is None or refresh.delay > MOST_REFRESH:
        return None
    new = join(target, refresh.url)
    if new.kind != "web" or new.key == target.key:
        return None
    return Step(answer.status or 200, new, by_page=True)
