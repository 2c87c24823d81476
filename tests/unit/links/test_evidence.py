"""Pages with a good status are doubted on evidence only."""

from __future__ import annotations

import pytest

from roadmaplint.links import evidence, phrases
from roadmaplint.links.answer import Answer
from roadmaplint.links.evidence import View
from roadmaplint.links.page import Page
from roadmaplint.links.target import classify

ASKED = "https://example.org/x"
LONG = "<p>" + "Much to learn about indexes and joins. " * 400


def page(title: str, text: str = "", h1: str = "") -> Page:
    return Page(
        f"<html><head><title>{title}</title></head><body><h1>{h1 or title}</h1>{text}</body></html>"
    )


def doubt(
    shown: Page, asked: str = ASKED, final: str = "", text: str = ""
) -> evidence.Evidence | None:
    texts = (text,) if text else ()
    return evidence.soft_death(View(classify(asked), classify(final or asked), shown, texts))


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "Page not found",
        "Page Not Found | Example",
        "Example · 404",
        "Oops! Page not found",
        "Error 404 (Not Found)!!1",
        "404: This page could not be found",
        "HTTP Status 404",
        "Sorry, this page isn't available.",
        "Course not found",
        "404 - File or directory not found.",
        "The page you are looking for doesn't exist",
        "Hmm... this page doesn’t exist.",
        "Página no encontrada",
        "Page introuvable",
        "Seite nicht gefunden - Firma",
        "Страница не найдена — Сайт",
        "页面不存在 - 某网站",
        "お探しのページは見つかりませんでした",
        "페이지를 찾을 수 없습니다",
        "Sayfa bulunamadı",
        "ไม่พบหน้า",
        "No s'ha trobat la pàgina",
        "Stranica nije pronađena",
        "পৃষ্ঠাটি পাওয়া যায়নি",
        "Video unavailable",
    ],
)
def test_titles_that_say_not_found(title: str) -> None:
    found = doubt(page(title, "Sorry."))
    assert found is not None
    assert found.sure


@pytest.mark.parametrize(
    "title",
    [
        "HTTP 404 Not Found explained",
        "Designing a better 404 page",
        "Lost and found",
        "Finding pages",
        "How to handle page not found errors",
        "PostgreSQL tutorial",
        "Error handling",
        "",
    ],
)
def test_titles_that_speak_of_something_else(title: str) -> None:
    assert (
        doubt(
            page(title, "Sorry, the page you are looking for is below. Read on." if title else "")
        )
        is None
    )


def test_a_heading_or_a_short_sentence_is_enough() -> None:
    assert doubt(page("My Site", "Go home.", h1="Page not found"))
    assert doubt(page("My Site", "Sorry, the page you are looking for does not exist."))


def test_much_text_speaks_for_the_page() -> None:
    assert doubt(page("404 Not Found", LONG)) is None
    unsure = doubt(page("404 Not Found", "word " * 500))
    assert unsure is not None
    assert not unsure.sure


def test_links_about_such_pages_are_left_alone() -> None:
    shown = page("404 Not Found", "What the status means.")
    assert doubt(shown, "https://example.org/status/404") is None
    assert doubt(shown, text="All about 404 pages") is None


@pytest.mark.parametrize(
    "shown",
    [
        page("example.org is for sale", "Buy this domain."),
        page("example.org", "This domain has expired."),
        page("example.org", "This domain name is parked."),
        Page('<script>window.onload=function(){window.location.href="/lander"}</script>'),
        page("example.org", "Related searches <script src=//x.example/park.js></script>"),
        Page("<script src='https://parking.bodiscdn.com/x.js'></script><title>example.org</title>"),
        Page("<html data-adblockkey='MFww'><title>example.org</title><body>Privacy"),
    ],
)
def test_parked(shown: Page) -> None:
    found = doubt(shown, "https://example.org/")
    assert found is not None
    assert "parked" in found.reason


def test_articles_about_domains_are_not_parked() -> None:
    shown = page("Advertising", "What the attribute does." * 30 + "<pre data-adblockkey=x>")
    assert doubt(shown) is None
    shown = page("How to buy a domain", "When this domain is for sale, ask.")
    assert doubt(shown, "https://example.org/buy-a-domain") is None


def test_sent_to_a_parking_service() -> None:
    assert doubt(page("Welcome"), final="https://www.hugedomains.com/domain_profile.cfm?d=example")


@pytest.mark.parametrize(
    "title",
    [
        "Welcome to nginx!",
        "Account Suspended",
        "IIS Windows Server",
        "Hosted By One.com | Webhosting made simple",
    ],
)
def test_empty_servers(title: str) -> None:
    assert doubt(page(title, "Nothing to see."))


def test_sent_to_an_error_page() -> None:
    assert doubt(page("Oops"), final="https://example.org/404.html")
    assert doubt(page("Oops"), final="https://example.org/errors/not-found")
    assert doubt(page("Peugeot"), final="https://example.org/cars/404-review") is None


def test_a_video_without_a_name_is_gone() -> None:
    address = "https://www.youtube.com/watch?v=abc"
    assert doubt(Page("<title>- YouTube</title>"), address)
    assert doubt(Page("<title>Indexes - YouTube</title>"), address) is None


def test_taken_over() -> None:
    shown = page("Situs Slot Gacor Judi Online", "bonus")
    assert doubt(shown, text="Learn SQL")
    assert (
        doubt(page("Write a slot machine and poker game", ""), text="Write a slot machine") is None
    )
    assert doubt(page("Array slot allocation", ""), text="Vue course") is None


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (Answer(403, {"cf-mitigated": "challenge"}), None),
        (Answer(202, {"x-amzn-waf-action": "challenge"}), None),
        (Answer(200), page("Just a moment...", "Checking your browser")),
        (
            Answer(200),
            Page("<html><body>Wait<script src=/cdn-cgi/challenge-platform/x.js></script>"),
        ),
    ],
)
def test_walls(answer: Answer, shown: Page | None) -> None:
    assert evidence.wall(answer, shown)


def test_pages_with_content_are_no_walls() -> None:
    assert evidence.wall(Answer(200), page("Access Denied", LONG)) is None
    form = page("Contact", "Write to us <script src=//example.org/recaptcha/api.js>")
    assert evidence.wall(Answer(200), form) is None


@pytest.mark.parametrize(
    ("asked", "final", "is_gate"),
    [
        ("https://example.org/x", "https://example.org/login?next=/x", True),
        ("https://example.org/x", "https://accounts.example.org/signin/v2", True),
        ("https://example.org/x", "https://sso.example.net/start", True),
        ("https://example.org/x", "https://example.net/oauth/authorize?client_id=1", True),
        ("https://example.org/x", "https://example.org/docs/auth/", False),
        ("https://example.org/x", "https://example.org/docs/login-flow", False),
        ("https://example.org/x", "https://consent.example.org/m?continue=x", True),
        ("https://example.org/login", "https://example.org/users/sign_in", False),
        ("https://example.org/x", "https://example.org/catalog/loginov", False),
        ("https://example.org/x", "https://example.org/y?from=login", False),
    ],
)
def test_gates(asked: str, final: str, is_gate: bool) -> None:
    view = View(classify(asked), classify(final), page("Welcome"))
    assert bool(evidence.gate(view)) is is_gate


def test_a_login_form_at_the_address_itself() -> None:
    form = page("Sign in - Example", "<input type=password>")
    assert evidence.gate(View(classify(ASKED), classify(ASKED), form))
    login = classify("https://example.org/login")
    assert evidence.gate(View(login, login, form)) is None


def test_word_lists_are_in_the_form_that_is_compared() -> None:
    for phrase in phrases.NOT_FOUND | phrases.WALL_TITLES | phrases.DEFAULT_PAGES:
        assert phrases.folded(phrase) == phrase
