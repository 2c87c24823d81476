"""Pages with a good status are doubted on evidence only."""

from __future__ import annotations

import pytest

from roadmaplint import lexicon
from roadmaplint.data import pack
from roadmaplint.links.http import Response
from roadmaplint.links.judge.page import Page
from roadmaplint.links.judge.soft_404 import (
    Arrival,
    Suspicion,
    bot_wall,
    fold,
    homepage_redirect,
    is_home,
    login_or_consent,
    sibling_of,
    soft_404,
)
from roadmaplint.links.url import parse

ASKED = "https://example.org/x"
LONG = "<p>" + "Much to learn about indexes and joins. " * 400


def page(title: str, text: str = "", h1: str = "") -> Page:
    return Page(
        f"<html><head><title>{title}</title></head><body><h1>{h1 or title}</h1>{text}</body></html>"
    )


def doubt(shown: Page, asked: str = ASKED, final: str = "", text: str = "") -> Suspicion | None:
    texts = (text,) if text else ()
    return soft_404(Arrival(parse(asked), parse(final or asked), shown, texts))


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
        (Response(403, {"cf-mitigated": "challenge"}), None),
        (Response(202, {"x-amzn-waf-action": "challenge"}), None),
        (Response(200), page("Just a moment...", "Checking your browser")),
        (
            Response(200),
            Page("<html><body>Wait<script src=/cdn-cgi/challenge-platform/x.js></script>"),
        ),
    ],
)
def test_walls(answer: Response, shown: Page | None) -> None:
    assert bot_wall(answer, shown)


def test_pages_with_content_are_no_walls() -> None:
    assert bot_wall(Response(200), page("Access Denied", LONG)) is None
    form = page("Contact", "Write to us <script src=//example.org/recaptcha/api.js>")
    assert bot_wall(Response(200), form) is None


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
    view = Arrival(parse(asked), parse(final), page("Welcome"))
    assert bool(login_or_consent(view)) is is_gate


def test_a_login_form_at_the_address_itself() -> None:
    form = page("Sign in - Example", "<input type=password>")
    assert login_or_consent(Arrival(parse(ASKED), parse(ASKED), form))
    login = parse("https://example.org/login")
    assert login_or_consent(Arrival(login, login, form)) is None


def test_the_lexicon_is_in_the_form_that_is_compared() -> None:
    words = pack("pages")
    phrases = [*words["wall"]["titles"], *words["empty-server"]["titles"]]
    assert [phrase for phrase in phrases if fold(phrase) != phrase] == []


def test_parked_text_is_found_only_behind_one_of_its_words() -> None:
    words = pack("pages")["parked-text-words"]["any"]
    patterns = lexicon.words("page.parked")
    assert [p for p in patterns if not any(w.replace("webpage", "web ?page") in p for w in words)
            and "dom[ií]ni" not in p] == []  # fmt: skip


def found(asked: str, final: str, title: str = "ACME Cloud", text: str = "") -> bool | None:
    """None where nothing is found, else whether it is sure."""
    page = Page(f"<title>{title}</title>")
    texts = (text,) if text else ()
    evidence = homepage_redirect(Arrival(parse(asked), parse(final), page, texts))
    return evidence.sure if evidence else None


@pytest.mark.parametrize(
    ("asked", "final"),
    [
        ("http://acme.example/blog/2016/how-to-learn-sql", "http://acme.example/"),
        ("http://acme.example/courses/databases", "https://www.acme.example/en/"),
        ("http://acme.example/how-to-learn-sql.html", "http://acme.example/index.html"),
        ("http://acme.example/?p=123", "http://acme.example/home"),
        ("http://blog.old.example/2015/learn-haskell-fast", "https://megacorp.example.com/"),
    ],
)
def test_sent_home(asked: str, final: str) -> None:
    assert found(asked, final) is True


@pytest.mark.parametrize(
    ("asked", "final", "title"),
    [
        ("http://acme.example/index.html", "http://acme.example/", "ACME"),
        ("http://acme.example/en/latest/", "http://acme.example/", "ACME"),
        ("http://acme.example/docs", "http://acme.example/", "ACME"),
        ("http://acme.example/learn/postgres-guide", "http://acme.example/", "The Postgres Guide"),
        ("https://code.example/alice/supertool", "https://supertool.example.com/", "The tool"),
        ("https://code.example/alice/tool", "https://project.example.com/", "tool: a tool"),
        ("https://sho.rt/3xYz", "https://course.example.com/", "A course"),
        ("http://acme.example/a/b", "http://acme.example/c", "x"),
        ("http://acme.example/a/b", "http://acme.example/#/c", "x"),
    ],
)
def test_not_sent_home(asked: str, final: str, title: str) -> None:
    assert found(asked, final, title) is None


def test_one_plain_word_wants_to_be_confirmed() -> None:
    assert found("http://acme.example/pricing", "http://acme.example/") is False


def test_roots() -> None:
    assert is_home(parse("https://example.org"))
    assert is_home(parse("https://example.org/de/index.html"))
    assert is_home(parse("https://example.org/?ref=404"))
    assert not is_home(parse("https://example.org/?p=12"))
    assert not is_home(parse("https://example.org/guide"))


def test_a_sibling_lies_beside_and_is_always_the_same() -> None:
    target = parse("https://example.org/a/b?c#d")
    assert sibling_of(target).page.startswith("https://example.org/a/no-such-")
    assert sibling_of(target) == sibling_of(target)
