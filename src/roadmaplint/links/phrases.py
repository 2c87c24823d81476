"""Words by which pages say that their content is gone, parked, taken over or walled off."""

from __future__ import annotations

import re

from roadmaplint.links.domains import phrases, words
from roadmaplint.text.lazy import lazy

_EDGE = lazy(r"[^\w]+")


def folded(text: str) -> str:
    """Lower case, punctuation as single spaces: the form that the lists above are in."""
    return _EDGE.sub(" ", text.casefold()).strip()


#: Titles and headings that say "not found" and nothing else, folded as `folded` folds them.
NOT_FOUND = frozenset(
    map(
        folded,
        phrases(
            """
    not found, page not found, content not found, nothing found, nothing here, page missing,
    missing page, page unavailable, page not available, page gone, page does not exist,
    page doesn t exist, no such page, page cannot be found, page removed, page deleted,
    content unavailable, content not available, content no longer available,
    no longer available, page no longer exists, page no longer available,
    page has moved or no longer exists, dead link, broken link, lost, you are lost,
    looks like you re lost, you seem lost, document not found, video unavailable,
    video not available, video not found, this video isn t available anymore,
    this video is unavailable, site not found, this page isn t available,
    this page is not available, page isn t available, this page could not be found,
    this page can t be found, page can t be found, page couldn t be found,
    this page doesn t exist, this page does not exist, this account doesn t exist,
    account not found, this account has been suspended, account suspended, page not found error,
    requested page not found, the page cannot be found, the page could not be found,
    the page was not found, the page you requested was not found,
    the page you requested could not be found, the page you are looking for doesn t exist,
    the page you are looking for does not exist,
    the page you are looking for could not be found, that page can t be found,
    that page doesn t exist, we can t find that page, we couldn t find that page,
    we can t find the page you re looking for, this content isn t available right now,
    the resource cannot be found, the requested url was not found on this server,
    página no encontrada, pagina no encontrada, no encontrada, no encontrado,
    la página no existe, esta página no existe, contenido no encontrado, página no disponible,
    no se encontró la página, no se ha encontrado la página, página não encontrada,
    pagina nao encontrada, não encontrada, não encontrado, página não existe,
    esta página não existe, conteúdo não encontrado, página inexistente, pàgina no trobada,
    no s ha trobat la pàgina, no s ha pogut trobar la pàgina, la pàgina no existeix,
    page introuvable, page non trouvée, page non trouvee, introuvable, cette page n existe pas,
    la page n existe pas, la page demandée n existe pas, page inexistante, contenu introuvable,
    cette page est introuvable,
    seite nicht gefunden, nicht gefunden, seite existiert nicht, diese seite existiert nicht,
    seite wurde nicht gefunden, die seite wurde nicht gefunden, die seite existiert nicht,
    inhalt nicht gefunden, seite nicht verfügbar, pagina niet gevonden, niet gevonden,
    deze pagina bestaat niet,
    pagina non trovata, non trovata, non trovato, la pagina non esiste,
    questa pagina non esiste, pagina inesistente, pagina non disponibile,
    pagina nu a fost găsită, pagina nu există, pagina negăsită,
    nie znaleziono, nie znaleziono strony, strona nie została znaleziona, strona nie istnieje,
    nie odnaleziono strony, stránka nenalezena, nenalezeno, stránka nebyla nalezena,
    stránka neexistuje, stránka sa nenašla, stránka nebola nájdená, az oldal nem található,
    oldal nem található, nem található,
    страница не найдена, не найдено, не найдена, страница не существует, такой страницы нет,
    такой страницы не существует, страница удалена, сторінку не знайдено, сторінка не знайдена,
    не знайдено, страницата не е намерена, страница није пронађена,
    stranica nije pronađena, stranica ne postoji, stran ni bila najdena, strani ni mogoče najti,
    puslapis nerastas, lapa nav atrasta, lehte ei leitud, orria ez da aurkitu,
    sayfa bulunamadı, sayfa bulunamadi, bulunamadı, sayfa mevcut değil, η σελίδα δεν βρέθηκε,
    η σελίδα δε βρέθηκε, δεν βρέθηκε, הדף לא נמצא, העמוד לא נמצא, דף לא נמצא, الصفحة غير موجودة,
    لم يتم العثور على الصفحة, صفحة غير موجودة, صفحه یافت نشد, صفحه پیدا نشد,
    صفحه مورد نظر یافت نشد,
    sidan hittades inte, sidan kunde inte hittas, sidan finns inte, siden blev ikke fundet,
    siden ble ikke funnet, siden finnes ikke, fant ikke siden, siden findes ikke,
    sivua ei löydy, sivua ei löytynyt, síða fannst ekki,
    页面不存在, 页面未找到, 找不到页面, 页面找不到, 页面没有找到, 您访问的页面不存在,
    您访问的页面不存在或已被删除, 页面丢失, 页面走丢了, 页面已删除, 内容不存在,
    文章不存在, 该页面不存在, 你访问的页面不存在, 找不到網頁, 找不到頁面, 頁面不存在,
    找不到此頁面, ページが見つかりません, ページが見つかりませんでした,
    お探しのページは見つかりませんでした, お探しのページは見つかりません,
    指定されたページが見つかりません, ページは存在しません, お探しのページが見つかりません,
    このページは存在しません, お探しのページは存在しません, 페이지를 찾을 수 없습니다,
    페이지를 찾을 수 없음, 존재하지 않는 페이지입니다, 존재하지 않는 페이지,
    요청하신 페이지를 찾을 수 없습니다, 찾을 수 없습니다, không tìm thấy trang,
    trang không tồn tại, không tìm thấy,
    halaman tidak ditemukan, tidak ditemukan, halaman tidak dijumpai, ไม่พบหน้า,
    ไม่พบหน้าที่คุณต้องการ, ไม่พบหน้าเว็บ, पृष्ठ नहीं मिला, पेज नहीं मिला, পৃষ্ঠা পাওয়া যায়নি, পৃষ্ঠাটি পাওয়া যায়নি,
    """
        ),
    )
)

_THING = (
    r"(?:page|site|content|document|file or directory|file|article|post|blog|entry|resource"
    r"|item|product|course"
    r"|lesson|tutorial|video|playlist|channel|user|profile|account|repository|repo|project|topic"
    r"|event|job|listing|image|url|link|address|location|story|book|chapter|object)s?"
)
_BEFORE = (
    r"(?:(?:the|this|that|your|our|requested|specified|web|sorry|but|we|hmm|oops|whoops|ouch|uh"
    r"|oh)\s)*"
)
_BETWEEN = (
    r"(?:\s(?:you|that|which|were|was|are|re|is|have|looking|for|requested|trying|to|reach|access"
    r"|view|wanted|here|it|on|this|server))*"
)
_NOT = (
    r"(?:\s(?:was|is|are|could|can|has|have|does|did|do|be|been|isn|wasn|couldn|can|cannot|doesn"
    r"|hasn|no|longer|not|t|never|anymore))+"
)
_FATE = (
    r"\s(?:found|exist|exists|available|here|there|located|available anymore|exist anymore"
    r"|found on this server)"
)
#: English sentences of the form "the page you are looking for could not be found".
SENTENCE = lazy(rf"{_BEFORE}{_THING}{_BETWEEN}{_NOT}{_FATE}")
_REMOVED = lazy(
    rf"{_BEFORE}{_THING}{_BETWEEN}\s(?:has been|was|have been)"
    r"\s(?:removed|deleted|taken down|unpublished|suspended|archived and removed)"
)
_CANNOT_FIND = lazy(
    r"we (?:could not|couldn t|cannot|can t|were unable to|are unable to) (?:find|locate) "
    rf"{_BEFORE}{_THING}"
)

#: Words around a "not found" that carry no meaning of their own.
FILLER = words(
    """
    404 410 error err http https status code oops ooops whoops uh oh ups hoppla sorry erreur
    fehler errore erro błąd ошибка помилка hata エラー 错误 錯誤 에러 오류 lỗi virhe fel fejl feil
    chyba hiba eroare σφάλμα page página pagina seite страница ページ 页面 the that s an a 1 0 no
    """
)

#: Titles of pages that stand before the content and let browsers through, not machines.
WALL_TITLES = phrases(
    """
    just a moment, attention required cloudflare, attention required, access denied,
    please wait, one moment please, checking your browser, security check, security checkpoint,
    vercel security checkpoint, are you a robot, are you human, robot check, bot check,
    human verification, verify you are human, captcha, please verify you are a human,
    pardon our interruption, request blocked, blocked, you have been blocked, ddos guard,
    ddos protection, client challenge, access to this page has been denied,
    your access to this site has been limited, website is under protection, validate user,
    request rejected, forbidden, 403 forbidden, access forbidden, challenge validation,
    making sure you re not a bot, sucuri website firewall access denied, verifying your browser,
    um momento, einen moment bitte, nur einen moment, un momento, un instant,
    checking connection
    """
)
#: Marks of bot walls in the markup of small pages.
WALL_MARKS = sorted(
    phrases(
        """
    /cdn-cgi/challenge-platform, cf-browser-verification, cf_chl_opt, _incapsula_resource,
    px-captcha, captcha-delivery.com, geo.captcha-delivery, awswafcookiedomainlist,
    challenge.js, aws-waf-token, ddos-guard, sucuri_cloudproxy, perimeterx, distil_r_captcha,
    /recaptcha/api.js, hcaptcha.com/1/api.js, challenges.cloudflare.com/turnstile,
    unusual traffic from your computer
    """
    )
)

#: What parked domains say; the first group is enough by itself on a short page.
PARKED = lazy(
    r"\b(?:this |the )?(?:web ?site |premium )?(?:domain|domain name|website name|web address)"
    r"(?: \S+)?(?: is| may be| might be| has been)?(?: listed)?(?: up)? "
    r"(?:for sale|available for (?:sale|purchase)|parked)\b"
    r"|\bbuy this domain\b|\bdomain (?:has |is )?expired\b|\bthis domain has expired\b"
    r"|\bparked (?:free|domain|by|with)\b|\bdomain parking\b|\bthis web ?page is parked\b"
    r"|\bmake (?:an )?offer (?:on|for) this domain\b|\binquire about this domain\b"
    r"|\bdomain is registered\b.{0,60}\bparked\b|\bthe owner of this domain\b"
    r"|\bthis domain (?:name )?is (?:available|pending renewal)\b"
    r"|\bdomaine? (?:est )?à vendre\b"
    r"|\bdies(?:e|er|es)? domain (?:ist |steht )?zu[mr]? verkauf(?:en)?\b"
    r"|\bдомен продается\b|\bдомен продаётся\b|\beste dominio está (?:en|a la) venta\b"
    r"|\bdom[ií]nio [àa] venda\b|域名出售|域名转让|このドメインは"
)
#: Weaker marks: two of them are needed.
PARKED_HINTS = sorted(
    phrases(
        """
    related searches, sponsored listings, related links, /lander, sedoparking, parkingcrew,
    bodis.com, afternic, hugedomains, dan.com, parklogic, above.com, skenzo, namedrive,
    domain broker, parking.js, park.js, parked-domain, privacy policy - copyright, window.park,
    bodiscdn.com, undeveloped.com, sav.com, godaddy.com/forsale, uniregistry, cashparking
    """
    )
)
#: What only the pages of parking services load or carry; one of them is enough.
PARKED_SIGNS = (
    "sedoparking.com/frmpark",
    "parking.bodiscdn.com",
    "img.sedoparking.com",
    "data-adblockkey=",
    "afternic.com/forsale/",
    "hugedomains.com/domain_profile",
    "parkingcrew.net/",
)
PARKING_HOSTS = words(
    """
    hugedomains.com dan.com sedo.com sedoparking.com afternic.com parkingcrew.net bodis.com
    above.com undeveloped.com buydomains.com domainmarket.com uniregistry.com parklogic.com
    skenzo.com brandbucket.com atom.com squadhelp.com namebright.com domainnamesales.com
    efty.com forsale.godaddy.com expireddomains.com porkbun-parking.com
    """
)

#: The page of a fresh, empty server or of a closed account, where content was promised.
DEFAULT_PAGES = phrases(
    """
    welcome to nginx, apache2 ubuntu default page it works,
    apache2 debian default page it works, it works, iis windows server, iis windows,
    test page for the apache http server, test page for the nginx http server,
    default web site page, website is no longer available, web server s default page,
    default parallels plesk page, account suspended, this account has been suspended,
    site suspended, website suspended, website expired, this site has been suspended,
    hosting suspended, domain suspended, future home of something quite cool,
    hosted by one com webhosting made simple,
    domain default page, success your new web server is ready to use
    """
)

#: Trades that take over the names of dead sites. Two different words are needed.
SPAM = sorted(
    phrases(
        """
    casino, gambling, betting, sportsbook, slot, slots, jackpot, poker, baccarat, roulette,
    bingo, togel, judi, gacor, maxwin, situs, bandar, toto, agen, rtp, pragmatic, scatter,
    pulsa, sbobet, bonus, 1xbet, mostbet, freispiele, spielautomaten, online casino, bahis,
    deneme bonusu, казино, ставки, букмекер, viagra, cialis, levitra, pharmacy, kamagra,
    tramadol, porn, porno, xxx, sex, escort, escorts, payday, loans, replica, nhà cái, cá cược,
    tài xỉu, xổ số, 博彩, 赌场, 彩票, 棋牌, 娱乐城, 바카라, 카지노, 토토, カジノ, คาสิโน, สล็อต,
    บาคาร่า,
    """
    )
)

SPAM_WORDS = lazy("|".join(re.escape(word) for word in SPAM))
_PARKED_HINT = lazy(
    r"domain|dom[ií]nio|parked|website name|web address|web ?page|дом|域名|ドメイン"
)


def parked(text: str) -> str:
    """The words by which a parked domain is announced, empty if there are none."""
    low = text.casefold()
    found = PARKED.search(low) if _PARKED_HINT.search(low) else None
    return found[0].strip() if found else ""


def says_not_found(text: str) -> bool:
    """True for a title or heading that says "not found" and nothing else."""
    plain = folded(text)
    if not plain or len(plain) > 120:
        return False
    if plain in NOT_FOUND or _sentence(plain):
        return True
    words = plain.split()
    rest = " ".join(word for word in words if word not in FILLER)
    if rest in NOT_FOUND:
        return True
    code = "404" in words or "410" in words
    return code and (
        not rest or _sentence(" ".join(w for w in words if not w.isdigit() and w != "error"))
    )


def sentence_not_found(text: str) -> bool:
    """True if a short text (its first 800 characters) holds a sentence that says so."""
    plain = folded(text[:800])
    return bool(
        SENTENCE.search(plain) or _REMOVED.search(plain) or _CANNOT_FIND.search(plain)
    ) or any(phrase in plain for phrase in NOT_FOUND if len(phrase) > 14 or not phrase.isascii())


def _sentence(plain: str) -> bool:
    return any(p.fullmatch(plain) for p in (SENTENCE, _REMOVED, _CANNOT_FIND))
