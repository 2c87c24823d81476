"""Registrable domains: which hosts belong to one owner and are asked as one."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """The phrases of a text, which commas end."""
    return frozenset(" ".join(phrase.split()) for phrase in text.split(",") if phrase.strip())


#: Second labels under a country code that are registries themselves (`co.uk`, `com.br`).
_SECOND_LEVEL = words(
    """
    ac co com ed edu gen go gob gouv gov gr gub gv id idv in inf info lg ltd me mil ne net nhs
    nic nom or org plc pp pro res sch school web
    """
)

#: Hosting domains whose subdomains belong to different people.
_SHARED = words(
    """
    github.io githubusercontent.com gitlab.io bitbucket.io codeberg.page sourceforge.io
    netlify.app netlify.com vercel.app now.sh pages.dev workers.dev web.app firebaseapp.com
    appspot.com run.app herokuapp.com onrender.com render.com fly.dev railway.app deno.dev
    glitch.me replit.app repl.co surge.sh azurewebsites.net azurestaticapps.net cloudfront.net
    amazonaws.com digitaloceanspaces.com ondigitalocean.app backblazeb2.com readthedocs.io
    readthedocs.org rtfd.io gitbook.io gitbooks.io mybinder.org blogspot.com wordpress.com
    tumblr.com substack.com ghost.io hashnode.dev bearblog.dev livejournal.com typepad.com
    weebly.com wixsite.com squarespace.com webflow.io notion.site carrd.co strikingly.com
    jimdosite.com neocities.org tripod.com angelfire.com altervista.org free.fr narod.ru ucoz.ru
    ucoz.com github.dev itch.io fandom.com wikidot.com pbworks.com shinyapps.io streamlit.app
    hf.space kaggleusercontent.com thinkific.com teachable.com podia.com zendesk.com
    freshdesk.com atlassian.net sharepoint.com bandcamp.com stackexchange.com
    """
)


def is_address(host: str) -> bool:
    """True for an IPv4 or IPv6 literal in the form that `Target.host` has."""
    return ":" in host or (host[-1:].isdigit() and host.replace(".", "").isdigit())


def site(host: str) -> str:
    """The registrable domain of a host; an address, and a host without one, is its own."""
    if is_address(host):
        return host
    labels = host.split(".")
    if len(labels) <= 2:
        return host
    last_two = ".".join(labels[-2:])
    is_registry = len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    if is_registry or last_two in _SHARED:
        return ".".join(labels[-3:])
    return last_two
