"""Addresses: tracking parameters, unwelcome hosts, images whose alternative text says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Safety
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.lexicon import words
from roadmaplint.markdown.tokens import Inline, Tag
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.roadmap.urls import host_matches, host_of, is_tracking
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span, shorten

_PARTS = lazy(r"([^?#]*)\?([^#]*)(#.*)?\Z", re.DOTALL)


class TrackingParameterOptions(Struct, frozen=True):
    """`names`: further parameters to report. `keep`: parameters to leave alone."""

    names: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


@rule(on=Link, options=TrackingParameterOptions)
def tracking_parameter(link: Link, context: Context[TrackingParameterOptions]) -> Iterator[Finding]:
    """Yield a finding per address with parameters that only say where the reader came from."""
    if "?" not in link.target or link.kind == "image":
        return
    match = _PARTS.match(link.target)
    host = host_of(link.target)
    if match is None or not host:
        return
    parts = re.split(r"&amp;|&", match[2])
    found = [part for part in parts if _tracks(host, part.partition("=")[0], context.options)]
    if not found:
        return
    names = ", ".join(dict.fromkeys(part.partition("=")[0] for part in found))
    yield Finding(
        link.target_span or link.span,
        f"the address carries tracking parameters: {names}",
        _tracking_parameter_fix(link, match, [part for part in parts if part not in found]),
    )


def _tracks(host: str, name: str, options: TrackingParameterOptions) -> bool:
    if not name or name in options.keep:
        return False
    return name in options.names or is_tracking(host, name)


def _tracking_parameter_fix(link: Link, match: re.Match[str], kept: list[str]) -> Fix | None:
    if link.target_span is None or link.precision != "exact":
        return None
    joint = "&amp;" if "&amp;" in match[2] else "&"
    query = "?" + joint.join(kept) if kept else ""
    clean = f"{match[1]}{query}{match[3] or ''}"
    return Fix("Remove the parameters", (Edit(link.target_span, clean),), Safety.UNSAFE)


_SUFFIX = lazy(r"\.(?:png|jpe?g|gif|svg|webp|bmp|ico|avif|tiff?|mp4)\Z", re.IGNORECASE)
#: Four words or more glued by dashes or underscores, with no space: a slug of a file.
_SLUG = lazy(r"(?=.{20,})[\w.]+(?:[-_][\w.]+){3,}\Z")
_HEX = lazy(r"[0-9a-f]{8}-?[0-9a-f-]{8,}\Z|\d{6,}\Z", re.IGNORECASE)


@cache
def _filler() -> re.Pattern[str]:
    """What programs write where nobody described a picture, with or without a number."""
    listed = "|".join(sorted(map(re.escape, words("image.filler"))))
    return re.compile(rf"(?:{listed})[\s_-]*[\d().:_-]*\Z", re.IGNORECASE)


class _Image(Struct, frozen=True):
    span: Span
    alt: str | None
    src: str
    alt_span: Span | None
    linked: bool


@rule(on=Document)
def image_alt(document: Document, _: Context[NoOptions]) -> Iterator[Finding]:
    """Yield a finding per image whose text says nothing."""
    for image in _images(document):
        alt = (image.alt or "").strip()
        if image.alt is None or not alt:
            where = "linked image: the link has no text" if image.linked else "image"
            yield Finding(image.span, f"no alternative text for this {where}")
        elif _says_nothing(alt, image.src):
            yield Finding(
                image.span,
                f'the alternative text "{shorten(alt, 40)}" is a file name',
                _image_alt_fix(image),
            )


def _images(document: Document) -> Iterator[_Image]:
    for block in document.markdown.walk():
        for top in block.inlines:
            for inline in top.walk():
                if inline.kind == "image":
                    yield _image(inline, top.kind == "link" and top is not inline)
    yield from (_tagged(tag) for tag in document.tags if _is_image(tag))


def _image(inline: Inline, linked: bool) -> _Image:
    exact = inline.content if inline.precision == "exact" else None
    return _Image(inline.span, inline.text, inline.target or "", exact, linked)


def _is_image(tag: Tag) -> bool:
    return tag.name == "img" and not tag.closing and tag.attributes.get("alt", None) != ""


def _tagged(tag: Tag) -> _Image:
    src = tag.attributes.get("src", "")
    return _Image(tag.span, tag.attributes.get("alt"), src, tag.value_spans.get("alt"), False)


def _says_nothing(alt: str, src: str) -> bool:
    name = unquote(re.split("[?#]", src, maxsplit=1)[0].rpartition("/")[2])
    if _SUFFIX.search(alt) or _filler().match(alt) or _HEX.match(alt) or _SLUG.match(alt):
        return True
    bare = _SUFFIX.sub("", name)
    return len(bare) > 2 and alt == bare and ("-" in bare or "_" in bare)


def _image_alt_fix(image: _Image) -> Fix | None:
    if image.alt_span is None:
        return None
    described = re.sub(r"[-_]+", " ", _SUFFIX.sub("", (image.alt or "").strip()))
    if described == image.alt or _filler().match(described):
        return None
    return Fix("Describe the image in words", (Edit(image.alt_span, described),), Safety.SUGGESTION)


class UnwelcomeHostOptions(Struct, frozen=True):
    """`hosts`: hosts without `www.`, subdomains count too; `reason` ends the message."""

    hosts: tuple[str, ...] = ()
    reason: str = ""


@rule(on=Link, options=UnwelcomeHostOptions)
def unwelcome_host(link: Link, context: Context[UnwelcomeHostOptions]) -> Iterator[Finding]:
    """Yield a finding per link to one of the hosts."""
    host = host_of(link.target) if context.options.hosts else ""
    if host and any(host_matches(host, unwanted) for unwanted in context.options.hosts):
        reason = f": {context.options.reason}" if context.options.reason else ""
        yield Finding(link.target_span or link.span, f"this list does not link to {host}{reason}")
